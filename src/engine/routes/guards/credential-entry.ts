/** Classes of packages that take the credential out of the request and ask a method of whoever extends them. */
import { entryOf } from '../framework';
import type { Interpreter } from '../program/interpret';
import type { FunctionValue, InstanceValue } from '../program/values';
import type { Abstract, Scenario } from '../run/abstract';
import { parametersOf } from './parameters';

export interface CredentialEntry {
  method: FunctionValue;
  /** It is asked where nothing was sent as well. */
  always: boolean;
}

/** The method that is asked; undefined where the class is called by itself, or is of another kind. */
export function askedWithCredential(value: InstanceValue, program: Interpreter): CredentialEntry | undefined {
  const entry = entryOf(program.externalBases(value.of));
  if (!entry?.asks || program.bound(value.of, value, '__call__')) return undefined;
  const method = program.bound(value.of, value, entry.method);
  return method?.v === 'function' ? { method, always: entry.asks === 'everybody' } : undefined;
}

/** What it is given behind the request. */
export function sentTo(method: FunctionValue, { credential }: Scenario): Map<string, Abstract> {
  const sent: Abstract = credential === 'absent' ? { v: 'absent' } : { v: 'junk', claimed: false };
  return new Map(
    parametersOf(method)
      .slice(1)
      .map(({ name }) => [name, sent]),
  );
}
