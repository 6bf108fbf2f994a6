/**
 * Runs the code facts of all modules far enough to see which routers exist, what is registered on them and in which order: imports are
 * followed, functions and classes that make or take routers are entered, loops over literal lists are unrolled. Nothing is executed for
 * its own sake; what cannot be followed becomes an `unknown` value that says which link is missing.
 */
import type { Span } from '../../span';
import type { Workspace } from '../../workspace';
import { Applications } from './applications';
import type { Around } from './around';
import { CallRunner } from './calls';
import { Evaluator } from './expressions';
import { Loading } from './loading/loading';
import { ImportLog } from './imports';
import { Injection } from './injection';
import { ModuleTable } from './modules';
import { external, MAX_STEPS, type Completion, type Frame, type Module } from './state';
import { StatementRunner } from './statements';
import type { CodeFacts } from '../../code/facts';
import type { Argument, CodeLanguage, Expression, RouterExpression, Statement } from '../../code/model';
import { Registrar } from './registrar';
import { Sites } from './sites';
import type { ClassValue, EvaluatedArgument, FunctionValue, RouterNode, Scope, Value } from './values';

export class Interpreter {
  readonly nodes: RouterNode[] = [];
  /** Told of each member that is looked up on a class; `behind`: the method whose `super` it is. */
  watch:
    ((type: ClassValue, name: string, behind: FunctionValue | null, value: Value | null | undefined) => void) | null =
    null;
  /** Functions that were entered, by `path#id`. */
  readonly entered = new Set<string>();
  /** Bodies that were looked at, by the same: another body may make another program. */
  readonly bodies = new Map<string, readonly Statement[]>();
  readonly imports = new ImportLog();
  /** `uvicorn.run("main:app")`. */
  readonly servedByName: { target: string; host: Value | null; path: string; at: Span }[] = [];
  readonly registrar: Registrar = new Registrar(this);
  /** Applications that are laid out as files. */
  readonly sites: Sites = new Sites(this);
  /** Applications that find what is declared for them. */
  readonly applications: Applications = new Applications(this);
  /** Files that are loaded by listing folders. */
  readonly loading: Loading;
  private readonly table: ModuleTable;
  private readonly statements: StatementRunner;
  private readonly calls = new CallRunner(this);
  private readonly injection = new Injection(this);
  private readonly evaluator: Evaluator;
  /** Base classes, once they are all known: one class is looked through for each of its members. */
  private readonly known = new WeakMap<ClassValue, Value[]>();
  /** Guards that functions make around handlers, by the function (`around.ts`). */
  readonly around = new WeakMap<FunctionValue['fact'], Around[]>();
  /** Under which condition what is run now is run. */
  condition: string | null = null;
  private steps = 0;
  private budget = MAX_STEPS;
  /** Modules that were not run to their end, by path. */
  readonly cut = new Set<string>();
  private linkedSteps = 0;

  constructor(workspace: Workspace) {
    this.table = new ModuleTable(workspace, this);
    this.loading = new Loading(this, this.table);
    this.statements = new StatementRunner(this, this.table);
    this.evaluator = new Evaluator(this, this.table, this.calls);
  }

  /** The workspace as it is now: a linked program outlives the moment it was linked in while its modules stay the same. */
  get workspace(): Workspace {
    return this.table.workspace;
  }

  /** The body of a function, noted as one that the program hangs on. */
  bodyOf({ path, fact }: Pick<FunctionValue, 'path' | 'fact'>): readonly Statement[] {
    this.bodies.set(`${path}#${fact.id}`, fact.body);
    return fact.body;
  }

  /** True when an import of modules that have been read since then cannot work after all, and something else would have run. */
  importsFail(): boolean {
    return this.imports.turnsOut(this.table);
  }

  /** Everything is linked: what is evaluated from now on is counted by itself. */
  settle(): void {
    this.linkedSteps = this.steps;
    this.calls.entries.settle();
  }

  /** Evaluates something as if nothing had been evaluated since everything was linked. */
  apart<T>(evaluate: () => T): T {
    this.steps = this.linkedSteps;
    this.calls.entries.startAnew();
    return evaluate();
  }

  /** Modules that were run, by path. */
  get modules(): ReadonlyMap<string, Module> {
    return this.table.modules;
  }

  /** Runs a module once; undefined when there are no facts of it. */
  run(path: string): Module | undefined {
    return this.table.run(path);
  }

  /** As `run`, for a module that was not collected: it is asked for. */
  want(path: string): Module | undefined {
    return this.table.run(path, true);
  }

  /** Code facts of a file. */
  facts(path: string): CodeFacts | undefined {
    return this.table.facts(path);
  }

  /** The language of a file's code. */
  languageOf(path: string): CodeLanguage | undefined {
    return this.table.languageOf(path);
  }

  /** Runs statements in order; gives how the block was left. */
  block(statements: readonly Statement[], frame: Frame): Completion {
    return this.statements.block(statements, frame);
  }

  /** Statements run so far, this one included. */
  countStep(): number {
    return ++this.steps;
  }

  /** Runs what may take no more than a part of all steps: one program of many. */
  within<T>(steps: number, work: () => T): T {
    const before = this.budget;
    this.budget = Math.min(before, this.steps + steps);
    const result = work();
    this.budget = before;
    return result;
  }

  /** Runs a module, which takes its own part of all steps and none of those of the module that imports it. */
  module(path: string, most: number, run: () => void): void {
    const { budget, steps } = this;
    this.budget = Math.min(MAX_STEPS, steps + most);
    run();
    if (this.isExhausted) this.cut.add(path);
    this.budget = Math.min(MAX_STEPS, budget + this.steps - steps);
  }

  /** True when so much was run that no call is followed any more. */
  get isExhausted(): boolean {
    return this.steps > this.budget;
  }

  /** The value of an expression in a scope. */
  evaluate(expression: Expression, scope: Scope, depth = 0): Value {
    return this.evaluator.evaluate(expression, scope, depth);
  }

  /** As `evaluate`, without asking for files that were not collected: for types. */
  evaluateKnown(expression: Expression, scope: Scope): Value {
    return this.evaluator.evaluateKnown(expression, scope);
  }

  /** A name of a scope or one around it, not followed to another module. */
  own(scope: Scope, name: string): Value | null {
    return this.evaluator.own(scope, name);
  }

  /** An attribute of a value. */
  member(of: Value, name: string): Value {
    return this.evaluator.member(of, name);
  }

  /** A value that is looked for when it is used. */
  settled(value: Value): Value {
    return this.evaluator.settled(value);
  }

  /** The value behind an imported name. */
  follow(value: Value): Value {
    return this.table.follow(value);
  }

  /** Files of a folder that may be modules, those of folders below included, in order. */
  folder(base: string): string[] {
    return [...this.workspace.files.keys()]
      .filter((path) => path.startsWith(`${base}/`) && /\.[cm]?[jt]s$/.test(path))
      .filter((path) => !/\.d\.[cm]?ts$|\.(?:test|spec)\./.test(path))
      .sort();
  }

  /** A file of the workspace as a module, run by now. */
  fileModule(path: string): Value {
    this.table.run(path, true);
    return { v: 'module', path };
  }

  /** Arguments with their values, spread ones one by one. */
  args(args: readonly Argument[], scope: Scope, depth: number): EvaluatedArgument[] {
    return this.calls.args(args, scope, depth);
  }

  /** Calls a value of this workspace; undefined when there is nothing to enter. */
  call(callee: Value, args: readonly EvaluatedArgument[], depth: number): Value | undefined {
    return this.calls.call(callee, args, depth);
  }

  /** An object of a class, its constructor given what the types of its parameters name: as frameworks that inject do. */
  inject(type: ClassValue): Value {
    return this.injection.objectOf(type);
  }

  /** A new router object with what its constructor was given. */
  createRouter(fact: RouterExpression, scope: Scope, depth: number): RouterNode {
    return this.calls.createRouter(fact, scope, depth);
  }

  /** A scope with the parameters bound. */
  enter(callee: FunctionValue, args: readonly EvaluatedArgument[]): Scope {
    return this.calls.enter(callee, args);
  }

  /** A method or attribute of a class and its bases, bound to an instance. */
  bound(type: ClassValue, self: Value, name: string): Value | undefined {
    const value = type.attributes.get(name) ?? this.table.added(type, name) ?? this.inherited(type, name);
    this.watch?.(type, name, null, value);
    return value?.v === 'function' ? { ...value, self } : value;
  }

  /** Types of the workspace that have all methods of an interface. */
  implementing(path: string, methods: readonly string[]): ClassValue[] {
    return this.table.implementing(path, methods);
  }

  /** An attribute that a base class gives. */
  inherited(type: ClassValue, name: string, depth = 0): Value | undefined {
    if (depth > 6) return undefined;
    for (const base of this.bases(type)) {
      if (base.v !== 'class') continue;
      const value = base.attributes.get(name) ?? this.table.added(base, name) ?? this.inherited(base, name, depth + 1);
      if (value) return value;
    }
    return undefined;
  }

  /** A member that no file defines: what the package's class gives that a class extends, in languages where members are never declared. */
  outside(type: ClassValue, name: string): Value | undefined {
    const language = this.languageOf(type.path);
    const symbol = language === 'ruby' || language === 'php' ? this.externalBases(type).at(-1) : undefined;
    return symbol === undefined ? undefined : external(`${symbol}.${name}`);
  }

  /** Values of the base classes. */
  bases(type: ClassValue): Value[] {
    const known = this.known.get(type);
    if (known) return known;
    const bases = type.fact.bases.map((base) => this.evaluate(base, type.scope));
    // A module that is still running may not have its names yet.
    if (bases.every(({ v }) => v === 'class' || v === 'external')) this.known.set(type, bases);
    return bases;
  }

  /** Symbols of the classes from packages that a class extends, at any depth. */
  externalBases(type: ClassValue, depth = 0): string[] {
    if (depth > 6) return [];
    return this.bases(type).flatMap((base) =>
      base.v === 'external' ? [base.symbol] : base.v === 'class' ? this.externalBases(base, depth + 1) : [],
    );
  }
}
