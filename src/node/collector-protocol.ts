/** What crosses between the main thread and the collector's: paths, texts of open buffers, and facts as JSON text. Never a tree. */
import type { CollectJob, SpreadSearch } from '../engine/host';
import type { ReportRecord } from './report-memory';

/** What threads there are, by what their files are (`collector-lanes.ts`). */
export const LANES = ['grammars', 'others'] as const;
export type Lane = (typeof LANES)[number];

/** What a thread is started with, which may be before it is known for which folder. */
export interface ThreadData {
  lane: string;
}

/** What it is told first. */
export interface CollectorData {
  root: string;
  salt: string;
  /** Absolute path of the cache's file; null = none. */
  cacheFile: string | null;
  /** What the thread is doing: `[request, position, ticks]`. Read by the watchdog and after a crash; request 0 = nothing. */
  progress: SharedArrayBuffer;
}

export const REQUEST = 0;
export const POSITION = 1;
export const TICKS = 2;

export type Request =
  | { type: 'collect'; id: number; jobs: CollectJob[]; urgent: boolean; lent: boolean }
  | { type: 'spread'; id: number; search: SpreadSearch }
  | { type: 'list'; id: number; maxFiles: number }
  | { type: 'remember'; id: number; record: ReportRecord }
  | { type: 'cancel'; id: number }
  /** Texts of open buffers that an earlier thread has collected, by path. */
  | { type: 'open'; buffers: [path: string, text: string][] }
  /** Lines of the cache that another thread has made. */
  | { type: 'keep'; records: string }
  /** Write the cache and end. */
  | { type: 'close'; id: number };

export type Reply =
  /** JSON of `CollectResult[]`, in the order of the jobs; of files that were lent, with lines for the cache. */
  | { type: 'batch'; id: number; results: string; records?: string }
  | { type: 'done'; id: number; value?: unknown }
  | { type: 'failed'; id: number; message: string };
