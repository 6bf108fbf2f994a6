/** What people answer for, on a terminal. */
import { attestationText, lackingForProduction } from '../../report/present';
import type { AttestationEntry, Report } from '../../report/report';
import type { Page } from './findings';
import type { ListOptions } from './routes';
import { COLOURS, NO_COLOURS, type Style } from './style';
import { pad, printable, widthOf, wrap } from './width';

/** The section of the report: what was stated and what is asked for; the rest is a line that says how many. */
export function attestationSection({ attestations }: Report, { style, width }: Page): string[] {
  const told = attestations.filter(({ state, required }) => state !== 'not-stated' || required);
  if (told.length === 0) return [];
  const silent = attestations.filter(({ kind }) => kind === 'statement').length - told.filter(isStatement).length;
  const rest = silent > 0 ? [`  ${style.dim(`${silent} more can be: preflight attest --list`)}`] : [];
  return ['', style.bold('Attested by people'), '', ...rowsOf(told, style, width), ...rest];
}

/** Everything that can be attested: `preflight attest --list`. */
export function formatAttestations(entries: readonly AttestationEntry[], { width, color }: ListOptions): string {
  const style = color ? COLOURS : NO_COLOURS;
  const checks = entries.filter((entry) => !isStatement(entry));
  const lacking = lackingForProduction(entries).length;
  const lines = [
    style.bold('What no file can prove'),
    '',
    ...idRows(entries.filter(isStatement), style, width),
    ...(checks.length > 0 ? ['', style.bold('Checks that the files here do not decide'), ''] : []),
    ...idRows(checks, style, width),
    '',
    ...(lacking > 0 ? wrap(`Production waits for ${lacking} of them.`, width) : []),
    ...wrap('To state one: preflight attest ID --link URL --note "what was done"', width),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function isStatement({ kind }: AttestationEntry): boolean {
  return kind === 'statement';
}

function rowsOf(entries: readonly AttestationEntry[], style: Style, width: number): string[] {
  const widest = Math.max(...entries.map(({ title }) => widthOf(title)));
  return entries.flatMap((entry) => row(entry, entry.title, widest, style, width));
}

/** The same with the ids, and the title below where something stands beside it. */
function idRows(entries: readonly AttestationEntry[], style: Style, width: number): string[] {
  const widest = Math.max(0, ...entries.map(({ id }) => id.length));
  return entries.flatMap((entry) => [
    ...row(entry, entry.id, widest, style, width),
    ...wrap(entry.title, width - 4).map((line) => `    ${style.dim(line)}`),
    ...[entry.note, entry.link].flatMap((text) =>
      text === null ? [] : wrap(printable(text), width - 4).map((line) => `    ${style.dim(line)}`),
    ),
  ]);
}

function row(entry: AttestationEntry, head: string, widest: number, style: Style, width: number): string[] {
  const [mark, paint] = markOf(entry);
  const says = printable(attestationText(entry));
  const sign = style[paint](mark);
  if (widest + widthOf(says) + 6 <= width) return [`  ${sign} ${pad(head, widest)}  ${style.dim(says)}`];
  const below = wrap(says, width - 4).map((line) => `    ${style.dim(line)}`);
  return [...wrap(head, width - 4).map((line, index) => (index === 0 ? `  ${sign} ${line}` : `    ${line}`)), ...below];
}

function markOf({ state, required }: AttestationEntry): [string, keyof Style] {
  if (state === 'attested') return ['✓', 'green'];
  return state === 'expired' ? ['!', 'yellow'] : [required ? '○' : '·', 'dim'];
}
