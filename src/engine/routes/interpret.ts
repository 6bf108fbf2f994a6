/**
 * Runs the code facts of all modules far enough to see which routers exist, what is registered on them and in which order: imports are
 * followed, functions and classes that make or take routers are entered, loops over literal lists are unrolled. Nothing is executed for
 * its own sake; what cannot be followed becomes an `unknown` value that says which link is missing.
 */
import { moduleResolver } from '../modules/resolve';
import type { Span } from '../span';
import type { Lineage, Workspace } from '../workspace';
import { callBuiltin, memberOfData } from './builtins';
import { routerOf } from './frameworks/fastapi';
import type { Argument, ClassFact, CodeFacts, Expression, FunctionFact, RouterExpression, Statement } from './model';
import { pythonModules } from './python-modules';
import { Registrar } from './registrar';
import {
  either,
  nameOf,
  nodeOf,
  NOTHING,
  optionsOf,
  text,
  textOf,
  truth,
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
/** Times that one function is entered, unless it is given a router. */
const MAX_ENTRIES = 8;
/** Statements that are run per workspace before the linker gives up following calls. */
const MAX_STEPS = 400_000;

interface Module {
  path: string;
  facts: CodeFacts;
  scope: Scope;
  exports: Map<string, Value>;
  /** Modules re-exported as a whole. */
  stars: string[];
  state: 'running' | 'done';
  /** Set when an import at module level cannot work, outside any `try`: what it was. */
  fails: string | null;
}

/** Thrown through the interpreter when module-level code cannot go on (an import that cannot work inside a `try`). */
class Raised extends Error {}

type Completion = 'normal' | 'return' | 'throw' | 'jump';

interface Frame {
  scope: Scope;
  returns: Value[];
  depth: number;
  condition: string | null;
  /** Inside a `try` body. */
  guarded: boolean;
}

export class Interpreter {
  readonly nodes: RouterNode[] = [];
  /** Functions that were entered, by `path#id`. */
  readonly entered = new Set<string>();
  readonly modules = new Map<string, Module>();
  /** `uvicorn.run("main:app")`. */
  readonly servedByName: { target: string; host: Value | null; path: string; at: Span }[] = [];
  readonly registrar = new Registrar(this);
  private steps = 0;
  private readonly entries = new Map<string, number>();
  private readonly python;
  private readonly javascript;

  private readonly lineage: Lineage;
  /** Modules that links point to. */
  private readonly asked = new Set<string>();

  constructor(workspace: Workspace) {
    this.lineage = workspace.lineage;
    // Versions of packages are looked up on the way.
    workspace.each('manifest');
    this.python = workspace.derive(pythonModules);
    this.javascript = workspace.derive(moduleResolver);
  }

  /** The workspace as it is now: a linked program outlives the moment it was linked in while its modules stay the same. */
  get workspace(): Workspace {
    return this.lineage.latest;
  }

  /** Asks again for everything that was asked for: another moment of the workspace goes on with this program. */
  askAgain(workspace: Workspace): void {
    for (const path of this.asked) workspace.want(path, 'code');
  }

  // Modules --------------------------------------------------------------------------------------------------------------------------

  /** Runs a module once; undefined when there are no facts of it. `want`: ask for them. */
  run(path: string, want = false): Module | undefined {
    if (want) {
      this.asked.add(path);
      this.workspace.want(path, 'code');
    }
    const known = this.modules.get(path);
    if (known) return known;
    const facts = this.workspace.part(path, 'code');
    if (!facts) return undefined;
    const scope: Scope = { path, vars: new Map(), parent: null };
    const module: Module = { path, facts, scope, exports: new Map(), stars: [], state: 'running', fails: null };
    this.modules.set(path, module);
    if (facts.language === 'javascript') {
      const exported: Value = { v: 'record', entries: new Map() };
      scope.vars.set('module', { v: 'record', entries: new Map([['exports', exported]]) });
      scope.vars.set('exports', exported);
    }
    const frame: Frame = { scope, returns: [], depth: 0, condition: null, guarded: false };
    this.block(facts.body, frame);
    module.state = 'done';
    return module;
  }

  /** An attribute of a module, re-exports and submodules included. */
  attribute(path: string, name: string, want: boolean, seen: ReadonlySet<string> = new Set()): Value {
    const key = `${path}:${name}`;
    if (seen.has(key)) {
      // `from package import submodule` inside the package itself.
      const submodule = this.python.submodule(path, name);
      return submodule === undefined ? unknown(`${name} imports itself`, name) : { v: 'module', path: submodule };
    }
    const next = new Set(seen).add(key);
    const module = path.endsWith('/') ? undefined : this.run(path, want);
    const exported = module?.exports.get(name) ?? (module ? this.commonJs(module, name) : undefined);
    const own = exported ?? (module?.facts.language === 'python' ? module.scope.vars.get(name) : undefined);
    if (own) return own.v === 'imported' ? this.follow(own, want, next) : own;
    for (const star of module?.stars ?? []) {
      const value = this.attribute(star, name, want, next);
      if (value.v !== 'unknown') return value;
    }
    const submodule = this.python.submodule(path, name);
    if (submodule !== undefined) return { v: 'module', path: submodule };
    if (!module) return unknown(this.workspace.files.has(path) ? null : `${path} is missing`, name);
    return unknown(module.state === 'done' ? `${name} is not defined in ${path}` : null, name);
  }

  private commonJs(module: Module, name: string): Value | undefined {
    if (module.facts.language !== 'javascript') return undefined;
    const exported = this.exportsOf(module);
    if (name === 'default') return exported;
    return exported.v === 'record' ? exported.entries.get(name) : undefined;
  }

  private exportsOf(module: Module): Value {
    const object = module.scope.vars.get('module');
    return (object?.v === 'record' ? object.entries.get('exports') : undefined) ?? NOTHING;
  }

  /** The value behind an imported name. */
  follow(value: Value, want = true, seen: ReadonlySet<string> = new Set()): Value {
    if (value.v !== 'imported') return value;
    const { from, module, name } = value;
    const language = this.workspace.part(from, 'code')?.language;
    if (language === 'javascript') return this.followJavaScript(from, module, name, want, seen);
    const resolution = this.python.resolve(from, module);
    if (resolution.kind === 'package') return external(name === null ? module : `${module}.${name}`);
    if (resolution.kind === 'unresolved') return unknown(resolution.reason, name ?? module);
    if (name === null) return { v: 'module', path: resolution.path };
    return this.attribute(resolution.path, name, want, seen);
  }

  private followJavaScript(
    from: string,
    specifier: string,
    name: string | null,
    want: boolean,
    seen: ReadonlySet<string>,
  ): Value {
    const resolution = this.javascript.resolve(from, specifier);
    if (resolution.kind === 'package') {
      const symbol = resolution.subpath ? `${resolution.name}/${resolution.subpath}` : resolution.name;
      return name === null || name === 'default' ? external(symbol, ':') : external(`${symbol}:${name}`);
    }
    if (resolution.kind === 'unresolved') return unknown(resolution.reason, name ?? specifier);
    if (name !== null) return this.attribute(resolution.path, name, want, seen);
    const module = this.run(resolution.path, want);
    if (module && module.exports.size === 0) return this.exportsOf(module);
    return { v: 'module', path: resolution.path };
  }

  // Statements -----------------------------------------------------------------------------------------------------------------------

  private block(statements: readonly Statement[], frame: Frame): Completion {
    for (const statement of statements) {
      if (++this.steps > MAX_STEPS) return 'return';
      const completion = this.statement(statement, frame);
      if (completion !== 'normal') return completion;
    }
    return 'normal';
  }

  private statement(statement: Statement, frame: Frame): Completion {
    switch (statement.s) {
      case 'do':
        this.evaluate(statement.value, frame.scope, frame.depth);
        return 'normal';
      case 'let':
        this.assign(statement.to, this.evaluate(statement.value, frame.scope, frame.depth), frame.scope);
        return 'normal';
      case 'if':
        return this.branch(statement, frame);
      case 'return':
        if (statement.value) frame.returns.push(this.evaluate(statement.value, frame.scope, frame.depth));
        return 'return';
      case 'throw':
        return 'throw';
      case 'try':
        return this.attempt(statement, frame);
      case 'loop':
        return this.loop(statement, frame);
      case 'jump':
        return 'jump';
      case 'def':
        this.define(statement.id, frame);
        return 'normal';
      case 'class':
        this.defineClass(statement.id, frame);
        return 'normal';
      case 'import':
        this.import(statement, frame);
        return 'normal';
      case 'export':
        this.moduleOf(frame)?.exports.set(statement.name, this.evaluate(statement.value, frame.scope, frame.depth));
        return 'normal';
      case 'export-from':
        this.reexport(statement, frame);
        return 'normal';
      default:
        this.registrar.register(statement, frame.scope, frame.depth, frame.condition);
        return 'normal';
    }
  }

  private branch(statement: Extract<Statement, { s: 'if' }>, frame: Frame): Completion {
    const certain = truth(this.evaluate(statement.test, frame.scope, frame.depth));
    if (certain === true) return this.block(statement.then, frame);
    if (certain === false) return this.block(statement.else, frame);
    const before = new Map(frame.scope.vars);
    const outer = frame.condition;
    const condition = nameOf(statement.test);
    frame.condition = isMainTest(statement.test) ? outer : `${outer ? `${outer} and ` : ''}${condition}`;
    const first = this.block(statement.then, frame);
    const afterThen = frame.scope.vars;
    frame.scope.vars = before;
    frame.condition = isMainTest(statement.test) ? outer : `${outer ? `${outer} and ` : ''}not ${condition}`;
    const second = this.block(statement.else, frame);
    frame.condition = outer;
    if (second !== 'normal' && first === 'normal') frame.scope.vars = afterThen;
    else if (first === 'normal' || second !== 'normal') merge(frame.scope.vars, afterThen);
    return first === second ? first : 'normal';
  }

  private attempt(statement: Extract<Statement, { s: 'try' }>, frame: Frame): Completion {
    const outer = frame.guarded;
    frame.guarded = statement.catches.length > 0 || outer;
    let completion: Completion;
    try {
      completion = this.block(statement.body, frame);
    } catch (error) {
      if (!(error instanceof Raised)) throw error;
      completion = 'throw';
    }
    frame.guarded = outer;
    if (completion === 'throw') {
      for (const clause of statement.catches) completion = this.block(clause.body, frame);
    }
    const after = this.block(statement.after, frame);
    return after === 'normal' ? completion : after;
  }

  private loop(statement: Extract<Statement, { s: 'loop' }>, frame: Frame): Completion {
    const over = statement.over ? this.evaluate(statement.over, frame.scope, frame.depth) : NOTHING;
    if (over.v !== 'list') {
      for (const name of statement.as)
        frame.scope.vars.set(name, unknown(statement.over ? `${nameOf(statement.over)} is not literal` : null, name));
      const completion = this.block(statement.body, frame);
      return completion === 'return' || completion === 'throw' ? 'normal' : 'normal';
    }
    for (const item of over.items) {
      this.bindItem(statement.as, item, frame.scope);
      const completion = this.block(statement.body, frame);
      if (completion === 'return' || completion === 'throw') return completion;
    }
    return 'normal';
  }

  private bindItem(names: readonly string[], item: Value, scope: Scope): void {
    const [only] = names;
    if (names.length === 1 && only !== undefined) scope.vars.set(only, item);
    else
      names.forEach((name, index) =>
        scope.vars.set(name, (item.v === 'list' ? item.items[index] : undefined) ?? NOTHING),
      );
  }

  private define(id: string, frame: Frame): void {
    const fact = this.functionOf(frame.scope.path, id);
    if (!fact) return;
    let value: Value = { v: 'function', path: frame.scope.path, fact, scope: frame.scope, self: null };
    for (const decorator of [...fact.decorators].reverse()) {
      const applied = this.evaluate(decorator, frame.scope, frame.depth);
      // A decorator of this workspace replaces the function; one from a package is taken to keep its meaning.
      if (applied.v === 'function' && returnsFunction(applied.fact, this.facts(applied.path)))
        value = this.call(applied, [{ name: null, value }], frame.depth + 1) ?? value;
      if (value.v === 'unknown')
        value = { v: 'function', path: frame.scope.path, fact, scope: frame.scope, self: null };
    }
    frame.scope.vars.set(fact.name, value);
  }

  private defineClass(id: string, frame: Frame): void {
    const fact = this.classOf(frame.scope.path, id);
    if (!fact) return;
    const scope: Scope = { path: frame.scope.path, vars: new Map(), parent: frame.scope };
    const value: ClassValue = { v: 'class', path: frame.scope.path, fact, scope: frame.scope, attributes: scope.vars };
    this.block(fact.body, { ...frame, scope, returns: [] });
    value.attributes = scope.vars;
    // Methods see the names around the class, not its attributes.
    for (const method of scope.vars.values())
      if (method.v === 'function' && method.scope === scope) method.scope = frame.scope;
    frame.scope.vars.set(fact.name, value);
  }

  private import(statement: Extract<Statement, { s: 'import' }>, frame: Frame): void {
    const { path } = frame.scope;
    const python = this.facts(path)?.language === 'python';
    for (const { name, as } of statement.names) {
      if (as === '*') this.importStar(path, statement.from, frame);
      else if (python && name === null && as.includes('.')) this.importDotted(path, as, frame);
      else frame.scope.vars.set(as, { v: 'imported', from: path, module: statement.from, name });
    }
    // Importing runs the module, as it does in the program; inside functions names are followed when they are used.
    if (frame.depth > 0 || frame.scope.parent) return;
    const resolution = python
      ? this.python.resolve(path, statement.from)
      : this.javascript.resolve(path, statement.from);
    if (resolution.kind === 'unresolved') return this.raise(resolution.reason, frame);
    if (resolution.kind !== 'file') return;
    const module = this.run(resolution.path);
    for (const { name } of statement.names) {
      if (!python || name === null || name === '*') continue;
      const submodule = this.python.submodule(resolution.path, name);
      const target = submodule !== undefined && !module?.scope.vars.has(name) ? this.run(submodule) : module;
      if (target?.fails) this.raise(target.fails, frame);
      if (
        !submodule &&
        module?.state === 'done' &&
        !module.stars.length &&
        !module.scope.vars.has(name) &&
        !hasGetattr(module)
      )
        this.raise(`${name} is not defined in ${module.path}`, frame);
    }
    if (module?.fails) this.raise(module.fails, frame);
  }

  /** An import that cannot work: inside a `try` its handler runs, elsewhere the module is broken; it is read on all the same. */
  private raise(why: string, frame: Frame): void {
    if (frame.guarded) throw new Raised(why);
    const module = this.moduleOf(frame);
    if (module) module.fails ??= why;
  }

  private importStar(path: string, from: string, frame: Frame): void {
    const resolution = this.python.resolve(path, from);
    if (resolution.kind !== 'file') return;
    this.moduleOf(frame)?.stars.push(resolution.path);
    const module = this.run(resolution.path);
    for (const [name, value] of module?.scope.vars ?? []) if (!name.startsWith('_')) frame.scope.vars.set(name, value);
  }

  /** `import a.b.c` binds `a`; the submodules are its attributes. */
  private importDotted(path: string, dotted: string, frame: Frame): void {
    const top = dotted.split('.')[0] ?? dotted;
    frame.scope.vars.set(top, { v: 'imported', from: path, module: top, name: null });
    const resolution = this.python.resolve(path, dotted);
    if (resolution.kind === 'file' && !resolution.path.endsWith('/')) this.run(resolution.path);
  }

  private reexport(statement: Extract<Statement, { s: 'export-from' }>, frame: Frame): void {
    const module = this.moduleOf(frame);
    if (!module) return;
    for (const { name, as } of statement.names) {
      if (name !== '*') {
        module.exports.set(as, { v: 'imported', from: module.path, module: statement.from, name });
        continue;
      }
      const resolution = this.javascript.resolve(module.path, statement.from);
      if (resolution.kind !== 'file') continue;
      if (as === '*') module.stars.push(resolution.path);
      else module.exports.set(as, { v: 'module', path: resolution.path });
    }
  }

  private assign(to: Expression, value: Value, scope: Scope): void {
    if (to.e === 'name') {
      const node = nodeOf(value);
      if (node) node.name ??= to.name;
      const owner = scope.parent && this.facts(scope.path)?.language === 'javascript' ? ownerOf(scope, to.name) : scope;
      owner.vars.set(to.name, value);
      return;
    }
    if (to.e !== 'member' && to.e !== 'index') return;
    const target = this.evaluate(to.of, scope, 0);
    const key = to.e === 'member' ? to.name : textOf(this.evaluate(to.key, scope, 0));
    if (key === null) return;
    const node = nodeOf(target);
    if (target.v === 'instance') target.fields.set(key, value);
    else if (target.v === 'record') target.entries.set(key, value);
    else if (node) node.fields.set(key, value);
    else if (target.v === 'class') target.attributes.set(key, value);
  }

  // Expressions ----------------------------------------------------------------------------------------------------------------------

  /** The value of an expression in a scope. */
  evaluate(expression: Expression, scope: Scope, depth = 0): Value {
    switch (expression.e) {
      case 'name':
        return this.lookup(expression.name, scope);
      case 'member':
        return this.member(this.evaluate(expression.of, scope, depth), expression.name);
      case 'index':
        return this.index(expression, scope, depth);
      case 'call':
        return this.callExpression(expression, scope, depth);
      case 'text':
        return text(expression.value);
      case 'constant':
        return { v: 'constant', value: expression.value };
      case 'list':
        return { v: 'list', items: this.items(expression.items, scope, depth) };
      case 'record':
        return this.record(expression, scope, depth);
      case 'or':
        return this.or(expression, scope, depth);
      case 'and': {
        const left = this.evaluate(expression.left, scope, depth);
        return truth(left) === false ? left : this.evaluate(expression.right, scope, depth);
      }
      case 'not': {
        const certain = truth(this.evaluate(expression.of, scope, depth));
        return certain === undefined ? NOTHING : { v: 'constant', value: !certain };
      }
      case 'choose': {
        const certain = truth(this.evaluate(expression.test, scope, depth));
        if (certain !== undefined) return this.evaluate(certain ? expression.then : expression.else, scope, depth);
        return either(this.evaluate(expression.then, scope, depth), this.evaluate(expression.else, scope, depth));
      }
      case 'join':
        return this.join(expression.parts, scope, depth);
      case 'function': {
        const fact = this.functionOf(scope.path, expression.id);
        return fact ? { v: 'function', path: scope.path, fact, scope, self: this.own(scope, 'this') } : NOTHING;
      }
      case 'import':
        return this.follow({ v: 'imported', from: scope.path, module: expression.from, name: null });
      default:
        return this.special(expression, scope, depth);
    }
  }

  private special(expression: Expression, scope: Scope, depth: number): Value {
    switch (expression.e) {
      case 'setting':
        return {
          v: 'setting',
          name: expression.name,
          fallback: expression.fallback && this.evaluate(expression.fallback, scope, depth),
        };
      case 'router':
        return { v: 'router', node: this.createRouter(expression, scope, depth) };
      case 'guard':
        return {
          v: 'guard',
          value: expression.value && this.evaluate(expression.value, scope, depth),
          name: nameOf(expression),
          path: scope.path,
          at: expression.at,
          scopes: expression.scopes !== undefined,
        };
      case 'annotated':
        return {
          v: 'annotated',
          type: this.evaluateKnown(expression.type, scope),
          guards: expression.guards.map((guard) => this.evaluate(guard, scope, depth)),
        };
      case 'request':
        return { v: 'request', expression };
      case 'registration':
        return { v: 'registration', does: expression.does, scope };
      default:
        return NOTHING;
    }
  }

  /** As `evaluate`, without asking for files that were not collected: for types. */
  evaluateKnown(expression: Expression, scope: Scope): Value {
    if (expression.e === 'name') return this.lookup(expression.name, scope, false);
    if (expression.e === 'member') return this.member(this.evaluateKnown(expression.of, scope), expression.name, false);
    return expression.e === 'annotated' ? this.evaluate(expression, scope) : NOTHING;
  }

  private lookup(name: string, scope: Scope, want = true): Value {
    for (let at: Scope | null = scope; at; at = at.parent) {
      const value = at.vars.get(name);
      if (value) return value.v === 'imported' ? this.follow(value, want) : value;
    }
    return unknown(null, name);
  }

  private own(scope: Scope, name: string): Value | null {
    for (let at: Scope | null = scope; at; at = at.parent) {
      const value = at.vars.get(name);
      if (value) return value;
    }
    return null;
  }

  /** An attribute of a value. */
  member(of: Value, name: string, want = true): Value {
    switch (of.v) {
      case 'module':
        return this.attribute(of.path, name, want);
      case 'router':
        return this.routerMember(of.node, of, name);
      case 'instance':
        return (
          of.fields.get(name) ??
          asSetting(of.of, name, this.bound(of.of, of, name)) ??
          (of.node ? this.routerMember(of.node, of, name) : unknown(null, name))
        );
      case 'class':
        return asSetting(of, name, of.attributes.get(name) ?? this.inherited(of, name)) ?? unknown(null, name);
      case 'external':
        return name === 'default' ? of : external(`${of.symbol}${of.separator}${name}`);
      case 'choice':
        return of.options.map((option) => this.member(option, name, want)).reduce(either);
      case 'imported':
        return this.member(this.follow(of, want), name, want);
      case 'unknown':
        return unknown(of.why, of.name === null ? name : `${of.name}.${name}`);
      default:
        return memberOfData(of, name);
    }
  }

  private routerMember(node: RouterNode, self: Value, name: string): Value {
    const field = node.fields.get(name);
    if (field) return field;
    if (name === 'router') return self;
    if (name === 'state') {
      const state: Value = { v: 'record', entries: new Map() };
      node.fields.set('state', state);
      return state;
    }
    return unknown(null, name);
  }

  /** A method or attribute of a class and its bases, bound to an instance. */
  bound(type: ClassValue, self: Value, name: string): Value | undefined {
    const value = type.attributes.get(name) ?? this.inherited(type, name);
    return value?.v === 'function' ? { ...value, self } : value;
  }

  private inherited(type: ClassValue, name: string, depth = 0): Value | undefined {
    if (depth > 6) return undefined;
    for (const base of this.bases(type)) {
      if (base.v !== 'class') continue;
      const value = base.attributes.get(name) ?? this.inherited(base, name, depth + 1);
      if (value) return value;
    }
    return undefined;
  }

  bases(type: ClassValue): Value[] {
    return type.fact.bases.map((base) => this.evaluate(base, type.scope));
  }

  /** Symbols of the classes from packages that a class extends, at any depth. */
  externalBases(type: ClassValue, depth = 0): string[] {
    if (depth > 6) return [];
    return this.bases(type).flatMap((base) =>
      base.v === 'external' ? [base.symbol] : base.v === 'class' ? this.externalBases(base, depth + 1) : [],
    );
  }

  private index(expression: Extract<Expression, { e: 'index' }>, scope: Scope, depth: number): Value {
    const of = this.evaluate(expression.of, scope, depth);
    const key = this.evaluate(expression.key, scope, depth);
    if (of.v === 'list' && key.v === 'constant' && typeof key.value === 'number')
      return of.items.at(key.value) ?? NOTHING;
    const name = textOf(key);
    if (of.v === 'record' && name !== null) return of.entries.get(name) ?? unknown(null, name);
    // `Generic[X]` is the class; a JavaScript `object["name"]` is a member.
    if (of.v === 'class' || of.v === 'external') return of;
    return name === null ? unknown(null) : this.member(of, name);
  }

  private items(expressions: readonly Expression[], scope: Scope, depth: number): Value[] {
    return expressions.flatMap((item) => {
      if (item.e !== 'spread') return [this.evaluate(item, scope, depth)];
      const value = this.evaluate(item.of, scope, depth);
      return value.v === 'list' ? value.items : [unknown(`${nameOf(item.of)} is not literal`)];
    });
  }

  private record(expression: Extract<Expression, { e: 'record' }>, scope: Scope, depth: number): Value {
    const entries = new Map<string, Value>();
    for (const { key, value } of expression.entries) {
      if (key.e === 'spread') {
        const spread = this.evaluate(key.of, scope, depth);
        if (spread.v === 'record') for (const [name, item] of spread.entries) entries.set(name, item);
        continue;
      }
      const name = textOf(this.evaluate(key, scope, depth));
      if (name !== null) entries.set(name, this.evaluate(value, scope, depth));
    }
    return { v: 'record', entries };
  }

  private or(expression: Extract<Expression, { e: 'and' | 'or' }>, scope: Scope, depth: number): Value {
    const left = this.evaluate(expression.left, scope, depth);
    const certain = truth(left);
    if (certain === true) return left;
    const right = this.evaluate(expression.right, scope, depth);
    return certain === false ? right : either(left, right);
  }

  private join(parts: readonly Expression[], scope: Scope, depth: number): Value {
    const values = parts.map((part) => this.evaluate(part, scope, depth));
    if (values.every((value) => value.v === 'list'))
      return { v: 'list', items: values.flatMap((value) => value.items) };
    const texts = values.map((value) => textOf(value.v === 'setting' && value.fallback ? value.fallback : value));
    return texts.every((part) => part !== null) ? text(texts.join('')) : unknown('a part of the text is not literal');
  }

  // Calls ----------------------------------------------------------------------------------------------------------------------------

  private callExpression(expression: Extract<Expression, { e: 'call' }>, scope: Scope, depth: number): Value {
    const { callee } = expression;
    const args = this.args(expression.args, scope, depth);
    if (callee.e === 'member' && callee.name === '__init__' && isSuper(callee.of)) {
      const self = this.own(scope, 'this');
      if (self?.v === 'instance' && self.node) this.registrar.extend(self.node, args, scope.path);
    }
    if (callee.e === 'member') {
      const of = this.evaluate(callee.of, scope, depth);
      const built = callBuiltin(of, callee.name, args, (value, items) => this.call(value, items, depth + 1) ?? NOTHING);
      if (built) return built;
      if (callee.name === 'bind' && of.v === 'function') return { ...of, self: args[0]?.value ?? null };
    }
    if (callee.e === 'name' && (callee.name === 'list' || callee.name === 'tuple') && args[0]) return args[0].value;
    const value = this.evaluate(callee, scope, depth);
    if (value.v === 'external') return this.externalCall(value.symbol, expression, args, scope, depth);
    return this.call(value, args, depth + 1) ?? unknown(value.v === 'unknown' ? value.why : null, nameOf(callee));
  }

  private externalCall(
    symbol: string,
    expression: Extract<Expression, { e: 'call' }>,
    args: EvaluatedArgument[],
    scope: Scope,
    depth: number,
  ): Value {
    const router = routerOf(symbol, expression.args, expression.at);
    if (router) return { v: 'router', node: this.createRouter(router, scope, depth) };
    return { ...external(`${symbol}()`), args: expression.args, values: args };
  }

  args(args: readonly Argument[], scope: Scope, depth: number): EvaluatedArgument[] {
    return args.flatMap(({ name, value }) => {
      if (value.e !== 'spread') return [{ name, value: this.evaluate(value, scope, depth) }];
      const spread = this.evaluate(value.of, scope, depth);
      if (spread.v === 'list') return spread.items.map((item) => ({ name: null, value: item }));
      if (spread.v === 'record') return [...spread.entries].map(([key, item]) => ({ name: key, value: item }));
      return [];
    });
  }

  /** Calls a value of this workspace; undefined when there is nothing to enter. */
  call(callee: Value, args: readonly EvaluatedArgument[], depth: number): Value | undefined {
    if (depth > MAX_DEPTH || this.steps > MAX_STEPS) return undefined;
    if (callee.v === 'choice')
      return optionsOf(callee)
        .map((option) => this.call(option, args, depth) ?? NOTHING)
        .reduce(either);
    if (callee.v === 'class') return this.instantiate(callee, args, depth);
    if (callee.v === 'instance') {
      const method = this.bound(callee.of, callee, '__call__');
      return method ? this.call(method, args, depth) : undefined;
    }
    if (callee.v !== 'function' || this.isWornOut(callee, args)) return undefined;
    this.entered.add(`${callee.path}#${callee.fact.id}`);
    const scope = this.enter(callee, args);
    const frame: Frame = { scope, returns: [], depth, condition: null, guarded: false };
    try {
      this.block(callee.fact.body, frame);
    } catch (error) {
      if (!(error instanceof Raised)) throw error;
    }
    return frame.returns.length === 0 ? NOTHING : frame.returns.reduce(either);
  }

  /**
   * True for a function that was entered so often that once more tells nothing new: start-up code calls its helpers from everywhere. Short
   * ones (they build paths) and calls that hand over a router are never refused.
   */
  private isWornOut({ path, fact }: FunctionValue, args: readonly EvaluatedArgument[]): boolean {
    // A guard factory makes a new guard with every call.
    if (fact.body.some((statement) => statement.s === 'def')) return false;
    if (fact.body.length <= 3 || args.some(({ value }) => nodeOf(value) !== null)) return false;
    const key = `${path}#${fact.id}`;
    const count = (this.entries.get(key) ?? 0) + 1;
    this.entries.set(key, count);
    return count > MAX_ENTRIES;
  }

  /** A scope with the parameters bound. */
  enter(callee: FunctionValue, args: readonly EvaluatedArgument[]): Scope {
    const scope: Scope = { path: callee.path, vars: new Map(), parent: callee.scope };
    const positional = args.filter((arg) => arg.name === null);
    let params = callee.fact.params;
    if (callee.self) {
      scope.vars.set('this', callee.self);
      if (params[0]?.name === 'this') params = params.slice(1);
    }
    params.forEach((param, index) => {
      if (param.rest) {
        const items = param.rest === 'list' ? positional.slice(index).map((arg) => arg.value) : [];
        scope.vars.set(param.name, param.rest === 'list' ? { v: 'list', items } : { v: 'record', entries: new Map() });
        return;
      }
      const given = args.find((arg) => arg.name === param.name) ?? positional[index];
      const fallback = param.default ? this.evaluate(param.default, callee.scope) : unknown(null, param.name);
      scope.vars.set(param.name, given?.value ?? fallback);
    });
    return scope;
  }

  private instantiate(type: ClassValue, args: readonly EvaluatedArgument[], depth: number): Value {
    const instance: InstanceValue = { v: 'instance', of: type, fields: new Map(), args, node: null };
    const symbol = this.externalBases(type).find((base) => routerOf(base, [], type.fact.at) !== undefined);
    if (symbol !== undefined) {
      const asWritten = args.map(({ name, value }) => ({ name, value: valueAsExpression(value) }));
      const router = routerOf(symbol, asWritten, type.fact.at);
      if (router) instance.node = this.createRouter(router, type.scope, depth, args);
    }
    for (const name of ['__init__', 'constructor']) {
      const method = this.bound(type, instance, name);
      if (method) this.call(method, args, depth + 1);
    }
    return instance;
  }

  private createRouter(
    fact: RouterExpression,
    scope: Scope,
    depth: number,
    evaluated?: readonly EvaluatedArgument[],
  ): RouterNode {
    const node: RouterNode = {
      path: scope.path,
      fact,
      prefix: null,
      guards: [],
      middleware: [],
      events: [],
      fields: new Map(),
      overrides: [],
      served: [],
      name: null,
    };
    this.nodes.push(node);
    this.registrar.construct(node, scope, depth, evaluated);
    return node;
  }

  // Facts ----------------------------------------------------------------------------------------------------------------------------

  facts(path: string): CodeFacts | undefined {
    return this.modules.get(path)?.facts ?? this.workspace.part(path, 'code');
  }

  private functionOf(path: string, id: string): FunctionFact | undefined {
    return this.facts(path)?.functions[id];
  }

  private classOf(path: string, id: string): ClassFact | undefined {
    return this.facts(path)?.classes[id];
  }

  private moduleOf(frame: Frame): Module | undefined {
    return this.modules.get(frame.scope.path);
  }
}

function external(symbol: string, separator: ':' | '.' = '.'): ExternalValue {
  return { v: 'external', symbol, separator, args: [], values: [] };
}

/** A literal in a class of settings is what holds when nobody sets it, not a constant. */
function asSetting(type: ClassValue, name: string, value: Value | undefined): Value | undefined {
  if (value?.v !== 'constant' && value?.v !== 'text') return value;
  return /settings|config/i.test(type.fact.name) ? { v: 'setting', name, fallback: value } : value;
}

function isSuper(expression: Expression): boolean {
  return expression.e === 'call' && expression.callee.e === 'name' && expression.callee.name === 'super';
}

function isMainTest(test: Expression): boolean {
  return test.e === 'compare' && nameOf(test.left) === '__name__';
}

function merge(into: Map<string, Value>, from: ReadonlyMap<string, Value>): void {
  for (const [name, value] of from) {
    const present = into.get(name);
    into.set(name, present ? either(value, present) : value);
  }
}

function ownerOf(scope: Scope, name: string): Scope {
  for (let at: Scope | null = scope; at; at = at.parent) if (at.vars.has(name)) return at;
  return scope;
}

function hasGetattr(module: Module): boolean {
  return module.scope.vars.has('__getattr__');
}

function returnsFunction(fact: FunctionFact, facts: CodeFacts | undefined): boolean {
  return facts !== undefined && fact.body.some((statement) => statement.s === 'def' || statement.s === 'return');
}

/** Literals survive the way back; anything else is looked up by the values beside it. */
function valueAsExpression(value: Value): Expression {
  if (value.v === 'text') return { e: 'text', value: value.text };
  if (value.v === 'constant') return { e: 'constant', value: value.value };
  return { e: 'other', parts: [] };
}
