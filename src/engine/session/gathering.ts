/** What is there to conclude from: the list of files, open buffers, and what was collected of them. */
import { Collection } from './collection';
import type { FileFacts, SkippedPath } from '../facts';
import type { Change, CollectJob, CollectResult, Host, Listing } from '../host';
import type { LinksAhead } from './links-ahead';
import { decidesSpecifiers } from '../modules/manifests';
import { isRunByTests } from '../routes/context';
import { decidesLinks } from './follow';
import { decidesClasses, foreignPaths, undecidedFolders } from '../size/workspace-classes';
import { comparePaths } from '../span';
import { filesOf } from '../workspace';

/** Counters of the last run, for `--stats`. */
export interface RunCounters {
  collected: number;
  cached: number;
  /** Milliseconds by step. */
  timings: Record<string, number>;
}

export interface CollectOptions {
  signal?: AbortSignal | undefined;
  onProgress?: ((done: number, total: number) => void) | undefined;
  into?: Collection;
  /** Where deep facts go. */
  to?: 'deep' | 'reserve';
  /** Takes note of what comes in. */
  guess?: LinksAhead | undefined;
  /** Links are followed meanwhile (`Host.collect`). */
  isBeside?: boolean;
}

export class Gathering {
  listing: Listing = { files: [], skipped: [], source: 'walk' };
  private onDisk = this.listing;
  listed = new Set<string>();
  /** Paths of somebody else's project inside the workspace. */
  foreign: ReadonlySet<string> = new Set();
  collected = new Collection();
  /** Texts of open buffers. */
  readonly buffers = new Map<string, string>();
  /** Files that are listed although they are not on disk yet. */
  private readonly created = new Set<string>();
  /** Counters of the last scan or update. */
  counters: RunCounters = { collected: 0, cached: 0, timings: {} };

  /** `includes`: whether the configuration lets a path be analysed. */
  constructor(
    private readonly host: Host,
    private readonly includes: (path: string) => boolean,
  ) {}

  /**
   * Collects everything: first what decides the classes of files and how modules name each other, then what decides links (where no class
   * is open at once), and beside it the rest, which has no say in them. `follow` runs as soon as links can be followed, `whenAll` as soon
   * as every file has been collected once.
   */
  async collectAll<T>(
    paths: readonly string[],
    options: CollectOptions & { into: Collection; guess: LinksAhead },
    follow: () => Promise<T>,
    whenAll: () => void,
  ): Promise<T> {
    const { into, guess, onProgress } = options;
    let before = 0;
    const take = (some: string[], more: CollectOptions = {}): Promise<void> => {
      const start = before;
      before += some.length;
      const progress = (done: number): void => onProgress?.(start + done, paths.length);
      return this.collect(this.jobs(some), { ...options, guess: undefined, ...more, onProgress: progress });
    };
    this.foreign = new Set();
    const undecided = undecidedFolders(this.listing.files);
    const isUndecided = (path: string): boolean => undecided.some((folder) => path.startsWith(folder));
    const comesFirst = (path: string): boolean =>
      decidesClasses(path) || (decidesSpecifiers(path) && !isUndecided(path));
    const others = paths.filter((path) => !comesFirst(path));
    const linking = testsLast(others.filter(decidesLinks));
    const decided = take(paths.filter(comesFirst));
    const early = take(
      linking.filter((path) => !isUndecided(path)),
      { guess },
    );
    // A failure is met again where it is waited for.
    early.catch(() => undefined);
    await decided;
    this.foreign = foreignPaths(into.facts, filesOf(this.listing));
    guess.begin();
    const linked = Promise.all([early, take(linking.filter(isUndecided), { guess })]);
    const rest = take(
      others.filter((path) => !decidesLinks(path)),
      { isBeside: true },
    );
    const all = Promise.all([linked, rest]).then(whenAll);
    const followed = linked.then(async () => {
      await guess.again();
      return follow();
    });
    const [result] = await Promise.all([followed, all]);
    return result;
  }

  /** Collects again what the workspace now makes foreign, or no longer does. */
  async collectOtherwise(fresh: ReadonlySet<string>, signal?: AbortSignal): Promise<void> {
    const before = this.foreign;
    this.foreign = foreignPaths(this.collected.facts, filesOf(this.listing));
    const turned = [...this.listed].filter((path) => before.has(path) !== this.foreign.has(path));
    await this.collect(this.jobs(turned.filter((path) => fresh.has(path) || this.collected.facts.has(path))), {
      signal,
    });
  }

  /** Paths to collect again, in order. What is open but not listed (ignored, or of a dependency) is not analysed: the command line would not see it either. */
  affected(changes: readonly Change[], relisted: boolean): string[] {
    const { facts, skipped } = this.collected;
    const paths = new Set(changes.map((change) => change.path));
    this.noteCreated(changes);
    if (relisted) {
      for (const path of [...facts.keys()]) if (!this.includes(path)) this.collected.forget(path);
      // A folder that was deleted or renamed is told of by its own path alone.
      const folders = changes.filter(({ path }) => !this.listed.has(path)).map(({ path }) => `${path}/`);
      for (const { path } of this.listing.files) {
        const isNew = !facts.has(path) && !skipped.has(path);
        if (isNew || folders.some((folder) => path.startsWith(folder))) paths.add(path);
      }
    }
    return [...paths].filter((path) => this.listed.has(path) && this.includes(path)).sort(comparePaths);
  }

  /** Facts of a text that is neither on disk nor in a buffer; the session itself does not take it in. */
  async collectText(path: string, text: string): Promise<FileFacts | undefined> {
    let facts: FileFacts | undefined;
    const deep = this.collected.get(path)?.deep ?? false;
    await this.host.collect([{ path, deep, text }], ([result]) => {
      if (result && 'facts' in result) facts = result.facts;
    });
    return facts;
  }

  /** Current text of a file (open buffer, else disk). */
  async readText(path: string): Promise<string | undefined> {
    return this.buffers.get(path) ?? this.host.readText(path);
  }

  /** Takes a list of files in. */
  setListing(listing: Listing): void {
    this.onDisk = listing;
    this.list();
  }

  private noteCreated(changes: readonly Change[]): void {
    const { size } = this.created;
    for (const { path, isNew } of changes) if (isNew) this.created.add(path);
    const isMore = this.created.size > size;
    const gone = changes.filter(({ path, text }) => text === null && this.created.delete(path));
    if (isMore || gone.length > 0) this.list();
    // What was never written says nothing any more.
    for (const { path } of gone) if (!this.listed.has(path)) this.collected.forget(path);
  }

  /** Lists what is on disk, and what is about to be written beside it. The same list stays the same object: what follows from it alone is kept by it. */
  private list(): void {
    const { files } = this.onDisk;
    this.listing = this.onDisk;
    this.listed = new Set(files.map((file) => file.path));
    const fresh = [...this.created].filter((path) => !this.listed.has(path));
    if (fresh.length === 0) return;
    const added = fresh.map((path) => ({ path, tracked: false, ignored: false }));
    this.listing = { ...this.onDisk, files: [...files, ...added].sort((a, b) => comparePaths(a.path, b.path)) };
    for (const path of fresh) this.listed.add(path);
  }

  /** Jobs for paths, with the texts of open buffers. */
  jobs(paths: readonly string[], deep = false): CollectJob[] {
    return paths.map((path) => ({ path, deep, foreign: this.foreign.has(path), text: this.buffers.get(path) }));
  }

  /** Collects; facts of a file whose links ask for more than its prefilters let through go beside the ordinary ones. */
  async collect(jobs: CollectJob[], options: CollectOptions = {}): Promise<void> {
    const { signal, onProgress, into = this.collected, to = 'deep', guess, isBeside } = options;
    let done = 0;
    const gone = new Set<string>();
    const wanted = new Set(jobs.filter((job) => job.deep).map((job) => job.path));
    const take = (results: CollectResult[]): void => {
      for (const result of results) {
        done++;
        if ('facts' in result) this.counters[result.cached ? 'cached' : 'collected']++;
        if (!into.take(result, wanted.has(result.path) ? to : 'facts')) gone.add(result.path);
      }
      guess?.note(results.filter((result) => 'facts' in result && !result.cached).map(({ path }) => path));
      onProgress?.(done, jobs.length);
    };
    if (jobs.length > 0) await this.host.collect(jobs, take, signal, isBeside);
    if (gone.size > 0)
      this.setListing({ ...this.onDisk, files: this.onDisk.files.filter((file) => !gone.has(file.path)) });
  }

  /** Every path that gives no facts, with its reason, in path order. */
  skipped(): SkippedPath[] {
    const own = [...this.collected.skipped].map(([path, reason]) => ({ path, reason }));
    const excluded = this.listing.files
      .filter((file) => !this.includes(file.path))
      .map((file) => ({ path: file.path, reason: 'excluded by configuration' }));
    return [...this.listing.skipped, ...own, ...excluded].sort((a, b) => comparePaths(a.path, b.path));
  }
}

/** Links hardly ever lead on from tests: while these are collected, what the modules before them ask for comes in as well. */
function testsLast(paths: readonly string[]): string[] {
  return [...paths.filter((path) => !isRunByTests(path)), ...paths.filter(isRunByTests)];
}
