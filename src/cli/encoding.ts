/** A changed text as bytes: in the encoding of the file that it stands in, also where that cannot be told. */
import { decode } from '../node/read';
import { stepsOf } from './diff';

/** How a text is written in the encoding that its first bytes tell of. */
const ENCODINGS: readonly { mark: readonly number[]; encode: (text: string) => Buffer }[] = [
  { mark: [0xef, 0xbb, 0xbf], encode: (text) => Buffer.from(text) },
  { mark: [0xff, 0xfe], encode: (text) => Buffer.from(text, 'utf16le') },
  { mark: [0xfe, 0xff], encode: (text) => Buffer.from(text, 'utf16le').swap16() },
];

/** Marks of encodings whose lines do not end with one byte. */
const WIDE = ENCODINGS.slice(1).map(({ mark }) => mark);
const NEW_LINE = 0x0a;

/**
 * The bytes of a file after a change, with its mark. Lines that a change leaves alone keep their bytes, so that a file in an older encoding
 * (Latin-1, Windows-1252) is changed as well, where what is new is plain ASCII.
 * @param before the file's text as it was scanned
 * @returns `stale` where the file holds another text by now, `foreign` where what changes cannot be written in its encoding
 */
export function changedBytes(original: Buffer, before: string, after: string): Buffer | 'stale' | 'foreign' {
  if (original.equals(encodedLike(original, before))) return encodedLike(original, after);
  if (decode(original)?.text !== before) return 'stale';
  return WIDE.some((mark) => mark.every((byte, at) => original[at] === byte))
    ? 'foreign'
    : spliced(original, before, after);
}

function encodedLike(original: Buffer, text: string): Buffer {
  const encoding = ENCODINGS.find(({ mark }) => mark.every((byte, at) => original[at] === byte));
  return encoding ? Buffer.concat([Buffer.from(encoding.mark), encoding.encode(text)]) : Buffer.from(text);
}

function spliced(original: Buffer, before: string, after: string): Buffer | 'foreign' {
  const [old, fresh, kept] = [linesOf(before), linesOf(after), byteLines(original)];
  if (old.length !== kept.length) return 'foreign';
  const bytes: Buffer[] = [];
  let at = 0;
  for (const { sign, text } of stepsOf(old, fresh)) {
    const line = sign === '+' ? undefined : kept[at++];
    if (sign === '-') continue;
    if (line === undefined && !/^[\0-\x7f]*$/.test(text)) return 'foreign';
    bytes.push(line ?? Buffer.from(text));
  }
  return Buffer.concat(bytes);
}

/** Each with its end; lone carriage returns end none. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}

function byteLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(NEW_LINE, start);
    const end = found < 0 ? bytes.length : found + 1;
    lines.push(bytes.subarray(start, end));
    start = end;
  }
  return lines;
}
