/** What in a body stands for the caller: the request's user or session, what was made of them, and variables that hold it. */
import type { Expression } from '../../code/model';
import { nameOf } from '../program/values';
import { CALLER_NAMED, CONVERTS, IDENTIFIES, TELLS_CALLER } from './words';

/** Names of variables that hold the caller, or what identifies it. */
export type Callers = ReadonlySet<string>;

/** Values of the request's state under which sign-in middleware leaves the caller. */
const KEPT = /user|account|auth|claims|uid|member|identity|principal|tenant|org|sub$|viewer|actor|session|profile/i;
const SESSION_OTHERS = /csrf|flash|cart|lang|locale|state|nonce|return|redirect|captcha/i;

/** True for a value that tells who is calling. */
export function isCaller(expression: Expression, callers: Callers): boolean {
  switch (expression.e) {
    case 'request':
      return isPartOfCaller(expression);
    case 'name':
      return callers.has(expression.name) || CALLER_NAMED.test(expression.name);
    case 'member':
      return (
        callers.has(nameOf(expression)) ||
        CALLER_NAMED.test(expression.name) ||
        (IDENTIFIES.test(expression.name) && isCaller(expression.of, callers))
      );
    case 'index':
      return isCaller(expression.of, callers) && (expression.key.e !== 'text' || IDENTIFIES.test(expression.key.value));
    case 'call':
      return isCallOfCaller(expression, callers);
    case 'or':
      return isCaller(expression.left, callers);
    case 'choose':
      return isCaller(expression.then, callers) || isCaller(expression.else, callers);
    default:
      return false;
  }
}

function isPartOfCaller({ part, name }: Extract<Expression, { e: 'request' }>): boolean {
  if (part === 'user') return name === null || IDENTIFIES.test(name);
  if (part === 'session') return name !== null && !SESSION_OTHERS.test(name);
  return part === 'state' && name !== null && KEPT.test(name);
}

function isCallOfCaller({ callee, args }: Extract<Expression, { e: 'call' }>, callers: Callers): boolean {
  const name = lastName(callee);
  const [first] = args;
  if (CONVERTS.test(name) && first && isCaller(first.value, callers)) return true;
  if (CALLER_NAMED.test(name)) return true;
  if (callee.e === 'member' && isCaller(callee.of, callers)) return IDENTIFIES.test(name) || CONVERTS.test(name);
  // Given a key of its own, it looks up somebody.
  return TELLS_CALLER.test(name) && args.every(({ value, request }) => request === true || isSurrounding(value));
}

/** Nothing that names somebody: the request, options, settings. */
function isSurrounding(value: Expression): boolean {
  if (value.e === 'request') return value.name === null || /auth|token|session|cookie/i.test(value.name);
  return (
    value.e === 'record' ||
    value.e === 'setting' ||
    value.e === 'text' ||
    (value.e === 'name' && !/id$/i.test(value.name)) ||
    (value.e === 'member' && /headers?|cookies?|request|auth|options?|config|token/i.test(value.name))
  );
}

/** Name of what is called, without what it is called on. */
export function lastName(callee: Expression): string {
  return callee.e === 'member' || callee.e === 'name' ? callee.name : '';
}

/** The object at the beginning of a chain of members and calls. */
export function rootOf(expression: Expression): Expression {
  if (expression.e === 'member' || expression.e === 'index') return rootOf(expression.of);
  return expression.e === 'call' ? rootOf(expression.callee) : expression;
}
