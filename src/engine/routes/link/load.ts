/** Runs the modules of a program in the order in which a server would load them, and whatever else of them registers something. */
import { someStatement } from '../../code/visit';
import type { CodeFacts } from '../../code/facts';
import type { FunctionFact, Statement } from '../../code/model';
import { comparePaths } from '../../span';
import type { Workspace } from '../../workspace';
import type { Interpreter } from '../program/interpret';
import type { Scope, Value } from '../program/values';
import { entriesOf } from './entries';

/**
 * Modules that make an application first, as a server would start them; then everything else, for what is never mounted.
 * @returns false when modules that were drawn on the way have registered something: had they been known, it would have come in another order
 */
export function runAll(workspace: Workspace, interpreter: Interpreter): boolean {
  const known = modulesOf(workspace);
  runModules(known, workspace, interpreter);
  const paths = new Set(known.map(({ path }) => path));
  const drawn = (): ModuleFacts[] => modulesOf(workspace).filter(({ path }) => !paths.has(path));
  const before = registrations(interpreter);
  for (let fresh = drawn(); fresh.length > 0; fresh = drawn()) {
    runModules(fresh, workspace, interpreter);
    for (const { path } of fresh) paths.add(path);
  }
  const isInOrder = registrations(interpreter) === before;
  interpreter.applications.settle();
  interpreter.registrar.classes.settle();
  interpreter.sites.settle();
  return isInOrder;
}

/** Routers, and what has been registered with them. */
function registrations({ nodes }: Interpreter): number {
  return nodes.reduce((sum, { events }) => sum + events.length, nodes.length);
}

function runModules(modules: readonly ModuleFacts[], workspace: Workspace, interpreter: Interpreter): void {
  const makesApp = new Set(modules.filter(({ facts }) => summaryOf(facts).createsApp).map(({ path }) => path));
  for (const { path } of modules) if (makesApp.has(path)) interpreter.run(path);
  for (const { path } of modules) interpreter.run(path);
  interpreter.registrar.settleLater();
  runEntries(modules, workspace, interpreter);
  interpreter.registrar.uncalled = true;
  // What makes an application goes first: it may call the others.
  for (const kind of ['outer', 'factories', 'registering'] as const) {
    for (const { path, facts } of modules) runUncalled(path, facts, interpreter, kind);
  }
  interpreter.registrar.uncalled = false;
  interpreter.registrar.settleLater();
}

interface ModuleFacts {
  path: string;
  facts: CodeFacts;
}

/**
 * In path order, with those that were drawn from the reserve: soon they are no others. A foreign project copied in serves nobody here;
 * routes of vendored files are not listed.
 */
function modulesOf(workspace: Workspace): ModuleFacts[] {
  const known = workspace
    .each('code')
    .map(({ file, facts }) => ({ path: file.path, facts, fileClass: file.fileClass }));
  const paths = new Set(known.map(({ path }) => path));
  const drawn = workspace.drawnPaths.flatMap((path) => {
    const facts = workspace.part(path, 'code');
    const view = workspace.view(path);
    return facts && view && !paths.has(path) ? [{ path, facts, fileClass: view.fileClass }] : [];
  });
  const modules = drawn.length === 0 ? known : [...known, ...drawn].sort((a, b) => comparePaths(a.path, b.path));
  return modules.filter(({ fileClass }) => fileClass !== 'vendored');
}

/** Modules that hand something to functions which make or fill an application: they hold no word of a framework themselves. */
function runEntries(modules: readonly ModuleFacts[], workspace: Workspace, interpreter: Interpreter): void {
  const waiting = modules.flatMap(({ path, facts }) => {
    const { factories, registering } = summaryOf(facts);
    return [...factories, ...registering]
      .filter((fact) => fact.params.some((param) => param.name !== 'this' && !param.default && !param.rest))
      .map((fact) => ({ path, name: fact.id.split('.')[0] ?? fact.id, makes: factories.includes(fact) }));
  });
  for (const path of entriesOf(waiting, workspace)) interpreter.want(path);
  interpreter.registrar.settleLater();
}

/** What running a module turns on, told from its facts alone. */
interface ModuleSummary {
  createsApp: boolean;
  /** Functions that a server calls by their names, and that leave it to others to make the application. */
  outer: FunctionFact[];
  /** Functions that make an application. */
  factories: FunctionFact[];
  /** Functions that register something, or make an application. */
  registering: FunctionFact[];
}

/** Facts live longer than one linking: rounds of a scan and keystrokes in other files meet the same ones. */
const summaries = new WeakMap<CodeFacts, ModuleSummary>();

/** flask.palletsprojects.com, "Application Discovery": `create_app` and `make_app` are looked for. */
const FOUND_BY_NAME = /^(?:create|make)_app$/;

export function summaryOf(facts: CodeFacts): ModuleSummary {
  let summary = summaries.get(facts);
  if (!summary) {
    const functions = Object.values(facts.functions);
    summary = {
      createsApp: createsApp(facts),
      outer: functions.filter(({ id, body }) => FOUND_BY_NAME.test(id) && !someStatement(body, hasApp)),
      factories: functions.filter((fact) => someStatement(fact.body, hasApp)),
      registering: functions.filter((fact) => fact.body.some(registers)),
    };
    summaries.set(facts, summary);
  }
  return summary;
}

function createsApp(facts: CodeFacts): boolean {
  const inModule = someStatement(facts.body, (statement) => hasApp(statement));
  return inModule || Object.values(facts.functions).some((fact) => fact.body.some((statement) => hasApp(statement)));
}

function hasApp(statement: Statement): boolean {
  return statement.s === 'let' && statement.value.e === 'router' && statement.value.role === 'app';
}

/** Factories, start-up handlers, registering functions and methods that no code of the workspace calls: a server may. */
function runUncalled(
  path: string,
  facts: CodeFacts,
  interpreter: Interpreter,
  kind: 'outer' | 'factories' | 'registering',
): void {
  const scope = interpreter.modules.get(path)?.scope;
  if (!scope) return;
  const waiting = summaryOf(facts)[kind].filter((fact) => !interpreter.entered.has(`${path}#${fact.id}`));
  const instances = new Map<string, Value>();
  for (const fact of waiting) {
    if (interpreter.entered.has(`${path}#${fact.id}`)) continue;
    const owner = fact.id.slice(0, Math.max(0, fact.id.lastIndexOf('.')));
    const self = facts.classes[owner] ? instanceOf(owner, scope, interpreter, instances) : exportsIn(scope);
    // The constructor may have called it by now.
    if (interpreter.entered.has(`${path}#${fact.id}`)) continue;
    interpreter.call({ v: 'function', path, fact, scope, self }, [], 1);
  }
}

/** What a module exports as a whole (CommonJS): functions on it know it as `this`. */
function exportsIn(scope: Scope): Value | null {
  const module = scope.vars.get('module');
  return module?.v === 'record' ? (module.entries.get('exports') ?? null) : null;
}

/** An object of a class that nobody makes, so that its methods share their `this`. */
function instanceOf(name: string, scope: Scope, interpreter: Interpreter, made: Map<string, Value>): Value | null {
  const known = made.get(name);
  if (known) return known;
  const type = interpreter.evaluateKnown({ e: 'name', name }, scope);
  const instance = type.v === 'class' ? (interpreter.call(type, [], 1) ?? null) : null;
  if (instance) made.set(name, instance);
  return instance;
}

export function registers(statement: Statement): boolean {
  return someStatement(
    [statement],
    (inner) => hasApp(inner) || ['route', 'mount', 'use', 'serve'].includes(inner.s) || returnsApp(inner),
  );
}

function returnsApp(statement: Statement): boolean {
  return statement.s === 'return' && statement.value?.e === 'router';
}
