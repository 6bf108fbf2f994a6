/** Calls: functions and classes of the workspace are entered, routers are made. */
import { formerOf } from './former';
import { callBuiltin } from './builtins';
import { Entries } from './entries';
import { standsFor } from './proxies';
import { routerOf } from '../framework';
import { REMEMBERS } from '../packages/javascript';
import { compiled } from '../packages/regular-expressions';
import type { Interpreter } from './interpret';
import { external, isSuper, Raised, type Frame } from './state';
import type { Argument, Expression, GuardUse, RouterExpression } from '../../code/model';
import { madeAround, servedInside } from './around';
import { runHooks } from './plugin-hooks';
import { asDeclared } from './declared-types';
import { METHOD, methodBehind } from './mro';
import { ANSWERING } from './router-handlers';
import {
  either,
  nameOf,
  nodeOf,
  NOTHING,
  optionsOf,
  unknown,
  type ClassValue,
  type EvaluatedArgument,
  type ExternalValue,
  type FunctionValue,
  type InstanceValue,
  type RouterNode,
  type Scope,
  type Value,
} from './values';

const MAX_DEPTH = 16;
/** Functions that may lead to routes, by name: files of others are not asked for while a program is run. */
const LEADS =
  /serv|rout|handl|http|api|app|start|run|set_?up|init|new|make|create|build|mount|regist|web|main|cmd|exec|listen|middleware|auth|control|mux|engine|endpoint|gin|echo|fiber|chi|guard|protect|require|verify|with|wire/i;

type Call = Extract<Expression, { e: 'call' }>;

const NEW: Expression = { e: 'name', name: 'new' };

/** What gives the items that it is given, in Python. */
const COPIES = /^(?:list|tuple|set|frozenset|sorted|reversed)$/;

/** What a promise is known to give: it stands for the promise (`import(path).then((module) => …)`). */
const SETTLED: ReadonlySet<Value['v']> = new Set(['module', 'list', 'text', 'router']);

export class CallRunner {
  /** How often functions have been entered. */
  readonly entries: Entries;

  constructor(private readonly program: Interpreter) {
    this.entries = new Entries(program);
  }

  /** The value of a call. */
  callExpression(expression: Extract<Expression, { e: 'call' }>, scope: Scope, depth: number): Value {
    const { callee } = expression;
    const args = this.args(expression.args, scope, depth);
    if (callee.e === 'member' && callee.name === '__init__' && isSuper(callee.of)) {
      const self = this.program.own(scope, 'this');
      if (self?.v === 'instance' && self.node) this.program.registrar.extend(self.node, args, scope.path);
    }
    // Evaluated once: chains of calls (`query.filter(…).order(…)`) would take twice as long with every link.
    const of = callee.e === 'member' ? this.program.evaluate(callee.of, scope, depth) : NOTHING;
    const language = this.program.languageOf(scope.path);
    const isPython = language === 'python';
    const isScript = language === 'javascript';
    if (callee.e === 'member') {
      // Python replaces every one.
      const method = isPython && callee.name === 'replace' ? 'replaceAll' : callee.name;
      const built =
        this.program.loading.method(of, callee.name, { args, scope, depth, line: expression.at.line }) ??
        callBuiltin(of, method, args, (value, items) => this.call(value, items, depth + 1, true) ?? NOTHING);
      if (built) return built;
      if (of.v === 'list' && callee.name === 'Then' && args[0])
        return this.around(of.items, args[0], expression, scope, depth);
      if (callee.name === 'then' && args[0] && SETTLED.has(of.v))
        return this.call(args[0].value, [{ name: null, value: of }], depth + 1) ?? NOTHING;
      if (callee.name === 'bind' && of.v === 'function') return { ...of, self: args[0]?.value ?? null };
    }
    if (isPython && callee.e === 'member' && callee.of.e === 'member' && callee.of.name === 'hook')
      runHooks(callee, this.program.evaluate(callee.of.of, scope, depth), args, this.program);
    if (callee.e === 'name' && isPython && COPIES.test(callee.name) && args[0]) return args[0].value;
    if (callee.e === 'member' && (isSuper(callee.of) || (isScript && nameOf(callee.of) === 'super'))) {
      const result = this.superCall(callee.name, args, scope, depth);
      if (result) return result;
    }
    const leads = callee.e !== 'member' || LEADS.test(callee.name) || language !== 'go';
    const isAside = !leads && args.every((arg) => arg.value.v !== 'function' && nodeOf(arg.value) === null);
    const value = isAside
      ? this.program.evaluateKnown(callee, scope)
      : callee.e === 'member'
        ? this.program.member(of, callee.name)
        : this.program.evaluate(callee, scope, depth);
    const behind =
      expression.create && nameOf(callee) === 'Proxy' ? standsFor(args, this.program, depth + 1) : undefined;
    if (behind) return behind;
    const global =
      value.v === 'unknown' && value.name !== null && value.why === null
        ? this.program.loading.global(value.name, { args, scope, depth, line: expression.at.line })
        : undefined;
    if (global) return global;
    const property = value.v === 'unknown' && args.length === 0 ? this.property(callee, of) : undefined;
    if (property) return property;
    const extended = value.v === 'unknown' ? this.extension(callee, of, args, depth) : undefined;
    if (extended) return extended;
    if (value.v === 'external') return this.externalCall(value, expression, args, scope, depth);
    const isGo = expression.create && value.v !== 'class' && language === 'go';
    // `new(x)` where `x` is no type: the package has a function of that name.
    const made = isGo ? this.call(this.program.evaluate(NEW, scope), [{ name: null, value }], depth + 1) : undefined;
    if (made) return made;
    const result = this.call(ofRecord(value, of), args, depth + 1);
    if (result) return this.wrapping(value, args, result, expression, scope);
    if (args.some((arg) => nodeOf(arg.value) !== null)) this.program.loading.noteGiven(value, expression, scope.path);
    const loads = value.v === 'unknown' ? value.loads : undefined;
    return { ...unknown(value.v === 'unknown' ? value.why : null, nameOf(callee)), ...(loads && { loads }) } as Value;
  }

  /** A method that another class gives to objects of a type: found by its name, called with the object in front. */
  private extension(
    callee: Expression,
    of: Value,
    args: readonly EvaluatedArgument[],
    depth: number,
  ): Value | undefined {
    if (callee.e !== 'member') return undefined;
    const method = this.program.registrar.byName.get(`.${callee.name}`);
    if (method?.v !== 'function') return this.each(callee, args, depth);
    return this.call({ ...method, self: null }, [{ name: null, value: of }, ...args], depth + 1);
  }

  /** A method that is called on one object after another, each of which nobody can see: all of that kind, given the router. */
  private each(
    { of, name }: Extract<Expression, { e: 'member' }>,
    args: readonly EvaluatedArgument[],
    depth: number,
  ): Value | undefined {
    const kinds = this.program.registrar.byName.get(`*.${name}`);
    // A type parameter stands for one of them.
    const isOne = of.e === 'name' && /^T(?:[A-Z]|$)/.test(of.name);
    if (kinds?.v !== 'list' || isOne || args.every(({ value }) => nodeOf(value) === null)) return undefined;
    for (const kind of kinds.items) {
      const object = kind.v === 'class' ? (this.call(kind, [], depth + 1) ?? kind) : kind;
      const method = kind.v === 'class' ? this.program.bound(kind, object, name) : undefined;
      if (method) this.call(method, args, depth + 1);
    }
    return NOTHING;
  }

  /** `settings.getPaths()`, where nobody wrote the method: the field that it is made for. */
  private property(callee: Expression, of: Value): Value | undefined {
    if (callee.e !== 'member') return undefined;
    const name = /^(?:get|is)([A-Z]\w*)$/.exec(callee.name)?.[1];
    if (name === undefined || of.v !== 'instance') return undefined;
    const value = this.program.member(of, name.charAt(0).toLowerCase() + name.slice(1));
    return value.v === 'unknown' ? undefined : value;
  }

  private externalCall(
    by: ExternalValue,
    expression: Call,
    args: EvaluatedArgument[],
    scope: Scope,
    depth: number,
  ): Value {
    const { symbol } = by;
    // Whoever is given an object may fill it (`yaml.Unmarshal(text, &config)`).
    for (const { value } of args) if (value.v === 'instance') delete value.literal;
    const loaded = this.program.loading.external(symbol, { args, scope, depth, line: expression.at.line });
    if (loaded) return loaded;
    const [first] = args;
    if (first?.value.v === 'function' && REMEMBERS.test(symbol)) return first.value;
    const router = routerOf(symbol, expression.args, expression.at);
    if (router) return { v: 'router', node: this.createRouter(router, scope, depth) };
    const pattern = compiled(symbol, expression.args, args);
    if (pattern) return pattern;
    const around = (item: FunctionValue, value: Value): Value => {
      const callee: Expression = { e: 'name', name: item.fact.name };
      return this.around([item], { name: null, value }, { ...expression, callee }, scope, depth);
    };
    const values = this.program.languageOf(scope.path) === 'go' ? servedInside(args, around) : args;
    // A conversion: the function is a handler as it is.
    if (values !== args && values.length === 1 && symbol.endsWith('.HandlerFunc')) return values[0]?.value ?? NOTHING;
    return { ...external(`${symbol}()`), args: expression.args, values, by };
  }

  /** `super().method(…)`: of the class behind the one whose method runs, else what the package's classes do (`super.method`). */
  private superCall(name: string, args: readonly EvaluatedArgument[], scope: Scope, depth: number): Value | undefined {
    const self = this.program.own(scope, 'this');
    const method = this.program.own(scope, METHOD);
    if (self?.v !== 'instance' || method?.v !== 'function') return undefined;
    const next = methodBehind(self.of, method.fact, name, this.program);
    this.program.watch?.(self.of, name, method, next);
    // A constructor runs for each object anew.
    if (next) return this.call({ ...next, self }, args, depth + 1, name === 'constructor');
    return self.fields.get(`super.${name}`);
  }

  /** A list of middleware around a handler, the first outermost. */
  private around(
    items: readonly Value[],
    handler: EvaluatedArgument,
    expression: Call,
    scope: Scope,
    depth: number,
  ): Value {
    return items.reduceRight<Value>((inner, item) => {
      const args = [{ name: null, value: inner }];
      if (item.v === 'external') return this.externalCall(item, expression, args, scope, depth);
      const result = this.call(item, args, depth + 1);
      return result ? this.wrapping(item, args, result, expression, scope) : inner;
    }, handler.value);
  }

  /** A function of the workspace that is put around another one by a call: what comes out still serves what went in. */
  private wrapping(
    callee: Value,
    args: readonly EvaluatedArgument[],
    result: Value,
    expression: Call,
    scope: Scope,
  ): Value {
    const [first] = args;
    if (callee.v === 'function' && result.v === 'function' && this.program.languageOf(callee.path) === 'go')
      return madeAround({ callee, args, result, expression, path: scope.path }, this.program);
    if (args.length !== 1 || !first || callee.v !== 'function') return result;
    if (first.value.v !== 'function' && first.value.v !== 'view') return result;
    // Of several forms (one for coroutines, one for others) any stands for all: the decorator itself is judged.
    const made = optionsOf(result).find((option) => option.v === 'function');
    if (made?.v !== 'function' || !optionsOf(result).every(({ v }) => v === 'function')) return result;
    if (made.fact === (first.value.v === 'function' ? first.value.fact : null)) return result;
    // `@functools.wraps` stands on what is put around; anything else has been put around already.
    const { inner } = made.wrapped ?? {};
    if (inner && (inner.v !== 'function' || inner.fact !== made.fact)) return result;
    if (this.program.languageOf(scope.path) !== 'python') return result;
    const use: GuardUse = { as: 'decorator', value: expression.callee, at: expression.at };
    return { ...made, wrapped: { inner: first.value, guards: [{ use, value: callee, path: scope.path }] } };
  }

  /** Arguments with their values, spread ones one by one. */
  args(args: readonly Argument[], scope: Scope, depth: number): EvaluatedArgument[] {
    return args.flatMap(({ name, value }) => {
      if (value.e !== 'spread') return [{ name, value: this.program.evaluate(value, scope, depth) }];
      const spread = this.program.evaluate(value.of, scope, depth);
      if (spread.v === 'list') return spread.items.map((item) => ({ name: null, value: item }));
      if (spread.v === 'record') return [...spread.entries].map(([key, item]) => ({ name: key, value: item }));
      return [];
    });
  }

  /** Calls a value of this workspace; undefined when there is nothing to enter. `isItem`: with one item of a list after another. */
  call(callee: Value, args: readonly EvaluatedArgument[], depth: number, isItem = false): Value | undefined {
    if (depth > MAX_DEPTH || this.program.isExhausted) return undefined;
    if (callee.v === 'choice')
      return optionsOf(callee)
        .map((option) => this.call(option, args, depth) ?? NOTHING)
        .reduce(either);
    if (callee.v === 'class') return this.instantiate(callee, args, depth);
    if (callee.v === 'instance') {
      const method = ANSWERING.map((name) => this.program.bound(callee.of, callee, name)).find((one) => one);
      return method ? this.call(method, args, depth) : undefined;
    }
    if (callee.v !== 'function' || (!isItem && this.entries.isWornOut(callee, args))) return undefined;
    if (!this.entries.begin(callee, args)) return undefined;
    try {
      return this.run(callee, args, depth);
    } finally {
      this.entries.end(callee);
    }
  }

  /** What the body of a function gives back. */
  private run(callee: FunctionValue, args: readonly EvaluatedArgument[], depth: number): Value {
    this.program.entered.add(`${callee.path}#${callee.fact.id}`);
    const scope = this.enter(callee, args);
    const isGo = this.program.facts(callee.path)?.language === 'go';
    const condition = isGo ? this.program.condition : null;
    const frame: Frame = { scope, returns: [], depth, condition, guarded: false };
    try {
      this.program.block(this.program.bodyOf(callee), frame);
    } catch (error) {
      if (!(error instanceof Raised)) throw error;
    }
    return frame.returns.length === 0 ? NOTHING : frame.returns.reduce(either);
  }

  /** A scope with the parameters bound. */
  enter(callee: FunctionValue, args: readonly EvaluatedArgument[]): Scope {
    const scope: Scope = { path: callee.path, vars: new Map(), parent: callee.scope };
    const positional = args.filter((arg) => arg.name === null);
    let params = callee.fact.params;
    const isTyped = this.program.languageOf(callee.path) === 'go';
    if (callee.self) {
      scope.vars.set('this', callee.self);
      scope.vars.set(METHOD, callee);
      if (params[0]?.name === 'this') params = params.slice(1);
    }
    params.forEach((param, index) => {
      if (param.rest) {
        const items = param.rest === 'list' ? positional.slice(index).map((arg) => arg.value) : [];
        const entries = new Map<string, Value>();
        for (const { name, value } of args)
          if (name !== null && !params.some((one) => one.name === name)) entries.set(name, value);
        scope.vars.set(param.name, param.rest === 'list' ? { v: 'list', items } : { v: 'record', entries });
        return;
      }
      const given = args.find((arg) => arg.name === param.name) ?? positional[index];
      const fallback = param.default ? this.program.evaluate(param.default, callee.scope) : unknown(null, param.name);
      const value = given?.value ?? fallback;
      scope.vars.set(param.name, isTyped ? asDeclared(value, param.type, callee.scope) : value);
    });
    return scope;
  }

  private instantiate(type: ClassValue, args: readonly EvaluatedArgument[], depth: number): Value {
    const instance: InstanceValue = { v: 'instance', of: type, fields: new Map(), args, node: null };
    const symbol = this.program.externalBases(type).find((base) => routerOf(base, [], type.fact.at) !== undefined);
    if (symbol !== undefined) {
      const { asWritten, scope } = written(args, type.scope);
      const router = routerOf(symbol, asWritten, type.fact.at);
      if (router) instance.node = this.createRouter(router, scope, depth, args);
    }
    if (type.fact.fields) {
      fill(instance, type.fact.fields, args);
      instance.literal = true;
    }
    for (const name of ['__init__', 'constructor']) {
      const method = this.program.bound(type, instance, name);
      if (method) this.call(method, args, depth + 1);
    }
    return instance;
  }

  /** A new router object with what its constructor was given. */
  createRouter(
    fact: RouterExpression,
    scope: Scope,
    depth: number,
    evaluated?: readonly EvaluatedArgument[],
  ): RouterNode {
    const former = formerOf(fact.framework, scope.path, this.program.workspace);
    const node: RouterNode = {
      path: scope.path,
      fact,
      prefix: null,
      guards: [],
      middleware: [],
      events: [],
      fields: new Map(),
      defaults: new Map(),
      overrides: [],
      served: [],
      settings: new Map(),
      enables: new Set(),
      gaps: [],
      maybe: this.program.loading.whyHanded(scope.path),
      ...(fact.wraps && { scope }),
      ...(former && { former }),
      name: null,
    };
    this.program.nodes.push(node);
    this.program.registrar.construct(node, scope, depth, evaluated);
    return node;
  }
}

/** A function that is called on the object that holds it knows that as `this`. */
function ofRecord(value: Value, of: Value): Value {
  return value.v === 'function' && of.v === 'record' && value.self === null ? { ...value, self: of } : value;
}

/** The fields that a struct literal names, or gives in their order; an embedded router makes the struct one. */
function fill(
  instance: InstanceValue,
  fields: NonNullable<ClassValue['fact']['fields']>,
  args: readonly EvaluatedArgument[],
): void {
  const names = Object.keys(fields);
  args.forEach(({ name, value }, index) => {
    const field = name ?? names[index];
    if (field === undefined) return;
    instance.fields.set(field, value);
    if (instance.of.fact.embeds?.includes(field)) instance.node ??= nodeOf(value);
  });
}

/** Arguments as a call writes them: literals survive the way back, anything else is a name for its value in a scope of its own. */
function written(args: readonly EvaluatedArgument[], outer: Scope): { asWritten: Argument[]; scope: Scope } {
  const scope: Scope = { path: outer.path, vars: new Map(), parent: outer };
  const asWritten = args.map(({ name, value }, index): Argument => {
    if (value.v === 'text') return { name, value: { e: 'text', value: value.text } };
    if (value.v === 'constant') return { name, value: { e: 'constant', value: value.value } };
    scope.vars.set(`<given ${index}>`, value);
    return { name, value: { e: 'name', name: `<given ${index}>` } };
  });
  return { asWritten, scope };
}
