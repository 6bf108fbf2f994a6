/**
 * The code of a text without its comments and literals, for rules that look at lines and need no tree. Blanked characters become spaces, so
 * offsets and lines stay.
 */

import { endOfQuoted, endOfTemplate } from '../text/quotes';
import type { SourceFile } from './source-file';

export interface MaskedText {
  /** Comments and Python's doc strings blanked. */
  text: string;
  /** The contents of strings blanked as well; their quotes stay. */
  code: string;
}

const masks = new WeakMap<SourceFile, MaskedText>();

/** The masked text of a Python or JavaScript file, made once however many extractors ask. */
export function maskedOf(file: SourceFile): MaskedText {
  let masked = masks.get(file);
  if (!masked) {
    masked = maskText(file.text, file.language === 'python' ? 'python' : 'javascript');
    masks.set(file, masked);
  }
  return masked;
}

/** Masks a Python or JavaScript text. */
export function maskText(text: string, language: 'python' | 'javascript'): MaskedText {
  const comments: Range[] = [];
  const strings: Range[] = [];
  if (language === 'python') scanPython(text, comments, strings);
  else scanJavaScript(text, comments, strings);
  const units = unitsOf(text);
  const withoutComments = blank(text, units, comments);
  return { text: withoutComments, code: blank(withoutComments, units, strings) };
}

type Range = [start: number, end: number];

/** The units of a text, one byte wide where all of them fit: they are blanked in place, and what comes of it is as compact as the text was. */
interface Units {
  array: Uint8Array | Uint16Array;
  bytes: Buffer;
  encoding: 'latin1' | 'utf16le';
}

function unitsOf(text: string): Units {
  const encoding = WIDE.test(text) ? 'utf16le' : 'latin1';
  const bytes = Buffer.alloc(encoding === 'latin1' ? text.length : text.length * 2);
  bytes.write(text, encoding);
  return { array: encoding === 'latin1' ? bytes : new Uint16Array(bytes.buffer, 0, text.length), bytes, encoding };
}

const WIDE = /[\u0100-\uffff]/;

/** Blanks some stretches, their line ends excepted; a stretch that begins inside the one before is left as it is. */
function blank(text: string, { array, bytes, encoding }: Units, ranges: readonly Range[]): string {
  if (ranges.length === 0) return text;
  let at = 0;
  for (const [start, end] of ranges) {
    if (start < at) continue;
    for (let i = start; i < end; i++) if (array[i] !== 10) array[i] = 32;
    at = end;
  }
  return bytes.toString(encoding);
}

const PYTHON = /#|"""|'''|["']/g;

function scanPython(text: string, comments: Range[], strings: Range[]): void {
  PYTHON.lastIndex = 0;
  for (let match = PYTHON.exec(text); match; match = PYTHON.exec(text)) {
    const at = match.index;
    const mark = match[0];
    if (mark === '#') {
      const end = lineEnd(text, at);
      comments.push([at, end]);
      PYTHON.lastIndex = end;
      continue;
    }
    const end = endOfQuoted(text, at + mark.length, mark, mark.length === 3);
    const inside: Range = [at + mark.length, Math.max(at + mark.length, end - mark.length)];
    // A string that stands alone as a statement is documentation.
    if (mark.length === 3 && /(?:^|[\n:])[ \t]*$/.test(text.slice(Math.max(0, at - 200), at))) comments.push(inside);
    else strings.push(inside);
    PYTHON.lastIndex = end;
  }
}

const JAVASCRIPT = /\/\/|\/\*|["'`{}/]/g;

function scanJavaScript(text: string, comments: Range[], strings: Range[]): void {
  /** Brace depth at which each open template substitution ends. */
  const templates: number[] = [];
  let depth = 0;
  JAVASCRIPT.lastIndex = 0;
  const template = (from: number): number => {
    const end = endOfTemplate(text, from);
    if (end === text.length) return end;
    strings.push([from, end]);
    if (text[end] === '`') return end + 1;
    templates.push(depth++);
    return end + 2;
  };
  for (let match = JAVASCRIPT.exec(text); match; match = JAVASCRIPT.exec(text)) {
    const at = match.index;
    const mark = match[0];
    let next = at + mark.length;
    if (mark === '//') comments.push([at, (next = lineEnd(text, at))]);
    else if (mark === '/*') {
      const end = text.indexOf('*/', at + 2);
      comments.push([at, (next = end < 0 ? text.length : end + 2)]);
    } else if (mark === '`') next = template(at + 1);
    else if (mark === '{') depth++;
    else if (mark === '}') {
      depth = Math.max(0, depth - 1);
      if (templates.at(-1) === depth) {
        templates.pop();
        next = template(at + 1);
      }
    } else if (mark === '/') {
      if (startsRegex(text, at)) strings.push([at + 1, (next = regexEnd(text, at + 1))]);
    } else {
      next = endOfQuoted(text, at + 1, mark, false);
      strings.push([at + 1, Math.max(at + 1, next - 1)]);
    }
    JAVASCRIPT.lastIndex = next;
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** A slash starts a regular expression where an expression may start. */
function startsRegex(text: string, at: number): boolean {
  for (let i = at - 1; i >= 0; i--) {
    const char = text.charAt(i);
    if (char === ' ' || char === '\t') continue;
    return '(,=:[!&|?{};\n+'.includes(char) || /\breturn$/.test(text.slice(Math.max(0, i - 6), i + 1));
  }
  return true;
}

function regexEnd(text: string, from: number): number {
  let inClass = false;
  for (let i = from; i < text.length; i++) {
    const char = text[i];
    if (char === '\n') return from;
    if (char === '\\') i++;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if (char === '/' && !inClass) return i;
  }
  return from;
}

/** Offset of the bracket that closes the one at `open`, in masked code; the text's end when there is none. */
export function closingOf(code: string, open: number): number {
  let depth = 0;
  for (let i = open; i < code.length; i++) {
    const char = code.charAt(i);
    if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']' || char === '}') {
      if (--depth === 0) return i;
    }
  }
  return code.length;
}

/** Stretches of the arguments of a call, split at its own commas. `open` is the offset of the bracket. */
export function argumentsOf(code: string, open: number): Range[] {
  const close = closingOf(code, open);
  const out: Range[] = [];
  let depth = 0;
  let start = open + 1;
  for (let i = open + 1; i <= close; i++) {
    const char = code.charAt(i);
    if (i === close || (char === ',' && depth === 0)) {
      if (code.slice(start, i).trim() !== '') out.push([start, i]);
      start = i + 1;
    } else if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']' || char === '}') depth--;
  }
  return out;
}

/** Text of a call's arguments, strings included; `match` ends with the opening bracket. */
export function argumentText(match: RegExpExecArray, masked: MaskedText): string {
  const open = match.index + match[0].length - 1;
  return masked.text.slice(open + 1, closingOf(masked.code, open));
}
