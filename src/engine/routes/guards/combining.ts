/** Outcomes of guards that stand for one: one of several, one after another, the opposite of one. */
import type { Outcome } from '../run/state';
import { isDecisive } from './reading';

/**
 * Outcomes of a guard that is one of several, chosen when it is made: where one of them refuses, another that lets everybody pass does so
 * because of a setting.
 */
export function chosen(options: readonly Outcome[][]): Outcome[] {
  const refuses = options.some((outcomes) => outcomes.some(isDecisive));
  return options.flatMap((outcomes) =>
    refuses && outcomes.every((outcome) => outcome.end === 'pass' && outcome.assumptions.length === 0)
      ? outcomes.map((outcome) => ({ ...outcome, assumptions: [{ setting: 'its configuration', value: false }] }))
      : outcomes,
  );
}

/** Outcomes of two guards, the second of which is asked where the first lets pass. */
export function oneAfterAnother(before: Outcome[], next: Outcome[]): Outcome[] {
  const refused = before.filter(({ end }) => end === 'refuse');
  return refused.length === before.length ? before : [...refused, ...next];
}

/** What lets in refuses, and the other way round. */
export function opposite(outcome: Outcome): Outcome {
  if (outcome.end === 'refuse') return { ...outcome, end: 'pass', refusal: null };
  return { ...outcome, end: 'refuse', refusal: { status: 403, redirect: false, path: '', line: 0, http: true } };
}

/** Outcomes of guards all of which have to let in, some of which cannot be read: these may only refuse more. Null = it hangs on them. */
export function refusedByOne(known: readonly Outcome[][]): Outcome[] | null {
  return known.find((outcomes) => outcomes.length > 0 && outcomes.every(({ end }) => end === 'refuse')) ?? null;
}
