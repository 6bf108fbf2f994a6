/** What is known of values that could have been anything, by where they come from and which way a test of them turned out. */
import { CAUGHT, type Expression } from '../../code/model';
import { abstractTruth, type Abstract } from './abstract';
import type { FunctionValue } from '../program/values';

/** What ended an `and` or `or`: which way it turned out is known from here on, also where it could have been either. */
export function decided(value: Abstract, isTrue: boolean, written: Expression): Abstract {
  const isCertain = abstractTruth(value) !== undefined;
  if (isCertain || (isTrue && written.e !== 'compare' && written.e !== 'not')) return value;
  return { v: 'constant', value: isTrue };
}

/** `respond(error.status, …)`: what an error calls its status is one of a refusal. */
export function isStatusOfError(value: Abstract): boolean {
  return value.v === 'unknown' && (value.name === `${CAUGHT}.status` || value.name === `${CAUGHT}.statusCode`);
}

/** Who decides where the status that a credential gets elsewhere is answered here. */
export const RELAYED = 'the service that the credential is handed to';

/** What a browser asks with OPTIONS is answered without the work of the route. */
export function asksForOptions(asked: Expression, other: Abstract): boolean {
  return asked.e === 'request' && asked.part === 'method' && other.v === 'text' && other.text === 'OPTIONS';
}

/** What a middleware calls whom it has found to be calling. */
export const KEPT_CALLER =
  /^(?:current_?|auth(?:enticated)?_?)?(?:user|session|auth|account|identity|principal|viewer|actor)(?:_?id)?$/i;

export const TRUE: Abstract = { v: 'constant', value: true };

/** `if (!check(request))`, where `check` is asynchronous: a promise, which is true whatever comes of it (MDN, "async function"). */
export function isPromise(
  { unawaited }: Extract<Expression, { e: 'call' }>,
  target: Abstract,
): target is FunctionValue {
  return unawaited === true && target.v === 'function' && target.fact.async === true;
}
