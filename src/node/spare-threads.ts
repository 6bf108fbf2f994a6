/**
 * Threads that are started while the program itself is still being loaded, so that a scan does not wait for them. They are kept with the
 * process: what starts them (`boot.ts`) is another bundle than what takes them.
 */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { LANES, type ThreadData } from './collector-protocol';
import { threadLimits } from './heap';

const SPARES = Symbol.for('preflight.spareThreads');
const shared = globalThis as { [SPARES]?: Map<string, Worker> };

/** A collector's thread of the built program; it waits to be told for which folder it is (`CollectorData`). */
export function startThread(lane: string): Worker {
  return new Worker(path.join(__dirname, 'collector.js'), {
    workerData: { lane } satisfies ThreadData,
    resourceLimits: threadLimits(),
  });
}

/** Starts one thread for each lane. Those that nobody takes end with the process. */
export function startSpares(): void {
  const spares = (shared[SPARES] ??= new Map<string, Worker>());
  for (const lane of LANES) {
    const worker = startThread(lane);
    worker.unref();
    // One that ends before its time is of no use to anybody.
    worker.on('error', () => spares.delete(lane));
    spares.set(lane, worker);
  }
}

/** A thread that has been started for the lane, once. */
export function takeSpare(lane: string): Worker | undefined {
  const worker = shared[SPARES]?.get(lane);
  shared[SPARES]?.delete(lane);
  return worker;
}
