/** What FastAPI's and Starlette's registrations mean: routes, mounts, middleware, handlers of exceptions. Sources as in `fastapi.ts`. */
import type { Span } from '../../../span';
import type { Call, DecoratorTarget, StatementContext } from '../../../code/python/expressions';
import type { Expression, GuardUse, MountStatement, RouteStatement, Statement } from '../../../code/model';
import { argument, guardsIn, NAME, nothing } from './arguments';
import { inputOf } from './input';

const VERBS = new Set(['get', 'post', 'put', 'patch', 'delete', 'options', 'head', 'trace']);

/** What a statement that consists of a call registers. */
export function statementOf(call: Call, symbol: string | undefined, context: StatementContext): Statement | undefined {
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
export function mountOf(call: Call, into: Expression): MountStatement | undefined {
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

/** `app = CORSMiddleware(app, allow_origins=…)`: what is around the whole application (starlette.io, "Middleware"). */
export function wrappedOf(value: Expression, at: Span): Statement | undefined {
  if (value.e !== 'call') return undefined;
  const { callee, args } = value;
  if ((callee.e !== 'name' && callee.e !== 'member') || callee.name !== 'CORSMiddleware') return undefined;
  const on = argument(args, 'app', 0);
  const options = args.filter((arg) => arg.value !== on);
  return on && middlewareOf({ ...value, args: options, at }, on, callee, true);
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
  if (handler && decorator.callee.e === 'name') return onBehalf(decorator, decorator.callee, handler, call, context);
  if (!handler || decorator.callee.e !== 'member') return undefined;
  const { name, of } = decorator.callee;
  if (name === 'middleware') return middlewareOf({ ...decorator, at: call.at }, of, handler, false);
  if (name === 'exception_handler')
    return middlewareOf({ ...decorator, at: call.at }, of, handler, true, 'error-handler');
  const methods = methodsOf(decorator, name);
  return methods && routeFrom(decorator, methods, of, context, handler);
}

/** `method(path)(handler)`, where `method` is what the function was given: `router.get`. */
function onBehalf(
  decorator: Call,
  method: Expression,
  handler: Expression,
  call: Call,
  context: StatementContext,
): Statement | undefined {
  if (call.args.length !== 1 || (handler.e !== 'name' && handler.e !== 'call')) return undefined;
  const route = routeFrom(decorator, [], method, context, handler);
  return route && { ...route, methodFrom: { e: 'member', of: method, name: '__name__' }, onBehalf: true };
}

/** What a decorator registers. */
export function decoratorOf(call: Call, target: DecoratorTarget): Statement | undefined {
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

/** A route as the call declares it; undefined when it cannot be one. */
export function routeFrom(
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
