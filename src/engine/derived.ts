/**
 * Results that are derived from a workspace, with what was read for each. A result is carried over to later moments as long as nothing that
 * it read has changed (`Revisions`).
 */
import type { FactParts } from './facts';
import { readingFor, type Derivation } from './reading';
import type { Revisions } from './revisions';

/**
 * A result that may stand although facts of one kind that it was derived from have changed, because only a part of them counts. Whoever
 * derives something from it has read those facts as well (`behind`).
 */
export interface Bearing<Moment> {
  bears: keyof FactParts;
  /** Whether it stands at the later moment, given the files whose facts have changed; then it goes on with the new facts. */
  stands(moment: Moment, changed: ReadonlySet<string>): boolean;
}

/** True for a result that may stand although facts have changed. */
export function isBearing<Moment>(value: unknown): value is Bearing<Moment> {
  return typeof value === 'object' && value !== null && 'bears' in value;
}

/** A result that is kept by whoever derived it. */
export interface Recorded<T> extends Derivation {
  value: T;
}

/** Keys for results about objects that may be the keys of other results too: one kind of result, one function. */
export function ownKeys(): (about: object) => object {
  const keys = new WeakMap<object, object>();
  return (about) => {
    let key = keys.get(about);
    if (!key) keys.set(about, (key = {}));
    return key;
  };
}

/** What was derived at the moments of one workspace, by key. */
export class Memo<Moment> {
  private readonly results = new Map<unknown, Derivation>();

  constructor(private readonly revisions: Revisions) {}

  get(key: unknown): Derivation | undefined {
    return this.results.get(key);
  }

  set(derivation: Derivation): void {
    this.results.set(derivation.key, derivation);
  }

  /** True when nothing that the result was derived from has changed up to the latest moment, which is the one given. */
  stands(derivation: Derivation, moment: Moment): boolean {
    if (derivation.validAt === this.revisions.now) return true;
    // What is read to find out whether a result stands, nobody hangs on.
    return readingFor(undefined, () => this.verify(derivation, moment));
  }

  private verify(derivation: Derivation, moment: Moment): boolean {
    const { now } = this.revisions;
    if (derivation.validAt === now) return true;
    if (derivation.refusedAt === now) return false;
    const stands = this.judge(derivation, moment);
    if (stands) derivation.validAt = now;
    else derivation.refusedAt = now;
    return stands;
  }

  private judge({ read, from, value, validAt }: Derivation, moment: Moment): boolean {
    const borne = isBearing<Moment>(value) ? value : undefined;
    if (read)
      for (const cell of read) if (cell.changedAt > validAt && !(borne && cell.part === borne.bears)) return false;
    if (from) for (const other of from) if (!this.verify(other, moment)) return false;
    if (!borne) return true;
    const changed = this.revisions.changedSince(borne.bears, validAt);
    return changed.size === 0 || borne.stands(moment, changed);
  }

  /** Everything is concluded at the latest moment: what it has not come to is let go, and what hangs on that (a program that was linked). */
  tidy(): void {
    const { now } = this.revisions;
    for (const [key, { validAt }] of this.results) if (validAt !== now) this.results.delete(key);
  }
}
