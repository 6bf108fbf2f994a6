/**
 * Text scanners: code lines, comments and literals of a source text without a parser. A hundred times cheaper than a tree, for questions
 * that are asked of every file.
 */
import type { Language } from '../facts';
import type { Literal } from './scan-base';
import { PythonScanner } from './scan-python';
import { ScriptScanner, type Family as ScriptFamily } from './scan-script';

export type { Literal } from './scan-base';

type Family = ScriptFamily | 'python';

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

export interface Scanned {
  /** Lines that hold a token that is no comment. */
  codeLines: number;
  /** Comments and literals in order of position. */
  literals: Literal[];
}

/** The last text: several extractors ask for the same one. */
let last: { text: string; family: Family; scanned: Scanned } | undefined;

/** Scans a source text; undefined when the language is not known. */
export function scan(path: string, language: Language, text: string): Scanned | undefined {
  const family = familyOf(path, language);
  if (!family) return undefined;
  if (last?.family !== family || last.text !== text) {
    const scanner = family === 'python' ? new PythonScanner(text) : new ScriptScanner(text, family);
    last = { text, family, scanned: { codeLines: scanner.count(), literals: scanner.literals } };
  }
  return last.scanned;
}

/** The comment or literal that an offset lies in, if any. */
export function literalAt(literals: readonly Literal[], offset: number): Literal | undefined {
  let low = 0;
  let high = literals.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const literal = literals[middle];
    if (!literal) return undefined;
    if (offset < literal.start) high = middle - 1;
    else if (offset >= literal.end) low = middle + 1;
    else return literal;
  }
  return undefined;
}
