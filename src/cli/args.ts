/** Command-line arguments to a command with its options; whatever does not fit is wrong usage with a hint. */
import { parseArgs } from 'node:util';
import { didYouMean } from '../engine/text/did-you-mean';
import { UsageError } from './errors';
import { COMMANDS, type CommandSpec } from './usage';

/** The options of one command as they were given. */
export class Options {
  constructor(
    readonly args: readonly string[],
    private readonly given: ReadonlyMap<string, string | true | string[]>,
  ) {}

  /** True when a switch was given. */
  has(name: string): boolean {
    return this.given.has(name);
  }

  /** The value of an option, the last one if it was given several times. */
  value(name: string): string | undefined {
    const value = this.given.get(name);
    return typeof value === 'string' ? value : undefined;
  }

  /** The values of a list, in order, each once. */
  list(name: string): string[] {
    const value = this.given.get(name);
    return Array.isArray(value) ? value : [];
  }
}

export type Parsed =
  | { kind: 'run'; command: string; options: Options }
  | { kind: 'help'; command: string | undefined }
  | { kind: 'version' };

/** Parses everything after `preflight`. @throws UsageError */
export function parseCommandLine(argv: readonly string[]): Parsed {
  const [first, ...rest] = argv;
  if (first === undefined || first === '--help' || first === '-h') return { kind: 'help', command: undefined };
  if (first === '--version' || first === '-v') return { kind: 'version' };
  if (first === 'help') {
    const [topic] = rest;
    if (topic !== undefined) commandOf(topic);
    return { kind: 'help', command: topic };
  }
  const spec = commandOf(first);
  const end = rest.indexOf('--');
  const before = end < 0 ? rest : rest.slice(0, end);
  if (before.includes('--help') || before.includes('-h')) return { kind: 'help', command: first };
  return { kind: 'run', command: first, options: parseOptions(first, spec, rest) };
}

function commandOf(name: string): CommandSpec {
  const spec = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (spec) return spec;
  if (name.startsWith('-')) throw new UsageError(`A command comes first, as in "preflight check ${name}".`);
  const hint = didYouMean(name, Object.keys(COMMANDS)) || ` Commands: ${Object.keys(COMMANDS).join(', ')}.`;
  throw new UsageError(`There is no command "${name}".${hint}`);
}

function parseOptions(command: string, spec: CommandSpec, argv: readonly string[]): Options {
  const complain = (message: string): never => {
    throw new UsageError(message, command);
  };
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(spec.options).map(([name, option]) => [
        name,
        {
          type: option.value === undefined ? 'boolean' : 'string',
          ...(option.short ? { short: option.short } : {}),
        } as const,
      ]),
    ),
  });
  const args: string[] = [];
  const given = new Map<string, string | true | string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') args.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(spec.options, token.name) ? spec.options[token.name] : undefined;
    if (!option) {
      const known = Object.keys(spec.options).map((name) => `--${name}`);
      return complain(`There is no option "${token.rawName}".${didYouMean(`--${token.name}`, known)}`);
    }
    if (option.value === undefined) {
      if (token.value !== undefined) complain(`"${token.rawName}" takes no value.`);
      given.set(token.name, true);
      continue;
    }
    // A value that looks like an option was forgotten, not meant; `--output=-x` says that it was.
    const forgotten = token.value === undefined || (!token.inlineValue && /^-./.test(token.value));
    if (forgotten || token.value === '')
      return complain(`"${token.rawName}" needs a value: ${token.rawName} ${option.value}.`);
    const value = token.value ?? '';
    if (option.choices && !option.choices.includes(value))
      complain(`"${token.rawName}" takes ${option.choices.join(', ')}.${didYouMean(value, option.choices)}`);
    if (option.isList) {
      const before = given.get(token.name);
      const parts = value.split(',').map((part) => part.trim());
      given.set(token.name, [...new Set([...(Array.isArray(before) ? before : []), ...parts.filter(Boolean)])]);
    } else given.set(token.name, value);
  }
  if (args.length > spec.maxArgs)
    complain(
      spec.maxArgs === 0 ? `"preflight ${command}" takes no arguments.` : `"preflight ${command}" takes one argument.`,
    );
  for (const name of Object.keys(spec.options))
    if (name.startsWith('no-') && given.has(name) && given.has(name.slice(3)))
      complain(`"--${name}" and "--${name.slice(3)}" exclude each other.`);
  return new Options(args, given);
}
