/** Handlers that give nothing away: whoever asks is turned away, or sent to another address. */
import type { Expression, FunctionFact, Statement } from '../code/model';
import { someExpression } from '../code/visit';
import type { LinkedRoute } from './link/linked';
import { nameOf, type FunctionValue } from './program/values';
import type { Outcome } from './run/state';

/** Helpers and answers that send callers elsewhere, by their names in all frameworks. */
const SENDS_ON =
  /(?:^|\.)(?:redirect|permanent_?redirect|redirectDocument|redirect_to|RedirectResponse|HttpResponse(?:Permanent)?Redirect)$/i;

/** A handler that does nothing but refuse everybody, or send everybody elsewhere: the end of what was not found, an old address. */
export function answersNothing({ handler }: LinkedRoute): string | undefined {
  const [only, more] = handler ? begun(handler.fact) : [];
  if (more !== undefined || (only?.s !== 'throw' && only?.s !== 'return' && only?.s !== 'do')) return undefined;
  const { value } = only;
  if (value?.e === 'refusal' && !value.redirect && value.status !== null && value.status >= 400)
    return `it answers ${value.status} to everybody`;
  const sendsOn =
    (value?.e === 'refusal' && value.redirect === true && !value.sends) ||
    (value?.e === 'call' && SENDS_ON.test(nameOf(value.callee)) && value.args.every(({ value: to }) => isFixed(to)));
  return sendsOn ? 'it only sends callers to another address' : undefined;
}

/** Nothing that was looked up goes along: names of routes are no look-ups. */
function isFixed(value: Expression): boolean {
  const isLookUp = (one: Expression): boolean =>
    one.e === 'call' && !/url|reverse|route|href|path/i.test(nameOf(one.callee));
  return !someExpression(value, (one) => one.e === 'function' || one.e === 'request' || isLookUp(one));
}

/** Answers that say that there is nothing here, whoever asks: RFC 9110, section 15. */
const NOT_THERE: ReadonlySet<number> = new Set([404, 405, 410, 501]);

/**
 * Why nobody is served who comes to a handler: it turns everybody away before it does anything, as what is switched off or was never
 * made. Null = it serves some. `endsOf`: every way it can end for a caller without a credential.
 */
export function refusesEverybody(
  { handlerValue: handler }: LinkedRoute,
  endsOf: (handler: FunctionValue) => Outcome[],
): string | null {
  if (handler?.v !== 'function' || !mayOnlyRefuse(handler.fact)) return null;
  const statuses = endsOf(handler).map(({ end, credential, assumptions, cut, refusal }) =>
    end === 'refuse' && !credential && !cut && assumptions.length === 0 ? (refusal?.status ?? 0) : 0,
  );
  const [status] = statuses;
  return status !== undefined && statuses.every((one) => NOT_THERE.has(one))
    ? `it answers ${status} to everybody`
    : null;
}

/** It does one thing, or begins with a condition: what it then answers may be all that it does. */
function mayOnlyRefuse(fact: FunctionFact): boolean {
  const [first, more] = begun(fact);
  if (first?.s === 'if') return true;
  return more === undefined && (first?.s === 'return' || first?.s === 'do') && first.value?.e === 'call';
}

/** The body without what only takes parameters apart (`({ locals })`), which does nothing yet. */
function begun({ body }: FunctionFact): readonly Statement[] {
  const start = body.findIndex((one) => one.s !== 'let' || someExpression(one.value, ({ e }) => e === 'call'));
  return start < 0 ? [] : body.slice(start);
}
