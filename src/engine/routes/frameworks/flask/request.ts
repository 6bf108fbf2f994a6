/** Which expressions read the current request (flask.palletsprojects.com, API: `request`, `session`, `g`; Flask-Login: `current_user`). */
import { isNamedAtRun } from '../shared/request-parts';
import type { Expression, RequestPart } from '../../../code/model';

const PARTS: Readonly<Record<string, RequestPart>> = {
  headers: 'header',
  cookies: 'cookie',
  args: 'query',
  view_args: 'params',
  form: 'body',
  files: 'body',
  json: 'body',
  data: 'body',
  values: 'query',
  method: 'method',
  path: 'path',
  endpoint: 'endpoint',
  remote_addr: 'address',
};

/** The part of the request that an expression reads, or undefined. Asked for members, indexes and calls, innermost first. */
export function readOf(expression: Expression): Expression | undefined {
  if (expression.e === 'member') return memberRead(expression.of, expression.name);
  if (expression.e === 'index') return keyRead(expression.of, expression.key);
  if (expression.e !== 'call' || expression.callee.e !== 'member') return undefined;
  const { of, name } = expression.callee;
  const [first] = expression.args;
  if ((name === 'get' || name === 'pop') && first) return keyRead(of, first.value);
  if (isRequest(of) && name === 'get_json') return { e: 'request', part: 'body', name: null };
  return undefined;
}

function memberRead(of: Expression, name: string): Expression | undefined {
  if (of.e === 'name' && of.name === 'g') return { e: 'request', part: 'state', name };
  if (!isRequest(of)) return undefined;
  if (name === 'authorization') return { e: 'request', part: 'header', name: 'Authorization' };
  if (name === 'user') return { e: 'request', part: 'user', name: null };
  const part = PARTS[name];
  return part && { e: 'request', part, name: null };
}

function keyRead(of: Expression, key: Expression): Expression | undefined {
  const name = key.e === 'text' ? key.value : null;
  // A database session is called the same, and asked for other things than names.
  if (of.e === 'name' && of.name === 'session' && name !== null) return { e: 'request', part: 'session', name };
  if (of.e === 'name' && of.name === 'g') return { e: 'request', part: 'state', name };
  if (name === null && isNamedAtRun(of)) return undefined;
  if (of.e === 'request' && of.name === null && of.part !== 'path' && of.part !== 'endpoint' && of.part !== 'method')
    return { e: 'request', part: of.part, name };
  return undefined;
}

function isRequest(expression: Expression): boolean {
  if (expression.e === 'name') return /^_?(?:request|req)$/.test(expression.name);
  // `import flask`: `flask.request.headers`.
  return (
    expression.e === 'member' &&
    expression.name === 'request' &&
    expression.of.e === 'name' &&
    /^(?:flask|quart)$/.test(expression.of.name)
  );
}
