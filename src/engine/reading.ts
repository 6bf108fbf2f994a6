/**
 * What is read while a result is derived. There is one reading at a time, the innermost, because deriving is synchronous.
 */

/** Something that can be read and that changes: facts of one kind in one file, the list of files with such facts, the body of a function. */
export interface Cell {
  /** Of a file; empty where it is not about one. */
  readonly path: string;
  /** The kind of facts it belongs to, or one of the names in brackets (`VIEWS` and its like). */
  readonly part: string;
  /** Revision of the workspace (`Revisions`) in which it was last found to be another one; 0 = never since somebody has read it. */
  changedAt: number;
}

/** A derived result and what it was derived from. Thousands are kept, so lists that would be empty are left out. */
export interface Derivation {
  /** Undefined for what is kept by whoever derived it. */
  readonly key: unknown;
  value: unknown;
  read?: readonly Cell[];
  /** Facts of linked files that were asked for: whoever takes the result over asks again. */
  wants?: readonly Cell[];
  /** Other results it took in. */
  from?: readonly Derivation[];
  /** It, or something that it took in, has asked for facts. */
  asks?: true;
  /** Revision in which it was made, and the last one in which it was known to stand. */
  madeAt: number;
  validAt: number;
  /** Revision in which it was found to stand no longer. */
  refusedAt?: number;
  /** The moment that last asked again for what it wants. */
  askedAt?: object;
}

/** What a result reads, as it is being derived. */
export class Reading {
  readonly cells = new Set<Cell>();
  readonly wants = new Set<Cell>();
  readonly from = new Set<Derivation>();

  /** Puts down in a result what was read for it. */
  settle(derivation: Derivation): void {
    if (this.cells.size > 0) derivation.read = [...this.cells];
    if (this.wants.size > 0) derivation.wants = [...this.wants];
    if (this.from.size > 0) derivation.from = [...this.from];
    if (derivation.wants || derivation.from?.some(({ asks }) => asks)) derivation.asks = true;
  }
}

let current: Reading | undefined;

/** What is being derived right now reads into this; undefined = what is read is nobody's. */
export function currentReading(): Reading | undefined {
  return current;
}

/** Does something for which a reading is kept; undefined = what it reads is nobody's. */
export function readingFor<T>(reading: Reading | undefined, work: () => T): T {
  const around = current;
  current = reading;
  try {
    return work();
  } finally {
    current = around;
  }
}
