/**
 * Code lines: lines with at least one token that is no comment. Python: docstrings are comments, other multi-line strings are code. Blank
 * lines never count.
 */
import type { Language } from '../facts';
import { scan } from '../parse/scan';

/** Number of code lines of a source text; null when the language is not known. */
export function countCodeLines(path: string, language: Language, text: string): number | null {
  return scan(path, language, text)?.codeLines ?? null;
}
