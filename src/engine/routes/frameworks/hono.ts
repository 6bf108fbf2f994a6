/**
 * Hono: routes, middleware in order, sub-applications. Hono documentation, "Routing", "Middleware", "App", and its built-in middleware. A
 * path without a wildcard is exact; `route()` copies what the sub-application has by then.
 */
import type ts from 'typescript';
import { joined, other, text } from '../../code/javascript/expressions';
import type { Lowering } from '../../code/javascript/lowering';
import { unwrapped } from '../../code/javascript/scope';
import type { JavaScriptFramework } from '../../code/javascript/framework';
import type { Framework, PathRule } from '../framework';
import { docsRoute } from '../documentation';
import type { Expression, RouterExpression } from '../../code/model';
import { handlerRoute, handlersOf } from './shared/handler-calls';
import {
  guardOf,
  isPath,
  itemsOf,
  literalOf,
  methodCall,
  optionValue,
  pathsOf,
  receiverOf,
  routeFrom,
  useFrom,
  VERBS,
  type MethodCall,
  madeRouter,
} from './shared/method-calls';

/** Also as Deno has it written: `npm:hono@4`, `jsr:@hono/hono`, `https://deno.land/x/hono/mod.ts`. */
const MENTIONS =
  /['"](?:(?:npm:|https:\/\/(?:esm\.sh|deno\.land\/x)\/)?hono(?:@[^'"/]*)?(?:\/[\w.-]+)*|(?:jsr:|npm:)?@hono\/[^'"]+)['"]/;
/** A file that is handed an application may name Hono nowhere. */
const DOCUMENTED = /\.openapi\s*\(/;
const APPS = /^(?:hono(?:\/(?:tiny|quick))?|@hono\/zod-openapi)$/;

const ADAPTERS =
  /^(?:hono\/(?:vercel|netlify|cloudflare-pages|aws-lambda|lambda-edge|service-worker)|@hono\/node-server\/vercel)$/;

const javascript: JavaScriptFramework = {
  name: 'hono',
  words: ['hono', 'openapi'],
  applies: (text) => MENTIONS.test(text) || DOCUMENTED.test(text),
  prefilter: (text) => MENTIONS.test(text) || DOCUMENTED.test(text),
  call(node, lower) {
    return imported(node, lower) ?? onApp(node, lower);
  },
};

/** Hono. */
export const hono: Framework = {
  name: 'hono',
  readsCors: true,
  javascript: [javascript],
  covers: (path, url, match) => (match === 'exact' ? covers(path, url) : covers(path, url) || covers(`${path}/*`, url)),
  effects: [
    { pattern: /^hono\/(?:bearer-auth:bearerAuth|basic-auth:basicAuth|jwt:jwt)\(\)$/, effect: 'deny' },
    {
      pattern: /^hono\/jwk:jwk\(\)$/,
      effect: 'deny',
      unless: { name: 'allow_anon', value: true, effect: 'optional' },
    },
    { pattern: /^hono\/jwt:(?:verify|verifyWithJwks)$/, effect: 'verify' },
    { pattern: /^hono\/jwt:decode$/, effect: 'claims' },
    {
      pattern:
        /^@hono\/(?:auth-js:verifyAuth|oidc-auth:oidcAuthMiddleware|firebase-auth:verify\w+|session-auth:\w+)\(\)$/,
      effect: 'deny',
    },
    { pattern: /^@hono\/clerk-auth:clerkMiddleware\(\)$/, effect: 'optional' },
    {
      pattern:
        /^hono\/(?:cors|csrf|logger|etag|compress|cache|timing|timeout|pretty-json|secure-headers|body-limit|request-id|powered-by|method-override|trailing-slash|context-storage|language|ip-restriction|serve-static|bun|deno|cloudflare-workers|validator|jsx-renderer)(?:[:./(].*)?$|^@hono\/(?:zod-validator|standard-validator|valibot-validator|swagger-ui|node-server|sentry|otel|prometheus|trpc-server|node-ws)(?:[:./(].*)?$|^hono-rate-limiter(?:[:./(].*)?$/,
      effect: 'none',
    },
  ],
  guard: { as: 'middleware' },
};

/**
 * By segment and letter case: a star covers everything below and the path before it, a parameter one segment. A star without a slash is
 * joined to the prefix of its application by one.
 */
const covers: (...args: [string, string]) => ReturnType<PathRule> = (path, url) => {
  const wanted = path
    .replace(/(?<=[^/])\*$/, '/*')
    .split('/')
    .filter(Boolean);
  const given = url.split('/').filter(Boolean);
  const last = wanted.at(-1);
  const fixed = last === '*' ? wanted.slice(0, -1) : wanted;
  if (last === '*' ? given.length < fixed.length : given.length !== fixed.length) return false;
  return fixed.every((segment, index) => segment === '*' || segment.startsWith(':') || segment === given[index]);
};

/** `new Hono()`, and functions of Hono's packages that wrap something. */
function imported(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const origin = lower.names.imported(unwrapped(node.expression, ts));
  const [first] = node.arguments ?? [];
  if (origin && ts.isNewExpression(node)) {
    return APPS.test(origin.from) && /(?:^|\.)(?:Hono|OpenAPIHono)$/.test(origin.name)
      ? routerOf('app', node, lower)
      : undefined;
  }
  const called = ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : origin?.name;
  if (first && called === 'createMiddleware') return lower.expression(first);
  if (first && called === 'createHandlers')
    return { e: 'list', items: (node.arguments ?? []).map((one) => lower.expression(one)) };
  if (!origin || !first) return undefined;
  // What another framework's file exports in its place: hono.dev/docs ("Next.js", "Vercel", "Cloudflare Pages").
  if (ADAPTERS.test(origin.from) && origin.name === 'handle') return lower.expression(first);
  if (origin.from === '@hono/zod-openapi' && origin.name === 'createRoute') return lower.expression(first);
  if (origin.from !== 'hono/combine') return undefined;
  const items = (node.arguments ?? []).map((one) => lower.expression(one));
  if (origin.name === 'every') return { e: 'list', items };
  return origin.name === 'some' ? { e: 'other', op: '|', parts: items } : undefined;
}

function routerOf(role: 'app' | 'router', node: ts.Node, lower: Lowering): RouterExpression {
  return { ...madeRouter('hono', role, node, lower), copies: true };
}

function onApp(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const call = methodCall(node, lower);
  if (!call) return undefined;
  const [first, second] = call.args;
  switch (call.name) {
    case 'use':
      return first && uses(call, first, lower);
    case 'basePath':
      return first && basePath(call, first, lower);
    case 'route':
      return first && second && isPath(first, lower) ? sub(call, first, second, lower) : undefined;
    case 'mount':
      return first && second && isPath(first, lower) ? foreign(call, first, second, lower) : undefined;
    case 'on':
      return first && second && onMethods(call, first, second, lower);
    case 'openapi':
      return first && second && documented(call, first, second, lower);
    case 'doc':
    case 'doc31':
      return first && second && isPath(first, lower) ? description(call, first, lower) : undefined;
  }
  const verb = VERBS[call.name];
  if (verb === undefined || !isPath(first, lower) || !first || !second) return undefined;
  const on = receiverOf(call.owner, lower);
  return handlerRoute(call, on, [verb], first, call.args.slice(1), { framework: 'hono' }, lower) ? on : undefined;
}

/** `app.doc('/doc', …)` of an application with a description (hono.dev/examples/zod-openapi). */
function description(call: MethodCall, path: ts.Expression, lower: Lowering): Expression {
  const on = receiverOf(call.owner, lower);
  const { bare: _, ...route } = docsRoute('hono', on, pathsOf(path, lower), lower.span(path));
  lower.emit(route);
  return on;
}

/** `app.use(mw)`, `app.use('/api/*', mw)`, `app.use('*', except('/login', mw))` */
function uses(call: MethodCall, first: ts.Expression, lower: Lowering): Expression {
  const on = receiverOf(call.owner, lower);
  const hasPath = call.args.length > 1 && (isPath(first, lower) || lower.ts.isIdentifier(first));
  const paths = hasPath ? pathsOf(first, lower) : null;
  for (const one of handlersOf(hasPath ? call.args.slice(1) : call.args, lower)) {
    const { guards, except } = leavingOut(one, lower);
    for (const guard of guards) {
      const parts = {
        framework: 'hono',
        on,
        paths,
        reach: 'later' as const,
        ...(paths && { match: 'exact' as const }),
      };
      lower.emit(useFrom(guardOf(guard, 'middleware', lower), { ...parts, ...(except && { except }) }));
    }
  }
  return on;
}

/** `except(['/login', '/health'], mw)` of hono/combine. */
function leavingOut(node: ts.Expression, lower: Lowering): { guards: readonly ts.Expression[]; except?: Expression[] } {
  const { ts } = lower;
  const origin = ts.isCallExpression(node) ? lower.names.imported(node.expression) : undefined;
  if (!ts.isCallExpression(node) || origin?.from !== 'hono/combine' || origin.name !== 'except')
    return { guards: [node] };
  const [paths, ...guards] = node.arguments;
  const literal = paths && itemsOf(paths, lower).every((one) => literalOf(one, lower) !== undefined);
  return literal ? { guards, except: pathsOf(paths, lower) } : { guards: [node] };
}

/** `app.basePath('/api')`: the same application, its paths below that. */
function basePath(call: MethodCall, path: ts.Expression, lower: Lowering): Expression {
  const of = lower.expression(call.owner);
  const prefix = lower.expression(path);
  if (of.e === 'router') return { ...of, prefix };
  const at = lower.span(call.node);
  const inner = lower.temporary({ ...routerOf('router', call.node, lower), prefix }, call.node);
  lower.emit({
    s: 'mount',
    into: of,
    what: inner,
    prefix: null,
    guards: [],
    inherits: 'all',
    takes: 'live',
    leaks: true,
    args: [],
    at,
  });
  return inner;
}

/** `app.route('/users', users)` */
function sub(call: MethodCall, path: ts.Expression, what: ts.Expression, lower: Lowering): Expression {
  const on = receiverOf(call.owner, lower);
  const [prefix = other()] = pathsOf(path, lower);
  const value = lower.expression(what);
  const target = value.e === 'router' ? lower.temporary(value, what) : value;
  const at = lower.span(call.node);
  lower.emit({
    s: 'mount',
    into: on,
    what: target,
    prefix,
    guards: [],
    inherits: 'all',
    takes: 'copy',
    leaks: true,
    args: [],
    at,
  });
  return on;
}

/** `app.mount('/old', handler)`: another program's handler. */
function foreign(call: MethodCall, path: ts.Expression, handler: ts.Expression, lower: Lowering): Expression {
  const on = receiverOf(call.owner, lower);
  const paths = pathsOf(path, lower).map((one) =>
    one.e === 'text' ? text(`${one.value}/*`) : joined([one, text('/*')]),
  );
  lower.emit(
    routeFrom(
      call,
      path,
      { framework: 'hono', on, methods: ['ALL'], paths, handler: lower.expression(handler) },
      lower,
    ),
  );
  return on;
}

/** `app.on(['PUT', 'DELETE'], '/x', …)` */
function onMethods(
  call: MethodCall,
  methods: ts.Expression,
  path: ts.Expression,
  lower: Lowering,
): Expression | undefined {
  const named = itemsOf(methods, lower).flatMap((one) => literalOf(one, lower)?.toUpperCase() ?? []);
  if (named.length === 0 || !isPath(path, lower)) return undefined;
  const on = receiverOf(call.owner, lower);
  return handlerRoute(call, on, named, path, call.args.slice(2), { framework: 'hono' }, lower) ? on : undefined;
}

/** `app.openapi(createRoute({ method, path, middleware }), handler)` of @hono/zod-openapi. */
function documented(call: MethodCall, route: ts.Expression, handler: ts.Expression, lower: Lowering): Expression {
  const { ts } = lower;
  const on = receiverOf(call.owner, lower);
  const value = unwrapped(route, ts);
  const [made] = ts.isCallExpression(value) ? value.arguments : [];
  const of = made ?? route;
  const middleware = optionValue(of, 'middleware', lower);
  const methodFrom = optionValue(of, 'method', lower);
  const request = optionValue(of, 'request', lower);
  const parts = {
    framework: 'hono',
    on,
    methods: ['ALL'],
    ...(methodFrom && { methodFrom }),
    paths: [optionValue(of, 'path', lower) ?? other()],
    guards: middleware ? [{ as: 'middleware' as const, value: middleware, at: lower.span(route) }] : [],
    handler: lower.expression(handler),
    input: { state: request ? ('schema' as const) : ('unknown' as const), at: null, what: null },
  };
  lower.emit(routeFrom(call, route, parts, lower));
  return on;
}
