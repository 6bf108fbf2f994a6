/** `--help`, from the description of the commands. */
import { version } from '../../package.json';
import { pad, wrap } from '../engine/format/text/width';
import { COMMANDS, type CommandSpec, type OptionSpec } from './usage';

/** Help for all commands, or for one. */
export function helpText(command: string | undefined, width: number): string {
  const spec = command === undefined ? undefined : COMMANDS[command];
  return `${(spec && command ? commandHelp(command, spec, width) : overview(width)).join('\n')}\n`;
}

function overview(width: number): string[] {
  const rows = Object.entries(COMMANDS).map(([name, spec]) => [`  ${name} ${spec.args}`.trimEnd(), spec.summary]);
  return [
    `Preflight ${version}`,
    ...wrap('Proves how far a workspace is from being ready for production.', width),
    '',
    'Usage: preflight COMMAND [options]',
    '',
    ...described(rows, width),
    '',
    ...wrap('preflight COMMAND --help tells more about each. preflight --version prints the version.', width),
  ];
}

function commandHelp(name: string, spec: CommandSpec, width: number): string[] {
  const sentence = `${spec.summary.charAt(0).toUpperCase()}${spec.summary.slice(1)}. ${spec.details ?? ''}`;
  const options = Object.entries(spec.options).map(([option, details]) => [
    optionName(option, details),
    optionText(details),
  ]);
  return [
    `Usage: preflight ${name} ${spec.args} ${options.length > 0 ? '[options]' : ''}`.trimEnd().replace(/ {2,}/g, ' '),
    '',
    ...wrap(sentence, width),
    '',
    ...described([...options, ['  -h, --help', 'this text']], width),
    '',
    'Examples:',
    ...spec.examples.map((example) => `  ${example}`),
  ];
}

function optionName(name: string, { short, value }: OptionSpec): string {
  return `  ${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
}

function optionText({ description, choices }: OptionSpec): string {
  return choices === undefined ? description : `${description}: ${choices.join(', ')}`;
}

/** Names on the left, their meaning wrapped on the right, or below where there is no room. */
function described(rows: readonly (readonly string[])[], width: number): string[] {
  const left = Math.max(...rows.map(([name = '']) => name.length)) + 2;
  if (width - left < 24)
    return rows.flatMap(([name = '', text = '']) => [name, ...wrap(text, width - 8).map((row) => `        ${row}`)]);
  return rows.flatMap(([name = '', text = '']) => {
    const [first = '', ...rest] = wrap(text, width - left);
    return [pad(name, left) + first, ...rest.map((row) => ' '.repeat(left) + row)];
  });
}
