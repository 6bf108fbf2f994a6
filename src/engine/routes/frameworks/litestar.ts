/**
 * Litestar: what its calls mean. Source: docs.litestar.dev (Routing, Route handlers, Controllers, Security: Guards, Security backends);
 * what reaches what was executed, see the cases in the tests.
 */
import type { ServedDocs } from '../../code/router-expression';
import type { Span } from '../../span';
import type { Call, DecoratorTarget, PythonFramework } from '../../code/python/expressions';
import type { EffectRule } from '../packages/effects';
import type { Framework } from '../framework';
import type { Argument, Expression, RouterExpression, RouteStatement, Statement } from '../../code/model';
import { argument, inputFrom, lastOf, methodNames, nothing, refusalWith } from './shared/python-arguments';
import { readOf } from './starlette-request';

const NAME = 'litestar';
const VERBS = new Set(['get', 'post', 'put', 'patch', 'delete', 'websocket', 'websocket_listener', 'route']);
/** Where settings hold the security backends that plugins install: a name that no code can have. */
const ASKS = '@asks';

const lowering: PythonFramework = {
  words: ['litestar', 'starlite'],
  imports: /^[ \t]*(?:from|import)[ \t]+(?:litestar|starlite)\b/m,
  call: (symbol, call) =>
    readOf(call) ??
    installedBy(call) ??
    (symbol ? (routerOf(symbol, call.args, call.at) ?? refusalOf(symbol, call)) : undefined),
  read: readOf,
  statement: () => undefined,
  assign: () => undefined,
  decorator: decoratorOf,
};

const EFFECTS: readonly EffectRule[] = [{ pattern: /^litestar\.middleware\./, effect: 'none' }];

/** Litestar. */
export const litestar: Framework = {
  name: NAME,
  readsCors: true,
  python: lowering,
  routerOf,
  effects: EFFECTS,
  entries: [
    { base: /^litestar\.middleware\.(\w+\.)*AbstractAuthenticationMiddleware$/, method: 'authenticate_request' },
  ],
  controllers: { base: /^litestar\.(\w+\.)*Controller$/, path: 'path', guards: 'guards' },
  guard: { as: 'dependency', keyword: 'guards', call: null, from: '' },
};

function routerOf(symbol: string, args: readonly Argument[], at: Span): RouterExpression | undefined {
  const name = lastOf(symbol);
  if (!/^(litestar|starlite)\b/.test(symbol) || !/^(Litestar|Starlite|Router)$/.test(name)) return undefined;
  return {
    e: 'router',
    role: name === 'Router' ? 'router' : 'app',
    framework: NAME,
    prefix: argument(args, 'path', name === 'Router' ? 0 : undefined) ?? null,
    guards: listOf(argument(args, 'guards')),
    routes: argument(args, 'route_handlers', name === 'Router' ? undefined : 0) ?? null,
    middleware: argument(args, 'middleware') ?? null,
    ...(name !== 'Router' && { docs: docsOf(args) }),
    ...crossOrigin(args, at),
    ...backends(args),
    ...plugins(args),
    args: [...args],
    at,
  };
}

function listOf(value: Expression | undefined): Expression[] {
  if (!value) return [];
  return value.e === 'list' ? value.items : [value];
}

/** Served unless `openapi_config` is None, behind the guards of the application (docs.litestar.dev, "OpenAPI"). */
function docsOf(args: readonly Argument[]): ServedDocs[] {
  const config = argument(args, 'openapi_config');
  const path = config?.e === 'call' ? (argument(config.args, 'path') ?? null) : null;
  const isSwitch = config?.e === 'constant' || config?.e === 'choose';
  return [{ path, byDefault: '/schema', ...(isSwitch && { needs: config }), below: ['/openapi.json'], guarded: true }];
}

/** `cors_config=CORSConfig(…)` (docs.litestar.dev, "CORS"). */
function crossOrigin(args: readonly Argument[], at: Span): Partial<RouterExpression> {
  const value = argument(args, 'cors_config');
  return value ? { before: [{ as: 'middleware', value, at: value.e === 'call' ? value.at : at }] } : {};
}

/** `on_app_init=[auth.on_app_init]` installs a security backend, which leaves out what its own settings say. */
function backends(args: readonly Argument[]): Partial<RouterExpression> {
  const installed = listOf(argument(args, 'on_app_init')).filter(
    (value) => value.e === 'member' && value.name === 'on_app_init',
  );
  return installed.length > 0 ? { asks: { e: 'list', items: installed } } : {};
}

/** Plugins are given the settings of the application before it is made. */
function plugins(args: readonly Argument[]): Partial<RouterExpression> {
  const objects = argument(args, 'plugins');
  if (!objects) return {};
  const names = { routes: 'route_handlers', guards: 'guards', asks: ASKS, before: 'cors_config' };
  return { configuredBy: { objects, method: 'on_app_init', ...names } };
}

/** `auth.on_app_init(app_config)`, inside a plugin, does as in `backends` and gives the settings back. */
function installedBy({ callee, args, at }: Call): Expression | undefined {
  const [settings] = args;
  if (callee.e !== 'member' || callee.name !== 'on_app_init' || !settings || args.length > 1) return undefined;
  const list: Expression = { e: 'member', of: settings.value, name: ASKS };
  const adds: Expression = { e: 'member', of: list, name: 'append' };
  const test: Expression = { e: 'call', callee: adds, args: [{ name: null, value: callee }], at };
  return { e: 'choose', test, then: settings.value, else: settings.value };
}

function refusalOf(symbol: string, call: Call): Expression | undefined {
  if (!/^(litestar|starlite)\b/.test(symbol)) return undefined;
  const name = lastOf(symbol);
  if (name === 'NotAuthorizedException') return refusalWith(401, call);
  if (name === 'PermissionDeniedException') return refusalWith(403, call);
  return undefined;
}

/** `@get('/x', guards=[…])`: the name of the function is a route from then on, which applications, routers and controllers take. */
function decoratorOf(call: Call, target: DecoratorTarget): Statement | undefined {
  const { callee, args } = call;
  if (callee.e !== 'name' || !VERBS.has(callee.name)) return undefined;
  const handler: Expression = { e: 'function', id: target.function.id };
  const given = argument(args, 'path', 0);
  const paths = given?.e === 'list' ? given.items : [given ?? { e: 'text' as const, value: '' }];
  const methods = methodsOf(call, callee.name);
  const guards = listOf(argument(args, 'guards'));
  const [first] = paths;
  const route: RouteStatement = {
    s: 'route',
    framework: NAME,
    on: nothing(),
    methods,
    paths: paths.map(withSlash),
    guards: [
      ...guards.map((value) => ({ as: 'dependency' as const, value, at: call.at })),
      ...target.below.map((value) => ({ as: 'decorator' as const, value, at: call.at })),
    ],
    handler,
    args,
    input: inputFrom(handler, target, methods),
    at: (first && target.spanOf(first)) ?? call.at,
    line: target.line,
    declLine: target.declLine,
  };
  const value: Expression = { e: 'registration', does: route };
  return { s: 'let', to: { e: 'name', name: target.function.name }, value, line: target.line };
}

function methodsOf(call: Call, name: string): string[] {
  if (name === 'route') return methodNames(argument(call.args, 'http_method')) ?? ['ALL'];
  return [name.startsWith('websocket') ? 'WEBSOCKET' : name.toUpperCase()];
}

/** Paths are joined with one slash, whether they begin with it or not. */
function withSlash(path: Expression): Expression {
  if (path.e !== 'text' || path.value === '' || path.value.startsWith('/')) return path;
  return { e: 'text', value: `/${path.value}` };
}
