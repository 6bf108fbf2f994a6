/** All facts of one workspace at one moment: what checks conclude from. */
import { NO_ATTESTATIONS, type Attestations } from './attestations/attestation';
import type { Conclusion } from './verdict';
import type { Config } from './config/config';
import type { FactParts, FileEntry, FileFacts, FileView, SuppressionComment } from './facts';
import type { Listing, ValueOccurrence } from './host';
import { withWorkspaceClasses } from './size/workspace-classes';
import { isBearing, Memo, type Recorded } from './derived';
import { currentReading, Reading, readingFor, type Cell, type Derivation } from './reading';
import { indexByPart, reindexed, type PartIndex } from './part-index';
import { behind, Revisions, SUPPRESSIONS, VIEWS } from './revisions';
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
  readonly revisions: Revisions;
  readonly memo: Memo<Workspace>;
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
  private readonly revision: number;
  /** What this moment has derived since there is a later one, which goes on from what they have in common. */
  private readonly own = new Map<unknown, Derivation>();
  /** Stands for this moment on results whose links it has asked for; nothing hangs on it. */
  private readonly mark = {};
  private readonly reserve: ReadonlyMap<string, FileFacts> | undefined;
  private readonly skipped: ReadonlyMap<string, string> | undefined;
  /** What was asked for and came from the reserve. */
  private readonly drawn = new Map<string, FileFacts>();
  private readonly wantedPaths = new Set<string>();
  private readonly askedPaths = new Set<string>();
  private folderSet: Set<string> | undefined;
  private byPart: PartIndex | undefined;

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
    this.lineage = (input.previous && this.goOnFrom(input.previous)) ?? this.begin();
    this.lineage.latest = this;
    this.revision = this.lineage.revisions.now;
  }

  private begin(): Lineage {
    const revisions = new Revisions();
    return { latest: this, revisions, memo: new Memo(revisions) };
  }

  /** The lineage of an earlier moment, told what has changed since its latest one; undefined where too much has. */
  private goOnFrom({ lineage }: Workspace): Lineage | undefined {
    const { latest, revisions } = lineage;
    if (latest.files !== this.files || latest.config !== this.config) return undefined;
    const isSame =
      latest.allOccurrences === this.allOccurrences || latest.allOccurrences.length + this.allOccurrences.length === 0;
    const others = [
      ...(isSame ? [] : [OCCURRENCES]),
      ...(latest.allAttestations === this.allAttestations ? [] : [ATTESTATIONS]),
    ];
    const changed = revisions.begin({ facts: latest.allFacts, drawn: latest.drawn }, this.allFacts, others);
    this.byPart = latest.byPart && reindexed(latest.byPart, changed, latest.allFacts, this.allFacts);
    this.folderSet = latest.folderSet;
    return lineage;
  }

  /** Places of confirmed secret values besides the findings themselves. */
  get occurrences(): readonly ValueOccurrence[] {
    this.noteRead(OCCURRENCES);
    return this.allOccurrences;
  }

  /** What people answer for. */
  get attestations(): Attestations {
    this.noteRead(ATTESTATIONS);
    return this.allAttestations;
  }

  /** Facts by path, in path order. What is derived from them is derived again with every change: `each`, `part` and `file` read less. */
  get facts(): ReadonlyMap<string, FileFacts> {
    currentReading()?.cells.add(this.lineage.revisions.ofAll);
    return this.allFacts;
  }

  /** Every file with facts, in path order, with what an edit hardly ever changes of it. */
  get views(): Iterable<FileView> {
    this.noteRead(VIEWS);
    return this.allFacts.values();
  }

  /** Comments of one file that suppress something. */
  suppressions(path: string): readonly SuppressionComment[] {
    currentReading()?.cells.add(this.lineage.revisions.of(path, SUPPRESSIONS));
    return this.allFacts.get(path)?.suppressions ?? [];
  }

  /** What an edit hardly ever changes of a file. */
  view(path: string): FileView | undefined {
    currentReading()?.cells.add(this.lineage.revisions.of(path, VIEWS));
    return this.allFacts.get(path);
  }

  /** All facts of one file. */
  file(path: string): FileFacts | undefined {
    currentReading()?.cells.add(this.lineage.revisions.ofFile(path));
    return this.allFacts.get(path);
  }

  /** What the checks concluded so far, by id; complete for a check that runs `last`. */
  get conclusions(): Map<string, Conclusion> {
    currentReading()?.cells.add(this.lineage.revisions.ofAll);
    return this.concluded;
  }

  /** True when git's index is known, so that "tracked" can be told. */
  get hasGit(): boolean {
    return this.source === 'git' || this.source === 'git-index';
  }

  /** Files that carry facts of one kind, in path order. */
  each<K extends keyof FactParts>(part: K): readonly PartOf<K>[] {
    this.noteRead(part);
    this.byPart ??= indexByPart(this.allFacts);
    return (this.byPart.get(part) ?? []) as readonly PartOf<K>[];
  }

  /** Facts of one kind of one file, if any. */
  part<K extends keyof FactParts>(path: string, part: K): NonNullable<FactParts[K]> | undefined {
    currentReading()?.cells.add(this.cell(path, part));
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
    const derivation = this.standing(key) ?? this.compute(key, compute);
    this.note(derivation);
    return derivation.value as T;
  }

  private get isLatest(): boolean {
    return this.lineage.latest === this;
  }

  /** What was derived under the key, where it holds at this moment. */
  private standing(key: unknown): Derivation | undefined {
    const { memo } = this.lineage;
    const known = memo.get(key);
    if (this.isLatest) return known && memo.stands(known, this) ? known : undefined;
    const held = known && known.madeAt <= this.revision && this.revision <= known.validAt;
    return held ? known : this.own.get(key);
  }

  /** Computes something that is kept elsewhere, with what it reads: whoever uses it says so with `take`. */
  record<T>(compute: () => T): Recorded<T> {
    return this.compute(undefined, compute) as Recorded<T>;
  }

  /** True for something that was computed at an earlier moment and is still the same. */
  holds(recorded: Recorded<unknown>): boolean {
    return this.lineage.memo.stands(recorded, this.lineage.latest);
  }

  /** The result, noted as one that what is being derived rests on. */
  take<T>(recorded: Recorded<T>): T {
    this.note(recorded);
    return recorded.value;
  }

  /** Everything is concluded: what was not needed for it is let go. */
  tidy(): void {
    if (this.isLatest) this.lineage.memo.tidy();
  }

  private note(derivation: Derivation): void {
    this.askAgain(derivation);
    const reader = currentReading();
    if (!reader) return;
    reader.from.add(derivation);
    if (isBearing(derivation.value)) reader.cells.add(this.lineage.revisions.ofPart(behind(derivation.value.bears)));
  }

  private noteRead(part: string): void {
    currentReading()?.cells.add(this.lineage.revisions.ofPart(part));
  }

  private compute(key: unknown, compute: (workspace: Workspace) => unknown): Derivation {
    const { revision } = this;
    const derivation: Derivation = { key, value: undefined, madeAt: revision, validAt: revision, askedAt: this.mark };
    const reading = new Reading();
    derivation.value = readingFor(reading, () => compute(this));
    reading.settle(derivation);
    if (key !== undefined && this.isLatest) this.lineage.memo.set(derivation);
    else if (key !== undefined) this.own.set(key, derivation);
    return derivation;
  }

  /** Asks for everything that a result asked for which may be older than this moment. */
  private askAgain(derivation: Derivation): void {
    if (!derivation.asks || derivation.askedAt === this.mark) return;
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
    const reader = currentReading();
    reader?.wants.add(this.lineage.revisions.of(path, part));
    this.ask(path, part);
    reader?.cells.add(this.cell(path, part));
  }

  private cell(path: string, part: keyof FactParts): Cell {
    const { revisions } = this.lineage;
    return this.drawn.has(path) ? revisions.ofReserve(path, part) : revisions.of(path, part);
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
    currentReading()?.wants.clear();
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
