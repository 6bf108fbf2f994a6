/**
 * Middleware that speaks ASGI itself: what the connection's scope holds and what is sent back (asgi.readthedocs.io, "HTTP & WebSocket
 * ASGI Message Format"; starlette.io, "Middleware": pure ASGI middleware).
 */
import type { Expression, RequestPart } from '../../../code/model';
import type { Call } from '../../../code/python/expressions';
import { argument, statusOf } from './python-arguments';

/** What of the scope is a part of the request. */
const SCOPE: Readonly<Record<string, RequestPart>> = {
  path: 'path',
  raw_path: 'path',
  method: 'method',
  headers: 'header',
  query_string: 'query',
  user: 'user',
  session: 'session',
  type: 'protocol',
};

/** `scope["headers"]`, `scope.get("path")`. */
export function scopeRead(of: Expression, key: Expression, isRequest: (of: Expression) => boolean): Expression | null {
  const isScope =
    of.e === 'name' ? /^_?scope$/.test(of.name) : of.e === 'member' && of.name === 'scope' && isRequest(of.of);
  const part = isScope && key.e === 'text' ? SCOPE[key.value] : undefined;
  return part ? { e: 'request', part, name: null } : null;
}

/** All headers, or all of the query, by another spelling: `Headers(scope=scope)`, `dict(scope["headers"])`, `parse_qs(…)`. */
export function wholeOf({ callee, args }: Call): Expression | undefined {
  const name = callee.e === 'name' || callee.e === 'member' ? callee.name : '';
  if (name === 'Headers' || name === 'MutableHeaders') {
    const of = argument(args, 'scope') ?? argument(args, 'raw') ?? args[0]?.value;
    const isWhole = (of?.e === 'name' && /scope$/.test(of.name)) || (of?.e === 'member' && of.name === 'scope');
    return isWhole || isHeaders(of) ? { e: 'request', part: 'header', name: null } : undefined;
  }
  const [of, more] = args;
  if (name === 'parse_qs') return of && queryOf(of.value);
  return name === 'dict' && callee.e === 'name' && !more && isHeaders(of?.value) ? of?.value : undefined;
}

/** `parse_qs(scope["query_string"].decode())`: all that stands in the query. */
function queryOf(of: Expression): Expression | undefined {
  if (of.e === 'call' && of.callee.e === 'member' && of.callee.name === 'decode') return queryOf(of.callee.of);
  return of.e === 'request' && of.part === 'query' && of.name === null ? of : undefined;
}

/** `await send({"type": "http.response.start", "status": 401, …})`; a websocket that is closed before it is accepted is refused. */
export function sendOf({ callee, args, at }: Call): Expression | undefined {
  const name = callee.e === 'name' || callee.e === 'member' ? callee.name : '';
  const message = args[0]?.value;
  if (!/^_?send$/.test(name) || args.length !== 1 || message?.e !== 'record') return undefined;
  const entry = (key: string): Expression | undefined =>
    message.entries.find((one) => one.key.e === 'text' && one.key.value === key)?.value;
  const type = entry('type');
  if (type?.e !== 'text') return undefined;
  if (type.value === 'websocket.close') return { e: 'refusal', status: 403, sends: true, at };
  const given = type.value === 'http.response.start' ? entry('status') : undefined;
  const status = (given && statusOf(given)) ?? null;
  if (given && status === null) return { e: 'refusal', status, statusFrom: given, sends: true, at };
  // What is sent besides hands nothing on.
  return status !== null && status >= 400 ? { e: 'refusal', status, sends: true, at } : { e: 'other', parts: [] };
}

function isHeaders(of: Expression | undefined): boolean {
  return of?.e === 'request' && of.part === 'header' && of.name === null;
}
