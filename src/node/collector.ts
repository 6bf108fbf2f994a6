/**
 * Collects files of one folder: lstat, cache, read, decode, hash, extract. Runs in the collector's thread. Facts leave it as JSON text,
 * fresh ones as well as cached ones, so that both are the same to whoever gets them.
 */
import path from 'node:path';
import { collect, planCollect, type CollectPlan } from '../engine/collect/collect';
import type { FileFacts } from '../engine/facts';
import { blobId, shortHash } from '../engine/hash';
import type { CollectJob, SpreadSearch, ValueOccurrence, ValueSource } from '../engine/host';
import { findValues, gatherValues, mayHoldValues, type SecretValues } from '../engine/secrets/spread';
import { isSearchedPath } from '../engine/secrets/places';
import { depthOf, type FactsCache, isFresh, type CacheRecord } from './cache';
import { HeldTexts } from './held-texts';
import { ParserLoader } from './parsers';
import { decode, MAX_FILE_SIZE, readBytes, statFile, type FileStat, type FileSystem } from './read';
import { skipByName } from './skip';

export interface CollectorOptions {
  /** Absolute path of the folder. */
  root: string;
  /** Salt of the hashes that stand for secret values. */
  salt: string;
  cache: FactsCache;
  /** For tests: the disk to read from. */
  io?: FileSystem;
}

/** Result of one job; `facts` is JSON of `FileFacts`. */
export type Collected =
  { path: string; facts: string; cached: boolean } | { path: string; skipped: string } | { path: string; gone: true };

/** One text and what is known of its bytes. */
interface Loaded {
  text: string;
  size: number;
  hash: string;
  damaged: boolean;
}

/** An open buffer, with JSON of the facts that were collected of it without `deep`. */
interface Buffered extends Loaded {
  usual?: { foreign: boolean; facts: string };
}

type Missing = { skipped: string } | { gone: true };

/** Bytes of texts that are held from their collection to the search for values. */
const MOST_HELD = 32 * 1024 * 1024;

const DAMAGED = 'is not valid UTF-8: unreadable characters were replaced, so positions after them may be off';

export class Collector {
  private readonly parsers = new ParserLoader();
  /** Texts of open buffers, as last collected. */
  private readonly buffers = new Map<string, Buffered>();
  /** Occurrences in open buffers, which the cache must not hold: by path, for one text and one set of values. */
  private readonly bufferSpread = new Map<string, { key: string; found: ValueOccurrence[] }>();
  private readonly held = new HeldTexts(MOST_HELD);
  /** Values of the last search. They never leave this object. */
  private values: { key: string; values: SecretValues } | undefined;

  /** Absolute path of the folder, with the separator that a file's path follows. */
  private readonly folder: string;

  constructor(private readonly options: CollectorOptions) {
    this.folder = path.join(options.root, path.sep);
  }

  /** Collects one file. Synchronous, unless a parser must be loaded first. Never fails on account of the file itself. */
  collect(job: CollectJob): Collected | Promise<Collected> {
    if (job.text !== undefined) {
      return this.collectBuffer(job, job.text);
    }
    this.buffers.delete(job.path);
    this.bufferSpread.delete(job.path);
    return this.collectFromDisk(job);
  }

  /** Takes note of what stands in open buffers without collecting it. */
  open(buffers: readonly (readonly [path: string, text: string])[]): void {
    for (const [file, text] of buffers) this.buffers.set(file, ofBuffer(text));
  }

  private collectBuffer(job: CollectJob, text: string): Collected | Promise<Collected> {
    // Saved, it would not be read either: what is too large for the disk's sake is so in an editor.
    if (text.length > MAX_FILE_SIZE || Buffer.byteLength(text) > MAX_FILE_SIZE) {
      this.buffers.delete(job.path);
      this.bufferSpread.delete(job.path);
      return { path: job.path, skipped: 'larger than 1 MiB' };
    }
    const former = this.buffers.get(job.path);
    const buffer: Buffered = former?.text === text ? former : ofBuffer(text);
    this.buffers.set(job.path, buffer);
    const { deep, foreign = false } = job;
    const known = buffer.usual?.foreign === foreign ? buffer.usual.facts : undefined;
    return this.extract(job, buffer, known, (facts) => {
      if (!deep) buffer.usual = { foreign, facts };
      return { path: job.path, facts, cached: false };
    });
  }

  private collectFromDisk(job: CollectJob): Collected | Promise<Collected> {
    const { path: file } = job;
    const depth = depthOf(job);
    const { cache } = this.options;
    const stat = this.stat(file);
    if (!('size' in stat)) return { path: file, ...stat };
    const record = cache.get(file, depth);
    if (record && isFresh(record, stat)) return fromRecord(file, record);
    const bytes = readBytes(this.absolute(file), this.options.io);
    if (!Buffer.isBuffer(bytes)) return { path: file, ...bytes };
    const hash = blobId(bytes);
    if (record?.hash === hash) {
      cache.set(file, depth, { ...record, ...stat });
      return fromRecord(file, record);
    }
    const keep = (facts: string): Collected => {
      const fresh = { ...stat, size: bytes.length, hash, facts, spreadKey: '', spread: '' };
      cache.set(file, depth, fresh);
      return fromRecord(file, fresh, false);
    };
    const decoded = decode(bytes);
    if (!decoded) return keep(JSON.stringify('binary'));
    if (!job.deep && isSearchedPath(file)) this.held.hold(file, bytes);
    const usual = job.deep ? cache.get(file, depthOf({ ...job, deep: false })) : undefined;
    const known = usual?.hash === hash ? usual.facts : undefined;
    return this.extract(job, { ...decoded, size: bytes.length, hash }, known, keep);
  }

  /** @param known JSON of the facts that were collected of the same text without `deep` */
  private extract(
    job: CollectJob,
    loaded: Loaded,
    known: string | undefined,
    done: (facts: string) => Collected,
  ): Collected | Promise<Collected> {
    const usual = job.deep && known !== undefined ? (JSON.parse(known) as FileFacts) : undefined;
    const plan = planCollect(job.path, loaded.text, { ...job, usual });
    if (!plan.parser || this.parsers.loaded[plan.parser])
      return done(JSON.stringify(this.factsOf(job.path, loaded, plan)));
    const { parser } = plan;
    return this.parsers.load(parser).then(
      () => done(JSON.stringify(this.factsOf(job.path, loaded, plan))),
      (error: unknown) => {
        const facts = this.factsOf(job.path, loaded, plan);
        facts.notes.push({ by: parser, message: `the parser could not be loaded (${String(error)})`, span: null });
        return { path: job.path, facts: JSON.stringify(facts), cached: false };
      },
    );
  }

  private factsOf(file: string, { text, size, hash, damaged }: Loaded, plan: CollectPlan): FileFacts {
    const { parser } = plan;
    const parsers = parser ? { [parser]: this.parsers.loaded[parser] } : {};
    const facts = collect({ path: file, text, size, hash, plan, parsers, salt: this.options.salt });
    if (damaged && !facts.notes.some(({ by }) => by === 'encoding'))
      facts.notes.push({ by: 'encoding', message: DAMAGED, span: null });
    return facts;
  }

  /**
   * The same-value pass, file by file; yields between files. What was searched before for the same values is not searched again; the values
   * themselves are read only when something must be.
   */
  *spread(
    search: SpreadSearch,
    onFile: (position: number) => void = () => undefined,
  ): Generator<undefined, ValueOccurrence[]> {
    const key = shortHash(...search.values);
    const found: ValueOccurrence[] = [];
    for (const [position, file] of search.among.entries()) {
      onFile(position);
      const known = this.knownSpread(file, key);
      if (known) {
        found.push(...known);
        continue;
      }
      const gathered = this.valuesFor(key, search);
      found.push(...this.search(file, gathered.size === search.values.length ? key : '', gathered));
      yield undefined;
    }
    this.forgetTexts();
    return found;
  }

  /** Gives back what is held for a search. */
  forgetTexts(): void {
    this.held.clear();
  }

  private knownSpread(file: string, key: string): ValueOccurrence[] | undefined {
    const buffer = this.buffers.get(file);
    if (buffer) {
      const known = this.bufferSpread.get(file);
      return known?.key === `${key}:${buffer.hash}` ? known.found : undefined;
    }
    const record = this.options.cache.any(file);
    if (record?.spreadKey !== key) return undefined;
    return record.spread === '' ? [] : (JSON.parse(record.spread) as ValueOccurrence[]);
  }

  private search(file: string, key: string, values: SecretValues): ValueOccurrence[] {
    const buffer = this.buffers.get(file);
    if (buffer) {
      const found = findValues(values, file, buffer.text);
      this.bufferSpread.set(file, { key: `${key}:${buffer.hash}`, found });
      return found;
    }
    const { cache } = this.options;
    const record = cache.any(file);
    const bytes = this.bytesOf(file);
    const found = bytes && mayHoldValues(values, bytes) ? findValues(values, file, decode(bytes)?.text ?? '') : [];
    if (record && bytes && (this.held.get(file) === bytes || blobId(bytes) === record.hash))
      cache.setSpread(file, key, found.length === 0 ? '' : JSON.stringify(found));
    return found;
  }

  /** Bytes of a file in which values are searched, valid until the next call; undefined when it is not searched. */
  private bytesOf(file: string): Buffer | undefined {
    const held = this.held.get(file);
    if (held) return held;
    if (!isSearchedPath(file) || !('size' in this.stat(file))) return undefined;
    const bytes = readBytes(this.absolute(file), this.options.io);
    return Buffer.isBuffer(bytes) ? bytes : undefined;
  }

  /** The values themselves. When a source has changed since, they are not all there: those are not kept for the next search. */
  private valuesFor(key: string, { sources, values }: SpreadSearch): SecretValues {
    if (this.values?.key === key) return this.values.values;
    const gathered = this.gather(sources);
    if (gathered.size === values.length) this.values = { key, values: gathered };
    return gathered;
  }

  private gather(sources: readonly ValueSource[]): SecretValues {
    const values: SecretValues = new Map();
    for (const source of sources) {
      const text = source.text ?? this.textOf(source.path);
      if (text !== undefined) gatherValues(source, text, this.options.salt, values);
    }
    return values;
  }

  private textOf(file: string): string | undefined {
    const loaded = this.read(file);
    return 'text' in loaded ? loaded.text : undefined;
  }

  private read(file: string): Loaded | Missing {
    const stat = this.stat(file);
    if (!('size' in stat)) return stat;
    const bytes = readBytes(this.absolute(file), this.options.io);
    if (!Buffer.isBuffer(bytes)) return bytes;
    const decoded = decode(bytes);
    return decoded ? { ...decoded, size: bytes.length, hash: blobId(bytes) } : { skipped: 'binary' };
  }

  private stat(file: string): FileStat {
    const stat = statFile(this.absolute(file), this.options.io);
    if (!('size' in stat)) return stat;
    const reason = skipByName(file);
    return reason ? { skipped: reason } : stat;
  }

  private absolute(file: string): string {
    return this.folder + file;
  }
}

function fromRecord(file: string, { facts }: CacheRecord, cached = true): Collected {
  if (!facts.startsWith('"')) return { path: file, facts, cached };
  return { path: file, skipped: JSON.parse(facts) as string };
}

function ofBuffer(text: string): Loaded {
  const bytes = Buffer.from(text);
  return { text, size: bytes.length, hash: blobId(bytes), damaged: false };
}
