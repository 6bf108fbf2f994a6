/** `resources` and `resource`: the routes that they make, and the scope of their blocks. */
import { controllerPath, joinPaths, pathOf, singular, type Resource, type RouteScope } from './route-scope';
import { type RouteOptions } from './route-options';
import { constraintOf } from './route-guards';
import { routeOf, type RouteCall } from './route-statements';
import type { RouteWalk } from './route-walk';

interface ActionRoute {
  action: string;
  methods: string[];
  /** Under the path of one thing. */
  member: boolean;
  /** What comes behind, and may be renamed (`path_names`). */
  suffix?: 'new' | 'edit';
}

/** In the order in which Rails makes them. */
const MANY: readonly ActionRoute[] = [
  { action: 'index', methods: ['GET'], member: false },
  { action: 'create', methods: ['POST'], member: false },
  { action: 'new', methods: ['GET'], member: false, suffix: 'new' },
  { action: 'edit', methods: ['GET'], member: true, suffix: 'edit' },
  { action: 'show', methods: ['GET'], member: true },
  { action: 'update', methods: ['PATCH', 'PUT'], member: true },
  { action: 'destroy', methods: ['DELETE'], member: true },
];
const ONE: readonly ActionRoute[] = MANY.filter(({ action }) => action !== 'index');

/** Routes of a resource, and of what is nested in it. */
export function resourceRoutes(walk: RouteWalk, call: RouteCall, scope: RouteScope): void {
  const names = call.options.paths;
  for (const name of names) oneResource(walk, name, call, scope);
}

function oneResource(walk: RouteWalk, name: string, call: RouteCall, outer: RouteScope): void {
  const { options, block, at } = call;
  const isMany = call.name === 'resources';
  const module = options.text('module');
  const constraint = options.value('constraints');
  const asked = constraint && constraintOf(constraint, at);
  const scope: RouteScope = {
    ...outer,
    module: module === null ? outer.module : controllerPath(outer, module),
    guards: asked ? [...outer.guards, asked] : outer.guards,
    shallow: outer.shallow || options.isTrue('shallow'),
  };
  const resource = placed(name, options, scope, isMany);
  for (const { action, methods, member, suffix } of wanted(isMany ? MANY : ONE, options)) {
    const base = member && isMany ? resource.member : resource.collection;
    const path = suffix === undefined ? base : `${base}/${renamed(options, suffix)}`;
    walk.add(
      routeOf(methods, path, walk.action(controllerPath(scope, resource.controller), action, at), scope.guards, at),
    );
  }
  const inner: RouteScope = { ...scope, resource, level: 'nested', controller: resource.controller };
  for (const concern of options.list('concerns') ?? []) walk.named(concern, inner);
  walk.inside(block, inner);
}

/** Paths of a resource in its scope. */
function placed(name: string, options: RouteOptions, scope: RouteScope, isMany: boolean): Resource {
  const segment = options.text('path') ?? name;
  const collection = joinPaths(pathOf(scope), segment);
  const controller = options.text('controller') ?? (isMany ? name : plural(name));
  if (!isMany) return { collection, member: collection, nested: collection, controller };
  const param = options.text('param') ?? 'id';
  const ownParam = `${singular(name.split('/').pop() ?? name)}_${param}`;
  // Nested in a resource, one that is shallow stands by itself.
  const base = scope.shallow && scope.resource ? joinPaths(scope.shallowPath, segment) : collection;
  return { collection, member: `${base}/:${param}`, nested: `${base}/:${ownParam}`, controller };
}

function wanted(all: readonly ActionRoute[], options: RouteOptions): readonly ActionRoute[] {
  const only = options.list('only');
  const except = options.list('except');
  return all.filter(({ action }) => (only === null || only.includes(action)) && !except?.includes(action));
}

function renamed(options: RouteOptions, suffix: string): string {
  const names = options.value('path_names');
  const own =
    names?.e === 'record' ? names.entries.find(({ key }) => key.e === 'text' && key.value === suffix) : undefined;
  return own?.value.e === 'text' ? own.value.value : suffix;
}

/** Controllers of single resources have plural names. */
function plural(name: string): string {
  if (/(?:s|x|ch|sh)$/.test(name)) return /(?:ss|us|x|ch|sh)$/.test(name) ? `${name}es` : name;
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return name === 'person' ? 'people' : `${name}s`;
}
