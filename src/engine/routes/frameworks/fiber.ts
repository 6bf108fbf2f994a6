/**
 * fiber: applications, groups, handlers in order. docs.gofiber.io/guide/routing, /guide/grouping; `router.go` of v2: `Use` and the handlers
 * of a group stand before everything that is registered later under their prefix, and a handler hands on with `c.Next()` only.
 */
import { other } from '../../code/go/expressions';
import type { GoCall, GoFramework } from '../../code/go/framework';
import type { GoLowering } from '../../code/go/lowering';
import type { Expression } from '../../code/model';
import type { TreeNode } from '../../parse/tree';
import type { Framework } from '../framework';
import { keep, literal, part, partBy, refusal, refused, stateBy } from './shared/go-http';
import {
  below,
  emitServe,
  emitUses,
  filesOf,
  isRouterType,
  memberOf,
  methodsIn,
  mountOf,
  plugOf,
  prefixOf,
  rooted,
  receiver,
  routeOf,
  routerOf,
} from './shared/go-routes';
import { statusOfError } from './shared/go-status';

const NAME = 'fiber';
const PACKAGE = /^github\.com\/gofiber\/fiber(?:\/v\d+)?$/;
const ROUTER = /^github\.com\/gofiber\/fiber(?:\/v\d+)?\.(?:App|Router|Group)$/;
const CONTEXT = /^github\.com\/gofiber\/fiber(?:\/v\d+)?\.Ctx$/;
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
  All: 'ALL',
};

const go: GoFramework = {
  name: NAME,
  imports: PACKAGE,
  call(call, lower) {
    if (call.symbol !== undefined) return ofPackage(call, memberOf(call.symbol, PACKAGE), lower);
    if (call.type !== undefined && CONTEXT.test(call.type)) return onContext(call, lower);
    return call.on && isRouterType(call.type, ROUTER) ? onRouter(call, call.on, lower) : undefined;
  },
  member(node, symbol, lower) {
    const status = symbol !== undefined && memberOf(symbol, PACKAGE) !== undefined ? statusOfError(symbol) : undefined;
    return status === undefined ? undefined : refused(status, node, lower, { sends: false });
  },
};

/** fiber. */
export const fiber: Framework = {
  name: NAME,
  readsCors: true,
  go: [go],
  effects: [
    { pattern: /^github\.com\/gofiber\/fiber(?:\/v\d+)?\/middleware\/(?:basicauth|keyauth)\.New\(\)$/, effect: 'deny' },
    { pattern: /^github\.com\/gofiber\/fiber(?:\/v\d+)?\/middleware\/\w+\.New\(\)$/, effect: 'none' },
  ],
  guard: { as: 'middleware' },
};

function ofPackage({ args, node }: GoCall, member: string | undefined, lower: GoLowering): Expression | undefined {
  if (member === 'New') return routerOf(NAME, 'app', node, lower);
  return member === 'NewError' ? refusal(args[0], node, lower, { sends: false }) : undefined;
}

function onRouter({ name, args, node }: GoCall, on: TreeNode, lower: GoLowering): Expression | undefined {
  const [first, second, ...rest] = args;
  const verb = VERBS[name];
  if (verb !== undefined && first && second) return routeOf(NAME, on, [verb], first, args.slice(1), lower);
  switch (name) {
    case 'Add':
      return first && second && rest.length > 0
        ? routeOf(NAME, on, methodsIn(first, lower), second, rest, lower)
        : undefined;
    case 'Use':
      return first && uses(on, args, lower);
    case 'Group':
      return first && group(on, first, args.slice(1), node, lower);
    case 'Route':
      return first && second && plugOf(routerOf(NAME, 'router', node, lower), on, first, second, node, lower);
    case 'Mount':
      return first && second && mountOf(on, first, second, node, lower);
    case 'Static':
      return first && second && filesOf(NAME, on, first, (own) => below(rooted(own), '*'), lower);
    case 'Listen':
    case 'ListenTLS':
      emitServe(receiver(on, lower), first, node, lower);
      return other();
    default:
      return undefined;
  }
}

/** `app.Use(mw)`, `app.Use("/prefix", mw)` */
function uses(on: TreeNode, args: readonly TreeNode[], lower: GoLowering): Expression {
  const target = receiver(on, lower);
  const [first, ...rest] = args;
  const prefix = first && rest.length > 0 ? lower.expression(first) : undefined;
  const hasPrefix = prefix?.e === 'text' || prefix?.e === 'join';
  const handlers = hasPrefix ? rest : args;
  emitUses(NAME, target, handlers, { ...matching(lower), ...(hasPrefix && { paths: [rooted(prefix)] }) }, lower);
  return target;
}

/** Until version 3, prefixes are compared by character (`Route.match` in `router.go`). */
function matching(lower: GoLowering): { match?: 'start' } {
  const isNew = lower.imports.all.some(([, path]) => /^github\.com\/gofiber\/fiber\/v(?:[3-9]|\d\d)$/.test(path));
  return isNew ? {} : { match: 'start' };
}

/** Handlers of a group stand before everything under its prefix that comes later, in the group or not. */
function group(
  on: TreeNode,
  path: TreeNode,
  handlers: readonly TreeNode[],
  node: TreeNode,
  lower: GoLowering,
): Expression {
  const into = receiver(on, lower);
  const prefix = prefixOf(path, lower);
  emitUses(NAME, into, handlers, { ...matching(lower), paths: [prefix] }, lower);
  return routerOf(NAME, 'router', node, lower, { prefix, into, leaks: true });
}

// The context -------------------------------------------------------------------------------------------------------------------------

function onContext({ name, args, node }: GoCall, lower: GoLowering): Expression | undefined {
  const [first] = args;
  switch (name) {
    case 'Next':
      return { e: 'proceed' };
    case 'Get':
      return partBy('header', first, lower);
    case 'Locals':
      // With a value it is kept, not read.
      return args.length === 1 ? stateBy(first, lower) : keep(first, args[1], lower);
    case 'Cookies':
      return partBy('cookie', first, lower);
    case 'Query':
      return partBy('query', first, lower);
    case 'Params':
      return part('params', literal(first, lower));
    case 'FormValue':
      return part('body', literal(first, lower));
    case 'Path':
    case 'OriginalURL':
      return part('path', null);
    case 'Method':
      return part('method', null);
    case 'IP':
      return part('address', null);
    // `c.Status(401).JSON(…)`: the status decides, whatever is sent with it.
    case 'Status':
    case 'SendStatus':
      return refusal(first, node, lower);
    case 'Redirect':
    case 'RedirectToRoute':
      return { e: 'refusal', status: 302, redirect: true, sends: true, at: lower.span(node) };
    default:
      return undefined;
  }
}
