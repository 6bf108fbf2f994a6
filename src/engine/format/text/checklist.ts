/** The team's own checklists in a text report: what the evidence contradicts first, the rest as figures. */
import type { Finding } from '../../finding';
import { checklistCounts, checklistOutcome, plural } from '../../report/present';
import type { ChecklistEntry, Report } from '../../report/report';
import type { Page } from './findings';
import type { Style } from './style';
import { printable, truncate, widthOf, wrap } from './width';

/** The check whose findings stand on the items. */
export const CONTRADICTIONS = 'checklist-contradiction';

/** Contradictions that are shown in all, the ones below one reason counted together. */
const SHOWN = 8;
const SHOWN_PER_REASON = 3;

/** Items that one sentence contradicts. */
interface Objection {
  reason: string;
  entries: ChecklistEntry[];
}

export function checklistSection(
  { checklist, findings }: Pick<Report, 'checklist' | 'findings'>,
  page: Page,
): string[] {
  // A document of which nothing could be held against the code says nothing here; `preflight checklist` lists it.
  const docs = [...new Set(checklist.map((entry) => entry.doc))].filter((doc) =>
    checklist.some((entry) => entry.doc === doc && entry.checks.length > 0),
  );
  if (docs.length === 0) return [];
  const entries = checklist.filter((entry) => docs.includes(entry.doc));
  const { style } = page;
  const head =
    docs.length === 1
      ? `${style.bold('Your checklist')}  ${style.cyan(printable(docs[0] ?? ''))}`
      : `${style.bold('Your checklists')}  ${style.dim(plural(docs.length, 'document'))}`;
  return [
    '',
    head,
    '',
    ...objectionLines(objectionsOf(entries, findings), docs.length > 1, page),
    ...countsLine(entries, page),
  ];
}

function objectionsOf(entries: readonly ChecklistEntry[], findings: readonly Finding[]): Objection[] {
  const byPlace = new Map(
    findings
      .filter((finding) => finding.check === CONTRADICTIONS)
      .map((finding) => [`${finding.path}:${finding.line}`, finding.message]),
  );
  const objections = new Map<string, Objection>();
  for (const entry of entries) {
    if (!entry.contradiction) continue;
    const reason = byPlace.get(`${entry.doc}:${entry.line}`) ?? checklistOutcome(entry);
    const known = objections.get(reason);
    if (known) known.entries.push(entry);
    else objections.set(reason, { reason, entries: [entry] });
  }
  return [...objections.values()];
}

function objectionLines(objections: readonly Objection[], namesDocument: boolean, page: Page): string[] {
  const { style, width } = page;
  const lines: string[] = [];
  for (const { reason, entries } of objections.slice(0, SHOWN)) {
    for (const entry of entries.slice(0, SHOWN_PER_REASON)) {
      const place = namesDocument ? `${printable(entry.doc)}:${entry.line}` : `line ${entry.line}`;
      const text = `“${printable(entry.text)}”`;
      const room = width - place.length - 6;
      const head = `  ${style.yellow('≠')} ${style.cyan(truncate(place, width - 4))}`;
      if (room < 24) lines.push(head, `    ${truncate(text, width - 4)}`);
      else lines.push(`${head}  ${truncate(text, room)}`);
    }
    const hidden = entries.length - SHOWN_PER_REASON;
    if (hidden > 0) lines.push(`    ${style.dim(`and ${plural(hidden, 'more item')} of this kind`)}`);
    lines.push(...wrap(printable(reason), width - 6).map((row) => `      ${style.dim(row)}`));
  }
  const rest = objections.slice(SHOWN).reduce((sum, { entries }) => sum + entries.length, 0);
  if (rest > 0) lines.push(`  ${style.yellow('≠')} and ${rest} more`);
  return lines;
}

/** `3 contradicted`, `12 proven`, …: how the items of checklists stand, in all. */
export function figuresOf(entries: readonly ChecklistEntry[], style: Style): string[] {
  const counts = checklistCounts(entries);
  return [
    ...(counts.contradictions > 0 ? [`${style.yellow('≠')} ${counts.contradictions} contradicted`] : []),
    `${style.green('✓')} ${counts.proven} proven`,
    `○ ${counts.open} open`,
    ...(counts.people > 0 ? [`? ${counts.people} only people can say`] : []),
  ];
}

function countsLine(entries: readonly ChecklistEntry[], { style, width }: Page): string[] {
  const parts = figuresOf(entries, style);
  const all = `${parts.join('   ')}   ${style.dim('preflight checklist')}`;
  return (widthOf(all) > width - 2 ? [...parts, style.dim('preflight checklist')] : [all]).map((line) => `  ${line}`);
}
