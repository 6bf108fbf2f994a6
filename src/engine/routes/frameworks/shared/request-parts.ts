/** Parts of a request by names that are only known when the program runs. */
import type { Expression } from '../../../code/model';

/** All headers or cookies: which one is read by a name that is no text of its own is found when the body is run (`run/calls.ts`). */
export function isNamedAtRun(of: Expression): boolean {
  return of.e === 'request' && of.name === null && (of.part === 'header' || of.part === 'cookie');
}
