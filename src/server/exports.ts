/** Reports as clients get them, and as text. */
import { fixTitle, nextBestStep } from '../engine/next-step';
import { ROUTE_ORDER, ROUTE_WORDS, routeTitle, verdictLine } from '../engine/present';
import type { Report } from '../engine/report';
import type { ClientReport, ExportParams } from './protocol';

/** Leaves out what only fixes need, and adds the titles of the fixes. */
export function toClientReport(report: Report): ClientReport {
  return {
    ...report,
    findings: report.findings.map(({ data: _data, ...finding }) => ({
      ...finding,
      actions: finding.fixes.flatMap((fix) => {
        const title = fixTitle({ ...finding, data: _data }, fix);
        return title === undefined ? [] : [{ fix, title }];
      }),
    })),
    nextStep: nextBestStep(report) ?? null,
    stats: { files: report.stats.files, skipped: report.stats.skipped.length },
  };
}

export function exportReport(report: Report, format: ExportParams['format']): string {
  if (format === 'routes') return routesMarkdown(report);
  return format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : `${verdictLine(report)}\n`;
}

/** The route table, for a document or a pull request. */
export function routesMarkdown({ name, routes }: Report): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const rows = ROUTE_ORDER.flatMap((verdict) => routes.filter((route) => route.verdict === verdict)).map((route) => {
    const chain = (route.by ?? []).map((step) => step.note).join(' → ');
    const cells = [ROUTE_WORDS[route.verdict], `\`${routeTitle(route)}\``, `${route.file}:${route.line}`, chain];
    return `| ${cells.map(cell).join(' | ')} |`;
  });
  const head = ['| Verdict | Route | Handler | Why |', '| --- | --- | --- | --- |'];
  return [`# Routes of ${name}`, '', ...head, ...rows, ''].join('\n');
}

/** A configuration to start from. */
export function initialConfiguration(): { path: string; text: string } {
  return { path: 'preflight.jsonc', text: '{}\n' };
}
