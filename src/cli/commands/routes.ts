/** `preflight routes`: the endpoint inventory, and what changed in it since a commit. */
import { routeDiffMarkdown, routesMarkdown } from '../../engine/format/markdown-lists';
import { routesCsv, routesOpenApi } from '../../engine/format/route-lists';
import { formatRouteDiff } from '../../engine/format/text/route-diff';
import { formatRoutes } from '../../engine/format/text/routes';
import { didYouMean } from '../../engine/text/did-you-mean';
import { ROUTE_ORDER } from '../../engine/report/present';
import type { Report, RouteEntry } from '../../engine/report/report';
import { diffRoutes, newlyOpen } from '../../engine/routes/diff';
import { EVERYTHING, selectReport } from '../../engine/report/select';
import { createCommitHost } from '../../node/commit-host';
import type { Options } from '../args';
import { EXIT, UsageError } from '../errors';
import { forkPoint } from '../git-reference';
import { deliver, partOfReport } from '../output';
import { scanHost } from '../scan';
import { withSelected, type Selected } from '../selected';
import { terminalWidth, wantsColor } from '../terminal';

export async function routes(options: Options, signal: AbortSignal): Promise<number> {
  const wanted = verdictsOf(options);
  const reference = options.value('diff');
  const format = options.value('format') ?? 'text';
  if (reference === undefined && options.has('fail-on-open'))
    throw new UsageError('"--fail-on-open" belongs to "--diff REF".', 'routes');
  if (reference !== undefined && !DIFF_FORMATS.includes(format))
    throw new UsageError(`"--diff" is written as ${DIFF_FORMATS.join(', ')}.`, 'routes');
  return withSelected('routes', options, signal, async (selected) => {
    const chosen = selected.report.routes.filter(wanted);
    if (reference !== undefined) return compare({ ...selected, chosen, wanted, reference, format }, options, signal);
    await deliver(listed(selected.report, chosen, format, options), options.value('output'));
    return EXIT.holds;
  });
}

const DIFF_FORMATS = ['text', 'json', 'markdown'];

/** @throws UsageError for a verdict that does not exist */
function verdictsOf(options: Options): (route: RouteEntry) => boolean {
  const verdicts = options.list('verdict');
  for (const verdict of verdicts)
    if (!ROUTE_ORDER.some((known) => known === verdict))
      throw new UsageError(`There is no verdict "${verdict}".${didYouMean(verdict, ROUTE_ORDER)}`, 'routes');
  return (route) => verdicts.length === 0 || verdicts.includes(route.verdict);
}

function listed(report: Report, chosen: RouteEntry[], format: string, options: Options): string {
  switch (format) {
    case 'json':
      return partOfReport(report, { routes: chosen });
    case 'markdown':
      return routesMarkdown(chosen);
    case 'csv':
      return routesCsv(chosen);
    case 'openapi':
      return routesOpenApi(chosen, report.name);
    default:
      return formatRoutes(chosen, look(options));
  }
}

interface Comparison extends Selected {
  chosen: RouteEntry[];
  wanted: (route: RouteEntry) => boolean;
  reference: string;
  format: string;
}

async function compare(comparison: Comparison, options: Options, signal: AbortSignal): Promise<number> {
  const { root, paths, report, chosen, wanted, reference, format } = comparison;
  const commit = await forkPoint(root, reference, 'diff', 'routes');
  const before = await scanHost(
    { command: 'routes', root, options, signal },
    createCommitHost(root, commit),
    async (session) => selectReport(session.report(), { ...EVERYTHING, paths }).routes.filter(wanted),
  );
  const diff = diffRoutes(before, chosen);
  const open = newlyOpen(diff);
  const text =
    format === 'json'
      ? partOfReport(report, { diff: { since: reference, commit, ...diff, newlyOpen: open } })
      : format === 'markdown'
        ? routeDiffMarkdown(diff, reference)
        : formatRouteDiff(diff, reference, look(options));
  await deliver(text, options.value('output'));
  return options.has('fail-on-open') && open.length > 0 ? EXIT.fails : EXIT.holds;
}

function look(options: Options): { width: number; color: boolean } {
  const toFile = options.value('output') !== undefined;
  return { width: terminalWidth(), color: wantsColor(options, process.stdout, toFile) };
}
