/**
 * Runs a function's body for one kind of caller and tells how it can end: path by path, because a guard is what its worst path does.
 * Functions of the workspace are entered; what lies outside is judged by `externals.ts` or taken to fail on a made-up credential.
 */
import {
  abstractTruth,
  compare,
  isCredentialName,
  isTainted,
  requestValue,
  settingOf,
  type Abstract,
  type Assumption,
  type Refusal,
  type Scenario,
} from './abstract';
import { callBuiltin } from './builtins';
import { Callbacks } from './callbacks';
import { effectOf } from './externals';
import type { Interpreter } from './interpret';
import type { Argument, Expression, FunctionFact, Statement } from './model';
import { someExpressionIn } from './visit';
import { nameOf, optionsOf, type EvaluatedArgument, type FunctionValue, type Scope, type Value } from './values';

/** Paths that are kept per statement; beyond it the rest is dropped, most alike first. */
const MAX_PATHS = 24;
const MAX_ALTERNATIVES = 8;
const MAX_DEPTH = 6;
/** Statements per judged guard; a body that needs more stays undecided. */
const MAX_STEPS = 6000;

/** How one path through a body ends. */
export interface Outcome {
  end: 'pass' | 'refuse';
  /** What it returns, for a pass. */
  value: Abstract;
  refusal: Refusal | null;
  assumptions: Assumption[];
  /** The path turned on the caller's credential. */
  credential: boolean;
  /** A credential was handed to something out of reach and its answer was never looked at. */
  unread: string | null;
  /** Of a helper: what it answered on the way, and whether it handed the request on. */
  sent?: Refusal | null;
  proceeds?: true;
}

export type Mode = 'dependency' | 'middleware' | 'handler' | 'helper';

export interface State {
  vars: Map<string, Abstract>;
  assumptions: Assumption[];
  credential: boolean;
  unread: string | null;
  sent: Refusal | null;
  /** The request was handed on, or the websocket accepted and used. */
  proceeded: boolean;
  /** Something in a `try` may have raised because of the credential. */
  mayRaise: boolean;
}

interface Path {
  state: State;
  end: 'normal' | 'return' | 'throw' | 'jump' | 'proceed';
  value: Abstract | null;
  refusal: Refusal | null;
}

/** An expression's value on one path, or the exception that it raises. */
export interface Result {
  state: State;
  value: Abstract;
  raised: Refusal | null;
}

/** One way a test can turn out. */
interface Tested {
  state: State;
  truth: boolean;
  raised: Refusal | null;
}

export interface Context {
  scope: Scope;
  scenario: Scenario;
  mode: Mode;
  depth: number;
}

const UNKNOWN: Abstract = { v: 'unknown', why: null, name: null };
const FAILED: Abstract = { v: 'failed' };
const FORMAL: Abstract = { v: 'formal' };

/** Methods of a text that give a text. */
const TEXT_METHODS =
  /^(replace|strip|split|rsplit|lower|upper|encode|decode|removeprefix|removesuffix|partition|rpartition|lstrip|rstrip|slice|substring|substr|trim|toString|toLowerCase|get_secret_value|get|pop|match|at|padEnd|credentials)$/;
/** Tests of form, which a made-up value may pass. */
const FORM_TESTS =
  /^(startswith|endswith|startsWith|endsWith|isdigit|isalnum|includes|count|find|index|indexOf|test|fullmatch)$/;
const PASS_THROUGH = new Set(['str', 'bytes', 'String', 'list', 'tuple', 'SecretStr', 'b64decode', 'UUID']);
const FORM_FUNCTIONS = new Set(['len', 'isinstance', 'type', 'hasattr', 'callable']);

export class BodyRunner {
  /** Whether the last run looked at the request's path or method. */
  sawPath = false;
  /** Functions whose facts are missing, by name: what `unknown` verdicts name. */
  readonly unreachable = new Set<string>();
  private readonly running = new Set<string>();
  private readonly relevant = new WeakMap<FunctionFact, boolean>();
  private memo = new WeakMap<object, Map<string, { outcomes: Outcome[]; sawPath: boolean }>>();
  private readonly callbacks = new Callbacks(this);
  private steps = 0;

  constructor(readonly program: Interpreter) {}

  /** Every way a function can end. `given`: arguments by name; parameters without one are filled as the request fills them. */
  run(fn: FunctionValue, given: ReadonlyMap<string, Abstract>, scenario: Scenario, mode: Mode, depth = 0): Outcome[] {
    const key = `${fn.path}#${fn.fact.id}`;
    if (depth === 0) this.steps = 0;
    if (depth > MAX_DEPTH || this.running.has(`${key}@${depth}`) || this.depthOf(key) > 1) return [pass(UNKNOWN)];
    const mark = `${key}@${depth}`;
    this.running.add(mark);
    try {
      const vars = new Map(given);
      const scope = this.functionScope(fn);
      const context: Context = { scope, scenario, mode, depth };
      const start: State = {
        vars,
        assumptions: [],
        credential: false,
        unread: null,
        sent: null,
        proceeded: false,
        mayRaise: false,
      };
      return this.block(fn.fact.body, [start], context).map((path) => this.outcome(path, context, fn));
    } finally {
      this.running.delete(mark);
    }
  }

  private depthOf(key: string): number {
    let count = 0;
    for (const mark of this.running) if (mark.startsWith(`${key}@`)) count++;
    return count;
  }

  /** Names of the function's own scope shadow the module's; `this` is the instance. */
  private functionScope(fn: FunctionValue): Scope {
    const vars = new Map<string, Value>();
    if (fn.self) vars.set('this', fn.self);
    return { path: fn.path, vars, parent: fn.scope };
  }

  private outcome(path: Path, context: Context, fn: FunctionValue): Outcome {
    const { state } = path;
    const isHelper = context.mode === 'helper';
    const common = {
      assumptions: state.assumptions,
      credential: state.credential,
      unread: state.unread,
      ...(isHelper && state.sent ? { sent: state.sent } : {}),
      ...(isHelper && (path.end === 'proceed' || state.proceeded) ? { proceeds: true as const } : {}),
    };
    const refuse = (refusal: Refusal): Outcome => ({ end: 'refuse', value: UNKNOWN, refusal, ...common });
    const done = (value: Abstract): Outcome => ({ end: 'pass', value, refusal: null, ...common });
    if (path.end === 'throw') {
      const at = { status: null, redirect: false, path: fn.path, line: fn.fact.at.line, http: false };
      return refuse(path.refusal ?? at);
    }
    if (path.end === 'proceed') return done(UNKNOWN);
    if (state.sent && context.mode !== 'helper') return refuse(state.sent);
    const value = path.value ?? { v: 'constant', value: null };
    const answers = context.mode === 'middleware' || context.mode === 'handler';
    if (answers && value.v === 'refusal') return refuse(value.refusal);
    if (context.mode === 'middleware' && !state.proceeded) {
      // It answers by itself, whatever it says: the handler is not reached.
      return refuse({ status: 200, redirect: false, path: fn.path, line: fn.fact.at.line, http: true });
    }
    return done(value);
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
    if (++this.steps > MAX_STEPS) return [normal(state)];
    switch (statement.s) {
      case 'do':
        return this.evaluate(statement.value, state, context).map((result) =>
          this.settle(result, statement.line, context),
        );
      case 'let':
        return this.evaluate(statement.value, state, context).map((result) =>
          result.raised ? thrown(result) : normal(this.assign(statement.to, result.value, result.state)),
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
  private settle(result: Result, line: number, context: Context): Path {
    if (result.raised) return thrown(result);
    if (result.value.v === 'next')
      return { state: { ...result.state, proceeded: true }, end: 'proceed', value: null, refusal: null };
    void line;
    void context;
    return normal(result.state);
  }

  private returned(statement: Extract<Statement, { s: 'return' }>, state: State, context: Context): Path[] {
    if (!statement.value) return [{ state, end: 'return', value: null, refusal: null }];
    return this.evaluate(statement.value, state, context).map((result) => {
      if (result.raised) return thrown(result);
      if (result.value.v === 'next') return { state: result.state, end: 'proceed', value: null, refusal: null };
      return { state: result.state, end: 'return', value: result.value, refusal: null };
    });
  }

  private throws(statement: Extract<Statement, { s: 'throw' }>, state: State, context: Context): Path[] {
    const at: Refusal = { status: null, redirect: false, path: context.scope.path, line: statement.line, http: false };
    if (!statement.value) return [{ state, end: 'throw', value: null, refusal: at }];
    return this.evaluate(statement.value, state, context).map((result) => {
      if (result.raised) return thrown(result);
      const { value } = result;
      const refusal = value.v === 'refusal' ? value.refusal : { ...at, status: statusByName(statement.value) };
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
      const all = types.length === 0 || types.some((type) => /^(Base)?Exception$/.test(type));
      const http = types.some((type) => /HTTPException$/.test(type));
      if (refusal?.http && !all && !http) continue;
      if (refusal && !refusal.http && http && !all) continue;
      for (const path of this.block(body, [state], context)) {
        // A bare `raise` passes on what was caught.
        const again = path.end === 'throw' && path.refusal?.http === false && refusal !== null;
        paths.push(again ? { ...path, refusal } : path);
      }
      if (all || http || refusal === null) return paths;
      // A handler for some other type may or may not take it.
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
    items: readonly Value[],
    state: State,
    context: Context,
  ): Path[] {
    let live = [state];
    const ended: Path[] = [];
    for (const item of items.slice(0, 40)) {
      const entered = live.map((at) =>
        statement.as.reduce(
          (to, name, index) =>
            this.assign(
              { e: 'name', name },
              statement.as.length > 1 && item.v === 'list' ? (item.items[index] ?? UNKNOWN) : item,
              to,
            ),
          at,
        ),
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

  private assign(to: Expression, value: Abstract, state: State): State {
    if (to.e === 'name') return withVar(state, to.name, value);
    if (to.e === 'request' && to.name !== null) return withVar(state, `request.${to.part}.${to.name}`, value);
    if (to.e === 'member') return withVar(state, nameOf(to), value);
    return state;
  }

  // Tests ----------------------------------------------------------------------------------------------------------------------------

  /** The ways a test can turn out. */
  private test(expression: Expression, state: State, context: Context): Tested[] {
    if (expression.e === 'not')
      return this.test(expression.of, state, context).map((result) => ({ ...result, truth: !result.truth }));
    if (expression.e === 'and' || expression.e === 'or') {
      const stops = expression.e === 'or';
      return this.test(expression.left, state, context).flatMap((result) =>
        result.raised || result.truth === stops ? [result] : this.test(expression.right, result.state, context),
      );
    }
    return this.evaluate(expression, state, context).flatMap((result): Tested[] => {
      if (result.raised) return [{ state: result.state, truth: false, raised: result.raised }];
      return truths(result.value, result.state, nameOf(expression)).map((one) => ({ ...one, raised: null }));
    });
  }

  // Expressions ----------------------------------------------------------------------------------------------------------------------

  private evaluate(expression: Expression, state: State, context: Context): Result[] {
    switch (expression.e) {
      case 'name':
        return [found(state, this.name(expression.name, state, context))];
      case 'request':
        return [found(state, this.request(expression, state, context))];
      case 'refusal':
        return this.refusal(expression, state, context);
      case 'proceed':
        return [found(state, { v: 'next' })];
      case 'member':
        return this.member(expression, state, context);
      case 'index':
        return this.index(expression, state, context);
      case 'call':
        return limit(this.call(expression, state, context));
      case 'not':
      case 'and':
      case 'or':
        return this.logical(expression, state, context);
      case 'compare':
        return this.compared(expression, state, context);
      case 'choose':
        return this.test(expression.test, state, context).flatMap((result) =>
          result.raised
            ? [{ state: result.state, value: UNKNOWN, raised: result.raised }]
            : this.evaluate(result.truth ? expression.then : expression.else, result.state, context),
        );
      case 'join':
      case 'other':
        return this.combined(expression.parts, state, context);
      case 'list':
        return this.list(expression, state, context);
      default:
        return [found(state, this.plain(expression, context))];
    }
  }

  private plain(expression: Expression, context: Context): Abstract {
    if (expression.e === 'function') {
      const fact = this.program.facts(context.scope.path)?.functions[expression.id];
      return fact ? { v: 'function', path: context.scope.path, fact, scope: context.scope, self: null } : UNKNOWN;
    }
    return this.program.evaluate(expression, context.scope);
  }

  private name(name: string, state: State, context: Context): Abstract {
    const local = state.vars.get(name);
    if (local) return local.v === 'imported' ? this.program.follow(local) : local;
    const value = this.program.evaluate({ e: 'name', name }, context.scope);
    // A module's `X = None` is filled in at start-up.
    if (value.v === 'constant' && value.value === null && context.scope.parent?.parent === null)
      return { v: 'unknown', why: null, name };
    return value;
  }

  private request(expression: Extract<Expression, { e: 'request' }>, state: State, context: Context): Abstract {
    const set = state.vars.get(`request.${expression.part}.${expression.name}`);
    if (set) return set;
    if (expression.part === 'path' || expression.part === 'method') this.sawPath = true;
    return requestValue(expression.part, expression.name, context.scenario);
  }

  private refusal(expression: Extract<Expression, { e: 'refusal' }>, state: State, context: Context): Result[] {
    const refusal: Refusal = {
      status: expression.status,
      redirect: expression.redirect ?? false,
      path: context.scope.path,
      line: expression.at.line,
      http: true,
    };
    if (expression.throws) return [{ state, value: UNKNOWN, raised: refusal }];
    if (!expression.sends) return [found(state, { v: 'refusal', refusal })];
    // Closing a websocket without a policy code refuses only where the caller's credential made it close.
    if (refusal.status === null && !state.credential) return [found(state, UNKNOWN)];
    return [found(state.sent ? state : { ...state, sent: refusal }, UNKNOWN)];
  }

  private logical(
    expression: Extract<Expression, { e: 'not' | 'and' | 'or' }>,
    state: State,
    context: Context,
  ): Result[] {
    if (expression.e === 'not')
      return this.test(expression.of, state, context).map(({ state: at, truth, raised }) => ({
        state: at,
        value: { v: 'constant', value: !truth },
        raised,
      }));
    const stops = expression.e === 'or';
    return this.evaluate(expression.left, state, context).flatMap((left) => {
      if (left.raised) return [left];
      return truths(left.value, left.state, nameOf(expression.left)).flatMap((one) =>
        one.truth === stops
          ? [found(one.state, left.value)]
          : this.evaluate(expression.right, one.state, context).map((right) => stillMissing(left, right)),
      );
    });
  }

  private compared(expression: Extract<Expression, { e: 'compare' }>, state: State, context: Context): Result[] {
    return this.evaluate(expression.left, state, context).flatMap((left) => {
      if (left.raised) return [left];
      return this.evaluate(expression.right, left.state, context).map((right): Result => {
        if (right.raised) return right;
        const result = compare(expression.op, left.value, right.value);
        const tainted = isTainted(left.value) || isTainted(right.value);
        const at = tainted ? { ...right.state, credential: true } : right.state;
        if (result !== undefined) return found(at, { v: 'constant', value: result });
        if (tainted) return found(at, FORMAL);
        const setting = settingOf(left.value) ?? settingOf(right.value);
        return found(at, setting === null ? UNKNOWN : { v: 'setting', name: nameOf(expression), fallback: null });
      });
    });
  }

  private member(expression: Extract<Expression, { e: 'member' }>, state: State, context: Context): Result[] {
    const known = state.vars.get(nameOf(expression));
    if (known) return [found(state, known)];
    return this.evaluate(expression.of, state, context).map((of): Result => {
      if (of.raised) return of;
      return this.memberOf(of, expression.name, context);
    });
  }

  private memberOf(of: Result, name: string, context: Context): Result {
    const { value, state } = of;
    switch (value.v) {
      case 'absent':
        return raise(state, context);
      case 'junk':
      case 'failed':
      case 'formal':
      case 'refusal':
        return found(state, value.v === 'refusal' ? UNKNOWN : value);
      case 'next':
        return found(state, UNKNOWN);
      default:
        return found(state, this.program.member(value, name));
    }
  }

  private index(expression: Extract<Expression, { e: 'index' }>, state: State, context: Context): Result[] {
    return this.evaluate(expression.of, state, context).flatMap((of): Result[] => {
      if (of.raised) return [of];
      if (of.value.v === 'absent') return [raise(of.state, context)];
      if (isTainted(of.value)) return [found(of.state, of.value)];
      return this.evaluate(expression.key, of.state, context).map((key): Result => {
        if (key.raised) return key;
        // A look-up by a credential finds nothing, or raises.
        if (key.value.v === 'junk' || key.value.v === 'failed')
          return key.value.v === 'junk' && key.value.claimed ? found(key.state, UNKNOWN) : mayRaise(key.state, FAILED);
        return found(key.state, this.partOf(of.value as Value, key.value));
      });
    });
  }

  private partOf(of: Value, key: Abstract): Abstract {
    if (of.v === 'record' && key.v === 'text') return of.entries.get(key.text) ?? UNKNOWN;
    if (of.v === 'list' && key.v === 'constant' && typeof key.value === 'number')
      return of.items.at(key.value) ?? UNKNOWN;
    return key.v === 'text' ? this.program.member(of, key.text) : UNKNOWN;
  }

  /** A value made of several: made-up or failed as soon as one of them is. */
  private combined(parts: readonly Expression[], state: State, context: Context): Result[] {
    let results: Result[] = [found(state, UNKNOWN)];
    const texts: string[] = [];
    for (const part of parts) {
      results = limit(
        results.flatMap((before) => {
          if (before.raised) return [before];
          return this.evaluate(part, before.state, context).map((result): Result => {
            if (result.raised) return result;
            if (result.value.v === 'text') texts.push(result.value.text);
            return found(
              result.state,
              isTainted(before.value) ? before.value : isTainted(result.value) ? result.value : UNKNOWN,
            );
          });
        }),
      );
    }
    const [only] = results;
    if (results.length === 1 && only && texts.length === parts.length && parts.length > 0)
      return [found(only.state, { v: 'text', text: texts.join('') })];
    return results;
  }

  private list(expression: Extract<Expression, { e: 'list' }>, state: State, context: Context): Result[] {
    const value = this.program.evaluate(expression, context.scope);
    const tainted = this.combined(expression.items, state, context);
    return tainted.map((result) => (result.raised || isTainted(result.value) ? result : found(result.state, value)));
  }

  // Calls ----------------------------------------------------------------------------------------------------------------------------

  private call(expression: Extract<Expression, { e: 'call' }>, state: State, context: Context): Result[] {
    const { callee } = expression;
    if (callee.e === 'name' && (callee.name === 'getattr' || callee.name === 'cast') && expression.args.length >= 2) {
      const [object, name] =
        callee.name === 'cast'
          ? [expression.args[1]?.value, undefined]
          : [expression.args[0]?.value, expression.args[1]?.value];
      if (object && name?.e === 'text')
        return this.member({ e: 'member', of: object, name: name.value }, state, context);
      if (object && !name) return this.evaluate(object, state, context);
    }
    return this.arguments(expression.args, state, context).flatMap(({ state: at, values, raised }) => {
      if (raised) return [{ state: at, value: UNKNOWN, raised }];
      if (callee.e === 'member') return this.methodCall(expression, callee, values, at, context);
      return this.evaluate(callee, at, context).flatMap((target) =>
        target.raised ? [target] : this.invoke(target.value, expression, values, target.state, context),
      );
    });
  }

  private arguments(
    args: readonly Argument[],
    state: State,
    context: Context,
  ): { state: State; values: { name: string | null; value: Abstract }[]; raised: Refusal | null }[] {
    let all: { state: State; values: { name: string | null; value: Abstract }[]; raised: Refusal | null }[] = [
      { state, values: [], raised: null },
    ];
    for (const { name, value } of args) {
      all = all.flatMap((before) => {
        if (before.raised) return [before];
        return this.evaluate(value.e === 'spread' ? value.of : value, before.state, context).map((result) => ({
          state: result.state,
          values: [...before.values, { name, value: result.value }],
          raised: result.raised,
        }));
      });
      if (all.length > MAX_ALTERNATIVES) all = all.slice(0, MAX_ALTERNATIVES);
    }
    return all;
  }

  private methodCall(
    expression: Extract<Expression, { e: 'call' }>,
    callee: Extract<Expression, { e: 'member' }>,
    values: { name: string | null; value: Abstract }[],
    state: State,
    context: Context,
  ): Result[] {
    if (callee.of.e === 'call' && callee.of.callee.e === 'name' && callee.of.callee.name === 'super')
      return this.superCall(callee.name, values, state, context);
    return this.evaluate(callee.of, state, context).flatMap((of): Result[] => {
      const settled = this.callbacks.settled(of, callee.name, values, context);
      if (settled) return settled;
      if (of.raised) return [of];
      const { value } = of;
      if (value.v === 'absent') return [raise(of.state, context)];
      if (value.v === 'junk') {
        if (FORM_TESTS.test(callee.name)) return [found({ ...of.state, credential: true }, FORMAL)];
        if (TEXT_METHODS.test(callee.name)) return [found(of.state, value)];
        return [this.failure(of.state, value.claimed)];
      }
      if (value.v === 'failed') return [mayRaise(of.state, FAILED)];
      // `SETTING.lower()` is still the setting.
      if (value.v === 'setting') return [found(of.state, value)];
      if (value.v === 'formal' || value.v === 'refusal' || value.v === 'next') return [found(of.state, UNKNOWN)];
      if (
        value.v === 'request' &&
        value.expression.name === null &&
        callee.name === 'get' &&
        values[0]?.value.v === 'text'
      )
        return [
          found(
            of.state,
            this.request({ e: 'request', part: value.expression.part, name: values[0].value.text }, of.state, context),
          ),
        ];
      const plain = this.plainMethod(value, callee.name, values, of.state, context);
      if (plain) return [plain];
      const method = this.memberOf(of, callee.name, context);
      return this.invoke(method.value, expression, values, method.state, context);
    });
  }

  /** Methods of literal lists, records and texts. */
  private plainMethod(
    value: Value,
    name: string,
    values: { name: string | null; value: Abstract }[],
    state: State,
    context: Context,
  ): Result | undefined {
    if (value.v !== 'list' && value.v !== 'record' && value.v !== 'text') return undefined;
    if (values.some((arg) => isTainted(arg.value))) {
      if (name === 'includes' || name === 'get' || name === 'index') {
        const claimed = values.some((arg) => arg.value.v === 'junk' && arg.value.claimed);
        return claimed ? found(state, UNKNOWN) : found({ ...state, credential: true }, FAILED);
      }
      return undefined;
    }
    const copy: Value = value.v === 'list' ? { v: 'list', items: [...value.items] } : value;
    const result = callBuiltin(copy, name, values as EvaluatedArgument[], (callee, items) =>
      this.applied(callee, items, state, context),
    );
    return result && found(state, result);
  }

  /** A function applied to one literal item: certain or unknown. */
  private applied(callee: Value, items: EvaluatedArgument[], state: State, context: Context): Value {
    if (callee.v !== 'function') return { v: 'unknown', why: null, name: null };
    const vars = new Map(state.vars);
    callee.fact.params.forEach((param, index) => vars.set(param.name, items[index]?.value ?? UNKNOWN));
    const outcomes = this.run(callee, vars, context.scenario, 'helper', context.depth + 1);
    const certain = new Set(
      outcomes.map((outcome) => (outcome.end === 'pass' ? abstractTruth(outcome.value) : undefined)),
    );
    const [only] = certain;
    return certain.size === 1 && only !== undefined
      ? { v: 'constant', value: only }
      : { v: 'unknown', why: null, name: null };
  }

  /** A function written in place and called by somebody else: it sees and changes what the path knows. */
  inPlace(fn: FunctionValue, args: readonly Abstract[], state: State, context: Context): Result[] | undefined {
    if (context.depth >= MAX_DEPTH) return undefined;
    const vars = new Map(state.vars);
    fn.fact.params.forEach((param, index) => vars.set(param.name, args[index] ?? UNKNOWN));
    const inner: Context = { ...context, scope: this.functionScope(fn), depth: context.depth + 1 };
    return this.block(fn.fact.body, [{ ...state, vars }], inner).map((path): Result => {
      const at: State = { ...path.state, vars: state.vars };
      if (path.end === 'throw') return { state: at, value: UNKNOWN, raised: path.refusal };
      if (path.end === 'proceed') return found(at, { v: 'next' });
      if (path.value?.v === 'refusal') return found({ ...at, sent: at.sent ?? path.value.refusal }, UNKNOWN);
      return found(at, path.value ?? UNKNOWN);
    });
  }

  private invoke(
    target: Abstract,
    expression: Extract<Expression, { e: 'call' }>,
    values: { name: string | null; value: Abstract }[],
    state: State,
    context: Context,
  ): Result[] {
    if (target.v === 'next') return [found(state, { v: 'next' })];
    if (target.v === 'refusal') return [found(state.sent ? state : { ...state, sent: target.refusal }, UNKNOWN)];
    if (isTainted(target)) return [mayRaise(state, FAILED)];
    if (target.v === 'choice') {
      return target.options.slice(0, 4).flatMap((option) => this.invoke(option, expression, values, state, context));
    }
    const name =
      expression.callee.e === 'name'
        ? expression.callee.name
        : expression.callee.e === 'member'
          ? expression.callee.name
          : '';
    const tainted = values.map((arg) => arg.value).filter(isTainted);
    if (PASS_THROUGH.has(name) && values[0]) return [found(state, values[0].value)];
    if (name === 'bool' && values[0])
      return truths(values[0].value, state, nameOf(expression)).map((one) =>
        found(one.state, { v: 'constant', value: one.truth }),
      );
    if (FORM_FUNCTIONS.has(name)) return [this.formal(values[0]?.value, name, state)];
    const entered = this.enter(target as Value, values, state, context);
    if (entered) return entered;
    const called = this.callbacks.call(target, expression, values, state, context);
    if (called) return called;
    if (target.v === 'external') {
      const result = this.external(target.symbol, expression.args, tainted, state, context);
      return [
        result.value.v === 'external'
          ? found(result.state, { ...result.value, values: values as EvaluatedArgument[] })
          : result,
      ];
    }
    if (tainted.length > 0) {
      const claimed = tainted.every((value) => value.v === 'junk' && value.claimed);
      if (target.v === 'unknown') this.unreachable.add(nameOf(expression.callee));
      return [this.failure(claimed ? state : { ...state, unread: nameOf(expression.callee) }, claimed)];
    }
    return [found(state, { v: 'unknown', why: null, name: `${nameOf(expression.callee)}()` })];
  }

  private formal(value: Abstract | undefined, name: string, state: State): Result {
    if (!value || !isTainted(value)) return found(state, UNKNOWN);
    const certain = value.v === 'absent' ? false : undefined;
    const at = { ...state, credential: true };
    if (name === 'isinstance' || certain === undefined)
      return found(at, value.v === 'absent' ? { v: 'constant', value: false } : FORMAL);
    return found(at, { v: 'constant', value: certain });
  }

  /** Enters a function, method or class of the workspace. */
  private enter(
    target: Value,
    values: { name: string | null; value: Abstract }[],
    state: State,
    context: Context,
  ): Result[] | undefined {
    if (target.v === 'class') {
      const hasTaint = values.some((arg) => isTainted(arg.value));
      return [
        found(state, hasTaint ? UNKNOWN : (this.program.call(target, values as EvaluatedArgument[], 1) ?? UNKNOWN)),
      ];
    }
    const fn = target.v === 'instance' ? this.program.bound(target.of, target, '__call__') : target;
    if (fn?.v !== 'function' || context.depth >= MAX_DEPTH) return undefined;
    if (!values.some((arg) => matters(arg.value)) && !this.isRelevant(fn.fact)) return undefined;
    const answers = this.remembered(fn, this.bind(fn, values, context.scenario), context);
    return distinctOutcomes(answers).map((outcome): Result => {
      const at: State = {
        ...state,
        assumptions: join(state.assumptions, outcome.assumptions),
        credential: state.credential || outcome.credential,
        unread: state.unread ?? outcome.unread,
        sent: state.sent ?? outcome.sent ?? null,
      };
      if (outcome.end === 'refuse') return { state: at, value: UNKNOWN, raised: outcome.refusal };
      return found(at, outcome.proceeds ? { v: 'next' } : outcome.value);
    });
  }

  /** Runs a helper once per kind of arguments. */
  private remembered(fn: FunctionValue, given: Map<string, Abstract>, context: Context): Outcome[] {
    const anchor = anchorOf(fn);
    const cache = this.memo.get(anchor) ?? new Map<string, { outcomes: Outcome[]; sawPath: boolean }>();
    this.memo.set(anchor, cache);
    const { credential, url, method } = context.scenario;
    const kinds = [...given]
      .map(([name, value]) => `${name}=${value.v === 'unknown' ? (value.name ?? '') : kindOf(value)}`)
      .join();
    const general = `${fn.path}#${fn.fact.id}(${kinds})${credential}`;
    const known = cache.get(general) ?? cache.get(`${general}${method} ${url}`);
    if (known) {
      this.sawPath ||= known.sawPath;
      return known.outcomes;
    }
    const outer = this.sawPath;
    this.sawPath = false;
    const outcomes = this.run(fn, given, context.scenario, 'helper', context.depth + 1);
    cache.set(this.sawPath ? `${general}${method} ${url}` : general, { outcomes, sawPath: this.sawPath });
    this.sawPath ||= outer;
    return outcomes;
  }

  /** Whether a body has to do with the request, a setting or a refusal at all. */
  isRelevant(fact: FunctionFact): boolean {
    let result = this.relevant.get(fact);
    if (result === undefined) {
      result = someExpressionIn(
        fact.body,
        (expression) => ['request', 'refusal', 'setting', 'proceed'].includes(expression.e) || namesSetting(expression),
      );
      this.relevant.set(fact, result);
    }
    return result;
  }

  /** Arguments by parameter name; defaults where nothing is given. */
  private bind(
    fn: FunctionValue,
    values: readonly { name: string | null; value: Abstract }[],
    scenario: Scenario,
  ): Map<string, Abstract> {
    const given = new Map<string, Abstract>();
    const positional = values.filter((arg) => arg.name === null);
    const params = fn.self && fn.fact.params[0]?.name === 'this' ? fn.fact.params.slice(1) : fn.fact.params;
    params.forEach((param, index) => {
      const arg = values.find((one) => one.name === param.name) ?? (param.rest ? undefined : positional[index]);
      given.set(
        param.name,
        arg?.value ??
          (param.default ? this.defaultOf(param.default, fn, scenario) : { v: 'unknown', why: null, name: param.name }),
      );
    });
    return given;
  }

  private defaultOf(expression: Expression, fn: FunctionValue, scenario: Scenario): Abstract {
    if (expression.e === 'request') return requestValue(expression.part, expression.name, scenario);
    return this.program.evaluate(expression, fn.scope);
  }

  /** A call to a package. */
  private external(
    symbol: string,
    args: readonly Argument[],
    tainted: readonly Abstract[],
    state: State,
    context: Context,
  ): Result {
    const effect = effectOf(symbol, args);
    const off = args.some(({ name, value }) => name === 'verify' && value.e === 'constant' && value.value === false);
    const unverified =
      off ||
      (effect === 'verify' &&
        JSON.stringify(args).includes('"verify_signature"},"value":{"e":"constant","value":false'));
    const claimed = tainted.length > 0 && tainted.every((value) => value.v === 'junk' && value.claimed);
    if (effect === 'claims' || unverified)
      return tainted.some((value) => value.v === 'absent')
        ? raise(state, context)
        : found(state, tainted.length > 0 ? { v: 'junk', claimed: true } : UNKNOWN);
    if (effect === 'verify' && tainted.length > 0 && !claimed) return raise({ ...state, credential: true }, context);
    if (effect === 'compare' && tainted.length > 0) {
      const both = tainted.length > 1 && tainted.every((value) => value.v === 'junk');
      return found({ ...state, credential: true }, both || claimed ? FORMAL : { v: 'constant', value: false });
    }
    if (tainted.length > 0) return this.failure(claimed ? state : { ...state, unread: symbol }, claimed);
    return found(state, { v: 'external', symbol: `${symbol}()`, separator: '.', args, values: [] });
  }

  /** What comes of handing a made-up credential to something out of reach: it fails, by answer or by exception. */
  private failure(state: State, claimed: boolean): Result {
    return claimed ? found(state, UNKNOWN) : mayRaise(state, FAILED);
  }

  /** `super().method(…)`: a base class of this workspace, or a scheme of the framework. */
  private superCall(
    name: string,
    values: { name: string | null; value: Abstract }[],
    state: State,
    context: Context,
  ): Result[] {
    const self = this.program.evaluate({ e: 'name', name: 'this' }, context.scope);
    if (self.v !== 'instance') return [found(state, UNKNOWN)];
    for (const base of this.program.bases(self.of)) {
      const method = base.v === 'class' ? this.program.bound(base, self, name) : undefined;
      if (method) return this.enter(method, values, state, context) ?? [found(state, UNKNOWN)];
    }
    const [symbol] = this.program.externalBases(self.of);
    if (symbol === undefined || name !== '__call__') return [found(state, UNKNOWN)];
    const effect = effectOf(`${symbol}()`, autoErrorOf(self.args));
    if (effect === undefined) return [found(state, UNKNOWN)];
    if (context.scenario.credential === 'junk') return [found(state, { v: 'junk', claimed: false })];
    return effect === 'optional'
      ? [found(state, { v: 'absent' })]
      : [raise({ ...state, credential: true }, context, 401)];
  }
}

/** What a function's behaviour hangs on besides its text: the object it is a method of, or the variables it closes over. */
export function anchorOf(fn: FunctionValue): object {
  return fn.scope.parent ? fn.scope : (fn.self ?? fn.scope);
}

/** Values worth following into a function. */
function matters(value: Abstract): boolean {
  return (
    isTainted(value) ||
    value.v === 'next' ||
    value.v === 'request' ||
    (value.v === 'unknown' &&
      value.name !== null &&
      /^_?(request|req|websocket|ws|scope|conn|headers)$/.test(value.name))
  );
}

function namesSetting(expression: Expression): boolean {
  return expression.e === 'member' && expression.of.e === 'name' && /^(settings|config)$/i.test(expression.of.name);
}

function autoErrorOf(args: readonly EvaluatedArgument[]): Argument[] {
  return args.flatMap(({ name, value }) =>
    value.v === 'constant' ? [{ name, value: { e: 'constant' as const, value: value.value } }] : [],
  );
}

function pass(value: Abstract): Outcome {
  return { end: 'pass', value, refusal: null, assumptions: [], credential: false, unread: null };
}

function found(state: State, value: Abstract): Result {
  return { state, value, raised: null };
}

/** `token or ""` is still a missing token. */
function stillMissing(left: Result, right: Result): Result {
  const isMissing = left.value.v === 'absent' || left.value.v === 'failed';
  const isEmpty = abstractTruth(right.value) === false && !isTainted(right.value);
  return isMissing && isEmpty ? { ...right, value: left.value } : right;
}

function mayRaise(state: State, value: Abstract): Result {
  return { state: { ...state, mayRaise: true, credential: true }, value, raised: null };
}

function raise(state: State, context: Context, status: number | null = null): Result {
  const refusal: Refusal = { status, redirect: false, path: context.scope.path, line: 0, http: status !== null };
  return { state: { ...state, credential: true }, value: UNKNOWN, raised: refusal };
}

function normal(state: State): Path {
  return { state, end: 'normal', value: null, refusal: null };
}

function thrown(result: Result): Path {
  return { state: result.state, end: 'throw', value: null, refusal: result.raised };
}

function withVar(state: State, name: string, value: Abstract): State {
  const vars = new Map(state.vars);
  vars.set(name, value);
  return { ...state, vars };
}

/** The ways a value can be tested, with what is then assumed. */
function truths(value: Abstract, state: State, shown: string): { state: State; truth: boolean }[] {
  const certain = abstractTruth(value);
  if (certain !== undefined)
    return [{ state: isTainted(value) ? { ...state, credential: true } : state, truth: certain }];
  if (value.v === 'choice' && value.options.every((option) => abstractTruth(option) !== undefined)) {
    const both = new Set(optionsOf(value).map((option) => abstractTruth(option) ?? false));
    return [...both].map((truth) => ({ state, truth }));
  }
  const setting = settingOf(value);
  const assumed = setting === null ? undefined : state.assumptions.find((one) => one.setting === setting)?.value;
  if (assumed !== undefined) return [{ state, truth: assumed }];
  return [true, false].map((truth) => ({
    state:
      setting === null
        ? value.v === 'formal'
          ? { ...state, credential: true }
          : state
        : { ...state, assumptions: [...state.assumptions, { setting: setting || shown, value: truth }] },
    truth,
  }));
}

function join(a: Assumption[], b: Assumption[]): Assumption[] {
  const fresh = b.filter((one) => !a.some((other) => other.setting === one.setting && other.value === one.value));
  return fresh.length === 0 ? a : [...a, ...fresh];
}

function limit(results: Result[]): Result[] {
  return results.length > MAX_ALTERNATIVES ? results.slice(0, MAX_ALTERNATIVES) : results;
}

/** States that differ in nothing that matters are one. */
function distinct(states: State[]): State[] {
  if (states.length < 2) return states;
  const seen = new Map<string, State>();
  for (const state of states) {
    const key = signature(state);
    if (!seen.has(key)) seen.set(key, state);
  }
  return [...seen.values()].slice(0, MAX_PATHS);
}

function signature(state: State): string {
  const parts: string[] = [];
  for (const [name, value] of state.vars) {
    const kind = kindOf(value);
    if (kind !== '') parts.push(`${name}=${kind}`);
  }
  parts.sort();
  parts.push(
    String(state.credential),
    String(state.sent !== null),
    String(state.proceeded),
    String(state.mayRaise),
    String(state.unread),
  );
  for (const { setting, value } of state.assumptions) parts.push(`${setting}:${value}`);
  return parts.join('|');
}

function kindOf(value: Abstract): string {
  if (value.v === 'unknown') return '';
  if (value.v === 'constant') return `c${value.value}`;
  if (value.v === 'text') return `t${value.text}`;
  if (value.v === 'junk') return value.claimed ? 'junk!' : 'junk';
  return value.v;
}

function distinctOutcomes(outcomes: readonly Outcome[]): Outcome[] {
  const seen = new Map<string, Outcome>();
  for (const outcome of outcomes) {
    const assumed = outcome.assumptions.map(({ setting, value }) => `${setting}:${value}`).join();
    const key = `${outcome.end}|${kindOf(outcome.value)}|${outcome.credential}|${assumed}|${outcome.refusal?.status ?? ''}|${outcome.sent?.status ?? ''}|${outcome.proceeds}`;
    if (!seen.has(key)) seen.set(key, outcome);
  }
  return [...seen.values()].slice(0, MAX_ALTERNATIVES);
}

/** Status that an exception's own name speaks of: `raise UnauthorizedError()`. */
function statusByName(expression: Expression | null): number | null {
  if (!expression) return null;
  const name = expression.e === 'call' ? nameOf(expression.callee) : nameOf(expression);
  if (/unauth|not_?authenticated|authentication|credential|invalid_?token|login_?required/i.test(name)) return 401;
  if (/forbidden|permission|access_?denied|not_?allowed|authoriz/i.test(name)) return 403;
  return /not_?found/i.test(name) ? 404 : null;
}

export { isCredentialName };
