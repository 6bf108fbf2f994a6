/** `preflight history`: which secrets were ever committed. */
import fs from 'node:fs';
import path from 'node:path';
import { version } from '../../../package.json';
import { readConfigs } from '../../engine/config/read';
import { SEVERITIES } from '../../engine/finding';
import type { FailOn } from '../../engine/format/input';
import { formatHistory, historySummary, isLiveSecret } from '../../engine/format/text/history';
import { acceptedText, HISTORY_BASELINE_PATH, readAccepted } from '../../engine/history/accepted';
import type { HistoryReport } from '../../engine/history/report';
import { plural } from '../../engine/report/present';
import { searchHistory } from '../../node/history-loader';
import { isHistoryRefused } from '../../node/history-refused';
import { createNodeHost } from '../../node/host';
import type { Options } from '../args';
import { EXIT, reasonOf, UsageError } from '../errors';
import { deliver, writeWhole } from '../output';
import { insideOf, targetOf, whereIs } from '../paths';
import { Progress, terminalWidth, wantsColor } from '../terminal';

export async function history(options: Options, signal: AbortSignal): Promise<number> {
  const { root, paths } = historyTarget(options);
  const baseline = options.value('baseline') ?? path.join(root, HISTORY_BASELINE_PATH);
  const accepted = options.has('no-baseline') ? new Set<string>() : acceptedIn(baseline, options.has('baseline'));
  const since = sinceOf(options);
  const maxCommits = countOf(options);
  const host = createNodeHost(root, { mayRunGit: true, cache: null });
  const progress = new Progress(!options.has('quiet'), 'Reading commits');
  try {
    const { config, problems } = await readConfigs(['preflight.json', 'preflight.jsonc'], (file) =>
      host.readText(file),
    );
    const [problem] = problems;
    if (problem) throw new UsageError(`${problem.path}: ${problem.message}`, 'history');
    const today = new Date().toISOString().slice(0, 10);
    const input = { host, config, version, today, since, maxCommits, paths, accepted, signal };
    const report = await searchHistory(input, (done, total) => progress.update(done, total));
    progress.clear();
    if (options.has('update-baseline')) return accept(report, baseline, accepted);
    const failOn = (options.value('fail-on') ?? config.root.failOn ?? 'blocker') as FailOn;
    return await show(report, options, failOn);
  } catch (error) {
    if (isHistoryRefused(error)) throw new UsageError(error.message, 'history');
    throw error;
  } finally {
    progress.clear();
    await host.dispose();
  }
}

/** Paths of the past need not exist any more. */
function historyTarget(options: Options): { root: string; paths: string[] } {
  const rootOption = options.value('root');
  const isThere = (file: string): boolean => whereIs(file, rootOption) !== undefined;
  const { root, paths } = targetOf(options.args.filter(isThere), rootOption, 'history');
  const gone = options.args
    .filter((file) => !isThere(file))
    .map((file) => {
      const relative =
        insideOf(root, path.join(fs.realpathSync('.'), file)) ??
        (rootOption === undefined ? undefined : insideOf(root, path.resolve(root, file)));
      if (relative !== undefined) return relative;
      throw new UsageError(`"${file}" lies outside the root ${root}. Give --root, or run it there.`, 'history');
    });
  const isWhole = paths.length === 0 && options.args.some(isThere);
  return { root, paths: isWhole ? [] : [...paths, ...gone] };
}

/** git takes whatever it does not understand for "now", and finds nothing: that must not look like a clean history. */
const MOMENT =
  /^(?:\d{4}-\d{2}-\d{2}(?:[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?|\d+[. ]?(?:second|minute|hour|day|week|month|year)s?(?:[. ]ago)?|yesterday)$/;

function sinceOf(options: Options): string | null {
  const since = options.value('since') ?? null;
  if (since !== null && !MOMENT.test(since))
    throw new UsageError(
      `"--since" takes a date or an age, as 2024-01-31 or "6 months". "${since}" is neither.`,
      'history',
    );
  return since;
}

function countOf(options: Options): number | null {
  const count = options.value('max-commits');
  if (count === undefined) return null;
  if (!/^[1-9]\d{0,8}$/.test(count)) throw new UsageError(`"--max-commits" takes a number, not "${count}".`, 'history');
  return Number(count);
}

function acceptedIn(file: string, isNamed: boolean): Set<string> {
  if (!fs.existsSync(file)) {
    if (isNamed) throw new UsageError(`There is no baseline "${file}".`, 'history');
    return new Set();
  }
  const accepted = readAccepted(fs.readFileSync(file, 'utf8'));
  if ('error' in accepted) throw new UsageError(`The baseline ${file} ${accepted.error}.`, 'history');
  return accepted;
}

function accept(report: HistoryReport, file: string, kept: ReadonlySet<string>): number {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    writeWhole(file, acceptedText(report.secrets, kept));
  } catch (error) {
    throw new UsageError(`Cannot write the baseline ${file}: ${reasonOf(error)}.`, 'history');
  }
  const count = report.secrets.filter(({ suppressed }) => suppressed === null).length;
  process.stderr.write(
    `${path.basename(file)} accepts ${plural(count, 'secret')} of the history. Commit it once they are rotated; only new ones fail the gate now.\n`,
  );
  return EXIT.holds;
}

async function show(report: HistoryReport, options: Options, failOn: FailOn): Promise<number> {
  const output = options.value('output');
  const limit = failOn === 'never' ? -1 : SEVERITIES.indexOf(failOn);
  const failing = report.secrets.filter(
    (secret) => isLiveSecret(secret) && SEVERITIES.indexOf(secret.severity) <= limit,
  );
  const { stopped } = report.history;
  // What could not be read must not look clean.
  const exitCode = failing.length > 0 ? EXIT.fails : stopped === null ? EXIT.holds : EXIT.usage;
  process.exitCode = exitCode;
  const color = wantsColor(options, process.stdout, output !== undefined);
  const text =
    options.value('format') === 'json'
      ? `${JSON.stringify(report, null, 2)}\n`
      : formatHistory(report, { width: terminalWidth(), color });
  await deliver(text, output);
  if (output !== undefined && !options.has('quiet'))
    process.stderr.write(`${historySummary(report)}\nWrote ${output}.\n`);
  return exitCode;
}
