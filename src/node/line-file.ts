/**
 * Lines of a file that are read when somebody asks for them: what is kept in memory is where each one stands. A large workspace has tens of
 * megabytes of facts, and a thread needs few of them.
 */
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Bytes that are read or written at a time. */
const CHUNK = 1 << 20;

/** A line in a file, in bytes and without its line break. */
export interface LinePlace {
  in: LineFile;
  at: number;
  length: number;
}

/** An open file with lines. A failure to read one is thrown. */
export class LineFile {
  private constructor(private readonly fd: number) {}

  /** Opens a file to read; undefined when it is not there. */
  static open(file: string): LineFile | undefined {
    try {
      return new LineFile(fs.openSync(file, 'r'));
    } catch {
      return undefined;
    }
  }

  /** A file without a name that is gone when it is closed; undefined where the folder cannot be written. */
  static createTemporary(beside: string): LineFile | undefined {
    const name = `${beside}.${randomUUID()}.tmp`;
    try {
      fs.mkdirSync(path.dirname(name), { recursive: true, mode: 0o700 });
      const fd = fs.openSync(name, 'wx+', 0o600);
      fs.unlinkSync(name);
      return new LineFile(fd);
    } catch {
      return undefined;
    }
  }

  bytes({ at, length }: LinePlace): Buffer {
    const buffer = Buffer.allocUnsafe(length);
    for (let done = 0; done < length;) {
      const read = fs.readSync(this.fd, buffer, done, length - done, at + done);
      if (read === 0) throw new Error('The file has been cut.');
      done += read;
    }
    return buffer;
  }

  /** Adds text behind position `at`, all of it or none. */
  append(bytes: Buffer, at: number): boolean {
    try {
      writeAll(this.fd, bytes, at);
      return true;
    } catch {
      return false;
    }
  }

  /** The first line, and where the others stand with the SHA-1 of all of them. `onLine` gets a line's beginning, up to `head` bytes. */
  scan(head: number, onLine: (beginning: Buffer, place: LinePlace) => void): { first: string; sum: string } {
    const sum = createHash('sha1');
    let first: string | undefined;
    let buffer = Buffer.allocUnsafe(CHUNK);
    let base = 0;
    let filled = 0;
    const take = (from: number, to: number): void => {
      if (first === undefined) first = buffer.toString('utf8', from, to);
      else {
        const place = { in: this, at: base + from, length: to - from };
        onLine(buffer.subarray(from, Math.min(to, from + head)), place);
      }
    };
    for (;;) {
      const read = fs.readSync(this.fd, buffer, filled, buffer.length - filled, base + filled);
      const known = first !== undefined;
      if (known) sum.update(buffer.subarray(filled, filled + read));
      const end = filled + read;
      let from = 0;
      for (let to = lineEnd(buffer, from, end); to >= 0; to = lineEnd(buffer, from, end)) {
        const isFirst = first === undefined;
        take(from, to);
        from = to + 1;
        if (isFirst) sum.update(buffer.subarray(from, end));
      }
      if (read === 0) {
        if (end > 0) take(0, end);
        return { first: first ?? '', sum: sum.digest('hex') };
      }
      buffer.copyWithin(0, from, end);
      base += from;
      filled = end - from;
      if (filled === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
    }
  }

  close(): void {
    fs.closeSync(this.fd);
  }
}

function lineEnd(buffer: Buffer, from: number, end: number): number {
  return buffer.subarray(0, end).indexOf(10, from);
}

function writeAll(fd: number, bytes: Buffer, at: number): void {
  for (let done = 0; done < bytes.length;) done += fs.writeSync(fd, bytes, done, bytes.length - done, at + done);
}

/**
 * Writes lines behind a first one that tells the SHA-1 of all of them, one at a time. Gives where each stands, from the beginning of the
 * file.
 *
 * @param headerOf makes the first line, of the same length for every sum
 */
export function writeLines(
  fd: number,
  lines: Iterable<Buffer>,
  headerOf: (sum: string) => string,
): { at: number; length: number }[] {
  const sum = createHash('sha1');
  const header = (of: string): Buffer => Buffer.from(`${headerOf(of)}\n`);
  const blank = header('0'.repeat(40));
  writeAll(fd, blank, 0);
  const places: { at: number; length: number }[] = [];
  let waiting: Buffer[] = [];
  let length = 0;
  let written = blank.length;
  const flush = (): void => {
    const bytes = Buffer.concat(waiting);
    sum.update(bytes);
    writeAll(fd, bytes, written);
    written += bytes.length;
    waiting = [];
    length = 0;
  };
  for (const line of lines) {
    if (places.length > 0) {
      waiting.push(BREAK);
      length += BREAK.length;
    }
    places.push({ at: written + length, length: line.length });
    waiting.push(line);
    length += line.length;
    if (length >= CHUNK) flush();
  }
  flush();
  writeAll(fd, header(sum.digest('hex')), 0);
  return places;
}

const BREAK = Buffer.from('\n');
