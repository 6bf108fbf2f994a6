/**
 * chi: routers, subrouters, inline groups, mounts. go-chi.io/#/pages/routing, "middleware"; `mux.go` of v5: `With` and `Group` take the
 * middleware that there is by then, `Use` after a route panics, a mounted router sees the rest of the path.
 */
import type { GoCall, GoFramework } from '../../code/go/framework';
import type { GoLowering } from '../../code/go/lowering';
import type { Expression } from '../../code/model';
import type { TreeNode } from '../../parse/tree';
import type { Framework } from '../framework';
import { literal, part } from './shared/go-http';
import { emitPattern } from './shared/go-patterns';
import { groupOf, isRouterType, mountOf, plugOf, receiver, routerOf, useOf } from './shared/go-routes';

const NAME = 'chi';
const CREATES = /^github\.com\/go-chi\/chi(?:\/v\d+)?\.New(?:Router|Mux)$/;
const ROUTER = /^github\.com\/go-chi\/chi(?:\/v\d+)?\.(?:Router|Mux)$/;
const VERBS: Readonly<Record<string, string>> = {
  Get: 'GET',
  Post: 'POST',
  Put: 'PUT',
  Patch: 'PATCH',
  Delete: 'DELETE',
  Head: 'HEAD',
  Options: 'OPTIONS',
  Connect: 'CONNECT',
  Trace: 'TRACE',
};

const go: GoFramework = {
  name: NAME,
  imports: /^github\.com\/go-chi\/chi(?:\/v\d+)?$/,
  isFallback: true,
  call(call, lower) {
    if (call.symbol !== undefined && CREATES.test(call.symbol)) return routerOf(NAME, 'app', call.node, lower);
    if (call.symbol !== undefined && /\/chi(?:\/v\d+)?\.URLParam$/.test(call.symbol))
      return part('params', literal(call.args[1], lower));
    return call.on && isRouterType(call.type, ROUTER) ? onRouter(call, call.on, lower) : undefined;
  },
};

/** chi. */
export const chi: Framework = {
  name: NAME,
  readsCors: true,
  go: [go],
  runs: { around: true },
  servesRouters: true,
  guard: { as: 'with' },
};

function onRouter({ name, args, node }: GoCall, on: TreeNode, lower: GoLowering): Expression | undefined {
  const [first, second, third] = args;
  const verb = VERBS[name];
  if (verb !== undefined && first && second && args.length === 2) return route([verb], on, first, second, lower);
  switch (name) {
    case 'Method':
    case 'MethodFunc':
      return first && second && third && computed(on, first, second, third, lower);
    case 'Handle':
    case 'HandleFunc':
      return first && second && args.length === 2 ? route(undefined, on, first, second, lower) : undefined;
    case 'Use':
      return useOf(NAME, on, args, lower);
    case 'With':
      return first && groupOf(NAME, receiver(on, lower), null, args, node, lower);
    case 'Group':
      return first && args.length === 1 ? plug(on, null, first, node, lower) : undefined;
    case 'Route':
      return first && second && args.length === 2 ? plug(on, first, second, node, lower) : undefined;
    case 'Mount':
      return first && second && mountOf(on, first, second, node, lower);
    default:
      return undefined;
  }
}

function route(
  methods: string[] | undefined,
  on: TreeNode,
  path: TreeNode,
  handler: TreeNode,
  lower: GoLowering,
): Expression {
  const target = receiver(on, lower);
  emitPattern(NAME, target, path, handler, lower, methods);
  return target;
}

/** `r.Method(http.MethodGet, "/x", h)` */
function computed(on: TreeNode, method: TreeNode, path: TreeNode, handler: TreeNode, lower: GoLowering): Expression {
  const own = literal(method, lower);
  const target = route([own?.toUpperCase() ?? 'ALL'], on, path, handler, lower);
  const statement = lower.out.at(-1);
  if (own === null && statement?.s === 'route') statement.methodFrom = lower.expression(method);
  return target;
}

/** What stands before a router of a function's own does not stand before others. */
function plug(on: TreeNode, prefix: TreeNode | null, fills: TreeNode, node: TreeNode, lower: GoLowering): Expression {
  return plugOf(routerOf(NAME, 'router', node, lower, { isolates: true }), on, prefix, fills, node, lower);
}
