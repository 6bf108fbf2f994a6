/** Links the code facts of a workspace to routes: runs the modules, then walks the mounts from every application. */
import type { Bearing } from '../../derived';
import { comparePaths } from '../../span';
import { isRunByTests } from '../context';
import type { Workspace } from '../../workspace';
import { Interpreter } from '../program/interpret';
import type { Module } from '../program/state';
import type { LinkedApp, LinkedProgram, LinkedRoute, LinkedUse } from './linked';
import type { CodeFacts } from '../../code/facts';
import type { Expression, GuardUse } from '../../code/model';
import { withoutNames } from './groups';
import { inputOf } from './input';
import { registers, runAll, summaryOf } from './load';
import { MountWalk } from './mounts';
import { linkedUse } from './uses';
import {
  nameOf,
  nodeOf,
  type ClassValue,
  type FunctionValue,
  type RouterEvent,
  type RouterNode,
  type Value,
} from '../program/values';

/** The program of a workspace with the interpreter that ran it. */
export interface Linked extends LinkedProgram, Bearing<Workspace> {
  interpreter: Interpreter;
  nodes: ReadonlyMap<LinkedApp, RouterNode>;
  /** Modules that were not run to their end, because too much is run in them: routes may be missing. Sorted by path. */
  cut: readonly string[];
}

/** Routes of a program without those that a test declares for itself: they are served to nobody. */
export function routesOutsideTests({ routes }: LinkedProgram): readonly LinkedRoute[] {
  return routes.filter(({ path }) => !isRunByTests(path));
}

/** Passes over the program at most, each with what the one before has drawn. */
const MAX_PASSES = 4;

/**
 * Routes, applications and what stands before them. Call through `workspace.derive(linkProgram)`. What is drawn from the reserve on the way
 * was missing where it had been looked at before: where that makes a difference, the program is linked once more with all of it there.
 */
export function linkProgram(workspace: Workspace): Linked {
  for (let pass = 1; ; pass++) {
    const { linked, isInOrder } = linkOnce(workspace);
    const isWhole = (): boolean => isInOrder && takesOver(linked.interpreter, workspace, new Set(workspace.drawnPaths));
    if (workspace.isLacking || pass === MAX_PASSES || isWhole()) return linked;
    workspace.askAnew();
  }
}

function linkOnce(workspace: Workspace): { linked: Linked; isInOrder: boolean } {
  const interpreter = new Interpreter(workspace);
  const isInOrder = runAll(workspace, interpreter);
  const walk = new MountWalk(
    (event) => parameterUses(event, interpreter),
    (event, method) => inputOf(event, method, interpreter),
    interpreter,
  );
  const apps: LinkedApp[] = [];
  const nodes = new Map<LinkedApp, RouterNode>();
  for (const node of roots(interpreter)) {
    const app = linkedApp(node, interpreter);
    apps.push(app);
    nodes.set(app, node);
    walk.app(node, app);
  }
  for (const node of outermostFirst(interpreter.nodes))
    if (!walk.reached.has(node) && !node.fact.single) walk.unmounted(node);
  walk.leftovers();
  interpreter.settle();
  const linked: Linked = {
    apps,
    routes: [
      ...walk.routes.map((route) => withoutNames(route, interpreter.registrar.byName)),
      ...orphanRoutes(interpreter),
    ],
    interpreter,
    nodes,
    cut: [...interpreter.cut].sort(comparePaths),
    bears: 'code',
    stands: (next, changed) => takesOver(interpreter, next, changed),
  };
  return { linked, isInOrder };
}

/** Routers that others mount come behind them: what is reached that way is not listed by itself as well. */
function outermostFirst(nodes: readonly RouterNode[]): RouterNode[] {
  const inner = new Set(
    nodes.flatMap((node) =>
      node.events.flatMap((event) => {
        const target = event.kind === 'mount' ? nodeOf(event.target) : null;
        return target && target !== node ? [target] : [];
      }),
    ),
  );
  return [...nodes.filter((node) => !inner.has(node)), ...nodes.filter((node) => inner.has(node))];
}

/**
 * True when a program of the changed files would be the same but for bodies that linking never looked at, and for positions. Files whose code
 * has only been read since then are changed as well.
 */
function takesOver(interpreter: Interpreter, next: Workspace, changed: ReadonlySet<string>): boolean {
  // What is vendored is left out: a class that changes changes the program.
  if ([...changed].some((path) => next.view(path)?.fileClass === 'vendored')) return false;
  const fresh = [...changed].map((path) => ({
    module: interpreter.modules.get(path),
    facts: next.part(path, 'code'),
  }));
  for (const { module, facts } of fresh) {
    if (!module || !facts || !isSameModule(module, facts, interpreter)) return false;
  }
  if (interpreter.importsFail()) return false;
  for (const { module, facts } of fresh) if (module && facts) module.facts = facts;
  return true;
}

/** `graft` keeps what is the same but for positions, so that identity tells. */
function isSameModule({ path, facts: old }: Module, fresh: CodeFacts, interpreter: Interpreter): boolean {
  if (old.language !== fresh.language || old.body !== fresh.body) return false;
  if (!hasSame(old.classes, fresh.classes) || !hasSame(old.functions, fresh.functions)) return false;
  const { registering } = summaryOf(old);
  return Object.values(fresh.functions).every((fact) => {
    const seen = interpreter.bodies.get(`${path}#${fact.id}`);
    return seen ? seen === fact.body : !registering.includes(fact) && !fact.body.some(registers);
  });
}

function hasSame<T>(old: Record<string, T>, fresh: Record<string, T>): boolean {
  const ids = Object.keys(fresh);
  return ids.length === Object.keys(old).length && ids.every((id) => old[id] === fresh[id]);
}

/** Applications, and nothing that is mounted inside another one only. */
function roots(interpreter: Interpreter): RouterNode[] {
  const mounted = new Set<RouterNode>();
  for (const node of interpreter.nodes)
    for (const event of node.events) {
      const target = event.kind === 'mount' ? nodeOf(event.target) : null;
      if (target && target !== node) mounted.add(target);
    }
  const apps = interpreter.nodes.filter(
    (node) => node.fact.role === 'app' && (!mounted.has(node) || node.served.length > 0),
  );
  return apps.filter((node) => !isStandIn(node, apps)).sort((a, b) => comparePaths(a.path, b.path));
}

/** An application that nobody serves, made of nothing but what a served one beside it is made of: it was made to ask it for something. */
function isStandIn(node: RouterNode, apps: readonly RouterNode[]): boolean {
  if (node.served.length > 0 || node.events.length === 0) return false;
  const targets = node.events.map((event) => (event.kind === 'mount' ? nodeOf(event.target) : null));
  return apps.some((other) => {
    if (other === node || other.path !== node.path || other.served.length === 0) return false;
    return targets.every(
      (target) => target && other.events.some((event) => event.kind === 'mount' && nodeOf(event.target) === target),
    );
  });
}

function linkedApp(node: RouterNode, interpreter: Interpreter): LinkedApp {
  const served = [...node.served, ...servedByName(node, interpreter)];
  const hosts = served.map(({ host }) => hostOf(host));
  return {
    path: node.path,
    fact: node.fact,
    uses: [],
    mounts: [],
    loopback: hosts.length > 0 && hosts.every((host) => host !== null && /^(127\.|localhost$|::1$)/.test(host)),
    served: served.length > 0,
  };
}

/** `uvicorn.run("package.main:app")` of this application, by the end of the module's path. */
function servedByName(node: RouterNode, interpreter: Interpreter): RouterNode['served'] {
  return interpreter.servedByName.filter(({ target, path }) => {
    const [module = '', name] = target.split(':');
    const file = `${module.replace(/\./g, '/')}.py`;
    return (
      (node.path === file || node.path.endsWith(`/${file}`) || (path === node.path && module === moduleName(path))) &&
      name === node.name
    );
  });
}

function moduleName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.py$/, '');
}

function hostOf(host: Value | null): string | null {
  return host?.v === 'text' ? host.text : null;
}

/** Guards in a handler's signature: defaults and annotated types. */
function parameterUses(event: Extract<RouterEvent, { kind: 'route' }>, interpreter: Interpreter): LinkedUse[] {
  const { handler } = event;
  if (handler.v !== 'function') return [];
  const uses: LinkedUse[] = classUses(handler, interpreter);
  for (const param of handler.fact.params) {
    for (const value of guardValues(param.default, param.type, handler.scope, interpreter)) {
      const expression: Expression =
        param.default?.e === 'guard' ? param.default : (param.type ?? { e: 'other', parts: [] });
      const at = value.v === 'guard' && value.path === handler.path ? value.at : handler.fact.at;
      uses.push({
        ...linkedUse(
          { use: { as: 'dependency', value: expression, at }, value, path: handler.path },
          'route',
          null,
          true,
        ),
      });
    }
  }
  return uses;
}

/**
 * Guards of a class-based view: a handler that is a method gets its instance made by the framework, with the dependencies that its class
 * and the bases declare as attributes (fastapi-utils, "Class Based Views").
 */
function classUses(handler: FunctionValue, interpreter: Interpreter): LinkedUse[] {
  const owner = ownerOf(handler, interpreter);
  if (!owner) return [];
  const uses: LinkedUse[] = [];
  const seen = new Set<string>();
  const visit = (type: ClassValue, depth: number): void => {
    for (const [name, attribute] of type.attributes) {
      if (seen.has(name)) continue;
      seen.add(name);
      const guards = attribute.v === 'annotated' ? attribute.guards : [attribute];
      for (const value of guards) {
        if (value.v !== 'guard') continue;
        const use: GuardUse = { as: 'dependency', value: { e: 'name', name: value.name || name }, at: value.at };
        uses.push(linkedUse({ use, value, path: value.path }, 'router', null, true));
      }
    }
    if (depth < 8) for (const base of interpreter.bases(type)) if (base.v === 'class') visit(base, depth + 1);
  };
  visit(owner, 0);
  return uses;
}

/** The class a handler is a method of. */
export function ownerOf({ path, fact }: FunctionValue, interpreter: Interpreter): ClassValue | null {
  if (fact.params[0]?.name !== 'this') return null;
  const name = fact.id.slice(0, fact.id.lastIndexOf('.'));
  const value = interpreter.modules.get(path)?.scope.vars.get(name);
  return value?.v === 'class' ? value : null;
}

/** Guard values of a parameter, from its default and its type. */
export function guardValues(
  fallback: Expression | null,
  type: Expression | null,
  scope: Parameters<Interpreter['evaluate']>[1],
  interpreter: Interpreter,
): Value[] {
  if (fallback?.e === 'guard') {
    // `x: Service = Depends()` depends on the parameter's type.
    const value = interpreter.evaluate(
      fallback.value === null && type ? { ...fallback, value: type } : fallback,
      scope,
    );
    return [value];
  }
  if (!type || fallback?.e === 'request') return [];
  const annotated = interpreter.evaluateKnown(type, scope);
  return annotated.v === 'annotated' ? annotated.guards.filter((guard) => guard.v === 'guard') : [];
}

/** What applications and routers are called, where nothing else tells them from any other object with a method `get`. */
const ROUTER_NAME = /(?:app|application|api|server|router|routes?|blueprint|bp|express|v\d+)$/i;

/** Routes whose router could not be followed. */
function orphanRoutes(interpreter: Interpreter): LinkedRoute[] {
  return interpreter.registrar.orphans.flatMap(({ path, fact, on, uncalled, maybe }) => {
    if (fact.s !== 'route') return [];
    const why = on.v === 'unknown' ? on.why : null;
    if (!ROUTER_NAME.test(nameOf(fact.on))) return [];
    if (why === null && !uncalled) return [];
    const open = why ?? interpreter.loading.whyCalled(path) ?? maybe;
    const [url] = fact.paths;
    return fact.methods.map((method) => ({
      path,
      fact,
      method,
      url: url?.e === 'text' ? url.value : null,
      endpoint: null,
      app: null,
      chain: [{ kind: 'route' as const, path, at: fact.at, note: `declared on ${nameOf(fact.on)}` }],
      uses: [],
      handler: null,
      owner: null,
      handlerValue: null,
      input: { ...fact.input, path },
      gaps: open === null ? [] : [open],
      condition: null,
      metadata: null,
      strays: [],
    }));
  });
}
