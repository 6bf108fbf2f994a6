/** What both scanners share: the lines that hold code. */

/** One bit per ASCII character: those that end a run of plain code. */
export function characterSet(characters: string): Uint8Array {
  const set = new Uint8Array(128);
  for (const character of characters) set[character.charCodeAt(0)] = 1;
  return set;
}

/** Marks lines while a scanner moves through the text; a line counts once. */
export abstract class LineCounter {
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

  /** Moves to an offset; what is passed is code or not. */
  protected skipTo(end: number, isCode: boolean): void {
    const { text } = this;
    for (let at = this.at; at < end; at++) {
      const unit = text.charCodeAt(at);
      if (unit > 32) this.marked ||= isCode;
      else if (unit === 10 || (unit === 13 && text.charCodeAt(at + 1) !== 10)) this.endLine();
    }
    if (end > this.at) this.at = end;
  }

  protected endLine(): void {
    if (this.marked) this.codeLines++;
    this.marked = false;
  }

  protected lineEnd(): number {
    const end = this.text.indexOf('\n', this.at);
    return end < 0 ? this.text.length : end;
  }

  /** Reads the whole text; the number of lines with code. */
  abstract count(): number;

  protected finish(): number {
    this.endLine();
    return this.codeLines;
  }
}
