/**
 * What callable functions are given, and the errors that they throw. A token that is not genuine is refused before the function runs; one
 * that is missing leaves `auth` empty. Sources: firebase.google.com/docs/functions ("Protocol specification for https.onCall", "Call
 * functions from your app"), `CallableRequest`, `CallableContext`, `HttpsError`; the statuses are those of google.rpc.Code.
 */
import type ts from 'typescript';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import { requestPart } from '../../../code/javascript/request-parts';
import type { Expression } from '../../../code/model';
import { literalOf } from '../shared/method-calls';
import { isCallableParameter } from './triggers';

const WHOLE: Expression = { e: 'request', part: 'state', name: null };
const USER = { e: 'request', part: 'user', name: null } as const;
const BODY: Expression = { e: 'request', part: 'body', name: null };

/** `request.auth`, `request.data`, `context.auth`, `context.rawRequest.headers` */
export function callablePart(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  lower: Lowering,
): Expression | undefined {
  const { ts } = lower;
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const owner = unwrapped(node.expression, ts);
  if (!ts.isPropertyAccessExpression(owner)) return givenPart(node, lower);
  if (owner.name.text === 'rawRequest') return requestPart(node.name.text);
  if (owner.name.text !== 'auth' || node.questionDotToken || givenPart(owner, lower) === undefined) return undefined;
  // Nobody's `auth` has no members: asking for one is an error, which the caller is told of.
  const fails: Expression = { e: 'refusal', status: null, sends: false, throws: true, at: lower.span(node) };
  return { e: 'choose', test: USER, then: { ...USER, name: node.name.text }, else: fails };
}

/** A member of what a callable function is given. */
function givenPart({ expression, name }: ts.PropertyAccessExpression, lower: Lowering): Expression | undefined {
  const owner = unwrapped(expression, lower.ts);
  if (!lower.ts.isIdentifier(owner)) return undefined;
  const part = partOf(name.text);
  const isContext = name.text === 'auth' && lower.scope.role(owner.text) === 'context';
  return part && (isContext || isCallableParameter(owner.text, owner, lower)) ? part : undefined;
}

/** `({ auth, data }) => …`, `const { auth } = context` */
export function destructuredPart(owner: Expression, key: string, lower: Lowering): Expression | undefined {
  if (owner.e !== 'name') return undefined;
  const role = lower.scope.role(owner.name);
  const isGiven = /^<[01]>$/.test(owner.name) || role === 'context' || role === 'request';
  return isGiven ? partOf(key) : undefined;
}

function partOf(key: string): Expression | undefined {
  if (key === 'auth') return USER;
  if (key === 'data') return BODY;
  return key === 'rawRequest' ? WHOLE : undefined;
}

const STATUSES: Readonly<Record<string, number>> = {
  'invalid-argument': 400,
  'failed-precondition': 400,
  'out-of-range': 400,
  unauthenticated: 401,
  'permission-denied': 403,
  'not-found': 404,
  'already-exists': 409,
  aborted: 409,
  'resource-exhausted': 429,
  cancelled: 499,
  unknown: 500,
  internal: 500,
  'data-loss': 500,
  unimplemented: 501,
  unavailable: 503,
  'deadline-exceeded': 504,
};

/** `new HttpsError('unauthenticated', message)` */
export function errorOf(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  if (!ts.isNewExpression(node)) return undefined;
  const callee = unwrapped(node.expression, ts);
  const name = ts.isIdentifier(callee) ? callee.text : ts.isPropertyAccessExpression(callee) ? callee.name.text : '';
  if (name !== 'HttpsError') return undefined;
  const status = STATUSES[literalOf(node.arguments?.[0], lower) ?? ''] ?? null;
  return { e: 'refusal', status, sends: false, at: lower.span(node) };
}
