/** Runs statements: assignments, branches, loops over literal lists, definitions, imports. */
import { FieldWrites } from './field-writes';
import { importOutcome } from './imports';
import type { Interpreter } from './interpret';
import { isMainTest, merge, ownerOf, Raised, type Completion, type Frame, type Module } from './state';
import type { ModuleTable } from './modules';
import type { Span } from '../../span';
import type { Expression, FunctionFact, Statement } from '../../code/model';
import {
  nameOf,
  nodeOf,
  NOTHING,
  text,
  textOf,
  truth,
  unknown,
  type ClassValue,
  type FunctionValue,
  type Guard,
  type Scope,
  type Value,
} from './values';

export class StatementRunner {
  private readonly written = new FieldWrites();

  constructor(
    private readonly program: Interpreter,
    private readonly table: ModuleTable,
  ) {}

  /** Runs statements in order; gives how the block was left. */
  block(statements: readonly Statement[], frame: Frame): Completion {
    for (const statement of statements) {
      this.program.countStep();
      if (this.program.isExhausted) return 'return';
      const completion = this.statement(statement, frame);
      if (completion !== 'normal') return completion;
    }
    return 'normal';
  }

  private statement(statement: Statement, frame: Frame): Completion {
    switch (statement.s) {
      case 'do':
        this.program.evaluate(statement.value, frame.scope, frame.depth);
        return 'normal';
      case 'let':
        this.assign(statement.to, this.assigned(statement.value, frame), frame.scope, statement.outer);
        return 'normal';
      case 'if':
        return this.branch(statement, frame);
      case 'return':
        if (statement.value) frame.returns.push(this.program.evaluate(statement.value, frame.scope, frame.depth));
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
        this.moduleOf(frame)?.exports.set(
          statement.name,
          this.program.evaluate(statement.value, frame.scope, frame.depth),
        );
        return 'normal';
      case 'export-from':
        this.reexport(statement, frame);
        return 'normal';
      default:
        this.program.registrar.register(statement, frame.scope, frame.depth, frame.condition);
        return 'normal';
    }
  }

  /** What is passed on by its name alone is looked for when it is used. */
  private assigned(value: Expression, { scope, depth }: Frame): Value {
    const own = value.e === 'name' ? this.program.own(scope, value.name) : null;
    return own?.v === 'typed' ? own : this.program.evaluate(value, scope, depth);
  }

  private branch(statement: Extract<Statement, { s: 'if' }>, frame: Frame): Completion {
    const test = this.program.evaluate(statement.test, frame.scope, frame.depth);
    const certain = isMainTest(statement.test) ? undefined : truth(test);
    if (certain === true) return this.block(statement.then, frame);
    if (certain === false) return this.block(statement.else, frame);
    const before = new Map(frame.scope.vars);
    const outer = frame.condition;
    const condition = nameOf(statement.test);
    frame.condition = isMainTest(statement.test) ? outer : `${outer ? `${outer} and ` : ''}${condition}`;
    const fields = this.written.fork();
    const first = this.conditional(statement.then, frame);
    fields.next(first !== 'throw');
    const afterThen = frame.scope.vars;
    frame.scope.vars = before;
    frame.condition = isMainTest(statement.test) ? outer : `${outer ? `${outer} and ` : ''}not ${condition}`;
    const second = this.conditional(statement.else, frame);
    fields.next(second !== 'throw');
    fields.join();
    frame.condition = outer;
    if (second !== 'normal' && first === 'normal') frame.scope.vars = afterThen;
    else if (first === 'normal' || second !== 'normal') merge(frame.scope.vars, afterThen);
    return first === second ? first : 'normal';
  }

  /** A branch: what it calls is run under its condition as well. */
  private conditional(statements: readonly Statement[], frame: Frame): Completion {
    const { condition } = this.program;
    this.program.condition = frame.condition;
    const completion = this.block(statements, frame);
    this.program.condition = condition;
    return completion;
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
    const given = statement.over ? this.program.evaluate(statement.over, frame.scope, frame.depth) : NOTHING;
    // What is in a record are its keys.
    const over: Value =
      given.v === 'record' ? { v: 'list', items: [...given.entries.keys()].map((key) => text(key)) } : given;
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
    const fact = this.program.facts(frame.scope.path)?.functions[id];
    if (!fact) return;
    const { path } = frame.scope;
    const inner: FunctionValue = { v: 'function', path, fact, scope: frame.scope, self: null };
    let value: Value = inner;
    const guards: Guard[] = [];
    for (const decorator of [...fact.decorators].reverse()) {
      const applied = this.program.evaluate(decorator, frame.scope, frame.depth);
      guards.unshift({ use: { as: 'decorator', value: decorator, at: spanOf(decorator, fact) }, value: applied, path });
      // A decorator of this workspace replaces the function; one from a package is taken to keep its meaning.
      if (applied.v === 'function' && this.program.facts(applied.path) && returnsFunction(this.program.bodyOf(applied)))
        value = this.program.call(applied, [{ name: null, value }], frame.depth + 1) ?? value;
      if (value.v === 'unknown') value = inner;
    }
    if (guards.length > 0 && value.v === 'function') value = { ...value, wrapped: { inner, guards } };
    frame.scope.vars.set(fact.name, value);
  }

  private defineClass(id: string, frame: Frame): void {
    const fact = this.program.facts(frame.scope.path)?.classes[id];
    if (!fact) return;
    const scope: Scope = { path: frame.scope.path, vars: new Map(), parent: frame.scope };
    const value: ClassValue = { v: 'class', path: frame.scope.path, fact, scope: frame.scope, attributes: scope.vars };
    this.block(fact.body, { ...frame, scope, returns: [] });
    value.attributes = scope.vars;
    // Methods see the names around the class, not its attributes.
    for (const method of scope.vars.values()) {
      const inner = method.v === 'function' ? method.wrapped?.inner : undefined;
      for (const one of [method, inner]) if (one?.v === 'function' && one.scope === scope) one.scope = frame.scope;
    }
    this.program.registrar.classes.define(value, frame.depth);
    frame.scope.vars.set(fact.name, value);
  }

  private import(statement: Extract<Statement, { s: 'import' }>, frame: Frame): void {
    const { path } = frame.scope;
    const language = this.program.languageOf(path);
    const python = language === 'python';
    for (const { name, as } of statement.names) {
      if (as === '*') this.importStar(path, statement.from, frame);
      else if (python && name === null && as.includes('.')) this.importDotted(path, as, frame);
      else frame.scope.vars.set(as, { v: 'imported', from: path, module: statement.from, name });
    }
    // Importing runs the module, as it does in the program; inside functions names are followed when they are used. Elsewhere modules are
    // declarations: the order in which they are read says nothing.
    if (!python && (frame.depth > 0 || frame.scope.parent || language !== 'javascript')) return;
    const resolution = python
      ? this.table.python.resolve(path, statement.from)
      : this.table.javascript.resolve(path, statement.from);
    if (resolution.kind === 'unresolved') return this.raise(resolution.reason, frame);
    if (resolution.kind !== 'file') return;
    if (!python) {
      const module = this.table.run(resolution.path);
      if (module?.fails) this.raise(module.fails, frame);
      return;
    }
    const one = { statement, path, target: resolution.path, isGuarded: frame.guarded };
    const { why, isRead } = importOutcome(one, this.table, (target) => this.table.run(target), frame.guarded);
    if (why === null) this.program.imports.note(one, isRead);
    else this.raise(why, frame);
  }

  /** An import that cannot work: inside a `try` its handler runs, elsewhere the module is broken; it is read on all the same. */
  private raise(why: string, frame: Frame): void {
    if (frame.guarded) throw new Raised(why);
    const module = this.moduleOf(frame);
    if (module) module.fails ??= why;
  }

  private importStar(path: string, from: string, frame: Frame): void {
    const resolution = this.table.python.resolve(path, from);
    if (resolution.kind !== 'file') return;
    const module = this.moduleOf(frame);
    module?.stars.push(resolution.path);
    if (!this.table.takeStar(resolution.path, frame.scope) && frame.scope.parent === null)
      module?.unread.push(resolution.path);
  }

  /** `import a.b.c` binds `a`; the submodules are its attributes. */
  private importDotted(path: string, dotted: string, frame: Frame): void {
    const top = dotted.split('.')[0] ?? dotted;
    frame.scope.vars.set(top, { v: 'imported', from: path, module: top, name: null });
    const resolution = this.table.python.resolve(path, dotted);
    if (resolution.kind === 'file' && !resolution.path.endsWith('/')) this.table.run(resolution.path);
  }

  private reexport(statement: Extract<Statement, { s: 'export-from' }>, frame: Frame): void {
    const module = this.moduleOf(frame);
    if (!module) return;
    for (const { name, as } of statement.names) {
      if (name !== '*') {
        module.exports.set(as, { v: 'imported', from: module.path, module: statement.from, name });
        continue;
      }
      const resolution = this.table.javascript.resolve(module.path, statement.from);
      if (resolution.kind !== 'file') continue;
      if (as === '*') module.stars.push(resolution.path);
      else module.exports.set(as, { v: 'module', path: resolution.path });
    }
  }

  private assign(to: Expression, value: Value, scope: Scope, outer?: true): void {
    if (to.e === 'name') {
      const node = nodeOf(value);
      if (node) node.name ??= to.name;
      const owner =
        scope.parent && (outer || this.program.languageOf(scope.path) === 'javascript')
          ? ownerOf(scope, to.name)
          : scope;
      const far = outer && !owner.vars.has(to.name) ? this.table.declaring(scope.path, to.name) : undefined;
      (far ?? owner).vars.set(to.name, value);
      return;
    }
    if (to.e !== 'member' && to.e !== 'index') return;
    const target = this.program.evaluate(to.of, scope, 0);
    const key = to.e === 'member' ? to.name : textOf(this.program.evaluate(to.key, scope, 0));
    if (key === null) return;
    const node = nodeOf(target);
    if (target.v === 'instance') {
      this.written.set(target.fields, key, value);
      if (target.of.fact.embeds?.includes(key)) target.node ??= nodeOf(value);
    } else if (target.v === 'record') target.entries.set(key, value);
    else if (node) node.fields.set(key, value);
    else if (target.v === 'class') target.attributes.set(key, value);
  }

  private moduleOf(frame: Frame): Module | undefined {
    return this.table.modules.get(frame.scope.path);
  }
}

function returnsFunction(body: readonly Statement[]): boolean {
  return body.some((statement) => statement.s === 'def' || statement.s === 'return');
}

/** Where a decorator stands: on its own line when it is a call, else it is shown at the function. */
function spanOf(decorator: Expression, fact: FunctionFact): Span {
  return decorator.e === 'call' ? decorator.at : fact.at;
}
