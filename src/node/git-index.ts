/**
 * Reads git's index file: the tracked files without running git, for workspaces that are not trusted and repositories that git refuses
 * ("dubious ownership"). Format: git-scm.com/docs/index-format, versions 2 to 4, SHA-1.
 */
import fs from 'node:fs';
import path from 'node:path';
import { readSmall, type GitFolder } from './git-folder';

export interface IndexEntry {
  /** Bytes of the path below the top of the work tree. */
  name: Buffer;
  /** `0o100644`, `0o100755`, `0o120000` (symbolic link), `0o160000` (submodule). */
  mode: number;
}

const FIXED = 62;
const EXTENDED = 0x4000;
const MAX_INDEX_SIZE = 256 * 1024 * 1024;

/** Entries of a repository's index; undefined when it cannot be understood (split, sparse, SHA-256, damaged) or read. */
export function readGitIndex(git: GitFolder): IndexEntry[] | undefined {
  if (/objectformat\s*=\s*sha256/i.test(readSmall(path.join(git.commonDir, 'config')) ?? '')) return undefined;
  const file = path.join(git.gitDir, 'index');
  try {
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (!stat) return [];
    return stat.size > MAX_INDEX_SIZE ? undefined : parseIndex(fs.readFileSync(file));
  } catch {
    // Unreadable or cut off: the caller walks the folder instead.
    return undefined;
  }
}

/** Entries of an index file. Undefined = a form this reader does not know. Throws `RangeError` on a file that is cut off. */
export function parseIndex(data: Buffer): IndexEntry[] | undefined {
  if (data.length < 12 || data.toString('latin1', 0, 4) !== 'DIRC') return undefined;
  const version = data.readUInt32BE(4);
  if (version < 2 || version > 4) return undefined;
  const count = data.readUInt32BE(8);
  const entries: IndexEntry[] = [];
  let at = 12;
  let previous: Buffer = Buffer.alloc(0);
  for (let i = 0; i < count; i++) {
    const start = at;
    const mode = data.readUInt32BE(at + 24);
    const isExtended = version >= 3 && (data.readUInt16BE(at + 60) & EXTENDED) !== 0;
    at += FIXED + (isExtended ? 2 : 0);
    let kept: Buffer = Buffer.alloc(0);
    if (version === 4) {
      const { value, next } = readOffset(data, at);
      at = next;
      kept = previous.subarray(0, previous.length - value);
    }
    const end = data.indexOf(0, at);
    if (end < 0) return undefined;
    const name: Buffer = Buffer.concat([kept, data.subarray(at, end)]);
    // Versions 2 and 3 pad each entry with one to eight NULs to a multiple of eight.
    at = version === 4 ? end + 1 : start + ((end - start + 8) & ~7);
    entries.push({ name, mode });
    previous = name;
  }
  return hasUnknownExtension(data, at) ? undefined : entries;
}

/** Number of bytes to drop from the previous path, in the encoding of pack offsets. */
function readOffset(data: Buffer, start: number): { value: number; next: number } {
  let at = start;
  let byte = data.readUInt8(at++);
  let value = byte & 127;
  while (byte & 128) {
    byte = data.readUInt8(at++);
    value = ((value + 1) << 7) | (byte & 127);
  }
  return { value, next: at };
}

/** An extension whose signature starts with a lower-case letter must be understood (`link`: split index, `sdir`: sparse index). */
function hasUnknownExtension(data: Buffer, start: number): boolean {
  const checksum = 20;
  for (let at = start; at + 8 <= data.length - checksum; at += 8 + data.readUInt32BE(at + 4)) {
    const first = data.readUInt8(at);
    if (first < 65 || first > 90) return true;
  }
  return false;
}
