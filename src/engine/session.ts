/**
 * A session keeps the facts of one workspace folder and answers with a report. Every face (language server, command line, agents) sits on
 * it: list, collect, conclude, and again for what changed.
 */
import type { Baseline } from './baseline';
import { Collection } from './collection';
import type { Config } from './config';
import type { ConfigProblem } from './config-read';
import type { FileFacts, SkippedPath } from './facts';
import type { EngineEdit } from './fix';
import { FIXES } from './fixes';
import { ignoreEdit, type IgnoreContext, type IgnoreDetails } from './ignore';
import { isLive, type Finding } from './finding';
import type { Change, CollectJob, CollectResult, Host, Listing } from './host';
import { LinksAhead } from './links-ahead';
import type { Report } from './report';
import { buildReport } from './build-report';
import { decidesLinks, followLinks, haveSameLinks } from './routes/follow';
import { decidesClasses, foreignPaths } from './size/workspace-classes';
import { comparePaths } from './span';
import { filesOf, Workspace } from './workspace';
import { shortHash } from './hash';
import { SameValues } from './same-values';
import { SettingsInForce, type SettingsOptions } from './settings-in-force';

export interface ScanOptions {
  /** Called between batches with files done and files in all. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
  /** When nothing has changed since an earlier run, its report is taken; facts are then collected only for who asks for more. */
  mayRecall?: boolean;
  /** Now, in milliseconds since the epoch; with it the report is kept for a later run. */
  now?: number;
}

export interface SessionOptions extends SettingsOptions {
  version: string;
  /** ISO date of today, for expiries; the engine reads no clock. */
  today: string;
}

/** Counters of the last run, for `--stats`. */
export interface RunCounters {
  collected: number;
  cached: number;
  /** Milliseconds by step. */
  timings: Record<string, number>;
}

/** Rounds of "follow the links, then collect what they ask for". Real repositories need up to ten; the bound is for the others. */
const MAX_ROUNDS = 40;
/** Files whose change means listing again: they decide what is listed. */
const RELIST = /(^|\/)\.gitignore$|^\.git\/|(^|\/)preflight\.jsonc?$|^\.gitmodules$/;

interface CollectOptions {
  signal?: AbortSignal;
  onProgress?: ScanOptions['onProgress'];
  into?: Collection;
  /** Where deep facts go. */
  to?: 'deep' | 'reserve';
  /** Takes note of what comes in. */
  guess?: LinksAhead;
}

export class Session {
  private listing: Listing = { files: [], skipped: [], source: 'walk' };
  private listed = new Set<string>();
  /** Paths of somebody else's project inside the workspace. */
  private foreign: ReadonlySet<string> = new Set();
  private collected = new Collection();
  /** Deep facts that the last fresh conclusion did not need in the end. */
  private unasked = '';
  private readonly buffers = new Map<string, string>();
  private readonly sameValues: SameValues;
  private readonly settings: SettingsInForce;
  private workspace: Workspace | undefined;
  private current: Report | undefined;
  /** The report is that of an earlier run, and there are no facts. */
  private isRecalled = false;
  /** Counters of the last scan or update. */
  counters: RunCounters = { collected: 0, cached: 0, timings: {} };

  constructor(
    private readonly host: Host,
    private readonly options: SessionOptions,
  ) {
    this.sameValues = new SameValues(host);
    this.settings = new SettingsInForce(options);
  }

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
    const paths = this.listing.files.map((file) => file.path).filter((path) => this.settings.config.includes(path));
    const collected = new Collection();
    let ahead: Workspace | undefined;
    await this.timed('collect', async () => {
      let before = 0;
      const take = async (some: string[], guess?: LinksAhead): Promise<void> => {
        const start = before;
        before += some.length;
        const progress = (done: number): void => onProgress?.(start + done, paths.length);
        await this.collect(this.jobs(some), { signal, onProgress: progress, into: collected, guess });
      };
      this.foreign = new Set();
      await take(paths.filter(decidesClasses));
      this.foreign = foreignPaths(collected.facts, filesOf(this.listing));
      const others = paths.filter((path) => !decidesClasses(path));
      const guess = this.guess(collected, signal);
      const linked = take(others.filter(decidesLinks), guess).then(async () => {
        await guess.settle();
        return this.followAhead(collected, signal);
      });
      // The rest has no say in the links: they are followed while it is collected.
      [ahead] = await Promise.all([linked, take(others.filter((path) => !decidesLinks(path)))]);
    });
    signal?.throwIfAborted();
    collected.sort();
    this.collected = collected;
    await this.conclude(signal, ahead);
    // What changes from now on is not guessed.
    collected.reserve.clear();
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
      for (const file of before) if (!this.listed.has(file.path)) this.collected.forget(file.path);
    }
    if (relist || changes.some((change) => change.path === this.settings.baselinePath || RELIST.test(change.path)))
      await this.readSettings();
    const paths = this.affected(changes, relist);
    await this.timed('collect', async () => {
      await this.collect(this.jobs(paths), { signal });
      if (relist || paths.some(decidesClasses)) await this.collectOtherwise(new Set(paths), signal);
      // What was collected deep before is so again, unless its prefilters now let everything through.
      const deep = paths.filter(
        (path) => this.collected.deep.delete(path) && this.collected.facts.get(path)?.deep === false,
      );
      await this.collect(this.jobs(deep, true), { signal });
    });
    await this.conclude(signal);
  }

  /** Collects again what the workspace now makes foreign, or no longer does. */
  private async collectOtherwise(fresh: ReadonlySet<string>, signal?: AbortSignal): Promise<void> {
    const before = this.foreign;
    this.foreign = foreignPaths(this.collected.facts, filesOf(this.listing));
    const turned = [...this.listed].filter((path) => before.has(path) !== this.foreign.has(path));
    await this.collect(this.jobs(turned.filter((path) => fresh.has(path) || this.collected.facts.has(path))), { signal });
  }

  /** Paths to collect again, in order. What is open but not listed (ignored, or of a dependency) is not analysed: the command line would not see it either. */
  private affected(changes: readonly Change[], relisted: boolean): string[] {
    const { facts, skipped } = this.collected;
    const paths = new Set(changes.map((change) => change.path));
    if (relisted) {
      for (const path of [...facts.keys()]) if (!this.settings.config.includes(path)) this.collected.forget(path);
      // A folder that was deleted or renamed is told of by its own path alone.
      const folders = changes.filter(({ path }) => !this.listed.has(path)).map(({ path }) => `${path}/`);
      for (const { path } of this.listing.files) {
        const isNew = !facts.has(path) && !skipped.has(path);
        if (isNew || folders.some((folder) => path.startsWith(folder))) paths.add(path);
      }
    }
    return [...paths].filter((path) => this.listed.has(path) && this.settings.config.includes(path)).sort(comparePaths);
  }

  /** The report of the last finished scan or update. */
  report(): Report {
    if (!this.current) throw new Error('Nothing has been scanned yet.');
    return this.current;
  }

  /** True for a listed file that gave facts, also in a recalled report. */
  wasAnalysed(path: string): boolean {
    return this.listed.has(path) && !this.report().stats.skipped.some((entry) => entry.path === path);
  }

  /** What is wrong in configuration and baseline files; the command line stops on it, the editor shows it in the file. */
  configProblems(): readonly ConfigProblem[] {
    return this.settings.problems;
  }

  /** The configuration in force. */
  configuration(): Config {
    return this.settings.config;
  }

  /** The baseline in force, if there is one. */
  baselineEntries(): Baseline | undefined {
    return this.settings.baseline?.entries;
  }

  /** Reads configuration and baseline again and concludes with them. */
  async rereadBaseline(): Promise<void> {
    await this.complete();
    await this.readSettings();
    await this.conclude();
  }

  /** Facts of the last conclusion (none after a recalled report); for explanations (hover, lens) that need more than the report. */
  factsOf(path: string): FileFacts | undefined {
    return this.collected.get(path);
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

  /** Collects; facts of a file whose links ask for more than its prefilters let through go beside the ordinary ones. */
  private async collect(jobs: CollectJob[], options: CollectOptions = {}): Promise<void> {
    const { signal, onProgress, into = this.collected, to = 'deep', guess } = options;
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
    if (jobs.length > 0) await this.host.collect(jobs, take, signal);
    if (gone.size > 0)
      this.setListing({ ...this.listing, files: this.listing.files.filter((file) => !gone.has(file.path)) });
  }

  /** `ahead`: what was linked while files were still being collected. */
  private async conclude(signal?: AbortSignal, ahead?: Workspace): Promise<void> {
    const started = performance.now();
    const { deep } = this.collected;
    const isFresh = ahead !== undefined || deep.size === 0;
    const key = isFresh
      ? this.collected.key(this.listing, this.options.version, JSON.stringify(this.settings.config.all))
      : '';
    const known = deep.size === 0 ? await this.host.recall?.(key) : undefined;
    // Exactly the same content led to these links before: what they ask for is collected at once, not step by step.
    if (known && known.length > 0) await this.collect(this.jobs(known, true), { signal });
    const spread = this.spreadValues(signal);
    // A failure is met again where it is waited for.
    spread.catch(() => undefined);
    // What came after the links were followed may decide them after all: then they are followed from scratch.
    if (ahead && !haveSameLinks(ahead, this.moment(this.collected, ahead))) deep.clear();
    let unasked = await this.concludeRounds(spread, ahead ?? this.workspace, signal);
    if (!isFresh && unasked !== this.unasked) {
      // A link is gone, and with it the reason for some deep facts: what a fresh scan would not see must not count.
      deep.clear();
      unasked = await this.concludeRounds(spread, this.workspace, signal);
    }
    this.unasked = unasked;
    if (isFresh && !known) await this.host.remember?.(key, [...deep.keys()].sort(comparePaths));
    this.counters.timings.conclude = Math.round(performance.now() - started);
  }

  private async spreadValues(signal?: AbortSignal): Promise<void> {
    await this.timed('spread', () => this.sameValues.update(this.collected.facts, this.buffers, signal));
  }

  /** Stands for everything besides the contents of files that a report follows from. */
  private reportKey(): string {
    const { files, skipped, source } = this.listing;
    const { version, today } = this.options;
    return shortHash(
      version,
      today,
      JSON.stringify([this.host.name, files, skipped, source, this.settings.config.all, this.settings.baseline]),
    );
  }

  /** Guesses what links will ask for. Not in files that came from the cache: the host may remember the links. */
  private guess(collected: Collection, signal?: AbortSignal): LinksAhead {
    const guess: LinksAhead = new LinksAhead(
      collected,
      (paths) => this.collect(this.jobs(paths, true), { signal, into: collected, to: 'reserve', guess }),
      () => this.moment(collected, undefined),
    );
    return guess;
  }

  /**
   * Follows the links of what has been collected so far, and collects what they ask for before everything else. Nothing is done where all
   * facts came from the cache: the host may remember the links.
   */
  private async followAhead(collected: Collection, signal?: AbortSignal): Promise<Workspace | undefined> {
    if (this.counters.collected === 0) return undefined;
    let workspace = this.moment(collected, this.workspace);
    for (let round = 0; round < MAX_ROUNDS; round++) {
      signal?.throwIfAborted();
      const missing = followLinks(workspace).filter((path) => collected.facts.has(path));
      if (missing.length === 0) break;
      await this.collect(this.jobs(collected.draw(missing), true), { signal, into: collected });
      workspace = this.moment(collected, workspace);
    }
    return workspace;
  }

  /** The workspace as it is now; what `previous` derived from facts that are still the same is taken over. */
  private moment(collected: Collection, previous: Workspace | undefined): Workspace {
    return new Workspace({
      previous,
      name: this.host.name,
      listing: this.listing,
      facts: collected.all,
      occurrences: this.sameValues.occurrences,
      config: this.settings.config,
      reserve: collected.reserve,
    });
  }

  /**
   * Concludes and collects what that asked for, until nothing new is asked. Gives the paths of deep facts that nobody asked for at last.
   * `spread`: the search for values that is under way.
   */
  private async concludeRounds(
    spread: Promise<void>,
    previous: Workspace | undefined,
    signal?: AbortSignal,
  ): Promise<string> {
    let workspace = previous;
    for (let round = 0; ; round++) {
      signal?.throwIfAborted();
      workspace = this.moment(this.collected, workspace);
      // Links are cheap to follow and ask for most files: the checks run once, when nothing is missing any more.
      const missing = round < MAX_ROUNDS ? followLinks(workspace) : [];
      if (missing.length > 0) {
        await this.collect(this.jobs(this.collected.draw(missing), true), { signal });
        continue;
      }
      // While values are searched, everything that has nothing to do with them is concluded.
      const { occurrences } = this.sameValues;
      let report = this.reportOf(workspace);
      await spread;
      if (this.sameValues.occurrences !== occurrences) {
        workspace = this.moment(this.collected, workspace);
        report = this.reportOf(workspace);
      }
      const wanted = round < MAX_ROUNDS ? workspace.wanted : [];
      if (wanted.length === 0) {
        this.workspace = workspace;
        this.current = report;
        const last = workspace;
        return [...this.collected.deep.keys()].filter((path) => !last.isWanted(path)).join('\0');
      }
      await this.collect(this.jobs(this.collected.draw(wanted), true), { signal });
    }
  }

  private reportOf(workspace: Workspace): Report {
    return buildReport(workspace, {
      root: this.host.root,
      version: this.options.version,
      today: this.options.today,
      baseline: this.settings.baseline,
      skipped: this.allSkipped(),
    });
  }

  private async readSettings(): Promise<void> {
    const paths = this.listing.files.map((file) => file.path);
    await this.settings.read(paths, (path) => this.readText(path));
  }

  private allSkipped(): SkippedPath[] {
    const own = [...this.collected.skipped].map(([path, reason]) => ({ path, reason }));
    const excluded = this.listing.files
      .filter((file) => !this.settings.config.includes(file.path))
      .map((file) => ({ path: file.path, reason: 'excluded by configuration' }));
    return [...this.listing.skipped, ...own, ...excluded].sort((a, b) => comparePaths(a.path, b.path));
  }

  private async timed(step: string, work: () => Promise<void>): Promise<void> {
    const started = performance.now();
    await work();
    this.counters.timings[step] = Math.round(performance.now() - started);
  }
}

/** Opens a session on a host; nothing is read before `scan`. */
export function createSession(host: Host, options: SessionOptions): Session {
  return new Session(host, options);
}

export type { Finding };
