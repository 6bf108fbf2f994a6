/** The findings of a text report: blockers in full, with code and chain; the rest more and more compact. */
import type { Finding, Severity } from '../../finding';
import { fixTitle } from '../../report/next-step';
import { checkOutcome, placeText, plural, SEVERITY_TITLES } from '../../report/present';
import type { Cluster, Entry } from './entries';
import { titleOf } from './entries';
import type { FramePainter } from './frame';
import type { Style } from './style';
import { pad, printable, truncate, widthOf, wrap, wrapParts } from './width';

export interface Page {
  style: Style;
  width: number;
  frames: FramePainter;
}

/** Clusters of a blocker that are shown in full; the rest is named in one line. */
const SHOWN_IN_FULL = 3;
const SHOWN_PLACES = 3;
const SHOWN_STEPS = 8;

const MARKS: Readonly<Record<Severity, 'red' | 'yellow' | 'dim'>> = {
  blocker: 'red',
  high: 'yellow',
  medium: 'yellow',
  low: 'dim',
  info: 'dim',
};

function heading(text: string, style: Style): string[] {
  return ['', style.bold(text), ''];
}

/** `  ✗ check-id   exists, never reached`. */
function head(entry: Entry, { style, width }: Page): string {
  const outcome = entry.check ? checkOutcome(entry.check) : '';
  const fixed = entry.check?.verdict === 'fail' && outcome === 'does not hold yet' ? '' : outcome;
  const left = `  ${style[MARKS[entry.severity]]('✗')} ${style.bold(entry.id)}`;
  return fixed === '' || widthOf(left) + widthOf(fixed) + 3 > width ? left : `${left}   ${style.dim(fixed)}`;
}

const INDENT = '    ';

function indented(
  text: string,
  page: Page,
  indent = INDENT,
  paint: (line: string) => string = (line) => line,
): string[] {
  return wrap(printable(text), page.width - indent.length).map((line) => indent + paint(line));
}

/** Blockers, each with code, chain and fix. */
export function blockerSection(entries: readonly Entry[], page: Page): string[] {
  if (entries.length === 0) return [];
  const lines = heading('Blockers', page.style);
  for (const entry of entries) lines.push(...blocker(entry, page), '');
  return lines.slice(0, -1);
}

function blocker(entry: Entry, page: Page): string[] {
  const lines = [head(entry, page), ...indented(entry.check?.summary ?? titleOf(entry.id), page)];
  for (const shown of entry.clusters.slice(0, SHOWN_IN_FULL)) lines.push('', ...clusterInFull(shown, page));
  const rest = entry.clusters.slice(SHOWN_IN_FULL).flatMap((cluster) => cluster.findings);
  if (rest.length > 0) lines.push('', ...moreLine(rest, entry.id, page));
  return lines;
}

/** `… and 9 more: a.py:3 · b.py:9 · preflight explain CHECK lists them`. */
function moreLine(findings: readonly Finding[], id: string, page: Page): string[] {
  const [start = '', ...rest] = findings.slice(0, SHOWN_PLACES).map(placeText);
  const hint = findings.length > SHOWN_PLACES ? [`all: preflight explain ${id}`] : [];
  return parts([`and ${findings.length} more: ${start}`, ...rest, ...hint], page, INDENT);
}

/** Parts joined by dots, dim, broken between parts only. */
function parts(list: readonly string[], { style, width }: Page, indent: string): string[] {
  return wrapParts(list, width - indent.length).map((row) => indent + style.dim(row));
}

function clusterInFull({ findings: [first, ...others] }: Cluster, page: Page): string[] {
  const inner = `${INDENT}  `;
  const lines = [INDENT + place(first, page), ...indented(first.message, page, inner)];
  if (
    first.path !== null &&
    first.line !== null &&
    first.column !== null &&
    first.endLine !== null &&
    first.endColumn !== null
  ) {
    const { path, line, column, endLine, endColumn } = first;
    const frame = page.frames.draw({ path, line, column, endLine, endColumn }, page.width - inner.length);
    lines.push(...frame.map((row) => inner + row));
  }
  if (others.length > 0) {
    const hidden = others.length - SHOWN_PLACES;
    const places = [...others.slice(0, SHOWN_PLACES).map(placeText), ...(hidden > 0 ? [`${hidden} more`] : [])];
    const [start = '', ...rest] = places;
    lines.push(...parts([`the same value: ${start}`, ...rest], page, inner));
  }
  lines.push(...chain(first, others, page, inner), ...fixLine(first, page, inner));
  return lines;
}

/** `fix: preflight fix CHECK  (what it does)`. */
function fixLine(finding: Finding, page: Page, indent: string): string[] {
  const title = fixTitle(finding);
  if (title === undefined) return [];
  return wrap(`fix: preflight fix ${finding.fingerprint}  (${title})`, page.width - indent.length).map(
    (row) => indent + page.style.green(row),
  );
}

function place(finding: Finding, { style, width }: Page): string {
  const column = finding.column === null || finding.column === 1 ? '' : `:${finding.column}`;
  const severity = finding.severity === 'blocker' ? '' : `  ${SEVERITY_TITLES[finding.severity].toLowerCase()}`;
  return style.cyan(truncateStart(`${placeText(finding)}${column}`, width - INDENT.length)) + style.dim(severity);
}

/** A long path loses its start: the name of the file is what people look for. */
function truncateStart(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  return `…${text.slice(-(width - 1))}`;
}

/** Related places as a ladder: place, then what is there. */
function chain(finding: Finding, others: readonly Finding[], page: Page, indent: string): string[] {
  const { style } = page;
  const elsewhere = new Set(others.map(placeText));
  const steps = finding.related.filter(
    (step) => !(step.kind === 'same-value' && (others.length > 0 || elsewhere.has(placeText(step)))),
  );
  const shown = steps.slice(0, SHOWN_STEPS);
  const widest = Math.max(0, ...shown.map((step) => widthOf(placeText(step))));
  const isNarrow = widest + 30 > page.width - indent.length;
  const lines = shown.flatMap((step, i) => {
    const last = i === steps.length - 1;
    const [sign, bar] = last ? ['└', ' '] : ['├', '│'];
    const where = truncateStart(placeText(step), page.width - indent.length - 2);
    const note = printable(step.note);
    if (isNarrow) {
      const rows = wrap(note, page.width - indent.length - 4).map(
        (row) => `${indent}${style.dim(bar)}   ${style.dim(row)}`,
      );
      return [`${indent}${style.dim(sign)} ${where}`, ...rows];
    }
    const [start, ...rest] = wrap(note, page.width - indent.length - widest - 4);
    const blank = `${indent}${style.dim(bar)} ${' '.repeat(widest)}  `;
    return [`${indent}${style.dim(sign)} ${pad(where, widest)}  ${start ?? ''}`, ...rest.map((row) => blank + row)];
  });
  const hidden = steps.length - shown.length;
  return hidden > 0 ? [...lines, `${indent}${style.dim(`└ and ${plural(hidden, 'more place')}`)}`] : lines;
}

/** High findings: what does not hold, and where. */
export function highSection(entries: readonly Entry[], page: Page): string[] {
  if (entries.length === 0) return [];
  const lines = heading('High', page.style);
  for (const entry of entries) {
    lines.push(head(entry, page), ...indented(entry.check?.summary ?? firstSentence(entry), page));
    lines.push(...wrapParts(placeParts(entry), page.width - INDENT.length).map((row) => INDENT + page.style.dim(row)));
  }
  return lines;
}

function firstSentence(entry: Entry): string {
  return entry.clusters[0]?.findings[0].message ?? titleOf(entry.id);
}

/** `a.py:12`, `b.py:3`, `and 4 more`. */
function placeParts(entry: Entry): string[] {
  const findings = entry.clusters.flatMap((cluster) => cluster.findings);
  const places = [...new Set(findings.map(placeText))];
  const hidden = places.length - SHOWN_PLACES;
  return [...places.slice(0, SHOWN_PLACES), ...(hidden > 0 ? [`and ${hidden} more`] : [])];
}

/** The summary, with the first place where it does not name it. */
function compactText(entry: Entry): string {
  const text = printable(entry.check?.summary ?? firstSentence(entry));
  const [first] = entry.clusters[0]?.findings ?? [];
  if (!first || first.path === null || text.includes(first.path)) return text;
  const more = entry.count > 1 ? ` and ${entry.count - 1} more` : '';
  return `${text} ${placeText(first)}${more}`;
}

/** Medium and lower: one line each where there is room. */
export function compactSection(title: string, entries: readonly Entry[], page: Page): string[] {
  if (entries.length === 0) return [];
  const { style, width } = page;
  const idWidth = Math.min(Math.max(...entries.map((entry) => entry.id.length)), 32);
  const room = width - idWidth - 6;
  const lines = heading(title, style);
  for (const entry of entries) {
    const mark = style[MARKS[entry.severity]]('✗');
    const text = compactText(entry);
    if (room < 36) {
      lines.push(`  ${mark} ${entry.id}`, ...indented(text, page, INDENT, style.dim));
      continue;
    }
    const [first = '', ...rest] = wrap(text, room);
    lines.push(`  ${mark} ${pad(truncate(entry.id, idWidth), idWidth)}  ${first}`);
    lines.push(...rest.map((row) => ' '.repeat(idWidth + 6) + row));
  }
  return lines;
}
