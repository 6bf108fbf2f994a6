/** Judges what stands in a guard's place by what it does with a request that carries no credential, and with one that is made up. */
import type { Recorded } from '../../derived';
import type { Scenario } from '../run/abstract';
import { effectOf } from '../packages/effects';
import { AlikeSteps } from './alike';
import { halfFollowed, handedOn, leftTo } from './half-followed';
import { guardShortName } from './names';
import { GuardOutcomes } from './outcomes';
import {
  definitionOf,
  isRefusal,
  judgeOutside,
  judgeStated,
  readOutcomes,
  saysOf,
  settingReason,
  type Judgement,
} from './reading';
import type { Interpreter } from '../program/interpret';
import type { LinkedUse } from '../link/linked';
import { linkedUse } from '../link/uses';
import type { Expression, FunctionFact } from '../../code/model';
import { comparesPrefixes, prefixesOf, UNLISTED } from './path-tests';
import { CallerReads, unreadGuard } from '../run/relevance';
import type { Mode, Outcome } from '../run/body';
import {
  nameOf,
  type ClassValue,
  type FunctionValue,
  type Metadata,
  type RouterNode,
  type Value,
} from '../program/values';
import { someExpressionIn } from '../../code/visit';

/** Paths that applications treat differently, by which a guard is tried that is too large where no path is given. */
const PROBES = ['/', '/api/preflight', UNLISTED];

/** The route that a guard is asked about; everything null = any route. */
export interface RouteAsked {
  url: string | null;
  method: string | null;
  metadata: Metadata | null;
}

const ANY_ROUTE: RouteAsked = { url: null, method: null, metadata: null };
const PLAIN: Metadata = { entries: new Map(), signature: '' };

/** Keys of what is attached to a route, for people. */
function namesOf({ metadata }: RouteAsked): string {
  const names = [...(metadata?.entries.keys() ?? [])].map((key) => (typeof key === 'string' ? key : 'its decorator'));
  return [...new Set(names)].slice(0, 3).join(', ');
}

/** What cannot be followed to its end may refuse there. */
const TOO_LARGE = { effect: 'unknown', reason: 'its body is too large to follow' } as const;

/** A judgement, and whether it holds whatever the path. */
interface Judged {
  judgement: Judgement;
  settled: boolean;
}

export class GuardJudge {
  private readonly runs: GuardOutcomes;
  private readonly general = new WeakMap<Value, Map<RouterNode['overrides'], Recorded<Judged>>>();
  private readonly alike: AlikeSteps<Judged>;
  private readonly meant = new WeakMap<Value, Recorded<boolean>>();
  /** Whether the guard that was judged last refuses anybody on any path. */
  private decisive = true;
  private lookers: CallerReads | undefined;

  /** Name of the route for which guards are judged. */
  endpoint: string | null = null;
  /** File whose guard is judged: its configuration says which names are trusted. */
  private home = '';

  constructor(private readonly program: Interpreter) {
    this.alike = new AlikeSteps(program);
    this.runs = new GuardOutcomes(program, (name) => this.trustedBy(name) !== null);
  }

  /** What a guard does to requests for a path. The path is only looked at where the guard's answer turns on it. */
  judge(use: LinkedUse, route: RouteAsked, node: RouterNode | null): Judgement {
    this.runs.overrides = node?.overrides ?? [];
    this.home = use.path;
    const cached = this.general.get(use.value)?.get(this.runs.overrides);
    const recorded =
      cached ??
      this.alike.judge(use, () =>
        this.program.workspace.record(() => this.exemptsAll(use) ?? this.judgeGenerally(use)),
      );
    if (!cached) this.remember(use.value, recorded);
    const general = this.program.workspace.take(recorded);
    if (general.settled) return this.withTrust(use, held(use, general.judgement));
    const judgement = this.withTrust(use, held(use, this.judgeFor(use, route).judgement));
    if (use.as === 'permission') return this.asRead(use, route, judgement);
    return use.as === 'gate' ? this.asAttached(use, route, judgement, general.judgement) : judgement;
  }

  /** A permission that lets everybody read and refuses writes (`request.method in SAFE_METHODS`): a decision, not an oversight. */
  private asRead(use: LinkedUse, route: RouteAsked, judgement: Judgement): Judgement {
    if (judgement.effect !== 'hollow' || !/^(?:GET|HEAD|OPTIONS)$/.test(route.method ?? '')) return judgement;
    const write = this.judgeFor(use, { ...route, method: 'POST' }).judgement;
    if (write.effect !== 'deny' && write.effect !== 'conditional' && write.effect !== 'weak') return judgement;
    const stated = `${guardShortName(this.runs.overridden(inner(use.value)), use)} lets everybody read`;
    return { ...judgement, effect: 'optional', reason: 'lets everybody read', stated };
  }

  /**
   * Whether a guard that does not reach a route would refuse callers where it does. Asked once for all paths: one that refuses on some of
   * them only may not be meant for the rest.
   */
  isMeant(use: LinkedUse, node: RouterNode | null): boolean {
    const known = this.meant.get(use.value);
    if (known) return this.program.workspace.take(known);
    const asked = this.program.workspace.record(() => {
      const { effect } = this.judge({ ...use, ineffective: null }, ANY_ROUTE, node);
      return effect === 'deny' || effect === 'weak' || (effect === 'conditional' && use.use?.fact.on.e !== 'site');
    });
    this.meant.set(use.value, asked);
    return this.program.workspace.take(asked);
  }

  /** A gate that lets everybody through because of what is attached to the route, or because nothing is. */
  private asAttached(use: LinkedUse, route: RouteAsked, judgement: Judgement, general: Judgement): Judgement {
    const passes = ['hollow', 'optional', 'none'].includes(judgement.effect);
    if (!passes || general.effect === 'hollow') return judgement;
    const attached = route.metadata?.entries.size ?? 0;
    const plain = attached === 0 ? null : this.judgeFor(use, { ...route, metadata: PLAIN }).judgement;
    const isOpened = plain?.effect === 'deny' || plain?.effect === 'conditional' || plain?.effect === 'weak';
    const reason = isOpened
      ? `lets everybody through where ${namesOf(route)} says so`
      : 'asks for nothing on this route';
    return { ...judgement, effect: 'none', reason, ...(isOpened && { opened: true as const }) };
  }

  /** A name that the team vouches for decides where the body does not. */
  private withTrust(use: LinkedUse, judgement: Judgement): Judgement {
    if (judgement.effect !== 'unknown' && !judgement.outside) return judgement;
    const configured =
      this.trustedBy(use.name) ?? this.trustedBy(guardShortName(this.runs.overridden(inner(use.value)), use));
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

  private remember(value: Value, judged: Recorded<Judged>): void {
    const cache = this.general.get(value) ?? new Map<RouterNode['overrides'], Recorded<Judged>>();
    this.general.set(value, cache.set(this.runs.overrides, judged));
  }

  /** A middleware that would refuse, but whose list of open paths matches every path (`startswith("/")`). */
  private exemptsAll(use: LinkedUse): Judged | null {
    // One that passes by itself names the paths that it guards.
    if (use.as !== 'middleware' || use.passes) return null;
    const value = this.runs.overridden(inner(use.value));
    const refuses = (url: string | null): boolean | null => {
      const methods = url === null ? [null] : ['POST', 'GET'];
      const all = (['absent', 'junk'] as const).flatMap((credential) =>
        methods.map((method) => this.runs.outcomes(value, { credential, url, method }, modeOf(use), use)),
      );
      if (all.some((outcomes) => outcomes === null)) return null;
      return all.some((outcomes) =>
        outcomes?.some(({ refusal }) => refusal?.http === true && [400, 401, 403, 404].includes(refusal.status ?? 0)),
      );
    };
    this.runs.runner.notes.sawPath = false;
    if (!comparesPrefixes(value, this.program)) return null;
    if (refuses(null) !== true || !this.runs.runner.notes.sawPath || refuses(UNLISTED) !== false) return null;
    // One that guards what begins with `/api` has a list of its own, and leaves the rest alone.
    if (prefixesOf(value, this.program).some((path) => refuses(path) === true)) return null;
    const judgement = this.judgeAt(use, ANY_ROUTE);
    const definition = definitionOf(value);
    const refusesCallers = this.runs
      .outcomes(value, { credential: 'absent', url: null, method: null }, 'middleware', use)
      ?.some(({ refusal }) => refusal?.status === 401 || refusal?.status === 403);
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

  /** What a guard does whatever the path. One that is too large to follow for any is not tried for each route in turn. */
  private judgeGenerally(use: LinkedUse): Judged {
    const judged = this.judgeFor(use, ANY_ROUTE);
    if (judged.settled || use.as === 'gate' || !this.runs.runner.notes.exhausted) return judged;
    const isTooLarge = PROBES.every((url) => {
      this.judgeFor(use, { ...ANY_ROUTE, url, method: 'GET' });
      return this.runs.runner.notes.exhausted;
    });
    return isTooLarge ? { judgement: { ...judged.judgement, ...TOO_LARGE }, settled: true } : judged;
  }

  private judgeFor(use: LinkedUse, route: RouteAsked): Judged {
    this.runs.runner.notes.sawPath = false;
    this.runs.runner.notes.exhausted = false;
    const judged = this.judgeAt(use, route);
    const isCut = this.runs.runner.notes.exhausted && judged.effect !== 'deny' && this.mayStillRefuse(use, judged);
    const judgement: Judgement = isCut ? { ...judged, ...TOO_LARGE } : judged;
    // Where no path is known both ways are walked: what refuses on all of them, or on none, does so whatever the path. What is answered
    // itself, as by a permission (`return is_safe and obj.is_public`), is one value for both.
    const answers = use.as === 'gate' || use.as === 'permission';
    const settled = !this.runs.runner.notes.sawPath || judgement.effect === 'deny' || (!this.decisive && !answers);
    return { judgement, settled };
  }

  /** Of what was not followed to its end: whether it has to do with access, or would have had. */
  private mayStillRefuse(use: LinkedUse, { effect }: Judgement): boolean {
    if (effect !== 'none') return true;
    const value = this.runs.overridden(inner(use.value));
    return value.v === 'function' && this.looksAtCaller(value);
  }

  private judgeAt(use: LinkedUse, { url, method, metadata }: RouteAsked): Judgement {
    this.decisive = true;
    const value = this.runs.overridden(inner(use.value));
    if (value.v === 'external' && effectOf(value.symbol, value.args) === 'open') return judgeStated(value, use);
    if (isMark(value)) return markOf(value, use);
    const run = (credential: Scenario['credential']): Outcome[] | null =>
      this.runs.outcomes(
        value,
        { credential, before: true, url, method, metadata, endpoint: url === null ? null : this.endpoint },
        modeOf(use),
        use,
      );
    const without = run('absent');
    if (!without) return judgeOutside(value, use);
    const madeUp = run('junk') ?? [];
    const { judgement, decisive } = readOutcomes(value, use, {
      without,
      madeUp,
      sawPath: this.runs.runner.notes.sawPath,
    });
    this.decisive = decisive;
    const isBackend = value.v === 'external' && effectOf(value.symbol, value.args) === 'backend';
    const asked = { credential: 'junk', bearer: true, url, method, metadata } as const;
    const bearer = isBackend ? this.runs.outcomes(value, asked, modeOf(use), use) : null;
    const refusesBearer =
      bearer && bearer.length > 0 && bearer.every(({ end, credential }) => end === 'refuse' && credential);
    return refusesBearer ? { ...judgement, refusesBearer: true } : judgement;
  }

  /** Whether a handler's own body refuses; `none` when it does not look. */
  judgeHandler(handler: FunctionValue, url: string | null, method: string, node: RouterNode | null): Judgement {
    this.runs.overrides = node?.overrides ?? [];
    if (handler.self?.v === 'instance') this.alike.close(handler.self.of);
    const place = { path: handler.path, line: handler.fact.at.line };
    const nothing: Judgement = { effect: 'none', reason: 'does not look at the caller', place, definition: null };
    if (!this.looksAtCaller(handler)) return this.halfway(handler, nothing) ?? nothing;
    const without = this.endsOf(handler, url, method);
    const skipped = without.filter(({ end }) => end === 'pass');
    // Where something went wrong that was caught, nobody was asked for anything.
    const asks = without.some(
      ({ credential, refusal }) => credential && isRefusal(refusal) && (refusal?.status ?? 0) < 500,
    );
    if (asks && skipped.length > 0 && skipped.every(({ assumptions }) => assumptions.length > 0))
      return { ...nothing, effect: 'conditional', reason: settingReason(skipped) };
    if (!without.every((outcome) => outcome.end === 'refuse'))
      return without.some((outcome) => outcome.cut)
        ? { ...nothing, ...TOO_LARGE }
        : (handedOn(without, nothing) ??
            leftTo(without, nothing) ??
            this.behindOthers(handler, { url, method, metadata: null }, nothing) ??
            this.outOfReach(handler, nothing));
    const refusal = without.find((outcome) => outcome.credential && isRefusal(outcome.refusal))?.refusal;
    // Where it sends everybody in the end (back from another service), nobody is turned away.
    if (!refusal || (refusal.redirect && refusal.path === handler.path && refusal.line === lastLineOf(handler.fact)))
      return nothing;
    const at = { path: refusal.path, line: refusal.line || place.line };
    const madeUp = this.runs.entered(handler, { credential: 'junk', url, method }, 'handler');
    const passes = madeUp.filter((outcome) => outcome.end === 'pass');
    if (passes.length === 0)
      return { effect: 'deny', reason: `${saysOf(refusal)} in its own body`, place: at, definition: null };
    if (passes.some((outcome) => outcome.cut)) return { ...nothing, ...TOO_LARGE };
    if (passes.every((outcome) => outcome.unread !== null))
      return {
        effect: 'unknown',
        reason: `hands the credential to ${passes[0]?.unread ?? ''}, which is out of reach`,
        place: at,
        definition: null,
      };
    return { effect: 'weak', reason: 'only looks whether a credential was sent', place: at, definition: null };
  }

  /** Every way a handler, or what it calls, can end for a caller without a credential. */
  endsOf(fn: FunctionValue, url: string | null, method: string | null, mode: Mode = 'handler'): Outcome[] {
    return this.runs.entered(fn, { credential: 'absent', url, method }, mode);
  }

  /** A handler that calls another one, before which something stands that cannot be told: neither can this one. */
  private behindOthers(handler: FunctionValue, route: RouteAsked, nothing: Judgement): Judgement | null {
    for (const callee of calleesIn(handler.fact)) {
      const value = this.program.evaluateKnown(callee, handler.scope);
      if (value.v !== 'function' || !value.wrapped) continue;
      for (const guard of value.wrapped.guards) {
        const use = linkedUse(guard, 'route', null, true);
        const { effect, reason } = this.judgeAt(use, route);
        if (effect === 'unknown')
          return { ...nothing, effect, reason: `${nameOf(callee)} stands behind ${use.name}, which ${reason}` };
      }
    }
    return null;
  }

  /** A handler that asks something out of reach who is calling: whether that refuses cannot be told. */
  private outOfReach(handler: FunctionValue, nothing: Judgement): Judgement {
    const asked = unreadGuard(handler, this.program);
    return asked ? { ...nothing, effect: 'unknown', reason: asked } : (this.halfway(handler, nothing) ?? nothing);
  }

  private halfway(handler: FunctionValue, nothing: Judgement): Judgement | null {
    const run = (fn: FunctionValue): Outcome[] => this.endsOf(fn, null, null, 'helper');
    const reason = halfFollowed(handler, this.program, run);
    return reason === null ? null : { ...nothing, effect: 'unknown', reason };
  }

  /** Whether a handler could refuse by itself: it, or what it calls, reads what tells who is calling. */
  private looksAtCaller(handler: FunctionValue): boolean {
    this.lookers ??= new CallerReads(this.program);
    return this.lookers.of(handler);
  }
}

/** The line of what a body does last, where that is an answer. */
function lastLineOf({ body }: FunctionFact): number | undefined {
  const last = body.at(-1);
  return (last?.s === 'do' || last?.s === 'return') && last.value?.e === 'refusal' ? last.value.at.line : undefined;
}

/** What a body calls by a plain name. */
function calleesIn(fact: FunctionFact): Expression[] {
  const found: Expression[] = [];
  someExpressionIn(fact.body, (expression) => {
    if (expression.e === 'call' && expression.callee.e === 'name') found.push(expression.callee);
    return false;
  });
  return found;
}

/** Conditions that a configuration decides. */
const SETTING =
  /(?:^|[^a-z])(?:settings?|config|conf|cfg|env|environ|options?|opts|flags?)(?:\(\))?[._]|[A-Z]{2,}_[A-Z]+|enabled?\b/i;

/** A class that extends nothing and has no methods does nothing by itself: somebody else may look whether it stands there. */
function isMark(value: Value): value is ClassValue {
  if (value.v !== 'class' || value.fact.bases.length > 0) return false;
  return !value.fact.body.some((statement) => statement.s === 'def');
}

function markOf(value: ClassValue, { path, at }: LinkedUse): Judgement {
  const place = { path, line: at.line };
  return { effect: 'none', reason: 'does nothing by itself', place, definition: definitionOf(value) };
}

/** What callers can get around holds nobody off for good. */
function held(use: LinkedUse, judgement: Judgement): Judgement {
  if (use.undecided !== undefined && /^(?:hollow|none|optional|weak)$/.test(judgement.effect))
    return { ...judgement, effect: 'unknown', reason: use.undecided };
  if (judgement.effect === 'deny' && use.unsettled !== undefined)
    return { ...judgement, effect: 'conditional', reason: use.unsettled };
  if (judgement.effect === 'deny' && use.condition !== undefined && SETTING.test(use.condition))
    return { ...judgement, effect: 'conditional', reason: `is only there when ${use.condition}` };
  return judgement.effect === 'deny' && use.bypassed !== null
    ? { ...judgement, effect: 'weak', reason: use.bypassed }
    : judgement;
}

/** How the end of a guard's body is read. Middleware that passes without an answer ends as a handler does. */
function modeOf({ as, passes }: LinkedUse): Mode {
  if (as === 'middleware' && passes) return 'step';
  return as === 'decorator' ? 'dependency' : as;
}

function inner(value: Value): Value {
  return value.v === 'guard' ? (value.value ?? value) : value;
}

export type { GuardEffect, Judgement } from './reading';
