/**
 * Whether bytes hold any of some literals, for texts of which nearly none does. A window as long as the shortest literal moves over the bytes,
 * and the pair of bytes at its end says how far it may move on (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994): most
 * bytes are never looked at, and nothing is decoded.
 */

/** Longer windows move hardly further on average. */
const LONGEST_WINDOW = 16;

export class AnyOf {
  private readonly literals: Buffer[];
  /** Length of the window in bytes. */
  private readonly window: number;
  /** By pair of bytes, how far the window may move; 0 = a literal may end its first window here. */
  private readonly shifts = new Uint8Array(65536);
  /** Literals by the pair that ends their first window. */
  private readonly ending = new Map<number, Buffer[]>();

  /** Literals are searched as UTF-8, case counts. Those of less than two bytes are not searched at all. */
  constructor(literals: Iterable<string>) {
    this.literals = [...literals].map((literal) => Buffer.from(literal)).filter(({ length }) => length >= 2);
    this.window = Math.min(LONGEST_WINDOW, ...this.literals.map(({ length }) => length));
    this.shifts.fill(this.window - 1);
    for (const literal of this.literals) this.add(literal);
  }

  private add(literal: Buffer): void {
    const last = this.window - 1;
    for (let at = 1; at <= last; at++) {
      const pair = pairAt(literal, at);
      this.shifts[pair] = Math.min(this.shifts[pair] ?? 0, last - at);
      if (at === last) this.ending.set(pair, [...(this.ending.get(pair) ?? []), literal]);
    }
  }

  /** True when the bytes hold one of the literals. */
  test(bytes: Uint8Array): boolean {
    if (this.literals.length === 0) return false;
    const { shifts } = this;
    for (let at = this.window - 1; at < bytes.length;) {
      const pair = pairAt(bytes, at);
      const shift = shifts[pair] ?? 0;
      if (shift === 0 && this.beginsAt(bytes, at - this.window + 1, pair)) return true;
      at += shift || 1;
    }
    return false;
  }

  private beginsAt(bytes: Uint8Array, start: number, pair: number): boolean {
    const literals = this.ending.get(pair) ?? [];
    return literals.some((literal) => literal.every((byte, index) => bytes[start + index] === byte));
  }
}

/** Two bytes as one number, the one at the place last. */
function pairAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at - 1] ?? 0) << 8) | (bytes[at] ?? 0);
}
