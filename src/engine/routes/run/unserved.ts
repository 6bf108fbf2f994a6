/**
 * Ends of a handler at which its work is left undone: an early `return` that says nothing but that something is missing, for a caller
 * without a credential. Server actions and form handlers refuse in this way (`if (!session) return { error: 'Sign in first' }`); a status
 * is not needed to keep somebody out.
 */
import type { Expression, Statement } from '../../code/model';
import { blocksOf, partsOf, someExpressionIn, someStatement } from '../../code/visit';
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

/** How a handler's body ends. */
export interface Answers {
  /** Statements with which it ends when nothing holds it up: its last one, and the last ones of the blocks that end it. */
  last: ReadonlySet<Statement>;
  /** Those with which it ends once something was thrown in it. */
  caught: ReadonlySet<Statement>;
  /** It asks who has signed in, and has an answer besides sending callers to another page: whoever is sent there got nothing. */
  sendsAway: boolean;
}

const known = new WeakMap<readonly Statement[], Answers>();

/** How a body ends; computed once. */
export function answersOf(body: readonly Statement[]): Answers {
  let found = known.get(body);
  if (!found) {
    found = {
      last: lastOf(body),
      caught: caughtIn(body),
      sendsAway: someExpressionIn(body, namesCaller) && someStatement(body, isAnswer),
    };
    known.set(body, found);
  }
  return found;
}

function lastOf(body: readonly Statement[]): Set<Statement> {
  const found = new Set<Statement>();
  const add = (list: readonly Statement[]): void => {
    const last = list.at(-1);
    if (!last) return;
    found.add(last);
    if (last.s === 'try') add(last.body);
    else if (last.s === 'loop') blocksOf(last).forEach(add);
  };
  add(body);
  return found;
}

/** Returns in the `catch` blocks of a body, however deep. */
function caughtIn(body: readonly Statement[], isInside = false, found = new Set<Statement>()): Set<Statement> {
  for (const statement of body) {
    if (isInside && statement.s === 'return') found.add(statement);
    const inner: (readonly Statement[])[] = statement.s === 'try' ? statement.catches.map((one) => one.body) : [];
    for (const block of blocksOf(statement)) caughtIn(block, isInside || inner.includes(block), found);
  }
  return found;
}

/** Keys under which a session keeps who has signed in; a basket or a step of a form says nothing of the caller. */
const CALLER_KEY =
  /user|log(?:ged)?_?in|auth|account|admin|member|identity|profile|uid|^(?:id|email|name|role|token|sub)$/i;

function namesCaller(expression: Expression): boolean {
  if (expression.e !== 'request') return false;
  return expression.part === 'user' || (expression.part === 'session' && CALLER_KEY.test(expression.name ?? ''));
}

/** `redirect("/")`, `HttpResponseRedirect(…)`: the caller is sent to another page. */
export function isRedirect(value: Expression | null): boolean {
  return value?.e === 'call' && /redirect/i.test(nameOf(value.callee));
}

function isAnswer(statement: Statement): boolean {
  return statement.s === 'return' && !saysNothing(statement.value) && !isRedirect(statement.value);
}
