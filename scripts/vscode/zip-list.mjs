// Lists what is in a zip file, such as a VSIX, without unpacking it.

import fs from 'node:fs';

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;

/**
 * The files of a zip, from its central directory. Archives beyond 4 GB are not read.
 *
 * @param {string} file
 * @returns {{ name: string, size: number }[]} `size` is the unpacked one
 */
export function listZip(file) {
  const bytes = fs.readFileSync(file);
  const end = findEndOfDirectory(bytes);
  const count = bytes.readUInt16LE(end + 10);
  let offset = bytes.readUInt32LE(end + 16);
  const entries = [];
  for (let index = 0; index < count; index += 1) {
    if (bytes.readUInt32LE(offset) !== directoryEntry) throw new Error(`${file} is damaged`);
    const nameLength = bytes.readUInt16LE(offset + 28);
    const extraLength = bytes.readUInt16LE(offset + 30);
    const commentLength = bytes.readUInt16LE(offset + 32);
    const nameStart = offset + 46;
    const name = bytes.toString('utf8', nameStart, nameStart + nameLength);
    entries.push({ name, size: bytes.readUInt32LE(offset + 24) });
    offset = nameStart + nameLength + extraLength + commentLength;
  }
  return entries;
}

/** The record stands at the end, before a comment of unknown length. @param {Buffer} bytes */
function findEndOfDirectory(bytes) {
  for (let offset = bytes.length - 22; offset >= 0; offset -= 1) {
    if (bytes.readUInt32LE(offset) === endOfDirectory) return offset;
  }
  throw new Error('This is no zip file');
}
