/** What a condition asks about the caller: a role, whether something is the caller's, or what a policy says of it. */
import type { Expression, Statement } from '../../code/model';
import { blocksOf, expressionsOf, partsOf, someExpression } from '../../code/visit';
import { statusByName } from '../run/exceptions';
import { nameOf } from '../program/values';
import { isCaller, lastName, rootOf, type Callers } from './caller';
import { ABOUT_INPUT, POLICY_ASKED, REFUSES, ROLE_ASKED, ROLE_HELD, SOMEBODY_ELSE } from './words';

export type Question = 'role' | 'ownership' | 'policy';

/** What is known where a condition stands. */
export interface Known {
  callers: Callers;
  /** Variables that hold the answer to a question. */
  answers: ReadonlyMap<string, Question>;
  /** Whether a variable holds the outcome of a condition, not what it was asked about. */
  decides(name: string): boolean;
  /** What a function of the workspace answers when it is called so; undefined = it is none. */
  answerOf(call: Extract<Expression, { e: 'call' }>): readonly Question[] | undefined;
  /** The conditions that a function written in place answers with. */
  written(id: string): readonly Expression[];
}

/** The questions that a condition turns on. */
export function questionsOf(expression: Expression, known: Known): Question[] {
  switch (expression.e) {
    case 'name':
    case 'member':
    case 'index':
    case 'request':
      return held(expression, known);
    case 'compare':
      return compared(expression, known);
    case 'call':
      return called(expression, known);
    case 'function':
      return known.written(expression.id).flatMap((one) => questionsOf(one, known));
    case 'not':
    case 'and':
    case 'or':
    case 'choose':
    case 'other':
    case 'error':
      return partsOf(expression).flatMap((part) => questionsOf(part, known));
    default:
      return [];
  }
}

/** The questions that a test turns on by itself: that there is a role at all (`if (!user.role)`) is none. */
export function conditionsOf(expression: Expression, known: Known): Question[] {
  switch (expression.e) {
    case 'not':
    case 'and':
    case 'or':
      return partsOf(expression).flatMap((part) => conditionsOf(part, known));
    case 'name':
    case 'member':
    case 'index':
    case 'request':
      return SAYS_YES.test(nameOf(expression).split('.').pop() ?? '') || known.decides(nameOf(expression))
        ? held(expression, known)
        : [];
    default:
      return questionsOf(expression, known);
  }
}

/** Names of what is true or false. */
const SAYS_YES = /^[@_]?(?:is|has|can|may|allow|permit|author|must|should|not)|admin|staff|superuser|moderator|\?$/i;

function held(expression: Expression, known: Known): Question[] {
  const answer = known.answers.get(nameOf(expression));
  if (answer) return [answer];
  return holdsRole(expression, known.callers) ? ['role'] : [];
}

/** A member of the caller that says what it may do. A name of its own says nothing: its value does, where it was given one. */
function holdsRole(expression: Expression, callers: Callers): boolean {
  const name =
    expression.e === 'member' || expression.e === 'request'
      ? expression.name
      : expression.e === 'index' && expression.key.e === 'text'
        ? expression.key.value
        : null;
  if (name !== null && isRoleHeld(name)) return isOfCaller(expression, callers);
  const inner = expression.e === 'member' || expression.e === 'index' ? expression.of : null;
  return inner !== null && holdsRole(inner, callers);
}

/** `role`, `getPermissions`. */
export function isRoleHeld(name: string): boolean {
  return ROLE_HELD.test(name.replace(/^get_?(?=[A-Za-z])/, ''));
}

/** Objects that a role may be read from without being somebody else's. */
const HOLDER =
  /user|auth|claim|token|payload|session|principal|current|^me$|ctx|context|^req|actor|caller|member|account|viewer|identity|decoded|credential|profile|^u$|^g$|^this$|^self$|jwt|role|admin|permission|access|grant|organi|scope|security|staff|employee|person/i;

function isOfCaller(expression: Expression, callers: Callers): boolean {
  if (expression.e === 'request') return ['user', 'session', 'state', 'header'].includes(expression.part);
  const root = rootOf(expression);
  if (root.e === 'request') return ['user', 'session', 'state', 'header'].includes(root.part);
  if (root.e !== 'name') return false;
  if (callers.has(root.name)) return true;
  const shown = nameOf(expression);
  return HOLDER.test(shown.slice(0, shown.lastIndexOf('.'))) && !SOMEBODY_ELSE.test(root.name);
}

const EQUALITY: ReadonlySet<string> = new Set(['==', '!=', 'in', 'not in']);

function compared(expression: Extract<Expression, { e: 'compare' }>, known: Known): Question[] {
  const { left, right, op } = expression;
  const sides = [...questionsOf(left, known), ...questionsOf(right, known)];
  if (sides.length > 0) return sides;
  return EQUALITY.has(op) && isWhose(left, right, known.callers) ? ['ownership'] : [];
}

/** One is the caller, the other something that may be somebody's. */
export function isWhose(left: Expression, right: Expression, callers: Callers): boolean {
  const [isLeft, isRight] = [isCaller(left, callers), isCaller(right, callers)];
  return isLeft !== isRight && isSomething(isLeft ? right : left);
}

function isSomething(expression: Expression): boolean {
  if (expression.e === 'request') return expression.part !== 'header' && expression.part !== 'method';
  if (expression.e === 'call')
    return expression.args.length === 0 || isSomething(expression.args[0]?.value ?? expression);
  return (
    expression.e === 'member' ||
    expression.e === 'index' ||
    (expression.e === 'name' && /(?:id|by|owner|users?|author|members?)s?$/i.test(expression.name))
  );
}

const EQUALS = /^(?:equals?(?:IgnoreCase)?|Equals|isEqual|eql\?|equal\?|is|isSame|compareTo|strictEqual)$/;
const CONTAINS =
  /^(?:includes|contains|Contains|has|indexOf|in_array|include\?|member\?|some|any|Any|every|find|exists|matches|containsKey|anyMatch|intersects?)$/;

/** Calls that only work on what they are given. */
export function isPlainCall(name: string): boolean {
  return CONTAINS.test(name) || EQUALS.test(name) || PLAIN.test(name);
}

const PLAIN =
  /^(?:bool|Boolean|any|all|len|set|list|map|String|str|int|Number|toLowerCase|toUpperCase|lower|upper|strip|trim|intersection|isdisjoint|issubset|issuperset|getattr|hasattr|get|split|count|size|length|isEmpty|isset|empty|is_null|array_intersect|join|filter|Set|Array|stream|toString|name)$/;

/** Variables that are called after an outcome. */
export function isOutcome(name: string): boolean {
  return SAYS_YES.test(name.split('.').pop() ?? name);
}

function called(expression: Extract<Expression, { e: 'call' }>, known: Known): Question[] {
  const { callee, args } = expression;
  const name = lastName(callee);
  const own = known.answerOf(expression);
  if (own && own.length > 0) return [...own];
  const of = callee.e === 'member' ? callee.of : null;
  const values = args.map(({ value }) => value);
  if (isRoleHeld(name) && of && isOfCaller(callee, known.callers)) return ['role'];
  if (own === undefined && ROLE_ASKED.test(name) && !(of && SOMEBODY_ELSE.test(nameOf(of)))) return ['role'];
  if (own === undefined && of && POLICY_ASKED.test(name) && values.length > 0) return ['policy'];
  if (own === undefined && isAskedOf(of, values, known.callers)) return ['policy'];
  const [first] = values;
  if (of && first && (EQUALS.test(name) || CONTAINS.test(name)) && isWhose(of, first, known.callers))
    return ['ownership'];
  if (!isPlainCall(name)) return [];
  return [...(of ? questionsOf(of, known) : []), ...values.flatMap((value) => questionsOf(value, known))];
}

/** `order.editable_by(user)`, `acl.allows(user, order)`: something that is out of reach is asked about the caller and a thing. */
function isAskedOf(of: Expression | null, values: readonly Expression[], callers: Callers): boolean {
  if (!of || isCaller(of, callers) || !values.some((value) => isCaller(value, callers))) return false;
  const root = rootOf(of);
  const isThing = root.e === 'name' && /^[@a-z_]/.test(root.name) && root.name !== 'this';
  return isThing && (values.length > 1 || of.e === 'name' || of.e === 'member');
}

// Refusing ----------------------------------------------------------------------------------------------------------------------------

const TURNS_AWAY: ReadonlySet<number> = new Set([401, 403, 404]);

/** Whether a block turns away whoever comes to its end. */
export function turnsAll(block: readonly Statement[]): boolean {
  return block.some((statement) => blocksOf(statement).length === 0 && turnsAway([statement]));
}

/** Whether a block turns callers away: not for what they sent, but for who they are. */
export function turnsAway(block: readonly Statement[]): boolean {
  return block.some((statement) => {
    if (statement.s === 'throw') return !statement.value || isTurningError(statement.value);
    if (statement.s === 'jump') return false;
    return expressionsOf(statement).some(isRefusing) || blocksOf(statement).some(turnsAway);
  });
}

/** An error that is thrown, or a refusal, that has to do with who is calling. */
function isTurningError(value: Expression): boolean {
  if (value.e === 'refusal') return isTurning(value);
  if (someExpression(value, (one) => one.e === 'refusal' && isTurning(one))) return true;
  const status = statusByName(value);
  return status !== null
    ? TURNS_AWAY.has(status)
    : !ABOUT_INPUT.test(nameOf(value)) && !/\b4(?:00|09|22)\b/.test(textOf(value));
}

function textOf(value: Expression): string {
  return value.e === 'call'
    ? value.args.map(({ value: one }) => (one.e === 'constant' ? String(one.value) : '')).join(' ')
    : '';
}

function isTurning({ status, redirect }: Extract<Expression, { e: 'refusal' }>): boolean {
  return redirect === true || status === null || TURNS_AWAY.has(status) || (status >= 300 && status < 400);
}

/** Whether evaluating it refuses somebody. */
export function isRefusing(expression: Expression): boolean {
  return someExpression(
    expression,
    (one) =>
      (one.e === 'refusal' && isTurning(one)) ||
      (one.e === 'call' && (REFUSES.test(lastName(one.callee)) || REFUSES.test(nameOf(one.callee)))),
  );
}

/** Whether a block hands the request on. */
export function handsOn(block: readonly Statement[]): boolean {
  return block.some(
    (statement) =>
      expressionsOf(statement).some((expression) => someExpression(expression, ({ e }) => e === 'proceed')) ||
      blocksOf(statement).some(handsOn),
  );
}
