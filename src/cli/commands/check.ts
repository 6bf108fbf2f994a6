/** `preflight check`: scan, report, gate. */
import fs from 'node:fs';
import path from 'node:path';
import { baselineOf, BASELINE_PATH, baselineText } from '../../engine/suppress/baseline';
import { type FormatName, FORMATS } from '../../engine/format/formats';
import { type FailOn, type FormatInput, gateFindings } from '../../engine/format/input';
import { framedPaths } from '../../engine/format/text/entries';
import { plural, verdictLine } from '../../engine/report/present';
import { isNarrow, type Selection, selectReport, selects } from '../../engine/report/select';
import type { Session } from '../../engine/session/session';
import type { Options } from '../args';
import { EXIT, reasonOf, UsageError } from '../errors';
import { deliver, writeWhole } from '../output';
import { fileInside, targetOf } from '../paths';
import { withScan } from '../scan';
import { selectionOf } from '../selection';
import { terminalWidth, wantsColor } from '../terminal';

export async function check(options: Options, signal: AbortSignal): Promise<number> {
  const target = targetOf(options.args, options.value('root'), 'check');
  const selection = await selectionOf(target, options);
  const { root } = target;
  const baseline = baselineOption(root, options);
  const quiet = options.has('quiet');
  const updates = options.has('update-baseline');
  return withScan(
    { command: 'check', root, options, signal, baseline, quiet, onlyReads: !updates },
    async (session) => {
      if (updates) await updateBaseline(session, root, selection, baseline ?? undefined);
      if (!quiet) tellUnread(session, root, selection.paths ?? []);
      return report(session, selection, options);
    },
  );
}

/** Says on standard error which of the named files were not analysed, and why: silence would look like a clean file. */
function tellUnread(session: Session, root: string, paths: readonly string[]): void {
  const { skipped } = session.report().stats;
  for (const file of paths) {
    if (session.wasAnalysed(file) || fs.statSync(path.join(root, file)).isDirectory()) continue;
    const reason = skipped.find((entry) => entry.path === file)?.reason ?? 'an ignore rule leaves it out';
    process.stderr.write(`${file} was not analysed: ${reason}.\n`);
  }
}

/** Path of the baseline as the session takes it: undefined = as configured, null = none. */
function baselineOption(root: string, options: Options): string | null | undefined {
  const updates = options.has('update-baseline');
  if (options.has('no-baseline')) {
    if (updates) throw new UsageError('"--update-baseline" and "--no-baseline" exclude each other.', 'check');
    return null;
  }
  const file = options.value('baseline');
  if (file === undefined) return undefined;
  // A baseline that is named must be there, unless this very run writes it.
  if (!updates && !fs.existsSync(file)) throw new UsageError(`There is no baseline "${file}".`, 'check');
  return fileInside(root, file, 'check');
}

async function report(session: Session, selection: Selection, options: Options): Promise<number> {
  const format = (options.value('format') ?? 'text') as FormatName;
  const output = options.value('output');
  const whole = session.report();
  const shown = selectReport(whole, selection);
  const sources = new Map<string, string>();
  for (const file of format === 'text' || format === 'html' ? framedPaths(shown) : []) {
    const text = await session.readText(file);
    if (text !== undefined) sources.set(file, text);
  }
  const input: FormatInput = {
    report: shown,
    whole,
    narrowed: isNarrow(selection),
    failOn:
      (options.value('fail-on') as FailOn | undefined) ??
      (session.configuration().root.failOn as FailOn | undefined) ??
      'blocker',
    sources,
    run: options.has('stats') ? session.counters : null,
    quiet: options.has('quiet'),
    width: terminalWidth(),
    color: wantsColor(options, process.stdout, output !== undefined),
  };
  const exitCode = gateFindings(input).length > 0 ? EXIT.fails : EXIT.holds;
  process.exitCode = exitCode;
  await deliver(FORMATS[format](input), output);
  if (output !== undefined && !input.quiet) process.stderr.write(`${verdictLine(whole)}\nWrote ${output}.\n`);
  return exitCode;
}

/** Accepts what the selection shows; entries outside of it stay as they are. */
async function updateBaseline(
  session: Session,
  root: string,
  selection: Selection,
  option: string | undefined,
): Promise<void> {
  const relative = option ?? session.configuration().root.baseline ?? BASELINE_PATH;
  const before = session.baselineEntries();
  const kept = before?.findings.filter((entry) => !selects(selection, entry)) ?? [];
  const accepted = baselineOf(
    session.report().findings.filter((finding) => selects(selection, finding)),
    before?.salt,
    kept,
  );
  const file = path.join(root, relative);
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    writeWhole(file, baselineText(accepted));
  } catch (error) {
    throw new UsageError(`Cannot write the baseline ${relative}: ${reasonOf(error)}.`, 'check');
  }
  await session.rereadBaseline();
  process.stderr.write(
    `${relative} accepts ${plural(accepted.findings.length, 'finding')}. Commit it; only new findings fail the gate now.\n`,
  );
}
