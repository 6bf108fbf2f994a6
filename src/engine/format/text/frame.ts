/** Code frames: the line of a finding with the line before it, and carets below what is meant. */
import { LineTable } from '../../span';
import type { SecretMask } from '../mask';
import type { Style } from './style';
import { pad, printable, truncate, widthOf } from './width';

export interface Frame {
  path: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** Lines before the finding that are shown. */
const BEFORE = 1;
/** White space that a long line keeps before the caret when its start is cut off. */
const LEAD = 12;

/** Draws frames of the files whose texts are at hand. */
export class FramePainter {
  private readonly tables = new Map<string, LineTable>();

  constructor(
    private readonly sources: ReadonlyMap<string, string>,
    private readonly mask: SecretMask,
    private readonly style: Style,
  ) {}

  /** Lines of the frame, at most `width` columns wide; empty when the text is not at hand. */
  draw(frame: Frame, width: number): string[] {
    const table = this.table(frame.path);
    if (!table || table.line(frame.line).trim() === '') return [];
    const gutter = String(frame.line).length;
    const room = width - gutter - 3;
    const lines: string[] = [];
    for (let number = Math.max(1, frame.line - BEFORE); number < frame.line; number++) {
      const text = this.shown(table, frame.path, number);
      if (text.trim() !== '')
        lines.push(this.row(String(number).padStart(gutter), this.style.dim(truncate(text, room))));
    }
    const { text, from, to } = this.pointed(table, frame, room);
    lines.push(this.row(String(frame.line), text));
    if (to > from) lines.push(this.row(' '.repeat(gutter), ' '.repeat(from) + this.style.red('^'.repeat(to - from))));
    return lines;
  }

  private row(number: string, text: string): string {
    return `${this.style.dim(`${number} │`)} ${text}`.trimEnd();
  }

  private table(path: string): LineTable | undefined {
    const known = this.tables.get(path);
    const text = known ? undefined : this.sources.get(path);
    if (text === undefined) return known;
    const table = new LineTable(text);
    this.tables.set(path, table);
    return table;
  }

  private shown(table: LineTable, path: string, number: number): string {
    return printable(this.mask.line(path, number, table.line(number)));
  }

  /** The finding's line and the columns of its carets; a line too long is cut on both sides. */
  private pointed(table: LineTable, frame: Frame, room: number): { text: string; from: number; to: number } {
    const raw = this.mask.line(frame.path, frame.line, table.line(frame.line));
    const end = frame.endLine > frame.line ? raw.trimEnd().length : frame.endColumn - 1;
    const before = printable(raw.slice(0, frame.column - 1));
    const meant = printable(raw.slice(frame.column - 1, end));
    const after = printable(raw.slice(end));
    let from = widthOf(before);
    let text = before + meant + after;
    if (from + widthOf(meant) > room && from > LEAD) {
      const cut = before.slice(-LEAD);
      text = `…${cut}${meant}${after}`;
      from = 1 + widthOf(cut);
    }
    const to = Math.min(from + widthOf(meant), room);
    return { text: truncate(text, room), from, to };
  }
}

/** Rows of cells side by side, every column as wide as its widest cell. */
export function columns(rows: readonly (readonly string[])[], gap = 2): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, widthOf(cell))));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : pad(cell, (widths[i] ?? 0) + gap)))
      .join('')
      .trimEnd(),
  );
}
