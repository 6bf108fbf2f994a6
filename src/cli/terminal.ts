/** The terminal: width, colours, progress. */
import type { WriteStream } from 'node:tty';
import { COLOURS, NO_COLOURS, type Style } from '../engine/format/text/style';
import type { Options } from './args';

/** Columns where nobody says: reports in logs stay readable. */
const DEFAULT_WIDTH = 100;

/** Columns of the terminal, or of `COLUMNS`. */
export function terminalWidth(): number {
  const said = Number(process.env.COLUMNS);
  if (Number.isInteger(said) && said >= 20) return said;
  return process.stdout.columns > 0 ? process.stdout.columns : DEFAULT_WIDTH;
}

/**
 * Whether to colour. The command line decides, then FORCE_COLOR (force-color.org), then NO_COLOR (no-color.org: any value that is not
 * empty), then whether the stream is a terminal that knows colours.
 */
export function wantsColor(options: Options, stream: NodeJS.WriteStream, toFile = false): boolean {
  if (options.has('no-color')) return false;
  if (options.has('color')) return true;
  const { FORCE_COLOR, NO_COLOR, TERM } = process.env;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return !toFile && stream.isTTY === true && TERM !== 'dumb';
}

/** Styles for standard error. */
export function errorStyle(options: Options): Style {
  return wantsColor(options, process.stderr) ? COLOURS : NO_COLOURS;
}

/** Milliseconds before a progress line appears: what is done by then needs none. */
const PROGRESS_AFTER = 250;
const PROGRESS_EVERY = 80;

/** A line on standard error that tells how far the scan is, on a terminal only. */
export class Progress {
  private readonly stream: WriteStream | undefined;
  private readonly started = performance.now();
  private drawn = 0;
  private visible = false;

  constructor(
    isWanted: boolean,
    private readonly title = 'Reading files',
  ) {
    this.stream = isWanted && process.stderr.isTTY && process.env.TERM !== 'dumb' ? process.stderr : undefined;
  }

  /** @param total undefined while it is not known */
  update(done: number, total: number | undefined): void {
    const now = performance.now();
    if (!this.stream || now - this.started < PROGRESS_AFTER || now - this.drawn < PROGRESS_EVERY) return;
    this.drawn = now;
    this.visible = true;
    const percent = total ? Math.floor((100 * done) / total) : 100;
    const figures = total === undefined ? String(done) : `${done} of ${total} (${percent} %)`;
    this.stream.write(`\r\u001b[2K${this.title}: ${figures}`.slice(0, this.stream.columns || 80));
  }

  /** Takes the line away. */
  clear(): void {
    if (this.visible) this.stream?.write('\r\u001b[2K');
    this.visible = false;
  }
}
