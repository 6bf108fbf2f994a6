/** All facts of one workspace at one moment: what checks conclude from. */
import type { Conclusion } from './check';
import type { Config } from './config';
import type { FactParts, FileEntry, FileFacts } from './facts';
import type { Listing, ValueOccurrence } from './host';
import { withWorkspaceClasses } from './size/workspace-classes';
import { comparePaths } from './span';

export interface WorkspaceInput {
  name: string;
  listing: Listing;
  facts: ReadonlyMap<string, FileFacts>;
  occurrences: ValueOccurrence[];
  config: Config;
}

export class Workspace {
  readonly name: string;
  /** Every listed file by path, those without facts included. */
  readonly files: ReadonlyMap<string, FileEntry>;
  readonly source: Listing['source'];
  /** Facts by path, in path order. */
  readonly facts: ReadonlyMap<string, FileFacts>;
  /** Places of confirmed secret values besides the findings themselves. */
  readonly occurrences: readonly ValueOccurrence[];
  readonly config: Config;
  /** What the checks concluded so far, by id; complete for a check that runs `last`. */
  readonly conclusions = new Map<string, Conclusion>();
  private readonly derived = new Map<unknown, unknown>();
  private readonly wantedPaths = new Set<string>();
  private readonly askedPaths = new Set<string>();
  private folderSet: Set<string> | undefined;
  private byPart: Map<string, { file: FileFacts; facts: unknown }[]> | undefined;

  constructor(input: WorkspaceInput) {
    this.name = input.name;
    this.source = input.listing.source;
    this.files = filesOf(input.listing);
    this.facts = withWorkspaceClasses(input.facts, this.files);
    this.occurrences = input.occurrences;
    this.config = input.config;
  }

  /** True when git's index is known, so that "tracked" can be told. */
  get hasGit(): boolean {
    return this.source === 'git' || this.source === 'git-index';
  }

  /** Files that carry facts of one kind, in path order. */
  each<K extends keyof FactParts>(part: K): readonly { file: FileFacts; facts: NonNullable<FactParts[K]> }[] {
    this.byPart ??= indexByPart(this.facts);
    return (this.byPart.get(part) ?? []) as { file: FileFacts; facts: NonNullable<FactParts[K]> }[];
  }

  /** Facts of one kind of one file, if any. */
  part<K extends keyof FactParts>(path: string, part: K): NonNullable<FactParts[K]> | undefined {
    return this.facts.get(path)?.parts[part] as NonNullable<FactParts[K]> | undefined;
  }

  /** True for a listed file or a folder that holds one. */
  has(path: string): boolean {
    return this.files.has(path) || this.folders.has(path.replace(/\/$/, ''));
  }

  /** Every folder that holds a listed file, without trailing `/`; the root is `''`. */
  get folders(): ReadonlySet<string> {
    if (this.folderSet) return this.folderSet;
    const folders = new Set<string>(['']);
    for (const path of this.files.keys()) {
      for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
        const folder = path.slice(0, slash);
        if (folders.has(folder)) break;
        folders.add(folder);
      }
    }
    return (this.folderSet = folders);
  }

  /**
   * A result that several checks share (the route table, the module graph), computed once per workspace. The function itself is the key,
   * so it must be a module-level function.
   */
  derive<T>(compute: (workspace: Workspace) => T): T {
    if (!this.derived.has(compute)) this.derived.set(compute, compute(this));
    return this.derived.get(compute) as T;
  }

  /**
   * Asks for one kind of facts of a file that a link points to, whether they are there or not. Where a prefilter held them back, the
   * session collects the file regardless of it and concludes again, until nothing new is asked; until then the caller goes on with what
   * there is.
   */
  want(path: string, part: keyof FactParts): void {
    this.askedPaths.add(path);
    const facts = this.facts.get(path);
    if (facts?.parts[part] !== undefined) return;
    if (facts ? !facts.deep : this.files.has(path)) this.wantedPaths.add(path);
  }

  /** True when a link points to the file. */
  isWanted(path: string): boolean {
    return this.askedPaths.has(path);
  }

  /** Paths asked for with `want` that have no deep facts yet. */
  get wanted(): string[] {
    return [...this.wantedPaths].sort(comparePaths);
  }
}

/** The same listing gives the same map, so that what follows from it alone can be kept by it. */
const fileMaps = new WeakMap<Listing, ReadonlyMap<string, FileEntry>>();

function filesOf(listing: Listing): ReadonlyMap<string, FileEntry> {
  let files = fileMaps.get(listing);
  if (!files) fileMaps.set(listing, (files = new Map(listing.files.map((file) => [file.path, file]))));
  return files;
}

/** Dozens of checks ask for the same few kinds: one pass over all files serves them all. */
function indexByPart(facts: ReadonlyMap<string, FileFacts>): Map<string, { file: FileFacts; facts: unknown }[]> {
  const index = new Map<string, { file: FileFacts; facts: unknown }[]>();
  for (const file of facts.values()) {
    for (const [part, own] of Object.entries(file.parts)) {
      const list = index.get(part);
      if (list) list.push({ file, facts: own });
      else index.set(part, [{ file, facts: own }]);
    }
  }
  return index;
}
