/** Verdicts to one number a person can price: flat, weighted by severity; a check that fails costs its weight. */
import { WEIGHTS, type Category } from '../verdict';
import type { CheckResult, Level, Score } from './report';

/** Displayed score while a blocker is open. */
const BLOCKED_CAP = 59;
/** Below this share of decided weight no level is given; nothing to decide gives none either. */
const MIN_DECIDED = 0.8;

/** What weighs in the score. */
type Weighed = Pick<CheckResult, 'severity' | 'verdict'>;

function holds(check: Weighed): boolean {
  return check.verdict === 'pass' || check.verdict === 'attested';
}

function decided(check: Weighed): boolean {
  return holds(check) || check.verdict === 'fail';
}

function weigh(checks: readonly Weighed[]): number {
  return checks.reduce((sum, check) => sum + WEIGHTS[check.severity], 0);
}

/** Rounded percentage of `part` in `whole`; 100 when there is nothing to decide. */
function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.round((100 * part) / whole);
}

/**
 * @param people what people answer for, as it weighs
 * @param isVouchedFor everything that has to be attested before production is
 */
export function scoreOf(checks: readonly CheckResult[], people: readonly Weighed[] = [], isVouchedFor = true): Score {
  const applicable = [...checks, ...people].filter((check) => check.verdict !== 'not-applicable');
  const decidedChecks = applicable.filter(decided);
  const value = percent(weigh(decidedChecks.filter(holds)), weigh(decidedChecks));
  const share = weigh(applicable) === 0 ? 0 : weigh(decidedChecks) / weigh(applicable);
  const open = (severity: CheckResult['severity']): number =>
    decidedChecks.filter((check) => !holds(check) && check.severity === severity).length;
  const categories: Score['categories'] = {};
  for (const category of new Set(checks.map((check) => check.category)) as Set<Category>) {
    const own = checks.filter((check) => check.category === category && decided(check));
    categories[category] = { value: percent(weigh(own.filter(holds)), weigh(own)), decided: own.length };
  }
  return {
    value,
    displayed: open('blocker') > 0 ? Math.min(value, BLOCKED_CAP) : value,
    level: levelOf({ value, share, blockers: open('blocker'), high: open('high'), isVouchedFor }),
    decided: Math.round(share * 100) / 100,
    categories,
  };
}

interface Standing {
  value: number;
  /** Share of the weight that is decided. */
  share: number;
  blockers: number;
  high: number;
  isVouchedFor: boolean;
}

function levelOf({ value, share, blockers, high, isVouchedFor }: Standing): Level {
  if (blockers > 0) return 'blocked';
  if (share < MIN_DECIDED) return 'undecided';
  if (value >= 90 && high === 0 && isVouchedFor) return 'production';
  if (value >= 80 && high <= 5) return 'beta';
  return value >= 60 ? 'alpha' : 'early';
}

/** Points of 100 that the score gains when a failing check holds, one decimal. */
export function gainOf(check: Weighed, checks: readonly Weighed[]): number {
  const total = weigh(checks.filter(decided));
  return check.verdict !== 'fail' || total === 0 ? 0 : Math.round((1000 * WEIGHTS[check.severity]) / total) / 10;
}
