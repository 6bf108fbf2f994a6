/**
 * Code lines: lines with at least one token that is no comment. A scanner that knows strings and comments, no parser: it runs on every
 * longer file. Python: docstrings are comments, other multi-line strings are code. Blank lines never count.
 */
import type { Language } from '../facts';

type Family = 'c' | 'python' | 'hash' | 'sql' | 'css' | 'markup';

const FAMILY_BY_LANGUAGE: Partial<Record<Language, Family>> = {
  javascript: 'c',
  typescript: 'c',
  python: 'python',
  shell: 'hash',
  sql: 'sql',
  css: 'css',
  html: 'markup',
  vue: 'markup',
  svelte: 'markup',
  astro: 'markup',
};
const FAMILY_BY_EXTENSION: Readonly<Record<string, Family>> = {
  go: 'c',
  rs: 'c',
  java: 'c',
  kt: 'c',
  swift: 'c',
  cs: 'c',
  php: 'c',
  c: 'c',
  h: 'c',
  cc: 'c',
  cpp: 'c',
  scala: 'c',
  dart: 'c',
  rb: 'hash',
};

/** How a source file's comments are written, or undefined for what is no source. */
export function familyOf(path: string, language: Language): Family | undefined {
  return FAMILY_BY_LANGUAGE[language] ?? FAMILY_BY_EXTENSION[path.slice(path.lastIndexOf('.') + 1).toLowerCase()];
}

/** Number of code lines of a source text; null when the language is not known. */
export function countCodeLines(path: string, language: Language, text: string): number | null {
  const family = familyOf(path, language);
  if (!family) return null;
  if (family === 'python') return new PythonScanner(text).count();
  return new Scanner(text, family).count();
}

/** Characters that end a run of plain code. */
const SPECIAL = table('/\'"`{}#-<\n\r');
const PYTHON_SPECIAL = table('#\'"\n\r\\([{)]}');

function table(characters: string): Uint8Array {
  const set = new Uint8Array(128);
  for (const character of characters) set[character.charCodeAt(0)] = 1;
  return set;
}

const DOCSTRING_PREFIX = /[ \t]*[rbu]{1,2}(?="""|''')/iy;
const EMPTY_EXPRESSION = /\{\s*\/\*(?:[^*]|\*(?!\/))*\*\/\s*\}/y;

/** Marks lines while a scanner moves through the text; a line counts once. */
abstract class LineCounter {
  protected at = 0;
  private codeLines = 0;
  private marked = false;

  constructor(protected readonly text: string) {}

  /** Moves over one character and notices line ends. */
  protected step(isCode: boolean): void {
    const unit = this.text.charCodeAt(this.at++);
    if (unit === 10 || (unit === 13 && this.text.charCodeAt(this.at) !== 10)) this.endLine();
    else if (isCode && unit > 32) this.marked = true;
  }

  /** Moves over a run of characters that are code and none of the special ones; returns the last one that is no white space. */
  protected run(special: Uint8Array): string {
    const { text } = this;
    let at = this.at;
    let last = -1;
    for (; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit < 128 && special[unit] === 1) break;
      if (unit > 32) last = at;
    }
    this.at = at;
    if (last < 0) return '';
    this.marked = true;
    return text[last] ?? '';
  }

  /** Moves to an offset; what is passed is code or comment. */
  protected skipTo(end: number, isCode: boolean): void {
    while (this.at < end) this.step(isCode);
  }

  protected endLine(): void {
    if (this.marked) this.codeLines++;
    this.marked = false;
  }

  protected lineEnd(): number {
    const end = this.text.indexOf('\n', this.at);
    return end < 0 ? this.text.length : end;
  }

  protected finish(): number {
    this.endLine();
    return this.codeLines;
  }
}

class Scanner extends LineCounter {
  /** Open template literals: the brace depth at which each one's `${` was entered. */
  private readonly templates: number[] = [];
  private depth = 0;
  /** Last token character, to tell a regular expression from a division. */
  private last = '';

  constructor(
    text: string,
    private readonly family: Family,
  ) {
    super(text);
  }

  count(): number {
    while (this.at < this.text.length) {
      this.last = this.run(SPECIAL) || this.last;
      if (this.at < this.text.length && !this.comment() && !this.string()) this.other();
    }
    return this.finish();
  }

  private comment(): boolean {
    const { text, at, family } = this;
    if (text[at] === '{' && family === 'c' && this.emptyExpression()) return true;
    const two = text[at] === '\n' ? '' : text.slice(at, at + 2);
    if (two === '/*' && family !== 'hash' && family !== 'markup') return this.block('*/');
    if (family === 'markup' && text.startsWith('<!--', at)) return this.block('-->');
    const line = family === 'c' ? two === '//' : family === 'sql' ? two === '--' : family === 'hash' && this.isHash();
    if (line) this.skipTo(this.lineEnd(), false);
    return line;
  }

  /** JSX's `{/* … *\/}` is a comment; a function body or block with nothing but a comment is not. */
  private emptyExpression(): boolean {
    EMPTY_EXPRESSION.lastIndex = this.at;
    const match = EMPTY_EXPRESSION.exec(this.text);
    if (
      !match ||
      /(?:\)|=>|\b(?:catch|else|try|finally|do))\s*$/.test(this.text.slice(Math.max(0, this.at - 16), this.at))
    )
      return false;
    this.skipTo(this.at + match[0].length, false);
    return true;
  }

  /** `#` starts a comment at the beginning of a word only: `$#` and `${x#y}` are code. */
  private isHash(): boolean {
    return this.text[this.at] === '#' && (this.at === 0 || /\s/.test(this.text[this.at - 1] ?? ''));
  }

  private block(end: string): true {
    const close = this.text.indexOf(end, this.at + 2);
    this.skipTo(close < 0 ? this.text.length : close + end.length, false);
    return true;
  }

  private string(): boolean {
    const quote = this.text[this.at] ?? '';
    if (this.family === 'markup') return false;
    if (quote === '`' && this.family === 'c') {
      this.template();
      return true;
    }
    if (quote === '/' && this.family === 'c' && this.regex()) return true;
    if (quote !== '"' && quote !== "'") return false;
    this.quoted(quote, this.family === 'sql' || this.family === 'hash');
    return true;
  }

  private quoted(quote: string, multiline: boolean): void {
    this.last = quote;
    this.step(true);
    while (this.at < this.text.length) {
      const char = this.text[this.at];
      if (char === '\\') {
        this.step(true);
        this.step(true);
      } else if (char === '\n' && !multiline) return;
      else {
        this.step(true);
        if (char === quote) return;
      }
    }
  }

  /** From the backtick to its end, or to a `${` whose code the main loop reads. */
  private template(): void {
    this.last = '`';
    this.step(true);
    while (this.at < this.text.length) {
      const char = this.text[this.at];
      if (char === '\\') this.step(true);
      else if (char === '`') {
        this.step(true);
        return;
      } else if (char === '$' && this.text[this.at + 1] === '{') {
        this.skipTo(this.at + 2, true);
        this.templates.push(this.depth++);
        return;
      }
      this.step(true);
    }
  }

  /** A regular expression literal where an expression may begin; it ends on its own line. */
  private regex(): boolean {
    if (!/[=(,:;!&|?{}[+*%~^<>]|^$/.test(this.last)) return false;
    const end = this.lineEnd();
    let inClass = false;
    for (let i = this.at + 1; i < end; i++) {
      const char = this.text[i];
      if (char === '\\') i++;
      else if (char === '[') inClass = true;
      else if (char === ']') inClass = false;
      else if (char === '/' && !inClass) {
        this.last = '/';
        this.skipTo(i + 1, true);
        return true;
      }
    }
    return false;
  }

  private other(): void {
    const char = this.text[this.at] ?? '';
    if (char === '{') this.depth++;
    if (char === '}' && this.depth > 0) {
      this.depth--;
      if (this.templates.at(-1) === this.depth) {
        this.templates.pop();
        this.template();
        return;
      }
    }
    if (char > ' ') this.last = char;
    this.step(true);
  }
}

class PythonScanner extends LineCounter {
  private depth = 0;
  /** Nothing but white space, comments and line ends since the last logical line ended. */
  private atStart = true;

  count(): number {
    while (this.at < this.text.length) {
      if (this.atStart) this.passDocstringPrefix();
      if (this.run(PYTHON_SPECIAL) !== '') this.atStart = false;
      if (this.at < this.text.length) this.next();
    }
    return this.finish();
  }

  private next(): void {
    const char = this.text[this.at] ?? '';
    if (char === '#') this.skipTo(this.lineEnd(), false);
    else if (char === '"' || char === "'") this.string(this.at);
    else if (char === '\n' || char === '\r') {
      this.step(false);
      if (this.depth === 0) this.atStart = true;
    } else if (char === '\\') {
      this.step(true);
      this.skipTo(Math.min(this.lineEnd() + 1, this.text.length), false);
    } else {
      if ('([{'.includes(char)) this.depth++;
      else if (')]}'.includes(char) && this.depth > 0) this.depth--;
      if (char > ' ') this.atStart = false;
      this.step(true);
    }
  }

  /** `r` and the like before a docstring are part of it. */
  private passDocstringPrefix(): void {
    DOCSTRING_PREFIX.lastIndex = this.at;
    const match = DOCSTRING_PREFIX.exec(this.text);
    if (match) this.at += match[0].length;
  }

  /** A string that is a whole statement is a docstring or stands for a comment. */
  private string(quoteAt: number): void {
    const end = stringEnd(this.text, quoteAt);
    const isStatement =
      this.atStart && this.depth === 0 && /^[ \t]*(?:;[ \t]*)?(?:#|\r|\n|$)/.test(this.text.slice(end, end + 80));
    this.skipTo(end, !isStatement);
    this.atStart = false;
  }
}

/** Offset after the closing quotes; an unclosed single-line string ends with its line. */
function stringEnd(text: string, start: number): number {
  const quote = text[start] ?? '';
  const triple = text.startsWith(quote.repeat(3), start);
  for (let i = start + (triple ? 3 : 1); i < text.length; i++) {
    const char = text[i];
    if (char === '\\') i++;
    else if (triple ? text.startsWith(quote.repeat(3), i) : char === quote) return i + (triple ? 3 : 1);
    else if (!triple && char === '\n') return i;
  }
  return text.length;
}
