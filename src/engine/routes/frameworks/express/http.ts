/**
 * What `(req, res, next)` mean, for Express and everything that borrowed its handlers: parts of the request, refusals, handing on.
 * Express 4 and 5 API reference, "Request", "Response", "Error handling".
 */
import type ts from 'typescript';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { Expression } from '../../../code/model';
import { requestPart } from '../../../code/javascript/request-parts';
import type { JavaScriptFramework } from '../../../code/javascript/framework';

export const expressHttp: JavaScriptFramework = {
  name: 'express-http',
  /** A handler or a guard without a route: found by links, so nothing is accepted here. */
  prefilter: () => false,
  call(node, lower) {
    return requestCall(node, lower) ?? responseCall(node, lower) ?? nextCall(node, lower) ?? errorValue(node, lower);
  },
  member(node, lower) {
    const key = keyOf(node, lower);
    return key !== undefined && isRequest(node.expression, lower) ? requestPart(key) : undefined;
  },
  part(owner, key, lower) {
    const isWhole = owner.e === 'request' && owner.part === 'state' && owner.name === null;
    return isWhole || (owner.e === 'name' && lower.scope.role(owner.name) === 'request') ? requestPart(key) : undefined;
  },
};

function keyOf(node: ts.PropertyAccessExpression | ts.ElementAccessExpression, { ts }: Lowering): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  return ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : undefined;
}

/** The request itself, also inside a cast, and as `ctx.req`. */
function isRequest(node: ts.Expression, lower: Lowering): boolean {
  return hasRole(node, 'request', lower);
}

function hasRole(node: ts.Expression, role: 'request' | 'response', lower: Lowering): boolean {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  if (ts.isIdentifier(value)) return lower.scope.role(value.text) === role;
  // `ctx.req`, `this.res`, `req.res`: by their usual names.
  if (!ts.isPropertyAccessExpression(value)) return false;
  return value.name.text === (role === 'request' ? 'req' : 'res') && !ts.isCallExpression(value.expression);
}

/** `req.get('x')`, `req.header('x')`, `req.isAuthenticated()`, `req.param('x')`, `req.is(…)`. */
function requestCall(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  if (!isRequest(node.expression.expression, lower)) return undefined;
  const [first] = node.arguments;
  const name = first && ts.isStringLiteralLike(first) ? first.text : null;
  switch (node.expression.name.text) {
    case 'get':
    case 'header': {
      const headers: Expression = { e: 'request', part: 'header', name: name?.toLowerCase() ?? null };
      return name === null && first ? { e: 'index', of: headers, key: lower.expression(first) } : headers;
    }
    case 'param':
      return { e: 'request', part: 'params', name };
    case 'isAuthenticated':
    case 'isUnauthenticated': {
      const user: Expression = { e: 'request', part: 'user', name: null };
      return node.expression.name.text === 'isAuthenticated' ? user : { e: 'not', of: user };
    }
    default:
      return undefined;
  }
}

/** Names of status codes as `http-status`, `http-status-codes`, Nest and home-made tables spell them. */
const STATUS_NAMES: Readonly<Record<string, number>> = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  UNAUTHENTICATED: 401,
  PAYMENT_REQUIRED: 402,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  CONTENT_TOO_LARGE: 413,
  PAYLOAD_TOO_LARGE: 413,
  REQUEST_TOO_LONG: 413,
  UNPROCESSABLE_ENTITY: 422,
  TOO_MANY_REQUESTS: 429,
  INTERNAL_SERVER_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
};

/** A status code as a number, a constant of the file, or a well-known name; null when it is computed. */
export function statusOf(node: ts.Expression | undefined, lower: Lowering): number | null {
  const { ts } = lower;
  if (!node) return null;
  const value = unwrapped(node, ts);
  if (ts.isNumericLiteral(value)) return Number(value.text);
  if (ts.isIdentifier(value)) {
    const literal = lower.names.literals.get(value.text);
    return typeof literal === 'number' ? literal : (STATUS_NAMES[constantCase(value.text)] ?? null);
  }
  if (ts.isPropertyAccessExpression(value)) return STATUS_NAMES[constantCase(value.name.text)] ?? null;
  if (ts.isElementAccessExpression(value) && ts.isStringLiteralLike(value.argumentExpression)) {
    return STATUS_NAMES[constantCase(value.argumentExpression.text)] ?? null;
  }
  return null;
}

/** `HTTP_401_UNAUTHORIZED`, `tooManyRequests`, `Unauthorized` → `UNAUTHORIZED` and so on. */
function constantCase(text: string): string {
  return text
    .replace(/^HTTP_(?:STATUS_)?/i, '')
    .replace(/^\d+_/, '')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toUpperCase();
}

/** Links of a chain that are followed from each of its calls: no response is built from more. */
const MAX_CHAIN = 20;

/**
 * An answer with a status of 300 or more. The chain is read from its end: `res.status(401).json(…)`, `res.sendStatus(401)`,
 * `res.redirect('/login')`, `res.writeHead(401).end()`.
 */
function responseCall(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  if (!ts.isCallExpression(node)) return undefined;
  let status: number | null = null;
  let written: ts.Expression | undefined;
  let hasStatus = false;
  let redirect = false;
  let call: ts.Expression = node;
  for (
    let link = 0;
    link < MAX_CHAIN && ts.isCallExpression(call) && ts.isPropertyAccessExpression(call.expression);
    link++
  ) {
    const method = call.expression.name.text;
    const [first, second] = call.arguments;
    if (['status', 'sendStatus', 'writeHead', 'code', 'setStatus'].includes(method)) {
      hasStatus = true;
      status = statusOf(first, lower);
      written = first;
    } else if (method === 'redirect') {
      redirect = true;
      status ??= second ? (statusOf(first, lower) ?? 302) : 302;
    } else if ((method === 'json' || method === 'send') && second) {
      // Express 3's `res.json(401, body)` still occurs.
      const early = statusOf(first, lower);
      if (early !== null) [hasStatus, status] = [true, early];
    } else if (method === 'send' && isError(first, lower)) {
      // Fastify takes the status out of an error.
      hasStatus = true;
    } else if (method === 'unauthenticated') {
      // hapi's toolkit.
      [hasStatus, status] = [true, 401];
    } else if (/^(?:unauthorized|forbidden|tooManyRequests|notFound|badRequest)$/i.test(method)) {
      hasStatus = true;
      status ??= STATUS_NAMES[constantCase(method)] ?? null;
    }
    call = call.expression.expression;
  }
  if (!hasRole(call, 'response', lower)) return undefined;
  if (redirect) return { e: 'refusal', status: status ?? 302, redirect: true, sends: true, at: lower.span(node) };
  if (!hasStatus || (status !== null && status < 400)) return undefined;
  // A status that is worked out where an error was caught is the error's.
  if (status === null && isInCatch(node, lower)) status = 500;
  const errs = saysError(node.arguments[0], lower) ? { errs: true as const } : {};
  if (status === null && written && !isErrors(written, lower))
    return { e: 'refusal', status, statusFrom: lower.expression(written), ...errs, sends: true, at: lower.span(node) };
  // `res.status(401)` alone sends nothing yet, but what follows in the block does: taken as the answer.
  return { e: 'refusal', status, sends: true, at: lower.span(node) };
}

/** `{ error: 'no such key' }` */
export function saysError(body: ts.Expression | undefined, { ts, source }: Lowering): boolean {
  const value = body && unwrapped(body, ts);
  if (!value || !ts.isObjectLiteralExpression(value)) return false;
  return value.properties.some(({ name }) => name !== undefined && /^errors?$/i.test(name.getText(source)));
}

/** Whether a status is named after an error, taken from one that was caught, or one of two. */
export function isErrors(node: ts.Expression, { ts, scope, source }: Lowering): boolean {
  const value = unwrapped(node, ts);
  if (ts.isConditionalExpression(value)) return true;
  const [owner = ''] = value.getText(source).split(/[.?[(]/);
  return scope.role(owner) === 'error' || /err(?:or)?$|^e$|^ex$|failure|denied|exception/i.test(owner);
}

/** Whether code runs where an error was caught. */
export function isInCatch(node: ts.Node, { ts }: Lowering): boolean {
  let at = node.parent;
  while (!ts.isCatchClause(at)) {
    if (ts.isFunctionLike(at) || ts.isSourceFile(at)) return false;
    at = at.parent;
  }
  return true;
}

/** The error of a `catch`, or one that is made in place. */
function isError(node: ts.Expression | undefined, lower: Lowering): boolean {
  const value = node && unwrapped(node, lower.ts);
  if (!value) return false;
  if (lower.ts.isIdentifier(value)) return lower.scope.role(value.text) === 'error';
  return lower.ts.isNewExpression(value) && errorValue(value, lower) !== undefined;
}

/** `next()` hands on, `next(error)` refuses; `next('route')` skips the handlers behind it. */
function nextCall(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  if (!ts.isCallExpression(node)) return undefined;
  const callee = unwrapped(node.expression, ts);
  if (!ts.isIdentifier(callee)) return undefined;
  const [first] = node.arguments;
  const role = lower.scope.role(callee.text);
  if (role === 'resolve') return first ? lower.expression(first) : { e: 'constant', value: null };
  if (role === 'reject') {
    // A promise that is rejected is an exception where it is awaited.
    const error = first && lower.expression(first);
    const status = error?.e === 'refusal' ? error.status : null;
    return { e: 'refusal', status, sends: true, throws: true, at: lower.span(node) };
  }
  if (role !== 'next') return undefined;
  if (!first) return { e: 'proceed' };
  const value = unwrapped(first, ts);
  if (ts.isIdentifier(value) && value.text === 'undefined') return { e: 'proceed' };
  if (value.kind === ts.SyntaxKind.NullKeyword) return { e: 'proceed' };
  const at = lower.span(node);
  if (ts.isStringLiteralLike(value)) return { e: 'refusal', status: 404, sends: true, at };
  const lowered = lower.expression(value);
  const status = lowered.e === 'refusal' ? lowered.status : null;
  return { e: 'refusal', status, sends: true, at };
}

const ERROR_NAME = /(?:Error|Exception|Fault|Problem)$/;
const DENIED =
  /unauthor|unauthenticat|notauthenticat|forbidden|accessdenied|permissiondenied|authenticationerror|autherror|authrequired|invalidtoken|tokenexpired|notauthorized/i;
const LIMITED = /toomany|ratelimit|throttl/i;

/** An error to be thrown or handed to `next`: by its status argument, else by its name. */
function errorValue(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const callee = unwrapped(node.expression, ts);
  const name = ts.isIdentifier(callee) ? callee.text : ts.isPropertyAccessExpression(callee) ? callee.name.text : '';
  const owner = ts.isPropertyAccessExpression(callee) ? unwrapped(callee.expression, ts) : undefined;
  const isFactory =
    lower.names.imported(callee)?.from === 'http-errors' ||
    (owner !== undefined &&
      (['http-errors', '@hapi/boom', 'boom'].includes(lower.names.imported(owner)?.from ?? '') ||
        /\bhttpErrors$/.test(owner.getText(lower.source))));
  if (!isFactory && !(ts.isNewExpression(node) && (ERROR_NAME.test(name) || DENIED.test(name)))) return undefined;
  const args = node.arguments ?? [];
  const given = args
    .map((argument) => statusOf(argument, lower))
    .find((status) => status !== null && status >= 400 && status < 600);
  const inRecord = args.map((argument) => recordStatus(argument, lower)).find((status) => status !== null);
  const named = DENIED.test(name) ? (/forbidden|denied/i.test(name) ? 403 : 401) : LIMITED.test(name) ? 429 : undefined;
  const status = given ?? inRecord ?? named ?? STATUS_NAMES[constantCase(name)] ?? null;
  return { e: 'refusal', status, sends: false, at: lower.span(node) };
}

/** `{ status: 401 }`, `{ statusCode: 401 }`. */
function recordStatus(node: ts.Expression, lower: Lowering): number | null {
  const { ts } = lower;
  if (!ts.isObjectLiteralExpression(node)) return null;
  for (const property of node.properties) {
    if (!ts.isPropertyAssignment(property) || !/^(?:status|statusCode|code)$/.test(property.name.getText(lower.source)))
      continue;
    const { initializer } = property;
    // tRPC has names of statuses as texts.
    const status = ts.isStringLiteralLike(initializer)
      ? (STATUS_NAMES[initializer.text] ?? null)
      : statusOf(initializer, lower);
    if (status !== null && status >= 400) return status;
  }
  return null;
}
