/** Functions that something before a handler puts on the request, by the names under which handlers call them. */
import type { Expression } from '../../code/model';
import type { Interpreter } from '../program/interpret';
import type { Value } from '../program/values';

/** The name under which a function of the request is registered. */
export function onRequest(name: string): string {
  return `request.${name}`;
}

/** The function that `request.currentUserId(…)` calls, where a middleware or plugin of the program has put one there. */
export function functionOnRequest(callee: Expression, program: Interpreter): Value | undefined {
  if (callee.e !== 'request' || callee.part !== 'state' || callee.name === null) return undefined;
  return program.registrar.byName.get(onRequest(callee.name));
}
