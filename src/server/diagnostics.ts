/** From a report to diagnostics. Pure: the same report gives the same diagnostics, in the words that every face uses. */
import { DiagnosticSeverity, DiagnosticTag, type Diagnostic, type Range } from 'vscode-languageserver/node';

import type { ConfigProblem } from '../engine/config/read';
import type { Finding } from '../engine/finding';
import { plural } from '../engine/report/present';
import type { Report } from '../engine/report/report';
import type { Span } from '../engine/span';
import { SUPPRESSION_CHECK } from '../engine/suppress/findings';
import type { Settings } from './settings';

export const SOURCE = 'preflight';

/** VS Code keeps 1,000 markers per file and drops the rest without a word; this many are sent, the last one says how many more there are. */
export const MAX_PER_FILE = 1000;

/** What a diagnostic carries for code actions. */
export interface DiagnosticData {
  fingerprint: string;
}

export interface DiagnosticInput {
  report: Report;
  problems: readonly ConfigProblem[];
  settings: Settings;
  /** URI of a path. */
  uriOf(path: string): string;
  /** Address of a check's page. */
  pageOf(check: string): string;
}

/** Diagnostics by path. Silenced findings are left out; accepted old debt is a hint. */
export function diagnosticsOf(input: DiagnosticInput): Map<string, Diagnostic[]> {
  const byPath = new Map<string, Diagnostic[]>();
  const add = (path: string, diagnostic: Diagnostic): void => {
    const own = byPath.get(path);
    if (own) own.push(diagnostic);
    else byPath.set(path, [diagnostic]);
  };
  for (const problem of input.problems) add(problem.path, configDiagnostic(problem));
  for (const finding of input.report.findings) {
    if (finding.path === null || finding.suppressed !== null) continue;
    const severity = finding.baselined ? DiagnosticSeverity.Hint : input.settings.drawn[finding.severity];
    if (severity !== null) add(finding.path, findingDiagnostic(finding, severity, input));
  }
  for (const [path, diagnostics] of byPath) byPath.set(path, cap(diagnostics));
  return byPath;
}

function findingDiagnostic(finding: Finding, severity: DiagnosticSeverity, input: DiagnosticInput): Diagnostic {
  const data: DiagnosticData = { fingerprint: finding.fingerprint };
  return {
    range: rangeOfFinding(finding),
    severity,
    source: SOURCE,
    code: finding.check,
    codeDescription: { href: input.pageOf(finding.check) },
    message: finding.message,
    relatedInformation: finding.related.map((place) => ({
      location: { uri: input.uriOf(place.path), range: rangeOf(place) },
      message: place.note,
    })),
    ...(finding.check === SUPPRESSION_CHECK.id ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    data,
  };
}

function configDiagnostic({ span, message }: ConfigProblem): Diagnostic {
  return {
    range: rangeOf(span ?? { line: 1, column: 1, endLine: 1, endColumn: 1 }),
    severity: DiagnosticSeverity.Error,
    source: SOURCE,
    code: 'configuration',
    message,
  };
}

/** The most severe ones stay, in order of place; one more says what is missing. */
function cap(diagnostics: Diagnostic[]): Diagnostic[] {
  if (diagnostics.length <= MAX_PER_FILE) return diagnostics;
  const ranked = diagnostics.map((diagnostic, index) => ({ diagnostic, index }));
  ranked.sort((a, b) => (a.diagnostic.severity ?? 1) - (b.diagnostic.severity ?? 1) || a.index - b.index);
  const kept = ranked.slice(0, MAX_PER_FILE - 1).sort((a, b) => a.index - b.index);
  const more = diagnostics.length - kept.length;
  return [
    ...kept.map(({ diagnostic }) => diagnostic),
    {
      range: rangeOf({ line: 1, column: 1, endLine: 1, endColumn: 1 }),
      severity: DiagnosticSeverity.Information,
      source: SOURCE,
      message: `${plural(more, 'more finding')} in this file are not drawn here. The Readiness view lists all of them.`,
    },
  ];
}

/** Range of a finding; the start of the file when the finding is the file as such. */
export function rangeOfFinding(finding: Pick<Finding, 'line' | 'column' | 'endLine' | 'endColumn'>): Range {
  const { line, column, endLine, endColumn } = finding;
  return rangeOf({ line: line ?? 1, column: column ?? 1, endLine: endLine ?? line ?? 1, endColumn: endColumn ?? 1 });
}

/** From lines and columns that count from 1 to positions that count from 0; both count UTF-16 units. */
export function rangeOf({ line, column, endLine, endColumn }: Span): Range {
  return {
    start: { line: line - 1, character: column - 1 },
    end: { line: endLine - 1, character: endColumn - 1 },
  };
}
