/**
 * TanStack Start: server functions, each an endpoint of its own below `/_serverFn`, server routes of file routes, and middleware of both.
 * What stands in `beforeLoad` of a page stands before neither. Source: tanstack.com/start ("Server Functions", "Server Routes",
 * "Middleware", "Authentication").
 */
import type ts from 'typescript';
import { text } from '../../code/javascript/expressions';
import type { Lowering } from '../../code/javascript/lowering';
import { unwrapped } from '../../code/javascript/scope';
import type { JavaScriptFramework } from '../../code/javascript/framework';
import type { Expression, GuardUse, RouteInput } from '../../code/model';
import type { Framework } from '../framework';
import { foldersAbove, sitesOf } from './shared/file-layout';
import { emitFileMiddleware, emitFileRoute } from './shared/file-routes';
import { guardOf, itemsOf, literalOf, methodCall, optionOf, optionValue } from './shared/method-calls';
import { webInputOf } from './shared/web-input';

const NAME = 'tanstack-start';
/** Where server functions are served unless the build is told otherwise. */
const FUNCTIONS = '/_serverFn';
const PACKAGE = /['"]@tanstack\/(?:react|solid|vue)-(?:start|router)(?:\/[\w-]+)?['"]/;
const DECLARES = /\bcreateServerFn\s*\(|\bcreate(?:Server|API)FileRoute\s*\(|\bhandlers\s*:|\bcreateStart\s*\(/;
const VERBS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'ANY']);
const STATE: Expression = { e: 'request', part: 'state', name: null };

const javascript: JavaScriptFramework = {
  name: NAME,
  words: ['@tanstack/'],
  applies: (source) => PACKAGE.test(source),
  prefilter: (source) => PACKAGE.test(source) && DECLARES.test(source),
  call(node, lower) {
    if (!lower.ts.isCallExpression(node)) return undefined;
    return link(node, lower) ?? fileRoute(node, lower) ?? start(node, lower) ?? utility(node, lower);
  },
  /** What middleware, handlers and server routes are given. */
  part(owner, key) {
    if (owner.e !== 'name' || owner.name !== '<0>') return undefined;
    if (key === 'next') return { e: 'proceed' };
    if (key === 'data') return { e: 'request', part: 'body', name: null };
    return key === 'context' || key === 'request' ? STATE : undefined;
  },
};

/** TanStack Start 1. */
export const tanstackStart: Framework = {
  name: NAME,
  readsCors: true,
  javascript: [javascript],
  guard: { as: 'body' },
  site: { packages: ['@tanstack/react-start', '@tanstack/solid-start', '@tanstack/vue-start'], configs: [] },
};

// Functions and middleware ------------------------------------------------------------------------------------------------------------

/** `createServerFn({ method }).middleware([a]).validator(v).handler(fn)`, `createMiddleware().middleware([a]).server(fn)` */
function link(node: ts.CallExpression, lower: Lowering): Expression | undefined {
  const call = methodCall(node, lower);
  const [first] = call?.args ?? [];
  if (!call || !first || (call.name !== 'handler' && call.name !== 'server')) return undefined;
  const chain = chainOf(call.owner, lower);
  if (!chain) return undefined;
  const value = lower.expression(first);
  if (chain.made === 'createServerFn' && call.name === 'handler') serverFunction(node, first, value, chain, lower);
  else if (chain.guards.length > 0) return { e: 'list', items: [...chain.guards.map((one) => one.value), value] };
  return value;
}

interface Chain {
  made: string;
  options: ts.Expression | undefined;
  guards: GuardUse[];
  validates: boolean;
}

/** The links of a chain from the call that began it; undefined when that is none of Start's. */
function chainOf(node: ts.Expression, lower: Lowering): Chain | undefined {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  if (!ts.isCallExpression(value)) return undefined;
  const callee = unwrapped(value.expression, ts);
  const [first] = value.arguments;
  if (ts.isIdentifier(callee)) {
    const made = lower.names.imported(callee)?.name ?? '';
    const isOwn = made === 'createServerFn' || made === 'createMiddleware';
    return isOwn ? { made, options: first, guards: [], validates: false } : undefined;
  }
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const chain = chainOf(callee.expression, lower);
  if (callee.name.text === 'middleware' && first) chain?.guards.push(...middlewareOf(first, lower));
  if (chain && /^(?:inputV|v)alidator$/.test(callee.name.text)) chain.validates = true;
  return chain;
}

function middlewareOf(list: ts.Expression, lower: Lowering): GuardUse[] {
  return itemsOf(list, lower).map((one) => guardOf(one, 'middleware', lower));
}

function serverFunction(
  node: ts.CallExpression,
  written: ts.Expression,
  handler: Expression,
  { options, guards, validates }: Chain,
  lower: Lowering,
): void {
  const { ts } = lower;
  const { parent } = node;
  const named = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name : undefined;
  const method = optionOf(options, 'method', lower);
  const literal = method && !ts.isMethodDeclaration(method) ? literalOf(method, lower) : undefined;
  const input: RouteInput = { state: validates ? 'schema' : 'none', at: null, what: null };
  emit(lower, {
    methods: [literal ?? 'GET'],
    path: `${FUNCTIONS}/${named?.text ?? `of line ${lower.line(node)}`}`,
    node: named ?? node,
    fn: functionOf(written, lower),
    handler,
    guards,
    input,
  });
}

function functionOf(node: ts.Node, { ts, names }: Lowering): ts.SignatureDeclaration | undefined {
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isMethodDeclaration(node)) return node;
  return ts.isIdentifier(node) ? names.functions.get(node.text) : undefined;
}

// Server routes -----------------------------------------------------------------------------------------------------------------------

/** `createFileRoute('/api/x')({ server: { handlers } })`, `createServerFileRoute('/api/x').methods({ GET })` */
function fileRoute(node: ts.CallExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const callee = unwrapped(node.expression, ts);
  const made = ts.isPropertyAccessExpression(callee) && callee.name.text === 'methods' ? callee.expression : callee;
  const maker = unwrapped(made, ts);
  if (!ts.isCallExpression(maker) || !ts.isIdentifier(maker.expression)) return undefined;
  const name = lower.names.imported(maker.expression)?.name ?? maker.expression.text;
  const path = maker.arguments[0] && literalOf(maker.arguments[0], lower);
  const [options] = node.arguments;
  if (path === undefined || !options || !/^create(?:Server|API)?FileRoute$/.test(name)) return undefined;
  if (name !== 'createFileRoute') handlers(options, path, [], lower);
  else {
    const server = optionOf(options, 'server', lower);
    if (!server || ts.isMethodDeclaration(server)) return undefined;
    const before = optionOf(server, 'middleware', lower);
    const listed = optionOf(server, 'handlers', lower);
    const guards = before && !ts.isMethodDeclaration(before) ? middlewareOf(before, lower) : [];
    if (listed && !ts.isMethodDeclaration(listed)) handlers(madeIn(listed, lower), path, guards, lower);
  }
  return { e: 'other', parts: [] };
}

/** `({ createHandlers }) => createHandlers({ … })` */
function madeIn(node: ts.Expression, { ts }: Lowering): ts.Expression {
  const value = unwrapped(node, ts);
  const body = ts.isArrowFunction(value) && !ts.isBlock(value.body) ? unwrapped(value.body, ts) : undefined;
  return body && ts.isCallExpression(body) && body.arguments[0] ? body.arguments[0] : value;
}

function handlers(node: ts.Expression, path: string, before: readonly GuardUse[], lower: Lowering): void {
  const { ts } = lower;
  const list = unwrapped(node, ts);
  if (!ts.isObjectLiteralExpression(list)) return;
  for (const property of list.properties) {
    const verb = property.name && ts.isIdentifier(property.name) ? property.name.text : '';
    if (!VERBS.has(verb) || !property.name) continue;
    const own = ts.isPropertyAssignment(property) ? unwrapped(property.initializer, ts) : undefined;
    const inner = own && ts.isObjectLiteralExpression(own) ? own : undefined;
    const guards = optionOf(inner, 'middleware', lower);
    const fn = functionOf(own ?? property, lower);
    emit(lower, {
      methods: [verb === 'ANY' ? 'ALL' : verb],
      path: shownPath(path),
      node: property.name,
      fn,
      handler: inner
        ? (optionValue(inner, 'handler', lower) ?? { e: 'other', parts: [] })
        : (optionValue(list, verb, lower) ?? { e: 'other', parts: [] }),
      guards: [...before, ...(guards && !ts.isMethodDeclaration(guards) ? middlewareOf(guards, lower) : [])],
      input: webInputOf(fn, lower),
    });
  }
}

/** Layouts without a path (`_signedIn`) and groups are no part of the address. */
function shownPath(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '' && !/^_|^\(.*\)$/.test(segment));
  return `/${segments.join('/')}`;
}

// Everything --------------------------------------------------------------------------------------------------------------------------

/** `createStart(() => ({ requestMiddleware: [a], functionMiddleware: [b] }))`: before every request, before every server function. */
function start(node: ts.CallExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const callee = unwrapped(node.expression, ts);
  if (!ts.isIdentifier(callee) || lower.names.imported(callee)?.name !== 'createStart') return undefined;
  const made = node.arguments[0] && unwrapped(node.arguments[0], ts);
  const options = made && ts.isArrowFunction(made) && !ts.isBlock(made.body) ? made.body : undefined;
  for (const { site } of sitesOf(foldersAbove(lower.file.path), NAME, false)) {
    for (const key of ['requestMiddleware', 'functionMiddleware']) {
      const list = optionOf(options && unwrapped(options, ts), key, lower);
      if (!list || ts.isMethodDeclaration(list)) continue;
      for (const { value } of middlewareOf(list, lower))
        emitFileMiddleware(lower, site, { value, node: list }, key === 'functionMiddleware' ? FUNCTIONS : undefined);
    }
  }
  return { e: 'other', parts: [] };
}

const REQUEST_UTILITIES = /^@tanstack\/\w+-start\/server$/;

/** What asks for the request at hand, wherever it is called. */
function utility(node: ts.CallExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const callee = unwrapped(node.expression, ts);
  const origin = ts.isIdentifier(callee) ? lower.names.imported(callee) : undefined;
  if (origin?.name === 'createServerOnlyFn' && node.arguments[0]) return lower.expression(node.arguments[0]);
  if (!origin || !REQUEST_UTILITIES.test(origin.from)) return undefined;
  const [first] = node.arguments;
  const key = first && ts.isStringLiteralLike(first) ? first.text : null;
  switch (origin.name) {
    case 'getRequest':
    case 'getWebRequest':
      return STATE;
    case 'getRequestHeaders':
    case 'getHeaders':
      return { e: 'request', part: 'header', name: null };
    case 'getRequestHeader':
    case 'getHeader':
      return { e: 'request', part: 'header', name: key?.toLowerCase() ?? null };
    case 'getCookie':
      return { e: 'request', part: 'cookie', name: key };
    case 'useSession':
      return { e: 'record', entries: [{ key: text('data'), value: { e: 'request', part: 'session', name: null } }] };
    default:
      return undefined;
  }
}

function emit(
  lower: Lowering,
  route: {
    methods: string[];
    path: string;
    node: ts.Node;
    fn: ts.SignatureDeclaration | undefined;
    handler: Expression;
    guards: GuardUse[];
    input: RouteInput;
  },
): void {
  const { node, fn, handler } = route;
  for (const { site } of sitesOf(foldersAbove(lower.file.path), NAME, false))
    emitFileRoute(lower, { ...route, site, exported: { value: handler, node, fn } });
}
