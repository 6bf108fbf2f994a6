/** Puts what route, mount and use statements say on the router objects they speak of. */
import { packageMajor } from '../../modules/versions';
import { fileContext } from '../context';
import { asRunBy, frameworkOf } from '../framework';
import { besideHandler } from './bound-methods';
import { ClassRoutes } from './class-routes';
import { covered, placesOf } from './covered';
import type { Orphan } from './orphan';
import type { Interpreter } from './interpret';
import type { UseEvent } from './misplaced';
import { withCallback } from './session-callbacks';
import type { Expression, GuardUse, MountStatement, RouteStatement, Statement, UseStatement } from '../../code/model';
import {
  alwaysHolds,
  itemsOf,
  nodeOf,
  optionsOf,
  textOf,
  type EvaluatedArgument,
  type Guard,
  type RouterEvent,
  type RouterNode,
  type Scope,
  type Value,
} from './values';
import { isSwitchedOff } from './guard-uses';
import { configure, plug, takenBy } from './plugins';
import { isLeft, serveRouter, split } from './router-handlers';
import { RouterParts } from './router-parts';
import { serveObject } from './services';
import { servedAs } from '../link/views';

/** A path that names its method, as patterns of Go's ServeMux do since 1.22 (pkg.go.dev/net/http#hdr-Patterns-ServeMux). */
const NAMES_METHOD = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\s+(\/.*)$/;

export class Registrar {
  readonly orphans: Orphan[] = [];
  readonly classes: ClassRoutes;
  private readonly parts: RouterParts;
  /** Guards by the names under which they are registered. */
  readonly byName = new Map<string, Value>();
  /** What is registered once every module has run. */
  readonly later: (() => void)[] = [];
  /** Set while functions that nobody calls are run. */
  uncalled = false;

  constructor(private readonly program: Interpreter) {
    this.classes = new ClassRoutes(program, this);
    this.parts = new RouterParts(program, this);
  }

  /** Prefix, guards, middleware and routes that a constructor was given. */
  construct(node: RouterNode, scope: Scope, depth: number, evaluated: readonly EvaluatedArgument[] = []): void {
    this.parts.construct(node, scope, depth, evaluated);
  }

  /** Registers what was left for later, and what that leaves. */
  settleLater(): void {
    for (let next = this.later.shift(); next; next = this.later.shift()) next();
  }

  /** What a subclass of a router class gives its base: `super().__init__(dependencies=[…], prefix=…)`. */
  extend(node: RouterNode, args: readonly EvaluatedArgument[], path: string): void {
    this.parts.extend(node, args, path);
  }

  register(statement: Statement, scope: Scope, depth: number, condition: string | null): void {
    if (!this.program.applications.wait(statement, scope, condition))
      this.registerNow(statement, scope, depth, condition);
  }

  /** As `register`, once every application is known. */
  registerNow(statement: Statement, scope: Scope, depth: number, condition: string | null): void {
    switch (statement.s) {
      case 'route':
        return this.route(statement, scope, depth, condition);
      case 'mount':
        return this.mount(statement, scope, depth, condition);
      case 'use':
        return this.use(statement, scope, depth, condition);
      case 'override':
        return this.override(statement, scope, depth);
      case 'serve':
        return this.serve(statement, scope, depth);
      case 'plug':
        return plug(this.program, this.nodes(statement.into, scope, depth).nodes, statement, {
          scope,
          depth,
          condition,
        });
      case 'configure':
        return configure(this.program, this.nodes(statement.on, scope, depth).nodes, statement, {
          scope,
          depth,
          condition,
        });
      case 'name-guard': {
        const name = textOf(this.program.evaluate(statement.name, scope, depth));
        if (name !== null) this.nameGuard(name, this.program.evaluate(statement.guard, scope, depth));
      }
    }
  }

  /** A name with a star in front is one of many that are meant together. */
  private nameGuard(name: string, value: Value): void {
    if (!name.startsWith('*')) return void this.byName.set(name, value);
    const known = this.byName.get(name);
    this.byName.set(name, { v: 'list', items: [...(known?.v === 'list' ? known.items : []), value] });
  }

  private nodes(on: Expression, scope: Scope, depth: number): { value: Value; nodes: RouterNode[] } {
    const value = this.program.evaluate(on, scope, depth);
    const nodes = optionsOf(value).flatMap((option) => nodeOf(option) ?? []);
    return { value, nodes };
  }

  private route(statement: RouteStatement, scope: Scope, depth: number, condition: string | null): void {
    const { value, nodes } = this.nodes(statement.on, scope, depth);
    for (const node of nodes) this.routeOn(node, statement, scope, depth, condition);
    if (nodes.length === 0 && value.v === 'unknown' && !statement.onBehalf) this.orphan(statement, scope, value);
  }

  private orphan(fact: Orphan['fact'], { path }: Scope, on: Value, target: Value | null = null): void {
    const maybe = this.program.loading.whyHanded(path);
    this.orphans.push({ path, fact, on, target, uncalled: this.uncalled, maybe });
  }

  /** Puts a route on a router. */
  routeOn(node: RouterNode, fact: RouteStatement, scope: Scope, depth: number, condition: string | null): void {
    if (fact.on.e === 'site') this.program.sites.lookAhead(scope);
    const written = fact.paths.flatMap((path) => this.urls(path, scope, depth));
    const urls = written.map((url) => url?.replace(NAMES_METHOD, '$2') ?? null);
    const { guards, handler } = inOrder(fact, node.fact.framework);
    const given = guards.flatMap((guard) => this.guards(asRunBy(guard, node.fact.framework), scope, depth));
    const named = written.map((url) => NAMES_METHOD.exec(url ?? '')?.[1]).find((method) => method !== undefined);
    const methods = named === undefined ? this.methods(fact, scope, depth) : [named];
    const { routers, handlers, before } = split(this.program.evaluate(handler, scope, depth), fact, node, this.program);
    given.push(...this.flatten(before, { as: 'middleware', value: handler, at: fact.at }, scope.path));
    for (const router of routers) serveRouter(node, router, fact, given, scope, condition);
    for (const option of handlers) {
      if (isLeft(option, node)) continue;
      if (option.v === 'router' || (option.v === 'instance' && option.node)) {
        // What stands for the very router that is mounted is no guard before it.
        const others = given.filter((guard) => nodeOf(guard.value) === null);
        this.mountAt(node, option, fact, urls, others, scope.path, condition);
        continue;
      }
      for (const served of servedAs(option, fact, scope.path, this.program)) {
        const framework = served.framework ?? node.fact.framework;
        const { bare, ...rest } = fact;
        const placed = fact.onBehalf ? besideHandler(fact, served.handler, urls[0] ?? null) : undefined;
        node.events.push({
          kind: 'route',
          path: placed?.path ?? scope.path,
          // A router's routes are of its framework, whatever the file that declares them was read with.
          fact: placed
            ? placed.fact
            : framework === fact.framework
              ? fact
              : { ...rest, framework, ...(served.framework && bare && { bare }) },
          urls: urls.map((url) => (url === null || served.suffix === '' ? url : under(url, served.suffix))),
          methods: served.methods ?? methods,
          guards: [...given, ...served.guards],
          handler: served.handler,
          leftOutBy: served.leftOutBy,
          owner: served.owner,
          gap: served.gap ?? fact.undecided ?? null,
          condition,
          ...(fact.attached && this.classes.attached(this.program.evaluate(fact.attached, scope, depth))),
        });
      }
    }
  }

  /** A path, or those of a list that is spread out in its place. */
  private urls(path: Expression, scope: Scope, depth: number): (string | null)[] {
    if (path.e !== 'spread') return optionsOf(this.program.evaluate(path, scope, depth)).map(textOf);
    const value = this.program.evaluate(path.of, scope, depth);
    // Named arguments that are handed on hold no path.
    if (value.v === 'record') return [];
    return value.v === 'list' ? value.items.flatMap((item) => optionsOf(item).map(textOf)) : [null];
  }

  /** An application or router in a handler's place is mounted under the route's paths. */
  private mountAt(
    node: RouterNode,
    target: Value,
    { on, handler, at }: RouteStatement,
    urls: readonly (string | null)[],
    guards: Guard[],
    path: string,
    condition: string | null,
  ): void {
    const base = {
      s: 'mount',
      into: on,
      what: handler,
      prefix: null,
      guards: [],
      inherits: 'all',
      takes: 'live',
    } as const;
    const fact: MountStatement = { ...base, guards: [], args: [], at };
    for (const url of urls) {
      const prefix = url === null ? null : url.replace(/\/$/, '');
      node.events.push({ kind: 'mount', path, fact, target, prefix, guards, condition });
    }
  }

  private methods(fact: RouteStatement, scope: Scope, depth: number): readonly string[] {
    const computed = fact.methodFrom && textOf(this.program.evaluate(fact.methodFrom, scope, depth));
    return computed ? [computed.toUpperCase()] : fact.methods;
  }

  private mount(statement: MountStatement, scope: Scope, depth: number, condition: string | null): void {
    const { value, nodes } = this.nodes(statement.into, scope, depth);
    for (const node of nodes) this.mountOn(node, statement, scope, depth, condition);
    if (nodes.length === 0 && value.v === 'unknown') {
      const target = this.program.evaluate(statement.what, scope, depth);
      // Whatever it is mounted on: what only the running program names is not taken for unmounted.
      for (const option of optionsOf(target)) this.program.loading.note(option);
      this.orphan(statement, scope, value, target);
    }
  }

  /** Mounts something on a router. */
  mountOn(node: RouterNode, fact: MountStatement, scope: Scope, depth: number, condition: string | null): void {
    const target = this.program.evaluate(fact.what, scope, depth);
    const prefix = fact.prefix ? textOf(this.program.evaluate(fact.prefix, scope, depth)) : '';
    const guards = fact.guards.flatMap((guard) => this.guards(guard, scope, depth));
    const taken = takenBy(node, fact);
    const defaults = fact.defaults && this.parts.defaults(fact, scope, depth);
    for (const option of optionsOf(target)) {
      if (isLeft(option, node)) continue;
      this.program.loading.note(option);
      if (fact.call && !nodeOf(option) && (option.v === 'module' || option.v === 'instance')) {
        this.program.evaluate(fact.call, scope, depth);
        continue;
      }
      node.events.push({
        kind: 'mount',
        path: scope.path,
        fact,
        target: option,
        prefix,
        guards,
        condition,
        ...(defaults && { defaults }),
        ...taken(option),
      });
    }
  }

  private use(statement: UseStatement, scope: Scope, depth: number, condition: string | null): void {
    const { nodes } = this.nodes(statement.on, scope, depth);
    if (nodes.length === 0) return this.unseen(statement, scope, depth, condition);
    const except = statement.except?.map((path) => textOf(this.program.evaluate(path, scope, depth)));
    const flaw = statement.on.e === 'site' ? this.program.sites.flawOf(statement.on, scope.path) : null;
    const use = flaw === null ? statement.guard : { ...statement.guard, bypassed: flaw };
    const guards = this.guards(use, scope, depth).map((guard) => withCallback(guard, this.program));
    for (const node of nodes) {
      const { paths, of } = placesOf(statement.paths, node, scope, depth, this.program);
      const within =
        statement.rule?.within?.flatMap((path) => covered(path, node, scope, depth, this.program).map(textOf)) ?? null;
      for (const guard of guards.map((one) => ({ ...one, use: asRunBy(one.use, node.fact.framework) }))) {
        if (serveObject(this.program, node, statement, guard, paths, { scope, depth, condition })) continue;
        for (const part of statement.rule ? ruled(guard.use.name ?? 'a rule', paths) : [{ paths }])
          this.useOn(node, statement, guard, part.paths, scope.path, condition, {
            except,
            within,
            of,
            maybe: part.maybe,
          });
      }
    }
  }

  /** A middleware of a file that the declared version of its framework does not look at. */
  private unseen(fact: UseStatement, scope: Scope, depth: number, condition: string | null): void {
    const { sites } = this.program;
    const why = fact.on.e === 'site' ? sites.whyUnseen(fact.on, scope.path) : null;
    if (fact.on.e !== 'site' || why === null) return;
    for (const guard of this.guards(fact.guard, scope, depth).map((one) => withCallback(one, this.program)))
      sites.notSeen({ kind: 'use', path: scope.path, fact, major: null, guard, paths: null, condition }, fact.on, why);
  }

  private useOn(
    node: RouterNode,
    statement: UseStatement,
    guard: Guard,
    paths: (string | null)[] | null,
    path: string,
    condition: string | null,
    { except, within, maybe, of }: Pick<UseEvent, 'except' | 'maybe' | 'of'> & { within: (string | null)[] | null },
  ): void {
    const reach = statement.reach === 'later' ? frameworkOf(node.fact.framework)?.reach?.[node.fact.role] : undefined;
    const fact = reach ? { ...statement, reach } : statement;
    this.program.loading.note(guard.value);
    if (!nodeOf(guard.value)) {
      const major = packageMajor(this.program.workspace, path, fact.framework);
      const uncertain = maybe ?? fact.rule?.maybe;
      const listed = {
        ...(except && { except }),
        ...(within && { within }),
        ...(of && { of }),
        ...(uncertain !== undefined && { maybe: uncertain }),
      };
      node.events.push({ kind: 'use', path, fact, major, guard, paths, condition, ...listed });
      return;
    }
    const taken = takenBy(node)(guard.value);
    for (const prefix of paths ?? [''])
      node.events.push({ kind: 'mount', path, fact, target: guard.value, prefix, guards: [], condition, ...taken });
  }

  private override(statement: Extract<Statement, { s: 'override' }>, scope: Scope, depth: number): void {
    const isTest = fileContext(scope.path, this.program.workspace.view(scope.path)) === 'test';
    for (const node of this.nodes(statement.on, scope, depth).nodes) {
      // What tests switch off is on where the application is served.
      if (isTest && node.path !== scope.path) continue;
      node.overrides.push({
        guard: this.program.evaluate(statement.guard, scope, depth),
        by: this.program.evaluate(statement.by, scope, depth),
        path: scope.path,
        at: statement.at,
      });
    }
  }

  private serve(statement: Extract<Statement, { s: 'serve' }>, scope: Scope, depth: number): void {
    const app = this.program.evaluate(statement.app, scope, depth);
    // A host out of a settings object is a default that a deployment changes: only a literal binds.
    const isSetting = statement.host?.e === 'member';
    const host = statement.host && !isSetting ? this.program.evaluate(statement.host, scope, depth) : null;
    const node = nodeOf(app);
    if (node) node.served.push({ host, path: scope.path, at: statement.at });
    else if (app.v === 'text')
      this.program.servedByName.push({ target: app.text, host, path: scope.path, at: statement.at });
  }

  /** A guard use with its value; a list of guards becomes several. */
  guards(use: GuardUse, scope: Scope, depth: number): Guard[] {
    if (isSwitchedOff(use, this.program.workspace)) return [];
    return this.flatten(this.program.evaluate(use.value, scope, depth), use, scope.path);
  }

  /** A guard of each value of a list; what only one of two possible lists holds is not always there. */
  flatten(value: Value, use: GuardUse, path: string): Guard[] {
    if (value.v === 'typed') return this.flatten(this.program.settled(value), use, path);
    const either = value.v === 'choice' ? itemsOf(value) : undefined;
    if (either)
      return either.flatMap((item) =>
        this.flatten(item, alwaysHolds(value, item) ? use : { ...use, sometimes: UNDER_CONDITION }, path),
      );
    if (value.v === 'list') return value.items.flatMap((item) => this.flatten(item, use, path));
    const at = value.v === 'guard' && value.path === path ? value.at : use.at;
    const ineffective = value.v === 'guard' ? (value.ineffective ?? use.ineffective) : use.ineffective;
    const own =
      value.v === 'guard'
        ? {
            ...(value.as && { as: value.as }),
            ...(value.needs && { needs: value.needs }),
            ...(value.byDefault && { byDefault: value.byDefault }),
          }
        : {};
    return [{ use: { ...use, ...own, at, ...(ineffective !== undefined && { ineffective }) }, value, path }];
  }
}

const UNDER_CONDITION = 'is only there under a condition';

/** A rule whose paths are not all literal may decide about any path: whether it does is not known. */
function ruled(name: string, paths: (string | null)[] | null): { paths: (string | null)[] | null; maybe?: string }[] {
  if (!paths?.includes(null)) return [{ paths }];
  const known = paths.filter((path) => path !== null);
  const unread = { paths: null, maybe: `which paths ${name} is for could not be followed` };
  return known.length > 0 ? [{ paths: known }, unread] : [unread];
}

/** What stands before a handler, and the handler, as the router's framework takes them. */
function inOrder(fact: RouteStatement, framework: string): Pick<RouteStatement, 'guards' | 'handler'> {
  const isFirst = frameworkOf(framework)?.handlerFirst;
  const [first, ...rest] = fact.guards;
  if (!first || isFirst === frameworkOf(fact.framework)?.handlerFirst) return fact;
  const last: GuardUse = { ...first, value: fact.handler };
  if (isFirst) return { handler: first.value, guards: [...rest, last] };
  const end = fact.guards.at(-1) ?? first;
  return { handler: end.value, guards: [last, ...fact.guards.slice(0, -1)] };
}

/** `users` and `/<pk>/`: a resource's own path, then what it gives its members. */
function under(url: string, suffix: string): string {
  return url.replace(/\/$/, '') + (url === '' ? suffix.slice(1) : suffix);
}

export type { RouterEvent };
