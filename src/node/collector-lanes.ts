/**
 * Two collectors side by side, so that two processor cores share the work: one for the languages that are read through a grammar, one for
 * everything else. Each thread then warms up for its own parsers alone. Work that came first goes first (what links are followed from, then
 * documents), within it a lane's own kind; where there is none left, it lends the other one a hand. What it collects so is kept by the lane
 * whose files they are, where a later run finds it.
 */
import { languageOf } from '../engine/collect/language';
import type { CollectJob, CollectResult, Listing, SpreadSearch, ValueOccurrence } from '../engine/host';
import { hasGrammar } from '../engine/parse/tree';
import { CollectorClient, type CollectorClientOptions } from './collector-client';
import { LANES, type Lane } from './collector-protocol';
import type { ReportRecord } from './report-memory';

/** Files that are handed out at a time. */
const PORTION = 12;
/** Portions that a lane has at most before it: enough that it does not wait while this thread reads an answer. */
const AHEAD = 4;
/** With fewer portions left a hand is not worth its warming up, as long as there is anything else to do. */
const WORTH_LENDING = 12;
/** With fewer left the other lane is as good as done. */
const NEARLY_DONE = 3;
/**
 * What is collected beside other work is shared from this many portions on. Below, one lane's warming up for the other's kinds costs more than
 * it gives: links are followed meanwhile, and that thread has the second core (2 to 3 % of a scan with 370 documents).
 */
const WORTH_SHARING = 40;

type OnBatch = (results: CollectResult[]) => void;

/** Files of one lane, for whichever lane comes first. */
type Portion = (lane: CollectorClient, lent: boolean) => Promise<void>;

/** What one request has left to hand out, by the lane whose files they are. */
type Waiting = Record<Lane, Portion[]>;

export class CollectorLanes {
  private readonly clients: Record<Lane, CollectorClient>;
  /** Requests with portions left that somebody waits for, the earliest first. */
  private waiting: Waiting[] = [];
  /** Those whose files are collected beside other work. */
  private beside: Waiting[] = [];
  /** Portions that each lane has before it. */
  private readonly before: Record<Lane, number> = { grammars: 0, others: 0 };
  /** Of the files that came in: how many were collected afresh and how many the cache had. */
  private readonly seen = { fresh: 0, cached: 0 };

  /** Each lane keeps a cache file of its own. */
  constructor(options: CollectorClientOptions) {
    const { cacheFile } = options;
    const clientOf = (lane: Lane): CollectorClient =>
      new CollectorClient({
        endsWhenIdle: true,
        ...options,
        lane,
        cacheFile: cacheFile && cacheFile.replace(/\.txt$/, `-${lane}.txt`),
        onRecords: (records) => this.clients[otherThan(lane)].keep(records),
      });
    this.clients = { grammars: clientOf('grammars'), others: clientOf('others') };
  }

  /** Starts the threads ahead of the first request, so that their start overlaps with listing. */
  start(): void {
    for (const lane of LANES) this.clients[lane].start();
  }

  /**
   * Facts of the jobs in batches, in no particular order.
   * @param isBeside everything that is left is handed out as soon as nothing else waits: this thread may be busy then
   */
  async collect(jobs: CollectJob[], onBatch: OnBatch, signal?: AbortSignal, isBeside = false): Promise<void> {
    const own = LANES.map((lane) => jobs.filter((job) => laneOf(job.path) === lane));
    const isUrgent = jobs.some((job) => job.text !== undefined || job.deep);
    if (isUrgent || jobs.length <= PORTION) {
      const collect = async (lane: Lane, some: CollectJob[]): Promise<void> => {
        if (some.length > 0) await this.clients[lane].collect(some, onBatch, signal);
      };
      await Promise.all(LANES.map((lane, i) => collect(lane, own[i] ?? [])));
      return;
    }
    const count = (results: CollectResult[]): void => {
      for (const result of results) if ('facts' in result) this.seen[result.cached ? 'cached' : 'fresh']++;
      onBatch(results);
    };
    const promises: Promise<void>[] = [];
    const portionsOf = (some: CollectJob[] = []): Portion[] =>
      chunks(some).map((chunk) => {
        const { promise, portion } = newPortion(chunk, count, signal);
        promises.push(promise);
        return portion;
      });
    const requests = isBeside ? this.beside : this.waiting;
    requests.push({ grammars: portionsOf(own[0]), others: portionsOf(own[1]) });
    this.handOut();
    await Promise.all(promises);
  }

  /** Gives both lanes something to do. */
  private handOut(): void {
    for (const lane of LANES) {
      while (this.before[lane] < AHEAD) {
        const found = this.nextFor(lane);
        if (!found) break;
        this.give(lane, found.portion, found.lent);
      }
    }
    this.waiting = this.waiting.filter(hasPortions);
    if (this.waiting.length === 0) this.handOutAll();
  }

  private give(lane: Lane, portion: Portion, lent: boolean): void {
    this.before[lane]++;
    void portion(this.clients[lane], lent).finally(() => {
      this.before[lane]--;
      this.handOut();
    });
  }

  /** The lane's own files from the front, the other's from the back. */
  private nextFor(lane: Lane): { portion: Portion; lent: boolean } | undefined {
    for (const left of this.waiting) {
      const portion = left[lane].shift();
      if (portion) return { portion, lent: false };
      const lent = this.lentTo(lane, left, WORTH_LENDING);
      if (lent) return { portion: lent, lent: true };
    }
    const portion = this.beside.find((left) => left[lane].length > 0)?.[lane].shift();
    if (portion) return { portion, lent: false };
    for (const left of this.waiting) {
      const lent = this.lentTo(lane, left, NEARLY_DONE);
      if (lent) return { portion: lent, lent: true };
    }
    return undefined;
  }

  /** What the other lane gives away when it has at least so much left. */
  private lentTo(lane: Lane, left: Waiting, least: number): Portion | undefined {
    const others = left[otherThan(lane)];
    // What is begun cannot be given back: half as much ahead.
    return others.length >= least && this.before[lane] < AHEAD / 2 && this.isFresh() ? others.pop() : undefined;
  }

  /** Gives everything that is left to the lanes; of very much the other one gets a part. */
  private handOutAll(): void {
    for (const left of this.beside.splice(0))
      for (const owner of LANES)
        for (const portion of left[owner]) {
          const other = otherThan(owner);
          const lent = this.isFresh() && this.before[owner] - this.before[other] >= WORTH_SHARING;
          this.give(lent ? other : owner, portion, lent);
        }
  }

  /** The other lane's cache would not have the files. */
  private isFresh(): boolean {
    return this.seen.fresh > this.seen.cached;
  }

  /** The same-value pass, each lane over its own files. */
  async spread(search: SpreadSearch, signal?: AbortSignal): Promise<ValueOccurrence[]> {
    const found = LANES.map((lane): Promise<ValueOccurrence[]> => {
      const among = search.among.filter((path) => laneOf(path) === lane);
      return among.length > 0 ? this.clients[lane].spread({ ...search, among }, signal) : Promise.resolve([]);
    });
    return (await Promise.all(found)).flat();
  }

  /** The list without git. */
  list(maxFiles: number, signal?: AbortSignal): Promise<Listing> {
    return this.clients.others.list(maxFiles, signal);
  }

  /** Keeps a report for later runs. */
  remember(record: ReportRecord): Promise<void> {
    return this.clients.others.remember(record);
  }

  /** Writes the caches and ends the threads. */
  async close(): Promise<void> {
    await Promise.all(LANES.map((lane) => this.clients[lane].close()));
  }
}

function laneOf(path: string): Lane {
  return hasGrammar(languageOf(path)) ? 'grammars' : 'others';
}

function hasPortions(left: Waiting): boolean {
  return LANES.some((lane) => left[lane].length > 0);
}

function otherThan(lane: Lane): Lane {
  return lane === 'grammars' ? 'others' : 'grammars';
}

function chunks(jobs: CollectJob[]): CollectJob[][] {
  return Array.from({ length: Math.ceil(jobs.length / PORTION) }, (_, i) => jobs.slice(i * PORTION, (i + 1) * PORTION));
}

/** The promise is settled once somebody has worked the portion off. */
function newPortion(
  jobs: CollectJob[],
  onBatch: OnBatch,
  signal?: AbortSignal,
): { promise: Promise<void>; portion: Portion } {
  let portion: Portion = () => Promise.resolve();
  const promise = new Promise<void>((resolve, reject) => {
    portion = (lane, lent) => lane.collect(jobs, onBatch, signal, lent).then(resolve, reject);
  });
  return { promise, portion };
}
