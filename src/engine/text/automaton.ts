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
    const { edges, outputs } = trie(folded, (unit) => this.classes[unit] ?? 0, this.width);
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

/** A trie over classes as a table of node numbers (0 = no edge; node 0 is its root), and the literals that end in each node. */
function trie(
  literals: readonly string[],
  classOf: (unit: number) => number,
  width: number,
): { edges: Int32Array; outputs: (number[] | undefined)[] } {
  const most = literals.reduce((sum, literal) => sum + literal.length, 1);
  const edges = new Int32Array(most * width);
  const outputs: (number[] | undefined)[] = [undefined];
  literals.forEach((literal, index) => {
    if (literal === '') return;
    let node = 0;
    for (let i = 0; i < literal.length; i++) {
      const at = node * width + classOf(literal.charCodeAt(i));
      node = edges[at] ||= outputs.push(undefined) - 1;
    }
    (outputs[node] ??= []).push(index);
  });
  return { edges, outputs };
}

/** The complete transition table, made of the trie in its place: failure links resolved breadth first, outputs of suffixes inherited. */
function table(next: Int32Array, outputs: (number[] | undefined)[], width: number): Int32Array {
  const fail = new Int32Array(outputs.length);
  const queue = [0];
  for (let at = 0; at < queue.length; at++) {
    const node = queue[at] ?? 0;
    const row = node * width;
    const back = (fail[node] ?? 0) * width;
    for (let key = 0; key < width; key++) {
      const child = next[row + key] ?? 0;
      // Where a node has no edge of its own it goes where its longest suffix goes, whose row is complete by now.
      const stored = node === 0 ? 0 : (next[back + key] ?? 0);
      if (child === 0) {
        next[row + key] = stored;
        continue;
      }
      const fallback = (stored & STATE) / width;
      fail[child] = fallback;
      const inherited = outputs[fallback];
      if (inherited) outputs[child] = [...(outputs[child] ?? []), ...inherited];
      queue.push(child);
      next[row + key] = (child * width) | (outputs[child] ? OUTPUT : 0);
    }
  }
  return next.slice(0, outputs.length * width);
}
