/**
 * Positions in a text. Facts and reports hold spans in the editor's terms: lines and columns from 1, columns in UTF-16 units,
 * a line ending at LF, CRLF or a lone CR and nowhere else (LSP 3.17, "Text Documents"). Parsers disagree with that (TypeScript also
 * ends lines at U+2028), so their own line numbers are never used: take offsets from the tree and turn them into spans here.
 */

/** A stretch of text; `endColumn` is exclusive. */
export interface Span {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** One place in one file of the workspace. */
export interface Place {
  /** Relative to the workspace root, with `/`. */
  path: string;
  span: Span;
}

/** Line starts of one text, for turning offsets (UTF-16 units) into spans and back. */
export class LineTable {
  private readonly starts: number[] = [0];
  /** Index of the line that was found last: the next question is often of the same one. */
  private latest = 0;

  constructor(private readonly text: string) {
    // A table is made of nearly every file; looking for one character is several times faster than looking at each.
    if (!text.includes('\r')) {
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
      return;
    }
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) this.starts.push(i + 1);
    }
  }

  /** Number of lines as `wc -l` plus a last line without a line break counts them; 0 for an empty text. */
  get count(): number {
    const last = this.starts[this.starts.length - 1] ?? 0;
    return last === this.text.length ? this.starts.length - 1 : this.starts.length;
  }

  /** Line and column (from 1) of an offset; offsets outside the text are clamped. */
  position(offset: number): { line: number; column: number } {
    const at = this.clamped(offset);
    const index = this.indexOf(at);
    return { line: index + 1, column: at - this.start(index) + 1 };
  }

  private clamped(offset: number): number {
    return Math.max(0, Math.min(offset, this.text.length));
  }

  /** Index of the line in which an offset stands. */
  private indexOf(at: number): number {
    const { latest } = this;
    if (this.start(latest) <= at && (latest + 1 === this.starts.length || at < this.start(latest + 1))) return latest;
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.start(middle) <= at) low = middle;
      else high = middle - 1;
    }
    this.latest = low;
    return low;
  }

  span(start: number, end: number): Span {
    const from = this.clamped(start);
    const to = this.clamped(end);
    const line = this.indexOf(from);
    const endLine = this.indexOf(to);
    const column = from - this.start(line) + 1;
    return { line: line + 1, column, endLine: endLine + 1, endColumn: to - this.start(endLine) + 1 };
  }

  /** Offset of a line and column (from 1), clamped to the line. */
  offset(line: number, column: number): number {
    if (line < 1) return 0;
    if (line > this.starts.length) return this.text.length;
    const start = this.start(line - 1);
    return Math.min(start + Math.max(0, column - 1), this.endOf(line));
  }

  /** Text of a line (from 1) without its line break. */
  line(line: number): string {
    return line < 1 || line > this.starts.length ? '' : this.text.slice(this.start(line - 1), this.endOf(line));
  }

  /** How lines end in this text. */
  get newline(): '\n' | '\r\n' {
    return this.text.includes('\r\n') ? '\r\n' : '\n';
  }

  /** Span of a whole line (from 1) without its line break and leading white space. */
  lineSpan(line: number): Span {
    const text = this.line(line);
    const indent = text.length - text.trimStart().length;
    return { line, column: indent + 1, endLine: line, endColumn: Math.max(text.trimEnd().length, indent) + 1 };
  }

  /** Offset where a line (from 1) starts. */
  startOf(line: number): number {
    return this.start(line - 1);
  }

  /** Offset where a line (from 1) ends, before its line break. */
  endOf(line: number): number {
    const start = this.start(line - 1);
    let end = this.start(line);
    while (end > start && (this.text.charCodeAt(end - 1) === 10 || this.text.charCodeAt(end - 1) === 13)) end--;
    return end;
  }

  private start(index: number): number {
    return this.starts[index] ?? this.text.length;
  }
}

/** Compares two places by path, then position: the order of everything that is printed. */
export function comparePlaces(
  a: { path: string | null; line: number | null; column?: number | null },
  b: typeof a,
): number {
  return comparePaths(a.path ?? '', b.path ?? '') || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

/** Code-unit order, the same on every machine and in every locale. */
export function comparePaths(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
