/**
 * Fastify 3 to 5: instances, routes, hooks by scope, plugins. Fastify reference, "Routes", "Hooks", "Plugins", "Encapsulation"; packages of
 * its own organisation as their READMEs have them. Hooks cover their scope and everything below, whatever the order; a plugin made with
 * `fastify-plugin` works in the scope that takes it.
 */
import type ts from 'typescript';
import { other, text } from '../../../code/javascript/expressions';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { JavaScriptFramework } from '../../../code/javascript/framework';
import type { Framework } from '../../framework';
import type { Expression, GuardUse, RouteInput, RouterExpression } from '../../../code/model';
import { namedOnRequest } from '../shared/request-functions';
import { fastifyPlugin } from './plugins';
import {
  guardOf,
  isFunctionLike,
  isPath,
  itemsOf,
  literalOf,
  methodCall,
  optionOf,
  optionValue,
  pathsOf,
  receiverOf,
  routeFrom,
  useFrom,
  VERBS,
  type MethodCall,
  madeRouter,
} from '../shared/method-calls';

const MENTIONS = /\bfastify\b/i;
const HANDLES =
  /['"](?:fastify|@fastify\/[\w-]+|fastify-[\w-]+|@clerk\/fastify)['"]|\bFastifyInstance\b|\bfastify\s*\.\s*\w+\s*\(/;
/** Names that instances go by. */
const INSTANCE = /^(?:fastify|app|server|instance|scope|api|router|f|srv)$|fastify$/i;
/** What runs before the handler and may refuse, in the order of the life cycle. */
const BEFORE = ['onRequest', 'preParsing', 'preValidation', 'preHandler'];

const CONFIG = /\.(?:routeOptions\??\.config|context\??\.config|routeConfig)$/;

const javascript: JavaScriptFramework = {
  name: 'fastify',
  words: ['fastify', 'FastifyInstance'],
  applies: (text) => MENTIONS.test(text),
  prefilter: (text) => HANDLES.test(text),
  call(node, lower) {
    return imported(node, lower) ?? tokens(node, lower) ?? onInstance(node, lower);
  },
  member(node, { ts, source }) {
    // What the options of the route at hand say (fastify.dev, "Routes", Config).
    const isConfig = ts.isPropertyAccessExpression(node) && CONFIG.test(node.expression.getText(source).slice(-30));
    return isConfig ? { e: 'metadata', key: text(node.name.text) } : undefined;
  },
};

/** Fastify. */
export const fastify: Framework = {
  name: 'fastify',
  readsCors: true,
  javascript: [javascript],
  effects: [
    { pattern: /^@fastify\/jwt[:.]verify$/, effect: 'verify' },
    {
      pattern: /^(?:@fastify\/bearer-auth|fastify-bearer-auth)(?:[:.].*)?$/,
      effect: 'deny',
      unless: { name: 'addHook', value: false, effect: 'none' },
    },
    {
      pattern:
        /^@fastify\/(?!bearer-auth|jwt|auth|basic-auth|secure-session|passport)[\w-]+(?:[:./(].*)?$|^fastify-(?:cors|helmet|rate-limit|sensible|swagger|static|multipart|formbody|cookie|type-provider-zod|raw-body|metrics)(?:[:./(].*)?$/,
      effect: 'none',
    },
  ],
  guard: { as: 'option', of: 'step', keyword: 'preHandler', options: 'before' },
};

/** `Fastify({…})`, `fp(plugin)` */
function imported(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const origin = lower.names.imported(unwrapped(node.expression, lower.ts));
  if (!origin) return undefined;
  if (origin.from === 'fastify' && ['default', '*', 'fastify', 'Fastify', 'default.default'].includes(origin.name))
    return routerOf('app', node, lower);
  const [plugin] = node.arguments ?? [];
  return origin.from === 'fastify-plugin' && plugin ? { e: 'shared', of: lower.expression(plugin) } : undefined;
}

export function routerOf(role: 'app' | 'router', node: ts.Node, lower: Lowering): RouterExpression {
  return madeRouter('fastify', role, node, lower);
}

/**
 * `request.jwtVerify()`, `app.jwt.verify(token)`, and with the option `namespace` `request.accessJwtVerify()`, `app.jwt.access.verify(token)`:
 * @fastify/jwt throws where there is no valid token.
 */
function tokens(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const call = methodCall(node, lower);
  if (!call) return undefined;
  const isOnRequest = /^jwtVerify$|JwtVerify$/.test(call.name);
  const isOnInstance = call.name === 'verify' && isDecorated(call.owner, lower);
  const [token] = call.args;
  if (!isOnRequest && !(isOnInstance && token)) return undefined;
  const value: Expression =
    isOnInstance && token ? lower.expression(token) : { e: 'request', part: 'header', name: 'authorization' };
  const at = lower.span(node);
  const from: Expression = { e: 'import', from: '@fastify/jwt', line: at.line };
  return { e: 'call', callee: { e: 'member', of: from, name: 'verify' }, args: [{ name: null, value }], at };
}

/** `app.jwt`, or a namespace of it; `jwt.access` where `jwt` is no package. */
function isDecorated(owner: ts.Expression, lower: Lowering): boolean {
  const { ts } = lower;
  if (!ts.isPropertyAccessExpression(owner)) return false;
  const of = unwrapped(owner.expression, ts);
  if (ts.isIdentifier(of)) return owner.name.text === 'jwt' || (of.text === 'jwt' && !lower.names.imported(of));
  return owner.name.text === 'jwt' || (ts.isPropertyAccessExpression(of) && of.name.text === 'jwt');
}

function onInstance(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const call = methodCall(node, lower);
  if (!call) return undefined;
  const [first, second] = call.args;
  // Plugins call the instance that they are given as they like.
  if (VERBS[call.name])
    return isPath(first, lower) || isInstance(call.owner, lower) ? shorthand(call, lower) : undefined;
  switch (call.name) {
    case 'route':
      return first && second === undefined && isOptions(first, call, lower) ? fullRoute(call, first, lower) : undefined;
    case 'register':
      return first && fastifyPlugin(call, receiverOf(call.owner, lower), lower);
    case 'addHook':
      return first && second && hook(call, first, second, lower);
    case 'decorate':
      return first && second && decorate(call, first, second, lower);
    case 'decorateRequest': {
      const called = first && literalOf(first, lower);
      if (called === undefined || !second || !isFunctionLike(second, lower)) return undefined;
      lower.emit(namedOnRequest(called, lower.expression(second), call.node, lower));
      return receiverOf(call.owner, lower);
    }
    case 'auth':
      return first && isInstance(call.owner, lower) ? together(call, first, lower) : undefined;
    case 'after':
      return first && isInstance(call.owner, lower) ? run(call, first, lower) : undefined;
    case 'withTypeProvider':
      return lower.expression(call.owner);
  }
  return undefined;
}

/** Options of a route as written, or by name on something that is called like an instance. */
function isOptions(node: ts.Expression, call: MethodCall, lower: Lowering): boolean {
  const value = unwrapped(node, lower.ts);
  if (lower.ts.isObjectLiteralExpression(value)) return true;
  return !lower.ts.isStringLiteralLike(value) && isInstance(call.owner, lower);
}

function isInstance(node: ts.Expression, lower: Lowering): boolean {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  if (ts.isIdentifier(value)) return INSTANCE.test(value.text) || lower.names.routers.has(value.text);
  if (ts.isPropertyAccessExpression(value)) return INSTANCE.test(value.name.text);
  // A chain has shown what it is at its root.
  if (!ts.isCallExpression(value)) return false;
  return ts.isPropertyAccessExpression(value.expression)
    ? isInstance(value.expression.expression, lower)
    : lower.names.imported(value.expression)?.from === 'fastify';
}

// Routes ------------------------------------------------------------------------------------------------------------------------------

/** `app.get('/x', { preHandler: [user] }, handler)` */
function shorthand(call: MethodCall, lower: Lowering): Expression | undefined {
  const [path, second, third] = call.args;
  if (!path || !second || !(isPath(path, lower) || lower.ts.isIdentifier(path))) return undefined;
  const options = third || !isFunctionLike(second, lower) ? second : undefined;
  const handler = third
    ? lower.expression(third)
    : (optionValue(options, 'handler', lower) ?? lower.expression(second));
  const on = receiverOf(call.owner, lower);
  const parts = {
    framework: 'fastify',
    on,
    methods: [isSocket(options, lower) ? 'WEBSOCKET' : (VERBS[call.name] ?? 'ALL')],
    paths: pathsOf(path, lower),
    guards: guardsOf(options, lower),
    handler,
    input: inputOf(options, lower),
    attached: configOf(options, lower),
  };
  lower.emit(routeFrom(call, path, parts, lower));
  return on;
}

function isSocket(options: ts.Expression | undefined, lower: Lowering): boolean {
  const value = optionOf(options, 'websocket', lower);
  return value?.kind === lower.ts.SyntaxKind.TrueKeyword;
}

/** `app.route({ method, url, preHandler, handler })`, also with the object from elsewhere. */
function fullRoute(call: MethodCall, options: ts.Expression, lower: Lowering): Expression {
  const on = receiverOf(call.owner, lower);
  const url = optionOf(options, 'url', lower) ?? optionOf(options, 'path', lower);
  const method = optionOf(options, 'method', lower);
  const literals =
    method && !lower.ts.isMethodDeclaration(method)
      ? itemsOf(method, lower).flatMap((one) => literalOf(one, lower)?.toUpperCase() ?? [])
      : [];
  const path =
    url && !lower.ts.isMethodDeclaration(url) ? pathsOf(url, lower) : [optionValue(options, 'url', lower) ?? other()];
  const methodFrom = literals.length === 0 ? optionValue(options, 'method', lower) : undefined;
  const parts = {
    framework: 'fastify',
    on,
    methods: literals.length > 0 ? literals : ['ALL'],
    ...(methodFrom && { methodFrom }),
    paths: path,
    guards: guardsOf(options, lower),
    handler: optionValue(options, 'handler', lower) ?? other(),
    input: inputOf(options, lower),
    attached: configOf(options, lower),
  };
  lower.emit(routeFrom(call, url ?? options, parts, lower));
  return on;
}

/** The `config` of a route: what hooks may ask of it. */
function configOf(options: ts.Expression | undefined, lower: Lowering): Expression {
  const { ts } = lower;
  const given = optionValue(options, 'config', lower);
  const value = options && unwrapped(options, ts);
  const isKnown = !value || (ts.isObjectLiteralExpression(value) && !value.properties.some(ts.isSpreadAssignment));
  return given ?? (isKnown ? { e: 'record', entries: [] } : other());
}

/** Hooks of a route, from its options. */
export function guardsOf(options: ts.Expression | undefined, lower: Lowering): GuardUse[] {
  if (!options) return [];
  return BEFORE.flatMap((key) => {
    const own = optionOf(options, key, lower);
    if (own && !lower.ts.isMethodDeclaration(own)) return itemsOf(own, lower).map((one) => guardOf(one, 'step', lower));
    const value = optionValue(options, key, lower);
    return value ? [{ as: 'step' as const, value, at: lower.span(own ?? options) }] : [];
  });
}

function inputOf(options: ts.Expression | undefined, lower: Lowering): RouteInput {
  const schema = optionOf(options, 'schema', lower);
  const isKnown = schema !== undefined && !lower.ts.isMethodDeclaration(schema);
  const hasBody =
    isKnown && (optionOf(schema, 'body', lower) !== undefined || !lower.ts.isObjectLiteralExpression(schema));
  return { state: hasBody ? 'schema' : 'unknown', at: null, what: null };
}

// Hooks and decorators ----------------------------------------------------------------------------------------------------------------

function hook(call: MethodCall, name: ts.Expression, value: ts.Expression, lower: Lowering): Expression | undefined {
  const called = literalOf(name, lower);
  if (called === undefined) return undefined;
  const on = receiverOf(call.owner, lower);
  if (BEFORE.includes(called))
    lower.emit(useFrom(guardOf(value, 'step', lower), { framework: 'fastify', on, reach: 'all' }));
  return on;
}

/** `app.decorate('authenticate', guard)`: a member of the instance from here on. */
function decorate(
  call: MethodCall,
  name: ts.Expression,
  value: ts.Expression,
  lower: Lowering,
): Expression | undefined {
  const called = literalOf(name, lower);
  if (called === undefined) return undefined;
  const on = receiverOf(call.owner, lower);
  const to: Expression = { e: 'member', of: on, name: called };
  lower.emit({ s: 'let', to, value: lower.expression(value), line: lower.line(call.node) });
  return on;
}

/** `app.auth([a, b])` of @fastify/auth: one of them has to let in, with `{ relation: 'and' }` all. */
function together(call: MethodCall, list: ts.Expression, lower: Lowering): Expression {
  const items = itemsOf(list, lower).map((one) => lower.expression(one));
  const relation = optionOf(call.args[1], 'relation', lower);
  const isAll = relation && !lower.ts.isMethodDeclaration(relation) && literalOf(relation, lower) === 'and';
  const [only] = items;
  if (items.length === 1 && only) return only;
  return isAll ? { e: 'list', items } : { e: 'other', op: '|', parts: items };
}

/** `app.after(() => { app.get(…) })` */
function run(call: MethodCall, callback: ts.Expression, lower: Lowering): Expression {
  const on = receiverOf(call.owner, lower);
  const at = lower.span(call.node);
  if (isFunctionLike(callback, lower))
    lower.emit({ s: 'do', value: { e: 'call', callee: lower.expression(callback), args: [], at }, line: at.line });
  return on;
}
