/**
 * The facts cache: one file of lines per workspace folder, `path ⇥ depth ⇥ size ⇥ mtime ⇥ ctime ⇥ hash ⇥ spread key ⇥ spread ⇥ facts`.
 * It holds facts of texts on disk only, never a secret's value (facts carry salted hashes), and it never decides anything: with no cache,
 * a full one, a stale one or a damaged one the report is the same.
 */
import fs from 'node:fs';
import { EXTRACTORS_VERSION } from '../engine/collect/extractors';
import { shortHash } from '../engine/hash';
import type { CollectJob } from '../engine/host';
import { LineFile, writeLines, type LinePlace } from './line-file';
import { RACY } from './read';
import { writeAtomicallyBy } from './write-file';

/** Raised when the lines change their shape. */
const SCHEMA = 1;
const COLUMNS = 9;

/** How far a file was collected: as usual, regardless of prefilters, or as a part of somebody else's project. */
export type Depth = 'usual' | 'deep' | 'foreign';

const DEPTHS: readonly Depth[] = ['usual', 'deep', 'foreign'];

export interface CacheStamp {
  size: number;
  mtimeMs: number;
  ctimeMs: number;
}

export interface CacheRecord extends CacheStamp {
  /** Git's blob id of the content. */
  hash: string;
  /** JSON of the facts, or of the reason (a string) why there are none. */
  facts: string;
  /** For which set of secret values `spread` was searched; empty = never. */
  spreadKey: string;
  /** JSON of the value occurrences; empty = none. */
  spread: string;
}

/** Characters of new lines that are kept in memory. */
const MANY = 1 << 20;

export class FactsCache {
  /** The line of a record, or where it stands. */
  private readonly records = new Map<string, string | LinePlace>();
  private readonly used = new Set<string>();
  /** Results of searches that the lines do not have yet. */
  private readonly spreads = new Map<string, Pick<CacheRecord, 'spreadKey' | 'spread'>>();
  private isChanged = false;
  /** The file as it was last read or written. */
  private lines: LineFile | undefined;
  /** Lines that have come since, as far as they are not in memory. */
  private overflow: { file: LineFile | undefined; end: number } | undefined;
  private fresh: string[] = [];
  private freshLength = 0;

  /**
   * Opens a cache. What is damaged, older or unreadable counts as empty.
   *
   * @param file absolute path of its file, or null for one that lives in memory only and keeps what a deeper look would ask for again
   * @param key everything besides a file's content that facts depend on
   */
  constructor(
    private readonly file: string | null,
    private readonly key: string,
  ) {
    if (file !== null) this.read(file);
  }

  get isEmpty(): boolean {
    return this.records.size === 0;
  }

  get(path: string, depth: Depth): CacheRecord | undefined {
    const id = idOf(path, depth);
    const known = this.records.get(id);
    if (known === undefined) return undefined;
    this.used.add(id);
    const line = this.bytesOf(known)?.toString();
    return line === undefined ? undefined : { ...parseLine(line), ...this.spreads.get(id) };
  }

  /** The record of a path at whatever depth, for what does not depend on it. */
  any(path: string): CacheRecord | undefined {
    const depth = this.depthAt(path);
    return depth && this.get(path, depth);
  }

  private depthAt(path: string): Depth | undefined {
    return DEPTHS.find((depth) => this.records.has(idOf(path, depth)));
  }

  /** @param now milliseconds since the epoch */
  set(path: string, depth: Depth, record: CacheRecord, now = Date.now()): void {
    // A path that would break the line is not remembered.
    if (/[\t\n\r]/.test(path)) return;
    const id = idOf(path, depth);
    const isRacy = now - record.mtimeMs < RACY || now - record.ctimeMs < RACY;
    this.keep(id, isRacy ? { ...record, mtimeMs: -1 } : record);
    this.used.add(id);
    this.isChanged = true;
  }

  /** Notes for the record of a path what a search for secret values has found. */
  setSpread(path: string, spreadKey: string, spread: string): void {
    const depth = this.depthAt(path);
    if (!depth) return;
    this.spreads.set(idOf(path, depth), { spreadKey, spread });
    this.isChanged = true;
  }

  private keep(id: string, record: CacheRecord): void {
    this.spreads.delete(id);
    if (this.file === null && isDeep(record)) this.records.delete(id);
    else this.add(id, lineOf(id, record));
  }

  private add(id: string, line: string): void {
    this.records.set(id, line);
    this.fresh.push(id);
    this.freshLength += line.length;
    if (this.file !== null && this.freshLength > MANY) this.flow(this.file);
  }

  /** Puts the new lines into a file without a name, as long as that is possible. */
  private flow(beside: string): void {
    this.overflow ??= { file: LineFile.createTemporary(beside), end: 0 };
    const { overflow } = this;
    const { file } = overflow;
    const ids = this.fresh;
    this.fresh = [];
    this.freshLength = 0;
    if (!file) return;
    const lines = ids.flatMap((id) => {
      const line = this.records.get(id);
      return typeof line === 'string' ? [{ id, bytes: Buffer.from(line) }] : [];
    });
    const bytes = Buffer.concat(lines.map((line) => line.bytes));
    if (!file.append(bytes, overflow.end)) return;
    for (const line of lines) {
      // The same record may have come twice: the line is the later one then.
      this.records.set(line.id, { in: file, at: overflow.end, length: line.bytes.length });
      overflow.end += line.bytes.length;
    }
  }

  /** The line of a record; undefined when it cannot be read any more, and then forgotten. */
  private bytesOf(kept: string | LinePlace): Buffer | undefined {
    if (typeof kept === 'string') return Buffer.from(kept);
    try {
      return kept.in.bytes(kept);
    } catch {
      return undefined;
    }
  }

  /** The line with what searches have found since. */
  private lineOf(id: string, kept: string | LinePlace): Buffer | undefined {
    const spread = this.spreads.get(id);
    const bytes = this.bytesOf(kept);
    return bytes && spread ? withSpread(bytes, spread) : bytes;
  }

  /** Records as lines, for the cache of another thread; this one forgets them. */
  takeLines(jobs: readonly CollectJob[]): string {
    const ids = jobs.map((job) => idOf(job.path, depthOf(job)));
    const lines = ids.flatMap((id) => {
      const kept = this.records.get(id);
      this.records.delete(id);
      const bytes = kept === undefined ? undefined : this.lineOf(id, kept);
      this.spreads.delete(id);
      return bytes?.toString() ?? [];
    });
    return lines.join('\n');
  }

  /** Takes in lines that `takeLines` of another thread has given. */
  addLines(lines: string): void {
    for (const line of lines.split('\n')) {
      const id = idOfLine(line);
      if (id === undefined) continue;
      this.add(id, line);
      this.used.add(id);
      this.isChanged = true;
    }
  }

  /** Writes what changed and says whether anything did. A failure costs the cache only. */
  write(exists: (path: string) => boolean): boolean {
    const { file } = this;
    if (file === null || !this.isChanged) return false;
    this.isChanged = false;
    const ids: string[] = [];
    for (const id of this.records.keys()) {
      if (!this.used.has(id) && !exists(id.slice(0, -2))) this.records.delete(id);
      else ids.push(id);
    }
    this.writeAll(file, ids);
    return true;
  }

  private writeAll(file: string, ids: readonly string[]): void {
    const written: string[] = [];
    let places: { at: number; length: number }[] = [];
    const write = (fd: number): void => {
      places = writeLines(fd, this.linesOf(ids, written), (sum) =>
        JSON.stringify({ schema: SCHEMA, key: this.key, sum }),
      );
    };
    let isReleased = false;
    const isDone = writeAtomicallyBy(file, write, () => {
      this.release();
      isReleased = true;
    });
    if (!isReleased) return;
    this.lines = isDone ? LineFile.open(file) : undefined;
    const { lines } = this;
    if (lines) written.forEach((id, i) => this.records.set(id, { in: lines, at: 0, length: 0, ...places[i] }));
    else for (const [id, kept] of this.records) if (typeof kept !== 'string') this.records.delete(id);
  }

  private *linesOf(ids: readonly string[], written: string[]): Generator<Buffer> {
    for (const id of ids) {
      const kept = this.records.get(id);
      const bytes = kept === undefined ? undefined : this.lineOf(id, kept);
      if (!bytes) continue;
      written.push(id);
      yield bytes;
    }
  }

  /** Lets the files go: what is open cannot be replaced everywhere. */
  private release(): void {
    this.spreads.clear();
    this.lines?.close();
    this.overflow?.file?.close();
    this.lines = undefined;
    this.overflow = undefined;
    this.fresh = [];
    this.freshLength = 0;
  }

  private read(file: string): void {
    const lines = LineFile.open(file);
    if (!lines) return;
    try {
      const { first, sum } = lines.scan(MAX_ID, (beginning, place) => {
        const end = beginning.indexOf(9) + 2;
        if (end > 1) this.records.set(beginning.toString('utf8', 0, end), place);
      });
      const header: unknown = JSON.parse(first);
      if (!isHeader(header) || header.schema !== SCHEMA || header.key !== this.key || header.sum !== sum)
        throw new Error('It is damaged or older.');
      this.lines = lines;
    } catch {
      // Unreadable or not ours: the same as empty.
      this.records.clear();
      lines.close();
    }
  }
}

/** Bytes of a path and what follows it, at most. */
const MAX_ID = 1 << 14;

/** Facts that no link will ask for again: nothing was held back. */
function isDeep({ facts }: CacheRecord): boolean {
  return facts.slice(0, facts.indexOf('"parts":')).includes('"deep":true');
}

/** True when a record speaks of the file as it stands on disk, without reading it. */
export function isFresh(record: CacheRecord, stamp: CacheStamp): boolean {
  return record.size === stamp.size && record.mtimeMs === stamp.mtimeMs && record.ctimeMs === stamp.ctimeMs;
}

/** At which depth a job collects. */
export function depthOf({ deep, foreign }: CollectJob): Depth {
  if (deep) return 'deep';
  return foreign ? 'foreign' : 'usual';
}

/** Key of everything besides a text that its facts depend on. `program` is the running bundle, whose rules may differ within a version. */
export function cacheKey(salt: string, program: string): string {
  const stat = fs.statSync(program, { throwIfNoEntry: false });
  return shortHash(String(SCHEMA), EXTRACTORS_VERSION, salt, `${stat?.size}:${stat?.mtimeMs}`);
}

function idOf(path: string, depth: Depth): string {
  return `${path}\t${depth.charAt(0)}`;
}

function idOfLine(line: string): string | undefined {
  const depth = line.indexOf('\t') + 1;
  return depth > 0 ? line.slice(0, depth + 1) : undefined;
}

function isHeader(value: unknown): value is { schema: unknown; key: unknown; sum: unknown } {
  return typeof value === 'object' && value !== null && 'schema' in value && 'key' in value && 'sum' in value;
}

/** A line with other results of the search for secret values. */
function withSpread(line: Buffer, { spreadKey, spread }: Pick<CacheRecord, 'spreadKey' | 'spread'>): Buffer {
  let before = -1;
  for (let column = 0; column < 6; column++) before = line.indexOf(9, before + 1);
  const after = line.indexOf(9, line.indexOf(9, before + 1) + 1);
  return Buffer.concat([line.subarray(0, before + 1), Buffer.from(`${spreadKey}\t${spread}`), line.subarray(after)]);
}

/** The sum over the file vouches for the form of every line. */
function parseLine(line: string): CacheRecord {
  const columns = line.split('\t', COLUMNS);
  const [, , size, mtime, ctime, hash = '', spreadKey = '', spread = '', facts = ''] = columns;
  return { size: Number(size), mtimeMs: Number(mtime), ctimeMs: Number(ctime), hash, spreadKey, spread, facts };
}

function lineOf(id: string, record: CacheRecord): string {
  const { size, mtimeMs, ctimeMs, hash, spreadKey, spread, facts } = record;
  return [id, size, mtimeMs, ctimeMs, hash, spreadKey, spread, facts].join('\t');
}
