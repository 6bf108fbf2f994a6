/** What is best done next. */
import type { CheckDefinition } from '../check';
import { CHECKS } from '../checks';
import { isLive, type Finding } from '../finding';
import { FIXES } from '../fixes';
import type { CheckResult, Report } from './report';

const EFFORT_WORDS: Readonly<Record<CheckDefinition['effort'], string>> = {
  low: 'a few lines',
  medium: 'an hour or more',
  high: 'days',
};

/** What is best done next, and what it brings. */
export interface NextStep {
  check: CheckResult;
  /** Verb first: the title of the fix, or what has to hold. */
  text: string;
  /** Id of the fix, if one does it. */
  fix: string | null;
  /** Fingerprint of the finding that the fix is for. */
  fingerprint: string | null;
  /** `a few lines`, `an hour or more`, `days`. */
  effort: string;
}

const EFFORT_COST: Readonly<Record<CheckDefinition['effort'], number>> = { low: 1, medium: 3, high: 8 };

/**
 * What is new before accepted debt, blockers before anything else, then the most points for the least effort; undefined when everything
 * that is decided holds. Checks that judge other checks (`last`) come after those: taking back a claim is no progress.
 */
export function nextBestStep(report: Pick<Report, 'checks' | 'findings'>): NextStep | undefined {
  const definitionOf = (check: CheckResult): CheckDefinition | undefined =>
    CHECKS.find((definition) => definition.id === check.id);
  const effortOf = (check: CheckResult): CheckDefinition['effort'] => definitionOf(check)?.effort ?? 'medium';
  const worth = (check: CheckResult): number => check.gain / EFFORT_COST[effortOf(check)];
  const live = new Set(report.findings.filter(isLive).map((finding) => finding.check));
  const [best] = report.checks
    .filter((check) => check.verdict === 'fail')
    .sort(
      (a, b) =>
        Number(live.has(b.id)) - Number(live.has(a.id)) ||
        Number(b.severity === 'blocker') - Number(a.severity === 'blocker') ||
        Number(definitionOf(a)?.last ?? false) - Number(definitionOf(b)?.last ?? false) ||
        worth(b) - worth(a),
    );
  if (!best) return undefined;
  const step = repairOf(report.findings.filter(({ check, suppressed }) => check === best.id && suppressed === null));
  return {
    check: best,
    text: step?.title ?? `Get “${best.title}” to hold`,
    fix: step?.fix ?? null,
    fingerprint: step?.finding.fingerprint ?? null,
    effort: EFFORT_WORDS[effortOf(best)],
  };
}

/** The first fix that mends something; to say that a finding is as meant is no step forward. */
function repairOf(findings: readonly Finding[]): { finding: Finding; fix: string; title: string } | undefined {
  for (const finding of findings)
    for (const fix of finding.fixes) {
      const definition = FIXES.find(({ id }) => id === fix);
      if (definition && !definition.accepts) return { finding, fix, title: definition.title(finding) };
    }
  return undefined;
}

/** Title of a finding's best fix, or of the one named; undefined when there is none. */
export function fixTitle(finding: Finding, fixId = finding.fixes[0]): string | undefined {
  return FIXES.find((fix) => fix.id === fixId)?.title(finding);
}
