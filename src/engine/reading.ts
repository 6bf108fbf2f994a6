/**
 * What is read while a result is derived: kinds of facts by name (`derived.ts`), and what may change in place by the object itself. There is
 * one reading at a time, the innermost, because deriving is synchronous.
 */
import type { Cell, Derivation } from './derived';

export class Reading {
  readonly parts = new Set<string>();
  readonly cells = new Set<Cell>();
  readonly paths = new Set<string>();
  readonly wants = new Set<Cell>();
  readonly from = new Set<Derivation>();
  readonly things = new Set<object>();
  everything = false;

  /** Puts down in a result what was read for it. */
  settle(derivation: Derivation): void {
    if (this.parts.size > 0) derivation.parts = [...this.parts];
    if (this.cells.size > 0) derivation.cells = [...this.cells];
    if (this.paths.size > 0) derivation.paths = [...this.paths];
    if (this.wants.size > 0) derivation.wants = [...this.wants];
    if (this.from.size > 0) derivation.from = [...this.from];
    if (this.things.size > 0) derivation.things = [...this.things];
    if (this.everything) derivation.everything = true;
  }
}

let current: Reading | undefined;

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

/** Notes that something was read which may change in place. */
export function noteRead(thing: object): void {
  current?.things.add(thing);
}
