/** What a format is made from. */
import type { Finding, Severity } from '../finding';
import { isLive, SEVERITIES } from '../finding';
import type { Report } from '../report/report';

/** From which severity on live findings fail the run. */
export type FailOn = Exclude<Severity, 'info'> | 'never';

/** What varies from run to run and is told only when asked for. */
export interface RunInfo {
  collected: number;
  cached: number;
  /** Milliseconds by step. */
  timings: Record<string, number>;
}

export interface FormatInput {
  /** What is shown: the whole report, or the part that was asked for. */
  report: Report;
  /** The report of the whole workspace: the verdict is told of it, and secrets are masked wherever they stand, shown or not. */
  whole: Report;
  /** True when paths, checks or changes narrowed what is shown. */
  narrowed: boolean;
  failOn: FailOn;
  /** Texts of the files that code frames need, by path. */
  sources: ReadonlyMap<string, string>;
  /** With `--stats` only. */
  run: RunInfo | null;
  /** Verdict and blockers only. */
  quiet: boolean;
  /** Columns of the terminal. */
  width: number;
  color: boolean;
}

/** Live findings that fail the gate. */
export function gateFindings({ report, failOn }: Pick<FormatInput, 'report' | 'failOn'>): Finding[] {
  if (failOn === 'never') return [];
  const limit = SEVERITIES.indexOf(failOn);
  return report.findings.filter((finding) => isLive(finding) && SEVERITIES.indexOf(finding.severity) <= limit);
}
