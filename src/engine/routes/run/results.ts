/** Calls that fail by what they answer (Go): the error among the results, and values that are nothing without being null. */
import type { Interpreter } from '../program/interpret';
import { effectOf } from '../packages/effects';
import type { Abstract, Refusal } from './abstract';
import { found, type Context, type Result } from './state';

const AN_ERROR: Abstract = {
  v: 'refusal',
  refusal: { status: null, redirect: false, path: '', line: 0, http: false },
};
const NIL: Abstract = { v: 'constant', value: null };

/** Whether values that are missing are zero values here: an empty text is what nobody sent. */
export function hasZeroValues({ scope }: Context, program: Interpreter): boolean {
  return program.facts(scope.path)?.language === 'go';
}

/** A zero value as nothing, an error as something, for comparisons. */
export function asZero(value: Abstract): Abstract {
  if (isError(value)) return AN_ERROR;
  const isZero =
    (value.v === 'text' && value.text === '') ||
    (value.v === 'constant' && (value.value === 0 || value.value === false));
  return isZero ? NIL : value;
}

/** The error that goes with a result: there is one where the call failed, or found nothing. */
export function errorOf(result: Result, { scope }: Context): Result {
  const { value, state } = result;
  const refusal: Refusal = { status: null, redirect: false, path: scope.path, line: 0, http: false };
  const failed = found({ ...state, credential: true }, { v: 'refusal', refusal });
  if (result.raised || value.v === 'failed' || value.v === 'absent') return failed;
  // What was made up was found where it was looked for.
  return value.v === 'junk' ? found(state, NIL) : result;
}

/** What a call answers that raised: nothing, where failing is an answer. */
export function asResult(result: Result): Result {
  // What is thrown in the code has a place.
  if (!result.raised || result.raised.line > 0) return result;
  return found({ ...result.state, credential: true }, { v: 'failed' });
}

/** Two answers on one way: the first one's status, and whatever ends the chain. */
export function together(first: Refusal, next: Refusal): Refusal {
  if (next.chain !== 'ends' || first.chain === 'ends') return first;
  return { ...first, status: first.status ?? next.status, chain: 'ends' };
}

/** True for an error as a value: never nothing. */
function isError(value: Abstract): boolean {
  if (value.v === 'refusal') return true;
  if (value.v !== 'external') return false;
  return /(?:^|\.)Err[A-Z]\w*$/.test(value.symbol) || effectOf(value.symbol, value.args) === 'error';
}
