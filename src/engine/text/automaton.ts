/**
 * All literals at once: an Aho-Corasick automaton (Aho and Corasick, "Efficient string matching", CACM 1975) laid out as one table. A
 * character becomes a class, a state is the offset of its row, and one bit of a stored state says "something ends here", so the loop over
 * a text is one load, one add and one test per character.
 */

/** Set on a stored state whose node ends at least one literal. */
const OUTPUT = 1 << 30;
const STATE = OUTPUT - 1;

export interface AutomatonOptions {
  /** Letters A–Z of text and literals are read as a–z. */
  foldCase: boolean;
}

/** Called for each literal found: its index in the list, and the offset behind its last character. */
export type OnHit = (literal: number, end: number) => void;

export class Automaton {
  /** Class by UTF-16 unit; 0 = in no literal. */
  private readonly classes = new Uint8Array(65536);
  private readonly width: number;
  private readonly next: Int32Array;
  /** Literals that end in a node, by node number. */
  private readonly outputs: (readonly number[] | undefined)[];

  /** Builds the automaton; costs a few milliseconds per hundred literals. Empty literals are ignored. */
  constructor(
    literals: readonly string[],
    private readonly options: AutomatonOptions,
  ) {
    const folded = literals.map((literal) => (options.foldCase ? literal.toLowerCase() : literal));
    this.width = this.assignClasses(folded);
    const { edges, outputs } = trie(folded, (unit) => this.classes[unit] ?? 0);
    this.outputs = outputs;
    this.next = table(edges, outputs, this.width);
  }

  /** Reports every occurrence of every literal, in the order of their ends. */
  search(text: string, onHit: OnHit): void {
    const { classes, next } = this;
    const length = text.length;
    let state = 0;
    for (let i = 0; i < length; i++) {
      const stored = next[state + (classes[text.charCodeAt(i)] ?? 0)] ?? 0;
      state = stored & STATE;
      if (stored !== state) this.report(state, i + 1, onHit);
    }
  }

  private report(state: number, end: number, onHit: OnHit): void {
    for (const literal of this.outputs[state / this.width] ?? []) onHit(literal, end);
  }

  private assignClasses(literals: readonly string[]): number {
    let count = 1;
    for (const literal of literals) {
      for (let i = 0; i < literal.length; i++) {
        const unit = literal.charCodeAt(i);
        if (this.classes[unit] !== 0) continue;
        if (count > 255) throw new Error('Too many different characters for one automaton.');
        this.classes[unit] = count++;
      }
    }
    if (this.options.foldCase)
      for (let unit = 65; unit <= 90; unit++) this.classes[unit] = this.classes[unit + 32] ?? 0;
    return count;
  }
}

/** Edges of a trie over classes, node 0 its root, and the literals that end in each node. */
function trie(
  literals: readonly string[],
  classOf: (unit: number) => number,
): { edges: Map<number, number>[]; outputs: (number[] | undefined)[] } {
  const edges: Map<number, number>[] = [new Map()];
  const outputs: (number[] | undefined)[] = [undefined];
  literals.forEach((literal, index) => {
    if (literal === '') return;
    let node = 0;
    for (let i = 0; i < literal.length; i++) {
      const key = classOf(literal.charCodeAt(i));
      let child = edges[node]?.get(key);
      if (child === undefined) {
        child = edges.length;
        edges.push(new Map());
        outputs.push(undefined);
        edges[node]?.set(key, child);
      }
      node = child;
    }
    (outputs[node] ??= []).push(index);
  });
  return { edges, outputs };
}

/** The complete transition table: failure links resolved breadth first, outputs of suffixes inherited. */
function table(
  edges: readonly ReadonlyMap<number, number>[],
  outputs: (number[] | undefined)[],
  width: number,
): Int32Array {
  const next = new Int32Array(edges.length * width);
  const fail = new Int32Array(edges.length);
  const queue = [0];
  for (let at = 0; at < queue.length; at++) {
    const node = queue[at] ?? 0;
    const row = node * width;
    const back = (fail[node] ?? 0) * width;
    // Where a node has no edge of its own it goes where its longest suffix goes, whose row is complete by now.
    if (node !== 0) next.copyWithin(row, back, back + width);
    for (const [key, child] of edges[node] ?? []) {
      const fallback = node === 0 ? 0 : ((next[row + key] ?? 0) & STATE) / width;
      fail[child] = fallback;
      const inherited = outputs[fallback];
      if (inherited) outputs[child] = [...(outputs[child] ?? []), ...inherited];
      queue.push(child);
      next[row + key] = (child * width) | (outputs[child] ? OUTPUT : 0);
    }
  }
  return next;
}
