/** Which files hold confirmed secret values, for the same-value pass. */
import type { FileFacts } from '../facts';
import type { SecretFact } from './facts';
import { placeOf, rulingOf } from './matrix';

/** More sources than this are a list of words, not credentials of a team. */
const MAX_VALUES = 500;

/** True for a value that is worth searching for everywhere: surely a credential, and no test's. */
export function isSource(fact: SecretFact, file: FileFacts): boolean {
  return fact.seed && placeOf(file) !== 'test' && rulingOf(fact, file)?.label === 'secret';
}

/** Paths that hold values worth searching for everywhere, and the salted hashes of those values; both sorted. */
export function valueSources(facts: ReadonlyMap<string, FileFacts>): { sources: string[]; values: string[] } {
  const sources: string[] = [];
  const values = new Set<string>();
  for (const file of facts.values()) {
    const own = (file.parts.secrets?.values ?? []).filter((fact) => isSource(fact, file));
    if (own.length === 0 || values.size >= MAX_VALUES) continue;
    sources.push(file.path);
    for (const { hash } of own) values.add(hash);
  }
  return { sources: sources.sort(), values: [...values].sort() };
}
