/** Scanner for languages with C-like, shell, SQL, CSS and markup comments: knows strings, templates and regular expressions. */
import { endOfQuoted, endOfTemplate } from '../text/quotes';
import { characterSet, LineCounter } from './scan-base';

/** A comment, a string, a piece of a template or a regular expression; offsets in UTF-16 units, quotes included. */
export interface Literal {
  kind: 'comment' | 'string';
  start: number;
  end: number;
}

/** How comments and strings are written. */
export type Family = 'c' | 'hash' | 'sql' | 'css' | 'markup';

/** Characters that end a run of plain code: those with which comments and strings begin, braces where templates have holes, line ends. */
const SPECIAL: Readonly<Record<Family, Uint8Array>> = {
  c: characterSet('/\'"`{}\n\r'),
  hash: characterSet('#\'"\n\r'),
  sql: characterSet('-/\'"\n\r'),
  css: characterSet('/\'"\n\r'),
  markup: characterSet('<\n\r'),
};
const EMPTY_EXPRESSION = /\{\s*\/\*(?:[^*]|\*(?!\/))*\*\/\s*\}/y;

export class ScriptScanner extends LineCounter {
  /** Comments and literals in order of position. */
  readonly literals: Literal[] = [];
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
    const { text } = this;
    const special = SPECIAL[this.family];
    while (this.at < text.length) {
      this.last = this.run(special) || this.last;
      const char = text[this.at];
      if (char === '\n' || char === '\r') this.step(false);
      else if (char !== undefined && !this.comment() && !this.string()) this.other();
    }
    return this.finish();
  }

  /** Remembers what was just passed. */
  private note(kind: Literal['kind'], start: number): void {
    this.literals.push({ kind, start, end: this.at });
  }

  private skipComment(end: number): void {
    const start = this.at;
    this.skipTo(end, false);
    this.note('comment', start);
  }

  private comment(): boolean {
    const { text, at, family } = this;
    if (family === 'c' && text[at] !== '/') return text[at] === '{' && this.emptyExpression();
    const two = text.slice(at, at + 2);
    if (two === '/*' && family !== 'hash' && family !== 'markup') return this.block('*/');
    if (family === 'markup' && text.startsWith('<!--', at)) return this.block('-->');
    const line = family === 'c' ? two === '//' : family === 'sql' ? two === '--' : family === 'hash' && this.isHash();
    if (line) this.skipComment(this.lineEnd());
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
    this.skipComment(this.at + match[0].length);
    return true;
  }

  /** `#` starts a comment at the beginning of a word only: `$#` and `${x#y}` are code. */
  private isHash(): boolean {
    return this.text[this.at] === '#' && (this.at === 0 || /\s/.test(this.text[this.at - 1] ?? ''));
  }

  private block(end: string): true {
    const close = this.text.indexOf(end, this.at + 2);
    this.skipComment(close < 0 ? this.text.length : close + end.length);
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
    const start = this.at;
    this.quoted(quote, this.family === 'sql' || this.family === 'hash');
    this.note('string', start);
    return true;
  }

  private quoted(quote: string, multiline: boolean): void {
    this.last = quote;
    this.skipTo(endOfQuoted(this.text, this.at + 1, quote, multiline), true);
  }

  /** From the backtick to its end, or to a `${` whose code the main loop reads. */
  private template(): void {
    const start = this.at;
    this.templateText();
    this.note('string', start);
  }

  private templateText(): void {
    this.last = '`';
    const end = endOfTemplate(this.text, this.at + 1);
    const isHole = this.text[end] === '$';
    this.skipTo(Math.min(end + (isHole ? 2 : 1), this.text.length), true);
    if (isHole) this.templates.push(this.depth++);
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
        const start = this.at;
        this.skipTo(i + 1, true);
        this.note('string', start);
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
