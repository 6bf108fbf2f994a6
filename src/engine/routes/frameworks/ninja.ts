/**
 * Django Ninja: APIs, routers and operations. Sources: django-ninja.dev ("Authentication", "Routers", "Operations"), `router.py`,
 * `operation.py` and `security/` of 1.4: the nearest `auth` counts (the operation's, the one given where the router is mounted, the
 * router's own, its parent's, the API's), and any one of a list lets in. A bearer class is only asked when something was sent, a class for
 * keys always.
 */
import type { Call, DecoratorTarget, PythonFramework } from '../../code/python/expressions';
import type { Argument, Expression, GuardUse, RouterExpression, RouteStatement, Statement } from '../../code/model';
import type { Span } from '../../span';
import type { Framework } from '../framework';
import { readOf } from './django/request';
import { argument, inputFrom, lastOf, methodNames, refusalWith, statusOf } from './shared/python-arguments';

const NAME = 'django-ninja';
const VERBS = new Set(['get', 'post', 'put', 'patch', 'delete']);
/** What routes leave open that say nothing of `auth`. */
const AUTH = 'ninja.auth';

const lowering: PythonFramework = {
  words: ['ninja'],
  pattern: /^[ \t]*(?:from|import)[ \t]+ninja/,
  imports: /^[ \t]*(?:from|import)[ \t]+ninja/m,
  call: (symbol, call) => (symbol?.startsWith('ninja') ? callOf(symbol, call) : undefined) ?? readOf(call),
  read: readOf,
  statement: statementOf,
  assign: () => undefined,
  decorator: decoratorOf,
  returned: answerOf,
};

/** Django Ninja. */
export const ninja: Framework = {
  name: NAME,
  python: lowering,
  routerOf,
  effects: [
    { pattern: /^ninja\.security\.(?:django_auth\w*|SessionAuth\w*(?:\(\))?)$/, effect: 'deny' },
    { pattern: /^ninja\.NO_AUTH$/, effect: 'open' },
    { pattern: /^ninja_(?:jwt|simple_jwt|apikey)\.[\w.]+\(\)$/, effect: 'deny' },
    { pattern: /^allauth\.headless\.contrib\.ninja\.security\.\w+(?:\(\))?$/, effect: 'deny' },
    { pattern: /^ninja(?:_extra)?\.(?:pagination|decorators|throttling)\b/, effect: 'none' },
  ],
  entries: [
    {
      base: /^ninja(?:_extra)?\.security\.(?:\w+\.)*(?:HttpBearer|AsyncHttpBearer|HttpBasicAuth)$/,
      method: 'authenticate',
      asks: 'whoever sent something',
    },
    {
      base: /^ninja(?:_extra)?\.security\.(?:\w+\.)*(?:APIKey\w+|AsyncAPIKey\w+|SessionAuth\w*)$/,
      method: 'authenticate',
      asks: 'everybody',
    },
  ],
  guard: { as: 'dependency', keyword: 'auth', call: null, from: 'ninja.security' },
};

function callOf(symbol: string, call: Call): Expression | undefined {
  const name = lastOf(symbol);
  if (name === 'HttpError') return refusalWith(statusOf(argument(call.args, 'status_code', 0)) ?? null, call);
  if (name === 'AuthenticationError') return refusalWith(401, call);
  if (name === 'AuthorizationError') return refusalWith(403, call);
  return routerOf(symbol, call.args, call.at);
}

/** `NinjaAPI(auth=…)`, `Router(auth=…)`; an API is served where a list of URLs takes it. */
function routerOf(symbol: string, args: readonly Argument[], at: Span): RouterExpression | undefined {
  if (!/^ninja(?:_extra)?\.(?:\w+\.)*(?:NinjaAPI|NinjaExtraAPI|Router)$/.test(symbol)) return undefined;
  const auth = authOf(argument(args, 'auth'), at);
  return {
    e: 'router',
    role: 'router',
    framework: NAME,
    prefix: null,
    guards: [],
    routes: null,
    ...(auth && { defaults: [{ name: AUTH, value: auth }] }),
    gives: { auth: AUTH },
    args: [...args],
    at,
  };
}

/** What an `auth` argument asks; undefined = it says nothing. */
function authOf(given: Expression | undefined, at: Span): Expression | undefined {
  if (!given || (given.e === 'name' && given.name === 'NOT_SET')) return undefined;
  if (given.e === 'constant') {
    const everybody: Expression = { e: 'member', of: { e: 'import', from: 'ninja', line: at.line }, name: 'NO_AUTH' };
    return { e: 'guard', value: everybody, as: 'permission', name: 'auth=None', at };
  }
  if (given.e === 'call') return given;
  return { e: 'other', op: '|', parts: given.e === 'list' ? given.items : [given] };
}

/** `api.add_router('/events/', router, auth=…)`; the router may be named by a text. */
function statementOf({ callee, args, at }: Call): Statement | undefined {
  if (callee.e !== 'member' || callee.name !== 'add_router') return undefined;
  const prefix = argument(args, 'prefix', 0);
  const router = argument(args, 'router', 1);
  if (!prefix || !router) return undefined;
  const auth = authOf(argument(args, 'auth'), at);
  return {
    s: 'mount',
    into: callee.of,
    what: router.e === 'text' ? named(router.value, at.line) : router,
    prefix: rooted(prefix),
    guards: [],
    ...(auth && { defaults: [{ name: AUTH, value: auth }] }),
    inherits: 'all',
    takes: 'live',
    args,
    at,
  };
}

function named(dotted: string, line: number): Expression {
  const dot = dotted.lastIndexOf('.');
  return { e: 'member', of: { e: 'import', from: dotted.slice(0, dot), line }, name: dotted.slice(dot + 1) };
}

/** Parts are joined with one slash, whether they begin with it or not. */
function rooted(path: Expression): Expression {
  return path.e === 'text' && path.value !== '' && !path.value.startsWith('/')
    ? { e: 'text', value: `/${path.value}` }
    : path;
}

/** `@router.get('/x', auth=…)`, `@api.api_operation(['GET'], '/x')` */
function decoratorOf(call: Call, target: DecoratorTarget): Statement | undefined {
  const { callee, args, at } = call;
  if (callee.e !== 'member') return undefined;
  const isAny = callee.name === 'api_operation';
  const path = argument(args, 'path', isAny ? 1 : 0);
  if ((!isAny && !VERBS.has(callee.name)) || !path || !(path.e === 'text' || path.e === 'join' || path.e === 'name'))
    return undefined;
  const methods = isAny ? (methodNames(argument(args, 'methods', 0)) ?? ['ALL']) : [callee.name.toUpperCase()];
  const handler: Expression = { e: 'function', id: target.function.id };
  const given = argument(args, 'auth');
  const auth = authOf(given, at) ?? { e: 'default' as const, name: AUTH };
  const route: RouteStatement = {
    s: 'route',
    framework: NAME,
    on: callee.of,
    methods,
    paths: [rooted(path)],
    guards: [{ as: 'permission', value: auth, at }, ...around(target, at)],
    handler,
    args,
    input: inputFrom(handler, target, methods),
    at: target.spanOf(path) ?? at,
    line: target.line,
    declLine: target.declLine,
  };
  return route;
}

function around({ above, below }: DecoratorTarget, at: Span): GuardUse[] {
  const ineffective = 'stands above the route decorator, which has already registered the function without it';
  return [
    ...above.map((value) => ({ as: 'decorator' as const, value, at, ineffective })),
    ...below.map((value) => ({ as: 'decorator' as const, value, at })),
  ];
}

/** `return 401, {"detail": "…"}` */
function answerOf(value: Expression): Expression | undefined {
  const [status, body] = value.e === 'list' ? value.items : [];
  const code = body && statusOf(status);
  return typeof code === 'number' && code >= 400
    ? { e: 'refusal', status: code, sends: false, at: { line: 0, column: 0, endLine: 0, endColumn: 0 } }
    : undefined;
}
