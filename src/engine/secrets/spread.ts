/** The same-value pass: where else in the workspace a confirmed secret value stands. Runs where texts are at hand; values never leave it. */
import type { FileFacts } from '../facts';
import type { ValueOccurrence } from '../host';

/** Secret values by their salted hash. Kept in memory of the collecting side only. */
export type SecretValues = Map<string, string>;

/** Adds the values that a file's facts confirm, read from its text at the spans of the facts. */
export function gatherValues(_facts: FileFacts, _text: string, _values: SecretValues): void {}

/** Every place of the values in one text. */
export function findValues(_values: SecretValues, _path: string, _text: string): ValueOccurrence[] {
  return [];
}
