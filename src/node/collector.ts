/** Collects files of one folder: lstat, read, decode, hash, extract. Runs in the collector's thread. */
import path from 'node:path';
import { collect, planCollect } from '../engine/collect/collect';
import { blobId } from '../engine/hash';
import type { CollectJob, CollectResult, ValueOccurrence } from '../engine/host';
import { findValues, gatherValues, type SecretValues } from '../engine/secrets/spread';
import { ParserLoader } from './parsers';
import { decode, readBytes, statFile, type FileSystem } from './read';
import { skipByName } from './skip';

export interface CollectorOptions {
  /** Absolute path of the folder. */
  root: string;
  /** Salt of the hashes that stand for secret values. */
  salt: string;
  /** For tests: the disk to read from. */
  io?: FileSystem;
}

/** One file's text and what is known of its bytes. */
interface Loaded {
  text: string;
  size: number;
  hash: string;
  damaged: boolean;
}

const DAMAGED = 'is not valid UTF-8: unreadable characters were replaced, so positions after them may be off';

export class Collector {
  private readonly parsers = new ParserLoader();

  constructor(private readonly options: CollectorOptions) {}

  /** Collects one file; never rejects on account of the file itself. */
  async collect(job: CollectJob): Promise<CollectResult> {
    const loaded = job.text === undefined ? this.read(job.path) : ofBuffer(job.text);
    if (!('text' in loaded)) return { path: job.path, ...loaded };
    const plan = planCollect(job.path, loaded.text, job.deep);
    const { parser } = plan;
    if (parser && !this.parsers.loaded[parser]) await this.parsers.load(parser);
    const { text, size, hash } = loaded;
    const input = { path: job.path, text, size, hash, plan, salt: this.options.salt };
    const facts = collect({ ...input, parsers: parser ? { [parser]: this.parsers.loaded[parser] } : {} });
    if (loaded.damaged) facts.notes.push({ by: 'encoding', message: DAMAGED, span: null });
    return { path: job.path, facts, cached: false };
  }

  /** The same-value pass: values are read again from `sources` and stay here. */
  async spread(sources: string[], among: string[]): Promise<ValueOccurrence[]> {
    const values: SecretValues = new Map();
    for (const source of sources) {
      const result = await this.collect({ path: source, deep: false });
      const loaded = this.read(source);
      if ('facts' in result && 'text' in loaded) gatherValues(result.facts, loaded.text, values);
    }
    const found: ValueOccurrence[] = [];
    for (const file of among) {
      const loaded = this.read(file);
      if ('text' in loaded) found.push(...findValues(values, file, loaded.text));
    }
    return found;
  }

  private read(file: string): Loaded | { skipped: string } | { gone: true } {
    const reason = skipByName(file);
    if (reason) return { skipped: reason };
    const absolute = path.join(this.options.root, file);
    const stat = statFile(absolute, this.options.io);
    if (!('size' in stat)) return stat;
    const bytes = readBytes(absolute, this.options.io);
    if (!Buffer.isBuffer(bytes)) return bytes;
    const decoded = decode(bytes);
    if (!decoded) return { skipped: 'binary' };
    return { ...decoded, size: bytes.length, hash: blobId(bytes) };
  }
}

function ofBuffer(text: string): Loaded {
  const bytes = Buffer.from(text);
  return { text, size: bytes.length, hash: blobId(bytes), damaged: false };
}
