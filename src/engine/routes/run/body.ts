/**
 * Runs a function's body for one kind of caller and tells how it can end: path by path, because a guard is what its worst path does.
 * Functions of the workspace are entered; what lies outside is judged by `packages/` or taken to fail on a made-up credential.
 */
import { isTainted, type Abstract, type Refusal, type Scenario } from './abstract';
import { Callbacks } from './callbacks';
import type { Expression, Statement } from '../../code/model';
import { kindsOf, statusByName, takes } from './exceptions';
import {
  distinct,
  found,
  MAX_DEPTH,
  MAX_HANDLER_STEPS,
  MAX_STEPS,
  normal,
  pass,
  thrown,
  UNKNOWN,
  withVar,
  type Context,
  type Mode,
  type Outcome,
  type Path,
  type Result,
  type State,
} from './state';
import { nameOf, type FunctionValue, type Scope, type Value } from '../program/values';
import { METHOD } from '../program/mro';
import { CallRunner } from './calls';
import { FieldsBefore, type Fields } from './fields';
import { endOf } from './ends';
import { closed, hasZeroValues, missing } from './results';
import { headersMet, readsToken } from './headers';
import { answersOf, isRedirect, saysNothing } from './unserved';

export { anchorOf } from './state';
export type { Context, Mode, Outcome, Result, State } from './state';

export class BodyRunner extends CallRunner {
  private readonly running = new Set<string>();
  protected readonly callbacks = new Callbacks(this);
  private readonly fields = new FieldsBefore(this);

  /** Every way a function can end. `given`: arguments by name; parameters without one are filled as the request fills them. */
  run(fn: FunctionValue, given: ReadonlyMap<string, Abstract>, scenario: Scenario, mode: Mode, depth = 0): Outcome[] {
    if (depth > 0) return this.within(fn, given, scenario, mode, depth);
    const all = fn.after ? new Map([...this.fields.of(fn.after, scenario), ...given]) : given;
    const { notes } = this;
    const { steps, limit, deepest, exhausted } = notes;
    Object.assign(notes, { steps: 0, limit: mode === 'handler' ? MAX_HANDLER_STEPS : MAX_STEPS, exhausted: false });
    const outcomes = this.memory.apart(() => this.within(fn, all, scenario, mode, depth));
    const isCut = notes.exhausted;
    Object.assign(notes, { steps, limit, deepest, exhausted: isCut || exhausted });
    return isCut ? outcomes.map((one) => (one.end === 'pass' ? { ...one, cut: true as const } : one)) : outcomes;
  }

  /** What a step does before others, for a caller that it lets through. */
  step(fn: FunctionValue, fields: Fields, scenario: Scenario): Outcome[] {
    return this.run(fn, fields, scenario, 'helper');
  }

  private within(
    fn: FunctionValue,
    given: ReadonlyMap<string, Abstract>,
    scenario: Scenario,
    mode: Mode,
    depth: number,
  ): Outcome[] {
    const key = `${fn.path}#${fn.fact.id}`;
    if (depth > MAX_DEPTH || this.running.has(`${key}@${depth}`) || this.depthOf(key) > 1) {
      this.notes.cuts++;
      return [pass(UNKNOWN)];
    }
    const mark = `${key}@${depth}`;
    this.running.add(mark);
    try {
      const vars = new Map(given);
      const scope = this.functionScope(fn);
      const body = this.body(fn);
      const context: Context = {
        scope,
        scenario: readsToken(body) ? { ...scenario, before: true } : scenario,
        mode,
        depth,
        ...(mode === 'handler' && this.returnsAnswers(fn) && { answers: answersOf(body) }),
      };
      const start: State = {
        vars,
        assumptions: [],
        credential: false,
        unread: null,
        sent: null,
        proceeded: false,
        mayRaise: false,
      };
      return this.block(body, [start], context).map((path) => endOf(path, context.mode, fn));
    } finally {
      this.running.delete(mark);
    }
  }

  /** An action of a Ruby class answers by what it calls, whatever it returns. */
  private returnsAnswers({ path }: FunctionValue): boolean {
    return this.program.languageOf(path) !== 'ruby';
  }

  private depthOf(key: string): number {
    let count = 0;
    for (const mark of this.running) if (mark.startsWith(`${key}@`)) count++;
    return count;
  }

  /** Names of the function's own scope shadow the module's; `this` is the instance. */
  private functionScope(fn: FunctionValue): Scope {
    const vars = new Map<string, Value>();
    if (fn.self) vars.set('this', fn.self).set(METHOD, fn);
    return { path: fn.path, vars, parent: fn.scope };
  }

  /** A function written in place and called by somebody else: it sees and changes what the path knows. */
  inPlace(fn: FunctionValue, args: readonly Abstract[], state: State, context: Context): Result[] | undefined {
    if (context.depth >= MAX_DEPTH) return undefined;
    const vars = new Map(state.vars);
    fn.fact.params.forEach((param, index) => vars.set(param.name, args[index] ?? UNKNOWN));
    const { answers: _, ...outer } = context;
    const inner: Context = { ...outer, scope: this.functionScope(fn), depth: context.depth + 1 };
    return this.block(this.body(fn), [{ ...state, vars }], inner).map((path): Result => {
      const at: State = { ...path.state, vars: state.vars };
      if (path.end === 'throw') return { state: at, value: UNKNOWN, raised: path.refusal };
      if (path.end === 'proceed') return found({ ...at, proceeded: true }, { v: 'next' });
      if (path.value?.v === 'refusal') return found({ ...at, sent: at.sent ?? path.value.refusal }, UNKNOWN);
      return found(at, path.value ?? UNKNOWN);
    });
  }

  // Statements -----------------------------------------------------------------------------------------------------------------------

  private block(statements: readonly Statement[], states: State[], context: Context): Path[] {
    let live = states;
    const ended: Path[] = [];
    for (const statement of statements) {
      const next: State[] = [];
      for (const state of live)
        for (const path of this.statement(statement, state, context)) {
          if (path.end === 'normal') next.push(path.state);
          else ended.push(path);
        }
      live = distinct(next);
      if (live.length === 0) break;
    }
    return [...ended, ...live.map((state): Path => ({ state, end: 'normal', value: null, refusal: null }))];
  }

  private statement(statement: Statement, state: State, context: Context): Path[] {
    if (++this.notes.steps > this.notes.limit) {
      this.notes.exhausted = true;
      return [normal(state)];
    }
    switch (statement.s) {
      case 'do':
        return this.evaluate(statement.value, state, context).map((result) => this.settle(result));
      case 'let':
        return this.evaluate(statement.value, state, context).map((result) =>
          result.raised ? thrown(result) : normal(this.bound(statement, result)),
        );
      case 'if':
        return this.branch(statement, state, context);
      case 'return':
        return this.returned(statement, state, context);
      case 'throw':
        return this.throws(statement, state, context);
      case 'try':
        return this.attempt(statement, state, context);
      case 'loop':
        return this.loop(statement, state, context);
      case 'jump':
        return [{ state, end: 'jump', value: null, refusal: null }];
      case 'def':
        return [normal(this.define(statement.id, state, context))];
      case 'import':
        return [normal(this.imported(statement, state, context))];
      default:
        return [normal(state)];
    }
  }

  /** An expression on its own: a refusal that sends itself, handing on, or nothing. */
  private settle(result: Result): Path {
    if (result.raised) return thrown(result);
    if (result.value.v === 'next')
      return { state: { ...result.state, proceeded: true }, end: 'proceed', value: null, refusal: null };
    return normal(result.state);
  }

  private returned(statement: Extract<Statement, { s: 'return' }>, state: State, context: Context): Path[] {
    if (!statement.value)
      return [this.unserved(statement, { state, end: 'return', value: null, refusal: null }, context)];
    const results =
      statement.value.e === 'record'
        ? this.record(statement.value, state, context, context.mode === 'helper')
        : this.evaluate(statement.value, state, context);
    return results.map((result) => {
      if (result.raised) return thrown(result);
      if (result.value.v === 'next') return { state: result.state, end: 'proceed', value: null, refusal: null };
      const answer = hasZeroValues(context, this.program) ? missing(result, context.scenario) : result.value;
      // A function written here keeps what it closes over when it leaves.
      const isOwn = answer.v === 'function' && answer.scope === context.scope;
      const value = isOwn ? closed(answer, result.state) : answer;
      return this.unserved(statement, { state: result.state, end: 'return', value, refusal: null }, context);
    });
  }

  /** A handler that ends early, because of the caller's credential, and says nothing but that: its work is not done. */
  private unserved(statement: Extract<Statement, { s: 'return' }>, path: Path, context: Context): Path {
    const { answers, scope } = context;
    const { state, value } = path;
    // What was thrown may have been no matter of the caller's, but then nothing was done for anybody.
    const isCaught = answers?.caught.has(statement) === true;
    if (!answers || !(state.credential || isCaught) || state.sent || value?.v === 'refusal') return path;
    // Whoever has not signed in is sent to some page (`redirect("/")`), be it at the end.
    const isAway = isRedirect(statement.value) && this.program.languageOf(scope.path) === 'python';
    // Who has just been signed in is sent on.
    if (isAway && [...state.vars.keys()].some((name) => name.startsWith('request.session.'))) return path;
    if (isAway ? !answers.sendsAway : answers.last.has(statement) || !saysNothing(statement.value)) return path;
    const sent: Refusal = { status: null, redirect: false, path: scope.path, line: statement.line, http: true };
    return { ...path, state: { ...state, sent } };
  }

  private throws(statement: Extract<Statement, { s: 'throw' }>, state: State, context: Context): Path[] {
    const at: Refusal = { status: null, redirect: false, path: context.scope.path, line: statement.line, http: false };
    if (!statement.value) return [{ state, end: 'throw', value: null, refusal: at }];
    return this.evaluate(statement.value, state, context).map((result) => {
      if (result.raised) return thrown(result);
      const { value } = result;
      const kinds = kindsOf(value, this.program);
      const named = { ...at, status: statusByName(statement.value), ...(kinds && { kinds }) };
      const refusal = value.v === 'refusal' ? value.refusal : named;
      return { state: result.state, end: 'throw', value: null, refusal };
    });
  }

  private branch(statement: Extract<Statement, { s: 'if' }>, state: State, context: Context): Path[] {
    const paths: Path[] = [];
    for (const result of this.test(statement.test, state, context)) {
      if (result.raised) paths.push(thrown({ ...result, value: UNKNOWN, raised: result.raised }));
      else paths.push(...this.block(result.truth ? statement.then : statement.else, [result.state], context));
    }
    return paths;
  }

  private attempt(statement: Extract<Statement, { s: 'try' }>, state: State, context: Context): Path[] {
    const inside = this.block(statement.body, [{ ...state, mayRaise: false }], context);
    const paths: Path[] = [];
    const caught: { state: State; refusal: Refusal | null }[] = [];
    for (const path of inside) {
      if (path.end === 'throw') caught.push({ state: path.state, refusal: path.refusal });
      else {
        if (path.state.mayRaise)
          caught.push({ state: { ...state, credential: true, assumptions: path.state.assumptions }, refusal: null });
        paths.push({ ...path, state: { ...path.state, mayRaise: state.mayRaise } });
      }
    }
    for (const { state: at, refusal } of caught)
      paths.push(...this.caught(statement, { ...at, mayRaise: state.mayRaise }, refusal, context));
    if (statement.after.length === 0) return paths;
    return paths.flatMap((path) =>
      this.block(statement.after, [path.state], context).map((after) =>
        after.end === 'normal' ? { ...path, state: after.state } : after,
      ),
    );
  }

  /** The handlers that may take an exception; without a sure one it goes on outwards as well. */
  private caught(
    statement: Extract<Statement, { s: 'try' }>,
    state: State,
    refusal: Refusal | null,
    context: Context,
  ): Path[] {
    const paths: Path[] = [];
    for (const { types, body } of statement.catches) {
      if (!takes(types, refusal)) continue;
      for (const path of this.block(body, [state], context)) {
        // A bare `raise` passes on what was caught.
        const again = path.end === 'throw' && path.refusal?.http === false && refusal !== null;
        paths.push(again ? { ...path, refusal } : path);
      }
      return paths;
    }
    const at: Refusal = { status: null, redirect: false, path: context.scope.path, line: statement.line, http: false };
    return [...paths, { state, end: 'throw', value: null, refusal: refusal ?? at }];
  }

  private loop(statement: Extract<Statement, { s: 'loop' }>, state: State, context: Context): Path[] {
    const over = statement.over
      ? this.evaluate(statement.over, state, context)
      : [{ state, value: UNKNOWN, raised: null }];
    return over.flatMap((result) => {
      if (result.raised) return [thrown(result)];
      if (result.value.v === 'list') return this.unrolled(statement, result.value.items, result.state, context);
      const headers = headersMet(statement, result.value, context.scenario);
      if (headers) return this.unrolled(statement, headers, { ...result.state, credential: true }, context);
      const item: Abstract = isTainted(result.value) ? result.value : UNKNOWN;
      const entered = statement.as.reduce((at, name) => this.assign({ e: 'name', name }, item, at), result.state);
      const once = this.block(statement.body, [entered], context);
      const endless = statement.over === null;
      const paths = once.filter((path) => path.end !== 'jump' && path.end !== 'normal');
      const after = once.filter((path) => path.end === 'jump' || path.end === 'normal').map((path) => path.state);
      const skipped = endless ? [] : [result.state];
      return [...paths, ...distinct([...after, ...skipped]).map((at) => normal(at))];
    });
  }

  private unrolled(
    statement: Extract<Statement, { s: 'loop' }>,
    items: readonly (Value | readonly Abstract[])[],
    state: State,
    context: Context,
  ): Path[] {
    let live = [state];
    const ended: Path[] = [];
    for (const item of items.slice(0, 40)) {
      const parts = Array.isArray(item) ? item : partsOfItem(item as Value, statement.as.length);
      const entered = live.map((at) =>
        statement.as.reduce((to, name, index) => this.assign({ e: 'name', name }, parts[index] ?? UNKNOWN, to), at),
      );
      const paths = this.block(statement.body, entered, context);
      ended.push(...paths.filter((path) => path.end !== 'normal' && path.end !== 'jump'));
      live = distinct(paths.filter((path) => path.end === 'normal' || path.end === 'jump').map((path) => path.state));
      if (live.length === 0) break;
    }
    return [...ended, ...live.map((at) => normal(at))];
  }

  private define(id: string, state: State, context: Context): State {
    const fact = this.program.facts(context.scope.path)?.functions[id];
    if (!fact) return state;
    return withVar(state, fact.name, {
      v: 'function',
      path: context.scope.path,
      fact,
      scope: context.scope,
      self: null,
    });
  }

  private imported(statement: Extract<Statement, { s: 'import' }>, state: State, context: Context): State {
    let next = state;
    for (const { name, as } of statement.names)
      if (!as.includes('.') && as !== '*')
        next = withVar(next, as, { v: 'imported', from: context.scope.path, module: statement.from, name });
    return next;
  }

  /** `err := next(c)` hands on as well. */
  private bound({ to, value }: Extract<Statement, { s: 'let' }>, result: Result): State {
    const isCalled = value.e === 'call' || value.e === 'error';
    const at = isCalled && result.value.v === 'next' ? { ...result.state, proceeded: true } : result.state;
    return this.assign(to, result.value, at);
  }

  private assign(to: Expression, value: Abstract, state: State): State {
    if (to.e === 'name') return withVar(state, to.name, value);
    if (to.e === 'request' && to.name !== null) return withVar(state, `request.${to.part}.${to.name}`, value);
    if (to.e === 'member') return withVar(state, nameOf(to), value);
    return state;
  }
}

/** What the names of a loop are bound to. */
function partsOfItem(item: Value, names: number): readonly Abstract[] {
  return names > 1 && item.v === 'list' ? item.items : Array.from({ length: names }, () => item);
}
