/** Look-ups that are limited to what is the caller's: by column, by relation, by the name of what is called, or by query text. */
import type { Argument, Expression } from '../../code/model';
import { partsOf, someExpression } from '../../code/visit';
import { nameOf } from '../program/values';
import { isCaller, lastName, rootOf, type Callers } from './caller';
import { isWhose } from './tests';
import { isCreating, IDENTIFIES, LOOKUP, OF_CALLER, OWNER, OWN_KEY, ROLE_HELD } from './words';

/** `theirs`: something of the caller's · `self`: the caller itself. */
export type LookUp = 'theirs' | 'self';

type Call = Extract<Expression, { e: 'call' }>;

/** What a call looks up for the caller; null = nothing, or not by who calls. */
export function lookUpOf(call: Call, callers: Callers): LookUp | null {
  const name = lastName(call.callee);
  if (call.create || isCreating(name) || /^[A-Z]\w*$/.test(call.callee.e === 'name' ? name : '')) return null;
  const relation = relationOf(call, callers);
  if (relation) return relation;
  if (!LOOKUP.test(name) && !OF_CALLER.test(name)) return null;
  if (
    call.args.some((arg, index) => isByOwner(arg, call.args[index - 1], callers) || isCondition(arg, name, callers)) ||
    isInQuery(call.args, callers)
  )
    return 'theirs';
  const whose = call.args.some(({ value }) => isCaller(value, callers));
  if (!whose) return call.args.some((arg) => isByOwnKey(arg, callers)) ? 'self' : null;
  if (OF_CALLER.test(name)) return isOfUsers(call.callee) && !/By.*And|_and_/i.test(name) ? 'self' : 'theirs';
  return isOfUsers(call.callee) ||
    /By(?:Id|Pk|PrimaryKey|Email|Username|Name)$|_by_(?:id|email|username)$|^(?:get|find|findById|findByPk|findUnique)$/i.test(
      name,
    )
    ? 'self'
    : null;
}

/** `current_user.orders.find(id)`: what hangs on the caller is the caller's. */
function relationOf({ callee }: Call, callers: Callers): LookUp | null {
  if (callee.e !== 'member') return null;
  const { of, name } = callee;
  const relation = relationName(of, callers);
  if (relation !== null) return LOOKUP.test(name) ? 'theirs' : null;
  return isCaller(of, callers) && isRelation(name) ? 'theirs' : null;
}

/** Name of the relation at the end of a chain that begins with the caller. */
function relationName(expression: Expression, callers: Callers): string | null {
  const inner = expression.e === 'call' ? expression.callee : expression;
  if (inner.e !== 'member') return null;
  if (isCaller(inner.of, callers)) return isRelation(inner.name) ? inner.name : null;
  return relationName(inner.of, callers);
}

function isRelation(name: string): boolean {
  return (
    /[a-z]s$|_set$/.test(name) &&
    !/ss$|status$|^(?:is|has|was)_?/.test(name) &&
    !IDENTIFIES.test(name) &&
    !ROLE_HELD.test(name) &&
    !/^(?:attributes|claims|settings|preferences|groups|headers|scopes|errors|details|access|args|params|as|values|keys|entries|tokens)$/i.test(
      name,
    )
  );
}

/** `user_id=user.id`, `{ where: { userId } }`, `'user_id', user.id`, `Order.owner_id == user.id`. */
function isByOwner(arg: Argument, before: Argument | undefined, callers: Callers): boolean {
  const { name, value } = arg;
  if (name !== null && OWNER.test(name.replace(/__\w+$/, '')) && isCaller(value, callers)) return true;
  if (before?.value.e === 'text' && OWNER.test(lastPart(before.value.value)) && isCaller(value, callers)) return true;
  if (value.e === 'compare') return isOwnersColumn(value, callers);
  return holdsOwner(value, callers);
}

/** `get_object_or_404(Room, guest=user)`: whatever it is called, what is found is limited by it. */
function isCondition({ name, value }: Argument, called: string, callers: Callers): boolean {
  if (name === null || OWN_KEY.test(name) || !isCaller(value, callers)) return false;
  return /^(?:filter|filter_by|exclude|get|first|find_by!?|where|get_object_or_404|get_list_or_404|exists)$/.test(
    called,
  );
}

function lastPart(column: string): string {
  return column.slice(column.lastIndexOf('.') + 1);
}

function isOwnersColumn({ op, left, right }: Extract<Expression, { e: 'compare' }>, callers: Callers): boolean {
  if ((op !== '==' && op !== 'in') || !isWhose(left, right, callers)) return false;
  const column = isCaller(left, callers) ? right : left;
  return column.e === 'member' && !OWN_KEY.test(column.name);
}

/** Conditions in records and in what joins them. */
function holdsOwner(value: Expression, callers: Callers): boolean {
  if (value.e === 'record')
    return value.entries.some(
      ({ key, value: one }) =>
        (key.e === 'text' && isOwnersKey(lastPart(key.value)) && isCaller(unwrapped(one), callers)) ||
        (!(key.e === 'text' && /^(?:data|create|update|set|\$set|values|include|select|body)$/.test(key.value)) &&
          holdsOwner(one, callers)),
    );
  if (value.e === 'compare') return isOwnersColumn(value, callers);
  if (value.e === 'call') {
    const [first, second] = value.args;
    // Drizzle's `eq(orders.userId, user.id)`.
    if (first && second && isWhose(first.value, second.value, callers)) {
      const column = isCaller(first.value, callers) ? second.value : first.value;
      return column.e === 'member' && !OWN_KEY.test(column.name);
    }
    return value.args.some((arg, index) => isByOwner(arg, value.args[index - 1], callers));
  }
  if (value.e === 'list' || value.e === 'and' || value.e === 'or' || value.e === 'other' || value.e === 'not')
    return partsOf(value).some((part) => holdsOwner(part, callers));
  return false;
}

function isOwnersKey(key: string): boolean {
  return OWNER.test(key) || (/(?:_id|Id)$/.test(key) && !OWN_KEY.test(key));
}

/** `{ equals: user.id }`, `{ connect: { id: user.id } }`. */
function unwrapped(value: Expression): Expression {
  const [only] = value.e === 'record' && value.entries.length === 1 ? value.entries : [];
  return only ? unwrapped(only.value) : value;
}

function isByOwnKey({ name, value }: Argument, callers: Callers): boolean {
  if (name !== null && OWN_KEY.test(name)) return isCaller(value, callers);
  if (value.e === 'record')
    return value.entries.some(
      ({ key, value: one }) =>
        (key.e === 'text' && OWN_KEY.test(key.value) && isCaller(one, callers)) ||
        (key.e === 'text' && key.value === 'where' && isByOwnKey({ name: null, value: one }, callers)),
    );
  return value.e === 'compare' && value.op === '==' && isWhose(value.left, value.right, callers);
}

const OWNERS_IN_QUERY =
  /\b(?:where|and|or|on)\b[^;]*?\b(?:\w+\.)?["`[]?(?:\w*_)?(?:user|owner|author|creator|account|member|customer|tenant|org(?:anization)?|company|workspace|created_by)(?:_?id|_?name|_?email)?["`\]]?\s*(?:=|in\b)/i;

/** A query whose text limits it to an owner, given who calls. */
function isInQuery(args: readonly Argument[], callers: Callers): boolean {
  const texts = args.flatMap(({ value }) => {
    if (value.e === 'text') return [value.value];
    return value.e === 'join' ? [value.parts.map((part) => (part.e === 'text' ? part.value : '?')).join('')] : [];
  });
  if (!texts.some((text) => OWNERS_IN_QUERY.test(text))) return false;
  return args.some(({ value }) => someExpression(value, (one) => isCaller(one, callers)));
}

/** What is called on is a store of users: what is found there by the caller is the caller. */
function isOfUsers(callee: Expression): boolean {
  const of = callee.e === 'member' ? callee.of : callee;
  const root = rootOf(of);
  const shown = `${nameOf(of)} ${root.e === 'name' ? root.name : ''}`;
  return (
    /users?\b|accounts?\b|User(?:s|Repo\w*|Service|Model|Dao|Mapper|Manager)?\b|Account(?:s|Repo\w*|Service)?\b|profile/i.test(
      shown,
    ) && !/(?:User|Account|user|account)_?[A-Z]?(?:Role|Order|Post|Task|Item)/.test(shown)
  );
}
