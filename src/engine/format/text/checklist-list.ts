/** The team's checklists on a terminal, item by item, under their own headings. */
import { checklistCounts, checklistOutcome, checklistStanding, plural } from '../../report/present';
import type { ChecklistEntry } from '../../report/report';
import type { ListOptions } from './routes';
import { COLOURS, NO_COLOURS, type Style } from './style';
import { printable, truncate, widthOf } from './width';

export function formatChecklist(entries: readonly ChecklistEntry[], { width, color }: ListOptions): string {
  const style = color ? COLOURS : NO_COLOURS;
  if (entries.length === 0)
    return 'No checklist found. Task lists and status tables in Markdown documents are read as such.\n';
  const lines: string[] = [];
  for (const doc of new Set(entries.map((entry) => entry.doc))) {
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
    }
  }
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
