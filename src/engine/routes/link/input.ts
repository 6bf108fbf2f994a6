/** What a route takes from the body: as its registration says, else as its handler does. */
import type { HandlerInput } from '../../code/model';
import type { Interpreter } from '../program/interpret';
import type { FunctionValue } from '../program/values';
import type { LinkedRoute } from './linked';
import type { RouteEvent } from './mounts';
import { viewInput } from './view-input';

const WITHOUT_BODY = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Input of one route for one of its methods. */
export function inputOf(event: RouteEvent, method: string, program: Interpreter): LinkedRoute['input'] {
  const { fact, path, handler } = event;
  const own = { ...fact.input, path };
  if (own.state !== 'unknown') return own;
  if (handler.v !== 'function' || !handler.fact.input) return viewInput(event, program) ?? own;
  const { state, at, what, mixed, rules, tagged } = handler.fact.input;
  const none = { at: null, what: null, path: handler.path };
  if (mixed && WITHOUT_BODY.has(method)) return { ...none, state: 'none' };
  if (rules) return { ...none, state: hasRules(handler, rules, program) ? 'schema' : 'unknown' };
  if (tagged) return { ...none, state: isTagged(handler, tagged, program) ? 'schema' : 'unknown' };
  return { state, at, what, path: handler.path };
}

/** Whether a type of the workspace has the method, and that does more than answer an empty list. */
function hasRules(
  handler: FunctionValue,
  { type, method }: { type: Parameters<Interpreter['evaluate']>[0]; method: string },
  program: Interpreter,
): boolean {
  const value = program.evaluate(type, handler.scope);
  const found = value.v === 'class' ? program.bound(value, value, method) : undefined;
  if (found?.v !== 'function') return false;
  const [only] = found.fact.body;
  const given = only?.s === 'return' ? only.value : null;
  return !(given?.e === 'list' && given.items.length === 0) && !(given?.e === 'record' && given.entries.length === 0);
}

function isTagged(
  handler: FunctionValue,
  { types, by }: NonNullable<HandlerInput['tagged']>,
  program: Interpreter,
): boolean {
  return types.every((type) => {
    const value = program.evaluate(type, handler.scope);
    return value.v === 'class' && value.fact.tags?.includes(by) === true;
  });
}
