/**
 * Results that are derived from a workspace, with what was read for each. Between two moments of a workspace that differ in a few files
 * (a keystroke), a result is carried over when nothing that it read has changed.
 */
import { changedInPlace } from './code/tracked';
import type { FactParts, FileFacts } from './facts';
import { isEqual } from './json-equal';
import { behind, SUPPRESSIONS, VIEWS, type Cell, type Cells, type Derivation } from './reading';

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

/** What differs between two moments of a workspace. */
export class Changes<Moment> {
  /** Stands for these changes on results that were judged by them; nothing hangs on it. */
  private readonly mark = {};
  private readonly paths = new Set<string>();
  /** By kind of facts, the files in which it has changed. */
  private readonly parts = new Map<string, Set<string>>();
  /** Kinds of facts that have changed otherwise than in place. */
  private readonly renewed = new Set<string>();
  /** What has changed in place. */
  private readonly things = new Set<object>();
  private readonly changed = new Set<Cell>();

  /** `others`: what else has changed, by the names under which reading it is recorded. `drawn`: what `before` had from the reserve. */
  constructor(
    { before, drawn }: { before: ReadonlyMap<string, FileFacts>; drawn: ReadonlyMap<string, FileFacts> },
    after: ReadonlyMap<string, FileFacts>,
    others: readonly string[],
    private readonly moment: Moment,
    private readonly cells: Cells,
  ) {
    for (const other of others) {
      this.parts.set(other, new Set());
      this.renewed.add(other);
    }
    for (const [path, file] of after)
      if (before.get(path) !== file) this.note(path, before.get(path), file, drawn.get(path));
    for (const [path, file] of before) if (!after.has(path)) this.note(path, file, undefined, undefined);
  }

  /** `drawn`: facts that whoever asked for the file has seen already. */
  private note(path: string, old?: FileFacts, file?: FileFacts, drawn?: FileFacts): void {
    this.paths.add(path);
    const isSeen = old && file && haveSameView(old, file);
    if (!isSeen) this.change(path, VIEWS, file !== undefined && drawn !== undefined && haveSameView(drawn, file));
    if (!isSeen || !isEqual(old.suppressions, file.suppressions)) this.change(path, SUPPRESSIONS, false);
    const known: Partial<Record<string, unknown>> = drawn?.parts ?? {};
    const former: Partial<Record<string, unknown>> = old?.parts ?? {};
    const present: Partial<Record<string, unknown>> = file?.parts ?? {};
    for (const part of new Set([...Object.keys(former), ...Object.keys(present)]))
      if (!isSeen || former[part] !== present[part]) {
        const things = isSeen ? changedInPlace(former[part], present[part]) : undefined;
        if (things) this.changeInPlace(path, part, things);
        else this.change(path, part, drawn !== undefined && known[part] === present[part]);
      }
  }

  private changeInPlace(path: string, part: string, things: readonly object[]): void {
    for (const thing of things) this.things.add(thing);
    this.notePart(path, part);
  }

  private change(path: string, part: string, isKnown: boolean): void {
    this.changed.add(this.cells.of(path, part));
    this.renewed.add(part);
    if (!isKnown) {
      this.changed.add(this.cells.ofReserve(path, part));
      this.renewed.add(behind(part));
    }
    this.notePart(path, part);
  }

  private notePart(path: string, part: string): void {
    const known = this.parts.get(part);
    if (known) known.add(path);
    else this.parts.set(part, new Set([path]));
  }

  /** True when nothing that the result was derived from has changed. */
  spare(derivation: Derivation): boolean {
    if (derivation.judgedAt === this.mark) return derivation.stands === true;
    const stands = this.judge(derivation);
    derivation.judgedAt = this.mark;
    derivation.stands = stands;
    return stands;
  }

  private judge(derivation: Derivation): boolean {
    if (this.paths.size === 0 && this.parts.size === 0) return true;
    const { everything, parts = [], cells = [], paths = [], things = [], from = [], value } = derivation;
    if (everything) return false;
    const borne = isBearing<Moment>(value)
      ? { part: value.bears, in: this.parts.get(value.bears), by: value }
      : undefined;
    if (parts.some((part) => part !== borne?.part && this.renewed.has(part))) return false;
    if (paths.some((path) => this.paths.has(path))) return false;
    if (cells.some((cell) => cell.part !== borne?.part && this.changed.has(cell))) return false;
    if (!borne && things.some((thing) => this.things.has(thing))) return false;
    if (!from.every((other) => this.spare(other))) return false;
    return !borne?.in || borne.by.stands(this.moment, borne.in);
  }
}

/** What `each` and `views` show of a file. */
function haveSameView(a: FileFacts, b: FileFacts): boolean {
  return a.language === b.language && a.fileClass === b.fileClass && a.classRule === b.classRule;
}
