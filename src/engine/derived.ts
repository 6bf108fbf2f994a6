/**
 * Results that are derived from a workspace, with what was read for each. Between two moments of a workspace that differ in a few files
 * (a keystroke), a result is carried over when nothing that it read has changed.
 */
import type { FactParts, FileFacts } from './facts';
import type { Workspace } from './workspace';

/** A derived result and what it was derived from. */
export interface Derivation {
  key: unknown;
  value: unknown;
  /** Kinds of facts that were read, of whatever files. */
  parts: Set<string>;
  /** Kinds of facts that were read of one file: `cellOf`. */
  cells: Set<string>;
  /** Files of which everything was read. */
  paths: Set<string>;
  /** Facts of linked files that were asked for: whoever takes the result over asks again. */
  wants: Map<string, { path: string; part: keyof FactParts }>;
  /** Set when all facts were read, or the conclusions of checks. */
  everything: boolean;
  /** Other results it took in. */
  from: Set<Derivation>;
}

/**
 * A result that may stand although facts of one kind that it was derived from have changed, because only a part of them counts. Whoever
 * derives something from it has read those facts as well.
 */
export interface Bearing {
  bears: keyof FactParts;
  /** Whether it stands at the later moment, given the files whose facts have changed; then it goes on with the new facts. */
  stands(workspace: Workspace, changed: ReadonlySet<string>): boolean;
}

/** True for a result that may stand although facts have changed. */
export function isBearing(value: unknown): value is Bearing {
  return typeof value === 'object' && value !== null && 'bears' in value;
}

/** Name under which the paths, languages and classes of files are recorded, whatever is in them. */
export const VIEWS = '(views)';

/** Name under which reading one kind of facts of one file is recorded. */
export function cellOf(path: string, part: string): string {
  return `${path}\0${part}`;
}

/** As `cellOf`, for facts that came from the reserve: they are the same when they have become ordinary ones. */
export function reservedCellOf(path: string, part: string): string {
  return cellOf(`${path}\0+`, part);
}

/** A result that is kept by whoever derived it. */
export interface Recorded<T> extends Derivation {
  value: T;
}

/** A derivation that has read nothing yet. */
export function newDerivation(key: unknown): Derivation {
  return {
    key,
    value: undefined,
    parts: new Set(),
    cells: new Set(),
    paths: new Set(),
    wants: new Map(),
    everything: false,
    from: new Set(),
  };
}

/** What differs between two moments of a workspace. */
export class Changes {
  private readonly verdicts = new Map<Derivation, boolean>();
  private readonly paths = new Set<string>();
  /** By kind of facts, the files in which it has changed. */
  private readonly parts = new Map<string, Set<string>>();
  private readonly cells = new Set<string>();

  /** `others`: what else has changed, by the names under which reading it is recorded. `drawn`: what `before` had from the reserve. */
  constructor(
    { before, drawn }: { before: ReadonlyMap<string, FileFacts>; drawn: ReadonlyMap<string, FileFacts> },
    after: ReadonlyMap<string, FileFacts>,
    others: readonly string[],
    private readonly workspace: Workspace,
  ) {
    for (const other of others) this.parts.set(other, new Set());
    for (const [path, file] of after)
      if (before.get(path) !== file) this.note(path, before.get(path), file, drawn.get(path) === file);
    for (const [path, file] of before) if (!after.has(path)) this.note(path, file, undefined, false);
  }

  /** `isKnown`: whoever asked for the file has seen these very facts. */
  private note(path: string, old: FileFacts | undefined, file: FileFacts | undefined, isKnown: boolean): void {
    this.paths.add(path);
    const isSeen = old && file && haveSameView(old, file);
    if (!isSeen) this.change(path, VIEWS, isKnown);
    const former: Partial<Record<string, unknown>> = old?.parts ?? {};
    const present: Partial<Record<string, unknown>> = file?.parts ?? {};
    for (const part of new Set([...Object.keys(former), ...Object.keys(present)]))
      if (!isSeen || former[part] !== present[part]) this.change(path, part, isKnown);
  }

  private change(path: string, part: string, isKnown: boolean): void {
    this.cells.add(cellOf(path, part));
    if (!isKnown) this.cells.add(reservedCellOf(path, part));
    const known = this.parts.get(part);
    if (known) known.add(path);
    else this.parts.set(part, new Set([path]));
  }

  /** True when nothing that the result was derived from has changed. */
  spare(derivation: Derivation): boolean {
    let spared = this.verdicts.get(derivation);
    if (spared === undefined) {
      spared = this.judge(derivation);
      this.verdicts.set(derivation, spared);
    }
    return spared;
  }

  private judge(derivation: Derivation): boolean {
    if (this.paths.size === 0 && this.parts.size === 0) return true;
    const { everything, parts, cells, paths, from, value } = derivation;
    if (everything) return false;
    const borne = isBearing(value) ? { part: value.bears, in: this.parts.get(value.bears), by: value } : undefined;
    for (const part of this.parts.keys()) if (parts.has(part) && part !== borne?.part) return false;
    for (const path of this.paths) if (paths.has(path)) return false;
    for (const cell of this.cells) if (cells.has(cell) && !(borne && cell.endsWith(`\0${borne.part}`))) return false;
    for (const other of from) if (!this.spare(other)) return false;
    return !borne?.in || borne.by.stands(this.workspace, borne.in);
  }
}

/** What `each` and `views` show of a file. */
function haveSameView(a: FileFacts, b: FileFacts): boolean {
  return a.language === b.language && a.fileClass === b.fileClass && a.classRule === b.classRule;
}
