/** Runs what stands in a guard's place: every way it can end for a request that carries no credential, or a made-up one. */
import { askedWithCredential, sentTo, type CredentialEntry } from './credential-entry';
import { givenTo, isOfQuery, isPlain, parametersOf, requestMarker } from './parameters';
import { isCredentialName, requestValue, type Abstract, type Scenario } from '../run/abstract';
import { openCondition } from './conditions';
import { distinctEntries, VERDICT_ARGUMENTS, type Entry } from './entries';
import { effectOf, type Effect } from '../packages/effects';
import { entryOf, hookMethods } from '../framework';
import { chosen, oneAfterAnother, opposite, refusedByOne } from './combining';
import type { Interpreter } from '../program/interpret';
import { guardValues } from '../link/link';
import type { LinkedUse } from '../link/linked';
import type { Expression, Parameter } from '../../code/model';
import { anchorOf, BodyRunner, type Mode, type Outcome } from '../run/body';
import { handedOn, isHandedOn } from '../run/handed-on';
import { RunMemory } from '../run/memory';
import {
  NOTHING,
  optionsOf,
  unknown,
  type ClassValue,
  type ExternalValue,
  type FunctionValue,
  type InstanceValue,
  type RouterNode,
  type Value,
} from '../program/values';

const UNKNOWN_OUTCOME: Outcome = {
  end: 'pass',
  value: { v: 'unknown', why: null, name: null },
  refusal: null,
  assumptions: [],
  credential: false,
  unread: null,
};

/** Dependencies of dependencies that are asked, at most. */
const MAX_DEPENDENCIES = 8;

export class GuardOutcomes {
  readonly runner: BodyRunner;
  /** Replaced dependencies of the application at hand. */
  overrides: RouterNode['overrides'] = [];
  private readonly memory: RunMemory<Outcome[]>;
  private depth = 0;

  /** `vouchedFor`: whether the configuration names a function as a guard. */
  constructor(
    private readonly program: Interpreter,
    private readonly vouchedFor: (name: string) => boolean,
  ) {
    this.runner = new BodyRunner(program);
    this.memory = new RunMemory<Outcome[]>(this.runner.notes);
  }

  /** What stands in a function's place on the application at hand. */
  overridden(value: Value): Value {
    if (value.v !== 'function' && value.v !== 'external') return value;
    const override = this.overrides.find(({ guard }) =>
      value.v === 'function'
        ? guard.v === 'function' && guard.fact === value.fact && guard.path === value.path
        : guard.v === 'external' && guard.symbol === value.symbol,
    );
    return override ? override.by : value;
  }

  /** Every way a guard can end; null when its body cannot be read. */
  outcomes(value: Value, scenario: Scenario, mode: Mode, use: LinkedUse | null): Outcome[] | null {
    if (use?.when) return this.underConditions(value, scenario, mode, use);
    switch (value.v) {
      case 'named':
        return this.registered(value, scenario, mode, use);
      case 'guard':
        return value.value ? this.outcomes(this.overridden(value.value), scenario, mode, use) : [UNKNOWN_OUTCOME];
      case 'function':
        if (value.next !== undefined) return this.aroundNext(value, value.next, scenario);
        if (use?.as === 'decorator' || use?.around) return this.decorated(value, scenario);
        return this.behindDecorators(value, scenario, mode) ?? this.entered(value, scenario, mode);
      case 'instance':
        return this.instance(value, scenario, mode);
      case 'class':
        return this.classOutcomes(value, scenario, mode, use);
      case 'external':
        if (use && effectOf(value.symbol, value.args) === 'backend') return this.backed(use, scenario);
        return this.packaged(value, scenario, mode) ?? this.trusted(value.symbol, scenario, use);
      case 'combined':
        return this.combined(value, scenario, mode, use);
      case 'choice': {
        const all = value.options.map((option) => this.outcomes(option, scenario, mode, use));
        return all.every((one) => one !== null) ? chosen(all) : null;
      }
      default:
        return value.v === 'unknown' && value.name !== null ? this.trusted(value.name, scenario, use) : null;
    }
  }

  /** A guard that runs for some requests only. */
  private underConditions(value: Value, scenario: Scenario, mode: Mode, use: LinkedUse): Outcome[] | null {
    const { when, ...always } = use;
    const open = openCondition(when ?? [], scenario, this.runner);
    if (open === false) return [UNKNOWN_OUTCOME];
    const outcomes = this.outcomes(value, scenario, mode, always);
    if (!open || !outcomes) return outcomes;
    return [...outcomes, { ...UNKNOWN_OUTCOME, assumptions: [{ setting: open.name, value: !open.holds }] }];
  }

  /** A guard that is registered under a name; an optional one only refuses whoever sends something, or everybody. */
  private registered(
    { name, optional, otherwise, args }: Extract<Value, { v: 'named' }>,
    scenario: Scenario,
    mode: Mode,
    use: LinkedUse | null,
  ): Outcome[] | null {
    const guard = this.program.registrar.byName.get(name ?? '') ?? otherwise ?? NOTHING;
    if (args && guard.v === 'function') return this.runner.run(guard, givenTo(guard, args), scenario, mode);
    const outcomes = this.outcomes(guard, scenario, mode, use);
    if (!optional || !outcomes || scenario.credential === 'junk') return outcomes;
    return outcomes.map((outcome) => (outcome.credential ? { ...UNKNOWN_OUTCOME, credential: true } : outcome));
  }

  /** A dependency of a guard, out of reach and vouched for by name. A guard itself (`use`) says so in its judgement. */
  private trusted(name: string, scenario: Scenario, use: LinkedUse | null): Outcome[] | null {
    return use === null && this.vouchedFor(name) ? this.external('deny', scenario) : null;
  }

  private packaged(value: ExternalValue, scenario: Scenario, mode: Mode): Outcome[] | null {
    const effect = effectOf(value.symbol, value.args);
    // `login_required(view)`: what a decorator of a package makes of a function.
    if (effect === undefined && value.by && value.values.some((arg) => arg.value.v === 'function'))
      return this.packaged(value.by, scenario, mode);
    if (effect !== 'asks') return this.external(effect, scenario);
    const test = value.values[0]?.value;
    return test?.v === 'function' ? this.asked(test, scenario) : null;
  }

  /** A middleware that asks its backend who is calling: it refuses by an exception only. */
  private backed({ path, args }: LinkedUse, scenario: Scenario): Outcome[] {
    const scope = this.program.modules.get(path)?.scope;
    const backend = scope && this.program.args(args, scope, 1).find(({ name }) => name === 'backend')?.value;
    const method = backend?.v === 'instance' ? this.program.bound(backend.of, backend, 'authenticate') : undefined;
    return method?.v === 'function' ? this.entered(method, scenario, 'helper') : [UNKNOWN_OUTCOME];
  }

  /** A function that is asked whether the user may pass. */
  private asked(test: FunctionValue, scenario: Scenario): Outcome[] {
    const [param] = test.fact.params.filter(({ name }) => name !== 'this');
    const given = new Map<string, Abstract>(param ? [[param.name, { v: 'anonymous' }]] : []);
    return this.runner.run(test, given, scenario, 'permission').map((outcome) => ({ ...outcome, credential: true }));
  }

  /** A hook or dependency with decorators of packages on it: each is asked before the function itself. */
  private behindDecorators(value: FunctionValue, scenario: Scenario, mode: Mode): Outcome[] | null {
    const { wrapped, ...inner } = value;
    if (wrapped?.inner.v !== 'function' || wrapped.inner.fact !== value.fact) return null;
    const known = wrapped.guards.flatMap((guard) => {
      const before = guard.value.v === 'external' ? this.packaged(guard.value, scenario, mode) : null;
      return before ? [before] : [];
    });
    if (known.length === 0) return null;
    return [...known, this.entered(inner, scenario, mode)].reduce(oneAfterAnother);
  }

  /** Guards in one. */
  private combined(
    { op, of }: Extract<Value, { v: 'combined' }>,
    scenario: Scenario,
    mode: Mode,
    use: LinkedUse | null,
  ): Outcome[] | null {
    const all = of.map((one) => this.outcomes(one, scenario, mode, use));
    const known = all.filter((one) => one !== null);
    if (known.length < all.length) return op === '&' ? refusedByOne(known) : null;
    if (op === '~') return known[0]?.map(opposite) ?? null;
    // `|` asks the next where one refuses, `&` where one lets in.
    const goesOn = op === '|' ? 'refuse' : 'pass';
    return known.reduce((before, next) => {
      const done = before.filter(({ end }) => end !== goesOn);
      return done.length === before.length ? before : [...done, ...next];
    });
  }

  private external(effect: Effect | undefined, scenario: Scenario): Outcome[] | null {
    const sent: Abstract = scenario.credential === 'absent' ? { v: 'absent' } : { v: 'junk', claimed: false };
    if (effect === 'none' || effect === 'open' || effect === 'identity' || effect === 'session')
      return [UNKNOWN_OUTCOME];
    if (effect === 'reads-only') {
      this.runner.notes.sawPath = true;
      if (scenario.method === null || scenario.method === 'ALL')
        return [UNKNOWN_OUTCOME, ...(this.external('deny', scenario) ?? [])];
      const reads = scenario.method === 'GET' || scenario.method === 'HEAD' || scenario.method === 'OPTIONS';
      return reads ? [{ ...UNKNOWN_OUTCOME, credential: true }] : this.external('deny', scenario);
    }
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
    const hooks = mode === 'middleware' ? this.hooksOf(value).map((hook) => this.entered(hook, scenario, 'hook')) : [];
    const entry = mode === 'permission' ? askedWithCredential(value, this.program) : undefined;
    if (entry) return this.asCredential(entry, scenario);
    const method = this.entryOf(value, mode);
    if (method) hooks.push(this.entered(method, scenario, mode));
    if (hooks.length > 0) return hooks.reduce(oneAfterAnother);
    const symbols = this.program.externalBases(value.of);
    const verdict = this.verdictOf(value, symbols);
    if (verdict) {
      const given = new Map<string, Abstract>(
        parametersOf(verdict).map((param, index) => [
          param.name,
          VERDICT_ARGUMENTS[index] ?? unknown(null, param.name),
        ]),
      );
      const outcomes = this.runner.run(verdict, given, scenario, 'dependency');
      return outcomes.map((outcome) => ({ ...outcome, credential: true }));
    }
    const effects = symbols.map((symbol) => effectOf(`${symbol}()`, []) ?? effectOf(symbol, []));
    return symbols.length === 0
      ? null
      : this.external(
          effects.find((effect) => effect !== undefined),
          scenario,
        );
  }

  /** What a class answers that is given the request, and then what the caller sent. */
  private asCredential({ method, always }: CredentialEntry, scenario: Scenario): Outcome[] | null {
    if (scenario.credential === 'absent' && !always) return this.external('deny', scenario);
    const outcomes = this.runner.run(method, sentTo(method, scenario), scenario, 'permission');
    return outcomes.map((outcome) => ({ ...outcome, credential: true }));
  }

  private hooksOf(value: InstanceValue): FunctionValue[] {
    return hookMethods()
      .map((name) => this.program.bound(value.of, value, name))
      .filter((hook) => hook?.v === 'function');
  }

  /** The method of a class that says what comes of callers whom its package's guard does not know. */
  private verdictOf(value: InstanceValue, symbols: readonly string[]): FunctionValue | undefined {
    const name = entryOf(symbols)?.verdict;
    const method = name === undefined ? undefined : this.program.bound(value.of, value, name);
    return method?.v === 'function' ? method : undefined;
  }

  private entryOf(value: InstanceValue, mode: Mode): FunctionValue | undefined {
    const known = mode === 'dependency' ? undefined : entryOf(this.program.externalBases(value.of))?.method;
    if (mode === 'permission' && known !== undefined) {
      const asks = this.program.bound(value.of, value, known);
      return asks?.v === 'function' ? asks : undefined;
    }
    for (const name of [known, '__call__', 'dispatch', 'handle', 'canActivate', 'use', 'matches?']) {
      const method = name === undefined ? undefined : this.program.bound(value.of, value, name);
      if (method?.v === 'function') return method;
    }
    return undefined;
  }

  private classOutcomes(value: ClassValue, scenario: Scenario, mode: Mode, use: LinkedUse | null): Outcome[] | null {
    const scope = use && this.program.modules.get(use.path)?.scope;
    if (mode === 'permission') {
      // A class that is asked itself: `def self.matches?(request)`.
      const own = this.program.bound(value, value, 'self.matches?');
      if (own?.v === 'function') return this.entered(own, scenario, mode);
      const made = this.program.call(value, [], 1);
      return made?.v === 'instance' ? this.instance(made, scenario, mode) : null;
    }
    const args = scope && mode === 'middleware' ? this.program.args(use.args, scope, 1).slice(1) : [];
    const instance = args.length > 0 ? this.program.call(value, args, 1) : this.program.inject(value);
    if (instance?.v !== 'instance') return null;
    if (mode !== 'dependency') return this.instance(instance, scenario, mode);
    const method = this.program.bound(value, instance, '__init__');
    return method?.v === 'function' ? this.entered(method, scenario, 'dependency') : [UNKNOWN_OUTCOME];
  }

  /** A decorator: what it puts around the handler, with the handler as the thing that is handed on to. */
  private decorated(decorator: FunctionValue, scenario: Scenario): Outcome[] | null {
    const [param] = parametersOf(decorator);
    if (!param) return null;
    const handler = handedOn(decorator);
    const wrapped = this.program.call(decorator, [{ name: null, value: handler }], 1);
    // It marks the function, and gives it back as it is.
    if (wrapped?.v === 'function' && isHandedOn(wrapped)) return [UNKNOWN_OUTCOME];
    const given = new Map<string, Abstract>([[param.name, { v: 'next' }]]);
    const options = wrapped ? optionsOf(wrapped) : [];
    const around = options.filter((option) => !isHandedOn(option));
    const all = around.map((option) => this.aroundHandler(option, given, scenario));
    if (all.length === 0 || all.some((one) => one === null)) return null;
    // Which of several forms it is (one for coroutines, one for others) hangs on the handler; whether there is one at all, on a setting.
    const forms = all.flatMap((one) => one ?? []);
    return around.length < options.length ? chosen([[UNKNOWN_OUTCOME], forms]) : forms;
  }

  /** What a decorator has made of a handler. */
  private aroundHandler(made: Value, given: ReadonlyMap<string, Abstract>, scenario: Scenario): Outcome[] | null {
    if (made.v === 'external') {
      const before = this.packaged(made, scenario, 'middleware');
      const inner = made.values.find(({ value }) => value.v === 'function')?.value;
      const next = inner && this.aroundHandler(inner, given, scenario);
      return before && next ? oneAfterAnother(before, next) : before;
    }
    if (made.v !== 'function') return null;
    if (isHandedOn(made)) return [UNKNOWN_OUTCOME];
    const { inner } = made.wrapped ?? {};
    const own = inner?.v === 'function' && inner.fact === made.fact ? inner : made;
    return this.runner.run(own, given, scenario, 'middleware');
  }

  /** What a function was made around, as the thing that is handed on to. */
  private aroundNext({ next: _, ...made }: FunctionValue, name: string, scenario: Scenario): Outcome[] {
    return this.runner.run(made, new Map<string, Abstract>([[name, { v: 'next' }]]), scenario, 'middleware');
  }

  /** As `outcomes`, of a function. Asked before, it answers from memory. */
  entered(fn: FunctionValue, scenario: Scenario, mode: Mode): Outcome[] {
    const anchor = fn.after ?? anchorOf(fn);
    const general = `${fn.path}#${fn.fact.id}|${scenario.credential}${scenario.bearer ?? ''}${scenario.before ? 'before' : ''}|${mode}|${this.overrides.length}`;
    const exact = `${general}|${scenario.method} ${scenario.url} ${scenario.endpoint} ${scenario.metadata?.signature}`;
    const depth = this.depth++;
    try {
      if (depth > MAX_DEPENDENCIES) return [UNKNOWN_OUTCOME];
      const asked = { anchor, general, exact, depth, most: MAX_DEPENDENCIES };
      return this.memory.of(asked, this.program.workspace, () => this.fresh(fn, scenario, mode));
    } finally {
      this.depth = depth;
      if (depth > MAX_DEPENDENCIES) this.runner.notes.cuts++;
    }
  }

  private fresh(fn: FunctionValue, scenario: Scenario, mode: Mode): Outcome[] {
    const refused: Outcome[] = [];
    let entries: Entry[] = [{ given: new Map(), outcome: { assumptions: [], credential: false, unread: null } }];
    const params = parametersOf(fn);
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
    const called = parametersOf(fn).some(({ name }) => name === 'next') ? param.name === 'next' : isLast && !param.rest;
    if (mode === 'middleware' && called && parametersOf(fn).length > 1) return given({ v: 'next' });
    const field = fn.self?.v === 'instance' && mode === 'permission' ? fn.self.fields.get(param.name) : undefined;
    if (field) return given(field);
    if (param.default?.e === 'request') return given(this.requestParameter(param.default, param.name, scenario));
    const guards = guardValues(param.default, param.type, fn.scope, this.program);
    if (guards.length > 0)
      return guards.flatMap(
        (guard) => this.outcomes(guard, scenario, 'dependency', null) ?? given(unknown(null, param.name)),
      );
    const part = requestMarker(param.type);
    if (part) return given(this.requestParameter(part, param.name, scenario));
    if (isCredentialName(param.name) && isPlain(param.type)) {
      // Whether it is a part of the path hangs on the path.
      this.runner.notes.sawPath ||= mode === 'handler';
      if (isOfQuery(param, scenario, mode)) return given(requestValue('query', param.name, scenario));
    }
    if (param.default && param.default.e !== 'guard')
      return given(mode === 'helper' ? this.program.evaluate(param.default, fn.scope) : unknown(null, param.name));
    return given(unknown(null, param.name));
  }

  private requestParameter(request: Extract<Expression, { e: 'request' }>, name: string, scenario: Scenario): Abstract {
    const own = request.part === 'header' ? name.replace(/_/g, '-') : name;
    return requestValue(request.part, request.name ?? own, scenario);
  }
}
