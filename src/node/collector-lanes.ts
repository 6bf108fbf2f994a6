/**
 * Two collectors side by side: one for code, one for everything else. Each thread then warms up for its own parsers alone, so that two
 * processor cores share the work; two threads of one kind would both pay for the same warming up and gain nothing.
 */
import { languageOf } from '../engine/collect/language';
import type { Language } from '../engine/facts';
import { GRAMMARS, type GrammarLanguage } from '../engine/parse/tree';
import type { CollectJob, CollectResult, Listing, SpreadSearch, ValueOccurrence } from '../engine/host';
import { CollectorClient, type CollectorClientOptions } from './collector-client';

const CODE: ReadonlySet<Language> = new Set<Language>([
  ...(Object.keys(GRAMMARS) as GrammarLanguage[]),
  'javascript',
  'typescript',
  'vue',
  'svelte',
  'astro',
]);

export class CollectorLanes {
  private readonly code: CollectorClient;
  private readonly text: CollectorClient;

  /** Each lane keeps a cache file of its own. */
  constructor(options: CollectorClientOptions) {
    const { cacheFile } = options;
    this.code = new CollectorClient({ ...options, lane: 'code' });
    this.text = new CollectorClient({
      ...options,
      lane: 'text',
      cacheFile: cacheFile && cacheFile.replace(/\.txt$/, '-text.txt'),
    });
  }

  /** Starts the threads ahead of the first request, so that their start overlaps with listing. */
  start(): void {
    this.code.start();
    this.text.start();
  }

  /** Facts of the jobs in batches; in order within each lane. */
  async collect(jobs: CollectJob[], onBatch: (results: CollectResult[]) => void, signal?: AbortSignal): Promise<void> {
    const isCode = ({ path }: CollectJob): boolean => isCodePath(path);
    await this.both(
      (lane, own) => (own.length > 0 ? lane.collect(own, onBatch, signal) : Promise.resolve()),
      jobs.filter(isCode),
      jobs.filter((job) => !isCode(job)),
    );
  }

  /** The same-value pass, each lane over its own files. */
  async spread(search: SpreadSearch, signal?: AbortSignal): Promise<ValueOccurrence[]> {
    const found = await this.both(
      (lane, among) => (among.length > 0 ? lane.spread({ ...search, among }, signal) : Promise.resolve([])),
      search.among.filter(isCodePath),
      search.among.filter((path) => !isCodePath(path)),
    );
    return found.flat();
  }

  /** The list without git. */
  list(maxFiles: number, signal?: AbortSignal): Promise<Listing> {
    return this.text.list(maxFiles, signal);
  }

  /** Writes the caches and ends the threads. */
  async close(): Promise<void> {
    await Promise.all([this.code.close(), this.text.close()]);
  }

  private both<I, O>(work: (lane: CollectorClient, own: I) => Promise<O>, code: I, text: I): Promise<[O, O]> {
    return Promise.all([work(this.code, code), work(this.text, text)]);
  }
}

function isCodePath(path: string): boolean {
  return CODE.has(languageOf(path));
}
