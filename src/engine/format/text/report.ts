/** `--format text`: the report for people at a terminal. How far are we, what matters most, what do I do next, in this order. */
import { isLive } from '../../finding';
import {
  countsOf,
  gainText,
  LEVEL_TITLES,
  plural,
  ROUTE_ORDER,
  ROUTE_WORDS,
  verdictFigures,
} from '../../report/present';
import { nextBestStep } from '../../report/next-step';
import type { Report } from '../../report/report';
import { type FormatInput, gateFindings } from '../input';
import { SecretMask } from '../mask';
import { attestationSection } from './attestations';
import { checklistSection, CONTRADICTIONS } from './checklist';
import { entriesOf } from './entries';
import { blockerSection, compactSection, highSection, type Page } from './findings';
import { FramePainter } from './frame';
import { COLOURS, NO_COLOURS, type Style } from './style';
import { printable, truncate, wrap, wrapParts } from './width';

export function formatText(input: FormatInput): string {
  const style = input.color ? COLOURS : NO_COLOURS;
  const width = Math.max(40, Math.min(input.width, 120));
  const frames = new FramePainter(input.sources, new SecretMask(input.whole.findings), style);
  const page: Page = { style, width, frames };
  // What contradicts the team's checklist is told where the checklist is.
  const entries = entriesOf(input.report).filter(
    (entry) => entry.id !== CONTRADICTIONS || input.report.checklist.length === 0,
  );
  const of = (...severities: string[]): typeof entries =>
    entries.filter((entry) => severities.includes(entry.severity));
  const blockers = blockerSection(of('blocker'), page);
  const lines = input.quiet
    ? [verdict(input, page), ...blockers]
    : [
        ...header(input, page),
        verdict(input, page),
        ...narrowedNote(input, page),
        ...blockers,
        ...highSection(of('high'), page),
        ...compactSection('Medium', of('medium'), page),
        ...compactSection('Low', of('low'), page),
        ...checklistSection(input.report, page),
        ...compactSection('Notes', of('info'), page),
        ...undecidedSection(input.report, page),
        ...attestationSection(input.report, page),
        ...closing(input, page),
      ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function header({ report }: FormatInput, { style, width }: Page): string[] {
  const tail = ` · ${plural(report.stats.files, 'file')}`;
  const head = `Preflight ${report.tool.version} · `;
  const name = truncate(printable(report.name), width - head.length - tail.length);
  return [`${style.bold('Preflight')} ${style.dim(`${report.tool.version} · `)}${name}${style.dim(tail)}`, ''];
}

function verdict({ whole: report }: FormatInput, { style, width }: Page): string {
  const word = ` ${LEVEL_TITLES[report.score.level].toUpperCase()} `;
  const counts = countsOf(report);
  if (counts.blockers + counts.high + counts.lower + counts.hold + counts.unknown === 0)
    return `${style.caution(word)}  Nothing here that a check applies to.`;
  const badge = badgeOf(report.score.level, style)(word);
  const [first = '', ...rest] = wrapParts(verdictFigures(report).split(' · '), width - word.length - 2);
  return [`${badge}  ${first}`, ...rest.map((row) => ' '.repeat(word.length + 2) + row)].join('\n');
}

function badgeOf(level: Report['score']['level'], style: Style): Style['bold'] {
  if (level === 'blocked') return style.alarm;
  return level === 'production' || level === 'beta' ? style.glad : style.caution;
}

function narrowedNote({ report, narrowed }: FormatInput, { style, width }: Page): string[] {
  if (!narrowed) return [];
  const shown = report.findings.filter(isLive).length;
  const note = `The verdict is that of the whole workspace; below is what you asked for: ${plural(shown, 'live finding')}.`;
  return wrap(note, width).map((row) => style.dim(row));
}

/** What was not decided, with the reason: never a guess, never a failure. */
function undecidedSection({ checks }: Report, { style, width }: Page): string[] {
  const unknown = checks.filter((check) => check.verdict === 'unknown' || check.verdict === 'expired');
  if (unknown.length === 0) return [];
  const lines = ['', style.bold('Not decided'), ''];
  for (const check of unknown) {
    const [first = '', ...rest] = wrap(printable(check.summary), width - 6);
    lines.push(`  ${style.dim('?')} ${check.id}`, ...[first, ...rest].map((row) => `      ${style.dim(row)}`));
  }
  return lines;
}

function closing(input: FormatInput, page: Page): string[] {
  const { style, width } = page;
  const small = smallPrint(input).flatMap((line) => wrap(line, width).map((row) => style.dim(row)));
  return [...(small.length > 0 ? ['', ...small] : []), '', ...conclusion(input, page)];
}

/** Routes, silenced and accepted findings, files not read, the run: one line each, where there is anything to say. */
function smallPrint({ report, run }: FormatInput): string[] {
  const lines: string[] = [];
  const routes = ROUTE_ORDER.map((word) => ({
    word,
    count: report.routes.filter((route) => route.verdict === word).length,
  }));
  const told = routes.filter(({ count }) => count > 0).map(({ word, count }) => `${count} ${ROUTE_WORDS[word]}`);
  if (told.length > 0)
    lines.push(`${plural(report.routes.length, 'route')}: ${told.join(', ')}. preflight routes lists them.`);
  const silenced = report.findings.flatMap(({ suppressed }) => suppressed ?? []);
  if (silenced.length > 0)
    lines.push(`${plural(silenced.length, 'finding')} silenced with a reason${byOthers(silenced)}.`);
  if (report.baseline && report.baseline.accepted + report.baseline.stale > 0)
    lines.push(baselineLine(report.baseline));
  const { skipped } = report.stats;
  if (skipped.length > 0) lines.push(`Not read: ${skippedWords(skipped)}. --format json lists them.`);
  if (run) lines.push(runLine(run));
  return lines;
}

/** `, 3 by gitleaks, 1 by detect-secrets`: what teams have accepted with other scanners. */
function byOthers(silenced: readonly { by: string }[]): string {
  const tools = [...new Set(silenced.map(({ by }) => by))].filter((by) => by !== 'comment' && by !== 'config').sort();
  return tools.map((tool) => `, ${silenced.filter(({ by }) => by === tool).length} by ${tool}`).join('');
}

function baselineLine({ path, accepted, stale }: NonNullable<Report['baseline']>): string {
  const gone =
    stale > 0
      ? ` ${plural(stale, 'entry of it matches', 'entries of it match')} nothing any more: --update-baseline drops them.`
      : '';
  return `${plural(accepted, 'finding')} accepted in ${path}.${gone}`;
}

/** `31 binary, 4 minified, 2 folders`. */
function skippedWords(skipped: Report['stats']['skipped']): string {
  const counts = new Map<string, number>();
  for (const { reason } of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const shown = sorted.slice(0, 4).map(([reason, count]) => `${count} ${reason}`);
  const rest = sorted.slice(4).reduce((sum, [, count]) => sum + count, 0);
  return [...shown, ...(rest > 0 ? [`${rest} for other reasons`] : [])].join(', ');
}

function runLine({ collected, cached, timings }: NonNullable<FormatInput['run']>): string {
  const total = Object.values(timings).reduce((sum, milliseconds) => sum + milliseconds, 0);
  const steps = Object.entries(timings).map(([step, milliseconds]) => `${step} ${milliseconds} ms`);
  return `${total} ms: ${plural(collected, 'file')} read, ${cached} from the cache (${steps.join(', ')}).`;
}

/** The last lines: what is best done next, or a pleased word. */
function conclusion(input: FormatInput, page: Page): string[] {
  const { report } = input;
  const { style, width } = page;
  const failing = gateFindings(input).length;
  const gate =
    failing > 0
      ? wrap(`The gate fails on ${plural(failing, 'live finding')} (from severity "${input.failOn}" on).`, width)
      : [];
  const step = input.narrowed ? undefined : nextBestStep(report);
  if (!step) return gate.length > 0 ? gate : wrap(pleased(report), width).map((row) => style.green(row));
  const gain = gainText(step.check.gain);
  const price = [gain, step.effort].filter(Boolean).join(', ');
  const command = step.fix === null ? `preflight explain ${step.check.id}` : `preflight fix ${step.check.id}`;
  const goal = lowerFirst(step.text);
  const text = `${goal} (${price})`;
  const rows = wrap(`Next best step: ${text}:`, width);
  const label = 'Next best step:';
  const [first = '', ...rest] = rows;
  const painted = [style.bold(first.slice(0, label.length)) + first.slice(label.length), ...rest];
  return [...gate, ...painted, `  ${style.cyan(command)}`];
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function pleased(report: Report): string {
  const { hold, unknown } = countsOf(report);
  if (report.findings.some(isLive)) return 'Nothing here fails the gate.';
  if (hold === 0) return 'Nothing to object to.';
  const open = unknown > 0 ? ` ${plural(unknown, 'question')} the files cannot answer.` : '';
  return `Nothing to do: ${hold === 1 ? 'the one check that applies holds' : `all ${hold} checks that apply hold`}.${open}`;
}
