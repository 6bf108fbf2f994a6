/**
 * Look-ups by what the caller sent, given inside an object or a list: `prisma.apiKey.findUnique({ where: { key } })`, `fetch(url, { headers: {
 * authorization } })`, `cache.get((key, tenant))`. What is looked up by a made-up credential is not found.
 */
import type { Expression } from '../../code/model';
import { nameOf } from '../program/values';
import { isTainted, type Abstract } from './abstract';
import { UNKNOWN, withVar, type State } from './state';

const LOOKS_UP =
  /^(?:find|get|select|where|fetch|query|look|verify|validate|introspect|check|auth|one|first|load|read|search|exists|construct|unwrap|decode|decrypt|exec(?:ute)?$|scalars?$)|signature|webhook/i;
/** Look-ups that take what is missing for "any": Prisma leaves conditions out that are undefined (prisma.io/docs, "null and undefined"). */
const TAKES_ANY = /^find(?:First|Many|All)/;
/** Objects and lists inside one another that are looked into. */
const MAX_DEPTH = 4;

/** What the caller sent, in the arguments of a call by this name. */
export function lookedUpBy(name: string, values: readonly { value: Abstract }[]): Abstract[] {
  if (!LOOKS_UP.test(name)) return [];
  const found = values.flatMap(({ value }) => (value.v === 'made' || value.v === 'list' ? within(value, 0) : []));
  return TAKES_ANY.test(name) && found.every(({ v }) => v === 'absent') ? [] : found;
}

/** What gives a text in another spelling, by the last parts of its name. */
const DECODES =
  /(?:^|\.)(?:Buffer\.from|atob|decodeURIComponent|base64_decode|(?:urlsafe_)?(?:b64decode|decode64)|FromBase64String)$/;
const PARSES = /(?:^|\.)(?:JSON\.parse|json\.loads|json_decode)$/;

/**
 * What a made-up credential says when it is taken apart and no signature is looked at (`JSON.parse(atob(token.split('.')[1]))`): whatever
 * the caller has written there. Undefined for anything else.
 */
export function unsigned(callee: string, value: Abstract | undefined): Abstract | undefined {
  // What is written out may be nothing, and nothing fails by that.
  if (value && isTainted(value) && callee === 'JSON.stringify') return value;
  if (value?.v !== 'junk') return undefined;
  if (PARSES.test(callee)) return { v: 'junk', claimed: true };
  return DECODES.test(callee) ? value : undefined;
}

function within(value: Abstract, depth: number): Abstract[] {
  if (isTainted(value)) return [value];
  if (depth >= MAX_DEPTH) return [];
  const parts = value.v === 'made' ? [...value.entries.values()] : value.v === 'list' ? value.items : [];
  return parts.flatMap((one) => within(one, depth + 1));
}

/**
 * `ApiKey.key == token`: a condition of a query, not an answer (docs.sqlalchemy.org, "Column Elements"). What is looked up by it is not
 * found, as with the credential itself; undefined for any other comparison.
 */
export function queried(
  { op, left, right }: Extract<Expression, { e: 'compare' }>,
  a: Abstract,
  b: Abstract,
): Abstract | undefined {
  const given = op !== '==' ? undefined : isColumn(left) ? b : isColumn(right) ? a : undefined;
  if (!given || !isTainted(given)) return undefined;
  return given.v === 'junk' && given.claimed ? given : { v: 'failed' };
}

/**
 * `cursor.execute("SELECT … WHERE key = ?", (token,))`: the cursor afterwards (peps.python.org, PEP 249). What it fetches is what was looked
 * up; undefined = another call.
 */
export function executed(
  { callee, args }: Extract<Expression, { e: 'call' }>,
  values: readonly { value: Abstract }[],
  state: State,
): State | undefined {
  if (callee.e !== 'member' || callee.name !== 'execute' || (callee.of.e !== 'name' && callee.of.e !== 'member'))
    return undefined;
  const [sql] = args;
  const text = sql?.value.e === 'join' ? sql.value.parts[0] : sql?.value;
  const name = nameOf(callee.of);
  const isLookUp = text?.e === 'text' && /^\s*(?:select|with)\b/i.test(text.value);
  const by = isLookUp ? [...values.map(({ value }) => value).filter(isTainted), ...lookedUpBy('execute', values)] : [];
  const isClaimed = by.every((one) => one.v === 'junk' && one.claimed);
  if (by.length > 0 && !isClaimed) return withVar({ ...state, credential: true }, name, { v: 'failed' });
  return state.vars.get(name)?.v === 'failed' ? withVar(state, name, UNKNOWN) : undefined;
}

/** An attribute of a class: a column, where it is compared with what a caller sent. */
function isColumn(expression: Expression): boolean {
  const of = expression.e === 'member' ? expression.of : undefined;
  return (of?.e === 'name' || of?.e === 'member') && /^[A-Z]\w*[a-z]/.test(of.name);
}
