/**
 * The engine's window to the world. The engine opens no file and starts no process; whoever runs it (server, command line, tests)
 * brings a `Host`.
 */
import type { FileEntry, FileFacts, SkippedPath } from './facts';
import type { Report } from './report/report';
import type { Span } from './span';

/** The list of files to analyse: git's index plus untracked files that are not ignored; without git, a walk that honours ignore files. */
export interface Listing {
  files: FileEntry[];
  skipped: SkippedPath[];
  /** Where the list came from; `walk` knows nothing of tracked files. */
  source: 'git' | 'git-index' | 'walk' | 'open-documents';
}

/** One file to collect. */
export interface CollectJob {
  path: string;
  /** Run extractors that sit behind a prefilter regardless of it. */
  deep: boolean;
  /** The workspace makes it part of somebody else's project: facts that nobody asks such files for are held back, unless `deep`. */
  foreign?: boolean;
  /** Text of an open buffer; absent = read from disk. */
  text?: string;
}

/** What came of one job: facts, or the reason why there are none. */
export type CollectResult =
  | { path: string; facts: FileFacts; cached: boolean }
  | { path: string; skipped: string }
  | { path: string; gone: true };

/** Places where a confirmed secret value stands besides the finding itself. */
export interface ValueOccurrence {
  path: string;
  span: Span;
  /** Salted hash of the value, as in the secret facts. */
  valueHash: string;
  /** Syntax around it, as far as it is told cheaply: the text of the line never leaves the collector. */
  position: 'assignment' | 'prose' | 'comparison' | 'other';
}

/** Where one file writes secret values that its facts confirm. */
export interface ValueSource {
  path: string;
  /** Text of an open buffer; absent = on disk. */
  text?: string;
  /** Place and salted hash of each. */
  values: { span: Span; hash: string }[];
}

/** Where to look for which secret values. */
export interface SpreadSearch {
  /** Where the values stand, sorted by path. */
  sources: ValueSource[];
  /** Their salted hashes, sorted: the same hashes mean the same values. */
  values: string[];
  /** Paths to search. */
  among: string[];
}

export interface Host {
  /** Name of the workspace folder, for people. */
  readonly name: string;
  /** What the report gives as `root`: the folder's absolute path or URI. */
  readonly root: string;
  list(signal?: AbortSignal): Promise<Listing>;
  /**
   * Collects the jobs and hands results over in batches; stops between files when `signal` aborts.
   * @param isBeside whoever asks goes on with other work meanwhile, and may not be there to hand out jobs piece by piece
   */
  collect(
    jobs: CollectJob[],
    onBatch: (results: CollectResult[]) => void,
    signal?: AbortSignal,
    isBeside?: boolean,
  ): Promise<void>;
  /** Searches the values of the confirmed secrets in `sources` everywhere in `among`; values stay on the far side. */
  spread(search: SpreadSearch, signal?: AbortSignal): Promise<ValueOccurrence[]>;
  /** Paths that `remember` kept under this key in an earlier run; undefined = none, or under another key. */
  recall?(key: string): Promise<string[] | undefined>;
  /** Keeps paths for the next run. The key stands for everything they follow from. */
  remember?(key: string, paths: string[]): Promise<void>;
  /**
   * The report that `rememberReport` kept, when every file stands on disk as it stood then; undefined = find out.
   * @param key stands for everything else that the report follows from
   */
  recallReport?(key: string, paths: readonly string[]): Promise<Report | undefined>;
  /** Keeps a report for the next run. A file that changed after `since` (milliseconds since the epoch) makes it worthless. */
  rememberReport?(key: string, paths: readonly string[], report: Report, since: number): Promise<void>;
  /** Current text (open buffer, else disk), without a byte-order mark; undefined when there is no such text file. */
  readText(path: string): Promise<string | undefined>;
  /** True for a file or folder on disk, ignored or not. */
  exists(path: string): Promise<boolean>;
}

/** A change the host noticed: new text of a buffer (`text`), a file to read again (neither), or one that is gone. */
export interface Change {
  path: string;
  /** New text of an open buffer; null = the buffer closed, read the disk again; absent = the file changed on disk. */
  text?: string | null;
  /** A file that is not on disk yet, and will be listed when it is. */
  isNew?: true;
}
