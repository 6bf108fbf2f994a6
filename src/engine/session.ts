/**
 * A session keeps the facts of one workspace folder and answers with a report. Every face (language server, command line, agents) sits on
 * it: list, collect, conclude, and again for what changed.
 */
import { BASELINE_PATH, readBaseline, type Baseline } from './baseline';
import { Config } from './config';
import { readConfigs, type ConfigProblem } from './config-read';
import type { FileFacts, SkippedPath } from './facts';
import type { EngineEdit } from './fix';
import { FIXES } from './fixes';
import { ignoreEdit, type IgnoreContext, type IgnoreDetails } from './ignore';
import { isLive, type Finding } from './finding';
import type { Change, CollectJob, CollectResult, Host, Listing, ValueOccurrence } from './host';
import type { Report } from './report';
import { buildReport } from './build-report';
import { followLinks } from './routes/follow';
import { shortHash } from './hash';
import { decidesClasses, foreignPaths } from './size/workspace-classes';
import { comparePaths } from './span';
import { filesOf, Workspace } from './workspace';
import { valueSources } from './secrets/sources';

export interface ScanOptions {
  /** Called between batches with files done and files in all. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
  /** When nothing has changed since an earlier run, its report is taken; facts are then collected only for who asks for more. */
  mayRecall?: boolean;
  /** Now, in milliseconds since the epoch; with it the report is kept for a later run. */
  now?: number;
}

export interface SessionOptions {
  version: string;
  /** ISO date of today, for expiries; the engine reads no clock. */
  today: string;
  /** Path of the baseline, or null for none. */
  baseline?: string | null;
  /** Path of the root configuration instead of `preflight.json(c)`. */
  config?: string;
}

/** Counters of the last run, for `--stats`. */
export interface RunCounters {
  collected: number;
  cached: number;
  /** Milliseconds by step. */
  timings: Record<string, number>;
}

/** What was collected: facts, and reasons where there are none, by path. */
interface Collected {
  facts: Map<string, FileFacts>;
  skipped: Map<string, string>;
}

/** Rounds of "follow the links, then collect what they ask for". Real repositories need up to ten; the bound is for the others. */
const MAX_ROUNDS = 40;
/** Files whose change means listing again: they decide what is listed. */
const RELIST = /(^|\/)\.gitignore$|^\.git\/|(^|\/)preflight\.jsonc?$|^\.gitmodules$/;

export class Session {
  private listing: Listing = { files: [], skipped: [], source: 'walk' };
  private listed = new Set<string>();
  /** Paths of somebody else's project inside the workspace. */
  private foreign: ReadonlySet<string> = new Set();
  private collected: Collected = { facts: new Map(), skipped: new Map() };
  /** Facts of files that links point to, with what their prefilters held back. */
  private readonly deep = new Map<string, FileFacts>();
  /** Deep facts that the last fresh conclusion did not need in the end. */
  private unasked = '';
  private readonly buffers = new Map<string, string>();
  private occurrences: ValueOccurrence[] = [];
  /** For which values, and in which texts (by path and hash), `occurrences` was searched. */
  private searched = { key: '', hashes: new Map<string, string>() };
  private config = new Config();
  private problems: ConfigProblem[] = [];
  private baseline: { path: string; entries: Baseline } | undefined;
  private workspace: Workspace | undefined;
  private current: Report | undefined;
  /** The report is that of an earlier run, and there are no facts. */
  private isRecalled = false;
  /** Counters of the last scan or update. */
  counters: RunCounters = { collected: 0, cached: 0, timings: {} };

  constructor(
    private readonly host: Host,
    private readonly options: SessionOptions,
  ) {}

  /** Lists and collects everything, then concludes. Aborting leaves the last report in place. */
  async scan(options: ScanOptions = {}): Promise<void> {
    const { signal, mayRecall = false, now } = options;
    this.counters = { collected: 0, cached: 0, timings: {} };
    this.isRecalled = false;
    await this.timed('list', async () => {
      this.setListing(await this.host.list(signal));
      await this.readSettings();
    });
    const paths = this.listing.files.map((file) => file.path);
    const key = this.reportKey();
    const report = mayRecall && this.buffers.size === 0 ? await this.host.recallReport?.(key, paths) : undefined;
    if (report) {
      this.current = report;
      this.isRecalled = true;
      this.counters.cached = report.stats.files;
      return;
    }
    await this.collectAll(options);
    if (now !== undefined && this.buffers.size === 0) await this.host.rememberReport?.(key, paths, this.report(), now);
  }

  /** After a report was recalled: what it follows from. */
  private async complete(): Promise<void> {
    if (this.isRecalled) await this.collectAll({});
  }

  private async collectAll({ onProgress, signal }: ScanOptions): Promise<void> {
    this.isRecalled = false;
    const paths = this.listing.files.map((file) => file.path).filter((path) => this.config.includes(path));
    const collected: Collected = { facts: new Map(), skipped: new Map() };
    await this.timed('collect', async () => {
      const deciders = paths.filter(decidesClasses);
      const others = paths.filter((path) => !decidesClasses(path));
      const progress = (done: number): void => onProgress?.(done, paths.length);
      this.foreign = new Set();
      await this.collect(this.jobs(deciders), signal, progress, collected);
      this.foreign = foreignPaths(collected.facts, filesOf(this.listing));
      await this.collect(this.jobs(others), signal, (done) => progress(deciders.length + done), collected);
    });
    signal?.throwIfAborted();
    this.collected = collected;
    this.deep.clear();
    await this.conclude(signal);
  }

  /** Says what stands in an open buffer (null = it was closed) without collecting; for what is open before the first scan. */
  setBuffer(path: string, text: string | null): void {
    if (text === null) this.buffers.delete(path);
    else this.buffers.set(path, text);
  }

  /** Takes changes in and concludes again. */
  async update(changes: readonly Change[], signal?: AbortSignal): Promise<void> {
    await this.complete();
    this.counters = { collected: 0, cached: 0, timings: {} };
    for (const change of changes) if (change.text !== undefined) this.setBuffer(change.path, change.text);
    const relist = changes.some(
      (change) => RELIST.test(change.path) || (change.text === undefined && !this.listed.has(change.path)),
    );
    if (relist) {
      const before = this.listing.files;
      this.setListing(await this.host.list(signal));
      for (const file of before) if (!this.listed.has(file.path)) this.forget(file.path);
    }
    if (relist || changes.some((change) => change.path === this.baselinePath || RELIST.test(change.path)))
      await this.readSettings();
    const paths = this.affected(changes, relist);
    await this.timed('collect', async () => {
      await this.collect(this.jobs(paths), signal);
      if (relist || paths.some(decidesClasses)) await this.collectOtherwise(new Set(paths), signal);
      // What was collected deep before is so again, unless its prefilters now let everything through.
      const deep = paths.filter((path) => this.deep.delete(path) && this.collected.facts.get(path)?.deep === false);
      await this.collect(this.jobs(deep, true), signal);
    });
    await this.conclude(signal);
  }

  /** Collects again what the workspace now makes foreign, or no longer does. */
  private async collectOtherwise(fresh: ReadonlySet<string>, signal?: AbortSignal): Promise<void> {
    const before = this.foreign;
    this.foreign = foreignPaths(this.collected.facts, filesOf(this.listing));
    const turned = [...this.listed].filter((path) => before.has(path) !== this.foreign.has(path));
    await this.collect(this.jobs(turned.filter((path) => fresh.has(path) || this.collected.facts.has(path))), signal);
  }

  /** Paths to collect again, in order. What is open but not listed (ignored, or of a dependency) is not analysed: the command line would not see it either. */
  private affected(changes: readonly Change[], relisted: boolean): string[] {
    const { facts, skipped } = this.collected;
    const paths = new Set(changes.map((change) => change.path));
    if (relisted) {
      for (const path of [...facts.keys()]) if (!this.config.includes(path)) this.forget(path);
      // A folder that was deleted or renamed is told of by its own path alone.
      const folders = changes.filter(({ path }) => !this.listed.has(path)).map(({ path }) => `${path}/`);
      for (const { path } of this.listing.files) {
        const isNew = !facts.has(path) && !skipped.has(path);
        if (isNew || folders.some((folder) => path.startsWith(folder))) paths.add(path);
      }
    }
    return [...paths].filter((path) => this.listed.has(path) && this.config.includes(path)).sort(comparePaths);
  }

  /** The report of the last finished scan or update. */
  report(): Report {
    if (!this.current) throw new Error('Nothing has been scanned yet.');
    return this.current;
  }

  /** What is wrong in configuration and baseline files; the command line stops on it, the editor shows it in the file. */
  configProblems(): readonly ConfigProblem[] {
    return this.problems;
  }

  /** The configuration in force. */
  configuration(): Config {
    return this.config;
  }

  /** The baseline in force, if there is one. */
  baselineEntries(): Baseline | undefined {
    return this.baseline?.entries;
  }

  /** Reads configuration and baseline again and concludes with them. */
  async rereadBaseline(): Promise<void> {
    await this.complete();
    await this.readSettings();
    await this.conclude();
  }

  /** Facts of the last conclusion (none after a recalled report); for explanations (hover, lens) that need more than the report. */
  factsOf(path: string): FileFacts | undefined {
    return this.deep.get(path) ?? this.collected.facts.get(path);
  }

  /** The edit a fix makes for a finding, or a sentence why there is none. */
  async fix(fixId: string, fingerprint: string): Promise<EngineEdit | { refused: string }> {
    await this.complete();
    const finding = this.report().findings.find((candidate) => candidate.fingerprint === fingerprint);
    const fix = FIXES.find((candidate) => candidate.id === fixId);
    if (!finding || !this.workspace) return { refused: 'The finding is no longer there.' };
    if (!fix || !finding.fixes.includes(fixId)) return { refused: `No fix "${fixId}" applies here.` };
    return fix.build(finding, {
      workspace: this.workspace,
      findings: this.report().findings.filter(isLive),
      readText: (path) => this.readText(path),
      exists: async (path) => this.buffers.has(path) || (await this.host.exists(path)),
    });
  }

  /**
   * The edit that silences a finding: a comment on its line, or an exemption in the configuration where no comment can stand. A sentence
   * when there is none.
   */
  async ignore(
    fingerprint: string,
    reason: string,
    details: IgnoreDetails = {},
  ): Promise<EngineEdit | { refused: string }> {
    await this.complete();
    const finding = this.report().findings.find((candidate) => candidate.fingerprint === fingerprint);
    if (!finding) return { refused: 'The finding is no longer there.' };
    const context: IgnoreContext = {
      readText: (path) => this.readText(path),
      factsOf: (path) => this.factsOf(path),
      collectText: (path, text) => this.collectText(path, text),
    };
    return ignoreEdit(finding, reason, context, details);
  }

  /** Facts of a text that is neither on disk nor in a buffer; the session itself does not take it in. */
  private async collectText(path: string, text: string): Promise<FileFacts | undefined> {
    let facts: FileFacts | undefined;
    const deep = this.factsOf(path)?.deep ?? false;
    await this.host.collect([{ path, deep, text }], ([result]) => {
      if (result && 'facts' in result) facts = result.facts;
    });
    return facts;
  }

  /** Current text of a file (open buffer, else disk). */
  async readText(path: string): Promise<string | undefined> {
    return this.buffers.get(path) ?? this.host.readText(path);
  }

  private setListing(listing: Listing): void {
    this.listing = listing;
    this.listed = new Set(listing.files.map((file) => file.path));
  }

  private jobs(paths: readonly string[], deep = false): CollectJob[] {
    return paths.map((path) => ({ path, deep, foreign: this.foreign.has(path), text: this.buffers.get(path) }));
  }

  private forget(path: string): void {
    this.collected.facts.delete(path);
    this.collected.skipped.delete(path);
    this.deep.delete(path);
  }

  /** Collects; facts of a file whose links ask for more than its prefilters let through go beside the ordinary ones. */
  private async collect(
    jobs: CollectJob[],
    signal?: AbortSignal,
    onProgress?: ScanOptions['onProgress'],
    into: Collected = this.collected,
  ): Promise<void> {
    let done = 0;
    const gone = new Set<string>();
    const wanted = new Set(jobs.filter((job) => job.deep).map((job) => job.path));
    const take = (results: CollectResult[]): void => {
      for (const result of results) {
        done++;
        if ('facts' in result) {
          (wanted.has(result.path) ? this.deep : into.facts).set(result.path, result.facts);
          into.skipped.delete(result.path);
          if (result.cached) this.counters.cached++;
          else this.counters.collected++;
          continue;
        }
        into.facts.delete(result.path);
        into.skipped.delete(result.path);
        this.deep.delete(result.path);
        if ('skipped' in result) into.skipped.set(result.path, result.skipped);
        else gone.add(result.path);
      }
      onProgress?.(done, jobs.length);
    };
    if (jobs.length > 0) await this.host.collect(jobs, take, signal);
    if (gone.size > 0)
      this.setListing({ ...this.listing, files: this.listing.files.filter((file) => !gone.has(file.path)) });
  }

  private async conclude(signal?: AbortSignal): Promise<void> {
    await this.spreadValues(signal);
    const started = performance.now();
    const isFresh = this.deep.size === 0;
    const key = isFresh ? this.contentKey() : '';
    const known = isFresh ? await this.host.recall?.(key) : undefined;
    // Exactly the same content led to these links before: what they ask for is collected at once, not step by step.
    if (known && known.length > 0) await this.collect(this.jobs(known, true), signal);
    let unasked = await this.concludeRounds(signal);
    if (!isFresh && unasked !== this.unasked) {
      // A link is gone, and with it the reason for some deep facts: what a fresh scan would not see must not count.
      this.deep.clear();
      unasked = await this.concludeRounds(signal);
    }
    this.unasked = unasked;
    if (isFresh && !known) await this.host.remember?.(key, [...this.deep.keys()].sort(comparePaths));
    this.counters.timings.conclude = Math.round(performance.now() - started);
  }

  /** Stands for everything that links follow from: files, their contents, configuration. */
  private contentKey(): string {
    const { facts, skipped } = this.collected;
    const files = this.listing.files.map(({ path, tracked, ignored }) => {
      const content = facts.get(path)?.hash ?? skipped.get(path) ?? '';
      return `${path}\t${Number(tracked)}${Number(ignored)}\t${content}`;
    });
    return shortHash(this.options.version, JSON.stringify(this.config.all), ...files);
  }

  /** Stands for everything besides the contents of files that a report follows from. */
  private reportKey(): string {
    const { files, skipped, source } = this.listing;
    const { version, today } = this.options;
    return shortHash(
      version,
      today,
      JSON.stringify([this.host.name, files, skipped, source, this.config.all, this.baseline]),
    );
  }

  /** Concludes and collects what that asked for, until nothing new is asked. Gives the paths of deep facts that nobody asked for at last. */
  private async concludeRounds(signal?: AbortSignal): Promise<string> {
    let previous = this.workspace;
    for (let round = 0; ; round++) {
      signal?.throwIfAborted();
      const workspace: Workspace = new Workspace({
        previous,
        name: this.host.name,
        listing: this.listing,
        facts: this.deep.size === 0 ? this.collected.facts : new Map([...this.collected.facts, ...this.deep]),
        occurrences: this.occurrences,
        config: this.config,
      });
      previous = workspace;
      // Links are cheap to follow and ask for most files: the checks run once, when nothing is missing any more.
      const missing = round < MAX_ROUNDS ? followLinks(workspace) : [];
      if (missing.length > 0) {
        await this.collect(this.jobs(missing, true), signal);
        continue;
      }
      const report = buildReport(workspace, {
        root: this.host.root,
        version: this.options.version,
        today: this.options.today,
        baseline: this.baseline,
        skipped: this.allSkipped(),
      });
      const wanted = round < MAX_ROUNDS ? workspace.wanted : [];
      if (wanted.length === 0) {
        this.workspace = workspace;
        this.current = report;
        return [...this.deep.keys()].filter((path) => !workspace.isWanted(path)).join('\0');
      }
      await this.collect(this.jobs(wanted, true), signal);
    }
  }

  /** The same-value pass: a file is searched again when it or the set of confirmed values has changed. */
  private async spreadValues(signal?: AbortSignal): Promise<void> {
    const { facts } = this.collected;
    const { sources, values } = valueSources(facts);
    const key = values.join();
    const searched = key === this.searched.key ? this.searched.hashes : new Map<string, string>();
    const among = [...facts].filter(([path, { hash }]) => searched.get(path) !== hash).map(([path]) => path);
    if (values.length > 0 && (among.length > 0 || searched.size !== facts.size)) {
      await this.timed('spread', async () => {
        const from = sources.map((source) => ({ ...source, text: this.buffers.get(source.path) }));
        const found = among.length > 0 ? await this.host.spread({ sources: from, values, among }, signal) : [];
        const again = new Set(among);
        const kept = this.occurrences.filter(({ path }) => facts.has(path) && !again.has(path));
        const now = [...kept, ...found].sort(compareOccurrences);
        // The same places stay the same object: what follows from them need not be concluded again.
        if (JSON.stringify(now) !== JSON.stringify(this.occurrences)) this.occurrences = now;
      });
    } else if (values.length === 0) this.occurrences = [];
    this.searched = { key, hashes: new Map([...facts].map(([path, { hash }]) => [path, hash])) };
  }

  private get baselinePath(): string | null {
    return this.options.baseline === undefined ? (this.config.root.baseline ?? BASELINE_PATH) : this.options.baseline;
  }

  private async readSettings(): Promise<void> {
    const { config, problems } = await readConfigs(
      this.listing.files.map((file) => file.path),
      (path) => this.readText(path),
      this.options.config,
      this.config,
    );
    this.config = config;
    this.problems = problems;
    this.baseline = undefined;
    const path = this.baselinePath;
    const text = path === null ? undefined : await this.readText(path);
    if (path === null || text === undefined) return;
    const baseline = readBaseline(text);
    if ('error' in baseline) this.problems.push({ path, span: null, message: baseline.error });
    else this.baseline = { path, entries: baseline };
  }

  private allSkipped(): SkippedPath[] {
    const own = [...this.collected.skipped].map(([path, reason]) => ({ path, reason }));
    const excluded = this.listing.files
      .filter((file) => !this.config.includes(file.path))
      .map((file) => ({ path: file.path, reason: 'excluded by configuration' }));
    return [...this.listing.skipped, ...own, ...excluded].sort((a, b) => comparePaths(a.path, b.path));
  }

  private async timed(step: string, work: () => Promise<void>): Promise<void> {
    const started = performance.now();
    await work();
    this.counters.timings[step] = Math.round(performance.now() - started);
  }
}

function compareOccurrences(a: ValueOccurrence, b: ValueOccurrence): number {
  return comparePaths(a.path, b.path) || a.span.line - b.span.line || a.span.column - b.span.column;
}

/** Opens a session on a host; nothing is read before `scan`. */
export function createSession(host: Host, options: SessionOptions): Session {
  return new Session(host, options);
}

export type { Finding };
