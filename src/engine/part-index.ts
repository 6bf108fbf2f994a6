/** Files by the kinds of facts that they carry: dozens of checks ask for the same few kinds, and one pass over all files serves them all. */
import type { FileFacts } from './facts';
import { comparePaths } from './span';

/** Files with facts of each kind, in path order. */
export type PartIndex = ReadonlyMap<string, readonly PartEntry[]>;

interface PartEntry {
  file: FileFacts;
  facts: unknown;
}

/** `facts`: in path order. */
export function indexByPart(facts: ReadonlyMap<string, FileFacts>): PartIndex {
  const index = new Map<string, PartEntry[]>();
  for (const file of facts.values()) {
    for (const [part, own] of Object.entries(file.parts)) {
      const list = index.get(part);
      if (list) list.push({ file, facts: own });
      else index.set(part, [{ file, facts: own }]);
    }
  }
  return index;
}

/** Changed files of which an index is told one by one; with more it is made anew. */
const FEW = 32;

/** The index after some files have changed, undefined where it is better made anew. Lists that were handed out stay as they are. */
export function reindexed(
  index: PartIndex,
  changed: readonly string[],
  before: ReadonlyMap<string, FileFacts>,
  after: ReadonlyMap<string, FileFacts>,
): PartIndex | undefined {
  if (changed.length > FEW) return undefined;
  const next = new Map<string, PartEntry[]>();
  for (const path of changed) {
    const file = after.get(path);
    const parts: Partial<Record<string, unknown>> = file?.parts ?? {};
    for (const part of new Set([...Object.keys(before.get(path)?.parts ?? {}), ...Object.keys(parts)])) {
      const list = next.get(part) ?? [...(index.get(part) ?? [])];
      next.set(part, list);
      const at = placeIn(list, path);
      const isThere = list[at]?.file.path === path;
      list.splice(at, isThere ? 1 : 0, ...(file && part in parts ? [{ file, facts: parts[part] }] : []));
    }
  }
  return new Map([...index, ...next]);
}

/** Where a file stands in a list in path order, or would. */
function placeIn(list: readonly PartEntry[], path: string): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comparePaths(list[middle]?.file.path ?? '', path) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
