/**
 * FastAPI and Starlette: what their calls mean. Sources: fastapi.tiangolo.com (Dependencies, Bigger Applications, Security, Advanced
 * Middleware, WebSockets) and starlette.io (Routing, Middleware); what reaches what was executed, see the cases in the tests.
 */
import type { Span } from '../../span';
import type { Call, DecoratorTarget, PythonFramework, StatementContext } from '../../collect/python-expressions';
import type {
  Argument,
  Expression,
  GuardUse,
  MountStatement,
  RouterExpression,
  RouteStatement,
  Statement,
} from '../model';
import { inputOf } from './fastapi-input';
import { readOf } from './starlette-request';

const NAME = 'fastapi';
const VERBS = new Set(['get', 'post', 'put', 'patch', 'delete', 'options', 'head', 'trace']);

/** The FastAPI and Starlette adapter. */
export const fastapi: PythonFramework = {
  call: (symbol, call) => callOf(symbol ?? bareName(call.callee), call),
  read: readOf,
  statement: statementOf,
  assign(to, value, at) {
    if (to.e !== 'index' || to.of.e !== 'member' || to.of.name !== 'dependency_overrides') return undefined;
    return { s: 'override', on: to.of.of, guard: to.key, by: value, at };
  },
  decorator: decoratorOf,
};

/** Names that mean the same wherever they come from: star imports and re-exports hide the package. */
function bareName(callee: Expression): string | undefined {
  return callee.e === 'name' ? `.${callee.name}` : undefined;
}

function lastOf(symbol: string): string {
  return symbol.slice(symbol.lastIndexOf('.') + 1);
}

function fromFramework(symbol: string): boolean {
  return /^(fastapi|starlette)\b/.test(symbol);
}

function callOf(symbol: string | undefined, call: Call): Expression | undefined {
  const proceeds = proceedOf(call);
  if (proceeds) return proceeds;
  const read = readOf(call);
  if (read) return read;
  if (symbol === undefined) return closeOf(call);
  return (
    routerOf(symbol, call.args, call.at) ?? guardOf(symbol, call) ?? refusalOf(symbol, call) ?? partOf(symbol, call)
  );
}

/**
 * The application or router that a constructor call makes; also asked by the linker for subclasses of these.
 * `symbol`: dotted name of the class, `.X` for a bare name.
 */
export function routerOf(symbol: string, args: Argument[], at: Span): RouterExpression | undefined {
  const name = lastOf(symbol);
  const role = name === 'FastAPI' || name === 'Starlette' ? 'app' : name === 'APIRouter' ? 'router' : undefined;
  const isRouter = role ?? (fromFramework(symbol) && name === 'Router' ? 'router' : undefined);
  if (!isRouter) return undefined;
  return {
    e: 'router',
    role: isRouter,
    framework: NAME,
    prefix: argument(args, 'prefix') ?? null,
    guards: guardsIn(argument(args, 'dependencies')),
    routes:
      argument(args, 'routes') ??
      (name === 'Router' ? args.find((arg) => arg.name === null)?.value : undefined) ??
      null,
    middleware: argument(args, 'middleware') ?? null,
    args,
    at,
  };
}

/** `dependencies=[…]` as guard expressions; something else than a list stays one expression that yields a list. */
function guardsIn(value: Expression | undefined): Expression[] {
  if (!value) return [];
  return value.e === 'list' ? value.items : [value];
}

function guardOf(symbol: string, call: Call): Expression | undefined {
  const name = lastOf(symbol);
  if (name !== 'Depends' && name !== 'Security') return undefined;
  if (!fromFramework(symbol) && name === 'Security' && symbol !== '.Security') return undefined;
  const value = argument(call.args, 'dependency', 0) ?? null;
  const scopes = argument(call.args, 'scopes');
  return { e: 'guard', value, ...(scopes && { scopes }), at: call.at };
}

function refusalOf(symbol: string, call: Call): Expression | undefined {
  const name = lastOf(symbol);
  if (name === 'HTTPException' || name === 'StarletteHTTPException')
    return { e: 'refusal', status: statusOf(argument(call.args, 'status_code', 0)) ?? null, sends: false, at: call.at };
  if (name === 'WebSocketException') return { e: 'refusal', status: 403, sends: false, at: call.at };
  if (!/^(JSON|ORJSON|UJSON|PlainText|HTML|Redirect)?Response$/.test(name)) return undefined;
  if (name === 'RedirectResponse') return redirectOf(call);
  const status = statusOf(argument(call.args, 'status_code', 1));
  return status !== undefined && status !== null && status >= 400
    ? { e: 'refusal', status, sends: false, at: call.at }
    : undefined;
}

function redirectOf(call: Call): Expression | undefined {
  const target = argument(call.args, 'url', 0);
  const texts = target?.e === 'text' ? [target] : target?.e === 'join' ? target.parts : [];
  const toLogin = texts.some((part) => part.e === 'text' && /log_?-?in|sign_?-?in|auth/i.test(part.value));
  return toLogin ? { e: 'refusal', status: 307, redirect: true, sends: false, at: call.at } : undefined;
}

/** A literal status: a number, `status.HTTP_401_UNAUTHORIZED`, `HTTPStatus.UNAUTHORIZED`; null = not literal, undefined = none given. */
function statusOf(value: Expression | undefined): number | null | undefined {
  if (!value) return undefined;
  if (value.e === 'constant') return typeof value.value === 'number' ? value.value : null;
  const name = value.e === 'member' || value.e === 'name' ? value.name : '';
  const digits = /^HTTP_(\d{3})\b|^HTTP_(\d{3})_/.exec(name);
  if (digits) return Number(digits[1] ?? digits[2]);
  return STATUS_NAMES[name] ?? null;
}

const STATUS_NAMES: Readonly<Record<string, number>> = {
  OK: 200,
  CREATED: 201,
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_MANY_REQUESTS: 429,
};

/** Policy violation (1008) and the application range (3000, 4000–4999) refuse; other codes end a conversation (RFC 6455, 7.4). */
function closeOf(call: Call): Expression | undefined {
  if (call.callee.e !== 'member' || call.callee.name !== 'close' || call.callee.of.e !== 'name') return undefined;
  if (!/^(ws|.*websocket)$/i.test(call.callee.of.name)) return undefined;
  const code = argument(call.args, 'code', 0);
  const number = code?.e === 'constant' && typeof code.value === 'number' ? code.value : undefined;
  const refuses =
    number !== undefined
      ? number === 1008 || number >= 3000
      : code !== undefined && 'name' in code && /1008|POLICY/.test(code.name ?? '');
  return { e: 'refusal', status: refuses ? 403 : null, sends: true, at: call.at };
}

function proceedOf(call: Call): Expression | undefined {
  const { callee, args } = call;
  if (callee.e === 'name' && callee.name === 'call_next') return { e: 'proceed' };
  if (
    callee.e === 'member' &&
    callee.name === 'app' &&
    callee.of.e === 'name' &&
    callee.of.name === 'this' &&
    args.length === 3
  )
    return { e: 'proceed' };
  return undefined;
}

/** Declared request parts (`Header()`, `Cookie()`, `Query()`) and Starlette's routes as values. */
function partOf(symbol: string, call: Call): Expression | undefined {
  const name = lastOf(symbol);
  if (!fromFramework(symbol)) return undefined;
  const part = ({ Header: 'header', Cookie: 'cookie', Query: 'query' } as const)[name];
  if (part) {
    const alias = argument(call.args, 'alias');
    return { e: 'request', part, name: alias?.e === 'text' ? alias.value : null };
  }
  if (name === 'Route' || name === 'WebSocketRoute' || name === 'APIRoute') {
    const does = routeFrom(call, name === 'WebSocketRoute' ? ['WEBSOCKET'] : undefined, undefined, {
      functions: {},
      spanOf: () => undefined,
    });
    return does && { e: 'registration', does: { ...does, ...(name !== 'APIRoute' && { bare: true }) } };
  }
  if (name === 'Mount') {
    const does = mountOf(call, nothing());
    return does && { e: 'registration', does };
  }
  return undefined;
}

function nothing(): Expression {
  return { e: 'other', parts: [] };
}

/** A keyword argument, or the positional one at an index. */
export function argument(args: readonly Argument[], name: string, index?: number): Expression | undefined {
  const named = args.find((arg) => arg.name === name);
  if (named) return named.value;
  return index === undefined
    ? undefined
    : args.filter((arg) => arg.name === null && arg.value.e !== 'spread')[index]?.value;
}

// Statements ------------------------------------------------------------------------------------------------------------------------

function statementOf(call: Call, symbol: string | undefined, context: StatementContext): Statement | undefined {
  if (symbol === 'uvicorn.run') return serveOf(call);
  const { callee } = call;
  if (callee.e === 'call') return appliedDecorator(callee, call, context);
  if (callee.e !== 'member') return undefined;
  const on = callee.of;
  switch (callee.name) {
    case 'include_router':
      return includeOf(call, on);
    case 'mount':
      return call.args.length >= 2 ? mountOf(call, on) : undefined;
    case 'add_api_route':
      return routeFrom(call, undefined, on, context);
    case 'add_route':
      return asBare(routeFrom(call, undefined, on, context));
    case 'add_api_websocket_route':
      return routeFrom(call, ['WEBSOCKET'], on, context);
    case 'add_websocket_route':
      return asBare(routeFrom(call, ['WEBSOCKET'], on, context));
    case 'add_middleware':
      return middlewareOf(call, on, argument(call.args, 'middleware_class', 0), true);
    case 'add_exception_handler':
      return middlewareOf(call, on, argument(call.args, 'handler', 1), true, 'error-handler');
    case 'append':
    case 'extend':
      return dependenciesAdded(call, on);
    default:
      return undefined;
  }
}

function serveOf(call: Call): Statement | undefined {
  const app = argument(call.args, 'app', 0);
  return (
    app && { s: 'serve', app, host: argument(call.args, 'host', 1) ?? { e: 'text', value: '127.0.0.1' }, at: call.at }
  );
}

function includeOf(call: Call, into: Expression): Statement | undefined {
  const what = argument(call.args, 'router', 0);
  if (!what) return undefined;
  return {
    s: 'mount',
    into,
    what,
    prefix: argument(call.args, 'prefix') ?? null,
    guards: dependenciesOf(call),
    inherits: 'all',
    takes: 'live',
    args: call.args,
    at: call.at,
  };
}

/** A mounted sub-application gets the middleware of its parent, not its dependencies. */
function mountOf(call: Call, into: Expression): MountStatement | undefined {
  const prefix = argument(call.args, 'path', 0) ?? null;
  const routes = argument(call.args, 'routes');
  const app = argument(call.args, 'app', 1);
  const what: Expression | undefined =
    app ??
    (routes && {
      e: 'router',
      role: 'router',
      framework: NAME,
      prefix: null,
      guards: [],
      routes,
      middleware: argument(call.args, 'middleware') ?? null,
      args: [],
      at: call.at,
    });
  if (!what) return undefined;
  return {
    s: 'mount',
    into,
    what,
    prefix,
    guards: [],
    inherits: 'middleware',
    takes: 'live',
    args: call.args,
    at: call.at,
  };
}

function middlewareOf(
  call: Call,
  on: Expression,
  value: Expression | undefined,
  sockets: boolean,
  role: 'middleware' | 'error-handler' = 'middleware',
): Statement | undefined {
  if (!value) return undefined;
  return {
    s: 'use',
    framework: NAME,
    on,
    guard: { as: 'middleware', value, at: call.at },
    paths: null,
    reach: 'all',
    sockets,
    role,
    args: call.args,
    at: call.at,
  };
}

/** `router.dependencies.append(Depends(f))`: for what is added afterwards. */
function dependenciesAdded(call: Call, list: Expression): Statement | undefined {
  if (list.e !== 'member' || list.name !== 'dependencies') return undefined;
  const value = call.args[0]?.value;
  if (!value) return undefined;
  return {
    s: 'use',
    framework: NAME,
    on: list.of,
    guard: { as: 'dependency', value, at: call.at },
    paths: null,
    reach: 'later',
    sockets: true,
    role: 'middleware',
    args: [],
    at: call.at,
  };
}

/** `app.get('/x')(f)`, `app.middleware('http')(f)`. */
function appliedDecorator(decorator: Call, call: Call, context: StatementContext): Statement | undefined {
  const handler = call.args[0]?.value;
  if (!handler || decorator.callee.e !== 'member') return undefined;
  const { name, of } = decorator.callee;
  if (name === 'middleware') return middlewareOf({ ...decorator, at: call.at }, of, handler, false);
  if (name === 'exception_handler')
    return middlewareOf({ ...decorator, at: call.at }, of, handler, true, 'error-handler');
  const methods = methodsOf(decorator, name);
  return methods && routeFrom(decorator, methods, of, context, handler);
}

// Routes ----------------------------------------------------------------------------------------------------------------------------

function decoratorOf(call: Call, target: DecoratorTarget): Statement | undefined {
  if (call.callee.e !== 'member') return undefined;
  const { name, of } = call.callee;
  const handler: Expression = { e: 'function', id: target.function.id };
  if (name === 'middleware' && call.args.length === 1) return middlewareOf(call, of, handler, false);
  if (name === 'exception_handler') return middlewareOf(call, of, handler, true, 'error-handler');
  const methods = methodsOf(call, name);
  if (!methods) return undefined;
  const route = routeFrom(call, methods, of, target, handler);
  if (!route) return undefined;
  route.line = target.line;
  route.declLine = target.declLine;
  if (name === 'route' || name === 'websocket_route') route.bare = true;
  for (const value of target.above)
    route.guards.push({
      as: 'decorator',
      value,
      at: call.at,
      ineffective: 'stands above the route decorator, which has already registered the function without it',
    });
  for (const value of target.below) route.guards.push({ as: 'decorator', value, at: call.at });
  return route;
}

/** Methods that a registering member declares; undefined = it declares no route. */
function methodsOf(call: Call, name: string): string[] | undefined {
  if (VERBS.has(name)) return [name.toUpperCase()];
  if (name === 'websocket' || name === 'websocket_route') return ['WEBSOCKET'];
  return name === 'api_route' || name === 'route' ? literalMethods(call) : undefined;
}

function literalMethods(call: Call): string[] {
  const methods = argument(
    call.args,
    'methods',
    call.callee.e === 'member' && call.callee.name === 'add_route' ? 2 : undefined,
  );
  if (!methods) return ['GET'];
  const literal =
    methods.e === 'list' ? methods.items.flatMap((item) => (item.e === 'text' ? [item.value.toUpperCase()] : [])) : [];
  return literal.length > 0 ? literal : ['ALL'];
}

function routeFrom(
  call: Call,
  methods: string[] | undefined,
  on: Expression | undefined,
  context: StatementContext,
  applied?: Expression,
): RouteStatement | undefined {
  const path = argument(call.args, 'path', 0);
  if (!path || !couldBePath(path)) return undefined;
  const handler = applied ?? argument(call.args, 'endpoint', 1) ?? argument(call.args, 'route', 1);
  if (!handler) return undefined;
  const verbs = methods ?? literalMethods(call);
  const fact = handler.e === 'function' ? context.functions[handler.id] : undefined;
  const at = context.spanOf(path) ?? call.at;
  return {
    s: 'route',
    framework: NAME,
    on: on ?? nothing(),
    methods: verbs,
    paths: [path],
    guards: dependenciesOf(call),
    handler,
    args: call.args,
    input: fact ? inputOf(fact, verbs) : { state: 'unknown', at: null, what: null },
    at,
    line: call.at.line,
    declLine: null,
  };
}

function asBare(route: RouteStatement | undefined): RouteStatement | undefined {
  return route && { ...route, bare: true };
}

/** A route's path is empty or starts with a slash; what is not literal may be one. */
function couldBePath(path: Expression): boolean {
  if (path.e === 'text') return path.value === '' || path.value.startsWith('/');
  return path.e === 'name' || path.e === 'member' || path.e === 'join' || path.e === 'index';
}

function dependenciesOf(call: Call): GuardUse[] {
  return guardsIn(argument(call.args, 'dependencies')).map((value) => ({
    as: 'dependency',
    value,
    at: value.e === 'guard' ? value.at : call.at,
  }));
}
