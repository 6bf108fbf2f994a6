/**
 * Reads one file as text: regular files only, into one reused buffer, decoded as the editor decodes them. Synchronous on purpose:
 * promises cost four times as much per file, and this runs in the collector's thread.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import fs from 'node:fs';

/** Files above this size (bytes) are not read. */
export const MAX_FILE_SIZE = 1024 * 1024;
/** A change within this time (ms) of a file's own timestamp can go unseen by size and times. */
export const RACY = 2000;
/** The binary test looks for NUL in this many leading bytes. */
const SNIFF_LENGTH = 8 * 1024;

/** The file operations that reading and walking use; a test may bring its own to simulate a failing disk. */
export type FileSystem = Pick<
  typeof fs,
  'lstatSync' | 'openSync' | 'readSync' | 'closeSync' | 'readdirSync' | 'readFileSync'
>;

/** The reason by which links are skipped. */
export const SYMBOLIC_LINK = 'symbolic link';

/** Size and times of a regular file, or why it is not read. */
export type FileStat = { size: number; mtimeMs: number; ctimeMs: number } | { skipped: string } | { gone: true };

/** What `lstat` says of a path; symbolic links, pipes and devices are never opened (opening a pipe would block for ever). */
export function statFile(absolute: string, io: FileSystem = fs): FileStat {
  let stat: fs.Stats | undefined;
  try {
    stat = io.lstatSync(absolute, { throwIfNoEntry: false });
  } catch (error) {
    return failure(error);
  }
  if (!stat) return { gone: true };
  if (stat.isSymbolicLink()) return { skipped: SYMBOLIC_LINK };
  if (stat.isDirectory()) return { gone: true };
  if (!stat.isFile()) return { skipped: 'not a regular file' };
  if (stat.size > MAX_FILE_SIZE) return { skipped: 'larger than 1 MiB' };
  return { size: stat.size, mtimeMs: stat.mtimeMs, ctimeMs: stat.ctimeMs };
}

const buffer = Buffer.allocUnsafeSlow(MAX_FILE_SIZE + 1);

/** Bytes of a file, valid until the next call: copy what must stay. */
export function readBytes(absolute: string, io: FileSystem = fs): Buffer | { skipped: string } | { gone: true } {
  let descriptor: number | undefined;
  try {
    descriptor = io.openSync(absolute, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
    let length = 0;
    for (;;) {
      const count = io.readSync(descriptor, buffer, length, buffer.length - length, null);
      if (count === 0) break;
      length += count;
      // It grew since lstat.
      if (length > MAX_FILE_SIZE) return { skipped: 'larger than 1 MiB' };
    }
    return buffer.subarray(0, length);
  } catch (error) {
    return failure(error);
  } finally {
    if (descriptor !== undefined) io.closeSync(descriptor);
  }
}

/** Text of some bytes without byte-order mark; `damaged` when they are not valid in their encoding. Undefined = binary. */
export function decode(bytes: Buffer): { text: string; damaged: boolean } | undefined {
  if (bytes.length >= 2 && bytes[0] === 0xff && bytes[1] === 0xfe) return utf16(Buffer.from(bytes.subarray(2)));
  if (bytes.length >= 2 && bytes[0] === 0xfe && bytes[1] === 0xff) {
    // `swap16` wants whole units; a stray last byte is dropped.
    return utf16(Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2))).swap16());
  }
  const sniff = bytes.indexOf(0);
  if (sniff >= 0 && sniff < SNIFF_LENGTH) return undefined;
  if (isAscii(bytes)) return { text: bytes.toString('latin1'), damaged: false };
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return { text: bytes.toString('utf8', start), damaged: !isUtf8(bytes) };
}

function utf16(bytes: Buffer): { text: string; damaged: boolean } {
  const text = bytes.toString('utf16le');
  return { text, damaged: bytes.length % 2 === 1 };
}

/** What a failing file operation means for the file. */
export function failure(error: unknown): { skipped: string } | { gone: true } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  if (code === 'ENOENT' || code === 'ENOTDIR') return { gone: true };
  if (code === 'EACCES' || code === 'EPERM') return { skipped: 'no permission to read it' };
  return { skipped: `could not be read (${code})` };
}
