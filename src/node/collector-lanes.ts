/**
 * Two collectors side by side: one for code, one for everything else. Each thread then warms up for its own parsers alone, so that two
 * processor cores share the work. Where much code is to be collected afresh, the other lane lends a hand when it has nothing of its own
 * left; what it collects is kept by the lane whose files they are, so that a later run finds it there.
 */
import { languageOf } from '../engine/collect/language';
import type { Language } from '../engine/facts';
import type { CollectJob, CollectResult, Listing, SpreadSearch, ValueOccurrence } from '../engine/host';
import { GRAMMARS, type GrammarLanguage } from '../engine/parse/tree';
import { CollectorClient, type CollectorClientOptions } from './collector-client';

const CODE: ReadonlySet<Language> = new Set<Language>([
  ...(Object.keys(GRAMMARS) as GrammarLanguage[]),
  'javascript',
  'typescript',
  'vue',
  'svelte',
  'astro',
]);

/** Files that are handed out at a time. */
const PORTION = 24;
/** Portions that a lane has at most before it: one more than it works at, so that it never waits for this thread. */
const AHEAD = 3;
/** With fewer portions left a hand is not worth its warming up. */
const WORTH_LENDING = 6;

type OnBatch = (results: CollectResult[]) => void;

/** Some code to collect, for whichever lane comes first. */
interface Portion {
  jobs: CollectJob[];
  collect(lane: CollectorClient, lent: boolean): Promise<void>;
}

export class CollectorLanes {
  private readonly code: CollectorClient;
  private readonly text: CollectorClient;
  private queue: Portion[] = [];
  /** Portions that each lane has before it, and requests of the text lane's own. */
  private readonly before = { code: 0, lent: 0, text: 0 };
  /** Of the code that came in: how much was collected afresh and how much the cache had. */
  private readonly seen = { fresh: 0, cached: 0 };

  /** Each lane keeps a cache file of its own. */
  constructor(options: CollectorClientOptions) {
    const { cacheFile } = options;
    this.code = new CollectorClient({ whenIdle: 'renew', ...options, lane: 'code' });
    this.text = new CollectorClient({
      whenIdle: 'end',
      ...options,
      lane: 'text',
      cacheFile: cacheFile && cacheFile.replace(/\.txt$/, '-text.txt'),
      onRecords: (records) => this.code.keep(records),
    });
  }

  /** Starts the threads ahead of the first request, so that their start overlaps with listing. */
  start(): void {
    this.code.start();
    this.text.start();
  }

  /** Facts of the jobs in batches, in no particular order. */
  async collect(jobs: CollectJob[], onBatch: OnBatch, signal?: AbortSignal): Promise<void> {
    const isCode = ({ path }: CollectJob): boolean => isCodePath(path);
    const own = jobs.filter(isCode);
    const rest = jobs.filter((job) => !isCode(job));
    await Promise.all([this.collectText(rest, onBatch, signal), this.collectCode(own, onBatch, signal)]);
  }

  private async collectText(jobs: CollectJob[], onBatch: OnBatch, signal?: AbortSignal): Promise<void> {
    if (jobs.length === 0) return;
    this.before.text++;
    try {
      await this.text.collect(jobs, onBatch, signal);
    } finally {
      this.before.text--;
      this.handOut();
    }
  }

  private async collectCode(jobs: CollectJob[], onBatch: OnBatch, signal?: AbortSignal): Promise<void> {
    const isUrgent = jobs.some((job) => job.text !== undefined || job.deep);
    if (jobs.length < PORTION * WORTH_LENDING || isUrgent) {
      if (jobs.length > 0) await this.code.collect(jobs, onBatch, signal);
      return;
    }
    const count = (results: CollectResult[]): void => {
      for (const result of results) if ('facts' in result) this.seen[result.cached ? 'cached' : 'fresh']++;
      onBatch(results);
    };
    const waiting: Promise<void>[] = [];
    for (let start = 0; start < jobs.length; start += PORTION) {
      const some = jobs.slice(start, start + PORTION);
      waiting.push(
        new Promise((resolve, reject) => {
          const collect = (lane: CollectorClient, lent: boolean): Promise<void> =>
            lane.collect(some, count, signal, lent).then(resolve, reject);
          this.queue.push({ jobs: some, collect });
        }),
      );
    }
    this.handOut();
    await Promise.all(waiting);
  }

  /** Gives both lanes something to do: the one from the front, the other from the back. */
  private handOut(): void {
    const { before, queue } = this;
    while (queue.length > 0 && before.code < AHEAD) this.give('code', queue.shift());
    while (queue.length >= WORTH_LENDING && before.text === 0 && before.lent < AHEAD - 1 && this.isFresh())
      this.give('lent', queue.pop());
  }

  private give(to: 'code' | 'lent', portion: Portion | undefined): void {
    if (!portion) return;
    this.before[to]++;
    void portion.collect(to === 'code' ? this.code : this.text, to === 'lent').finally(() => {
      this.before[to]--;
      this.handOut();
    });
  }

  /** The other lane's cache would not have the files. */
  private isFresh(): boolean {
    return this.seen.fresh > this.seen.cached;
  }

  /** The same-value pass, each lane over its own files. */
  async spread(search: SpreadSearch, signal?: AbortSignal): Promise<ValueOccurrence[]> {
    const find = (lane: CollectorClient, among: string[]): Promise<ValueOccurrence[]> =>
      among.length > 0 ? lane.spread({ ...search, among }, signal) : Promise.resolve([]);
    const code = find(this.code, search.among.filter(isCodePath));
    const text = find(
      this.text,
      search.among.filter((path) => !isCodePath(path)),
    );
    return (await Promise.all([code, text])).flat();
  }

  /** The list without git. */
  list(maxFiles: number, signal?: AbortSignal): Promise<Listing> {
    return this.text.list(maxFiles, signal);
  }

  /** Writes the caches and ends the threads. */
  async close(): Promise<void> {
    await Promise.all([this.code.close(), this.text.close()]);
  }
}

function isCodePath(path: string): boolean {
  return CODE.has(languageOf(path));
}
