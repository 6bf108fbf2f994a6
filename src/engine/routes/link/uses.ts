/** Registrations and guards as steps of the way to a route. */
import type { Span } from '../../span';
import { join } from './coverage';
import type { LinkedUse } from './linked';
import { guardName } from '../program/guard-uses';
import type { Expression } from '../../code/model';
import { nameOf, type Guard, type RouterEvent, type Value } from '../program/values';

type UseEvent = Extract<RouterEvent, { kind: 'use' }>;

/** Why a middleware for paths that are not literal may not stand before a route. */
export const COVERS_SOME = 'covers some paths, and which these are is not literal';

/** A registration on an application or router, with the paths that it covers as served. */
export function fromUse(event: UseEvent, level: LinkedUse['level'], prefix: string | null): LinkedUse {
  const paths = event.paths?.map((path) => (event.fact.match === 'param' ? path : join(prefix, path))) ?? null;
  const literal = paths === null || paths.includes(null) ? null : (paths as string[]);
  const whole =
    level === 'app' || prefix === '' || prefix === null ? null : event.fact.reach === 'later' ? [prefix] : null;
  const except = event.except?.flatMap((path) => (path === null ? [] : [path, join(prefix, path) ?? path]));
  return {
    ...linkedUse(event.guard, level, event, event.fact.sockets),
    paths: event.fact.outwards === undefined ? (literal ?? whole) : literal,
    ...(except && { except }),
    ...(event.of && { of: event.of }),
    // Which paths it is registered for is not known, only that these are some and not all that is below them.
    ...(event.fact.match === 'exact' && event.paths?.includes(null) && { unsettled: COVERS_SOME }),
    ...(!event.fact.match &&
      !event.fact.rule &&
      !event.of &&
      event.paths?.includes(null) && { unread: (event.fact.paths ?? []).map(writtenAs) }),
    ...(event.maybe !== undefined && { unsettled: event.maybe }),
    ...withinOf(event, prefix),
  };
}

/** A path as code writes it; what it is joined of, where it is. */
export function writtenAs(path: Expression): string {
  if (path.e === 'join') return path.parts.map(writtenAs).join('');
  return path.e === 'text' ? path.value : nameOf(path);
}

/** Paths of the list that a rule is in; where they are not all literal the list may take any. */
function withinOf(event: UseEvent, prefix: string | null): Pick<LinkedUse, 'within' | 'maybeWithin'> {
  const joined = event.within?.map((path) => join(prefix, path)) ?? null;
  const isLiteral = joined === null || !joined.includes(null);
  return isLiteral ? { within: joined as string[] | null } : { within: null, maybeWithin: true };
}

/** A guard as a step of the way. */
export function linkedUse(
  guard: Guard,
  level: LinkedUse['level'],
  event: UseEvent | null,
  sockets: boolean,
): LinkedUse {
  return {
    as: guard.use.as,
    level,
    path: guard.path,
    at: guard.use.at as Span,
    name: guardName(guard),
    ...whatIs(guard.value),
    sockets,
    paths: null,
    within: null,
    ...(guard.use.needs && { needs: guard.use.needs }),
    ...((guard.use.byDefault ?? event?.fact.byDefault) && { byDefault: true as const }),
    ...(guard.use.name !== undefined && { titled: true as const }),
    use: event && { path: event.path, fact: event.fact, major: event.major },
    args: event?.fact.args ?? [],
    ineffective: guard.use.ineffective ?? null,
    bypassed: guard.use.bypassed ?? null,
    ...(guard.use.sometimes !== undefined && { unsettled: guard.use.sometimes }),
    ...(guard.use.undecided !== undefined && { undecided: guard.use.undecided }),
    ...(event?.condition && { condition: event.condition }),
    ...(guard.use.around && { around: true }),
    ...((guard.use.passes ?? event?.fact.passes) && { passes: true }),
    ...(guard.when && { when: guard.when }),
    ...skippedOf(guard),
  };
}

/** What stands behind a use, as far as it is known by itself. */
export function whatIs(value: Value): Pick<LinkedUse, 'definition' | 'origin' | 'value'> {
  const inner = value.v === 'guard' && value.value ? value.value : value;
  const definition = inner.v === 'function' ? { path: inner.path, fact: inner.fact } : null;
  return { definition, origin: originOf(inner), value };
}

function originOf(value: Value): LinkedUse['origin'] {
  if (value.v === 'external') return { symbol: value.symbol, args: value.args };
  return null;
}

/** How a guard is taken away, where it is. */
function skippedOf({ skipped, use }: Guard): { skipped?: string } {
  const how = skipped ?? use.skipped;
  return how === undefined ? {} : { skipped: how };
}
