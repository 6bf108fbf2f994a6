/** Headers that a body looks for, or goes over one by one: `for name, value in scope["headers"]: if name == b"authorization": …`. */
import { requestValue, roleOf, type Abstract, type Scenario } from './abstract';
import type { Expression, Statement } from '../../code/model';
import { someExpressionIn } from '../../code/visit';

type Loop = Extract<Statement, { s: 'loop' }>;
type Request = Extract<Expression, { e: 'request' }>;

/**
 * The pairs that a loop meets which decide about the caller: of the names that its body speaks of, those of credentials, each with what the
 * caller sent. Undefined where it goes over something else, or looks for no credential.
 */
export function headersMet({ as, body }: Loop, over: Abstract, scenario: Scenario): [Abstract, Abstract][] | undefined {
  if (over.v !== 'request' || as.length !== 2) return undefined;
  const { part, name } = over.expression as Request;
  if (name !== null || (part !== 'header' && part !== 'cookie')) return undefined;
  const named = new Set<string>();
  someExpressionIn(body, (one) => {
    if (one.e === 'text' && roleOf(part, one.value) === 'credential') named.add(one.value);
    return false;
  });
  if (named.size === 0) return undefined;
  return [...named]
    .map((text): [Abstract, Abstract] => [{ v: 'text', text }, requestValue(part, text, scenario)])
    .filter(([, sent]) => sent.v !== 'absent');
}

const known = new WeakMap<readonly Statement[], boolean>();

/** Whether a body looks for a credential in the headers: what it takes for a token from the body of the request is the same in another place. */
export function readsToken(body: readonly Statement[]): boolean {
  let reads = known.get(body);
  if (reads === undefined) {
    reads = someExpressionIn(
      body,
      (one) => one.e === 'request' && one.part === 'header' && roleOf('header', one.name) === 'credential',
    );
    known.set(body, reads);
  }
  return reads;
}
