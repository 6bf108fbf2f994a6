/** Which expressions read the current request (docs.djangoproject.com, "Request and response objects"; DRF, "Requests"). */
import { isNamedAtRun } from '../shared/request-parts';
import type { Expression, RequestPart } from '../../../code/model';

const PARTS: Readonly<Record<string, RequestPart>> = {
  headers: 'header',
  META: 'header',
  COOKIES: 'cookie',
  session: 'session',
  GET: 'query',
  query_params: 'query',
  POST: 'body',
  FILES: 'body',
  data: 'body',
  body: 'body',
  method: 'method',
  path: 'path',
  path_info: 'path',
  auth: 'state',
};

/** The part of the request that an expression reads, or undefined. Asked for members, indexes and calls, innermost first. */
export function readOf(expression: Expression): Expression | undefined {
  if (expression.e === 'member') return memberRead(expression.of, expression.name);
  if (expression.e === 'index') return keyRead(expression.of, expression.key);
  if (expression.e !== 'call' || expression.callee.e !== 'member') return undefined;
  const [first] = expression.args;
  return expression.callee.name === 'get' && first ? keyRead(expression.callee.of, first.value) : undefined;
}

function memberRead(of: Expression, name: string): Expression | undefined {
  if (!isRequest(of)) return undefined;
  // The authentication middleware puts a user object on every request, an anonymous one where nobody signed in.
  if (name === 'user') return { e: 'request', part: 'user', name: null, always: true };
  const part = PARTS[name];
  return part && { e: 'request', part, name: name === 'auth' ? 'auth' : null };
}

function keyRead(of: Expression, key: Expression): Expression | undefined {
  if (of.e !== 'request' || of.name !== null || of.part === 'path' || of.part === 'method' || of.part === 'user')
    return undefined;
  const name = key.e === 'text' ? key.value : null;
  if (name === null && isNamedAtRun(of)) return undefined;
  // `HTTP_X_API_KEY` is the header `X-API-KEY`.
  return { e: 'request', part: of.part, name: name === null ? null : name.replace(/^HTTP_/, '').replace(/_/g, '-') };
}

function isRequest(expression: Expression): boolean {
  if (expression.e === 'name') return /^_?(request|req)$/.test(expression.name);
  return (
    expression.e === 'member' &&
    /^_?request$/.test(expression.name) &&
    expression.of.e === 'name' &&
    expression.of.name === 'this'
  );
}
