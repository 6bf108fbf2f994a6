/** A part of a report: what stands in some paths, of some checks. The verdict and the score stay those of the whole workspace. */
import type { Finding } from '../finding';
import { ATTESTATION_CHECK_ID } from './present';
import type { Report } from './report';

export interface Selection {
  /** Files and folders; null = everywhere. A finding without a file stands everywhere only. */
  paths: readonly string[] | null;
  /** These very files; null = all. */
  files: ReadonlySet<string> | null;
  /** Ids of checks; null = all. */
  checks: ReadonlySet<string> | null;
}

export const EVERYTHING: Selection = { paths: null, files: null, checks: null };

/** True when a selection leaves anything out. */
export function isNarrow({ paths, files, checks }: Selection): boolean {
  return paths !== null || files !== null || checks !== null;
}

function hasPath({ paths, files }: Selection, path: string | null): boolean {
  if (path === null) return paths === null && files === null;
  if (files !== null && !files.has(path)) return false;
  return paths === null || paths.some((chosen) => path === chosen || path.startsWith(`${chosen}/`));
}

/** True for a finding that the selection shows. */
export function selects(selection: Selection, finding: Pick<Finding, 'check' | 'path'>): boolean {
  return (selection.checks === null || selection.checks.has(finding.check)) && hasPath(selection, finding.path);
}

/** The report with everything left out that the selection does not show. */
export function selectReport(report: Report, selection: Selection): Report {
  if (!isNarrow(selection)) return report;
  const { checks } = selection;
  return {
    ...report,
    checks: report.checks.filter((check) => checks === null || checks.has(check.id)),
    findings: report.findings.filter((finding) => selects(selection, finding)),
    routes: report.routes.filter((route) => hasPath(selection, route.file)),
    checklist: report.checklist.filter((entry) => hasPath(selection, entry.doc)),
    attestations: report.attestations.filter(
      ({ id, path }) =>
        (checks === null || checks.has(id) || checks.has(ATTESTATION_CHECK_ID)) && hasPath(selection, path),
    ),
    strictness: report.strictness.filter((entry) => hasPath(selection, entry.path)),
    sizes: report.sizes.filter((entry) => hasPath(selection, entry.path)),
  };
}
