/** What is asked of functions and objects of the workspace before they are entered. */
import { isTainted, type Abstract } from './abstract';
import type { Interpreter } from '../program/interpret';
import type { FunctionValue } from '../program/values';

/** Whether an object has methods of its own: what it was made of may be looked at there. */
export function hasMethods(made: Abstract): boolean {
  return made.v === 'instance' && made.of.fact.body.some((one) => one.s === 'def');
}

/** `hasattr(view, 'closed')`: true where the class of the object, or one of its bases in the workspace, has it. */
export function hasMember(values: readonly { value: Abstract }[], program: Interpreter): boolean {
  const [object, name] = values;
  if (object?.value.v !== 'instance' || name?.value.v !== 'text') return false;
  return program.bound(object.value.of, object.value, name.value.text) !== undefined;
}

/** A function that was written where what the caller sent was known. */
export function knowsCaller({ scope }: FunctionValue): boolean {
  return scope.parent !== null && [...scope.vars.values()].some(isTainted);
}

/** `def public_page? = true`: a method that subclasses answer differently. */
export function answersConstant({ fact }: FunctionValue): boolean {
  const [only] = fact.body;
  return fact.body.length === 1 && only?.s === 'return' && only.value?.e === 'constant' && fact.params.length === 0;
}
