/** A place of a value that is rewritten, and what comes of it. */
import type { FileEdit, FixContext, TextEdit } from '../../fix';
import type { Language } from '../../facts';
import type { Position } from '../facts';

export interface PlaceInText {
  path: string;
  language: Language;
  text: string;
  /** Offsets of the value. */
  start: number;
  end: number;
  position: Position;
  /** Name on the left side, or null. */
  name: string | null;
  /** Variable that holds the value from now on. */
  variable: string;
  manifest: 'compose' | 'kubernetes' | 'openapi' | null;
  /** The other files of the workspace, for what one place needs of them. */
  context: FixContext;
}

export interface Replacement {
  edits: TextEdit[];
  /** What the preview says of the edits; "Read X from the environment" unless said. */
  label?: string;
  /** Other files that change with it. */
  files?: FileEdit[];
  /** What `.env` keeps, where that is another name or more than the value. */
  entry?: { name: string; value: string };
  /** Variable that is read in the place of the one that was chosen. */
  reads?: string;
  /** A settings class declares the variable. */
  isSetting?: true;
  /** For people: no program reads a variable here. */
  masked?: true;
  nextSteps?: string[];
}

/** The edits of one place, or a sentence why a person has to do it. */
export type Replaced = Replacement | { refused: string };

/** Line end of a text. */
export function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** Offsets of the line that holds an offset, without its end. */
export function lineAround(text: string, at: number): { start: number; end: number } {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', at);
  const stop = end < 0 ? text.length : end;
  return { start, end: text[stop - 1] === '\r' && stop > start ? stop - 1 : stop };
}

/** Offsets of the line with its end. */
export function wholeLine(text: string, at: number): { start: number; end: number } {
  const { start } = lineAround(text, at);
  const end = text.indexOf('\n', at);
  return { start, end: end < 0 ? text.length : end + 1 };
}
