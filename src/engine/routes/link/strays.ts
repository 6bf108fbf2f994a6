/** What stands near a route and does not reach it. */
import { reaches } from './coverage';
import type { LinkedUse } from './linked';
import { fromUse } from './uses';
import { nodeOf, type RouterEvent, type RouterNode } from '../program/values';

type UseEvent = Extract<RouterEvent, { kind: 'use' }>;

/** Of what stands before an application's own routes. */
export const NOT_MOUNTED = 'reaches the routes of its own application, not those of one that is mounted in it';

/** Middleware of an application laid out as files whose own list of paths leaves a route out. */
export function unmatched(uses: readonly LinkedUse[], url: string | null, method: string): LinkedUse[] {
  if (url === null) return [];
  return uses
    .filter((use) => use.use?.fact.on.e === 'site' && use.paths !== null && !reaches(use, url, method))
    .map((use) => ({ ...use, paths: null, ineffective: 'leaves this path out by its matcher' }));
}

/** What does not reach the routes before `from`, and why. */
export interface Stray {
  from: number;
  use: LinkedUse;
}

/** Middleware that is registered after routes where the order counts, and hooks in plugins that keep them to themselves. */
export function straysOf(events: readonly RouterEvent[], level: LinkedUse['level'], prefix: string | null): Stray[] {
  return events.flatMap((event, index): Stray[] => {
    if (event.kind === 'use') {
      const isLater = event.fact.reach === 'later' && event.fact.role === 'middleware';
      const ineffective = 'is registered after this route, which it does not reach';
      return isLater ? [{ from: index, use: { ...fromUse(event, level, prefix), ineffective } }] : [];
    }
    const node = event.kind === 'mount' ? nodeOf(event.target) : null;
    if (!node || node.events.some(({ kind }) => kind !== 'use')) return [];
    const inside = node.events.filter((one): one is UseEvent => one.kind === 'use' && staysInside(one, node));
    const ineffective = 'stands in a plugin of its own and reaches nothing outside it';
    return inside.map((one) => ({
      from: Infinity,
      use: { ...fromUse(one, 'router', prefix), paths: null, ineffective },
    }));
  });
}

function staysInside({ fact }: UseEvent, { fact: router }: RouterNode): boolean {
  if (fact.role !== 'middleware' || fact.reach === 'app') return false;
  return fact.reach === 'all' ? !fact.outwards : fact.outwards === 0 || router.isolates === true;
}
