/** Judges what stands in a guard's place by what it does with a request that carries no credential, and with one that is made up. */
import type { Span } from '../span';
import { isCredentialName, requestValue, roleOf, type Abstract, type Refusal, type Scenario } from './abstract';
import { effectOf, ENTRIES, type Effect } from './externals';
import type { Interpreter } from './interpret';
import { guardValues } from './link';
import type { LinkedUse } from './linked';
import type { Expression, FunctionFact, Parameter } from './model';
import { anchorOf, BodyRunner, type Mode, type Outcome } from './run-body';
import {
  nameOf,
  unknown,
  type ClassValue,
  type FunctionValue,
  type InstanceValue,
  type RouterNode,
  type Value,
} from './values';
import { someExpressionIn } from './visit';

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
  /** Set when nothing of its body could be read. */
  outside?: true;
  /** Path of the configuration that names it as a guard (`routes.guards`); its body did not decide. */
  configured?: string;
}

/** A path that no list of exceptions names. */
const UNLISTED = '/preflight/unlisted/path';

/** Words of names that promise access control. csrf is not authentication. */
const AUTH_WORDS =
  /auth(?!or(?!i))|log(ged)?_?in|session|jwt|token|bearer|api_?key|guard|protect|current_?user|permission|acl|rbac|is_?admin|require_?(user|admin|role|permission|scope)|ensure|hmac|signature|identity|principal|verify_?(token|key|user|admin)/i;
const NOT_AUTH =
  /csrf|oauth2_?password_?request|session_?(maker|local|factory|scope)|db_?session|get_?session$|tokeni[sz]er|token_?(count|limit|bucket)|rate|throttl|limit/i;
/** Names that promise to refuse, not only to find out. */
const ENFORCING =
  /^_*(verify|require|check|ensure|guard|authori[sz]e|authenticate|protect|enforce|validate|assert|is_?admin|admin|must)|_?(guard|required|only|protected)$/i;
const OPTIONAL = /optional|maybe|or_?none|if_?(any|present|logged)|try_?get|soft|anonymous/i;

/** Whether a name in a guard's place promises access control. */
export function isAuthName(name: string): boolean {
  return AUTH_WORDS.test(name) && !NOT_AUTH.test(name);
}

/** A judgement, and whether it holds whatever the path. */
interface Judged {
  judgement: Judgement;
  settled: boolean;
}

interface Entry {
  given: Map<string, Abstract>;
  outcome: Pick<Outcome, 'assumptions' | 'credential' | 'unread'>;
}

const UNKNOWN_OUTCOME: Outcome = {
  end: 'pass',
  value: { v: 'unknown', why: null, name: null },
  refusal: null,
  assumptions: [],
  credential: false,
  unread: null,
};

export class GuardJudge {
  private readonly runner: BodyRunner;
  private readonly memo = new WeakMap<object, Map<string, { outcomes: Outcome[]; sawPath: boolean }>>();
  /** Replaced dependencies of the application at hand. */
  private overrides: RouterNode['overrides'] = [];
  private depth = 0;
  private readonly general = new WeakMap<Value, Map<RouterNode['overrides'], Judged>>();
  /** Whether the guard that was judged last refuses anybody on any path. */
  private decisive = true;
  private readonly lookers = new WeakMap<FunctionFact, boolean>();

  /** File whose guard is judged: its configuration says which names are trusted. */
  private home = '';

  constructor(private readonly program: Interpreter) {
    this.runner = new BodyRunner(program);
  }

  /** What a guard does to requests for a path. The path is only looked at where the guard's answer turns on it. */
  judge(use: LinkedUse, url: string | null, method: string, node: RouterNode | null): Judgement {
    this.overrides = node?.overrides ?? [];
    this.home = use.path;
    const cached = this.general.get(use.value)?.get(this.overrides);
    const general = cached ?? this.exemptsAll(use) ?? this.judgeFor(use, null, null);
    if (!cached) this.remember(use.value, general);
    return this.withTrust(use, general.settled ? general.judgement : this.judgeFor(use, url, method).judgement);
  }

  /** A name that the team vouches for decides where the body does not. */
  private withTrust(use: LinkedUse, judgement: Judgement): Judgement {
    if (judgement.effect !== 'unknown' && !judgement.outside) return judgement;
    const configured =
      this.trustedBy(use.name) ?? this.trustedBy(guardShortName(this.overridden(inner(use.value)), use));
    if (configured === null) return judgement;
    return { ...judgement, effect: 'deny', reason: `counts as a guard, because ${configured} names it`, configured };
  }

  /** Path of the configuration that names a guard, as the code calls it or by the last part of that; null = none does. */
  private trustedBy(name: string): string | null {
    const called = name.replace(/\(\)/g, '');
    const short = called.split(/[.:]/).pop() ?? called;
    const layers = this.program.workspace.config.layersFor(this.home);
    return layers.find(({ file }) => file.routes?.guards?.some((own) => own === called || own === short))?.path ?? null;
  }

  private remember(value: Value, judged: Judged): void {
    const cache = this.general.get(value) ?? new Map<RouterNode['overrides'], Judged>();
    this.general.set(value, cache);
    cache.set(this.overrides, judged);
  }

  /** A middleware that would refuse, but whose list of open paths matches every path (`startswith("/")`). */
  private exemptsAll(use: LinkedUse): Judged | null {
    if (use.as !== 'middleware') return null;
    const value = this.overridden(inner(use.value));
    const refuses = (url: string | null): boolean | null => {
      const all = (['absent', 'junk'] as const).map((credential) =>
        this.outcomes(value, { credential, url, method: url === null ? null : 'POST' }, 'middleware', use),
      );
      if (all.some((outcomes) => outcomes === null)) return null;
      return all.some((outcomes) =>
        outcomes?.some(({ refusal }) => refusal?.http === true && [400, 401, 403, 404].includes(refusal.status ?? 0)),
      );
    };
    this.runner.sawPath = false;
    if (!comparesPrefixes(value, this.program)) return null;
    if (refuses(null) !== true || !this.runner.sawPath || refuses(UNLISTED) !== false) return null;
    const judgement = this.judgeAt(use, null, null);
    const definition = definitionOf(value);
    const refusesCallers = this.outcomes(
      value,
      { credential: 'absent', url: null, method: null },
      'middleware',
      use,
    )?.some(({ refusal }) => refusal?.status === 401 || refusal?.status === 403);
    return {
      settled: true,
      judgement: {
        effect: 'hollow',
        reason: 'lets every path through, because its list of open paths matches them all',
        place: definition ? { path: definition.path, line: definition.at.line } : judgement.place,
        definition,
        ...(!refusesCallers && { other: true as const }),
      },
    };
  }

  private judgeFor(use: LinkedUse, url: string | null, method: string | null): Judged {
    this.runner.sawPath = false;
    this.runner.exhausted = false;
    const judged = this.judgeAt(use, url, method);
    const isCut = this.runner.exhausted && judged.effect !== 'deny' && judged.effect !== 'none';
    const judgement: Judgement = isCut
      ? { ...judged, effect: 'unknown', reason: 'its body is too large to follow' }
      : judged;
    // Where no path is known both ways are walked: what refuses on all of them, or on none, does so whatever the path.
    const settled = !this.runner.sawPath || judgement.effect === 'deny' || !this.decisive;
    return { judgement, settled };
  }

  private judgeAt(use: LinkedUse, url: string | null, method: string | null): Judgement {
    this.decisive = true;
    const value = this.overridden(inner(use.value));
    const run = (credential: Scenario['credential']): Outcome[] | null =>
      this.outcomes(value, { credential, url, method }, use.as === 'middleware' ? 'middleware' : 'dependency', use);
    const without = run('absent');
    if (!without) return this.outside(value, use);
    const madeUp = run('junk') ?? [];
    return this.conclude(value, use, without, madeUp);
  }

  /** Whether a handler's own body refuses; `none` when it does not look. */
  judgeHandler(handler: FunctionValue, url: string | null, method: string, node: RouterNode | null): Judgement {
    this.overrides = node?.overrides ?? [];
    const place = { path: handler.path, line: handler.fact.at.line };
    const nothing: Judgement = { effect: 'none', reason: 'does not look at the caller', place, definition: null };
    if (!this.looksAtCaller(handler.fact)) return nothing;
    const without = this.entered(handler, { credential: 'absent', url, method }, 'handler');
    if (!without.every((outcome) => outcome.end === 'refuse')) return nothing;
    const refusal = without.find((outcome) => outcome.credential && isRefusal(outcome.refusal))?.refusal;
    if (!refusal) return nothing;
    const at = { path: refusal.path, line: refusal.line || place.line };
    const madeUp = this.entered(handler, { credential: 'junk', url, method }, 'handler');
    const passes = madeUp.filter((outcome) => outcome.end === 'pass');
    if (passes.length === 0)
      return { effect: 'deny', reason: `${saysOf(refusal)} in its own body`, place: at, definition: null };
    if (passes.every((outcome) => outcome.unread !== null))
      return {
        effect: 'unknown',
        reason: `hands the credential to ${passes[0]?.unread ?? ''}, which is out of reach`,
        place: at,
        definition: null,
      };
    return { effect: 'weak', reason: 'only looks whether a credential was sent', place: at, definition: null };
  }

  /** Whether a handler could refuse by itself: it answers 401 or 403, reads a credential, or calls something named like a guard. */
  private looksAtCaller(fact: FunctionFact): boolean {
    let result = this.lookers.get(fact);
    if (result === undefined) {
      result = someExpressionIn(fact.body, (expression) => {
        if (expression.e === 'refusal')
          return expression.redirect === true || [401, 403, null].includes(expression.status);
        if (expression.e === 'request') return roleOf(expression.part, expression.name) !== 'other';
        return expression.e === 'call' && isAuthName(nameOf(expression.callee));
      });
      this.lookers.set(fact, result);
    }
    return result;
  }

  private overridden(value: Value): Value {
    if (value.v !== 'function') return value;
    const override = this.overrides.find(
      ({ guard }) => guard.v === 'function' && guard.fact === value.fact && guard.path === value.path,
    );
    return override ? override.by : value;
  }

  // Outcomes -------------------------------------------------------------------------------------------------------------------------

  /** Every way a guard can end; null when its body cannot be read. */
  private outcomes(value: Value, scenario: Scenario, mode: Mode, use: LinkedUse | null): Outcome[] | null {
    switch (value.v) {
      case 'guard':
        return value.value ? this.outcomes(this.overridden(value.value), scenario, mode, use) : [UNKNOWN_OUTCOME];
      case 'function':
        return use?.as === 'decorator' ? this.decorated(value, scenario) : this.entered(value, scenario, mode);
      case 'instance':
        return this.instance(value, scenario, mode);
      case 'class':
        return this.classOutcomes(value, scenario, mode, use);
      case 'external':
        return this.external(effectOf(value.symbol, value.args), scenario) ?? this.trusted(value.symbol, scenario, use);
      case 'choice': {
        const all = value.options.map((option) => this.outcomes(option, scenario, mode, use));
        return all.every((one) => one !== null) ? chosen(all) : null;
      }
      default:
        return value.v === 'unknown' && value.name !== null ? this.trusted(value.name, scenario, use) : null;
    }
  }

  /** A dependency of a guard, out of reach and vouched for by name. A guard itself (`use`) says so in its judgement. */
  private trusted(name: string, scenario: Scenario, use: LinkedUse | null): Outcome[] | null {
    return use === null && this.trustedBy(name) !== null ? this.external('deny', scenario) : null;
  }

  private external(effect: Effect | undefined, scenario: Scenario): Outcome[] | null {
    const sent: Abstract = scenario.credential === 'absent' ? { v: 'absent' } : { v: 'junk', claimed: false };
    if (effect === 'none') return [UNKNOWN_OUTCOME];
    if (effect === 'deny' || (effect === 'presence' && scenario.credential === 'absent'))
      return [
        {
          ...UNKNOWN_OUTCOME,
          end: 'refuse',
          credential: true,
          refusal: { status: 401, redirect: false, path: '', line: 0, http: true },
        },
      ];
    if (effect === 'presence' || effect === 'optional') return [{ ...UNKNOWN_OUTCOME, value: sent, credential: true }];
    return null;
  }

  private instance(value: InstanceValue, scenario: Scenario, mode: Mode): Outcome[] | null {
    const method = this.entryOf(value, mode);
    if (method) return this.entered(method, scenario, mode);
    const [symbol] = this.program.externalBases(value.of);
    return symbol === undefined ? null : this.external(effectOf(`${symbol}()`, []), scenario);
  }

  private entryOf(value: InstanceValue, mode: Mode): FunctionValue | undefined {
    const bases = this.program.externalBases(value.of);
    const known =
      mode === 'middleware' ? ENTRIES.find(({ base }) => bases.some((symbol) => base.test(symbol))) : undefined;
    for (const name of [known?.method, '__call__', 'dispatch', 'handle', 'canActivate']) {
      const method = name === undefined ? undefined : this.program.bound(value.of, value, name);
      if (method?.v === 'function') return method;
    }
    return undefined;
  }

  private classOutcomes(value: ClassValue, scenario: Scenario, mode: Mode, use: LinkedUse | null): Outcome[] | null {
    const scope = use && this.program.modules.get(use.path)?.scope;
    const args = scope && mode === 'middleware' ? this.program.args(use.args, scope, 1).slice(1) : [];
    const instance = this.program.call(value, args, 1);
    if (instance?.v !== 'instance') return null;
    if (mode === 'middleware') return this.instance(instance, scenario, mode);
    const method = this.program.bound(value, instance, '__init__');
    return method?.v === 'function' ? this.entered(method, scenario, 'dependency') : [UNKNOWN_OUTCOME];
  }

  /** A decorator: what it puts around the handler, with the handler as the thing that is handed on to. */
  private decorated(decorator: FunctionValue, scenario: Scenario): Outcome[] | null {
    const [param] = decorator.fact.params;
    if (!param) return null;
    const scope = this.program.enter(decorator, []);
    const wrapped = this.program.call(decorator, [{ name: null, value: unknown(null, param.name) }], 1);
    if (wrapped?.v !== 'function') return null;
    void scope;
    const given = new Map<string, Abstract>([[param.name, { v: 'next' }]]);
    return this.runner.run(wrapped, given, scenario, 'middleware');
  }

  private entered(fn: FunctionValue, scenario: Scenario, mode: Mode): Outcome[] {
    const anchor = anchorOf(fn);
    const cache = this.memo.get(anchor) ?? new Map<string, { outcomes: Outcome[]; sawPath: boolean }>();
    this.memo.set(anchor, cache);
    const general = `${fn.path}#${fn.fact.id}|${scenario.credential}|${mode}|${this.overrides.length}`;
    const exact = `${general}|${scenario.method} ${scenario.url}`;
    const known = cache.get(general) ?? cache.get(exact);
    if (known) {
      this.runner.sawPath ||= known.sawPath;
      return known.outcomes;
    }
    if (this.depth > 8) return [UNKNOWN_OUTCOME];
    const outer = this.runner.sawPath;
    this.runner.sawPath = false;
    this.depth++;
    const outcomes = this.fresh(fn, scenario, mode);
    this.depth--;
    cache.set(this.runner.sawPath ? exact : general, { outcomes, sawPath: this.runner.sawPath });
    this.runner.sawPath ||= outer;
    return outcomes;
  }

  private fresh(fn: FunctionValue, scenario: Scenario, mode: Mode): Outcome[] {
    const refused: Outcome[] = [];
    let entries: Entry[] = [{ given: new Map(), outcome: { assumptions: [], credential: false, unread: null } }];
    const params = fn.self && fn.fact.params[0]?.name === 'this' ? fn.fact.params.slice(1) : fn.fact.params;
    for (const [index, param] of params.entries()) {
      const next: Entry[] = [];
      for (const entry of entries) {
        for (const outcome of this.parameter(param, index === params.length - 1, fn, scenario, mode)) {
          const merged = {
            assumptions: [...entry.outcome.assumptions, ...outcome.assumptions],
            credential: entry.outcome.credential || outcome.credential,
            unread: entry.outcome.unread ?? outcome.unread,
          };
          if (outcome.end === 'refuse') refused.push({ ...outcome, ...merged });
          else next.push({ given: new Map(entry.given).set(param.name, outcome.value), outcome: merged });
        }
      }
      entries = distinctEntries(next);
    }
    const own = entries.flatMap((entry) =>
      this.runner.run(fn, entry.given, scenario, mode).map((outcome) => ({
        ...outcome,
        assumptions: [...entry.outcome.assumptions, ...outcome.assumptions],
        credential: entry.outcome.credential || outcome.credential,
        // What a dependency found out is only unread when the body that gets it passes it on untested.
        unread: outcome.unread ?? (outcome.credential ? null : entry.outcome.unread),
      })),
    );
    return [...refused, ...own];
  }

  /** What the framework fills a parameter with. */
  private parameter(param: Parameter, isLast: boolean, fn: FunctionValue, scenario: Scenario, mode: Mode): Outcome[] {
    const given = (value: Abstract): Outcome[] => [{ ...UNKNOWN_OUTCOME, value }];
    if (mode === 'middleware' && isLast && fn.fact.params.length > 1) return given({ v: 'next' });
    if (param.default?.e === 'request') return given(this.requestParameter(param.default, param.name, scenario));
    const guards = guardValues(param.default, param.type, fn.scope, this.program);
    if (guards.length > 0)
      return guards.flatMap(
        (guard) => this.outcomes(guard, scenario, 'dependency', null) ?? given(unknown(null, param.name)),
      );
    const part = requestMarker(param.type);
    if (part) return given(this.requestParameter(part, param.name, scenario));
    if (mode !== 'middleware' && isCredentialName(param.name) && isPlain(param.type))
      return given(requestValue('query', param.name, scenario));
    if (param.default && param.default.e !== 'guard')
      return given(mode === 'helper' ? this.program.evaluate(param.default, fn.scope) : unknown(null, param.name));
    return given(unknown(null, param.name));
  }

  private requestParameter(request: Extract<Expression, { e: 'request' }>, name: string, scenario: Scenario): Abstract {
    const own = request.part === 'header' ? name.replace(/_/g, '-') : name;
    return requestValue(request.part, request.name ?? own, scenario);
  }

  // Conclusions ----------------------------------------------------------------------------------------------------------------------

  private conclude(value: Value, use: LinkedUse, without: Outcome[], madeUp: Outcome[]): Judgement {
    const definition = definitionOf(value);
    const home = definition
      ? { path: definition.path, line: definition.at.line }
      : { path: use.path, line: use.at.line };
    const say = (effect: GuardEffect, reason: string, place = home): Judgement => ({
      effect,
      reason,
      place,
      definition,
    });
    const refusal = [...without, ...madeUp].find((outcome) => isDecisive(outcome))?.refusal ?? null;
    this.decisive = refusal !== null;
    const at = refusal?.line ? { path: refusal.path, line: refusal.line } : home;
    const passing = without.filter((outcome) => outcome.end === 'pass');
    if (passing.length === 0) {
      if (!refusal) return say('none', 'refuses for other reasons than who is calling');
      return this.withCredential(madeUp, refusal, say, at);
    }
    if (refusal && passing.every((outcome) => outcome.assumptions.length > 0))
      return say('conditional', settingReason(passing), home);
    return this.passes(value, use, [...without, ...madeUp], passing, refusal, say);
  }

  private withCredential(
    madeUp: Outcome[],
    refusal: Refusal,
    say: (effect: GuardEffect, reason: string, place?: Judgement['place']) => Judgement,
    at: Judgement['place'],
  ): Judgement {
    const passing = madeUp.filter((outcome) => outcome.end === 'pass');
    if (passing.length === 0) return say('deny', `${saysOf(refusal)} without a valid credential`, at);
    if (passing.every((outcome) => outcome.assumptions.length > 0)) return say('conditional', settingReason(passing));
    const unread = passing.find((outcome) => outcome.unread !== null)?.unread;
    if (unread !== undefined && unread !== null && passing.every((outcome) => outcome.unread !== null))
      return say('unknown', `hands the credential to ${unread}, which is out of reach`);
    return say('weak', 'refuses only when no credential is sent; any made-up one passes');
  }

  /** It lets an anonymous caller through: on purpose, by mistake, or because it is no guard at all. */
  private passes(
    value: Value,
    use: LinkedUse,
    all: Outcome[],
    passing: Outcome[],
    refusal: Refusal | null,
    say: (effect: GuardEffect, reason: string, place?: Judgement['place']) => Judgement,
  ): Judgement {
    const name = guardShortName(value, use);
    const looks = all.some((outcome) => outcome.credential);
    const fact = value.v === 'function' ? value.fact : null;
    const writesRefusal = fact !== null && mentionsRefusal(fact);
    if (OPTIONAL.test(name)) return say('optional', 'lets callers without a credential through on purpose');
    if (use.as === 'middleware') {
      if (!refusal || !looks) return say('none', 'does not refuse callers');
      // A literal list of exceptions decides; one that is not leaves both ways open.
      if (this.runner.sawPath && passing.length < all.length && all.some((outcome) => outcome.end === 'refuse'))
        return say('conditional', 'leaves out paths that are not literal');
      return this.runner.sawPath
        ? say('none', 'leaves this path out')
        : say('optional', 'lets callers without a credential through');
    }
    if (writesRefusal && !refusal && !looks) return say('hollow', 'its refusal is never reached');
    const enforcing = ENFORCING.test(name) && isAuthName(name);
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

  /** A guard whose body is out of reach. */
  private outside(value: Value, use: LinkedUse): Judgement {
    const name = guardShortName(value, use);
    const place = { path: use.path, line: use.at.line };
    const definition = definitionOf(value);
    if (!isAuthName(name))
      return { effect: 'none', reason: 'has nothing to do with access by its name', place, definition, outside: true };
    const why =
      value.v === 'unknown' && value.why !== null
        ? value.why
        : value.v === 'external'
          ? `${value.symbol} comes from a package whose behaviour is not known`
          : `${name} could not be followed`;
    return { effect: 'unknown', reason: why, place, definition, outside: true };
  }
}

/**
 * Outcomes of a guard that is one of several, chosen when it is made: where one of them refuses, another that lets everybody pass does so
 * because of a setting.
 */
function chosen(options: readonly Outcome[][]): Outcome[] {
  const refuses = options.some((outcomes) => outcomes.some(isDecisive));
  return options.flatMap((outcomes) =>
    refuses && outcomes.every((outcome) => outcome.end === 'pass' && outcome.assumptions.length === 0)
      ? outcomes.map((outcome) => ({ ...outcome, assumptions: [{ setting: 'its configuration', value: false }] }))
      : outcomes,
  );
}

/** Whether the code behind a middleware tests how the path starts: what lists of open paths do, and lists of forbidden ones do not. */
function comparesPrefixes(value: Value, program: Interpreter): boolean {
  const home = value.v === 'instance' ? value.of : value;
  if (home.v !== 'function' && home.v !== 'class') return false;
  const name = home.fact.name;
  return Object.values(program.facts(home.path)?.functions ?? {}).some((fact) => {
    const isInside =
      home.v === 'function' ? within(fact, home.fact) : fact.id.startsWith(`${name}.`) || fact.name === '';
    return isInside && someExpressionIn(fact.body, testsPathStart);
  });
}

function within(fact: FunctionFact, outer: FunctionFact): boolean {
  return fact.extent.line >= outer.extent.line && fact.extent.endLine <= outer.extent.endLine;
}

function testsPathStart(expression: Expression): boolean {
  if (expression.e !== 'call' || expression.callee.e !== 'member' || !/^starts_?with$/i.test(expression.callee.name))
    return false;
  const { of } = expression.callee;
  return of.e === 'request' ? of.part === 'path' : /path|url/i.test(nameOf(of));
}

function inner(value: Value): Value {
  return value.v === 'guard' ? (value.value ?? value) : value;
}

function guardShortName(value: Value, use: LinkedUse): string {
  if (value.v === 'function' && !/^(?:$|<)/.test(value.fact.name)) return value.fact.name;
  if (value.v === 'class') return value.fact.name;
  if (value.v === 'instance') return value.of.fact.name;
  const shown = value.v === 'external' ? value.symbol : use.name;
  return shown.replace(/\(\)/g, '').split(/[.:]/).pop() ?? shown;
}

function definitionOf(value: Value): Judgement['definition'] {
  if (value.v === 'function') return { path: value.path, at: value.fact.at, name: value.fact.name };
  if (value.v === 'class') return { path: value.path, at: value.fact.at, name: value.fact.name };
  if (value.v === 'instance') return { path: value.of.path, at: value.of.fact.at, name: value.of.fact.name };
  return null;
}

/** A refusal that has to do with who is calling. */
function isDecisive(outcome: Outcome): boolean {
  const { refusal } = outcome;
  if (outcome.end !== 'refuse' || !refusal) return false;
  if (refusal.status === 401 || refusal.status === 403 || refusal.status === 407 || refusal.redirect) return true;
  return outcome.credential && refusal.status !== 200 && refusal.status !== 429;
}

function isRefusal(refusal: Refusal | null): boolean {
  return (
    refusal !== null &&
    (refusal.redirect || refusal.status === null || (refusal.status >= 400 && refusal.status !== 429))
  );
}

function saysOf(refusal: Refusal): string {
  if (refusal.redirect) return 'sends the caller to the login page';
  return refusal.status === null ? 'refuses' : `answers ${refusal.status}`;
}

function settingReason(passing: readonly Outcome[]): string {
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

/** `Annotated[str, Header()]`. */
function requestMarker(type: Expression | null): Extract<Expression, { e: 'request' }> | null {
  if (type?.e !== 'annotated') return null;
  return type.guards.find((guard) => guard.e === 'request') ?? null;
}

/** Types that a query parameter has. */
function isPlain(type: Expression | null): boolean {
  if (type === null) return true;
  if (type.e === 'name') return type.name === 'str';
  if (type.e === 'index') return isPlain(type.key.e === 'list' ? (type.key.items[0] ?? null) : type.key);
  return type.e === 'other' && type.parts.some((part) => part.e === 'name' && part.name === 'str');
}

function distinctEntries(entries: Entry[]): Entry[] {
  const seen = new Map<string, Entry>();
  for (const entry of entries) {
    const key =
      [...entry.given].map(([name, value]) => `${name}:${value.v}`).join() +
      entry.outcome.credential +
      entry.outcome.assumptions.length;
    if (!seen.has(key)) seen.set(key, entry);
  }
  return [...seen.values()].slice(0, 8);
}
