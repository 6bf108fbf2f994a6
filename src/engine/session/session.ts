/**
 * A session keeps the facts of one workspace folder and answers with a report. Every face (language server, command line, agents) sits on
 * it: list, collect, conclude, and again for what changed.
 */
import type { Baseline } from '../suppress/baseline';
import { Collection } from './collection';
import type { Config } from '../config/config';
import type { ConfigProblem } from '../config/read';
import type { FileFacts } from '../facts';
import type { EngineEdit } from '../fix';
import type { IgnoreDetails } from '../suppress/ignore';
import { acceptingEdit, fixEdit, silencingEdit, type EditContext } from './edits';
import { Gathering, type RunCounters } from './gathering';
import type { Change, Host } from '../host';
import { LinksAhead } from './links-ahead';
import type { Report } from '../report/report';
import { buildReport } from '../report/build';
import { followLinks, haveSameLinks } from './follow';
import { decidesClasses } from '../size/workspace-classes';
import { comparePaths } from '../span';
import { Workspace } from '../workspace';
import { shortHash } from '../hash';
import { SameValues } from './same-values';
import { SettingsInForce, type SettingsOptions } from '../config/in-force';

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
}

/** Rounds of "follow the links, then collect what they ask for". Real repositories need up to ten; the bound is for the others. */
const MAX_ROUNDS = 40;
/** Files whose change means listing again: they decide what is listed. */
const RELIST = /(^|\/)\.gitignore$|^\.git\/|(^|\/)preflight\.jsonc?$|^\.gitmodules$/;

export class Session {
  /** Deep facts that the last fresh conclusion did not need in the end. */
  private unasked = '';
  private readonly sameValues: SameValues;
  private readonly settings: SettingsInForce;
  private readonly gathering: Gathering;
  private workspace: Workspace | undefined;
  private current: Report | undefined;
  /** The report is that of an earlier run, and there are no facts. */
  private isRecalled = false;
  constructor(
    private readonly host: Host,
    private readonly options: SessionOptions,
  ) {
    this.sameValues = new SameValues(host);
    this.settings = new SettingsInForce(options);
    this.gathering = new Gathering(host, (path) => this.settings.config.includes(path));
  }

  /** Counters of the last scan or update. */
  get counters(): RunCounters {
    return this.gathering.counters;
  }

  /** Lists and collects everything, then concludes. Aborting leaves the last report in place. */
  async scan(options: ScanOptions = {}): Promise<void> {
    const { signal, mayRecall = false, now } = options;
    this.gathering.counters = { collected: 0, cached: 0, timings: {} };
    this.isRecalled = false;
    await this.timed('list', async () => {
      this.gathering.setListing(await this.host.list(signal));
      await this.readSettings();
    });
    const paths = this.gathering.listing.files.map((file) => file.path);
    const key = this.reportKey();
    const report =
      mayRecall && this.gathering.buffers.size === 0 ? await this.host.recallReport?.(key, paths) : undefined;
    if (report) {
      this.current = report;
      this.isRecalled = true;
      this.gathering.counters.cached = report.stats.files;
      return;
    }
    await this.collectAll(options);
    if (now !== undefined && this.gathering.buffers.size === 0)
      await this.host.rememberReport?.(key, paths, this.report(), now);
  }

  /** After a report was recalled, collects what it follows from; for who needs facts as well. */
  async complete(): Promise<void> {
    if (this.isRecalled) await this.collectAll({});
  }

  private async collectAll({ onProgress, signal }: ScanOptions): Promise<void> {
    this.isRecalled = false;
    const paths = this.gathering.listing.files
      .map((file) => file.path)
      .filter((path) => this.settings.config.includes(path));
    const collected = new Collection();
    const guess = this.guess(collected, signal);
    let ahead: Workspace | undefined;
    let spread: Promise<void> | undefined;
    await this.timed('collect', async () => {
      ahead = await this.gathering.collectAll(
        paths,
        { signal, onProgress, into: collected, guess },
        () => this.followAhead(collected, guess, signal),
        // Links give no secrets: values are searched while they are followed.
        () => (spread = this.spreadValues(collected, signal)),
      );
    });
    signal?.throwIfAborted();
    collected.sort();
    this.gathering.collected = collected;
    await this.conclude(signal, ahead, spread);
    // What changes from now on is not guessed.
    collected.settle();
  }

  /** Says what stands in an open buffer (null = it was closed) without collecting; for what is open before the first scan. */
  setBuffer(path: string, text: string | null): void {
    if (text === null) this.gathering.buffers.delete(path);
    else this.gathering.buffers.set(path, text);
  }

  /** Takes changes in and concludes again. */
  async update(changes: readonly Change[], signal?: AbortSignal): Promise<void> {
    await this.complete();
    this.gathering.counters = { collected: 0, cached: 0, timings: {} };
    for (const change of changes) if (change.text !== undefined) this.setBuffer(change.path, change.text);
    const relist = changes.some(
      (change) => RELIST.test(change.path) || (change.text === undefined && !this.gathering.listed.has(change.path)),
    );
    if (relist) {
      const before = this.gathering.listing.files;
      this.gathering.setListing(await this.host.list(signal));
      for (const file of before) if (!this.gathering.listed.has(file.path)) this.gathering.collected.forget(file.path);
    }
    if (relist || changes.some(({ path }) => this.settings.isReadFrom(path) || RELIST.test(path)))
      await this.readSettings();
    const paths = this.gathering.affected(changes, relist);
    await this.timed('collect', async () => {
      await this.gathering.collect(this.gathering.jobs(paths), { signal });
      if (relist || paths.some(decidesClasses)) await this.gathering.collectOtherwise(new Set(paths), signal);
      // What was collected deep before is so again, unless its prefilters now let everything through.
      const deep = paths.filter(
        (path) =>
          this.gathering.collected.deep.delete(path) && this.gathering.collected.facts.get(path)?.deep === false,
      );
      await this.gathering.collect(this.gathering.jobs(deep, true), { signal });
    });
    await this.conclude(signal);
  }

  /** The report of the last finished scan or update. */
  report(): Report {
    if (!this.current) throw new Error('Nothing has been scanned yet.');
    return this.current;
  }

  /** True for a listed file that gave facts, also in a recalled report. */
  wasAnalysed(path: string): boolean {
    return this.gathering.listed.has(path) && !this.report().stats.skipped.some((entry) => entry.path === path);
  }

  /** What is wrong in configuration and baseline files; the command line stops on it, the editor shows it in the file. */
  configProblems(): readonly ConfigProblem[] {
    return this.settings.problems;
  }

  /** The configuration in force. */
  configuration(): Config {
    return this.settings.config;
  }

  /** Path of the attestations in force. */
  get attestationsPath(): string {
    return this.settings.attestationsPath;
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

  /** Facts of the last conclusion (none after a recalled report: see `complete`), for who needs more than the report. */
  factsOf(path: string): FileFacts | undefined {
    return this.gathering.collected.get(path);
  }

  /** The edit a fix makes for a finding, or a sentence why there is none. */
  async fix(fixId: string, fingerprint: string): Promise<EngineEdit | { refused: string }> {
    await this.complete();
    return fixEdit(fixId, fingerprint, this.editContext());
  }

  /** The edit that silences a finding, by a comment or an exemption in the configuration; a sentence when there is none. */
  async ignore(
    fingerprint: string,
    reason: string,
    details: IgnoreDetails = {},
  ): Promise<EngineEdit | { refused: string }> {
    await this.complete();
    return silencingEdit(fingerprint, reason, details, this.editContext());
  }

  /** The edit that accepts everything that is found now as old debt; a sentence when there is none. */
  async acceptAll(): Promise<EngineEdit | { refused: string }> {
    await this.complete();
    return acceptingEdit(this.settings.baselinePath, this.settings.baseline?.entries, this.editContext());
  }

  private editContext(): EditContext {
    return { report: this.report(), workspace: this.workspace, gathering: this.gathering, host: this.host };
  }

  /** Current text of a file (open buffer, else disk). */
  async readText(path: string): Promise<string | undefined> {
    return this.gathering.readText(path);
  }

  /** `ahead`: what was linked while files were still being collected. `spread`: the search for values that has been started. */
  private async conclude(
    signal?: AbortSignal,
    ahead?: Workspace,
    spread = this.spreadValues(this.gathering.collected, signal),
  ): Promise<void> {
    const started = performance.now();
    const { deep } = this.gathering.collected;
    const isFresh = ahead !== undefined || deep.size === 0;
    const key = isFresh
      ? this.gathering.collected.key(
          this.gathering.listing,
          this.options.version,
          JSON.stringify(this.settings.config.all),
        )
      : '';
    const known = deep.size === 0 ? await this.host.recall?.(key) : undefined;
    // Exactly the same content led to these links before: what they ask for is collected at once, not step by step.
    if (known && known.length > 0) await this.gathering.collect(this.gathering.jobs(known, true), { signal });
    // What came after the links were followed may decide them after all: then they are followed from scratch.
    if (ahead && !haveSameLinks(ahead, this.moment(this.gathering.collected, ahead))) deep.clear();
    let unasked = await this.concludeRounds(spread, ahead ?? this.workspace, signal);
    if (!isFresh && unasked !== this.unasked) {
      // A link is gone, and with it the reason for some deep facts: what a fresh scan would not see must not count.
      deep.clear();
      unasked = await this.concludeRounds(spread, this.workspace, signal);
    }
    this.unasked = unasked;
    if (isFresh && !known) await this.host.remember?.(key, [...deep.keys()].sort(comparePaths));
    this.gathering.counters.timings.conclude = Math.round(performance.now() - started);
  }

  private spreadValues({ facts }: Collection, signal?: AbortSignal): Promise<void> {
    const spread = this.timed('spread', () => this.sameValues.update(facts, this.gathering.buffers, signal));
    // A failure is met again where it is waited for.
    spread.catch(() => undefined);
    return spread;
  }

  /** Stands for everything besides the contents of files that a report follows from. */
  private reportKey(): string {
    const { files, skipped, source } = this.gathering.listing;
    const { version, today } = this.options;
    return shortHash(version, today, JSON.stringify([this.host.name, files, skipped, source]), this.settings.key);
  }

  /** Guesses what links will ask for. Not in files that came from the cache: the host may remember the links. */
  private guess(collected: Collection, signal?: AbortSignal): LinksAhead {
    const guess: LinksAhead = new LinksAhead(
      collected,
      (paths) =>
        this.gathering.collect(this.gathering.jobs(paths, true), { signal, into: collected, to: 'reserve', guess }),
      () => this.moment(collected, undefined),
    );
    return guess;
  }

  /**
   * Follows the links of what has been collected so far, and collects what they ask for before everything else. Nothing is done where all
   * facts came from the cache: the host may remember the links.
   */
  private async followAhead(
    collected: Collection,
    guess: LinksAhead,
    signal?: AbortSignal,
  ): Promise<Workspace | undefined> {
    if (this.gathering.counters.collected === 0) return undefined;
    let workspace = this.moment(collected, this.workspace);
    for (let round = 0; round < MAX_ROUNDS; round++) {
      signal?.throwIfAborted();
      const missing = followLinks(workspace).filter((path) => collected.facts.has(path));
      if (missing.length === 0) break;
      await this.gathering.collect(this.gathering.jobs(collected.draw(missing), true), {
        signal,
        into: collected,
        guess,
      });
      await guess.settle();
      workspace = this.moment(collected, workspace);
    }
    return workspace;
  }

  /** The workspace as it is now; what `previous` derived from facts that are still the same is taken over. */
  private moment(collected: Collection, previous: Workspace | undefined): Workspace {
    return new Workspace({
      previous,
      name: this.host.name,
      listing: this.gathering.listing,
      facts: collected.all,
      occurrences: this.sameValues.occurrences,
      config: this.settings.config,
      today: this.options.today,
      attestations: this.settings.attestations,
      reserve: collected.reserve,
      skipped: collected.skipped,
    });
  }

  /** Concludes and collects what that asked for, until nothing new is asked. Gives paths of deep facts that nobody asked for. */
  private async concludeRounds(
    spread: Promise<void>,
    previous: Workspace | undefined,
    signal?: AbortSignal,
  ): Promise<string> {
    let workspace = previous;
    for (let round = 0; ; round++) {
      signal?.throwIfAborted();
      workspace = this.moment(this.gathering.collected, workspace);
      // Links are cheap to follow and ask for most files: the checks run once, when nothing is missing any more.
      const missing = round < MAX_ROUNDS ? followLinks(workspace) : [];
      if (missing.length > 0) {
        await this.gathering.collect(this.gathering.jobs(this.gathering.collected.draw(missing), true), { signal });
        continue;
      }
      // While values are searched, everything that has nothing to do with them is concluded.
      const { occurrences } = this.sameValues;
      let report = this.reportOf(workspace);
      await spread;
      if (this.sameValues.occurrences !== occurrences) {
        workspace = this.moment(this.gathering.collected, workspace);
        report = this.reportOf(workspace);
      }
      const wanted = round < MAX_ROUNDS ? workspace.wanted : [];
      if (wanted.length === 0) {
        this.workspace = workspace;
        workspace.tidy();
        this.current = report;
        const last = workspace;
        return [...this.gathering.collected.deep.keys()].filter((path) => !last.isWanted(path)).join('\0');
      }
      await this.gathering.collect(this.gathering.jobs(this.gathering.collected.draw(wanted), true), { signal });
    }
  }

  private reportOf(workspace: Workspace): Report {
    return buildReport(workspace, {
      root: this.host.root,
      version: this.options.version,
      today: this.options.today,
      baseline: this.settings.baseline,
      skipped: this.gathering.skipped(),
    });
  }

  private async readSettings(): Promise<void> {
    const paths = this.gathering.listing.files.map((file) => file.path);
    await this.settings.read(paths, (path) => this.readText(path));
  }

  private async timed(step: string, work: () => Promise<void>): Promise<void> {
    const started = performance.now();
    await work();
    this.gathering.counters.timings[step] = Math.round(performance.now() - started);
  }
}

/** Opens a session on a host; nothing is read before `scan`. */
export function createSession(host: Host, options: SessionOptions): Session {
  return new Session(host, options);
}
