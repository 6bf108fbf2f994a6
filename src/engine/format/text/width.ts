/** Text on a terminal: how many columns it takes, where it wraps, and what must not reach a terminal at all. */

const ESCAPE = '\u001b';
/** Colour sequences, the only ones that this program writes. */
const COLOUR = new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g');
let segmenter: Intl.Segmenter | undefined;

/** Characters as a reader counts them. What tells them apart takes 15 ms to load, and most texts do not need it. */
function clustersOf(text: string): Intl.Segments {
  return (segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })).segment(text);
}

/**
 * Ranges of characters two columns wide: East Asian Wide and Fullwidth of Unicode's EastAsianWidth.txt, joined where the gaps are
 * unassigned.
 */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1b000, 0x1b2ff],
  [0x1f200, 0x1f2ff],
  [0x20000, 0x3fffd],
];

/**
 * Texts of characters that each take one column whatever stands beside them: ASCII, Latin-1, and the punctuation, arrows, lines and marks that
 * reports are written with. None of them combines, nor is shown as a picture by itself (`Emoji_Presentation` of Unicode's emoji-data.txt).
 */
const SIMPLE =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u00ff\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u257f\u25a0-\u25fc\u2713\u2714\u2717\u2718]*$/;

/** Columns that a text takes; colour sequences take none. */
export function widthOf(text: string): number {
  const plain = text.includes(ESCAPE) ? text.replace(COLOUR, '') : text;
  if (SIMPLE.test(plain)) return plain.length;
  let width = 0;
  for (const { segment } of clustersOf(plain)) width += clusterWidth(segment);
  return width;
}

function clusterWidth(cluster: string): number {
  const code = cluster.codePointAt(0) ?? 0;
  if (/^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]/u.test(cluster)) return 0;
  if (/^\p{Emoji_Presentation}/u.test(cluster) || cluster.includes('\ufe0f')) return 2;
  return WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

/** The text cut to some columns, with `…` where something was cut. */
export function truncate(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (SIMPLE.test(text)) return width < 1 ? '' : `${text.slice(0, width - 1).trimEnd()}…`;
  let out = '';
  let used = 1;
  for (const { segment } of clustersOf(text)) {
    used += clusterWidth(segment);
    if (used > width) break;
    out += segment;
  }
  return width < 1 ? '' : `${out.trimEnd()}…`;
}

/** The text filled with spaces to some columns. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** Lines of at most `width` columns, broken at spaces, and inside a word only where it is wider than a whole line. Plain text only. */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(8, width);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (widthOf(joined) <= room) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (widthOf(line) > room) {
      const head = headOf(line, room);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}

/** The longest start of a word that fits; broken after a `/` where there is one in its second half. */
function headOf(word: string, width: number): string {
  const head = SIMPLE.test(word) ? word.slice(0, width) : firstClusters(word, width);
  const slash = head.lastIndexOf('/') + 1;
  return slash > head.length / 2 ? head.slice(0, slash) : head;
}

function firstClusters(word: string, width: number): string {
  let head = '';
  let used = 0;
  for (const { segment } of clustersOf(word)) {
    used += clusterWidth(segment);
    if (used > width && head !== '') break;
    head += segment;
  }
  return head;
}

/** Control characters and bidirectional overrides: a file's content must not steer the terminal or reorder what is read. */
const UNPRINTABLE = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** One line of foreign text, safe to print: tabs as spaces, control characters made visible. */
export function printable(text: string): string {
  return text.replace(/\t/g, '  ').replace(UNPRINTABLE, '\ufffd');
}

/** Parts joined by ` · ` into lines that break between parts only, where the parts themselves fit. */
export function wrapParts(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of parts) {
    const joined = line === '' ? part : `${line} · ${part}`;
    if (widthOf(joined) <= width) line = joined;
    else {
      if (line !== '') lines.push(line);
      line = part;
    }
  }
  return [...lines, line].flatMap((one) => wrap(one, width));
}
