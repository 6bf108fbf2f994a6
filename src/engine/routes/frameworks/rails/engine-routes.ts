/** Routes that packages bring: mounted engines and Rack applications, Devise's own pages, Doorkeeper's. */
import type { Expression } from '../../../code/model';
import { deviseActions } from './devise';
import { controllerPath, joinPaths, pathOf, type RouteScope } from './route-scope';
import { routeOf, type RouteCall } from './route-statements';
import type { RouteWalk } from './route-walk';

/** Calls that add an engine's routes, with the path that they have by default. */
export const ENGINE_CALLS: ReadonlyMap<string, string> = new Map([
  ['ActiveAdmin.routes', '/admin'],
  ['Trestle.routes', '/admin'],
]);

/** `mount Blog::Engine => '/blog'`, `mount Sidekiq::Web, at: '/sidekiq'`. */
export function mounted(walk: RouteWalk, { options, at }: RouteCall, scope: RouteScope): void {
  const targets = options.args.flatMap(({ name, value }): { what: Expression; path: string }[] => {
    if (name !== null) return [];
    if (value.e === 'record')
      return value.entries.map(({ key, value: path }) => ({ what: key, path: options.textOf(path) ?? '…' }));
    return [{ what: value, path: options.text('at') ?? '…' }];
  });
  for (const { what, path } of targets) {
    const full = joinPaths(pathOf(scope), path);
    const name = nameOf(what);
    const guards = [...scope.guards, added(name ?? '', at)];
    walk.add(routeOf(['ALL'], full, applicationOf(what, name, at), guards, at));
  }
}

/** An engine of this workspace is mounted with its routes; one of a package answers by itself. */
function applicationOf(what: Expression, name: string | null, at: RouteCall['at']): Expression {
  const view: Expression = { e: 'view', of: handlerOf(what), args: [], at };
  if (name === null || !/(?:^|::)Engine$/.test(name)) return view;
  return { e: 'or', left: { e: 'name', name: `${name}.routes` }, right: view };
}

/** What is put before a mounted application somewhere else (`Sidekiq::Web.use …`). */
function added(name: string, at: RouteCall['at']): { as: 'middleware'; value: Expression; at: RouteCall['at'] } {
  return { as: 'middleware', value: { e: 'named', key: { e: 'text', value: `${name}.use` } }, at };
}

/** `Sidekiq::Web`, `ActionCable.server`, `Flipper::UI.app(flipper)`: the application by its constant. */
function handlerOf(what: Expression): Expression {
  let at = what;
  while (at.e === 'call' || at.e === 'member') at = at.e === 'call' ? at.callee : at.of;
  return at.e === 'name' ? at : what;
}

function nameOf(what: Expression): string | null {
  const of = handlerOf(what);
  return of.e === 'name' ? of.name.replace(/^::/, '') : null;
}

/** Lines that Devise, devise_token_auth and Doorkeeper understand; false for any other. */
export function deviseRoutes(walk: RouteWalk, call: RouteCall, scope: RouteScope): boolean {
  const { name, options, at } = call;
  if (name === 'devise_for' || name === 'mount_devise_token_auth_for') {
    for (const resource of options.paths)
      for (const { path, methods, controller, action } of deviseActions(name, resource, options)) {
        const own = controller.startsWith('devise') ? controller : controllerPath(scope, controller);
        const full = joinPaths(pathOf(scope), path);
        walk.add(routeOf(methods, full, walk.action(own, action, at), scope.guards, at));
      }
    return true;
  }
  if (name !== 'use_doorkeeper') return false;
  for (const [methods, path, action] of DOORKEEPER)
    walk.add(
      routeOf(
        methods,
        joinPaths(pathOf(scope), `oauth/${path}`),
        walk.action(`doorkeeper/${action}`, '', at),
        scope.guards,
        at,
      ),
    );
  return true;
}

/** doorkeeper-gem/doorkeeper, lib/doorkeeper/rails/routes.rb. */
const DOORKEEPER: readonly [string[], string, string][] = [
  [['GET', 'POST', 'DELETE'], 'authorize', 'authorizations'],
  [['POST'], 'token', 'tokens'],
  [['POST'], 'revoke', 'tokens'],
  [['POST'], 'introspect', 'tokens'],
  [['GET'], 'token/info', 'token_info'],
  [['GET', 'POST'], 'applications', 'applications'],
  [['GET'], 'authorized_applications', 'authorized_applications'],
];
