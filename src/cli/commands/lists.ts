/** `preflight routes` and `preflight checklist`: parts of the report as lists. */
import { checklistMarkdown, routesMarkdown } from '../../engine/format/markdown-lists';
import { formatChecklist } from '../../engine/format/text/checklist-list';
import { formatRoutes } from '../../engine/format/text/routes';
import { didYouMean } from '../../engine/did-you-mean';
import { ROUTE_ORDER } from '../../engine/present';
import type { Report } from '../../engine/report';
import { EVERYTHING, selectReport } from '../../engine/select';
import type { Options } from '../args';
import { EXIT, UsageError } from '../errors';
import { deliver } from '../output';
import { targetOf } from '../paths';
import { withScan } from '../scan';
import { terminalWidth, wantsColor } from '../terminal';

export async function routes(options: Options, signal: AbortSignal): Promise<number> {
  const verdicts = options.list('verdict');
  for (const verdict of verdicts)
    if (!ROUTE_ORDER.some((known) => known === verdict))
      throw new UsageError(`There is no verdict "${verdict}".${didYouMean(verdict, ROUTE_ORDER)}`, 'routes');
  return list('routes', options, signal, (report, look) => {
    const chosen = report.routes.filter((route) => verdicts.length === 0 || verdicts.includes(route.verdict));
    if (look.format === 'json') return json(report, { routes: chosen });
    return look.format === 'markdown' ? routesMarkdown(chosen) : formatRoutes(chosen, look);
  });
}

export async function checklist(options: Options, signal: AbortSignal): Promise<number> {
  return list('checklist', options, signal, (report, look) => {
    if (look.format === 'json') return json(report, { checklist: report.checklist });
    return look.format === 'markdown' ? checklistMarkdown(report.checklist) : formatChecklist(report.checklist, look);
  });
}

interface Look {
  format: string;
  width: number;
  color: boolean;
}

async function list(
  command: string,
  options: Options,
  signal: AbortSignal,
  write: (report: Report, look: Look) => string,
): Promise<number> {
  const { root, paths } = targetOf(options.args, options.value('root'), command);
  const output = options.value('output');
  return withScan({ command, root, options, signal }, async (session) => {
    const report = selectReport(session.report(), { ...EVERYTHING, paths: paths.length === 0 ? null : paths });
    const color = wantsColor(options, process.stdout, output !== undefined);
    await deliver(write(report, { format: options.value('format') ?? 'text', width: terminalWidth(), color }), output);
    return EXIT.holds;
  });
}

function json({ schemaVersion, tool, root }: Report, part: Partial<Report>): string {
  return `${JSON.stringify({ schemaVersion, tool, root, ...part }, null, 2)}\n`;
}
