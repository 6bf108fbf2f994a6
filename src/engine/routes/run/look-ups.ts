/**
 * Look-ups by what the caller sent, given inside an object or a list: `prisma.apiKey.findUnique({ where: { key } })`, `fetch(url, { headers: {
 * authorization } })`, `cache.get((key, tenant))`. What is looked up by a made-up credential is not found.
 */
import { isTainted, type Abstract } from './abstract';

const LOOKS_UP =
  /^(?:find|get|select|where|fetch|query|look|verify|validate|introspect|check|auth|one|first|load|read|search|exists|construct|unwrap|decode|decrypt)/i;
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

function within(value: Abstract, depth: number): Abstract[] {
  if (isTainted(value)) return [value];
  if (depth >= MAX_DEPTH) return [];
  const parts = value.v === 'made' ? [...value.entries.values()] : value.v === 'list' ? value.items : [];
  return parts.flatMap((one) => within(one, depth + 1));
}
