/** Which exception is thrown, and whether a handler takes it. */
import type { Interpreter } from '../program/interpret';
import { linearized } from '../program/mro';
import type { Refusal } from '../program/values';
import type { Abstract } from './abstract';

const EVERYTHING = /^(Base)?Exception$/;
const HTTP = /HTTPException$/;

/** Names of the class of an exception of the workspace and of what it is derived from; undefined = not known. */
export function kindsOf(thrown: Abstract, program: Interpreter): string[] | undefined {
  if (thrown.v !== 'instance') return undefined;
  const own = linearized(thrown.of, program).flatMap((one) => (one.v === 'class' ? [one.fact.name] : []));
  return [...own, ...program.externalBases(thrown.of).map(last)];
}

/** Whether a handler for these types (none = all) takes what was thrown; one for a type that nothing is known of may. */
export function takes(types: readonly string[], refusal: Refusal | null): boolean {
  if (refusal === null || types.length === 0 || types.some((type) => EVERYTHING.test(type))) return true;
  const names = types.map(last);
  const { kinds } = refusal;
  if (kinds) return names.some((name) => kinds.includes(name));
  return names.some((name) => HTTP.test(name)) === refusal.http;
}

function last(name: string): string {
  return name
    .slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf(':'), name.lastIndexOf('\\')) + 1)
    .replace(/\(\)$/, '');
}
