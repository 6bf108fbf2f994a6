/** What stands around a route in a file of routes: path, controller, middleware. */
import type { Argument, Expression, GuardUse } from '../../../code/model';
import { entryOf, itemsOf, textsOf, type Link } from './chains';
import { guardOf, nameOf } from './middleware';

export interface RouteScope {
  path: string;
  /** Before the names of controllers that are written as texts. */
  namespace: string;
  controller: Expression | null;
  /** Name of the route, or what names begin with. */
  name: string;
  guards: readonly GuardUse[];
}

export const TOP: RouteScope = { path: '', namespace: '', controller: null, name: '', guards: [] };

/** What one call of a chain adds to the scope. */
export function withLink(scope: RouteScope, { name, args, at }: Link): RouteScope {
  const [first] = args;
  switch (name) {
    case 'prefix':
      return first?.value.e === 'text' ? { ...scope, path: joinPaths(scope.path, first.value.value) } : scope;
    case 'middleware':
      return { ...scope, guards: [...scope.guards, ...itemsOf(args).map((one) => guardOf(one, at))] };
    case 'can':
      return { ...scope, guards: [...scope.guards, guardOf({ e: 'text', value: 'can' }, at)] };
    case 'withoutMiddleware':
      return without(scope, itemsOf(args), at);
    case 'name':
    case 'as':
      return first?.value.e === 'text' ? { ...scope, name: scope.name + first.value.value } : scope;
    case 'controller':
      return { ...scope, controller: first?.value ?? null };
    case 'namespace':
      return first?.value.e === 'text' ? { ...scope, namespace: joinNames(scope.namespace, first.value.value) } : scope;
    default:
      return scope;
  }
}

/** `Route::group(['prefix' => 'admin', 'middleware' => ['auth']], …)`. */
export function withOptions(scope: RouteScope, { value }: Argument, at: Link['at']): RouteScope {
  let inner = scope;
  for (const key of ['prefix', 'middleware', 'namespace', 'controller', 'as']) {
    const own = entryOf(value, key);
    if (own) inner = withLink(inner, { name: key, args: [{ name: null, value: own }], at });
  }
  return inner;
}

/** Taken away on purpose: it stays in sight. */
function without(scope: RouteScope, names: readonly Expression[], at: Link['at']): RouteScope {
  const gone = new Set(names.flatMap((one) => [nameOf(one), ...textsOf(one)]));
  const skipped = 'withoutMiddleware takes it away';
  const guards = scope.guards.map((guard) => (gone.has(nameOf(guard.value)) ? { ...guard, skipped } : guard));
  // What checks for forged requests stands inside the group of the file.
  const inside = names.filter((one) => /csrf|forgery/i.test(nameOf(one)));
  return { ...scope, guards: [...guards, ...inside.map((one) => ({ ...guardOf(one, at), skipped }))] };
}

export function joinPaths(before: string, path: string): string {
  const parts = path.split('/').filter(Boolean);
  return parts.length === 0 ? before : `${before}/${parts.join('/')}`;
}

function joinNames(before: string, name: string): string {
  return before === '' ? name : `${before}\\${name}`;
}
