/** Single routes: `get`, `post`, `match`, `root` and the rest. api.rubyonrails.org, ActionDispatch::Routing::Mapper. */
import type { Expression } from '../../../code/model';
import { controllerPath, joinPaths, pathOf, type RouteScope } from './route-scope';
import { routeOf, type RouteCall } from './route-statements';
import { constraintOf } from './route-guards';
import type { RouteWalk } from './route-walk';

/** Calls that make single routes, with the methods that they answer; empty = as `via` says. */
export const VERBS: ReadonlyMap<string, readonly string[]> = new Map([
  ['get', ['GET']],
  ['post', ['POST']],
  ['put', ['PUT']],
  ['patch', ['PATCH']],
  ['delete', ['DELETE']],
  ['options', ['OPTIONS']],
  ['root', ['GET']],
  ['match', []],
]);

/** Routes of one line. */
export function verbRoutes(walk: RouteWalk, call: RouteCall, scope: RouteScope): void {
  const { name, options, at } = call;
  const known = VERBS.get(name) ?? [];
  const via = options.list('via')?.map((one) => one.toUpperCase()) ?? ['GET'];
  const methods = known.length > 0 ? [...known] : via.includes('ALL') ? ['ALL'] : via;
  const to = options.value('to');
  const constraint = options.value('constraints');
  const asked = constraint && constraintOf(constraint, at);
  const inner = inModule({ ...scope, guards: asked ? [...scope.guards, asked] : scope.guards }, options.text('module'));
  if (name === 'root') {
    const given = to ?? options.args.find((arg) => arg.name === null)?.value;
    if (given) add(walk, methods, pathOf(scope), given, call, inner, null);
    return;
  }
  const level = options.text('on');
  const placed: RouteScope = isLevel(level) ? { ...inner, level } : inner;
  for (const { path, to: target } of options.pairs)
    add(walk, methods, under(placed, path, call), target, call, placed, path);
  for (const path of options.paths) add(walk, methods, under(placed, path, call), to, call, placed, path);
  // A path that is not literal.
  const first = options.args.find((arg) => arg.name === null)?.value;
  if (options.paths.length === 0 && options.pairs.length === 0 && first)
    add(walk, methods, null, to, call, placed, null);
}

function isLevel(level: string | null): level is RouteScope['level'] {
  return level === 'member' || level === 'collection' || level === 'new';
}

function inModule(scope: RouteScope, module: string | null): RouteScope {
  return module === null ? scope : { ...scope, module: controllerPath(scope, module) };
}

function under(scope: RouteScope, path: string, { options }: RouteCall): string {
  return joinPaths(pathOf(scope), options.text('path') ?? path);
}

/** One route of a line. `written`: its path as written, which may name controller and action. */
function add(
  walk: RouteWalk,
  methods: string[],
  path: string | null,
  to: Expression | undefined,
  call: RouteCall,
  scope: RouteScope,
  written: string | null,
): void {
  const { at } = call;
  const { guards } = scope;
  const target = actionOf(to, call, scope, written);
  if (target)
    walk.add(
      routeOf(methods, path, walk.action(controllerPath(scope, target.controller), target.action, at), guards, at),
    );
  else if (to && isRedirect(to))
    walk.add(routeOf(methods, path, { e: 'other', parts: [] }, guards, at, 'it only redirects'));
  else walk.add(routeOf(methods, path, to ?? { e: 'other', parts: [] }, guards, at));
}

/** `redirect('/new')` */
function isRedirect(to: Expression): boolean {
  return to.e === 'call' && to.callee.e === 'member' && to.callee.name === 'redirect';
}

interface Action {
  controller: string;
  action: string;
}

/** Controller and action that a route leads to; null where it leads to something else. */
function actionOf(
  to: Expression | undefined,
  { options }: RouteCall,
  scope: RouteScope,
  written: string | null,
): Action | null {
  const controller = options.text('controller') ?? scope.resource?.controller ?? scope.controller;
  const given = to && options.textOf(to);
  if (to && given === null) return null;
  if (given?.includes('#')) {
    const [own = '', action = ''] = given.split('#');
    return { controller: own === '' ? (controller ?? '') : own, action };
  }
  const action = given ?? options.text('action');
  if (controller !== null && action !== null && action !== undefined) return { controller, action };
  if (written === null) return null;
  const parts = joinPaths('', written)
    .split('/')
    .filter((part) => part !== '' && !/^[:*]/.test(part));
  const last = (action ?? parts.at(-1) ?? '').replace(/-/g, '_');
  if (controller !== null) return { controller, action: last };
  // `namespace(:account) { get 'shorthand' }` is `account#shorthand`.
  if (parts.length === 1 && scope.module !== '') return { controller: `/${scope.module}`, action: last };
  // `get 'photos/show'`
  return parts.length > 1 ? { controller: parts.slice(0, -1).join('/'), action: last } : null;
}
