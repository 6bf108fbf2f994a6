/**
 * Koa 2 and 3 with @koa/router or koa-router: middleware in order, routers with prefixes, nested ones. Koa guide, @koa/router README. A
 * router's own middleware runs only for routes of that router, and a nested router is copied when it is mounted.
 */
import type ts from 'typescript';
import { other, text } from '../../code/javascript/expressions';
import type { Lowering } from '../../code/javascript/lowering';
import { unwrapped } from '../../code/javascript/scope';
import type { JavaScriptFramework } from '../../code/javascript/framework';
import type { Framework } from '../framework';
import type { Expression, UseStatement } from '../../code/model';
import { contextHttp } from './shared/context-http';
import { handlerRoute, handlersOf } from './shared/handler-calls';
import {
  guardOf,
  isPath,
  literalOf,
  methodCall,
  optionOf,
  pathsOf,
  receiverOf,
  useFrom,
  VERBS,
  type MethodCall,
} from './shared/method-calls';

const MENTIONS = /['"](?:koa|@koa\/[\w-]+|koa-[\w-]+)['"]/;
const ROUTERS = /^(?:@koa\/router|koa-router|koa-better-router|koa-joi-router|koa-swagger-decorator)$/;

const javascript: JavaScriptFramework = {
  name: 'koa',
  words: ['koa'],
  applies: (text) => MENTIONS.test(text),
  prefilter: (text) => MENTIONS.test(text),
  call(node, lower) {
    return creation(node, lower) ?? onRouter(node, lower);
  },
};

/** Koa. */
export const koa: Framework = {
  name: 'koa',
  readsCors: true,
  javascript: [javascript, contextHttp],
  effects: [
    {
      pattern: /^koa-jwt\(\)(?:\.unless\(\))?$/,
      effect: 'deny',
      unless: { name: 'passthrough', value: true, effect: 'optional' },
    },
    { pattern: /^koa-basic-auth\(\)$/, effect: 'deny' },
    {
      pattern:
        /^(?:koa-(?:bodyparser|body|static|send|logger|compress|helmet|session|views|mount|compose|convert|etag|conditional-get|ratelimit|json|cors|favicon|response-time|onerror|error|pino-logger|better-static|multer|range|rewrite|sslify)|@koa\/(?:cors|bodyparser|multer)|koa2-\w+)(?:[:./(].*)?$/,
      effect: 'none',
    },
  ],
  guard: { as: 'middleware' },
};

/** `new Koa()`, `new Router({ prefix })` */
function creation(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const origin = lower.names.imported(unwrapped(node.expression, lower.ts));
  if (!origin) return undefined;
  const isWhole = ['default', '*', 'default.default'].includes(origin.name);
  const isApp = origin.from === 'koa' && isWhole;
  const isRouter = ROUTERS.test(origin.from) && (isWhole || /(?:^|\.)(?:Swagger)?Router$/.test(origin.name));
  const [options] = node.arguments ?? [];
  if (origin.from === 'koa-compose' && options) return lower.expression(options);
  if (!isApp && !isRouter) return undefined;
  const prefix = isRouter ? optionOf(options, 'prefix', lower) : undefined;
  return {
    e: 'router',
    role: isApp ? 'app' : 'router',
    framework: 'koa',
    prefix: prefix && !lower.ts.isMethodDeclaration(prefix) ? lower.expression(prefix) : null,
    guards: [],
    routes: null,
    isolates: true,
    ...(isRouter && { copies: true as const }),
    args: [],
    at: lower.span(node),
  };
}

function onRouter(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const call = methodCall(node, lower);
  if (!call) return undefined;
  const [first] = call.args;
  switch (call.name) {
    case 'routes':
    case 'middleware':
      return call.args.length === 0 ? lower.expression(call.owner) : undefined;
    case 'allowedMethods':
      return other();
    case 'prefix':
      return first && configure(call, first, lower);
    case 'use':
      return first && uses(call, first, lower);
    case 'param':
      return first && parameter(call, first, lower);
  }
  const verb = VERBS[call.name];
  return verb === undefined ? undefined : route(call, verb, lower);
}

/** `router.get(name?, path, ...handlers)` */
function route(call: MethodCall, verb: string, lower: Lowering): Expression | undefined {
  const [first, second] = call.args;
  const isNamed = literalOf(first, lower) !== undefined && isPath(second, lower);
  // A path without a slash in front is one all the same.
  const [path, ...handlers] = isNamed ? call.args.slice(1) : call.args;
  if (!path || !(isPath(path, lower) || isRouterName(call.owner, lower)) || handlers.length === 0) return undefined;
  const on = receiverOf(call.owner, lower);
  return handlerRoute(call, on, [verb], path, handlers, { framework: 'koa' }, lower) ? on : undefined;
}

function isRouterName(node: ts.Expression, lower: Lowering): boolean {
  const value = unwrapped(node, lower.ts);
  return lower.ts.isIdentifier(value) && (/router$/i.test(value.text) || lower.names.routers.has(value.text));
}

function configure(call: MethodCall, prefix: ts.Expression, lower: Lowering): Expression {
  const on = receiverOf(call.owner, lower);
  lower.emit({ s: 'configure', on, prefix: lower.expression(prefix), at: lower.span(call.node) });
  return on;
}

/** `app.use(mw)`, `router.use('/p', mw)`, `app.use(mount('/p', other))` */
function uses(call: MethodCall, first: ts.Expression, lower: Lowering): Expression {
  const on = receiverOf(call.owner, lower);
  const hasPath = call.args.length > 1 && isPath(first, lower);
  const paths = hasPath ? pathsOf(first, lower) : null;
  for (const one of handlersOf(hasPath ? call.args.slice(1) : call.args, lower)) emitUse(one, on, paths, lower);
  return on;
}

function emitUse(node: ts.Expression, on: Expression, paths: Expression[] | null, lower: Lowering): void {
  const { ts } = lower;
  const origin = ts.isCallExpression(node) ? lower.names.imported(node.expression) : undefined;
  const [at, what] = ts.isCallExpression(node) ? node.arguments : [];
  const isMount = origin?.from === 'koa-mount' && at && what;
  const parts: Partial<UseStatement> = { paths: isMount ? pathsOf(at, lower) : paths, sockets: false };
  lower.emit(
    useFrom(guardOf(isMount ? what : node, 'middleware', lower), { framework: 'koa', on, reach: 'later', ...parts }),
  );
}

/** `router.param('id', guard)` */
function parameter(call: MethodCall, name: ts.Expression, lower: Lowering): Expression | undefined {
  const called = literalOf(name, lower);
  const [, handler] = call.args;
  if (called === undefined || !handler) return undefined;
  const on = receiverOf(call.owner, lower);
  const guard = guardOf(handler, 'middleware', lower);
  lower.emit(
    useFrom(guard, { framework: 'koa', on, reach: 'later', paths: [text(called)], match: 'param', sockets: false }),
  );
  return on;
}
