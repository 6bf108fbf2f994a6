/**
 * The facts cache: one file of lines per workspace folder, `path ⇥ depth ⇥ size ⇥ mtime ⇥ ctime ⇥ hash ⇥ spread key ⇥ spread ⇥ facts`.
 * It holds facts of texts on disk only, never a secret's value (facts carry salted hashes), and it never decides anything: with no cache,
 * a full one, a stale one or a damaged one the report is the same.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { EXTRACTORS_VERSION } from '../engine/collect/extractors';
import { shortHash } from '../engine/hash';
import type { CollectJob } from '../engine/host';
import { RACY } from './read';
import { writeAtomically } from './write-file';

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

export class FactsCache {
  /** A line until somebody asks for it, a record from then on. */
  private readonly records: Map<string, string | CacheRecord>;
  private readonly used = new Set<string>();
  private isChanged = false;

  /**
   * Opens a cache. What is damaged, older or unreadable counts as empty.
   *
   * @param file absolute path of its file, or null for one that lives in memory only
   * @param key everything besides a file's content that facts depend on
   */
  constructor(
    private readonly file: string | null,
    private readonly key: string,
  ) {
    this.records = file === null ? new Map() : readRecords(file, key);
  }

  get isEmpty(): boolean {
    return this.records.size === 0;
  }

  get(path: string, depth: Depth): CacheRecord | undefined {
    const id = idOf(path, depth);
    const known = this.records.get(id);
    if (known === undefined) return undefined;
    this.used.add(id);
    if (typeof known !== 'string') return known;
    const record = parseLine(known);
    this.records.set(id, record);
    return record;
  }

  /** The record of a path at whatever depth, for what does not depend on it. */
  any(path: string): CacheRecord | undefined {
    for (const depth of DEPTHS) {
      const record = this.get(path, depth);
      if (record) return record;
    }
    return undefined;
  }

  /** @param now milliseconds since the epoch */
  set(path: string, depth: Depth, record: CacheRecord, now = Date.now()): void {
    // A path that would break the line is not remembered.
    if (/[\t\n\r]/.test(path)) return;
    const id = idOf(path, depth);
    const isRacy = now - record.mtimeMs < RACY || now - record.ctimeMs < RACY;
    this.records.set(id, isRacy ? { ...record, mtimeMs: -1 } : record);
    this.used.add(id);
    this.isChanged = true;
  }

  /** Records as lines, for the cache of another thread; this one forgets them. */
  takeLines(jobs: readonly CollectJob[]): string {
    const ids = jobs.map((job) => idOf(job.path, depthOf(job)));
    const lines = ids.flatMap((id) => {
      const record = this.records.get(id);
      this.records.delete(id);
      return record === undefined ? [] : [typeof record === 'string' ? record : lineOf(id, record)];
    });
    return lines.join('\n');
  }

  /** Takes in lines that `takeLines` of another thread has given. */
  addLines(lines: string): void {
    for (const [id, line] of idsOf(lines)) {
      this.records.set(id, line);
      this.used.add(id);
      this.isChanged = true;
    }
  }

  /** Notes that a record got a new spread. */
  touch(): void {
    this.isChanged = true;
  }

  /** Writes what changed and says whether anything did. A failure costs the cache only. */
  write(exists: (path: string) => boolean): boolean {
    if (this.file === null || !this.isChanged) return false;
    this.isChanged = false;
    const lines: string[] = [];
    for (const [id, record] of this.records) {
      const file = id.slice(0, -2);
      if (!this.used.has(id) && !exists(file)) this.records.delete(id);
      else lines.push(typeof record === 'string' ? record : lineOf(id, record));
    }
    const body = Buffer.from(lines.join('\n'));
    const header = JSON.stringify({ schema: SCHEMA, key: this.key, sum: sumOf(body) });
    writeAtomically(this.file, Buffer.concat([Buffer.from(`${header}\n`), body]));
    return true;
  }
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

function readRecords(file: string, key: string): Map<string, string> {
  const records = new Map<string, string>();
  try {
    const data = fs.readFileSync(file);
    const end = data.indexOf(10);
    const header: unknown = JSON.parse(data.toString('utf8', 0, Math.max(0, end)));
    const body = data.subarray(end + 1);
    if (!isHeader(header) || header.schema !== SCHEMA || header.key !== key || header.sum !== sumOf(body))
      return records;
    for (const [id, line] of idsOf(body.toString())) records.set(id, line);
  } catch {
    // Absent, unreadable or not ours: the same as empty.
    records.clear();
  }
  return records;
}

function idsOf(lines: string): [id: string, line: string][] {
  return lines.split('\n').flatMap((line): [string, string][] => {
    const depth = line.indexOf('\t') + 1;
    return depth > 0 ? [[line.slice(0, depth + 1), line]] : [];
  });
}

function isHeader(value: unknown): value is { schema: unknown; key: unknown; sum: unknown } {
  return typeof value === 'object' && value !== null && 'schema' in value && 'key' in value && 'sum' in value;
}

function sumOf(body: Buffer): string {
  return createHash('sha1').update(body).digest('hex');
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
