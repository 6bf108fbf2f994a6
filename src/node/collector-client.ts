/**
 * The main thread's side of the collector: starts its thread, hands out requests, and survives its death. A file that hangs the thread or
 * ends it is skipped with that reason, the thread starts anew, and the rest goes on.
 */
import { setMaxListeners } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CollectJob, CollectResult, Listing, SpreadSearch, ValueOccurrence } from '../engine/host';
import {
  POSITION,
  REQUEST,
  TICKS,
  type CollectorData,
  type Reply,
  type Request,
  type ThreadData,
} from './collector-protocol';
import { isBundled } from './bundled';
import { giveBack, threadLimits } from './heap';
import type { ReportRecord } from './report-memory';
import { startThread, takeSpare } from './spare-threads';

export interface CollectorClientOptions {
  /** Name of what its files are: each kind compiles a part of the program of its own. */
  lane?: string;
  root: string;
  salt: string;
  cacheFile: string | null;
  /** How long one file may take, in milliseconds. */
  patience?: number;
  /** For tests: a TypeScript module to run as the thread. */
  script?: string;
  /**
   * The thread ends when nothing has been asked of it for a while, so that it gives the memory of a whole scan back. Where a buffer is open
   * a new one takes its place: an answer to somebody who types never waits for its start.
   */
  endsWhenIdle?: boolean;
  /** How long "a while" is, in milliseconds. */
  idle?: number;
  /** Is given what the cache keeps of files that were lent. */
  onRecords?: (records: string) => void;
}

/** How long one file may take before the thread is ended, in milliseconds. */
const PATIENCE = 10_000;

/** After how long without work the thread has done enough, in milliseconds. */
const IDLE = 15_000;
/** A thread that has collected fewer files has no memory to speak of to give back. */
const MANY = 200;

/** How long the thread may take to write the cache and end, in milliseconds. */
const FAREWELL = 3000;
const CLOSED = 'The workspace has been closed.';

interface Pending {
  request: Exclude<Request, { type: 'cancel' | 'keep' | 'open' }>;
  onBatch?: (results: CollectResult[]) => void;
  /** Jobs of the current request that have been answered. */
  answered: number;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/** A script that loads a TypeScript module, for threads of a process that runs from sources. */
function fromSources(module: string): string {
  const loader = createRequire(__filename).resolve('tsx/cjs');
  return `require(${JSON.stringify(loader)}); require(${JSON.stringify(module)});`;
}

export class CollectorClient {
  private worker: Worker | undefined;
  private readonly pending = new Map<number, Pending>();
  private readonly progress = new Int32Array(new SharedArrayBuffer(12));
  private watchdog: NodeJS.Timeout | undefined;
  private lastId = 0;
  /** Why the running thread is being ended, when it is us who do it. */
  private verdict: string | undefined;
  private isClosed = false;
  private idle: NodeJS.Timeout | undefined;
  /** Files that the running thread has collected. */
  private finished = 0;
  /** Texts of open buffers: a new thread is told of them. */
  private readonly buffers = new Map<string, string>();
  /** Deaths in a row without a single finished file in between. */
  private deaths = 0;

  constructor(private readonly options: CollectorClientOptions) {}

  /** Starts the thread ahead of the first request, so that its start overlaps with listing. */
  start(): void {
    this.worker ??= this.spawn();
  }

  /** Facts of the jobs, in batches and in order. Open buffers and what links ask for go before whatever is under way. */
  async collect(
    jobs: CollectJob[],
    onBatch: (results: CollectResult[]) => void,
    signal?: AbortSignal,
    /** The files are another thread's: what the cache would keep of them is given to `onRecords`. */
    lent = false,
  ): Promise<void> {
    for (const { path, text } of jobs) {
      if (text === undefined) this.buffers.delete(path);
      else this.buffers.set(path, text);
    }
    const urgent = jobs.some((job) => job.text !== undefined || job.deep);
    await this.ask((id) => ({ type: 'collect', id, jobs, urgent, lent }), signal, onBatch);
  }

  /** Takes what another thread has collected of this one's files into the cache. */
  keep(records: string): void {
    if (!this.isClosed) this.worker?.postMessage({ type: 'keep', records } satisfies Request);
  }

  async spread(search: SpreadSearch, signal?: AbortSignal): Promise<ValueOccurrence[]> {
    return (await this.ask((id) => ({ type: 'spread', id, search }), signal)) as ValueOccurrence[];
  }

  /** The list without git. */
  async list(maxFiles: number, signal?: AbortSignal): Promise<Listing> {
    return (await this.ask((id) => ({ type: 'list', id, maxFiles }), signal)) as Listing;
  }

  /** Keeps a report for later runs. */
  async remember(record: ReportRecord): Promise<void> {
    await this.ask((id) => ({ type: 'remember', id, record }));
  }

  /** Writes the cache and ends the thread. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    clearTimeout(this.idle);
    const { worker } = this;
    for (const pending of [...this.pending.values()]) pending.reject(new Error(CLOSED));
    if (!worker) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.ref();
    worker.postMessage({ type: 'close', id: ++this.lastId } satisfies Request);
    // It may be in the middle of a long file.
    const timer = setTimeout(() => void worker.terminate(), FAREWELL);
    await ended;
    clearTimeout(timer);
  }

  private ask(
    make: (id: number) => Pending['request'],
    signal?: AbortSignal,
    onBatch?: Pending['onBatch'],
  ): Promise<unknown> {
    if (this.isClosed) return Promise.reject(new Error(CLOSED));
    signal?.throwIfAborted();
    clearTimeout(this.idle);
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      const request = make(id);
      const onAbort = (): void => {
        settled();
        this.worker?.postMessage({ type: 'cancel', id } satisfies Request);
        reject(signal?.reason);
      };
      const settled = (): void => {
        signal?.removeEventListener('abort', onAbort);
        this.pending.delete(id);
        if (this.pending.size === 0) this.rest();
      };
      this.pending.set(id, {
        request,
        onBatch,
        answered: 0,
        resolve: (value) => {
          settled();
          resolve(value);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      // Many requests may wait under one signal; Node warns of more than ten as of a leak.
      if (signal) setMaxListeners(0, signal);
      signal?.addEventListener('abort', onAbort, { once: true });
      this.worker ??= this.spawn();
      this.worker.ref();
      this.worker.postMessage(request);
      this.watch();
    });
  }

  private spawn(): Worker {
    const { lane = '' } = this.options;
    const data: CollectorData = {
      root: this.options.root,
      salt: this.options.salt,
      cacheFile: this.options.cacheFile,
      progress: this.progress.buffer as SharedArrayBuffer,
    };
    this.progress.fill(0);
    const worker = isBundled
      ? (takeSpare(lane) ?? startThread(lane))
      : new Worker(fromSources(this.options.script ?? path.join(__dirname, 'collector-thread.ts')), {
          workerData: { lane } satisfies ThreadData,
          resourceLimits: threadLimits(),
          execArgv: [],
          eval: true,
        });
    worker.unref();
    worker.postMessage(data);
    this.finished = 0;
    if (this.buffers.size > 0) worker.postMessage({ type: 'open', buffers: [...this.buffers] } satisfies Request);
    let failure: string | undefined;
    worker.on('message', (reply: Reply) => this.take(reply));
    worker.on('error', (error: Error & { code?: string }) => {
      failure = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'analysing it took too much memory' : error.message;
    });
    worker.on('exit', () => {
      if (this.worker === worker) this.onExit(failure);
    });
    return worker;
  }

  private take(reply: Reply): void {
    const pending = this.pending.get(reply.id);
    if (!pending) return;
    this.deaths = 0;
    if (reply.type === 'batch') {
      const results = JSON.parse(reply.results) as CollectResult[];
      pending.answered += results.length;
      this.finished += results.length;
      if (reply.records !== undefined) this.options.onRecords?.(reply.records);
      pending.onBatch?.(results);
    } else if (reply.type === 'done') pending.resolve(reply.value);
    else pending.reject(new Error(reply.message));
  }

  /** The thread is gone: blame the file it was at, start anew, go on behind it. */
  private onExit(failure: string | undefined): void {
    this.worker = undefined;
    const reason = this.verdict ?? failure ?? 'analysing it ended the analysis';
    this.verdict = undefined;
    if (this.isClosed || this.pending.size === 0) return;
    const culprit = this.pending.get(Atomics.load(this.progress, REQUEST));
    const position = Atomics.load(this.progress, POSITION);
    if (++this.deaths > 3 || !culprit) {
      for (const pending of [...this.pending.values()]) pending.reject(new Error(reason));
      return;
    }
    this.excuse(culprit, position, reason);
    this.worker = this.spawn();
    this.worker.ref();
    for (const pending of this.pending.values()) this.worker.postMessage(pending.request);
    this.watch();
  }

  /** Shortens every interrupted request to what is still to do; the culprit's current file is answered with the reason. */
  private excuse(culprit: Pending, position: number, reason: string): void {
    for (const pending of [...this.pending.values()]) {
      const { request } = pending;
      if (request.type === 'spread' && pending === culprit) {
        const among = request.search.among.filter((_, index) => index !== position);
        pending.request = { ...request, search: { ...request.search, among } };
      } else if (request.type !== 'collect' && pending === culprit) pending.reject(new Error(reason));
      if (request.type !== 'collect') continue;
      let jobs = request.jobs.slice(pending.answered);
      if (pending === culprit) {
        const blamed = request.jobs[position];
        jobs = jobs.filter((job) => job !== blamed);
        if (blamed) pending.onBatch?.([{ path: blamed.path, skipped: reason }]);
      }
      pending.answered = 0;
      pending.request = { ...request, jobs };
    }
  }

  /** Ends the thread when it has been at one file for too long; nothing else can interrupt a parser. */
  private watch(): void {
    if (this.watchdog) return;
    const patience = this.options.patience ?? PATIENCE;
    let ticks = -1;
    let since = performance.now();
    this.watchdog = setInterval(() => {
      const now = Atomics.load(this.progress, TICKS);
      const isIdle = Atomics.load(this.progress, REQUEST) === 0;
      if (now !== ticks || isIdle) {
        ticks = now;
        since = performance.now();
      } else if (performance.now() - since > patience) {
        since = performance.now();
        this.verdict = `analysing it took more than ${Math.round(patience / 1000)} seconds`;
        void this.worker?.terminate();
      }
    }, patience / 10);
    this.watchdog.unref();
  }

  /** Nothing is asked for: the thread must not keep the process alive. */
  private rest(): void {
    clearInterval(this.watchdog);
    this.watchdog = undefined;
    this.worker?.unref();
    const { endsWhenIdle, idle = IDLE } = this.options;
    clearTimeout(this.idle);
    if (this.isClosed || !endsWhenIdle || (this.buffers.size > 0 && this.finished < MANY)) return;
    this.idle = setTimeout(() => this.dismiss(), idle).unref();
  }

  /** Ends the thread, which writes its cache before. */
  private dismiss(): void {
    const { worker } = this;
    if (!worker || this.pending.size > 0) return;
    this.worker = undefined;
    worker.postMessage({ type: 'close', id: ++this.lastId } satisfies Request);
    giveBack();
    // The new one reads what the old one writes.
    if (this.buffers.size > 0) worker.once('exit', () => !this.isClosed && this.start());
  }
}
