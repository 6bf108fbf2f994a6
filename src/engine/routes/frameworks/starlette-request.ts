/** Which expressions read the current request (starlette.io, Requests and WebSockets; ASGI HTTP connection scope). */
import { isNamedAtRun } from './shared/request-parts';
import type { Expression, RequestPart } from '../../code/model';
import { wholeOf, scopeRead } from './shared/asgi';

const PARTS: Readonly<Record<string, RequestPart>> = {
  headers: 'header',
  cookies: 'cookie',
  session: 'session',
  query_params: 'query',
  path_params: 'params',
  method: 'method',
  user: 'user',
  auth: 'user',
  client: 'address',
};

/** Parts that are one value. */
const WHOLE: ReadonlySet<RequestPart> = new Set(['path', 'method', 'protocol']);

/** The part of the request that an expression reads, or undefined. Asked for members, indexes and calls, innermost first. */
export function readOf(expression: Expression): Expression | undefined {
  if (expression.e === 'member') return memberRead(expression.of, expression.name);
  if (expression.e === 'index') return keyRead(expression.of, expression.key);
  if (expression.e !== 'call') return undefined;
  const { callee, args } = expression;
  const [first, second] = args;
  if (callee.e === 'name' && (callee.name === 'getattr' || callee.name === 'hasattr') && first && second)
    return (
      keyRead(first.value, second.value) ??
      (second.value.e === 'text' ? memberRead(first.value, second.value.value) : undefined)
    );
  const whole = wholeOf(expression);
  if (whole || callee.e !== 'member') return whole;
  if (callee.name === 'get' && first) return keyRead(callee.of, first.value);
  if (isRequest(callee.of) && /^(json|form|body|stream)$/.test(callee.name))
    return { e: 'request', part: 'body', name: null };
  if (isRequest(callee.of) && /^receive_(?:text|json|bytes)$/.test(callee.name))
    return { e: 'request', part: 'message', name: null };
  return undefined;
}

function memberRead(of: Expression, name: string): Expression | undefined {
  if (isRequest(of)) {
    // Starlette's user is an object whoever calls: UnauthenticatedUser where nobody signed in (starlette.io, Authentication).
    if (name === 'user') return { e: 'request', part: 'user', name: null, always: true };
    const part = PARTS[name];
    return part && { e: 'request', part, name: null };
  }
  if (of.e !== 'member' || !isRequest(of.of)) return undefined;
  if (of.name === 'state') return { e: 'request', part: 'state', name };
  return of.name === 'url' && name === 'path' ? { e: 'request', part: 'path', name: null } : undefined;
}

function keyRead(of: Expression, key: Expression): Expression | undefined {
  const name = key.e === 'text' ? key.value : null;
  if (name === null && isNamedAtRun(of)) return undefined;
  if (of.e === 'request' && of.name === null && !WHOLE.has(of.part)) return { e: 'request', part: of.part, name };
  if (of.e === 'member' && of.name === 'state' && isRequest(of.of)) return { e: 'request', part: 'state', name };
  return scopeRead(of, key, isRequest) ?? undefined;
}

function isRequest(expression: Expression): boolean {
  if (expression.e === 'name') return /^_?(.*_)?(request|req|websocket|ws|conn|connection)$/i.test(expression.name);
  return (
    expression.e === 'member' &&
    /^_?(request|websocket)$/.test(expression.name) &&
    expression.of.e === 'name' &&
    expression.of.name === 'this'
  );
}
