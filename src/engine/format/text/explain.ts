/** Explanations on a terminal: a check with its places, or everything that is said of a line. */
import type { CheckDefinition } from '../../check';
import { CATEGORY_TITLES } from '../../verdict';
import type { Finding } from '../../finding';
import {
  checklistOutcome,
  checkOutcome,
  gainText,
  placeText,
  ROUTE_WORDS,
  routeTitle,
  SEVERITY_TITLES,
} from '../../report/present';
import type { Report } from '../../report/report';
import { fixTitle } from '../../report/next-step';
import type { Page } from './findings';
import { markdownLines } from './markdown';
import { printable, wrap } from './width';

/** What a check asks, how it stands here with every place, and the sections of its page. */
export function explainCheck(
  check: CheckDefinition,
  { checks, findings }: Report,
  sections: readonly { title: string; text: string }[],
  page: Page,
): string {
  const { style, width } = page;
  const result = checks.find((candidate) => candidate.id === check.id);
  const lines = [
    `${style.bold(check.id)}  ${check.title}`,
    style.dim([SEVERITY_TITLES[result?.severity ?? check.severity], CATEGORY_TITLES[check.category]].join(' · ')),
    '',
    ...wrap(check.question, width),
  ];
  if (result) {
    const gain = gainText(result.gain);
    lines.push('', style.bold(`Here: ${checkOutcome(result)}${gain === '' ? '' : ` (${gain} once it holds)`}`));
    lines.push(...wrap(printable(result.summary), width - 2).map((row) => `  ${row}`));
    for (const step of result.evidence) lines.push(...stepLines(step, 2, page));
  } else lines.push('', style.dim('It is switched off here, or belongs to the suppressions themselves.'));
  for (const finding of findings.filter((candidate) => candidate.check === check.id))
    lines.push('', ...findingLines(finding, page));
  for (const { title, text } of sections) lines.push('', style.bold(title), '', ...markdownLines(text, width, style));
  return `${lines.join('\n')}\n`;
}

/** One finding in full: place, message, code, chain, fixes, and what it can be named by. */
export function findingLines(finding: Finding, { style, width, frames }: Page): string[] {
  const { path, line, column, endLine, endColumn } = finding;
  const state = finding.suppressed
    ? `silenced (${finding.suppressed.by}): ${printable(finding.suppressed.reason)}`
    : finding.baselined
      ? 'accepted in the baseline'
      : '';
  const lines = [`  ${style.cyan(printable(placeText(finding)))}  ${style.dim(finding.fingerprint)}`];
  if (state !== '') lines.push(...wrap(state, width - 4).map((row) => `    ${style.dim(row)}`));
  lines.push(...wrap(printable(finding.message), width - 4).map((row) => `    ${row}`));
  if (path !== null && line !== null && column !== null && endLine !== null && endColumn !== null)
    lines.push(...frames.draw({ path, line, column, endLine, endColumn }, width - 4).map((row) => `    ${row}`));
  for (const step of finding.related) lines.push(...stepLines(step, 4, { style, width }));
  for (const id of finding.fixes) {
    const title = fixTitle(finding, id);
    if (title !== undefined) lines.push(...wrap(`fix: ${title}`, width - 4).map((row) => `    ${style.green(row)}`));
  }
  return lines;
}

/** A place and what is said of it, as an item of a list. */
function stepLines(
  { note, ...place }: { path: string; line: number; note: string },
  indent: number,
  { style, width }: Pick<Page, 'style' | 'width'>,
): string[] {
  const where = printable(placeText(place));
  return wrap(`${where}  ${printable(note)}`, width - indent - 2).map((row, i) => {
    if (i > 0) return `${' '.repeat(indent + 2)}${row}`;
    const shown = row.startsWith(where) ? style.cyan(where) + row.slice(where.length) : row;
    return `${' '.repeat(indent)}${style.dim('·')} ${shown}`;
  });
}

/** Everything the report says of a file, or of one line of it. Undefined when it says nothing. */
export function explainPlace(report: Report, path: string, line: number | undefined, page: Page): string | undefined {
  const { style, width } = page;
  const covers = (from: number | null, to: number | null): boolean =>
    line === undefined || (from !== null && from <= line && line <= (to ?? from));
  const lines: string[] = [];
  for (const finding of report.findings) {
    if (finding.path !== path || !covers(finding.line, finding.endLine)) continue;
    lines.push(
      '',
      `${style.bold(finding.check)}  ${style.dim(SEVERITY_TITLES[finding.severity])}`,
      ...findingLines(finding, page),
    );
  }
  for (const route of report.routes) {
    if (route.file !== path || !(covers(route.line, route.line) || covers(route.declLine, route.line))) continue;
    lines.push('', `${style.bold(printable(routeTitle(route)))}  ${ROUTE_WORDS[route.verdict]}`);
    for (const step of route.by ?? []) lines.push(...stepLines(step, 2, page));
  }
  for (const entry of report.checklist) {
    if (entry.doc !== path || !covers(entry.line, entry.line)) continue;
    lines.push('', ...wrap(`“${printable(entry.text)}”: ${checklistOutcome(entry)}`, width));
    for (const id of entry.checks) {
      const check = report.checks.find((candidate) => candidate.id === id);
      if (check) lines.push(...wrap(`${id}: ${printable(check.summary)}`, width - 2).map((row) => `  ${row}`));
    }
  }
  return lines.length === 0 ? undefined : `${lines.slice(1).join('\n')}\n`;
}
