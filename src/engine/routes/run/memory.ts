/**
 * What comes of functions that are asked for again and again. It must not hang on who asked first: what a run noted beside its result is told
 * again, and a result that was cut short is not taken where there is more room.
 */
import type { Recorded } from '../../derived';
import { MAX_STEPS } from './state';

/** What runs note about themselves besides their results; who asks resets what he asks for. */
export class RunNotes {
  /** Something looked at the request's path or method. */
  sawPath = false;
  /** Something was too large, or lay too deep, to be followed to its end. */
  exhausted = false;
  /** How often something was not followed because of how deep it lay, or because it was running already. */
  cuts = 0;
  /** Calls between the outermost function and the innermost that was entered. */
  deepest = 0;
  /** Statements that were run since the outermost function was entered, and how many it may take. */
  steps = 0;
  limit = MAX_STEPS;
}

interface Remembered<T> extends Pick<RunNotes, 'sawPath' | 'exhausted' | 'cuts'> {
  result: Recorded<T>;
  /** Statements of its own, without those of the others that it came to. */
  steps: number;
  others: readonly Remembered<T>[];
  /** Calls that it goes further down. */
  height: number;
}

/** Which run: a function with what it is given, and where it is asked for. */
export interface Asked {
  /** The scope, class or function that the result belongs to. */
  anchor: object;
  /** Everything that tells the run apart from others, but for the request's path and method; and with them. */
  general: string;
  exact: string;
  /** Calls between the outermost function and this one, and how many there may be. */
  depth: number;
  most: number;
  /** Whether something else has run out meanwhile, so that the result may be less than it would be elsewhere. */
  isShort?: () => boolean;
}

/** What a run has come to so far. */
interface Account<T> {
  /** Runs whose statements count already for the outermost function: each counts once, whoever had it run. */
  counted: Set<Remembered<T>>;
  /** The others that the run at hand has come to, and their statements. */
  others: Remembered<T>[];
  steps: number;
}

interface Keeper {
  record<T>(make: () => T): Recorded<T>;
  take<T>(recorded: Recorded<T>): T;
}

export class RunMemory<T> {
  private readonly known = new WeakMap<object, Map<string, Remembered<T>>>();
  /** Null outside of `apart`, where nobody counts statements. */
  private account: Account<T> | null = null;

  constructor(private readonly notes: RunNotes) {}

  /** Enters another outermost function: it pays for what it comes to, whoever ran that before. */
  apart<R>(run: () => R): R {
    const outer = this.account;
    this.account = { counted: new Set(), others: [], steps: 0 };
    try {
      return run();
    } finally {
      this.account = outer;
    }
  }

  /** The result as remembered, or as made now. */
  of({ anchor, general, exact, depth, most, isShort }: Asked, keeper: Keeper, make: () => T): T {
    const { notes } = this;
    const cache = this.known.get(anchor) ?? new Map<string, Remembered<T>>();
    this.known.set(anchor, cache);
    const known = [general, exact, cutAt(general, depth), cutAt(exact, depth)]
      .map((key) => cache.get(key))
      .find((one) => one && depth + one.height <= most);
    if (known) {
      this.tellAgain(known, depth);
      return keeper.take(known.result);
    }
    const { sawPath, exhausted, cuts, deepest, steps } = notes;
    const outer = this.account;
    const own = outer && { counted: outer.counted, others: [], steps: 0 };
    this.account = own;
    Object.assign(notes, { sawPath: false, exhausted: false, deepest: depth });
    const result = keeper.record(make);
    const all = notes.steps - steps;
    const made: Remembered<T> = {
      result,
      steps: all - (own?.steps ?? 0),
      others: own?.others ?? [],
      sawPath: notes.sawPath,
      exhausted: notes.exhausted,
      cuts: notes.cuts - cuts,
      height: notes.deepest - depth,
    };
    this.account = outer;
    outer?.counted.add(made);
    outer?.others.push(made);
    if (outer) outer.steps += all;
    const key = made.sawPath ? exact : general;
    // With more statements left it would have come to its end.
    if (notes.steps <= notes.limit && !isShort?.()) cache.set(made.cuts > 0 ? cutAt(key, depth) : key, made);
    notes.sawPath ||= sawPath;
    notes.exhausted ||= exhausted;
    notes.deepest = Math.max(notes.deepest, deepest);
    return keeper.take(result);
  }

  private tellAgain(known: Remembered<T>, depth: number): void {
    const { notes } = this;
    notes.deepest = Math.max(notes.deepest, depth + known.height);
    notes.sawPath ||= known.sawPath;
    notes.exhausted ||= known.exhausted;
    notes.cuts += known.cuts;
    if (!this.account) return;
    const before = notes.steps;
    this.count(known, this.account.counted);
    this.account.others.push(known);
    this.account.steps += notes.steps - before;
    if (notes.steps > notes.limit) notes.exhausted = true;
  }

  private count(known: Remembered<T>, counted: Set<Remembered<T>>): void {
    if (counted.has(known)) return;
    counted.add(known);
    this.notes.steps += known.steps;
    for (const other of known.others) this.count(other, counted);
  }
}

/** Where a run is cut, one from nearer comes further. */
function cutAt(key: string, depth: number): string {
  return `${key}@${depth}`;
}
