/** What is asked of functions and objects of the workspace before they are entered. */
import { isTainted, type Abstract } from './abstract';
import type { Interpreter } from '../program/interpret';
import type { FunctionFact } from '../../code/model';
import { someExpressionIn } from '../../code/visit';
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

/** A function that was written where what the caller sent was known, or that hands on. */
export function knowsCaller(fn: FunctionValue, program: Interpreter): boolean {
  return (fn.scope.parent !== null && [...fn.scope.vars.values()].some(isTainted)) || handsOn(fn, program);
}

/** What comes next, or a function that was written where that was known and names it. */
export function handsOn(value: Abstract, program: Interpreter, depth = 0): boolean {
  if (value.v === 'next') return true;
  if (value.v !== 'function' || depth > 1 || value.scope.parent === null) return false;
  return [...value.scope.vars].some(
    ([name, one]) => handsOn(one, program, depth + 1) && names(value.fact, name, value.path, program),
  );
}

/** Whether a body, or a function written in it, names something. */
function names({ body }: FunctionFact, name: string, path: string, program: Interpreter): boolean {
  return someExpressionIn(body, (one) => {
    if (one.e === 'name') return one.name === name;
    const inner = one.e === 'function' ? program.facts(path)?.functions[one.id] : undefined;
    return inner !== undefined && inner.body !== body && names(inner, name, path, program);
  });
}

/** `def public_page? = true`: a method that subclasses answer differently. */
export function answersConstant({ fact }: FunctionValue): boolean {
  const [only] = fact.body;
  return fact.body.length === 1 && only?.s === 'return' && only.value?.e === 'constant' && fact.params.length === 0;
}
