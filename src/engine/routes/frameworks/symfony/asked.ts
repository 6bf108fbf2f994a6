/**
 * What `isGranted` answers for a caller who has not signed in. symfony.com/doc, "Security": roles and `IS_AUTHENTICATED…` are nobody's then,
 * `PUBLIC_ACCESS` is everybody's; any other attribute is a voter's matter ("How to Use Voters to Check User Permissions").
 */
import type { Expression, FunctionFact } from '../../../code/model';
import { meaning, VOTERS } from './names';

const CLOSED = /^(?:ROLE_\w.*|IS_AUTHENTICATED(?:_FULLY|_REMEMBERED|_2FA_IN_PROGRESS)?|IS_REMEMBERED|IS_IMPERSONATOR)$/;
const CALLS =
  /\bis_granted\(\s*["']([^"']+)["'](?:\s*,[^()]*(?:\([^()]*\))?)?\)|\bis_(?:authenticated|fully_authenticated|remember_me)\(\)/g;
const OPEN = /^(?:PUBLIC_ACCESS|IS_AUTHENTICATED_ANONYMOUSLY)$/;

/** Whether it lets such a caller through; null = voters tell. */
export function letsIn(attribute: string): boolean | null {
  return OPEN.test(attribute) ? true : CLOSED.test(attribute) ? false : null;
}

/** An attribute as a guard's value. */
export function asked(attribute: string): Expression {
  const lets = letsIn(attribute);
  return lets === null ? voters(attribute) : meaning(lets ? 'permits' : 'refuses');
}

/**
 * An expression over calls of `is_granted` and of what asks for a user, joined by `and` or `or`, as a guard's value; undefined for any other.
 * symfony.com/doc, "Using Expressions in Security Access Controls".
 */
export function askedBy(expression: string): Expression | undefined {
  const found = [...expression.matchAll(CALLS)].map(([, attribute = '']) => attribute);
  const joints = expression.replace(CALLS, ' ').match(/[^\s()]+/g) ?? [];
  if (found.length === 0 || !joints.every((joint) => /^(?:and|or|&&|\|\|)$/.test(joint))) return undefined;
  const lets = found.map((attribute) => attribute !== '' && letsIn(attribute));
  const isEach = joints.every((joint) => joint === 'and' || joint === '&&');
  if (isEach ? lets.includes(false) : lets.every((one) => one === false)) return meaning('refuses');
  const [unsure] = found.filter((attribute) => attribute !== '' && letsIn(attribute) === null);
  return unsure === undefined || lets.includes(true) ? undefined : voters(unsure);
}

/** All voters of the project ask for a user first, or else nobody knows which of them is asked here. */
function voters(attribute: string): Expression {
  const undecided = unfollowed(`whom a voter lets do "${attribute}" could not be followed`);
  const strict: Expression = { e: 'named', key: { e: 'text', value: VOTERS.strict }, otherwise: undecided };
  return { e: 'named', key: { e: 'text', value: VOTERS.lax }, otherwise: strict };
}

export function unfollowed(why: string): Expression {
  return { e: 'other', parts: [], why };
}

/** A voter's method that answers false, before it answers anything else, where there is no user. */
export function asksForUser({ body }: FunctionFact): boolean {
  for (const statement of body) {
    if (statement.s === 'let') continue;
    if (statement.s !== 'if') return false;
    const [first] = statement.then;
    const refuses = first?.s === 'return' && first.value?.e === 'constant' && first.value.value === false;
    const { test } = statement;
    if (refuses && isNobody(test)) return true;
    if (!refuses) return false;
  }
  return false;
}

/** `!$user instanceof User`, `null === $user`, `!$user`; another reason to answer false besides leaves it one. */
function isNobody(test: Expression): boolean {
  if (test.e === 'or') return isNobody(test.left) || isNobody(test.right);
  if (test.e === 'not')
    return isUser(test.of) || (test.of.e === 'compare' && test.of.op === 'instanceof' && isUser(test.of.left));
  return test.e === 'compare' && test.op === '==' && [test.left, test.right].some(isUser);
}

function isUser(value: Expression): boolean {
  if (value.e === 'name') return /user$/i.test(value.name);
  if (value.e === 'request') return value.part === 'user';
  return value.e === 'call' && value.callee.e === 'member' && value.callee.name === 'getUser';
}
