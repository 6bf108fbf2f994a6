/** The team's checklists on a terminal, item by item, under their own headings. */
import type { Finding } from '../../finding';
import { checklistCounts, checklistOutcome, checklistStanding, plural } from '../../report/present';
import type { ChecklistEntry } from '../../report/report';
import { CONTRADICTIONS, figuresOf } from './checklist';
import type { ListOptions } from './routes';
import { COLOURS, NO_COLOURS, type Style } from './style';
import { printable, truncate, widthOf, wrap } from './width';

/** Where the words of an item begin. */
const INDENT = 10;

/** @param findings of the same report: they say why an item is contradicted */
export function formatChecklist(
  entries: readonly ChecklistEntry[],
  findings: readonly Finding[],
  { width, color }: ListOptions,
): string {
  const style = color ? COLOURS : NO_COLOURS;
  if (entries.length === 0)
    return 'No checklist found. Task lists and status tables in Markdown documents are read as such.\n';
  const reasons = new Map(
    findings
      .filter(({ check }) => check === CONTRADICTIONS)
      .map(({ path, line, message }) => [`${path}:${line}`, message]),
  );
  const docs = new Set(entries.map((entry) => entry.doc));
  const lines: string[] = [];
  for (const doc of docs) {
    const own = entries.filter((entry) => entry.doc === doc);
    const { contradictions, proven } = checklistCounts(own);
    const against = contradictions > 0 ? ` · ${plural(contradictions, 'item')} the evidence contradicts` : '';
    if (lines.length > 0) lines.push('');
    lines.push(
      `${style.bold(style.cyan(printable(doc)))}  ${style.dim(`${proven} of ${own.length} proven${against}`)}`,
    );
    let section = '';
    for (const entry of own) {
      const heading = entry.section.at(-1) ?? '';
      if (heading !== section) lines.push('', `  ${style.bold(truncate(printable(heading), width - 2))}`);
      section = heading;
      lines.push(itemLine(entry, style, width));
      const reason = reasons.get(`${entry.doc}:${entry.line}`);
      if (entry.contradiction && reason !== undefined)
        lines.push(...wrap(printable(reason), width - INDENT).map((row) => `${' '.repeat(INDENT)}${style.dim(row)}`));
    }
  }
  if (docs.size > 1)
    lines.push('', style.bold(plural(docs.size, 'document')), `  ${figuresOf(entries, style).join('   ')}`);
  return `${lines.join('\n')}\n`;
}

function itemLine(entry: ChecklistEntry, style: Style, width: number): string {
  const [mark, paint] = markOf(entry);
  const outcome = checklistOutcome(entry);
  const line = String(entry.line).padStart(5);
  const room = width - line.length - widthOf(outcome) - 7;
  const text = truncate(printable(entry.text), Math.max(16, room));
  return `  ${style.dim(line)} ${style[paint](mark)} ${text}  ${style.dim(outcome)}`;
}

function markOf(entry: ChecklistEntry): [string, keyof Style] {
  if (entry.contradiction) return ['≠', 'yellow'];
  const standing = checklistStanding(entry);
  if (standing === 'proven') return ['✓', 'green'];
  return standing === 'open' && entry.verdict !== 'not-applicable' ? ['○', 'dim'] : ['?', 'dim'];
}
