/** Scanner for Python: strings of every kind, comments, and docstrings, which count as comments. */
import { endOfQuoted } from '../text/quotes';
import { characterSet, LineCounter } from './scan-base';

const SPECIAL = characterSet('#\'"\n\r\\([{)]}');
const PREFIXES = 'rRbBuU';
const DOCSTRING_PREFIX = /[ \t]*[rbu]{1,2}(?="""|''')/iy;

export class PythonScanner extends LineCounter {
  private depth = 0;
  /** Nothing but white space, comments and line ends since the last logical line ended. */
  private atStart = true;

  count(): number {
    while (this.at < this.text.length) {
      if (this.atStart) this.passDocstringPrefix();
      if (this.run(SPECIAL) !== '') this.atStart = false;
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
    const { text } = this;
    let at = this.at;
    while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at++;
    // Nearly all lines begin with something else, which is told without a pattern.
    if (!PREFIXES.includes(text.charAt(at))) return;
    DOCSTRING_PREFIX.lastIndex = this.at;
    const match = DOCSTRING_PREFIX.exec(this.text);
    if (match) this.at += match[0].length;
  }

  /** A string that is a whole statement is a docstring or stands for a comment. */
  private string(quoteAt: number): void {
    const quote = this.text[quoteAt] ?? '';
    const mark = this.text.startsWith(quote.repeat(3), quoteAt) ? quote.repeat(3) : quote;
    const end = endOfQuoted(this.text, quoteAt + mark.length, mark, mark.length === 3);
    const isStatement =
      this.atStart && this.depth === 0 && /^[ \t]*(?:;[ \t]*)?(?:#|\r|\n|$)/.test(this.text.slice(end, end + 80));
    this.skipTo(end, !isStatement);
    this.atStart = false;
  }
}
