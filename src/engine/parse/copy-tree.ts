/**
 * Copies a syntax tree out of WebAssembly's memory, which is several times faster than walking it through tree-sitter's functions.
 *
 * What is read is the memory layout of tree-sitter 0.25 on a 32-bit machine: `SubtreeInlineData` and `SubtreeHeapData` (lib/src/subtree.h),
 * `TSLanguage` (lib/src/parser.h) and the rules by which a cursor walks them (lib/src/tree_cursor.c): nodes that are not visible give their
 * place to their children, an alias of the parent's production names a child anew, a field of a hidden node is that of its children. The
 * layout belongs to the one version of the runtime that is bundled; a test compares whole trees with what the runtime says of them.
 */
import { ERROR_TYPE, type NodeColumns } from './syntax-tree';

/** Views of WebAssembly's memory; they are made anew when it grows. */
export interface Memory {
  HEAP32: Int32Array;
  HEAPU16: Uint16Array;
  HEAPU8: Uint8Array;
}

/** Offsets in `TSLanguage`, in bytes. */
const LANGUAGE = {
  symbols: 4,
  aliases: 8,
  maxAliases: 36,
  fieldSlices: 64,
  fieldEntries: 68,
  publicSymbols: 76,
  aliasSequences: 84,
};
/** Offsets in `SubtreeHeapData`, in bytes. */
const HEAP = {
  padding: 4,
  size: 16,
  errorCost: 32,
  children: 36,
  symbol: 40,
  flags: 44,
  descendants: 56,
  production: 66,
};
/** Flags of `SubtreeHeapData` and of `SubtreeInlineData`. */
const HEAP_FLAG = { visible: 1, extra: 1 << 2, missing: 1 << 9 };
const INLINE_FLAG = { inline: 1, visible: 1 << 1, extra: 1 << 3, missing: 1 << 5 };
/** Bytes of a `Subtree`, of a `TSMapSlice` and of a `TSFieldMapEntry`. */
const SUBTREE = 8;
const ENTRY = 4;

/** What a grammar says of its productions, as addresses. */
interface Productions {
  /** Name under which a symbol is known, by symbol. */
  publicSymbols: Uint16Array;
  maxAliases: number;
  fieldSlices: number;
  fieldEntries: number;
  aliasSequences: number;
}

/** @param language address of the `TSLanguage` */
export function productionsOf(memory: Memory, language: number): Productions {
  const word = (offset: number): number => memory.HEAP32[(language + offset) >> 2] ?? 0;
  const count = word(LANGUAGE.symbols) + word(LANGUAGE.aliases);
  const symbols = word(LANGUAGE.publicSymbols) >> 1;
  return {
    publicSymbols: memory.HEAPU16.slice(symbols, symbols + count),
    maxAliases: memory.HEAPU16[(language + LANGUAGE.maxAliases) >> 1] ?? 0,
    fieldSlices: word(LANGUAGE.fieldSlices),
    fieldEntries: word(LANGUAGE.fieldEntries),
    aliasSequences: word(LANGUAGE.aliasSequences),
  };
}

/** @param tree address of the `TSTree`, which starts with its root */
export function copyTree(memory: Memory, productions: Productions, tree: number): NodeColumns {
  return new TreeCopy(memory, productions, tree).columns;
}

class TreeCopy {
  readonly columns: NodeColumns;
  private readonly words: Int32Array;
  private readonly shorts: Uint16Array;
  private readonly bytes: Uint8Array;
  private count = 0;

  constructor(
    memory: Memory,
    private readonly grammar: Productions,
    tree: number,
  ) {
    this.words = memory.HEAP32;
    this.shorts = memory.HEAPU16;
    this.bytes = memory.HEAPU8;
    const root = this.word(tree);
    this.columns = columnsFor(this.word(root + HEAP.descendants) + 1);
    const start = this.word(root + HEAP.padding);
    const isBroken = this.word(root + HEAP.errorCost) > 0;
    this.add(this.short(root + HEAP.symbol), 0, start, start + this.word(root + HEAP.size), -1, isBroken);
    this.children(root, 0, start, 0);
    this.columns.after[0] = this.count;
  }

  /**
   * Adds what is visible below a node.
   *
   * @param node address of its `SubtreeHeapData`
   * @param above index of the node, or of the one that stands in its place
   * @param start where it starts, in bytes
   * @param outer field of a node that is not visible itself
   */
  private children(node: number, above: number, start: number, outer: number): void {
    const { grammar } = this;
    const count = this.word(node + HEAP.children);
    const production = count > 0 ? this.short(node + HEAP.production) : 0;
    const aliases = production > 0 ? grammar.aliasSequences + 2 * production * grammar.maxAliases : 0;
    const slice = grammar.fieldSlices + ENTRY * production;
    const fields = grammar.fieldEntries + ENTRY * this.short(slice);
    const fieldsEnd = fields + ENTRY * this.short(slice + 2);
    let at = start;
    let place = 0;
    for (let i = 0, child = node - SUBTREE * count; i < count; i++, child += SUBTREE) {
      const word = this.word(child);
      const isInline = (word & INLINE_FLAG.inline) !== 0;
      const flags = isInline ? word : this.short(word + HEAP.flags);
      const flag = isInline ? INLINE_FLAG : HEAP_FLAG;
      const second = isInline ? this.word(child + 4) : 0;
      const size = isInline ? second >>> 24 : this.word(word + HEAP.size);
      if (i > 0) at += isInline ? (second >>> 16) & 0xff : this.word(word + HEAP.padding);
      // Comments and the like stand outside of the production.
      const isExtra = (flags & flag.extra) !== 0;
      const alias = isExtra || aliases === 0 ? 0 : this.short(aliases + 2 * place);
      const field = isExtra ? 0 : this.fieldAt(place, fields, fieldsEnd) || outer;
      if (!isExtra) place++;
      const hasChildren = !isInline && this.word(word + HEAP.children) > 0;
      if (alias === 0 && (flags & flag.visible) === 0) {
        if (hasChildren) this.children(word, above, at, field);
      } else {
        const symbol = alias || (isInline ? (word >>> 8) & 0xff : this.short(word + HEAP.symbol));
        const isBroken = (flags & flag.missing) !== 0 || (!isInline && this.word(word + HEAP.errorCost) > 0);
        const index = this.add(symbol, field, at, at + size, above, isBroken);
        if (hasChildren) this.children(word, index, at, 0);
        this.columns.after[index] = this.count;
      }
      at += size;
    }
  }

  private add(symbol: number, field: number, start: number, end: number, parent: number, isBroken: boolean): number {
    const { columns } = this;
    const index = this.count++;
    columns.type[index] = symbol === ERROR_TYPE ? symbol : (this.grammar.publicSymbols[symbol] ?? symbol);
    columns.field[index] = field;
    // UTF-16: two bytes a unit.
    columns.start[index] = start >> 1;
    columns.end[index] = end >> 1;
    columns.parent[index] = parent;
    columns.broken[index] = isBroken ? 1 : 0;
    return index;
  }

  /** The field of the child at a place of a production; those that come from within a child are not its own. */
  private fieldAt(place: number, fields: number, end: number): number {
    for (let entry = fields; entry < end; entry += ENTRY)
      if (this.bytes[entry + 2] === place && this.bytes[entry + 3] === 0) return this.short(entry);
    return 0;
  }

  private word(address: number): number {
    return this.words[address >> 2] ?? 0;
  }

  private short(address: number): number {
    return this.shorts[address >> 1] ?? 0;
  }
}

function columnsFor(count: number): NodeColumns {
  return {
    type: new Uint16Array(count),
    field: new Uint16Array(count),
    start: new Int32Array(count),
    end: new Int32Array(count),
    parent: new Int32Array(count),
    after: new Int32Array(count),
    broken: new Uint8Array(count),
  };
}
