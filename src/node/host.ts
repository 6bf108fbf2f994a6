/**
 * The Host on Node: one workspace folder on disk.
 *
 *     const host = createNodeHost('/path/to/folder', { mayRunGit: isTrusted, cache: userCacheFolder() });
 *     const session = createSession(host, { version, today });
 *     await session.scan({ onProgress, signal });
 *     …
 *     await host.dispose();          // writes the cache and ends the collector's thread
 *
 * The same code runs bundled (`dist/server.js` or `dist/cli.js` beside `dist/collector.js`, `dist/parser.js` and the `.wasm.br` files) and
 * from sources under tsx.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { CollectJob, CollectResult, Host, Listing, SpreadSearch, ValueOccurrence } from '../engine/host';
import { DEFAULT_SALT } from '../engine/hash';
import type { Report } from '../engine/report/report';
import { cacheFilesOf } from './cache-location';
import { CollectorLanes } from './collector-lanes';
import { LinkMemory } from './link-memory';
import { listWithGit, MAX_FILES } from './list';
import { decode, readBytes, statFile } from './read';
import { mayRead } from './permission';
import { ReportMemory } from './report-memory';

export { userCacheFolder } from './cache-location';

export interface NodeHostOptions {
  /** Name for people; the folder's own name unless said. */
  name?: string;
  /** False in a workspace that is not trusted: git is not started, its index is read instead. */
  mayRunGit?: boolean;
  /** Folder of the facts cache (`userCacheFolder()` for the command line); null or absent = none. */
  cache?: string | null;
  /** Salt of the hashes that stand for secret values. */
  salt?: string;
  /** Files beyond this number are left out, with that reason. */
  maxFiles?: number;
  /** How long one file may take to analyse, in milliseconds. */
  patience?: number;
}

export interface NodeHost extends Host {
  /** Writes the cache and ends what the host has started. The host is of no use afterwards. */
  dispose(): Promise<void>;
}

class DiskHost implements NodeHost {
  readonly name: string;
  readonly root: string;
  private readonly collector: CollectorLanes;
  private readonly links: LinkMemory;
  private readonly reports: ReportMemory;

  constructor(
    root: string,
    private readonly options: NodeHostOptions,
  ) {
    this.root = path.resolve(root);
    this.name = options.name ?? path.basename(this.root);
    const files = options.cache ? cacheFilesOf(options.cache, this.root) : undefined;
    this.links = new LinkMemory(files?.links ?? null);
    this.reports = new ReportMemory(files?.report ?? null, this.root);
    const { salt = DEFAULT_SALT, patience } = options;
    this.collector = new CollectorLanes({ root: this.root, salt, cacheFile: files?.facts ?? null, patience });
  }

  async list(signal?: AbortSignal): Promise<Listing> {
    const { mayRunGit = true, maxFiles = MAX_FILES } = this.options;
    // A folder that is gone is not an empty one: it has no score.
    if (!fs.existsSync(this.root)) throw new Error('it is not there (any more).');
    if (!mayRead(this.root)) throw new Error('there is no permission to read it.');
    // Where a report may be recalled, threads are started only when it is not.
    if (!this.reports.isThere) this.collector.start();
    const listing = mayRunGit ? await listWithGit(this.root, { signal, maxFiles }) : undefined;
    return listing ?? this.collector.list(maxFiles, signal);
  }

  collect(
    jobs: CollectJob[],
    onBatch: (results: CollectResult[]) => void,
    signal?: AbortSignal,
    isBeside?: boolean,
  ): Promise<void> {
    return this.collector.collect(jobs, onBatch, signal, isBeside);
  }

  spread(search: SpreadSearch, signal?: AbortSignal): Promise<ValueOccurrence[]> {
    return this.collector.spread(search, signal);
  }

  async recall(key: string): Promise<string[] | undefined> {
    return this.links.read(key);
  }

  async remember(key: string, paths: string[]): Promise<void> {
    this.links.write(key, paths);
  }

  async recallReport(key: string, paths: readonly string[]): Promise<Report | undefined> {
    return this.reports.read(key, paths);
  }

  async rememberReport(key: string, paths: readonly string[], report: Report, since: number): Promise<void> {
    const record = this.reports.recordOf(key, paths, report, since);
    // Nobody waits for it: the host's end does.
    if (record) void this.collector.remember(record).catch(() => undefined);
  }

  async readText(file: string): Promise<string | undefined> {
    const absolute = this.resolve(file);
    if (absolute === undefined || !('size' in statFile(absolute))) return undefined;
    const bytes = readBytes(absolute);
    return Buffer.isBuffer(bytes) ? decode(bytes)?.text : undefined;
  }

  async exists(file: string): Promise<boolean> {
    const absolute = this.resolve(file);
    return absolute !== undefined && fs.existsSync(absolute);
  }

  dispose(): Promise<void> {
    return this.collector.close();
  }

  /** Absolute path of a workspace path; undefined for one that leads outside. */
  private resolve(file: string): string | undefined {
    const absolute = path.resolve(this.root, file);
    const inside = path.relative(this.root, absolute);
    const leadsOutside = path.isAbsolute(inside) || inside === '..' || inside.startsWith(`..${path.sep}`);
    return leadsOutside || file.includes('\0') ? undefined : absolute;
  }
}

/** Opens a folder. Nothing is read before `list` or `collect`. */
export function createNodeHost(root: string, options: NodeHostOptions = {}): NodeHost {
  return new DiskHost(root, options);
}
