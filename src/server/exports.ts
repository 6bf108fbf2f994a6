/** Reports as clients get them, and as text. */
import type { Connection } from 'vscode-languageserver/node';

import { fixTitle, nextBestStep } from '../engine/report/next-step';
import type { FailOn, FormatInput } from '../engine/format/input';
import { formatJson } from '../engine/format/json';
import { formatMarkdown } from '../engine/format/markdown';
import { routesMarkdown } from '../engine/format/markdown-lists';
import { routesCsv, routesOpenApi } from '../engine/format/route-lists';
import type { Report } from '../engine/report/report';
import { initialConfiguration } from '../engine/config/initial';
import type { Folder } from './folder';
import {
  EXPORT_REQUEST,
  INIT_REQUEST,
  type ClientReport,
  type ExportParams,
  type InitAnswer,
  type InitParams,
} from './protocol';
import { uriInFolder } from './uris';

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

/** Answers requests for the report as text, and for a configuration that starts from it. */
export function onExportRequests(connection: Connection, folderOf: (uri: string) => Folder): void {
  connection.onRequest(EXPORT_REQUEST, ({ folder, format }: ExportParams) => {
    const { report, session } = folderOf(folder);
    return report ? exportReport(report, format, session.configuration().root.failOn as FailOn | undefined) : null;
  });
  connection.onRequest(INIT_REQUEST, ({ folder }: InitParams): InitAnswer => {
    const { uri, report } = folderOf(folder);
    return report ? { uri: uriInFolder(uri, 'preflight.jsonc'), text: initialConfiguration(report) } : null;
  });
}

/** A report as text: in the formats of the command line, so that both say the same. */
export function exportReport(report: Report, format: ExportParams['format'], failOn: FailOn = 'blocker'): string {
  switch (format) {
    case 'json':
      return formatJson(inputOf(report, failOn));
    case 'markdown':
      return formatMarkdown(inputOf(report, failOn));
    case 'routes-markdown':
      return routesMarkdown(report.routes);
    case 'routes-csv':
      return routesCsv(report.routes);
    case 'routes-openapi':
      return routesOpenApi(report.routes, report.name);
  }
}

function inputOf(report: Report, failOn: FailOn): FormatInput {
  return {
    report,
    whole: report,
    narrowed: false,
    failOn,
    sources: new Map(),
    run: null,
    quiet: false,
    width: 0,
    color: false,
  };
}
