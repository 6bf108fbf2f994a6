/** What router objects are made of: the prefix, guards, middleware and routes that their constructor was given, and what they hang on. */
import { serveDocs } from './served-docs';
import { asRunBy, controllersOf, routesOf } from '../framework';
import { unwrapMiddleware, useOf } from './guard-uses';
import type { Interpreter } from './interpret';
import type { Expression, GuardUse, MountStatement, RouterExpression } from '../../code/model';
import { linearized } from './mro';
import { shownPath } from './loading/places';
import type { Registrar } from './registrar';
import {
  alwaysHolds,
  itemsOf,
  nodeOf,
  optionsOf,
  textOf,
  unknown,
  type ClassValue,
  type EvaluatedArgument,
  type Guard,
  type RouterNode,
  type Scope,
  type Value,
} from './values';

/** What a list of controllers may hold that can be followed. */
const SERVED: ReadonlySet<Value['v']> = new Set(['text', 'class', 'registration', 'router', 'list', 'module']);

/** How deep lists of routes stand in lists, one of several counted as one. */
const MAX_NESTED = 8;

export class RouterParts {
  /** Registrations that are being placed: a list of routes may hold itself (`urlpatterns = [path(p, include(urlpatterns))]`). */
  private readonly placing: Extract<Value, { v: 'registration' }>[] = [];

  constructor(
    private readonly program: Interpreter,
    private readonly registrar: Registrar,
  ) {}

  /** Prefix, guards, middleware and routes that a constructor was given. */
  construct(node: RouterNode, scope: Scope, depth: number, evaluated: readonly EvaluatedArgument[] = []): void {
    if (node.fact.into && node.fact.adapts) this.adapt(node, node.fact.into, scope, depth);
    const { fact } = node;
    if (fact.gap !== undefined) node.gaps.push(fact.gap);
    const given = (name: string): Value | undefined => evaluated.find((arg) => arg.name === name)?.value;
    node.prefix = fact.prefix ? textOf(given('prefix') ?? this.program.evaluate(fact.prefix, scope, depth)) : '';
    const dependencies = given('dependencies');
    if (dependencies)
      node.guards.push(...this.registrar.flatten(dependencies, useOf('dependency', fact.at), scope.path));
    else
      for (const guard of fact.guards)
        node.guards.push(...this.registrar.guards(useOf('dependency', fact.at, guard), scope, depth));
    for (const use of fact.before ?? [])
      node.guards.push(...this.registrar.guards(asRunBy(use, node.fact.framework), scope, depth));
    if (fact.middleware) {
      const list = this.program.evaluate(fact.middleware, scope, depth);
      const use = useOf('middleware', fact.at, fact.middleware);
      for (const item of (itemsOf(list) ?? [list]).flatMap((one) => this.loaded(one, node)))
        for (const guard of this.registrar.flatten(item, use, scope.path))
          node.middleware.push(unwrapMiddleware(this.named(alwaysThere(guard, item, list))));
    }
    if (fact.configuredBy) this.configure(node, fact.configuredBy, scope, depth);
    if (fact.asks)
      node.guards.push(...this.registrar.guards({ as: 'permission', value: fact.asks, at: fact.at }, scope, depth));
    if (fact.wrappers) {
      const use: GuardUse = { as: 'decorator', value: fact.wrappers, at: fact.at };
      node.guards.push(...this.registrar.guards(use, scope, depth));
    }
    for (const [name, guards] of this.defaults(fact, scope, depth)) node.defaults.set(name, guards);
    if (fact.wraps) this.mountValue(node, this.program.evaluate(fact.wraps, scope, depth), scope.path);
    const { routes } = fact;
    if (routes?.e === 'member' && routes.of.e === 'import')
      // Modules of routes are imported when the first request comes: everything that they take from others is there by then.
      this.registrar.later.push(() => this.constructRoutes(node, this.program.evaluate(routes, scope), scope.path));
    else if (routes) this.constructRoutes(node, this.program.evaluate(routes, scope, depth), scope.path);
    this.gather(node, routes && this.program.evaluate(routes, scope, depth));
    if (fact.docs) serveDocs(node, fact.docs, scope, this.program);
    if (fact.into) this.mountInto(fact.into, node, scope, depth);
    if (fact.starts) {
      const starts = this.program.evaluate(fact.starts, scope, depth);
      const app: EvaluatedArgument = { name: null, value: { v: 'router', node } };
      this.registrar.later.push(() => void this.program.call(starts, [app], 1));
    }
  }

  /** Everything of its kind in the project, where no list says what it serves, or where that is not in the files. */
  private gather(node: RouterNode, routes: Value | null): void {
    const { gathers } = node.fact;
    if (!gathers) return;
    const listed = routes === null ? [] : (itemsOf(routes) ?? [routes]);
    // A server without a single controller serves nothing: nobody means that.
    const isUnread = listed.some(({ v }) => !SERVED.has(v)) || (routes !== null && listed.length === 0);
    if (!gathers.only || isUnread) node.gathers = gathers;
    if (isUnread) node.gaps.push('which controllers it serves is not in the files');
  }

  /** Middleware that is named by a glob: the classes that its files export. */
  private loaded(item: Value, node: RouterNode): Value[] {
    if (node.fact.gathers && (item.v === 'unknown' || item.v === 'external'))
      node.gaps.push('which middleware stands before it is not in the files');
    if (item.v !== 'text' || !item.text.includes('/')) return [item];
    const classes = this.program.loading.classesIn(item.text, node.path);
    if (!classes) node.gaps.push(`middleware that is loaded by ${shownPath(item.text)} could not be found`);
    return classes ?? [];
  }

  /** What a router, or the mount of one, gives to routes that leave something open. */
  defaults(
    { defaults, at }: Pick<RouterExpression, 'defaults' | 'at'>,
    scope: Scope,
    depth: number,
  ): Map<string, Guard[]> {
    const found = new Map<string, Guard[]>();
    for (const { name, value } of defaults ?? []) {
      const given = this.program.evaluate(value, scope, depth);
      if (given.v === 'unknown' && given.why === null) continue;
      const use: GuardUse = { as: 'permission', value: { e: 'name', name }, at };
      found.set(
        name,
        this.registrar.flatten(given, use, scope.path).map((guard) => this.named(guard)),
      );
    }
    return found;
  }

  /** Runs what adds routes and guards to the settings that an application is made of. */
  private configure(
    node: RouterNode,
    { objects, method, routes, guards, asks, before }: NonNullable<RouterExpression['configuredBy']>,
    scope: Scope,
    depth: number,
  ): void {
    const list = this.program.evaluate(objects, scope, depth);
    if (list.v !== 'list') return;
    const added = {
      routes: { v: 'list' as const, items: [] as Value[] },
      guards: { v: 'list' as const, items: [] as Value[] },
      asks: { v: 'list' as const, items: [] as Value[] },
    };
    const settings = {
      v: 'record' as const,
      entries: new Map<string, Value>([
        [routes, added.routes],
        [guards, added.guards],
        [asks, added.asks],
      ]),
    };
    for (const object of list.items) {
      const configures = object.v === 'instance' ? this.program.bound(object.of, object, method) : undefined;
      if (configures?.v === 'function') this.program.call(configures, [{ name: null, value: settings }], depth + 1);
    }
    this.constructRoutes(node, added.routes, scope.path);
    const given: [GuardUse['as'], string, Value | undefined][] = [
      ['dependency', guards, added.guards],
      ['permission', method, added.asks],
      ['middleware', before, settings.entries.get(before)],
    ];
    for (const [as, name, value] of given) {
      const use = useOf(as, node.fact.at, { e: 'name', name });
      if (value) node.guards.push(...this.registrar.flatten(value, use, scope.path));
    }
  }

  /** A group is of the framework of what it hangs on, whatever the file that makes it was read with. */
  private adapt(node: RouterNode, into: Expression, scope: Scope, depth: number): void {
    const parent = nodeOf(this.program.evaluate(into, scope, depth));
    if (parent) node.fact = { ...node.fact, framework: parent.fact.framework };
  }

  /** A router that is made on top of another one: `Api(blueprint)`. */
  private mountInto(into: Expression, node: RouterNode, scope: Scope, depth: number): void {
    const { fact } = node;
    const value = this.program.evaluate(into, scope, depth);
    const mount: MountStatement = { ...mountOf(into, fact, fact.at), ...(fact.leaks && { leaks: true }) };
    const target: Value = { v: 'router', node };
    for (const option of optionsOf(value)) {
      const parent = nodeOf(option);
      if (parent && parent !== node)
        parent.events.push({
          kind: 'mount',
          path: scope.path,
          fact: mount,
          target,
          prefix: '',
          guards: [],
          condition: null,
        });
    }
  }

  /** A guard that is named by a dotted text (`'accounts.middleware.RequireLogin'`). */
  private named(guard: Guard): Guard {
    const { value, path } = guard;
    const parts = value.v === 'text' ? /^([\w.]+)\.(\w+)$/.exec(value.text) : null;
    const [, module, name] = parts ?? [];
    if (module === undefined || name === undefined) return guard;
    const found = this.program.follow({ v: 'imported', from: path, module, name });
    // A function that is named like this makes the middleware out of what comes next.
    const next = { name: null, value: unknown(null, 'get_response') };
    const made = found.v === 'function' ? this.program.call(found, [next], 1) : undefined;
    const use: GuardUse = { ...guard.use, value: { e: 'name', name } };
    return { ...guard, use, value: made?.v === 'function' ? made : found };
  }

  /** What a subclass of a router class gives its base: `super().__init__(dependencies=[…], prefix=…)`. */
  extend(node: RouterNode, args: readonly EvaluatedArgument[], path: string): void {
    const use = useOf('permission', node.fact.at);
    for (const { name, value } of args) {
      const left = name === null ? undefined : node.fact.gives?.[name];
      if (left !== undefined) {
        const any: Value = value.v === 'list' ? { v: 'combined', op: '|', of: value.items } : value;
        node.defaults.set(left, this.registrar.flatten(any, use, path));
      }
      if (name === 'dependencies')
        node.guards.push(
          ...this.registrar
            .flatten(value, useOf('dependency', node.fact.at), path)
            .filter((guard) => !node.guards.some((known) => known.value === guard.value)),
        );
      else if (name === 'prefix' && node.prefix === '') node.prefix = textOf(value) ?? '';
    }
  }

  private constructRoutes(node: RouterNode, routes: Value, path: string, depth = 0): void {
    if (depth > MAX_NESTED) return;
    const items = itemsOf(routes);
    if (items) for (const item of items) this.constructRoutes(node, item, path, depth + 1);
    else if (routes.v === 'registration') this.place(node, routes);
    else if (routes.v === 'module') {
      const name = routesOf(node.fact.framework);
      if (name !== undefined) this.constructRoutes(node, this.program.member(routes, name), routes.path, depth + 1);
    } else if (routes.v === 'text') {
      const classes = this.program.loading.classesIn(routes.text, node.path);
      if (!classes) node.gaps.push(`what is loaded by ${shownPath(routes.text)} could not be found`);
      for (const type of classes ?? []) this.constructRoutes(node, type, node.path, depth + 1);
    } else if (routes.v === 'class' && !routes.node) this.mountController(node, routes, depth);
    else this.mountValue(node, routes, path);
  }

  /** A route or mount of a list. Inside itself it stands for what the name held before, which is in the same list. */
  private place(node: RouterNode, one: Extract<Value, { v: 'registration' }>): void {
    const { does, scope, condition } = one;
    if (this.placing.some((outer) => outer.does === does && outer.scope === scope)) return;
    this.placing.push(one);
    if (does.s === 'route') this.registrar.routeOn(node, does, scope, 0, condition);
    else this.registrar.mountOn(node, does, scope, 0, condition);
    this.placing.pop();
  }

  /** A class among routes, whose attributes are routes: a router of its own. */
  private mountController(node: RouterNode, type: ClassValue, depth: number): void {
    const style = controllersOf(node.fact.framework, this.program.externalBases(type));
    if (!style) return;
    const attribute = (name: string): Value | undefined => this.program.bound(type, type, name);
    const path = attribute(style.path);
    const fact: RouterExpression = {
      e: 'router',
      role: 'router',
      framework: node.fact.framework,
      prefix: { e: 'text', value: (path && textOf(path)) ?? '' },
      guards: [],
      routes: null,
      args: [],
      at: type.fact.at,
    };
    const own = this.program.createRouter(fact, type.scope, depth);
    own.name = type.fact.name;
    const guards = attribute(style.guards);
    if (guards) own.guards.push(...this.registrar.flatten(guards, useOf('dependency', type.fact.at), type.path));
    for (const one of linearized(type, this.program))
      if (one.v === 'class')
        for (const value of one.attributes.values())
          if (value.v === 'registration') this.constructRoutes(own, value, type.path, depth + 1);
    this.mountValue(node, { v: 'router', node: own }, type.path);
  }

  /** A router among routes. */
  private mountValue(node: RouterNode, value: Value, path: string): void {
    const { fact } = node;
    for (const option of optionsOf(value)) {
      const inner = nodeOf(option);
      if (!inner || inner === node) continue;
      const mount = mountOf(fact, inner.fact, fact.at);
      node.events.push({ kind: 'mount', path, fact: mount, target: option, prefix: '', guards: [], condition: null });
    }
  }
}

/** Middleware of a list that depends on a condition, where the other list does without it. */
function alwaysThere(guard: Guard, item: Value, list: Value): Guard {
  if (list.v === 'list' || !itemsOf(list) || alwaysHolds(list, item)) return guard;
  return { ...guard, use: { ...guard.use, bypassed: 'is only there under a condition' } };
}

/** A mount that nobody wrote as one: everything is inherited, routes that come later are taken. */
function mountOf(into: Expression, what: Expression, at: MountStatement['at']): MountStatement {
  return { s: 'mount', into, what, prefix: null, guards: [], inherits: 'all', takes: 'live', args: [], at };
}
