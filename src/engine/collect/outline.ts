/** The outline of Markdown documents: headings, and whether the text under each shows a command. */
import type { LineTable } from '../span';
import { isSpace, isWord } from '../text/units';
import { defineWords, holdsAny } from '../text/words';
import { defineExtractor } from './extractor';

export interface Heading {
  level: number;
  text: string;
  line: number;
  /** A code fence stands under it, before the next heading of its level or above. */
  code: boolean;
  /** A line of words stands under it that is no box to tick, before the next heading of its level or above. */
  said: boolean;
}

/** Topics that checks ask for; other headings, but the first of the document, are not kept. */
const TOPICS =
  /install|set\s?-?up|getting started|quick\s?start|prerequisite|environment|configur|deploy|release|roll\s?-?back|revert|runbook|playbook|operation|incident|on-?call|troubleshoot|faq|common (?:issues|problems|errors)|known issues|debugging|security|vulnerab|change\s?log|running|usage|development|requirements|docker|api (?:reference|documentation)/i;

/** More than any check asks for. */
export const MANY_WORDS = 1000;

declare module '../facts' {
  interface FactParts {
    /** Headings of a Markdown document. */
    outline: OutlineFacts;
  }
}

export interface OutlineFacts {
  headings: Heading[];
  /** Words outside of code fences, counted up to the end of the line that reaches `MANY_WORDS`: an empty shell of a document has next to none. */
  words: number;
  /** Line of a command that starts several workers of a server; null = none. */
  workers: number | null;
}

const WORKERS = defineWords(['--workers']);
const SEVERAL = /\b(?:uvicorn|gunicorn|hypercorn)\b(?:[^\n]|\\\n){0,300}?--workers[ =](?:[2-9]|\d\d)/;

function workersLine(text: string): number | null {
  const match = SEVERAL.exec(text);
  return match ? text.slice(0, match.index + match[0].length).split('\n').length : null;
}

export const outline = defineExtractor({
  part: 'outline',
  version: 5,
  notOf: ['vendored'],
  languages: ['markdown'],
  extract(file): OutlineFacts {
    const { text, lines } = file;
    const headings: Heading[] = [];
    let words = 0;
    let fence: string | null = null;
    for (let line = 1; line <= lines.count; line++) {
      const start = lines.startOf(line);
      const end = lines.endOf(line);
      const at = afterIndent(text, start, end);
      const first = text.charCodeAt(at);
      // Nearly all lines are prose and code: their first character decides which patterns are tried.
      const mark = first === BACKTICK || first === TILDE ? FENCE.exec(lines.line(line))?.[1] : undefined;
      if (fence !== null) {
        if (mark?.startsWith(fence)) fence = null;
        continue;
      }
      if (mark) {
        fence = mark;
        markCode(headings);
        continue;
      }
      const heading = first === HASH ? atx(lines, line) : isUnderline(text, at) ? setext(lines, line) : null;
      if (heading) headings.push(heading);
      else {
        if (words < MANY_WORDS) words += countWords(text, start, end);
        if (headings.at(-1)?.said === false && at < end && !isBox(text, at))
          eachOpen(headings, (above) => (above.said = true));
      }
      if (isIndented(text, start) && INDENTED_CODE.test(lines.line(line)) && isBlank(lines.line(line - 1)))
        markCode(headings);
    }
    return {
      headings: headings.filter((heading, index) => index === 0 || TOPICS.test(heading.text)),
      words,
      workers: holdsAny(text, WORKERS) ? workersLine(text) : null,
    };
  },
});

const TAB = 0x09;
const SPACE = 0x20;
const HASH = 0x23;
const DASH = 0x2d;
const EQUALS = 0x3d;
const BRACKET = 0x5b;
const BACKTICK = 0x60;
const TILDE = 0x7e;
const FENCE = /^\s{0,3}(`{3,}|~{3,})/;
const INDENTED_CODE = /^(?: {4}|\t)\s*[$\w./-]/;

/** Offset behind the white space that a mark may stand behind; the line's end where there is nothing else. */
function afterIndent(text: string, start: number, end: number): number {
  let at = start;
  while (at < start + 3 && at < end && isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** True for "- [ ] …" at the offset of its mark: it asks for a thing and says nothing of how. */
function isBox(text: string, at: number): boolean {
  return text.charCodeAt(at + 2) === BRACKET && text.charCodeAt(at + 4) === BRACKET + 2;
}

function isIndented(text: string, start: number): boolean {
  return text.charCodeAt(start) === TAB || (text.charCodeAt(start) === SPACE && text.startsWith('    ', start));
}

function isBlank(line: string): boolean {
  return line.trim() === '';
}

function atx(lines: LineTable, line: number): Heading | null {
  const match = /^\s{0,3}(#{1,6})\s+(.+?)\s*#*\s*$/.exec(lines.line(line));
  return match && { level: match[1]?.length ?? 1, text: match[2] ?? '', line, code: false, said: false };
}

/** True where a line may underline a heading: most lines with a dash are items of lists. */
function isUnderline(text: string, at: number): boolean {
  return text.charCodeAt(at) === EQUALS || (text.charCodeAt(at) === DASH && text.startsWith('---', at));
}

/** A heading by the line below it. */
function setext(lines: LineTable, line: number): Heading | null {
  const match = /^\s{0,3}(=+|-{3,})\s*$/.exec(lines.line(line));
  if (!match) return null;
  const title = lines.line(line - 1);
  if (isBlank(title) || /^[\s>|*-]/.test(title)) return null;
  return { level: match[1]?.startsWith('=') ? 1 : 2, text: title.trim(), line: line - 1, code: false, said: false };
}

/** Kana, ideographs and Hangul: written without spaces, about two of them make a word. */
const IDEOGRAPHS = 0x3041;
/** Latin letters with accents, Greek, Cyrillic and whatever else is written with spaces. */
const LETTERS = 0xc0;

/** Stretches that start with a letter or digit and end before white space. */
function countWords(text: string, start: number, end: number): number {
  let count = 0;
  let ideographs = 0;
  let isInside = false;
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= IDEOGRAPHS) {
      ideographs++;
      isInside = false;
    } else if (isInside) isInside = !isSpace(unit);
    else if (isWord(unit) || (unit >= LETTERS && !isSpace(unit))) {
      isInside = true;
      count++;
    }
  }
  return count + (ideographs >> 1);
}

/** A fence belongs to the last heading and to every heading above it. */
function markCode(headings: Heading[]): void {
  eachOpen(headings, (heading) => (heading.code = true));
}

/** The last heading and every heading above it. */
function eachOpen(headings: readonly Heading[], act: (heading: Heading) => void): void {
  let level = 7;
  for (let i = headings.length - 1; i >= 0 && level > 1; i--) {
    const heading = headings[i];
    if (heading && heading.level < level) {
      act(heading);
      level = heading.level;
    }
  }
}
