/**
 * Places where a TypeScript file steps out of the type system: explicit `any` and comments that silence the compiler. Counted in the text
 * with comments and literals blanked, because a tree for every file of a workspace would cost more than all other facts together.
 */
import { defineExtractor } from '../collect/extractor';
import { literalAt, scan, type Literal } from '../parse/scan';
import type { Span } from '../span';

declare module '../facts' {
  interface FactParts {
    /** Explicit `any` and silenced type errors. */
    typeEscapes: TypeEscapes;
  }
}

export interface TypeEscapes {
  /** Every `any` that is written as a type, `as any` included. */
  any: number;
  asAny: number;
  /** `@ts-ignore` and `@ts-nocheck`; `@ts-expect-error` reports itself when it is no longer needed and is left alone. */
  ignores: number;
  /** The first of all of them. */
  first: Span;
}

const WORD = /\bany\b/g;
/** What may stand before a type; a comma is one only where what follows closes a list of types. */
const BEFORE = /(?::|=>|<|\||&|=|\b(?:as|extends|is|keyof|readonly))\s*$/;
const BEFORE_IN_LIST = /[,(]\s*$/;
const AFTER = /^[ \t]*(?:[\r\n)\],;=>|&[{}?:]|$|(?:as|extends|satisfies)\b)/;
const AFTER_IN_LIST = /^\s*(?:>|\[\s*\]|\]\s*(?:\[\]|=[^=])|[|&][^|&])/;
const SILENCED = /(?:\/\/|\/\*)\s*@ts-(?:ignore|nocheck)\b/g;

export const typeEscapes = defineExtractor({
  part: 'typeEscapes',
  version: 1,
  notOf: ['vendored'],
  accepts: (path) => /\.(?:[cm]?ts|tsx|vue)$/.test(path) && !/\.d\.[cm]?ts$/.test(path),
  prefilter: (text) => /\bany\b|@ts-(?:ignore|nocheck)/.test(text),
  extract(file): TypeEscapes | undefined {
    if (file.fileClass !== 'hand-written' && file.fileClass !== 'test') return undefined;
    const candidates = [...anyTypes(file.text), ...silenced(file.text)];
    if (candidates.length === 0) return undefined;
    const literals = scan(file.path, 'typescript', file.text)?.literals ?? [];
    const found = candidates.filter((candidate) => isReal(candidate, literals));
    const [first] = [...found].sort((a, b) => a.start - b.start);
    if (!first) return undefined;
    return {
      any: found.filter(({ kind }) => kind !== 'ignore').length,
      asAny: found.filter(({ kind }) => kind === 'as').length,
      ignores: found.filter(({ kind }) => kind === 'ignore').length,
      first: file.span(first.start, first.end),
    };
  },
});

interface Escape {
  kind: 'any' | 'as' | 'ignore';
  start: number;
  end: number;
}

function anyTypes(text: string): Escape[] {
  const found: Escape[] = [];
  for (const match of text.matchAll(WORD)) {
    const start = match.index;
    const end = start + 3;
    const before = text.slice(Math.max(0, start - 24), start);
    const after = text.slice(end, end + 16);
    const isType = BEFORE.test(before) ? AFTER.test(after) : BEFORE_IN_LIST.test(before) && AFTER_IN_LIST.test(after);
    if (isType) found.push({ kind: /\bas\s*$/.test(before) ? 'as' : 'any', start, end });
  }
  return found;
}

function silenced(text: string): Escape[] {
  return [...text.matchAll(SILENCED)].map((match) => ({
    kind: 'ignore',
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** A type stands in code; a comment that silences the compiler is a comment from its first character. */
function isReal({ kind, start }: Escape, literals: readonly Literal[]): boolean {
  const literal = literalAt(literals, start);
  return kind === 'ignore' ? literal?.kind === 'comment' && literal.start === start : literal === undefined;
}
