/**
 * hapi: routes, authentication by strategies and a default, extension points, plugins. hapi API reference, "server.route", "server.auth",
 * "server.ext", "server.register". The default and extensions cover the whole server, whenever and wherever they are registered.
 */
import type ts from 'typescript';
import { joined, other, text } from '../../code/javascript/expressions';
import type { Lowering } from '../../code/javascript/lowering';
import { unwrapped } from '../../code/javascript/scope';
import type { JavaScriptFramework } from '../../code/javascript/framework';
import type { Framework } from '../framework';
import type { Argument, Expression, GuardUse, RouteStatement, RouterExpression } from '../../code/model';
import {
  guardOf,
  itemsOf,
  literalOf,
  methodCall,
  optionOf,
  optionValue,
  receiverOf,
  routeFrom,
  useFrom,
  type MethodCall,
  madeRouter,
} from './shared/method-calls';

const MENTIONS = /['"](?:@hapi\/[\w-]+|hapi(?:-[\w-]+)?)['"]|\bServerRoute\b/;
/** A plugin or a module of routes names the server and what it does with it. */
const HANDLES = /\bserver\s*\.\s*(?:route|auth|ext)\b/;
/** Schemes of packages, all of which refuse callers without valid credentials. */
const SCHEMES = /^(?:basic|jwt|cookie|session|bearer-access-token|hawk|bell|keycloak-jwt|iron-cookie|oauth2?)$/;
/** Extension points that run before a handler. */
const BEFORE = /^on(?:Request|PreAuth|CredentialsVerified|CredentialsAssigned|PostAuth|PreHandler)$/;

const javascript: JavaScriptFramework = {
  name: 'hapi',
  words: ['hapi', 'ServerRoute', 'server'],
  applies: (text) => MENTIONS.test(text) || HANDLES.test(text),
  prefilter: (text) => MENTIONS.test(text) || HANDLES.test(text),
  call(node, lower) {
    return creation(node, lower) ?? onServer(node, lower);
  },
};

/** hapi. */
export const hapi: Framework = {
  name: 'hapi',
  readsCors: true,
  javascript: [javascript],
  effects: [
    { pattern: /^hapi-scheme[:.]/, effect: 'deny' },
    { pattern: /^@hapi\/(?!boom|basic|cookie|bell|jwt)[\w-]+(?:[:./(].*)?$/, effect: 'none' },
  ],
  guard: { as: 'option', of: 'step', keyword: 'pre', options: 'before' },
};

/** `Hapi.server({…})`, `new Hapi.Server()` */
function creation(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const origin = lower.names.imported(unwrapped(node.expression, lower.ts));
  const isHapi = origin?.from === '@hapi/hapi' || origin?.from === 'hapi';
  if (!isHapi || !/(?:^|\.)[sS]erver$/.test(origin.name)) return undefined;
  const routes = optionOf(node.arguments?.[0], 'routes', lower);
  const before = routes && !lower.ts.isMethodDeclaration(routes) ? crossOrigin(routes, lower) : [];
  return { ...routerOf('app', node, lower), ...(before.length > 0 && { before }) };
}

/** `cors: true`, `cors: { origin: […] }` among options (hapi.dev/api, "route.options.cors"; off by default). */
function crossOrigin(options: ts.Expression, lower: Lowering): GuardUse[] {
  const { ts } = lower;
  const cors = optionOf(options, 'cors', lower);
  if (!cors || ts.isMethodDeclaration(cors) || cors.kind === ts.SyntaxKind.FalseKeyword) return [];
  const at = lower.span(cors);
  const callee: Expression = { e: 'member', of: { e: 'import', from: '@hapi/hapi', line: at.line }, name: 'cors' };
  const args = cors.kind === ts.SyntaxKind.TrueKeyword ? [] : [{ name: null, value: lower.expression(cors) }];
  return [{ as: 'step', value: { e: 'call', callee, args, at }, name: 'cors', at }];
}

function routerOf(role: 'app' | 'router', node: ts.Node, lower: Lowering): RouterExpression {
  return madeRouter('hapi', role, node, lower);
}

function onServer(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const call = methodCall(node, lower);
  if (!call) return undefined;
  const [first, second] = call.args;
  const { owner } = call;
  if (ts.isPropertyAccessExpression(owner) && owner.name.text === 'auth') return auth(call, owner.expression, lower);
  switch (call.name) {
    case 'route':
      return first && second === undefined ? routes(call, first, lower) : undefined;
    case 'ext':
      return first && extension(call, first, second, lower);
    case 'register':
      return first && register(call, first, second, lower);
    default:
      return undefined;
  }
}

// Routes ------------------------------------------------------------------------------------------------------------------------------

/** `server.route({ … })`, also with a list, or with a name for either. */
function routes(call: MethodCall, given: ts.Expression, lower: Lowering): Expression {
  const on = receiverOf(call.owner, lower);
  for (const one of itemsOf(given, lower)) {
    if (lower.ts.isObjectLiteralExpression(one)) lower.emit(routeOf(call, one, lower.expression(one), on, lower));
    else loop(call, one, on, lower);
  }
  return on;
}

/** Routes that are listed elsewhere: whatever is in the list, one by one. */
function loop(call: MethodCall, list: ts.Expression, on: Expression, lower: Lowering): void {
  const item: Expression = { e: 'name', name: '<route>' };
  const over: Expression = {
    e: 'call',
    callee: { e: 'member', of: { e: 'list', items: [lower.expression(list)] }, name: 'flat' },
    args: [],
    at: lower.span(list),
  };
  const route = routeOf(call, list, item, on, lower);
  lower.emit({ s: 'loop', over, as: ['<route>'], body: [route], line: lower.line(list) });
}

function routeOf(
  call: MethodCall,
  node: ts.Expression,
  value: Expression,
  on: Expression,
  lower: Lowering,
): RouteStatement {
  const literal = lower.ts.isObjectLiteralExpression(node) ? node : undefined;
  const of = (key: string): Expression | undefined =>
    literal ? optionValue(literal, key, lower) : { e: 'member', of: value, name: key };
  const path = optionOf(literal, 'path', lower);
  const method = optionOf(literal, 'method', lower);
  const methods =
    method && !lower.ts.isMethodDeclaration(method)
      ? itemsOf(method, lower).flatMap((one) => literalOf(one, lower)?.toUpperCase().replace('*', 'ALL') ?? [])
      : [];
  const methodFrom = methods.length === 0 ? of('method') : undefined;
  const options = optionOf(literal, 'options', lower) ?? optionOf(literal, 'config', lower);
  const settings = options && !lower.ts.isMethodDeclaration(options) ? options : undefined;
  const handler = of('handler') ?? optionValue(settings, 'handler', lower) ?? other();
  const parts = {
    framework: 'hapi',
    on,
    methods: methods.length > 0 ? methods : ['ALL'],
    ...(methodFrom && { methodFrom }),
    paths: [slashless(of('path') ?? other())],
    handler,
    ...(settings && protection(settings, lower)),
    ...(settings &&
      optionOf(optionOf(settings, 'validate', lower) as ts.Expression | undefined, 'payload', lower) && {
        input: { state: 'schema' as const, at: null, what: null },
      }),
  };
  return routeFrom(call, path ?? node, parts, lower);
}

function slashless(path: Expression): Expression {
  return path.e === 'text' && path.value === '/' ? text('') : path;
}

/** What the options of a route say of authentication, and its prerequisites. */
function protection(options: ts.Expression, lower: Lowering): Partial<RouteStatement> {
  const { ts } = lower;
  const pre = optionOf(options, 'pre', lower);
  const required =
    pre && !ts.isMethodDeclaration(pre) ? itemsOf(pre, lower).flatMap((one) => prerequisite(one, lower)) : [];
  const steps = [...crossOrigin(options, lower), ...required];
  const auth = optionOf(options, 'auth', lower);
  if (!auth || ts.isMethodDeclaration(auth)) return { guards: steps };
  if (auth.kind === ts.SyntaxKind.FalseKeyword) {
    return { guards: steps, exempt: 'auth: false', public: 'its options say auth: false' };
  }
  return { guards: [strategy(auth, lower), ...steps], exempt: 'it has an auth of its own' };
}

/** `pre: [guard, { method: guard, assign: 'x' }, [guard]]` */
function prerequisite(node: ts.Expression, lower: Lowering): GuardUse[] {
  if (lower.ts.isArrayLiteralExpression(node)) return node.elements.flatMap((one) => prerequisite(one, lower));
  const method = optionOf(node, 'method', lower);
  if (method && lower.ts.isMethodDeclaration(method))
    return [{ as: 'step', value: lower.method(method), at: lower.span(method) }];
  return [guardOf(method ?? node, 'step', lower)];
}

/** `'jwt'`, `{ strategy: 'jwt', mode: 'try' }`, `{ strategies: ['a', 'b'] }` */
function strategy(node: ts.Expression, lower: Lowering): GuardUse {
  const { ts } = lower;
  const at = lower.span(node);
  const value = unwrapped(node, ts);
  if (!ts.isObjectLiteralExpression(value)) return { as: 'step', value: named(lower.expression(value)), at };
  const mode = literalOf(optionOf(value, 'mode', lower) as ts.Expression | undefined, lower);
  const several = optionOf(value, 'strategies', lower);
  const one = several && !ts.isMethodDeclaration(several) ? itemsOf(several, lower)[0] : undefined;
  const name = one ? lower.expression(one) : (optionValue(value, 'strategy', lower) ?? other());
  return {
    as: 'step',
    value: { ...named(name), ...(mode === 'optional' && { optional: true as const }) },
    ...(mode === 'try' && { ineffective: "only tries to sign the caller in (mode: 'try') and lets everybody through" }),
    at,
  };
}

function named(name: Expression): Extract<Expression, { e: 'named' }> {
  return { e: 'named', key: joined([text('strategy '), name]) };
}

// Authentication ----------------------------------------------------------------------------------------------------------------------

function auth(call: MethodCall, server: ts.Expression, lower: Lowering): Expression | undefined {
  const [first, second] = call.args;
  if (!first) return undefined;
  const at = lower.span(call.node);
  switch (call.name) {
    case 'default': {
      const on = receiverOf(server, lower);
      lower.emit(useFrom(strategy(first, lower), { framework: 'hapi', on, reach: 'app', byDefault: true }));
      return on;
    }
    case 'strategy':
      if (!second) return undefined;
      lower.emit({
        s: 'name-guard',
        name: joined([text('strategy '), lower.expression(first)]),
        guard: schemeOf(second, lower),
        at,
      });
      return other();
    case 'scheme': {
      if (!second) return undefined;
      const made: Expression = { e: 'call', callee: lower.expression(second), args: [], at };
      const guard: Expression = { e: 'member', of: made, name: 'authenticate' };
      lower.emit({ s: 'name-guard', name: joined([text('scheme '), lower.expression(first)]), guard, at });
      return other();
    }
    default:
      return undefined;
  }
}

/** The scheme of a strategy: one of a package, or one that the workspace registers. */
function schemeOf(node: ts.Expression, lower: Lowering): Expression {
  const name = literalOf(node, lower);
  if (name !== undefined && SCHEMES.test(name)) {
    const from: Expression = { e: 'import', from: 'hapi-scheme', line: lower.line(node) };
    return { e: 'member', of: from, name };
  }
  return { e: 'named', key: joined([text('scheme '), lower.expression(node)]) };
}

// Extensions and plugins --------------------------------------------------------------------------------------------------------------

/** `server.ext('onPreAuth', step, { sandbox: 'plugin' })`, `server.ext({ type, method })` */
function extension(
  call: MethodCall,
  first: ts.Expression,
  second: ts.Expression | undefined,
  lower: Lowering,
): Expression {
  const { ts } = lower;
  const on = receiverOf(call.owner, lower);
  for (const one of itemsOf(first, lower)) {
    const type = literalOf(one, lower) ?? literalOf(optionOf(one, 'type', lower) as ts.Expression | undefined, lower);
    const own = optionOf(one, 'method', lower);
    const method = second ?? own;
    if (type === undefined || !method || !BEFORE.test(type)) continue;
    const settings = call.args[2] ?? (optionOf(one, 'options', lower) as ts.Expression | undefined);
    const isInside = literalOf(optionOf(settings, 'sandbox', lower) as ts.Expression | undefined, lower) === 'plugin';
    const guard: GuardUse = ts.isMethodDeclaration(method)
      ? { as: 'step', value: lower.method(method), at: lower.span(method) }
      : guardOf(method, 'step', lower);
    lower.emit(useFrom(guard, { framework: 'hapi', on, reach: isInside ? 'all' : 'app' }));
  }
  return on;
}

/** `server.register(plugin)`, `server.register([{ plugin, options, routes: { prefix } }])` */
function register(
  call: MethodCall,
  first: ts.Expression,
  second: ts.Expression | undefined,
  lower: Lowering,
): Expression {
  const on = receiverOf(call.owner, lower);
  for (const one of itemsOf(first, lower)) {
    const plugin = optionOf(one, 'plugin', lower);
    const value = plugin && !lower.ts.isMethodDeclaration(plugin) ? plugin : one;
    const routes = (optionOf(one, 'routes', lower) ?? optionOf(second, 'routes', lower)) as ts.Expression | undefined;
    const prefix = optionOf(routes, 'prefix', lower);
    const given = optionValue(one, 'options', lower);
    const args: Argument[] = plugin && given ? [{ name: null, value: given }] : [];
    lower.emit({
      s: 'plug',
      into: on,
      plugin: lower.expression(value),
      prefix: prefix && !lower.ts.isMethodDeclaration(prefix) ? lower.expression(prefix) : null,
      router: routerOf('router', call.node, lower),
      args,
      at: lower.span(call.node),
    });
  }
  return on;
}
