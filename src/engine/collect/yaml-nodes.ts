/** Small typed readers over the nodes of the YAML parser, for extractors: no cast, no exception, aliases followed. */
import { isAlias, isMap, isPair, isScalar, isSeq, type Document, type Node } from 'yaml';

/** One entry of a mapping. */
export interface YamlEntry {
  key: string;
  /** Offset of the key. */
  at: number;
  value: unknown;
}

/** Reads one document. Offsets are UTF-16 units of the whole file. */
export class YamlReader {
  constructor(private readonly document: Document) {}

  get root(): unknown {
    return this.document.contents;
  }

  /** Entries of a mapping with string keys, in order; empty for anything else. Merge keys are expanded behind the own keys. */
  entries(node: unknown): YamlEntry[] {
    const map = this.follow(node);
    if (!isMap(map)) return [];
    const own: YamlEntry[] = [];
    const merged: YamlEntry[] = [];
    for (const pair of map.items) {
      if (!isPair(pair) || !isScalar(pair.key)) continue;
      // The parser marks a merge key with a symbol.
      const key = typeof pair.key.value === 'symbol' ? '<<' : String(pair.key.value);
      if (key === '<<') {
        for (const source of this.isList(pair.value) ? this.items(pair.value) : [pair.value])
          merged.push(...this.entries(source));
      } else own.push({ key, at: pair.key.range?.[0] ?? 0, value: pair.value });
    }
    const names = new Set(own.map((entry) => entry.key));
    return [...own, ...merged.filter((entry) => !names.has(entry.key))];
  }

  /** Entry of a mapping by key. */
  entry(node: unknown, key: string): YamlEntry | undefined {
    return this.entries(node).find((entry) => entry.key === key);
  }

  /** Value behind a path of keys. */
  get(node: unknown, ...keys: string[]): unknown {
    let at: unknown = node;
    for (const key of keys) at = this.entry(at, key)?.value;
    return this.follow(at);
  }

  /** Items of a sequence; empty for anything else. */
  items(node: unknown): unknown[] {
    const list = this.follow(node);
    return isSeq(list) ? list.items.map((item) => this.follow(item)) : [];
  }

  isMap(node: unknown): boolean {
    return isMap(this.follow(node));
  }

  isList(node: unknown): boolean {
    return isSeq(this.follow(node));
  }

  /** Text of a scalar, numbers and booleans as written; undefined for anything else and for null. */
  text(node: unknown): string | undefined {
    const scalar = this.follow(node);
    if (!isScalar(scalar) || scalar.value === null || scalar.value === undefined) return undefined;
    return typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? String(scalar.value));
  }

  /** A scalar, or each scalar of a sequence. */
  texts(node: unknown): string[] {
    const single = this.text(node);
    if (single !== undefined) return [single];
    return this.items(node).flatMap((item) => this.text(item) ?? []);
  }

  /** Offset where a node starts; for block scalars the `|` or `>` sign. */
  start(node: unknown): number {
    const at = this.follow(node);
    return isNode(at) ? (at.range?.[0] ?? 0) : 0;
  }

  /** Offset where a node's own text ends. */
  end(node: unknown): number {
    const at = this.follow(node);
    return isNode(at) ? (at.range?.[1] ?? 0) : 0;
  }

  private follow(node: unknown): unknown {
    return isAlias(node) ? node.resolve(this.document) : node;
  }
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value);
}
