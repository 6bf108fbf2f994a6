/**
 * echo: applications, groups, routes with their middleware behind the handler. echo.labstack.com/docs/routing, "middleware"; `echo.go` and
 * `group.go` of v4: middleware of the application is run for everything, that of a group for the routes that are added to it afterwards.
 */
import { other } from '../../code/go/expressions';
import type { GoCall, GoFramework } from '../../code/go/framework';
import type { GoLowering } from '../../code/go/lowering';
import { keyed } from '../../code/go/nodes';
import type { Expression } from '../../code/model';
import type { TreeNode } from '../../parse/tree';
import type { Framework } from '../framework';
import { keep, literal, part, partBy, refusal, refused, stateBy } from './shared/go-http';
import {
  below,
  emitRoute,
  emitServe,
  filesOf,
  groupOf,
  isRouterType,
  memberOf,
  methodsIn,
  receiver,
  routerOf,
  useOf,
} from './shared/go-routes';
import { statusOfError } from './shared/go-status';

const NAME = 'echo';
const PACKAGE = /^github\.com\/labstack\/echo(?:\/v\d+)?$/;
const ROUTER = /^github\.com\/labstack\/echo(?:\/v\d+)?\.(?:Echo|Group|Router)$/;
const CONTEXT = /^github\.com\/labstack\/echo(?:\/v\d+)?\.Context$/;
const VERBS: Readonly<Record<string, string>> = {
  GET: 'GET',
  POST: 'POST',
  PUT: 'PUT',
  PATCH: 'PATCH',
  DELETE: 'DELETE',
  HEAD: 'HEAD',
  OPTIONS: 'OPTIONS',
  CONNECT: 'CONNECT',
  TRACE: 'TRACE',
  Any: 'ALL',
};

const go: GoFramework = {
  name: NAME,
  imports: PACKAGE,
  call(call, lower) {
    if (call.symbol !== undefined) return ofPackage(call, memberOf(call.symbol, PACKAGE), lower);
    if (call.type !== undefined && CONTEXT.test(call.type)) return onContext(call, lower);
    if (call.on && /^(?:With|Set)Internal$/.test(call.name)) return withInternal(call.on, lower);
    return call.on && isRouterType(call.type, ROUTER) ? onRouter(call, call.on, lower) : undefined;
  },
  member(node, symbol, lower) {
    const status = symbol !== undefined && memberOf(symbol, PACKAGE) !== undefined ? statusOfError(symbol) : undefined;
    return status === undefined ? undefined : refused(status, node, lower, { sends: false });
  },
  literal(symbol, node, lower) {
    const code = memberOf(symbol, PACKAGE) === 'HTTPError' ? keyed(node).get('Code') : undefined;
    return code && refusal(code, node, lower, { sends: false });
  },
  types: [{ of: CONTEXT, members: { 'Request()': 'net/http.Request', 'Response()': 'net/http.ResponseWriter' } }],
};

/** echo. */
export const echo: Framework = {
  name: NAME,
  readsCors: true,
  go: [go],
  runs: { around: true },
  handlerFirst: true,
  reach: { app: 'all' },
  effects: [
    {
      pattern: /^github\.com\/labstack\/echo(?:\/v\d+)?\/middleware\.(?:JWT|KeyAuth|BasicAuth)(?:WithConfig)?\(\)$/,
      effect: 'deny',
    },
    { pattern: /^github\.com\/labstack\/echo(?:\/v\d+)?\/middleware\.\w+\(\)$/, effect: 'none' },
  ],
  guard: { as: 'last' },
};

function ofPackage({ args, node }: GoCall, member: string | undefined, lower: GoLowering): Expression | undefined {
  const [first] = args;
  switch (member) {
    case 'New':
    case 'NewWithConfig':
      return routerOf(NAME, 'app', node, lower);
    case 'NewHTTPError':
      return refusal(first, node, lower, { sends: false });
    case 'WrapMiddleware':
    case 'WrapHandler':
      return first && lower.expression(first);
    default:
      return undefined;
  }
}

/** `echo.ErrUnauthorized.WithInternal(err)` is the same answer. */
function withInternal(on: TreeNode, lower: GoLowering): Expression | undefined {
  const error = receiver(on, lower);
  return error.e === 'refusal' ? error : undefined;
}

function onRouter({ name, args, node }: GoCall, on: TreeNode, lower: GoLowering): Expression | undefined {
  const [first, second, third, ...rest] = args;
  const verb = VERBS[name];
  if (verb !== undefined && first && second) return route(on, [verb], first, second, args.slice(2), lower);
  switch (name) {
    case 'Add':
    case 'Match':
      return first && second && third && route(on, methodsIn(first, lower), second, third, rest, lower);
    case 'Use':
    case 'Pre':
      return useOf(NAME, on, args, lower);
    case 'Group':
      return first && groupOf(NAME, receiver(on, lower), lower.expression(first), args.slice(1), node, lower);
    case 'Host':
      return first && groupOf(NAME, receiver(on, lower), null, args.slice(1), node, lower);
    case 'Static':
    case 'StaticFS':
    case 'File':
    case 'FileFS':
      return (
        first &&
        second &&
        filesOf(NAME, on, first, name.startsWith('Static') ? (own) => below(own, '*') : (own) => own, lower)
      );
    case 'Start':
    case 'StartTLS':
    case 'StartAutoTLS':
    case 'StartH2CServer':
      emitServe(receiver(on, lower), first, node, lower);
      return other();
    default:
      return undefined;
  }
}

function route(
  on: TreeNode,
  methods: string[],
  path: TreeNode,
  handler: TreeNode,
  guards: readonly TreeNode[],
  lower: GoLowering,
): Expression {
  const target = receiver(on, lower);
  emitRoute(
    {
      framework: NAME,
      on: target,
      methods,
      path: lower.expression(path),
      guards,
      handler: lower.expression(handler),
      at: path,
    },
    lower,
  );
  return target;
}

// The context -------------------------------------------------------------------------------------------------------------------------

const ANSWERS =
  /^(?:JSON|JSONPretty|JSONBlob|JSONP|XML|XMLPretty|XMLBlob|String|HTML|HTMLBlob|Blob|Stream|NoContent|Render)$/;

function onContext({ name, args, node }: GoCall, lower: GoLowering): Expression | undefined {
  const [first] = args;
  if (ANSWERS.test(name)) return refusal(first, node, lower);
  switch (name) {
    case 'Set':
      return keep(first, args[1], lower);
    case 'Get':
      return stateBy(first, lower);
    case 'QueryParam':
      return partBy('query', first, lower);
    case 'Cookie':
      return partBy('cookie', first, lower);
    case 'Param':
      return part('params', literal(first, lower));
    case 'FormValue':
      return part('body', literal(first, lower));
    case 'Path':
      return part('path', null);
    case 'RealIP':
      return part('address', null);
    case 'Redirect':
      return { e: 'refusal', status: 302, redirect: true, sends: true, at: lower.span(node) };
    default:
      return undefined;
  }
}
