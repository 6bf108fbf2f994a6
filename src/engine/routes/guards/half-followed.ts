/** Checks of a handler that turn some callers away and let others pass, by what could not be followed. */
import type { Expression, Parameter } from '../../code/model';
import { someExpressionIn } from '../../code/visit';
import type { Interpreter } from '../program/interpret';
import { nameOf, type FunctionValue } from '../program/values';
import { RELAYED } from '../run/known';
import { withLocalNames } from '../run/local-names';
import type { Outcome } from '../run/state';
import { ENFORCING, isAuthName } from './names';
import type { Judgement } from './reading';

/** Why it cannot be told whether a handler's own check refuses; null = it calls none by its name. `run`: for a caller without a credential. */
export function halfFollowed(
  handler: FunctionValue,
  program: Interpreter,
  run: (fn: FunctionValue) => Outcome[],
): string | null {
  const { params } = handler.fact;
  const callees: Expression[] = [];
  someExpressionIn(handler.fact.body, (one) => {
    if (one.e !== 'call' || !ENFORCING.test(nameOf(one.callee)) || !isAuthName(nameOf(one.callee))) return false;
    // What is handed an identity decides about that, whoever has stated it.
    if (one.args.every(({ value }) => isOfRequest(value, params))) callees.push(one.callee);
    return false;
  });
  for (const callee of callees) {
    const value = program.evaluate(withLocalNames(callee, handler.fact), handler.scope);
    if (value.v !== 'function') continue;
    const outcomes = run(value);
    const passing = outcomes.filter(({ end }) => end === 'pass');
    // Whoever is let through by a setting is let through for a reason that can be read.
    if (passing.some(({ assumptions }) => assumptions.length > 0)) continue;
    if (passing.length > 0 && outcomes.some(turnsAway))
      return `${nameOf(callee)} refuses on some ways and passes on others, which could not be told apart`;
  }
  return null;
}

/** The request, or nothing that hangs on it. */
function isOfRequest(value: Expression, params: readonly Parameter[]): boolean {
  if (value.e === 'name') return params.some(({ name }) => name === value.name);
  return value.e === 'request' || value.e === 'text' || value.e === 'constant';
}

function turnsAway({ end, refusal }: Outcome): boolean {
  return end === 'refuse' && (refusal?.status === 401 || refusal?.status === 403 || refusal?.redirect === true);
}

/** What something is called that decides about what it is given. */
const VERIFIES = /verif|valid|authent|signature|webhook|dispatch|construct/i;

/** Every way through a handler hands what the caller sent to something out of reach, which may refuse. */
export function handedOn(outcomes: readonly Outcome[], nothing: Judgement): Judgement | null {
  const passing = outcomes.filter(({ end }) => end === 'pass');
  const unread = passing.find((outcome) => outcome.unread !== null)?.unread;
  if (!unread || !VERIFIES.test(unread) || passing.some((outcome) => outcome.unread === null)) return null;
  return { ...nothing, effect: 'unknown', reason: `hands the credential to ${unread}, which is out of reach` };
}

/** Every way through a handler asks something out of reach about the request, and others end early or all answer what it says. */
export function leftTo(outcomes: readonly Outcome[], nothing: Judgement): Judgement | null {
  const passing = outcomes.filter(({ end }) => end === 'pass');
  const asked = passing.every((outcome) => outcome.asked !== undefined) ? passing[0]?.asked : undefined;
  if (asked === undefined || (passing.length === outcomes.length && asked !== RELAYED)) return null;
  return { ...nothing, effect: 'unknown', reason: `leaves the decision to ${asked}, which is out of reach` };
}
