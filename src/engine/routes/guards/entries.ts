/** What a guard's parameters may hold when its body begins. */
import type { Abstract } from '../run/abstract';
import type { Outcome } from '../run/state';

/** One way the parameters are filled, and what that rests on. */
export interface Entry {
  given: Map<string, Abstract>;
  outcome: Pick<Outcome, 'assumptions' | 'credential' | 'unread'>;
}

/** What a method is given that says what comes of callers whom a package does not know: no error, no user. */
export const VERDICT_ARGUMENTS: readonly Abstract[] = [{ v: 'constant', value: null }, { v: 'failed' }];

/** Ways that differ in nothing that matters are one; at most eight. */
export function distinctEntries(entries: Entry[]): Entry[] {
  const seen = new Map<string, Entry>();
  for (const entry of entries) {
    const key =
      [...entry.given].map(([name, value]) => `${name}:${value.v}`).join() +
      entry.outcome.credential +
      entry.outcome.assumptions.length;
    if (!seen.has(key)) seen.set(key, entry);
  }
  return [...seen.values()].slice(0, 8);
}
