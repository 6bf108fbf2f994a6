/**
 * What a context object means that carries request and answer in one, for Koa, Hono and Elysia: parts of the request, refusals. Koa "Context",
 * Hono "Context", "HonoRequest", Elysia "Handler"; answers of the Fetch standard (`new Response`).
 */
import type ts from 'typescript';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { JavaScriptFramework } from '../../../code/javascript/framework';
import type { Expression } from '../../../code/model';
import { requestPart } from '../../../code/javascript/request-parts';
import { statusOf } from '../express/http';
import { literalOf, optionOf } from './method-calls';
import { isInCatch } from '../express/http';

const WHOLE: Expression = { e: 'request', part: 'state', name: null };
const HONO = /['"]hono(?:\/[\w-]+)?['"]|@hono\//;
const ELYSIA = /['"](?:elysia|@elysiajs\/[\w-]+)['"]/;

export const contextHttp: JavaScriptFramework = {
  name: 'context-http',
  /** A handler or a guard without a route: found by links, so nothing is accepted here. */
  prefilter: () => false,
  applies: (text) => /\b(?:ctx|context|Response|HTTPException)\b/.test(text) || HONO.test(text) || ELYSIA.test(text),
  call(node, lower) {
    return fetched(node, lower) ?? (lower.ts.isCallExpression(node) ? called(node, lower) : undefined);
  },
  member(node, lower) {
    if (!isContext(node.expression, lower)) return undefined;
    const key = lower.ts.isPropertyAccessExpression(node) ? node.name.text : literalOf(node.argumentExpression, lower);
    return key === undefined ? undefined : contextPart(key);
  },
  part(owner, key, lower) {
    const isOne =
      owner.e === 'name' && (lower.scope.role(owner.name) === 'context' || isDestructured(owner.name, lower));
    return isOne ? contextPart(key) : undefined;
  },
  assigned(target, value, lower) {
    return statusSet(target, value, lower);
  },
};

/** The context of a handler: by its role, or as Hono's handlers call it. */
function isContext(node: ts.Expression, lower: Lowering): boolean {
  const value = unwrapped(node, lower.ts);
  if (!lower.ts.isIdentifier(value)) return false;
  const role = lower.scope.role(value.text);
  return role === 'context' || (value.text === 'c' && role === 'plain' && HONO.test(lower.file.text));
}

/** Elysia's handlers take the context apart where they take it. */
function isDestructured(name: string, lower: Lowering): boolean {
  return /^<0>$/.test(name) && ELYSIA.test(lower.file.text);
}

function contextPart(key: string): Expression | undefined {
  switch (key) {
    case 'req':
    case 'request':
    case 'state':
    case 'var':
    case 'raw':
      return WHOLE;
    case 'header':
    case 'headers':
      return { e: 'request', part: 'header', name: null };
    case 'cookie':
    case 'cookies':
      return { e: 'request', part: 'cookie', name: null };
    case 'bearer':
      return { e: 'request', part: 'header', name: 'authorization' };
    case 'env':
      return { e: 'member', of: { e: 'name', name: 'process' }, name: 'env' };
    case 'set':
    case 'status':
    case 'error':
    case 'redirect':
    case 'body':
    case 'response':
    case 'res':
      return undefined;
    default:
      return requestPart(key);
  }
}

/** Methods of the context, and what Elysia's handlers call after taking it apart. */
function called(node: ts.CallExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const callee = unwrapped(node.expression, ts);
  const [first, second] = node.arguments;
  const at = lower.span(node);
  if (ts.isIdentifier(callee)) {
    const isStatus = (callee.text === 'status' || callee.text === 'error') && ELYSIA.test(lower.file.text);
    if (isStatus && first) return refused(statusOf(first, lower), node, lower);
    const from = lower.names.imported(callee)?.from;
    const isCookie = from === 'hono/cookie' && /^get(?:Signed)?Cookie$/.test(callee.text);
    // `getCookie(c, name)`, `getSignedCookie(c, secret, name)`.
    return isCookie ? partBy('cookie', callee.text === 'getCookie' ? second : node.arguments[2], lower) : undefined;
  }
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const { expression: owner, name } = callee;
  if (!isContext(owner, lower)) return onPart(name.text, owner, first, lower);
  switch (name.text) {
    case 'throw':
      return { e: 'refusal', status: statusOf(first, lower), sends: true, throws: true, at };
    case 'assert':
      return first && assertion(first, statusOf(second, lower), node, lower);
    case 'redirect':
      return { e: 'refusal', status: 302, redirect: true, sends: !HONO.test(lower.file.text), at };
    case 'get':
      return contextGet(first, lower);
    case 'status':
    case 'error':
      return first && refused(statusOf(first, lower), node, lower, !ELYSIA.test(lower.file.text));
    case 'json':
    case 'text':
    case 'html':
    case 'body':
    case 'newResponse':
      return second && answered(second, node, lower);
    case 'notFound':
      return refused(404, node, lower);
    case 'isAuthenticated':
      return { e: 'request', part: 'user', name: null };
    case 'isUnauthenticated':
      return { e: 'not', of: { e: 'request', part: 'user', name: null } };
    default:
      return undefined;
  }
}

/** A header or cookie by its name, which may be worked out. */
function partBy(part: 'header' | 'cookie', name: ts.Expression | undefined, lower: Lowering): Expression {
  const key = literalOf(name, lower);
  if (key !== undefined) return { e: 'request', part, name: part === 'header' ? key.toLowerCase() : key };
  const whole: Expression = { e: 'request', part, name: null };
  return name ? { e: 'index', of: whole, key: lower.expression(name) } : whole;
}

/** Koa's `ctx.get` reads a header, Hono's what a middleware has set. */
function contextGet(name: ts.Expression | undefined, lower: Lowering): Expression {
  const key = literalOf(name, lower) ?? null;
  return HONO.test(lower.file.text) ? { e: 'request', part: 'state', name: key } : partBy('header', name, lower);
}

/** `c.req.header('x')`, `ctx.cookies.get('x')`, `ctx.request.get('x')`, `request.headers.get('x')`. */
function onPart(
  method: string,
  owner: ts.Expression,
  first: ts.Expression | undefined,
  lower: Lowering,
): Expression | undefined {
  const { ts } = lower;
  const value = unwrapped(owner, ts);
  if (!ts.isPropertyAccessExpression(value)) return undefined;
  const key = literalOf(first, lower) ?? null;
  const isOfContext = isContext(value.expression, lower);
  if (isOfContext && (value.name.text === 'req' || value.name.text === 'request')) {
    if (method === 'header' || method === 'get') return partBy('header', first, lower);
    if (method === 'query' || method === 'param')
      return { e: 'request', part: method === 'query' ? 'query' : 'params', name: key };
    if (method === 'json' || method === 'parseBody' || method === 'formData')
      return { e: 'request', part: 'body', name: null };
  }
  if (method !== 'get') return undefined;
  const of = lower.expression(value);
  if (of.e !== 'request' || of.name !== null || (of.part !== 'header' && of.part !== 'cookie')) return undefined;
  return { ...of, name: of.part === 'header' ? (key?.toLowerCase() ?? null) : key };
}

/** `ctx.assert(user, 401)` */
function assertion(test: ts.Expression, status: number | null, node: ts.CallExpression, lower: Lowering): Expression {
  const at = lower.span(node);
  const refusal: Expression = { e: 'refusal', status, sends: true, throws: true, at };
  const line = lower.line(node);
  lower.emit({
    s: 'if',
    test: { e: 'not', of: lower.expression(test) },
    then: [{ s: 'throw', value: refusal, line }],
    else: [],
    line,
  });
  return { e: 'constant', value: null };
}

/** An answer with a status of 400 or more, to be returned unless it `sends`. */
function refused(status: number | null, node: ts.Node, lower: Lowering, sends = false): Expression | undefined {
  return status !== null && status >= 400 ? { e: 'refusal', status, sends, at: lower.span(node) } : undefined;
}

/** An answer with a status; one that is worked out where an error is caught says that something went wrong. */
function answered(status: ts.Expression, node: ts.CallExpression, lower: Lowering): Expression | undefined {
  const number = statusIn(status, lower);
  if (number === null && isInCatch(node, lower))
    return { e: 'refusal', status: null, sends: false, at: lower.span(node) };
  return refused(number, node, lower);
}

/** `401` or `{ status: 401 }` */
function statusIn(node: ts.Expression, lower: Lowering): number | null {
  const option = optionOf(node, 'status', lower);
  return statusOf(option && !lower.ts.isMethodDeclaration(option) ? option : node, lower);
}

/** `new Response('…', { status: 401 })`, `Response.json(…, { status: 401 })`, `Response.redirect(url)` */
function fetched(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const callee = unwrapped(node.expression, ts);
  const [, options] = node.arguments ?? [];
  if (ts.isNewExpression(node)) {
    const isResponse = ts.isIdentifier(callee) && callee.text === 'Response';
    return isResponse && options ? refused(statusIn(options, lower), node, lower) : undefined;
  }
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return undefined;
  if (callee.expression.text !== 'Response') return undefined;
  if (callee.name.text === 'redirect')
    return { e: 'refusal', status: 302, redirect: true, sends: false, at: lower.span(node) };
  return options ? refused(statusIn(options, lower), node, lower) : undefined;
}

/** `ctx.status = 401`, `set.status = 401`: what is answered from here on. */
function statusSet(target: ts.Expression, value: Expression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  if (!ts.isPropertyAccessExpression(target) || target.name.text !== 'status') return undefined;
  const owner = unwrapped(target.expression, ts);
  const isSet =
    isContext(owner, lower) ||
    (ts.isPropertyAccessExpression(owner) && isContext(owner.expression, lower)) ||
    (ts.isIdentifier(owner) && owner.text === 'set' && ELYSIA.test(lower.file.text));
  const status = value.e === 'constant' && typeof value.value === 'number' ? value.value : null;
  if (!isSet || status === null || status < 400) return undefined;
  const refusal: Expression = { e: 'refusal', status, sends: true, at: lower.span(target) };
  lower.emit({ s: 'do', value: refusal, line: lower.line(target) });
  return { e: 'constant', value: status };
}
