/** The team's own checklists in a text report: what the evidence contradicts first. */
import type { Finding } from '../../finding';
import { checklistCounts, checklistOutcome } from '../../present';
import type { ChecklistEntry, Report } from '../../report';
import type { Page } from './findings';
import { printable, truncate, wrap } from './width';

/** The check whose findings stand on the items. */
export const CONTRADICTIONS = 'checklist-contradiction';

const SHOWN_CONTRADICTIONS = 6;

export function checklistSection(
  { checklist, findings }: Pick<Report, 'checklist' | 'findings'>,
  page: Page,
): string[] {
  const docs = [...new Set(checklist.map((entry) => entry.doc))];
  const lines: string[] = [];
  for (const doc of docs) {
    const entries = checklist.filter((entry) => entry.doc === doc);
    // A document of which nothing could be held against the code says nothing here; `preflight checklist` lists it.
    if (!entries.some((entry) => entry.checks.length > 0)) continue;
    lines.push('', ...documentLines(doc, entries, findings, page));
  }
  return lines;
}

function documentLines(
  doc: string,
  entries: readonly ChecklistEntry[],
  findings: readonly Finding[],
  page: Page,
): string[] {
  const { style, width } = page;
  const lines = [`${style.bold('Your checklist')}  ${style.cyan(printable(doc))}`, ''];
  const wrong = entries.filter((entry) => entry.contradiction);
  for (const entry of wrong.slice(0, SHOWN_CONTRADICTIONS)) {
    const head = `line ${entry.line}`;
    lines.push(`  ${style.yellow('≠')} ${head}  ${truncate(`“${printable(entry.text)}”`, width - head.length - 6)}`);
    const proof = findings.find(
      (finding) => finding.check === CONTRADICTIONS && finding.path === doc && finding.line === entry.line,
    );
    const reason = printable(proof?.message ?? checklistOutcome(entry));
    lines.push(...wrap(reason, width - 6).map((row) => `      ${style.dim(row)}`));
  }
  const hidden = wrong.length - SHOWN_CONTRADICTIONS;
  if (hidden > 0) lines.push(`    ${style.dim(`and ${hidden} more: preflight checklist`)}`);
  const counts = checklistCounts(entries);
  const parts = [
    `${style.green('✓')} ${counts.proven} proven`,
    `○ ${counts.open} open`,
    ...(counts.people > 0 ? [`? ${counts.people} only people can say`] : []),
  ];
  lines.push(`  ${parts.join('   ')}`);
  return lines;
}
