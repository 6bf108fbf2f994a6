/**
 * Express 4 and 5: applications, routers, routes, mounts and middleware. Express API reference ("Application", "Router") and guide
 * ("Routing", "Using middleware"); how far a registration reaches is written into the facts, see `UseStatement`.
 */
import type ts from 'typescript';
import { lowerArguments } from '../../../code/javascript/expressions';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped, type ImportedName } from '../../../code/javascript/scope';
import type { Expression, GuardUse } from '../../../code/model';
import type { JavaScriptFramework } from '../../../code/javascript/framework';
import type { Framework } from '../../framework';
import { defineWords, holdsAny } from '../../../text/words';
import {
  handlersOf,
  isErrorHandler,
  isHandlerLike,
  isRouteCall,
  isRouterName,
  isUsePath,
  pathsOf,
  publicReasonOf,
  pattern,
  terminalOf,
} from './arguments';
import { inputOf } from './input';
import { expressHttp } from './http';
import { requestFunctions } from '../shared/request-functions';
import { expressPath } from './paths';
import { VERBS as HTTP_VERBS } from '../shared/method-calls';

/** Router methods that are HTTP methods of Node, as Express takes them, with their names in the report. */
const VERBS: Readonly<Record<string, string>> = { ...HTTP_VERBS, ws: 'WEBSOCKET' };

/** Packages whose default export makes an Express router. */
const ROUTER_PACKAGES = new Set(['express-promise-router', 'router']);

const PACKAGES = defineWords(['express', 'cors', 'helmet', 'rate-limiter-flexible']);
const QUOTED_PACKAGE = /['"](?:express[\w-]*(?:\/[^'"]*)?|cors|helmet|rate-limiter-flexible)['"]/;
/** Looks for the dot first, which is rarer than the beginning of a word. */
const REGISTRATION =
  /\.\s*(?:get|post|put|patch|delete|all|use|route|ws|param)\s*\((?<=\b(?:app|server|\w*[rR]outers?|routes?)\s*\.\s*\w+\s*\()/;

const registrations: JavaScriptFramework = {
  name: 'express',
  prefilter: (text) => (holdsAny(text, PACKAGES) && QUOTED_PACKAGE.test(text)) || REGISTRATION.test(text),
  call(node, lower) {
    return creation(node, lower) ?? server(node, lower) ?? registration(node, lower);
  },
};

/** Express 4 and 5. */
export const express: Framework = {
  name: 'express',
  knownSetup: true,
  readsCors: true,
  javascript: [registrations, expressHttp, requestFunctions],
  covers: expressPath,
  effects: [{ pattern: /^express:(?:json|urlencoded|raw|text|static|query)\(\)$/, effect: 'none' }],
  guard: { as: 'middleware' },
};

/** `express()`, `express.Router()`, `new Router()`, `Router()` of express-promise-router. */
function creation(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const origin = lower.names.imported(unwrapped(node.expression, lower.ts));
  const role = origin && roleOf(origin);
  if (!origin || !role) return undefined;
  const args = lowerArguments(lower, node.arguments);
  if (role === 'sockets') {
    // express-ws patches the application it is given and hands it back as `app`.
    const [app] = args;
    return app && { e: 'record', entries: [{ key: { e: 'text', value: 'app' }, value: app.value }] };
  }
  return {
    e: 'router',
    role,
    framework: 'express',
    prefix: null,
    guards: [],
    routes: null,
    args,
    at: lower.span(node),
  };
}

function roleOf({ from, name }: ImportedName): 'app' | 'router' | 'sockets' | undefined {
  if (from === 'express') {
    if (name === 'default' || name === '*' || name === 'express' || name === 'default.default') return 'app';
    return name === 'Router' || name === 'default.Router' ? 'router' : undefined;
  }
  if (from === 'express-ws') return name === 'default' || name === '*' ? 'sockets' : undefined;
  return ROUTER_PACKAGES.has(from) && ['default', '*', 'Router'].includes(name) ? 'router' : undefined;
}

/** `http.createServer(app)` is the application again; `x.listen(port, host)` starts serving. */
function server(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  if (!ts.isCallExpression(node)) return undefined;
  const callee = unwrapped(node.expression, ts);
  const called = ts.isPropertyAccessExpression(callee) ? callee.name.text : ts.isIdentifier(callee) ? callee.text : '';
  if (called === 'createServer' || called === 'createSecureServer') {
    const last = node.arguments.at(-1);
    const isApp =
      last && !ts.isArrowFunction(last) && !ts.isFunctionExpression(last) && !ts.isObjectLiteralExpression(last);
    return isApp ? lower.expression(last) : undefined;
  }
  if (called !== 'listen' || !ts.isPropertyAccessExpression(callee)) return undefined;
  const app = lower.expression(callee.expression);
  lower.emit({ s: 'serve', app, host: hostOf(node, lower), at: lower.span(node) });
  return app;
}

/** Node's `server.listen(port, host, …)` and `listen({ port, host })`; null = every address. */
function hostOf(node: ts.CallExpression, lower: Lowering): Expression | null {
  const { ts } = lower;
  const [first, second] = node.arguments;
  if (first && ts.isObjectLiteralExpression(first)) {
    const host = first.properties.find((property) => property.name?.getText(lower.source) === 'host');
    return host && ts.isPropertyAssignment(host) ? lower.expression(host.initializer) : null;
  }
  const isHost =
    second && !ts.isArrowFunction(second) && !ts.isFunctionExpression(second) && !ts.isNumericLiteral(second);
  return isHost ? lower.expression(second) : null;
}

/** Calls on an application or router, told by their shape; the linker drops those on something else. */
function registration(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  if (!ts.isCallExpression(node)) return undefined;
  const callee = node.expression;
  if (ts.isElementAccessExpression(callee)) return computedVerb(node, callee, lower);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const method = callee.name.text;
  if (method === 'use') return uses(node, callee, lower);
  if (method === 'param') return parameter(node, callee, lower);
  const verb = VERBS[method];
  if (verb === undefined) return undefined;
  const chained = routeOf(callee.expression, lower);
  if (chained) {
    const on = lower.expression(callee.expression);
    registerRoute({ node, method: verb, on, path: chained, handlers: node.arguments, named: callee.name }, lower);
    return on;
  }
  const [path, ...handlers] = node.arguments;
  const last = handlers.at(-1);
  if (!path || !last || !isRouteCall(callee.expression, path, lower) || !isHandlerLike(last, lower)) return undefined;
  const on = receiver(callee.expression, lower);
  registerRoute({ node, method: verb, on, path, handlers, named: callee.name }, lower);
  return on;
}

/** Links of a chain of calls that are followed from each of its calls: without an end, a generated chain takes the square of its length. */
const MAX_CHAIN = 100;

/** The path of `x.route(path)` at the root of a chain of verbs. */
function routeOf(node: ts.Expression, { ts }: Lowering): ts.Expression | undefined {
  let value = node;
  for (
    let link = 0;
    link < MAX_CHAIN && ts.isCallExpression(value) && ts.isPropertyAccessExpression(value.expression);
    link++
  ) {
    const method = value.expression.name.text;
    const [first] = value.arguments;
    if (method === 'route' && value.arguments.length === 1 && first) return first;
    if (VERBS[method] === undefined) return undefined;
    value = value.expression.expression;
  }
  return undefined;
}

/** What a chain is called on; an application that is made in place gets a name, since it is registered on again. */
function receiver(node: ts.Expression, lower: Lowering): Expression {
  const value = lower.expression(node);
  if (value.e === 'call' && value.callee.e === 'member' && value.callee.name === 'route') return value.callee.of;
  return value.e === 'router' ? lower.temporary(value, node) : value;
}

interface Registration {
  node: ts.CallExpression;
  method: string;
  on: Expression;
  path: ts.Expression;
  handlers: readonly ts.Expression[];
  /** The method's name in the call: the line of one route in a chain of several. */
  named: ts.Node;
  /** Where the method's name is computed. */
  methodFrom?: Expression;
}

function registerRoute({ node, method, on, path, handlers, named, methodFrom }: Registration, lower: Lowering): void {
  const target = on.e === 'call' && on.callee.e === 'member' && on.callee.name === 'route' ? on.callee.of : on;
  const flat = handlersOf(handlers, lower);
  const handler = flat.at(-1);
  if (!handler) return;
  const paths = pathsOf(path, lower);
  const guards = flat.slice(0, -1).map((value) => guardOf(value, lower));
  const line = lower.ts.isCallExpression(
    unwrapped((node.expression as ts.PropertyAccessExpression).expression, lower.ts),
  )
    ? lower.line(named)
    : lower.line(node);
  const at = lower.span(path);
  // A route's handlers may hand on: what they refuse is refused for later routes of the same path too.
  const passing =
    !methodFrom && (method === 'ALL' || pattern(path, lower)) ? flat.filter((value) => mayPass(value, lower)) : [];
  // `app.options('*', cors())` answers the browser's question and is nobody's endpoint.
  const isPreflight = method === 'OPTIONS' && lower.ts.isCallExpression(handler);
  if (!isPreflight)
    lower.emit({
      s: 'route',
      framework: 'express',
      on: target,
      methods: [method],
      ...(methodFrom ? { methodFrom } : {}),
      paths,
      guards,
      handler: lower.expression(handler),
      ...publicOf(handler, lower),
      args: [],
      input: inputOf(flat, lower),
      at,
      line,
      declLine: null,
    });
  for (const value of passing) {
    lower.emit({
      s: 'use',
      framework: 'express',
      on: target,
      guard: guardOf(value, lower),
      paths,
      match: 'exact',
      ...(method === 'ALL' ? {} : { methods: [method] }),
      reach: 'later',
      sockets: false,
      role: 'middleware',
      args: [],
      at,
    });
  }
}

function publicOf(handler: ts.Expression, lower: Lowering): { public?: string } {
  const reason = publicReasonOf(handler, lower);
  return reason === undefined ? {} : { public: reason };
}

/** An inline handler without a third parameter cannot hand on. */
function mayPass(node: ts.Expression, { ts }: Lowering): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node) ? node.parameters.length > 2 : true;
}

function guardOf(node: ts.Expression, lower: Lowering): GuardUse {
  return { as: 'middleware', value: lower.expression(node), at: lower.span(node) };
}

/** `router[method](path, handler)`, as loops over tables of routes have it. */
function computedVerb(
  node: ts.CallExpression,
  callee: ts.ElementAccessExpression,
  lower: Lowering,
): Expression | undefined {
  const { ts } = lower;
  const [path, ...handlers] = node.arguments;
  const last = handlers.at(-1);
  if (!path || !last || !isRouteCall(callee.expression, path, lower) || !isHandlerLike(last, lower)) return undefined;
  if (!isRouterName(callee.expression, lower)) return undefined;
  const key = callee.argumentExpression;
  const literal = ts.isStringLiteralLike(key) ? VERBS[key.text] : undefined;
  if (ts.isStringLiteralLike(key) && literal === undefined) return undefined;
  const on = receiver(callee.expression, lower);
  const methodFrom = literal === undefined ? { methodFrom: lower.expression(key) } : {};
  registerRoute({ node, method: literal ?? 'ALL', on, path, handlers, named: node, ...methodFrom }, lower);
  return on;
}

/** `x.use(path?, ...handlers)`: one statement per handler, in order. What ends the request there is an endpoint of its own. */
function uses(node: ts.CallExpression, callee: ts.PropertyAccessExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const [first, ...rest] = node.arguments;
  if (!first) return undefined;
  const hasPath = isUsePath(first, rest.length, lower);
  const handlers = handlersOf(hasPath ? rest : node.arguments, lower);
  if (handlers.length === 0 || handlers.some((one) => ts.isStringLiteralLike(one))) return undefined;
  const on = receiver(callee.expression, lower);
  const paths = hasPath ? pathsOf(first, lower) : null;
  for (const value of handlers) {
    lower.emit({
      s: 'use',
      framework: 'express',
      on,
      guard: guardOf(value, lower),
      paths,
      reach: 'later',
      sockets: false,
      role: isErrorHandler(value, lower) ? 'error-handler' : 'middleware',
      args: [],
      at: lower.span(value),
    });
  }
  const last = handlers.at(-1);
  const terminal = last && terminalOf(last, paths, lower);
  if (last && terminal) {
    lower.emit({
      s: 'route',
      framework: 'express',
      on,
      ...terminal,
      guards: handlers.slice(0, -1).map((value) => guardOf(value, lower)),
      handler: lower.expression(last),
      ...publicOf(last, lower),
      args: [],
      input: { state: 'unknown', at: null, what: null },
      at: lower.span(hasPath ? first : last),
      line: lower.line(node),
      declLine: null,
    });
  }
  return on;
}

/** `x.param('id', guard)`: runs for every later route with that parameter. */
function parameter(
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  lower: Lowering,
): Expression | undefined {
  const { ts } = lower;
  const [names, handler] = node.arguments;
  if (!names || !handler || node.arguments.length !== 2 || !isHandlerLike(handler, lower)) return undefined;
  const paths = ts.isStringLiteralLike(names)
    ? [lower.expression(names)]
    : ts.isArrayLiteralExpression(names)
      ? names.elements.map((one) => lower.expression(one))
      : undefined;
  if (!paths) return undefined;
  const on = receiver(callee.expression, lower);
  lower.emit({
    s: 'use',
    framework: 'express',
    on,
    guard: guardOf(handler, lower),
    paths,
    match: 'param',
    reach: 'later',
    sockets: false,
    role: 'middleware',
    args: [],
    at: lower.span(node),
  });
  return on;
}
