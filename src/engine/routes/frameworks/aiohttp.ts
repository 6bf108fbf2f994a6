/**
 * aiohttp's server: what its calls mean. Sources: docs.aiohttp.org ("Web Server Quickstart", "Advanced Usage": Middlewares, Nested
 * applications) and aiohttp-security.readthedocs.io; what reaches what was executed, see the cases in the tests.
 */
import type { Span } from '../../span';
import type {
  Call,
  ClassTarget,
  DecoratorTarget,
  PythonFramework,
  StatementContext,
} from '../../code/python/expressions';
import type { EffectRule } from '../packages/effects';
import type { Framework } from '../framework';
import type { Argument, Expression, RouterExpression, RouteStatement, Statement } from '../../code/model';
import { answerWith, argument, lastOf, nothing, pathRoute, refusalWith } from './shared/python-arguments';
import { readOf as commonRead } from './starlette-request';

const NAME = 'aiohttp';
const VERBS = new Set(['get', 'post', 'put', 'patch', 'delete']);
const MODULE = /^aiohttp\.web(_\w+)?\./;

const lowering: PythonFramework = {
  words: ['aiohttp'],
  // Most files that name it are clients.
  pattern: /\baiohttp\s+import\s[^\n]*\bweb\b|\baiohttp\.web\b/,
  imports:
    /^[ \t]*(?:from[ \t]+aiohttp[ \t]+import[^\n]*\bweb\b|(?:from|import)[ \t]+aiohttp(?:\.web|_security|_session))/m,
  call: (symbol, call) => readOf(call) ?? proceedOf(call) ?? (symbol ? callOf(symbol, call) : undefined),
  read: readOf,
  statement: statementOf,
  assign: () => undefined,
  decorator: decoratorOf,
  classDecorator: classDecoratorOf,
};

const EFFECTS: readonly EffectRule[] = [
  { pattern: /^aiohttp_security\.(api\.)?(login_required|has_permission\(\))$/, effect: 'deny' },
  { pattern: /^aiohttp_security\.(api\.)?check_(authorized|permission)$/, effect: 'raises' },
  { pattern: /^aiohttp_security\.(api\.)?(authorized_userid|is_anonymous|permits)$/, effect: 'verify' },
  {
    pattern: /^aiohttp_jwt\.(middleware\.)?(JWTMiddleware|login_required|check_permissions)(\(\))?$/,
    effect: 'deny',
    unless: { name: 'credentials_required', value: false, effect: 'optional' },
  },
  {
    pattern: /^aiohttp_basicauth\.BasicAuthMiddleware\(\)$/,
    effect: 'deny',
    unless: { name: 'force', value: false, effect: 'optional' },
  },
  {
    pattern:
      /^(aiohttp_session|aiohttp_cors|aiohttp_debugtoolbar|aiohttp_apispec|aiohttp_jinja2|aiohttp_security\.setup)\b/,
    effect: 'none',
  },
  { pattern: /^aiohttp\.web\.(middleware|normalize_path_middleware\(\))$/, effect: 'none' },
];

/** The server side of aiohttp. */
export const aiohttp: Framework = {
  name: NAME,
  python: lowering,
  routerOf,
  effects: EFFECTS,
  views: [
    {
      name: NAME,
      base: /^aiohttp\.(web|web_urldispatcher)\.View$|^aiohttp_pydantic\.(\w+\.)*PydanticView$/,
      members: { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' },
      entry: '_iter',
    },
  ],
  guard: { as: 'decorator' },
};

function callOf(symbol: string, call: Call): Expression | undefined {
  return routerOf(symbol, call.args, call.at) ?? refusalOf(symbol, call) ?? registrationOf(symbol, call);
}

function routerOf(symbol: string, args: readonly Argument[], at: Span): RouterExpression | undefined {
  const name = lastOf(symbol);
  if (!MODULE.test(symbol) || (name !== 'Application' && name !== 'RouteTableDef')) return undefined;
  return {
    e: 'router',
    role: name === 'Application' ? 'app' : 'router',
    framework: NAME,
    prefix: null,
    guards: [],
    routes: null,
    middleware: argument(args, 'middlewares') ?? null,
    args: [...args],
    at,
  };
}

/** A middleware hands on by calling what it is given as `handler`: aiohttp passes it by position. */
function proceedOf({ callee, args }: Call): Expression | undefined {
  return callee.e === 'name' && callee.name === 'handler' && args.length === 1 ? { e: 'proceed' } : undefined;
}

const REFUSING: Readonly<Record<string, number>> = {
  HTTPUnauthorized: 401,
  HTTPForbidden: 403,
  HTTPNotFound: 404,
  HTTPBadRequest: 400,
};

function refusalOf(symbol: string, call: Call): Expression | undefined {
  if (!MODULE.test(symbol)) return undefined;
  const name = lastOf(symbol);
  if (REFUSING[name] !== undefined) return refusalWith(REFUSING[name], call);
  if (name === 'HTTPFound' || name === 'HTTPSeeOther')
    return /login|sign_?-?in/i.test(JSON.stringify(call.args))
      ? { e: 'refusal', status: 302, redirect: true, sends: false, at: call.at }
      : undefined;
  if (name !== 'Response' && name !== 'json_response') return undefined;
  return answerWith(argument(call.args, 'status'), call);
}

/** `web.get('/x', handler)`, a route as a value. */
function registrationOf(symbol: string, call: Call): Expression | undefined {
  if (!MODULE.test(symbol)) return undefined;
  const does = routeOf(lastOf(symbol), call, nothing(), { functions: {}, spanOf: () => undefined });
  return does && { e: 'registration', does };
}

/** What a statement that consists of a call registers. */
function statementOf(call: Call, symbol: string | undefined, context: StatementContext): Statement | undefined {
  if (symbol && MODULE.test(symbol) && lastOf(symbol) === 'run_app') return serveOf(call);
  if (call.callee.e !== 'member') return undefined;
  const { of: on, name } = call.callee;
  switch (name) {
    case 'add_routes':
      return mountOf(call, on, listed(argument(call.args, 'routes', 0), call), null);
    case 'add_subapp':
      return mountOf(call, on, argument(call.args, 'subapp', 1), argument(call.args, 'prefix', 0) ?? null);
    case 'append':
      return on.e === 'member' && on.name === 'middlewares' ? middlewareOf(call, on.of) : undefined;
    default:
      return name.startsWith('add_') ? routeOf(name.slice(4), call, on, context) : undefined;
  }
}

function serveOf(call: Call): Statement | undefined {
  const app = argument(call.args, 'app', 0);
  return app && { s: 'serve', app, host: argument(call.args, 'host') ?? null, at: call.at };
}

/** A list of routes, or a table of them, as something that can be mounted. */
function listed(routes: Expression | undefined, { at }: Call): Expression | undefined {
  return routes && { e: 'router', role: 'router', framework: NAME, prefix: null, guards: [], routes, args: [], at };
}

function mountOf(
  call: Call,
  into: Expression,
  what: Expression | undefined,
  prefix: Expression | null,
): Statement | undefined {
  if (!what) return undefined;
  return { s: 'mount', into, what, prefix, guards: [], inherits: 'all', takes: 'live', args: call.args, at: call.at };
}

function middlewareOf(call: Call, on: Expression): Statement | undefined {
  const value = call.args[0]?.value;
  return (
    value && {
      s: 'use',
      framework: NAME,
      on,
      guard: { as: 'middleware', value, at: call.at },
      paths: null,
      reach: 'all',
      sockets: true,
      role: 'middleware',
      args: [],
      at: call.at,
    }
  );
}

function routeOf(kind: string, call: Call, on: Expression, context: StatementContext): RouteStatement | undefined {
  const { args } = call;
  if (kind === 'static') return staticOf(call, on, context);
  const isNamed = kind === 'route';
  const method = isNamed ? argument(args, 'method', 0) : undefined;
  if (!isNamed && kind !== 'view' && !VERBS.has(kind)) return undefined;
  const path = argument(args, 'path', isNamed ? 1 : 0);
  const handler = argument(args, 'handler', isNamed ? 2 : 1);
  const verb = method?.e === 'text' ? method.value.toUpperCase().replace('*', 'ALL') : 'ALL';
  const methods = [kind === 'view' || isNamed ? verb : kind.toUpperCase()];
  return handler && pathRoute(NAME, call, on, path, methods, handler, context);
}

/** Files of a folder. */
function staticOf(call: Call, on: Expression, context: StatementContext): RouteStatement | undefined {
  const prefix = argument(call.args, 'prefix', 0);
  const route = pathRoute(NAME, call, on, prefix, ['GET'], nothing(), context);
  return route && { ...route, public: 'static files' };
}

/** `@routes.get('/x')`. */
function decoratorOf(call: Call, target: DecoratorTarget): Statement | undefined {
  if (call.callee.e !== 'member' || call.args.length === 0) return undefined;
  const handler: Expression = { e: 'function', id: target.function.id };
  const { name, of } = call.callee;
  const positional = name === 'route' ? 2 : 1;
  const given = [
    ...call.args.slice(0, positional),
    { name: 'handler', value: handler },
    ...call.args.slice(positional),
  ];
  const route =
    VERBS.has(name) || name === 'route' || name === 'view'
      ? routeOf(name, { ...call, args: given }, of, target)
      : undefined;
  if (!route) return undefined;
  const ineffective = 'stands above the route decorator, which has already registered the function without it';
  for (const value of target.above) route.guards.push({ as: 'decorator', value, at: call.at, ineffective });
  for (const value of target.below) route.guards.push({ as: 'decorator', value, at: call.at });
  return { ...route, line: target.line, declLine: target.declLine };
}

/** `@routes.view('/x')` above a class. */
function classDecoratorOf(call: Call, target: ClassTarget): Statement | undefined {
  if (call.callee.e !== 'member' || call.callee.name !== 'view') return undefined;
  const handler: Expression = { e: 'name', name: target.name };
  const route = pathRoute(NAME, call, call.callee.of, argument(call.args, 'path', 0), ['ALL'], handler, target);
  return route && { ...route, line: target.line, declLine: target.declLine };
}

/** The request is a mapping as well, in which middleware leaves what it found out; a session is another. */
function readOf(expression: Expression): Expression | undefined {
  if (expression.e === 'index' && expression.of.e === 'name' && expression.of.name === 'request')
    return { e: 'request', part: 'state', name: expression.key.e === 'text' ? expression.key.value : null };
  if (expression.e === 'member' && expression.of.e === 'name' && expression.of.name === 'request') {
    if (expression.name === 'path') return { e: 'request', part: 'path', name: null };
    if (expression.name === 'query') return { e: 'request', part: 'query', name: null };
    if (expression.name === 'match_info') return { e: 'request', part: 'params', name: null };
  }
  if (expression.e === 'call' && expression.callee.e === 'name' && expression.callee.name === 'get_session')
    return { e: 'request', part: 'session', name: null, always: true };
  return commonRead(expression);
}
