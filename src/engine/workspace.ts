/** All facts of one workspace at one moment: what checks conclude from. */
import { NO_ATTESTATIONS, type Attestations } from './attestations/attestation';
import type { Conclusion } from './verdict';
import type { Config } from './config/config';
import type { FactParts, FileEntry, FileFacts, FileView, SuppressionComment } from './facts';
import type { Listing, ValueOccurrence } from './host';
import { withWorkspaceClasses } from './size/workspace-classes';
import { Changes, isBearing, type Recorded } from './derived';
import { behind, Cells, Reading, readingFor, SUPPRESSIONS, VIEWS, type Cell, type Derivation } from './reading';
import { comparePaths } from './span';

/** One kind of facts of one file. */
export interface PartOf<K extends keyof FactParts> {
  file: FileView & { parts: Pick<FileFacts['parts'], K> };
  facts: NonNullable<FactParts[K]>;
}

export interface WorkspaceInput {
  name: string;
  listing: Listing;
  facts: ReadonlyMap<string, FileFacts>;
  occurrences: readonly ValueOccurrence[];
  config: Config;
  /** `YYYY-MM-DD`, the same at every moment of a workspace. Nothing has ended when not given. */
  today?: string;
  /** What people answer for; the same object while it says the same. None when not given. */
  attestations?: Attestations;
  /** Deep facts that nobody has asked for yet: they are there as soon as somebody does. */
  reserve?: ReadonlyMap<string, FileFacts>;
  /** Files that give no facts however often they are asked: images, what is too large. */
  skipped?: ReadonlyMap<string, string>;
  /** The same workspace at an earlier moment: what it derived from facts that are still the same is taken over. */
  previous?: Workspace | undefined;
}

/** The moments of one workspace. What outlives a moment (a linked program) asks the latest one. */
export interface Lineage {
  latest: Workspace;
  readonly cells: Cells;
}

/** Name under which reading the occurrences is recorded, beside the kinds of facts. */
const OCCURRENCES = '(occurrences)';
/** The same for what people attested. */
const ATTESTATIONS = '(attestations)';

export class Workspace {
  readonly name: string;
  /** Every listed file by path, those without facts included. */
  readonly files: ReadonlyMap<string, FileEntry>;
  readonly source: Listing['source'];
  readonly lineage: Lineage;
  private readonly allFacts: ReadonlyMap<string, FileFacts>;
  private readonly allOccurrences: readonly ValueOccurrence[];
  readonly config: Config;
  /** `YYYY-MM-DD`; empty when nobody says. */
  readonly today: string;
  private readonly allAttestations: Attestations;
  private readonly concluded = new Map<string, Conclusion>();
  private derived = new Map<unknown, Derivation>();
  /** What the earlier moment derived, and what has changed since. */
  private earlier: { derived: ReadonlyMap<unknown, Derivation>; changes: Changes<Workspace> } | undefined;
  /** Stands for this moment on results whose links it has asked for; nothing hangs on it. */
  private readonly mark = {};
  /** What is being derived right now, innermost last. */
  private readonly deriving: Reading[] = [];
  private readonly reserve: ReadonlyMap<string, FileFacts> | undefined;
  private readonly skipped: ReadonlyMap<string, string> | undefined;
  /** What was asked for and came from the reserve. */
  private readonly drawn = new Map<string, FileFacts>();
  private readonly wantedPaths = new Set<string>();
  private readonly askedPaths = new Set<string>();
  private folderSet: Set<string> | undefined;
  private byPart: Map<string, { file: FileFacts; facts: unknown }[]> | undefined;

  constructor(input: WorkspaceInput) {
    this.name = input.name;
    this.source = input.listing.source;
    this.files = filesOf(input.listing);
    this.allFacts = withWorkspaceClasses(input.facts, this.files);
    this.allOccurrences = input.occurrences;
    this.reserve = input.reserve;
    this.skipped = input.skipped;
    this.config = input.config;
    this.today = input.today ?? '';
    this.allAttestations = input.attestations ?? NO_ATTESTATIONS;
    this.earlier = input.previous && this.carriedFrom(input.previous);
    this.lineage = this.earlier && input.previous ? input.previous.lineage : { latest: this, cells: new Cells() };
    this.lineage.latest = this;
  }

  private carriedFrom(previous: Workspace): Workspace['earlier'] {
    if (previous.files !== this.files || previous.config !== this.config) return undefined;
    const isSame =
      previous.allOccurrences === this.allOccurrences ||
      previous.allOccurrences.length + this.allOccurrences.length === 0;
    const { allFacts: before, drawn, lineage } = previous;
    const others = [
      ...(isSame ? [] : [OCCURRENCES]),
      ...(previous.allAttestations === this.allAttestations ? [] : [ATTESTATIONS]),
    ];
    const changes = new Changes({ before, drawn }, this.allFacts, others, this, lineage.cells);
    return { derived: previous.derived, changes };
  }

  /** Places of confirmed secret values besides the findings themselves. */
  get occurrences(): readonly ValueOccurrence[] {
    this.deriving.at(-1)?.parts.add(OCCURRENCES);
    return this.allOccurrences;
  }

  /** What people answer for. */
  get attestations(): Attestations {
    this.deriving.at(-1)?.parts.add(ATTESTATIONS);
    return this.allAttestations;
  }

  /** Facts by path, in path order. What is derived from them is derived again with every change: `each`, `part` and `file` read less. */
  get facts(): ReadonlyMap<string, FileFacts> {
    const reader = this.deriving.at(-1);
    if (reader) reader.everything = true;
    return this.allFacts;
  }

  /** Every file with facts, in path order, with what an edit hardly ever changes of it. */
  get views(): Iterable<FileView> {
    this.deriving.at(-1)?.parts.add(VIEWS);
    return this.allFacts.values();
  }

  /** Comments of one file that suppress something. */
  suppressions(path: string): readonly SuppressionComment[] {
    this.deriving.at(-1)?.cells.add(this.lineage.cells.of(path, SUPPRESSIONS));
    return this.allFacts.get(path)?.suppressions ?? [];
  }

  /** What an edit hardly ever changes of a file. */
  view(path: string): FileView | undefined {
    this.deriving.at(-1)?.cells.add(this.lineage.cells.of(path, VIEWS));
    return this.allFacts.get(path);
  }

  /** All facts of one file. */
  file(path: string): FileFacts | undefined {
    this.deriving.at(-1)?.paths.add(path);
    return this.allFacts.get(path);
  }

  /** What the checks concluded so far, by id; complete for a check that runs `last`. */
  get conclusions(): Map<string, Conclusion> {
    const reader = this.deriving.at(-1);
    if (reader) reader.everything = true;
    return this.concluded;
  }

  /** True when git's index is known, so that "tracked" can be told. */
  get hasGit(): boolean {
    return this.source === 'git' || this.source === 'git-index';
  }

  /** Files that carry facts of one kind, in path order. */
  each<K extends keyof FactParts>(part: K): readonly PartOf<K>[] {
    this.deriving.at(-1)?.parts.add(part);
    this.byPart ??= indexByPart(this.allFacts);
    return (this.byPart.get(part) ?? []) as PartOf<K>[];
  }

  /** Facts of one kind of one file, if any. */
  part<K extends keyof FactParts>(path: string, part: K): NonNullable<FactParts[K]> | undefined {
    this.deriving.at(-1)?.cells.add(this.cell(path, part));
    return (this.drawn.get(path) ?? this.allFacts.get(path))?.parts[part] as NonNullable<FactParts[K]> | undefined;
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
    return this.deriveAs(compute, compute);
  }

  /** As `derive`, under a key of its own that outlives the workspace. */
  deriveAs<T>(key: unknown, compute: (workspace: Workspace) => T): T {
    const derivation = this.derived.get(key) ?? this.carried(key) ?? this.compute(key, compute);
    this.note(derivation);
    return derivation.value as T;
  }

  /** Computes something that is kept elsewhere, with what it reads: whoever uses it says so with `take`. */
  record<T>(compute: () => T): Recorded<T> {
    return this.compute(undefined, compute) as Recorded<T>;
  }

  /** The result, noted as one that what is being derived rests on. */
  take<T>(recorded: Recorded<T>): T {
    this.note(recorded);
    return recorded.value;
  }

  /** Everything is concluded: what the earlier moment derived and this one did not take over is let go. */
  forgetEarlier(): void {
    this.earlier = undefined;
  }

  /** Nobody goes on from this moment. What a later one has taken over may still look at its facts, but nothing else is kept of it. */
  retire(): void {
    this.derived = new Map();
    this.byPart = undefined;
    this.forgetEarlier();
  }

  private note(derivation: Derivation): void {
    this.askAgain(derivation);
    const reader = this.deriving.at(-1);
    if (!reader) return;
    reader.from.add(derivation);
    if (isBearing(derivation.value)) reader.parts.add(behind(derivation.value.bears));
  }

  private compute(key: unknown, compute: (workspace: Workspace) => unknown): Derivation {
    const derivation: Derivation = { key, value: undefined };
    const reading = new Reading();
    this.deriving.push(reading);
    try {
      derivation.value = readingFor(reading, () => compute(this));
    } finally {
      this.deriving.pop();
    }
    reading.settle(derivation);
    derivation.askedAt = this.mark;
    if (key !== undefined) this.derived.set(key, derivation);
    return derivation;
  }

  private carried(key: unknown): Derivation | undefined {
    const derivation = this.earlier?.derived.get(key);
    const { changes } = this.earlier ?? {};
    // What is read to find out whether a result stands, nobody hangs on.
    if (!derivation || !changes || !readingFor(undefined, () => changes.spare(derivation))) return undefined;
    this.adopt(derivation);
    return derivation;
  }

  /** Takes a result of the earlier moment over, with those that it took in: they hold the same objects. */
  private adopt(derivation: Derivation): void {
    const { key } = derivation;
    if (key === undefined ? derivation.askedAt === this.mark : this.derived.get(key) === derivation) return;
    if (key !== undefined) this.derived.set(key, derivation);
    derivation.askedAt = this.mark;
    for (const { path, part } of derivation.wants ?? []) this.ask(path, part);
    for (const other of derivation.from ?? []) this.adopt(other);
  }

  /** Asks for everything that a result kept elsewhere asked for, which may be older than this moment. */
  private askAgain(derivation: Derivation): void {
    if (derivation.askedAt === this.mark) return;
    derivation.askedAt = this.mark;
    for (const { path, part } of derivation.wants ?? []) this.ask(path, part);
    for (const other of derivation.from ?? []) this.askAgain(other);
  }

  /**
   * Asks for one kind of facts of a file that a link points to, whether they are there or not. Where a prefilter held them back, the
   * session collects the file regardless of it and concludes again, until nothing new is asked; until then the caller goes on with what
   * there is (`part` gives what the reserve holds).
   */
  want(path: string, part: keyof FactParts): void {
    const reader = this.deriving.at(-1);
    reader?.wants.add(this.lineage.cells.of(path, part));
    this.ask(path, part);
    reader?.cells.add(this.cell(path, part));
  }

  private cell(path: string, part: keyof FactParts): Cell {
    const { cells } = this.lineage;
    return this.drawn.has(path) ? cells.ofReserve(path, part) : cells.of(path, part);
  }

  private ask(path: string, part: string): void {
    this.askedPaths.add(path);
    const facts = this.allFacts.get(path);
    if (facts?.parts[part as keyof FactParts] !== undefined) return;
    if (facts ? facts.deep : !this.files.has(path) || this.skipped?.has(path)) return;
    this.wantedPaths.add(path);
    const spare = this.reserve?.get(path);
    if (spare) this.drawn.set(path, spare);
  }

  /** Paths of the files that were asked for and came from the reserve so far: where they are drawn, `each` gives them as well. */
  get drawnPaths(): string[] {
    return [...this.drawn.keys()].sort(comparePaths);
  }

  /** What is being derived begins again: only what it asks for from now on counts as asked for by it. */
  askAnew(): void {
    this.deriving.at(-1)?.wants.clear();
  }

  /** True when a link points to the file. */
  isWanted(path: string): boolean {
    return this.askedPaths.has(path);
  }

  /** Paths asked for with `want` that have no deep facts yet. */
  get wanted(): string[] {
    return [...this.wantedPaths].sort(comparePaths);
  }

  /** True while something that was asked for is not even in the reserve: what follows from it cannot be told yet. */
  get isLacking(): boolean {
    return this.wantedPaths.size > this.drawn.size;
  }
}

/** The same listing gives the same map, so that what follows from it alone can be kept by it. */
const fileMaps = new WeakMap<Listing, ReadonlyMap<string, FileEntry>>();

export function filesOf(listing: Listing): ReadonlyMap<string, FileEntry> {
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
