/**
 * What has changed in a workspace, and when. Every moment of it has a number, its revision; whatever can be read is a cell that knows the
 * revision in which it last changed. A result stands as long as nothing that it read has changed since it was last known to stand: the
 * "red-green" way of incremental compilers (rustc-dev-guide, "Incremental compilation"; Salsa's `changed_at` and `verified_at`).
 */
import { changedInPlace } from './code/tracked';
import type { FileFacts } from './facts';
import { isEqual } from './json-equal';
import type { Cell } from './reading';

/** Name under which the paths, languages and classes of files are recorded, whatever is in them. */
export const VIEWS = '(views)';
/** Name under which the suppressing comments of a file are recorded. */
export const SUPPRESSIONS = '(suppressions)';
/** Name under which everything is recorded: of a file, or of the workspace. */
const ALL = '(all)';

/** Name under which facts of one kind are recorded that were read through a result that bears their changes (`Bearing`). */
export function behind(part: string): string {
  return `(behind) ${part}`;
}

/** Facts of a workspace, with those of them that were drawn from the reserve. */
export interface Known {
  facts: ReadonlyMap<string, FileFacts>;
  drawn: ReadonlyMap<string, FileFacts>;
}

/** Counts for all workspaces together: what changes in place may be read in two of them, and lasts longer than they do. */
let clock = 0;

export class Revisions {
  /** The revision of the latest moment. */
  now = ++clock;
  private readonly cells = new Map<string, Map<string, Cell>>();
  /** Facts that came from the reserve have cells of their own: they are the same when they have become ordinary ones. */
  private readonly reserved = new Map<string, Map<string, Cell>>();
  /** By kind of facts, the files in which it has ever changed, with the revision in which it last did. */
  private readonly log = new Map<string, Map<string, number>>();

  /** Facts of one kind of one file. */
  of(path: string, part: string): Cell {
    return cellIn(this.cells, path, part);
  }

  ofReserve(path: string, part: string): Cell {
    return cellIn(this.reserved, path, part);
  }

  /** Facts of one kind, of whatever files. */
  ofPart(part: string): Cell {
    return cellIn(this.cells, '', part);
  }

  /** Everything of one file. */
  ofFile(path: string): Cell {
    return cellIn(this.cells, path, ALL);
  }

  /** Everything of every file. */
  get ofAll(): Cell {
    return cellIn(this.cells, '', ALL);
  }

  /** Files in which facts of one kind have changed after a revision, in place or otherwise. */
  changedSince(part: string, revision: number): ReadonlySet<string> {
    const paths = new Set<string>();
    for (const [path, at] of this.log.get(part) ?? []) if (at > revision) paths.add(path);
    return paths;
  }

  /**
   * Begins the next revision; gives the files that differ, in no order.
   * @param others what else has changed, by the names under which reading it is recorded
   */
  begin(before: Known, facts: ReadonlyMap<string, FileFacts>, others: readonly string[]): string[] {
    this.now = ++clock;
    for (const other of others) this.touch(this.ofPart(other));
    const changed: string[] = [];
    for (const [path, file] of facts) if (before.facts.get(path) !== file) changed.push(path);
    for (const path of before.facts.keys()) if (!facts.has(path)) changed.push(path);
    for (const path of changed) this.note(path, before.facts.get(path), facts.get(path), before.drawn.get(path));
    if (changed.length + others.length > 0) this.touch(this.ofAll);
    return changed;
  }

  /** `drawn`: facts that whoever asked for the file has seen already. */
  private note(path: string, old?: FileFacts, file?: FileFacts, drawn?: FileFacts): void {
    this.touch(this.ofFile(path));
    const isSeen = old && file && haveSameView(old, file);
    if (!isSeen) this.change(path, VIEWS, file !== undefined && drawn !== undefined && haveSameView(drawn, file));
    if (!isSeen || !isEqual(old.suppressions, file.suppressions)) this.change(path, SUPPRESSIONS, false);
    const known: Partial<Record<string, unknown>> = drawn?.parts ?? {};
    const former: Partial<Record<string, unknown>> = old?.parts ?? {};
    const present: Partial<Record<string, unknown>> = file?.parts ?? {};
    for (const part of new Set([...Object.keys(former), ...Object.keys(present)])) {
      if (isSeen && former[part] === present[part]) continue;
      const inside = isSeen ? changedInPlace(former[part], present[part]) : undefined;
      if (inside) for (const cell of inside) this.touch(cell);
      else this.change(path, part, drawn !== undefined && known[part] === present[part]);
      this.write(path, part);
    }
  }

  private change(path: string, part: string, isKnown: boolean): void {
    this.touch(this.of(path, part));
    this.touch(this.ofPart(part));
    if (isKnown) return;
    this.touch(this.ofReserve(path, part));
    this.touch(this.ofPart(behind(part)));
  }

  private touch(cell: Cell): void {
    cell.changedAt = this.now;
  }

  private write(path: string, part: string): void {
    let paths = this.log.get(part);
    if (!paths) this.log.set(part, (paths = new Map<string, number>()));
    paths.set(path, this.now);
  }
}

function cellIn(cells: Map<string, Map<string, Cell>>, path: string, part: string): Cell {
  let ofPath = cells.get(path);
  if (!ofPath) cells.set(path, (ofPath = new Map<string, Cell>()));
  let cell = ofPath.get(part);
  if (!cell) ofPath.set(part, (cell = { path, part, changedAt: 0 }));
  return cell;
}

/** What `each` and `views` show of a file. */
function haveSameView(a: FileFacts, b: FileFacts): boolean {
  return a.language === b.language && a.fileClass === b.fileClass && a.classRule === b.classRule;
}
