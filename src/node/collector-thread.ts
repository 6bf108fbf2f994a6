/**
 * The collector's thread: takes requests, works them off one file at a time, and looks for newer requests between files. A request for
 * open buffers goes before everything else; one that is cancelled stops at the next file.
 */
import type { CollectJob } from '../engine/host';
import { parentPort, receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import fs from 'node:fs';
import path from 'node:path';
import { cacheKey, FactsCache } from './cache';
import { keepCompiled } from './code-cache';
import { Collector, type Collected } from './collector';
import { POSITION, REQUEST, TICKS, type CollectorData, type Reply, type Request } from './collector-protocol';
import { listWithoutGit } from './list';
import { keepReport } from './report-memory';

/** Files and characters per message: small enough that parsing one never stalls the main thread. */
const BATCH_FILES = 32;
const BATCH_LENGTH = 64 * 1024;
/** The cache is written when the thread has been idle for this long, in milliseconds. */
const IDLE = 300;

/** A task yields between files; a promise when it must be waited for. */
type Task = Generator<Promise<unknown> | undefined, unknown>;

class CollectorThread {
  private readonly cache: FactsCache;
  private readonly collector: Collector;
  private readonly progress: Int32Array;
  private readonly tasks: { id: number; urgent: boolean; task: Task }[] = [];
  private isRunning = false;
  private isClosed = false;
  private idle: NodeJS.Timeout | undefined;

  constructor(
    private readonly port: MessagePort,
    private readonly data: CollectorData,
  ) {
    this.cache = new FactsCache(data.cacheFile, cacheKey(data.salt, __filename));
    this.collector = new Collector({ root: data.root, salt: data.salt, cache: this.cache });
    this.progress = new Int32Array(data.progress);
    port.on('message', (request: Request) => {
      this.take(request);
      void this.run();
    });
  }

  private take(request: Request): void {
    if (request.type === 'keep') return this.cache.addLines(request.records);
    if (request.type === 'open') return this.collector.open(request.buffers);
    if (request.type === 'cancel') {
      const index = this.tasks.findIndex(({ id }) => id === request.id);
      if (index >= 0) this.tasks.splice(index, 1);
      return;
    }
    const entry = { id: request.id, urgent: request.type === 'collect' && request.urgent, task: this.taskOf(request) };
    const before = entry.urgent ? this.tasks.findIndex(({ urgent }) => !urgent) : -1;
    if (before >= 0) this.tasks.splice(before, 0, entry);
    else this.tasks.push(entry);
  }

  private taskOf(request: Exclude<Request, { type: 'cancel' | 'keep' | 'open' }>): Task {
    if (request.type === 'collect') return this.collect(request);
    if (request.type === 'spread') return this.spread(request);
    return this.once(() => {
      if (request.type === 'list') return this.list(request.maxFiles);
      if (request.type === 'remember') return keepReport(request.record);
      this.isClosed = true;
      this.write();
      this.port.close();
      return undefined;
    });
  }

  /** Works until nothing is left. */
  private async run(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    clearTimeout(this.idle);
    for (let entry = this.tasks[0]; entry; entry = this.tasks[0]) {
      Atomics.store(this.progress, REQUEST, entry.id);
      Atomics.add(this.progress, TICKS, 1);
      await this.step(entry);
      for (let message = receiveMessageOnPort(this.port); message; message = receiveMessageOnPort(this.port))
        this.take(message.message as Request);
    }
    Atomics.store(this.progress, REQUEST, 0);
    this.isRunning = false;
    // A pending timer would keep a closed thread alive.
    if (this.isClosed) return;
    this.idle = setTimeout(() => {
      this.collector.forgetTexts();
      this.write();
    }, IDLE);
  }

  /** One step of a task; asynchronous only where the task is. */
  private step(entry: { id: number; task: Task }): Promise<unknown> | undefined {
    try {
      const { done, value } = entry.task.next();
      if (!done) return value instanceof Promise ? value.catch((error: unknown) => this.fail(entry, error)) : undefined;
      this.finish(entry, { type: 'done', id: entry.id, value });
    } catch (error) {
      this.fail(entry, error);
    }
    return undefined;
  }

  private fail(entry: { id: number; task: Task }, error: unknown): void {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.finish(entry, { type: 'failed', id: entry.id, message });
  }

  private finish(entry: { id: number; task: Task }, reply: Reply): void {
    const index = this.tasks.findIndex(({ id }) => id === entry.id);
    if (index >= 0) this.tasks.splice(index, 1);
    this.port.postMessage(reply);
  }

  private *once(work: () => unknown): Task {
    yield undefined;
    return work();
  }

  private *collect({ id, jobs, urgent, lent }: Extract<Request, { type: 'collect' }>): Task {
    const handsOver = lent && this.data.cacheFile !== null;
    let batch: string[] = [];
    let sent: CollectJob[] = [];
    let length = 0;
    const send = (): void => {
      if (batch.length === 0) return;
      const records = handsOver ? { records: this.cache.takeLines(sent) } : {};
      this.port.postMessage({ type: 'batch', id, results: `[${batch.join()}]`, ...records } satisfies Reply);
      sent = [];
      batch = [];
      length = 0;
    };
    for (let i = 0; i < jobs.length; i++) {
      const job = jobs[i];
      if (!job) continue;
      Atomics.store(this.progress, POSITION, i);
      const pending = this.collector.collect(job);
      let collected: Collected | undefined;
      if (pending instanceof Promise) {
        yield pending.then((result) => {
          collected = result;
        });
      } else collected = pending;
      const text = textOf(collected ?? { path: job.path, skipped: 'could not be analysed' });
      batch.push(text);
      sent.push(job);
      length += text.length;
      if (urgent || batch.length >= BATCH_FILES || length >= BATCH_LENGTH) send();
      yield undefined;
    }
    send();
    return undefined;
  }

  private *spread({ search }: Extract<Request, { type: 'spread' }>): Task {
    return yield* this.collector.spread(search, (position) => Atomics.store(this.progress, POSITION, position));
  }

  private list(maxFiles: number): unknown {
    const tick = (): boolean => {
      Atomics.add(this.progress, TICKS, 1);
      return false;
    };
    return listWithoutGit(this.data.root, { maxFiles, shouldStop: tick });
  }

  private write(): void {
    const hasWorked = this.cache.write((file) => fs.existsSync(path.join(this.data.root, file)));
    if (this.data.cacheFile !== null) keepCompiled(hasWorked);
  }
}

/** JSON of a result; the facts are JSON already. */
function textOf(collected: Collected): string {
  if (!('facts' in collected)) return JSON.stringify(collected);
  return `{"path":${JSON.stringify(collected.path)},"cached":${collected.cached},"facts":${collected.facts}}`;
}

if (parentPort) {
  const port = parentPort;
  port.once('message', (data: CollectorData) => new CollectorThread(port, data));
}
