/** The handler that a decorator is asked about: a function that is there, and to call it hands the request on. */
import type { FunctionFact } from '../../code/model';
import type { FunctionValue, Value } from '../program/values';

const AT = { line: 0, column: 0, endLine: 0, endColumn: 0 };
const HANDLER: FunctionFact = {
  id: '<the handler>',
  name: '',
  params: [],
  decorators: [],
  body: [],
  doc: null,
  at: AT,
  extent: AT,
};

/** A handler as a decorator sees it that is put around one. */
export function handedOn({ path, scope }: FunctionValue): FunctionValue {
  return { v: 'function', path, fact: HANDLER, scope, self: null };
}

/** Whether a value is that handler. */
export function isHandedOn(value: Value): boolean {
  return value.v === 'function' && value.fact === HANDLER;
}
