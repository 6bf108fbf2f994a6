/** Findings as people read them: one entry for a check, places that belong together under one head. */
import { type Finding, isLive, SEVERITIES, type Severity } from '../../finding';
import type { CheckResult, Report } from '../../report/report';
import { checkById } from '../../registry';

/** Findings that belong together (the same value), or one alone. */
export interface Cluster {
  findings: [Finding, ...Finding[]];
}

/** A check with its live findings. */
export interface Entry {
  id: string;
  severity: Severity;
  /** Null for findings of a check that holds, or of none in the report. */
  check: CheckResult | null;
  clusters: Cluster[];
  /** Number of live findings. */
  count: number;
}

/** Checks that have something to show, most severe first, then by what they cost and how often they stand. */
export function entriesOf({ checks, findings }: Pick<Report, 'checks' | 'findings'>): Entry[] {
  const live = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (!isLive(finding)) continue;
    const own = live.get(finding.check);
    if (own) own.push(finding);
    else live.set(finding.check, [finding]);
  }
  const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);
  const entries = [...live].map(([id, own]): Entry => {
    const result = checks.find((check) => check.id === id);
    const failing = result?.verdict === 'fail' ? result : null;
    const worst = [...own].sort((a, b) => rank(a.severity) - rank(b.severity))[0]?.severity ?? 'info';
    return {
      id,
      severity: failing?.severity ?? worst,
      check: failing,
      clusters: cluster(own, rank),
      count: own.length,
    };
  });
  return entries.sort(
    (a, b) =>
      rank(a.severity) - rank(b.severity) || (b.check?.gain ?? 0) - (a.check?.gain ?? 0) || (a.id < b.id ? -1 : 1),
  );
}

/** Findings of equal group become one cluster; the most severe clusters come first, in the report's order otherwise. */
function cluster(findings: readonly Finding[], rank: (severity: Severity) => number): Cluster[] {
  const groups = new Map<string, Cluster>();
  const clusters: Cluster[] = [];
  for (const finding of findings) {
    const group = finding.group === null ? undefined : groups.get(finding.group);
    if (group) {
      group.findings.push(finding);
      continue;
    }
    const made: Cluster = { findings: [finding] };
    clusters.push(made);
    if (finding.group !== null) groups.set(finding.group, made);
  }
  return clusters.sort((a, b) => rank(a.findings[0].severity) - rank(b.findings[0].severity));
}

/** Title of a check for people. */
export function titleOf(id: string): string {
  return checkById(id)?.title ?? id;
}

/** Paths whose texts the code frames of a text report need. */
export function framedPaths(report: Pick<Report, 'checks' | 'findings'>): string[] {
  const paths = new Set<string>();
  for (const entry of entriesOf(report)) {
    if (entry.severity !== 'blocker') continue;
    for (const { findings } of entry.clusters) if (findings[0].path !== null) paths.add(findings[0].path);
  }
  return [...paths];
}
