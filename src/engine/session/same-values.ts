/** The same-value pass: where the values of confirmed secrets stand besides the findings themselves. */
import type { FileFacts } from '../facts';
import type { Host, ValueOccurrence } from '../host';
import { valueSources } from '../secrets/sources';
import { comparePaths } from '../span';

export class SameValues {
  /** In order of place. The same places are the same object: what follows from them need not be concluded again. */
  occurrences: readonly ValueOccurrence[] = [];
  /** For which values, and in which texts (by path and hash), was searched. */
  private searched = { key: '', hashes: new Map<string, string>() };

  constructor(private readonly host: Host) {}

  /** Searches a file again when it or the set of confirmed values has changed. `buffers`: texts of open buffers. */
  async update(
    facts: ReadonlyMap<string, FileFacts>,
    buffers: ReadonlyMap<string, string>,
    signal?: AbortSignal,
  ): Promise<void> {
    const { sources, values } = valueSources(facts);
    const key = values.join();
    const searched = key === this.searched.key ? this.searched.hashes : new Map<string, string>();
    const hashes = new Map<string, string>();
    const among: string[] = [];
    for (const [path, { hash }] of facts) {
      hashes.set(path, hash);
      if (searched.get(path) !== hash) among.push(path);
    }
    if (values.length === 0) this.occurrences = NONE;
    else if (among.length > 0 || searched.size !== facts.size) {
      const from = sources.map((source) => ({ ...source, text: buffers.get(source.path) }));
      const found = among.length > 0 ? await this.host.spread({ sources: from, values, among }, signal) : [];
      const again = new Set(among);
      const kept = this.occurrences.filter(({ path }) => hashes.has(path) && !again.has(path));
      const now = [...kept, ...found].sort(compareOccurrences);
      if (JSON.stringify(now) !== JSON.stringify(this.occurrences)) this.occurrences = now;
    }
    this.searched = { key, hashes };
  }
}

const NONE: readonly ValueOccurrence[] = [];

function compareOccurrences(a: ValueOccurrence, b: ValueOccurrence): number {
  return comparePaths(a.path, b.path) || a.span.line - b.span.line || a.span.column - b.span.column;
}
