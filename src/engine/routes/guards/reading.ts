/** Reads a judgement from how a guard ends. */
import type { Refusal } from '../run/abstract';
import { effectOf } from '../packages/effects';
import { assigned } from '../run/fields';
import { ENFORCING, guardShortName, isAuthName, OPTIONAL, OPEN_BY_NAME } from './names';
import type { LinkedUse } from '../link/linked';
import type { FunctionFact } from '../../code/model';
import type { Outcome } from '../run/state';
import type { Span } from '../../span';
import type { Value } from '../program/values';
import { someExpressionIn } from '../../code/visit';

/**
 * `deny`: refuses both callers · `weak`: takes any made-up credential or a stated identity · `conditional`: refuses unless a setting is
 * off · `hollow`: stands where a guard stands and never refuses · `optional`: fills in the user where there is one, on purpose ·
 * `none`: has nothing to do with access · `unknown`: its body is out of reach.
 */
export type GuardEffect = 'deny' | 'weak' | 'conditional' | 'hollow' | 'optional' | 'none' | 'unknown';

export interface Judgement {
  effect: GuardEffect;
  /** Why, as a sentence part about the guard: "answers 401 without a valid credential". */
  reason: string;
  /** Where that is decided: the refusing line, or the definition. */
  place: { path: string; line: number };
  /** Where the guard is defined; null when it comes from outside the workspace. */
  definition: { path: string; at: Span; name: string } | null;
  /** Set on a hollow middleware whose refusals have nothing to do with signing in (a missing tenant): reported, no verdict of a route. */
  other?: true;
  /** Set on what says that the route is for everybody: how it says so. */
  stated?: string;
  /** Set when it lets everybody through on this route because of what decorators attached to it: a stated decision. */
  opened?: true;
  /** Set on what refuses whoever comes here, for other reasons than that nobody signed in. */
  refusesAll?: true;
  /** Set on what refuses every made-up token in `Authorization: Bearer …`, whatever becomes of others. */
  refusesBearer?: true;
  /** Set when nothing of its body could be read. */
  outside?: true;
  /** Path of the configuration that names it as a guard (`routes.guards`); its body did not decide. */
  configured?: string;
}

type Say = (effect: GuardEffect, reason: string, place?: Judgement['place']) => Judgement;

/** How a guard ends, by the credential that is sent. */
interface Runs {
  without: Outcome[];
  madeUp: Outcome[];
  sawPath: boolean;
}

/**
 * What a guard is, by how it ends without a credential and with a made-up one. `sawPath`: its answer turned on the path of the request.
 * `decisive`: it refuses somebody on some path.
 */
export function readOutcomes(
  value: Value,
  use: LinkedUse,
  { without, madeUp, sawPath }: Runs,
): { judgement: Judgement; decisive: boolean } {
  // A hook sees every request: what it refuses for other reasons than who is calling (no set-up yet, a country) guards nothing.
  const passesSome = without.some(({ end }) => end === 'pass');
  const counts = (outcome: Outcome): boolean =>
    isDecisive(outcome) && (use.as !== 'hook' || outcome.credential || !passesSome);
  const refusals = [...without, ...madeUp].filter(counts);
  // What is said of it is what it answers to callers, not that something it needs was out of order.
  const rank = ({ refusal: at }: Outcome): number => (at?.http ? 0 : 1) + ((at?.status ?? 0) < 500 ? 0 : 2);
  const refusal = [...refusals].sort((a, b) => rank(a) - rank(b))[0]?.refusal ?? null;
  return { judgement: judgementOf(value, use, { without, madeUp, sawPath }, refusal), decisive: refusal !== null };
}

function judgementOf(
  value: Value,
  use: LinkedUse,
  { without, madeUp, sawPath }: Runs,
  refusal: Refusal | null,
): Judgement {
  const definition = definitionOf(value);
  const home = definition ? { path: definition.path, line: definition.at.line } : { path: use.path, line: use.at.line };
  const say = (effect: GuardEffect, reason: string, place = home): Judgement => ({
    effect,
    reason,
    place,
    definition,
  });
  const at = refusal?.line ? { path: refusal.path, line: refusal.line } : home;
  const passing = without.filter((outcome) => outcome.end === 'pass');
  if (/csrf|xsrf/i.test(guardShortName(value, use)))
    return say('none', 'looks for forged requests, not for who is calling');
  if (passing.length === 0) {
    // A check by its name that hands nobody without a credential on: who gets past it could not be told.
    if (!refusal && use.as === 'decorator' && promises(guardShortName(value, use)))
      return say('unknown', 'ends before the handler, by what could not be followed');
    if (!refusal) return { ...say('none', 'refuses for other reasons than who is calling'), refusesAll: true };
    return withCredential(madeUp, refusal, say, at);
  }
  if (refusal && hangsOnSettings(passing)) return say('conditional', settingReason(passing), home);
  return passes(value, use, { all: [...without, ...madeUp], without, passing, refusal, sawPath }, say);
}

function withCredential(madeUp: Outcome[], refusal: Refusal, say: Say, at: Judgement['place']): Judgement {
  const passing = madeUp.filter((outcome) => outcome.end === 'pass');
  if (passing.length === 0) return say('deny', `${saysOf(refusal)} without a valid credential`, at);
  if (hangsOnSettings(passing, madeUp)) return say('conditional', settingReason(passing));
  const unread = passing.find((outcome) => outcome.unread !== null)?.unread;
  if (unread !== undefined && unread !== null && passing.every((outcome) => outcome.unread !== null))
    return say('unknown', `hands the credential to ${unread}, which is out of reach`);
  return say('weak', 'refuses only when no credential is sent; any made-up one passes');
}

const SOME_CALLERS = 'refuses some callers and lets others pass, which could not be told apart';
const SOME_WAYS = 'refuses on some ways and passes on others, which could not be told apart';

/** It lets an anonymous caller through: on purpose, by mistake, or because it is no guard at all. */
function passes(
  value: Value,
  use: LinkedUse,
  {
    all,
    without,
    passing,
    refusal,
    sawPath,
  }: { all: Outcome[]; without: Outcome[]; passing: Outcome[]; refusal: Refusal | null; sawPath: boolean },
  say: Say,
): Judgement {
  const name = guardShortName(value, use);
  const looks = all.some((outcome) => outcome.credential);
  const fact = value.v === 'function' ? value.fact : null;
  // Whoever has not paid is turned away as well (402, RFC 9110).
  const asksToPay = without.some((one) => one.refusal?.status === 402);
  const writesRefusal = fact !== null && mentionsRefusal(fact);
  // What lets everybody read says so by its name: a decision, not an oversight.
  if (use.as === 'permission' && !refusal && /read_?only/i.test(name))
    return { ...say('optional', 'lets everybody read'), stated: `${name} lets everybody read` };
  if (use.as === 'dependency' && !refusal && !looks && OPEN_BY_NAME.test(name))
    return { ...say('optional', 'asks nobody'), stated: `${name} says that nobody is asked` };
  // What is known to have another purpose promises nothing by its name; what a step answers is nobody's answer.
  if (value.v === 'external' && effectOf(value.symbol, []) === 'none')
    return say('none', 'has nothing to do with access');
  // What runs before every request in a gate's place (an interceptor that logs), or asks whether something is switched on.
  const isElse = use.as === 'gate' || (use.as === 'dependency' && all.some(({ end }) => end === 'refuse'));
  if (isElse && !refusal && !looks && !isAuthName(name.replace(/Interceptor$/, '')) && passing.every(isTrue))
    return say('none', 'has nothing to do with access');
  const isAsked = use.as === 'permission' || (use.as !== 'step' && passing.every(isTrue));
  if (isAsked && passing.length > 0) {
    const unread = passing.find((outcome) => outcome.unread !== null)?.unread;
    if (typeof unread === 'string' && !refusal && passing.every((outcome) => outcome.unread !== null))
      return say('unknown', `answers what ${unread} says, which is out of reach`);
    const turnsOnPath = sawPath && use.as === 'middleware';
    if (!refusal && !asksToPay && passing.every(isTrue) && !turnsOnPath)
      return say('hollow', 'answers true to everybody');
  }
  const answered = refusal ? undefined : without.find((outcome) => isAnswer(outcome))?.answered;
  if (answered && without.every((outcome) => outcome.end === 'pass'))
    return say('hollow', `answers ${answered.status} and goes on: the handler runs all the same`, {
      path: answered.path,
      line: answered.line,
    });
  const isOptional = value.v === 'external' && effectOf(value.symbol, value.args) === 'optional';
  if (isOptional || OPTIONAL.test(name)) return say('optional', 'lets callers without a credential through on purpose');
  if (use.as === 'middleware' || use.as === 'hook') {
    const asked = passing.every((outcome) => outcome.asked !== undefined) ? passing[0]?.asked : undefined;
    if (asked) return say('unknown', `leaves the decision to ${asked}, which is out of reach`);
    if (passing.some(({ kept }) => kept)) return say('unknown', 'keeps its refusal for what stands behind it');
    // It refuses some without a look at what they ask for, and lets others pass, by what could not be followed.
    const turnsSome = without.some((outcome) => isDecisive(outcome) && outcome.credential);
    if (use.as === 'middleware' && turnsSome && !sawPath && isAuthName(name) && passing.every(isUndecided))
      return say('unknown', SOME_CALLERS);
    // It answers 401 to some, by what nobody can read: whom it lets through cannot be told.
    const turnsAway = refusal?.status === 401 && use.as === 'middleware' && isAuthName(name);
    if (turnsAway && !looks && passing.every(({ assumptions }) => assumptions.length === 0))
      return say('unknown', 'refuses some callers, by what could not be followed');
    // What is called a check answers some callers in the handler's place, by what could not be followed.
    if (use.as === 'middleware' && promises(name) && without.some(answersInstead) && passing.some(isUndecided))
      return say('unknown', 'answers some callers itself and hands others on, which could not be told apart');
    if (!refusal && !looks && use.as === 'hook' && promises(name) && passing.every(isUndecided))
      return say('unknown', 'is called as if it refused callers, and how it does so could not be followed');
    // A hook that is called a check turns some away here, and lets others pass, by what could not be followed.
    const turnsHere = use.as === 'hook' && without.some((outcome) => isDecisive(outcome) && outcome.credential);
    if (turnsHere && promises(name) && passing.every(isUndecided)) return say('unknown', SOME_CALLERS);
    if (!refusal || !looks) return say('none', 'does not refuse callers');
    // A literal list of exceptions decides; one that is not leaves both ways open.
    // Callers that it lets through after a look at their credential are let through whatever the path.
    const isDecided = use.as === 'hook' && passing.some((outcome) => outcome.credential);
    const refuses = without.some(
      // What is not found is not found by anybody.
      (outcome) => isDecisive(outcome) && outcome.refusal?.status !== 404 && (use.as !== 'hook' || outcome.credential),
    );
    if (sawPath && passing.length < all.length && refuses && !isDecided)
      return say('conditional', 'leaves out paths that are not literal');
    return sawPath ? say('none', 'leaves this path out') : say('optional', 'lets callers without a credential through');
  }
  // A filter that turns somebody away for who he is, on a way that could not be told from the others.
  if (use.as === 'step' && value.v === 'class' && (refusal?.status === 401 || refusal?.status === 403))
    return say('unknown', SOME_WAYS);
  if (use.as === 'gate') {
    const asked = passing.find((outcome) => outcome.unread !== null)?.unread;
    if (asked) return say('unknown', `leaves the decision to ${asked}, which is out of reach`);
  }
  if (writesRefusal && !refusal && !looks)
    return sawPath ? say('none', 'leaves this path out') : say('hollow', 'its refusal is never reached');
  // Every gate is called a guard: the word in front of it says what it is for.
  const enforcing =
    use.as === 'gate'
      ? isAuthName(name.replace(/Guard$/, ''))
      : ENFORCING.test(name) && isAuthName(use.as === 'step' ? name.replace(/^ensure/i, '') : name);
  if (enforcing && use.as === 'decorator' && without.some((outcome) => isDecisive(outcome)))
    return say('unknown', SOME_WAYS);
  // It answers 401 to some who send nothing and lets others through, by what it looked up: nobody can tell which.
  const turnsSomeAway = without.some(
    ({ end, credential, refusal: at }) => end === 'refuse' && credential && (at?.status === 401 || at?.status === 403),
  );
  if (use.as === 'dependency' && turnsSomeAway && passing.every((one) => one.assumptions.length === 0 && !one.byForm))
    return say('unknown', SOME_CALLERS);
  // What is attached to a route may decide; the route at hand is asked about with it.
  if (enforcing && use.as === 'gate' && (asksToPay || without.some((outcome) => isDecisive(outcome))))
    return say('optional', 'lets some callers without a credential through');
  if (enforcing && use.as === 'step' && refusal) return say('unknown', SOME_CALLERS);
  const answersNo = passing.some((outcome) => outcome.value.v === 'constant' && outcome.value.value === false);
  if (enforcing && use.as === 'step' && !answersNo && fact !== null && assigned(fact.body).size > 0)
    return say('optional', 'finds out who is calling, and refuses nobody');
  if (enforcing && use.as === 'permission' && looks) return say('unknown', 'answers by what could not be followed');
  if (enforcing) {
    const returns = passing.some(
      (outcome) => outcome.value.v === 'constant' && typeof outcome.value.value === 'boolean',
    );
    const why = returns
      ? 'answers true or false, nobody looks at the answer, and it never refuses'
      : 'never refuses a caller without a credential';
    return say('hollow', why);
  }
  if (looks || refusal) return say('optional', 'lets callers without a credential through');
  return say('none', 'does not look at the caller');
}

/** It refused a caller without a credential, and did not stop. */
function isAnswer({ answered, credential }: Outcome): boolean {
  return credential && answered !== undefined && (answered.status === 401 || answered.status === 403);
}

function promises(name: string): boolean {
  // To ensure may be to prepare (`ensure_database_ready`): what is ensured has to be about the caller.
  const ensured = /^_*ensure_?(?<what>.*)$/i.exec(name)?.groups?.what;
  if (ensured !== undefined) return isAuthName(ensured) || /user|admin|role|access|allowed|owner|member/i.test(ensured);
  return /^_*(?:logged|signed)(?:_?in)?$/i.test(name) || (ENFORCING.test(name) && isAuthName(name));
}

/** It ended the request; what is too large or too often is turned away for other reasons. */
function answersInstead({ end, refusal }: Outcome): boolean {
  return end === 'refuse' && refusal !== null && ![413, 415, 429].includes(refusal.status ?? 0);
}

/** Nothing that could be followed let the caller through. */
function isUndecided({ unread }: Outcome): boolean {
  return unread === null;
}

function isTrue({ value }: Outcome): boolean {
  return value.v === 'constant' && value.value === true;
}

/** What a package says about a route: that it is for everybody. */
export function judgeStated(value: Value, use: LinkedUse): Judgement {
  const name = guardShortName(value, use);
  const place = { path: use.path, line: use.at.line };
  return {
    effect: 'optional',
    reason: 'lets everybody in',
    stated: use.titled ? `${use.name} lets everybody in` : `${name} is for everybody`,
    place,
    definition: null,
  };
}

/** A guard whose body is out of reach. */
export function judgeOutside(value: Value, use: LinkedUse): Judgement {
  const name = guardShortName(value, use);
  const place = { path: use.path, line: use.at.line };
  const definition = definitionOf(value);
  // What is asked for permission has to do with access, whatever its name.
  if (use.as !== 'permission' && !isAuthName(name))
    return { effect: 'none', reason: 'has nothing to do with access by its name', place, definition, outside: true };
  const why =
    value.v === 'unknown' && value.why !== null
      ? value.why
      : value.v === 'external'
        ? `${value.symbol} comes from a package whose behaviour is not known`
        : `${name} could not be followed`;
  return { effect: 'unknown', reason: why, place, definition, outside: true };
}

/** Where a guard is defined; null when it comes from outside the workspace. */
export function definitionOf(value: Value): Judgement['definition'] {
  if (value.v === 'function') return { path: value.path, at: value.fact.at, name: value.fact.name };
  if (value.v === 'class') return { path: value.path, at: value.fact.at, name: value.fact.name };
  if (value.v === 'instance') return { path: value.of.path, at: value.of.fact.at, name: value.of.fact.name };
  return null;
}

/** A refusal that has to do with who is calling. */
export function isDecisive(outcome: Outcome): boolean {
  const { refusal } = outcome;
  if (outcome.end !== 'refuse' || !refusal) return false;
  if (refusal.status === 401 || refusal.status === 403 || refusal.status === 407 || refusal.redirect) return true;
  return outcome.credential && refusal.status !== 200 && refusal.status !== 429;
}

/** An answer that turns somebody away. */
export function isRefusal(refusal: Refusal | null): boolean {
  return (
    refusal !== null &&
    (refusal.redirect || refusal.status === null || (refusal.status >= 400 && refusal.status !== 429))
  );
}

/** "answers 401". */
export function saysOf(refusal: Refusal): string {
  if (refusal.redirect) return 'sends the caller to the login page';
  return refusal.status === null ? 'refuses' : `answers ${refusal.status}`;
}

/** Settings that are tried in all ways. */
const MAX_SETTINGS = 6;

/**
 * Whether it lets callers through under some settings, and under others nobody. `all`: where it is known, what turns them away then is
 * about them, and not that something was not set up.
 */
function hangsOnSettings(passing: readonly Outcome[], all?: readonly Outcome[]): boolean {
  if (passing.some(({ assumptions }) => assumptions.every(isUnlisted))) return false;
  const names = [...new Set(passing.flatMap(({ assumptions }) => assumptions.map(({ setting }) => setting)))];
  if (names.length > MAX_SETTINGS) return true;
  for (let ways = 0; ways < 2 ** names.length; ways++) {
    const isSet = (name: string): boolean => ((ways >> names.indexOf(name)) & 1) === 1;
    const fits = ({ assumptions }: Outcome): boolean =>
      assumptions.every(({ setting, value }) => !names.includes(setting) || isSet(setting) === value);
    const turnsAway = (one: Outcome): boolean => one.end === 'refuse' && fits(one) && (one.refusal?.status ?? 0) < 500;
    if (!passing.some(fits) && (all?.some(turnsAway) ?? true)) return true;
  }
  return false;
}

/** The caller's address is in no list: whatever a setting blocks, that holds for nearly everybody. */
function isUnlisted({ setting, value }: Outcome['assumptions'][number]): boolean {
  const tested = /(?:(?:client|…)\.host|(?:\b|_|client|remote)(?:ip|addr(?:ess)?))(?:\(\))? (?<not>not )?in /i.exec(
    setting,
  );
  return tested !== null && value === (tested.groups?.not !== undefined);
}

/** Under which setting a guard is skipped. */
export function settingReason(passing: readonly Outcome[]): string {
  const [first] = passing.flatMap((outcome) => outcome.assumptions);
  return first
    ? `is skipped when ${first.setting} is ${first.value ? 'set' : 'empty or off'}`
    : 'is skipped by configuration';
}

function mentionsRefusal(fact: FunctionFact): boolean {
  return someExpressionIn(
    fact.body,
    (expression) => expression.e === 'refusal' && (expression.status === 401 || expression.status === 403),
  );
}
