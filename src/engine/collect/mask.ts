/**
 * The code of a text without its comments and literals, for rules that look at lines and need no tree. Blanked characters become spaces, so
 * offsets and lines stay.
 */

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
  const withoutComments = blank(text, comments);
  return { text: withoutComments, code: blank(withoutComments, strings) };
}

type Range = [start: number, end: number];

function blank(text: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return text;
  const parts: string[] = [];
  let at = 0;
  for (const [start, end] of ranges) {
    if (start < at) continue;
    parts.push(text.slice(at, start), spaces(text, start, end));
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

function spaces(text: string, start: number, end: number): string {
  const inside = text.slice(start, end);
  if (!inside.includes('\n')) return ' '.repeat(end - start);
  return inside
    .split('\n')
    .map((line) => ' '.repeat(line.length))
    .join('\n');
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
    const end = stringEnd(text, at + mark.length, mark, mark.length === 3);
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
    for (let i = from; i < text.length; i++) {
      if (text[i] === '\\') i++;
      else if (text[i] === '`') {
        strings.push([from, i]);
        return i + 1;
      } else if (text[i] === '$' && text[i + 1] === '{') {
        strings.push([from, i]);
        templates.push(depth++);
        return i + 2;
      }
    }
    return text.length;
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
      next = stringEnd(text, at + 1, mark, false);
      strings.push([at + 1, Math.max(at + 1, next - 1)]);
    }
    JAVASCRIPT.lastIndex = next;
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** Offset behind the closing mark; a one-line string ends at its line. */
function stringEnd(text: string, from: number, mark: string, long: boolean): number {
  for (let i = from; i < text.length; i++) {
    const char = text[i];
    if (char === '\\') i++;
    else if (!long && char === '\n') return i;
    else if (char === mark[0] && (!long || text.startsWith(mark, i))) return i + mark.length;
  }
  return text.length;
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
