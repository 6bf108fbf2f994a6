/** Calls that fail by what they answer (Go): the error among the results, and values that are nothing without being null. */
import type { Interpreter } from '../program/interpret';
import { effectOf } from '../packages/effects';
import type { Abstract, Refusal, Scenario } from './abstract';
import type { Expression } from '../../code/model';
import { isAuthName } from '../guards/names';
import { nameOf, type Scope, type Value } from '../program/values';
import { FAILED, found, withVar, type Context, type Result, type State } from './state';

const AN_ERROR: Abstract = {
  v: 'refusal',
  refusal: { status: null, redirect: false, path: '', line: 0, http: false },
};
const NIL: Abstract = { v: 'constant', value: null };

/** Whether values that are missing are zero values here: an empty text is what nobody sent. */
export function hasZeroValues({ scope }: Context, program: Interpreter): boolean {
  return program.languageOf(scope.path) === 'go';
}

/** A zero value as nothing, an error as something, for comparisons. */
export function asZero(value: Abstract): Abstract {
  if (isError(value)) return AN_ERROR;
  const isZero =
    (value.v === 'text' && value.text === '') ||
    (value.v === 'constant' && (value.value === 0 || value.value === false));
  return isZero ? NIL : value;
}

/** Nothing is not more than anything. */
export function order(op: string, left: Abstract): boolean | undefined {
  if (left.v !== 'absent' && left.v !== 'failed') return undefined;
  return op === '>' ? false : op === '<=' ? true : undefined;
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

/** Names of what tells who is calling, or decides about it. */
const SETS = /^(?:set|log|add|put|with|new|write|render|send|clear|delete|remove|save|store|update|refresh|print)/i;
const TELLS = /user|session|auth|token|identity|claims|principal|account|login|verify|permission|access/i;

/**
 * What is known after a call of something out of reach: what it puts into variables that it is given comes of what the caller sent, and
 * one that is given the whole request, with a name of access control, decides about the caller unseen.
 */
export function outOfReach(
  target: Abstract,
  { callee, args }: Extract<Expression, { e: 'call' }>,
  tainted: readonly Abstract[],
  state: State,
  context: Context,
  program: Interpreter,
): State {
  if (!hasZeroValues(context, program)) return leftTo(target, { callee, args }, tainted, state);
  const effect = target.v === 'external' ? effectOf(target.symbol, args) : undefined;
  if (effect === undefined && tainted.length === 0) {
    const name = nameOf(callee).split('.').pop() ?? '';
    // A function that is a value (of a field, a list) may be anything.
    const isValue = callee.e === 'name' && target.v === 'unknown' && state.vars.has(callee.name);
    const isAsked = args.some(({ request }) => request) && (isValue || (TELLS.test(name) && !SETS.test(name)));
    return isAsked ? { ...state, asked: state.asked ?? nameOf(callee) } : state;
  }
  const isClaimed = tainted.every((value) => value.v === 'junk' && value.claimed);
  if (isClaimed || effect === 'claims') return state;
  return args.reduce(
    (at, { value, fills }) => (fills && value.e === 'name' ? withVar(at, value.name, FAILED) : at),
    state,
  );
}

/** What is called to decide about a request that it is given whole, by name; its answer may be no more than a message. */
const DECIDES =
  /^(?:authenticate|authori[sz]e|verify|validate|check|require|ensure|assert|protect|guard|enforce|is(?:auth|allowed|signed|logged))/i;
const WHOLE_REQUEST = /^_*(?:req|request|headers|event|ctx|context|c)$/i;

function leftTo(
  target: Abstract,
  { callee, args }: Pick<Extract<Expression, { e: 'call' }>, 'callee' | 'args'>,
  tainted: readonly Abstract[],
  state: State,
): State {
  if (state.asked !== undefined || tainted.length > 0 || (target.v !== 'external' && target.v !== 'unknown'))
    return state;
  const called = nameOf(callee);
  const name = called.split('.').pop() ?? '';
  if (!DECIDES.test(name) || !(isAuthName(name) || /signature|webhook/i.test(name))) return state;
  if (target.v === 'external' && effectOf(target.symbol, args) !== undefined) return state;
  const isGiven = args.some(
    ({ value }) =>
      (value.e === 'request' && value.name === null) || (value.e === 'name' && WHOLE_REQUEST.test(value.name)),
  );
  return isGiven ? { ...state, asked: called } : state;
}

/** An empty text that is given back where a credential was looked for: there is none. */
export function missing({ value, state }: Result, scenario: Scenario): Abstract {
  if (!state.credential) return value;
  if (value.v === 'text' && value.text === '') return scenario.credential === 'absent' ? { v: 'absent' } : FAILED;
  if (value.v !== 'made') return value;
  const entries = [...value.entries].map(([name, one]): [string, Abstract] => [
    name,
    one.v === 'text' && one.text === '' ? missing({ value: one, state, raised: null }, scenario) : one,
  ]);
  return { ...value, entries: new Map(entries) };
}

/** A function that is made on the way, with what its variables are there. */
export function closed(value: Abstract, { vars }: State): Abstract {
  if (value.v !== 'function' || vars.size === 0) return value;
  // What is only known while a body is run stands in the place of values there.
  const scope: Scope = { path: value.path, vars: new Map(vars as Map<string, Value>), parent: value.scope };
  return { ...value, scope };
}

/** Functions that look for a credential in a request, by name. */
const FINDS = /token|bearer|api_?key|credential|session_?id|jwt/i;
const MAKES =
  /^(?:new|create|generate|make|sign|issue|refresh|renew|revoke|delete|remove|set|store|save|parse|is|has)|csrf/i;

/** What a function that is named after a credential finds in a request is that credential, however it takes it apart. */
export function sent(
  result: Result,
  { callee, args }: Extract<Expression, { e: 'call' }>,
  { scenario }: Context,
): Result {
  const { value, state } = result;
  const name = nameOf(callee).split('.').pop() ?? '';
  if (result.raised || !args.some(({ request }) => request) || !FINDS.test(name) || MAKES.test(name)) return result;
  const credential: Abstract = scenario.credential === 'absent' ? { v: 'absent' } : { v: 'junk', claimed: false };
  if (value.v === 'unknown') return found({ ...state, credential: true }, credential);
  const first = value.v === 'made' ? value.entries.get('0') : undefined;
  if (value.v !== 'made' || first?.v !== 'unknown') return result;
  return found({ ...state, credential: true }, { ...value, entries: new Map(value.entries).set('0', credential) });
}

/** The way on which an answer is sent. Of two on one way the first one's status counts, and whatever ends the chain. */
export function sending(state: State, next: Refusal): State {
  const first = state.sent;
  if (!first) return { ...state, sent: next };
  if (next.chain !== 'ends' || first.chain === 'ends') return { ...state, sent: first };
  return { ...state, sent: { ...first, status: first.status ?? next.status, chain: 'ends' } };
}

/** True for an error as a value: never nothing. */
function isError(value: Abstract): boolean {
  if (value.v === 'refusal') return true;
  if (value.v !== 'external') return false;
  return /(?:^|\.)Err[A-Z]\w*$/.test(value.symbol) || effectOf(value.symbol, value.args) === 'error';
}
