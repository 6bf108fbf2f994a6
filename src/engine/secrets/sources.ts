/** Which files hold confirmed secret values, for the same-value pass. */
import type { FileFacts } from '../facts';
import type { ValueSource } from '../host';
import { comparePaths } from '../span';
import type { SecretFact } from './facts';
import { placeOf, rulingOf } from './matrix';

/** More sources than this are a list of words, not credentials of a team. */
const MAX_VALUES = 500;

/** True for a value that is worth searching for everywhere: surely a credential, and no test's. */
export function isSource(fact: SecretFact, file: FileFacts): boolean {
  return fact.seed && placeOf(file) !== 'test' && rulingOf(fact, file)?.label === 'secret';
}

/** Where values stand that are worth searching for everywhere, and their salted hashes; both sorted. */
export function valueSources(facts: ReadonlyMap<string, FileFacts>): { sources: ValueSource[]; values: string[] } {
  const sources: ValueSource[] = [];
  const values = new Set<string>();
  for (const file of facts.values()) {
    const own = file.parts.secrets?.values.filter((fact) => isSource(fact, file));
    if (!own || own.length === 0 || values.size >= MAX_VALUES) continue;
    sources.push({ path: file.path, values: own.map(({ span, hash }) => ({ span, hash })) });
    for (const { hash } of own) values.add(hash);
  }
  return { sources: sources.sort((a, b) => comparePaths(a.path, b.path)), values: [...values].sort() };
}
