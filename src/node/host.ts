/**
 * The Host on Node: one workspace folder on disk.
 *
 *     const host = createNodeHost('/path/to/folder', { mayRunGit: true });
 *     const session = createSession(host, { version, today });
 *     await session.scan({ onProgress, signal });
 *     …
 *     await host.dispose();          // writes the cache and ends the collector's thread
 *
 * The same code runs bundled (`dist/server.js` or `dist/cli.js` beside `dist/collector.js`, `dist/parser.js` and the `.wasm` files) and
 * from sources under tsx.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { CollectJob, CollectResult, Host, Listing, ValueOccurrence } from '../engine/host';
import { DEFAULT_SALT } from '../engine/hash';
import { Collector } from './collector';
import { listWithGit, listWithoutGit } from './list';
import { decode, readBytes, statFile } from './read';

export interface NodeHostOptions {
  /** Name for people; the folder's own name unless said. */
  name?: string;
  /** False in a workspace that is not trusted: git is not started, its index is read instead. */
  mayRunGit?: boolean;
  /** Folder of the facts cache; null = none. */
  cache?: string | null;
  /** Salt of the hashes that stand for secret values. */
  salt?: string;
}

export interface NodeHost extends Host {
  /** Writes the cache and ends what the host has started. The host is of no use afterwards. */
  dispose(): Promise<void>;
}

const BATCH = 32;

class DiskHost implements NodeHost {
  readonly name: string;
  readonly root: string;
  private readonly collector: Collector;

  constructor(root: string, options: NodeHostOptions) {
    this.root = path.resolve(root);
    this.name = options.name ?? path.basename(this.root);
    this.collector = new Collector({ root: this.root, salt: options.salt ?? DEFAULT_SALT });
  }

  async list(signal?: AbortSignal): Promise<Listing> {
    return (await listWithGit(this.root, { signal })) ?? listWithoutGit(this.root);
  }

  async collect(jobs: CollectJob[], onBatch: (results: CollectResult[]) => void, signal?: AbortSignal): Promise<void> {
    for (let start = 0; start < jobs.length; start += BATCH) {
      const results: CollectResult[] = [];
      for (const job of jobs.slice(start, start + BATCH)) {
        signal?.throwIfAborted();
        results.push(await this.collector.collect(job));
      }
      onBatch(results);
    }
  }

  spread(sources: string[], among: string[]): Promise<ValueOccurrence[]> {
    return this.collector.spread(sources, among);
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

  async dispose(): Promise<void> {}

  /** Absolute path of a workspace path; undefined for one that leads outside. */
  private resolve(file: string): string | undefined {
    const absolute = path.resolve(this.root, file);
    const inside = path.relative(this.root, absolute);
    if (file.includes('\0') || path.isAbsolute(inside) || inside === '..' || inside.startsWith(`..${path.sep}`))
      return undefined;
    return absolute;
  }
}

/** Opens a folder. Nothing is read before `list` or `collect`. */
export function createNodeHost(root: string, options: NodeHostOptions = {}): NodeHost {
  return new DiskHost(root, options);
}
