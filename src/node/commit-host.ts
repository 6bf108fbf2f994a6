/** The Host over one commit of a repository: what the folder held then, read from git's objects. The working tree is never looked at. */
import { isUtf8 } from 'node:buffer';
import type { CollectJob, CollectResult, Listing, ValueOccurrence } from '../engine/host';
import { comparePaths } from '../engine/span';
import { readBlobs, runGit } from './git';
import { createNodeHost, type NodeHost } from './host';
import { decode, MAX_FILE_SIZE, SYMBOLIC_LINK } from './read';
import { skipByName } from './skip';

interface Blob {
  id: string;
  size: number;
}

/** How many texts are read from git and handed to the collector at a time. */
const BATCH = 256;

class CommitHost implements NodeHost {
  private readonly blobs = new Map<string, Blob>();

  constructor(
    private readonly collector: NodeHost,
    private readonly folder: string,
    private readonly commit: string,
  ) {}

  get name(): string {
    return this.collector.name;
  }

  get root(): string {
    return this.collector.root;
  }

  /** @throws Error when git cannot list the commit */
  async list(signal?: AbortSignal): Promise<Listing> {
    const { code, stdout, stderr } = await runGit(this.folder, ['ls-tree', '-r', '-l', '-z', this.commit], { signal });
    signal?.throwIfAborted();
    if (code !== 0) throw new Error(`git cannot list ${this.commit}: ${stderr.trim()}`);
    const skipped: Listing['skipped'] = [];
    for (const entry of isUtf8(stdout) ? stdout.toString().split('\0') : []) {
      const match = /^(\d+) \w+ ([0-9a-f]+) +(-|\d+)\t(.+)$/s.exec(entry);
      const [, mode = '', id = '', size = '', path = ''] = match ?? [];
      if (path === '') continue;
      const reason = mode === '160000' ? 'submodule' : mode === '120000' ? SYMBOLIC_LINK : undefined;
      if (reason) skipped.push({ path, reason });
      else this.blobs.set(path, { id, size: Number(size) });
    }
    const files = [...this.blobs.keys()].sort(comparePaths).map((path) => ({ path, tracked: true, ignored: false }));
    return { files, skipped, source: 'git' };
  }

  async collect(jobs: CollectJob[], onBatch: (results: CollectResult[]) => void, signal?: AbortSignal): Promise<void> {
    for (let start = 0; start < jobs.length; start += BATCH) {
      const skipped: CollectResult[] = [];
      const readable = jobs.slice(start, start + BATCH).filter((job) => {
        const reason = this.reasonToSkip(job.path);
        if (reason) skipped.push({ path: job.path, skipped: reason });
        return !reason;
      });
      const texts = await this.texts(readable.map((job) => job.path));
      signal?.throwIfAborted();
      const withText: CollectJob[] = [];
      for (const job of readable) {
        const text = job.text ?? texts.get(job.path);
        if (text === undefined) skipped.push({ path: job.path, skipped: 'binary' });
        else withText.push({ ...job, text });
      }
      if (skipped.length > 0) onBatch(skipped);
      if (withText.length > 0) await this.collector.collect(withText, onBatch, signal);
    }
  }

  /** Values are compared within the working tree only. */
  async spread(): Promise<ValueOccurrence[]> {
    return [];
  }

  async readText(path: string): Promise<string | undefined> {
    return (await this.texts([path])).get(path);
  }

  async exists(path: string): Promise<boolean> {
    const folder = `${path.replace(/\/$/, '')}/`;
    return this.blobs.has(path) || [...this.blobs.keys()].some((file) => file.startsWith(folder));
  }

  dispose(): Promise<void> {
    return this.collector.dispose();
  }

  private reasonToSkip(path: string): string | undefined {
    const blob = this.blobs.get(path);
    if (blob && blob.size > MAX_FILE_SIZE) return 'larger than 1 MiB';
    return skipByName(path) ?? undefined;
  }

  private async texts(paths: readonly string[]): Promise<Map<string, string>> {
    const known = paths.flatMap((path) => {
      const blob = this.blobs.get(path);
      return blob ? [{ path, id: blob.id }] : [];
    });
    const contents = await readBlobs(
      this.folder,
      known.map(({ id }) => id),
    );
    const texts = new Map<string, string>();
    known.forEach(({ path }, index) => {
      const bytes = contents[index];
      const decoded = bytes && decode(bytes);
      if (decoded) texts.set(path, decoded.text);
    });
    return texts;
  }
}

/**
 * Opens a folder as one commit holds it.
 *
 * @param commit full id of a commit, or of a tree
 */
export function createCommitHost(root: string, commit: string): NodeHost {
  return new CommitHost(createNodeHost(root, { mayRunGit: true, cache: null }), root, commit);
}
