/**
 * What is read while a result is derived: kinds of facts by name, and what may change in place by the object itself. There is
 * one reading at a time, the innermost, because deriving is synchronous.
 */
/** One kind of facts of one file, as something to be read. The same object stands for the same pair (`Cells`). */
export interface Cell {
  readonly path: string;
  readonly part: string;
}

/** A derived result and what it was derived from. Thousands are kept, so lists that would be empty are left out. */
export interface Derivation {
  key: unknown;
  value: unknown;
  /** Kinds of facts that were read, of whatever files. */
  parts?: readonly string[];
  /** Kinds of facts that were read of one file. */
  cells?: readonly Cell[];
  /** What may change in place, by itself (`code/tracked.ts`). */
  things?: readonly object[];
  /** Files of which everything was read. */
  paths?: readonly string[];
  /** Facts of linked files that were asked for: whoever takes the result over asks again. */
  wants?: readonly Cell[];
  /** Set when all facts were read, or the conclusions of checks. */
  everything?: true;
  /** Other results it took in. */
  from?: readonly Derivation[];
  /** The moment that last asked again for what it wants, and the one that last found out whether it stands. */
  askedAt?: object;
  judgedAt?: object;
  stands?: boolean;
}

/** Name under which facts of one kind are recorded that were read through a bearing result. */
export function behind(part: string): string {
  return `(behind) ${part}`;
}

/** Name under which the paths, languages and classes of files are recorded, whatever is in them. */
export const VIEWS = '(views)';

/** Name under which the suppressing comments of a file are recorded. */
export const SUPPRESSIONS = '(suppressions)';

/** The cells of one workspace, one object for each. Facts that came from the reserve have cells of their own. */
export class Cells {
  private readonly ordinary = new Map<string, Map<string, Cell>>();
  private readonly reserved = new Map<string, Map<string, Cell>>();

  of(path: string, part: string): Cell {
    return cellIn(this.ordinary, path, part);
  }

  /** For facts that came from the reserve: they are the same when they have become ordinary ones. */
  ofReserve(path: string, part: string): Cell {
    return cellIn(this.reserved, path, part);
  }
}

function cellIn(cells: Map<string, Map<string, Cell>>, path: string, part: string): Cell {
  let ofPath = cells.get(path);
  if (!ofPath) cells.set(path, (ofPath = new Map<string, Cell>()));
  let cell = ofPath.get(part);
  if (!cell) ofPath.set(part, (cell = { path, part }));
  return cell;
}

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
