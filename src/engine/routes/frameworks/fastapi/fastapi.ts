/**
 * FastAPI and Starlette: what their calls mean. Sources: fastapi.tiangolo.com (Dependencies, Bigger Applications, Security, Advanced
 * Middleware, WebSockets) and starlette.io (Routing, Middleware); what reaches what was executed, see the cases in the tests.
 */
import type { Span } from '../../../span';
import type { Call, PythonFramework } from '../../../code/python/expressions';
import type { EffectRule } from '../../packages/effects';
import type { Framework } from '../../framework';
import type { ServedDocs } from '../../../code/router-expression';
import type { Argument, Expression, RouterExpression } from '../../../code/model';
import { argument, guardsIn, NAME, nothing } from './arguments';
import { lastOf, statusOf } from '../shared/python-arguments';
import { decoratorOf, mountOf, routeFrom, statementOf, wrappedOf } from './registrations';
import { readOf } from '../starlette-request';
import { sendOf } from '../shared/asgi';

const lowering: PythonFramework = {
  imports: /^[ \t]*(?:from|import)[ \t]+(?:fastapi|starlette)/m,
  isFallback: true,
  words: [
    'fastapi',
    'starlette',
    'APIRouter',
    'HTTPException',
    'uvicorn',
    'include_router',
    'add_middleware',
    'call_next',
  ],
  call: (symbol, call) => callOf(symbol ?? bareName(call.callee), call),
  read: readOf,
  statement: statementOf,
  assign(to, value, at) {
    if (to.e !== 'index' || to.of.e !== 'member' || to.of.name !== 'dependency_overrides') return wrappedOf(value, at);
    return { s: 'override', on: to.of.of, guard: to.key, by: value, at };
  },
  decorator: decoratorOf,
};

const EFFECTS: readonly EffectRule[] = [
  // fastapi.security: each scheme raises when its header is missing and returns whatever was sent.
  {
    pattern: /^fastapi\.security\.(\w+\.)?(?:OAuth2(?:Password|AuthorizationCode)Bearer|HTTPBearer)\(\)$/,
    effect: 'presence',
    unless: { name: 'auto_error', value: false, effect: 'optional' },
    bearer: true,
  },
  {
    pattern:
      /^fastapi\.security\.(\w+\.)?(OAuth2\w*|OpenIdConnect|HTTPBasic|HTTPDigest|APIKey(Header|Cookie|Query))\(\)$/,
    effect: 'presence',
    unless: { name: 'auto_error', value: false, effect: 'optional' },
  },
  { pattern: /^fastapi\.security\.(\w+\.)?OAuth2PasswordRequestForm/, effect: 'none' },
  { pattern: /^starlette\.authentication\.requires\(\)$/, effect: 'deny' },
  // starlette.io, "Authentication": what the backend raises is answered with 400, or by `on_error`.
  { pattern: /^(?:fastapi|starlette)\.middleware\.authentication\.AuthenticationMiddleware$/, effect: 'backend' },
  { pattern: /^(fastapi|starlette)\.middleware\./, effect: 'none' },
  // starlette.io, "Responses": a response is an ASGI application that sends itself.
  { pattern: /^(?:fastapi|starlette)\.(?:responses\.)?\w*Response\(\)$/, effect: 'answers' },
];

/** FastAPI and Starlette. */
export const fastapi: Framework = {
  name: NAME,
  knownSetup: true,
  readsCors: true,
  python: lowering,
  routerOf,
  effects: EFFECTS,
  entries: [{ base: /BaseHTTPMiddleware$/, method: 'dispatch' }],
  views: [
    {
      name: NAME,
      base: /^starlette\.endpoints\.(HTTPEndpoint|WebSocketEndpoint)$/,
      members: { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE', on_receive: 'WEBSOCKET' },
      entry: 'dispatch',
    },
  ],
  // fastapi.tiangolo.com/release-notes: 0.97.0 (dependencies of WebSocket routes), 0.137.0 (included routers are kept, not copied).
  former: { package: 'fastapi', guardsSockets: [0, 97], takesLater: [0, 137] },
  guard: { as: 'dependency', keyword: 'dependencies', call: 'Depends', from: 'fastapi' },
};

/** Names that mean the same wherever they come from: star imports and re-exports hide the package. */
function bareName(callee: Expression): string | undefined {
  return callee.e === 'name' ? `.${callee.name}` : undefined;
}

function fromFramework(symbol: string): boolean {
  return /^(fastapi|starlette)\b/.test(symbol);
}

function callOf(symbol: string | undefined, call: Call): Expression | undefined {
  const proceeds = proceedOf(call);
  if (proceeds) return proceeds;
  const read = readOf(call) ?? sendOf(call);
  if (read) return read;
  if (symbol === undefined) return closeOf(call);
  return (
    routerOf(symbol, call.args, call.at) ?? guardOf(symbol, call) ?? refusalOf(symbol, call) ?? partOf(symbol, call)
  );
}

/** The application or router that a constructor call makes. */
function routerOf(symbol: string, args: readonly Argument[], at: Span): RouterExpression | undefined {
  const name = lastOf(symbol);
  const role = name === 'FastAPI' || name === 'Starlette' ? 'app' : name === 'APIRouter' ? 'router' : undefined;
  const isRouter = role ?? (fromFramework(symbol) && name === 'Router' ? 'router' : undefined);
  if (!isRouter) return undefined;
  const starts = argument(args, 'lifespan');
  return {
    e: 'router',
    role: isRouter,
    ...(starts && { starts }),
    framework: NAME,
    prefix: argument(args, 'prefix') ?? null,
    guards: guardsIn(argument(args, 'dependencies')),
    routes:
      argument(args, 'routes') ??
      (name === 'Router' ? args.find((arg) => arg.name === null)?.value : undefined) ??
      null,
    middleware: argument(args, 'middleware') ?? null,
    ...(name === 'FastAPI' && { docs: docsOf(args) }),
    args: [...args],
    at,
  };
}

/** Pages that FastAPI serves by itself (fastapi.tiangolo.com, "Metadata and Docs URLs"): all of them need the description. */
function docsOf(args: readonly Argument[]): ServedDocs[] {
  const needs = argument(args, 'openapi_url');
  const page = (setting: string, byDefault: string): ServedDocs => ({
    path: argument(args, setting) ?? null,
    byDefault,
    ...(needs && setting !== 'openapi_url' && { needs }),
  });
  return [page('openapi_url', '/openapi.json'), page('docs_url', '/docs'), page('redoc_url', '/redoc')];
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
