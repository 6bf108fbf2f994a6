/** The same-value pass: where else in the workspace a confirmed secret value stands. Runs where texts are at hand; values never leave it. */
import { hashValue } from '../hash';
import type { ValueOccurrence, ValueSource } from '../host';
import { LineTable } from '../span';
import { AnyOf } from '../text/any-of';
import { Automaton } from '../text/automaton';
import { isSearchedPath } from './places';

/** Secret values by their salted hash. Kept in memory of the collecting side only. */
export type SecretValues = Map<string, string>;

/** At most this many places in one file: a log that repeats a value says it once. */
const MAX_PER_FILE = 50;

/** Adds the values that stand in a text. What is no longer what the facts saw there (the text has changed since) is left out. */
export function gatherValues(source: ValueSource, text: string, salt: string, values: SecretValues): void {
  const lines = new LineTable(text);
  for (const { hash, span } of source.values) {
    const value = text.slice(lines.offset(span.line, span.column), lines.offset(span.endLine, span.endColumn));
    if (hashValue(value, salt) === hash) values.set(hash, value);
  }
}

interface Searcher {
  size: number;
  anyOf: AnyOf;
  automaton: Automaton;
  hashes: string[];
  values: string[];
}

const searchers = new WeakMap<SecretValues, Searcher>();

function searcherOf(values: SecretValues): Searcher {
  const known = searchers.get(values);
  if (known?.size === values.size) return known;
  const entries = [...values].sort(([a], [b]) => (a < b ? -1 : 1));
  const searcher: Searcher = {
    size: values.size,
    anyOf: new AnyOf(values.values()),
    hashes: entries.map(([hash]) => hash),
    values: entries.map(([, value]) => value),
    automaton: new Automaton(
      entries.map(([, value]) => value),
      { foldCase: false },
    ),
  };
  searchers.set(values, searcher);
  return searcher;
}

/** False for bytes of a text in which none of the values stands. */
export function mayHoldValues(values: SecretValues, bytes: Buffer): boolean {
  // UTF-16 spells them otherwise.
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return values.size > 0 && (isWide || searcherOf(values).anyOf.test(bytes));
}

/** Every place of the values in one text. */
export function findValues(values: SecretValues, path: string, text: string): ValueOccurrence[] {
  if (values.size === 0 || !isSearchedPath(path)) return [];
  const { automaton, hashes, values: list } = searcherOf(values);
  const found: ValueOccurrence[] = [];
  let lines: LineTable | undefined;
  automaton.search(text, (index, end) => {
    const value = list[index] ?? '';
    const start = end - value.length;
    if (found.length >= MAX_PER_FILE || isInsideWord(text, start, end)) return;
    lines ??= new LineTable(text);
    const span = lines.span(start, end);
    found.push({ path, span, valueHash: hashes[index] ?? '', position: positionAt(text, start) });
  });
  return found;
}

function isInsideWord(text: string, start: number, end: number): boolean {
  const word = /[A-Za-z0-9]/;
  return (
    (word.test(text[start - 1] ?? '') && word.test(text[start] ?? '')) ||
    (word.test(text[end] ?? '') && word.test(text[end - 1] ?? ''))
  );
}

function positionAt(text: string, start: number): ValueOccurrence['position'] {
  const before = text.slice(Math.max(0, start - 24), start);
  if (/[=!]=\s*["'`]?$/.test(before)) return 'comparison';
  if (/[=:]\s*["'`]?$/.test(before)) return 'assignment';
  return /["'`]$/.test(before) ? 'other' : 'prose';
}
