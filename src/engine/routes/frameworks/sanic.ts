/**
 * Sanic: what its calls mean. Source: sanic.dev (Guide: Routing, Blueprints, Middleware, Class-Based Views, Decorators); what reaches what
 * was executed, see the cases in the tests.
 */
import type { Span } from '../../span';
import type { Call, DecoratorTarget, PythonFramework, StatementContext } from '../../code/python/expressions';
import type { EffectRule } from '../packages/effects';
import type { Framework } from '../framework';
import type { Argument, Expression, GuardUse, RouterExpression, Statement } from '../../code/model';
import {
  answerWith,
  argument,
  lastOf,
  leadsToLogin,
  methodNames,
  pathRoute,
  refusalWith,
  viewOf,
} from './shared/python-arguments';
import { readOf as commonRead } from './starlette-request';

const NAME = 'sanic';
const VERBS = new Set(['get', 'post', 'put', 'patch', 'delete', 'websocket']);

const lowering: PythonFramework = {
  words: ['sanic', 'sanic_ext', 'sanic_jwt'],
  imports: /^[ \t]*(?:from|import)[ \t]+sanic/m,
  call: (symbol, call) => readOf(call) ?? viewOf(call) ?? (symbol ? callOf(symbol, call) : undefined),
  read: readOf,
  statement: statementOf,
  assign: () => undefined,
  decorator: decoratorOf,
};

const EFFECTS: readonly EffectRule[] = [
  { pattern: /^sanic_jwt\.(decorators\.)?(protected|scoped|inject_user)(\(\))?$/, effect: 'deny' },
  { pattern: /^sanic_(ext|openapi|cors|limiter)\b/, effect: 'none' },
];

/** Sanic. */
export const sanic: Framework = {
  name: NAME,
  python: lowering,
  routerOf,
  effects: EFFECTS,
  views: [
    {
      name: NAME,
      base: /^sanic\.views\.HTTPMethodView$/,
      members: { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' },
      entry: 'dispatch_request',
      wrappers: ['decorators'],
    },
  ],
  guard: { as: 'decorator' },
};

function callOf(symbol: string, call: Call): Expression | undefined {
  return routerOf(symbol, call.args, call.at) ?? refusalOf(symbol, call);
}

function routerOf(symbol: string, args: readonly Argument[], at: Span): RouterExpression | undefined {
  if (!/^sanic\b/.test(symbol)) return undefined;
  const name = lastOf(symbol);
  const isGroup = /\bBlueprint\.group$/.test(symbol);
  if (name !== 'Sanic' && name !== 'Blueprint' && !isGroup) return undefined;
  const members = args.filter((arg) => arg.name === null).map(({ value }) => value);
  return {
    e: 'router',
    role: name === 'Sanic' ? 'app' : 'router',
    framework: NAME,
    prefix: argument(args, 'url_prefix') ?? null,
    guards: [],
    routes: isGroup ? { e: 'list', items: members } : null,
    args: [...args],
    at,
  };
}

function refusalOf(symbol: string, call: Call): Expression | undefined {
  if (!/^sanic\b/.test(symbol)) return undefined;
  const name = lastOf(symbol);
  if (name === 'Unauthorized') return refusalWith(401, call);
  if (name === 'Forbidden') return refusalWith(403, call);
  if (name === 'NotFound') return refusalWith(404, call);
  if (name === 'redirect')
    return leadsToLogin(call.args[0]?.value)
      ? { e: 'refusal', status: 302, redirect: true, sends: false, at: call.at }
      : undefined;
  const isAnswer = /^(json|text|html|HTTPResponse|empty|raw)$/.test(name);
  const at = name === 'empty' ? 0 : 1;
  return isAnswer ? answerWith(argument(call.args, 'status', at), call) : undefined;
}

/** What a statement that consists of a call registers. */
function statementOf(call: Call, _: string | undefined, context: StatementContext): Statement | undefined {
  if (call.callee.e !== 'member') return undefined;
  const { of: on, name } = call.callee;
  switch (name) {
    case 'blueprint':
      return mountOf(call, on);
    case 'add_route':
    case 'add_websocket_route': {
      const handler = argument(call.args, 'handler', 0);
      const path = argument(call.args, 'uri', 1);
      const methods = name === 'add_route' ? listed(call, 2) : ['WEBSOCKET'];
      // A class-based view answers with all its methods.
      return handler && pathRoute(NAME, call, on, path, handler.e === 'view' ? ['ALL'] : methods, handler, context);
    }
    case 'register_middleware':
    case 'on_request':
      return hookOf(call, on, call.args[0]?.value, argument(call.args, 'attach_to', 1));
    case 'run':
      return {
        s: 'serve',
        app: on,
        host: argument(call.args, 'host', 0) ?? { e: 'text', value: '127.0.0.1' },
        at: call.at,
      };
    default:
      return undefined;
  }
}

function mountOf(call: Call, into: Expression): Statement | undefined {
  const what = argument(call.args, 'blueprint', 0);
  if (!what) return undefined;
  const prefix = argument(call.args, 'url_prefix') ?? null;
  return {
    s: 'mount',
    into,
    what,
    prefix,
    ...(prefix && { replaces: true as const }),
    guards: [],
    inherits: 'all',
    takes: 'live',
    args: call.args,
    at: call.at,
  };
}

/** Middleware that runs before handlers; with `response` it runs after them. */
function hookOf(
  call: Call,
  on: Expression,
  value: Expression | undefined,
  when: Expression | undefined,
): Statement | undefined {
  if (!value || (when?.e === 'text' && when.value !== 'request')) return undefined;
  return {
    s: 'use',
    framework: NAME,
    on,
    guard: { as: 'hook', value, at: call.at },
    paths: null,
    reach: 'all',
    sockets: true,
    role: 'middleware',
    args: [],
    at: call.at,
  };
}

function listed(call: Call, index?: number): string[] {
  const methods = argument(call.args, 'methods', index);
  return methods ? (methodNames(methods) ?? ['ALL']) : ['GET'];
}

/** `@app.get('/x')`, `@app.on_request`, `@app.middleware('request')`. */
function decoratorOf(call: Call, target: DecoratorTarget): Statement | undefined {
  if (call.callee.e !== 'member') return undefined;
  const { of, name } = call.callee;
  const own: Expression = { e: 'name', name: target.function.name };
  if (name === 'on_request') return hookOf(call, of, own, undefined);
  if (name === 'middleware') return hookOf(call, of, own, call.args[0]?.value);
  if (!VERBS.has(name) && name !== 'route') return undefined;
  const methods = name === 'route' ? listed(call) : [name.toUpperCase()];
  const handler: Expression = { e: 'function', id: target.function.id };
  const route = pathRoute(NAME, call, of, argument(call.args, 'uri', 0), methods, handler, target);
  if (!route) return undefined;
  const use = (value: Expression): GuardUse => ({ as: 'decorator', value, at: call.at });
  const ineffective = 'stands above the route decorator, which has already registered the function without it';
  for (const value of target.above) route.guards.push({ ...use(value), ineffective });
  for (const value of target.below) route.guards.push(use(value));
  return { ...route, line: target.line, declLine: target.declLine };
}

/** `request.path`, `request.token` (the bearer token) and what middleware leaves in `request.ctx`. */
function readOf(expression: Expression): Expression | undefined {
  if (expression.e !== 'member') return commonRead(expression);
  const { of, name } = expression;
  if (of.e === 'name' && of.name === 'request') {
    if (name === 'path') return { e: 'request', part: 'path', name: null };
    if (name === 'token' || name === 'credentials') return { e: 'request', part: 'header', name: 'Authorization' };
  }
  if (of.e === 'member' && of.name === 'ctx' && of.of.e === 'name' && of.of.name === 'request')
    return { e: 'request', part: 'state', name };
  return commonRead(expression);
}
