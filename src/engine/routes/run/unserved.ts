/**
 * Ends of a handler at which its work is left undone: an early `return` that says nothing but that something is missing, for a caller
 * without a credential. Server actions and form handlers refuse in this way (`if (!session) return { error: 'Sign in first' }`); a status
 * is not needed to keep somebody out.
 */
import type { Expression, Statement } from '../../code/model';
import { blocksOf, partsOf } from '../../code/visit';
import { nameOf } from '../program/values';

/** Functions whose answer is what they are given, or which say that something went wrong. */
const SAYS =
  /(?:^|\.)(?:json|data|String|send|end|text)$|err|fail|message|unauth|forbid|denied|invalid|^(?:new )?(?:Next)?Response\b/i;

/** Whether a value is made of literals, and of what an error is called: no data was fetched for it. */
export function saysNothing(value: Expression | null): boolean {
  if (!value) return true;
  switch (value.e) {
    case 'text':
    case 'constant':
    case 'refusal':
      return true;
    case 'name':
      return /^(?:undefined|e|ex|err)$|error|message/i.test(value.name);
    case 'member':
      return saysNothing(value.of);
    case 'call':
      return SAYS.test(nameOf(value.callee)) && value.args.every((arg) => saysNothing(arg.value));
    case 'list':
    case 'record':
    case 'join':
    case 'and':
    case 'or':
    case 'not':
    case 'choose':
    case 'compare':
    case 'spread':
      return partsOf(value).every(saysNothing);
    default:
      return false;
  }
}

const answers = new WeakMap<readonly Statement[], Set<Statement>>();

/** Statements with which a body ends when nothing holds it up: its last one, and the last ones of the blocks that end it. */
export function answersOf(body: readonly Statement[]): ReadonlySet<Statement> {
  let found = answers.get(body);
  if (!found) {
    found = new Set();
    const add = (list: readonly Statement[]): void => {
      const last = list.at(-1);
      if (!last) return;
      found?.add(last);
      if (last.s === 'try') add(last.body);
      else if (last.s === 'loop') blocksOf(last).forEach(add);
    };
    add(body);
    answers.set(body, found);
  }
  return found;
}
