/** Where the parameters and the body of a function stand in the text of a JavaScript file. */
import { argumentsOf, maskText } from '../../collect/mask';
import type { TextEdit } from '../../fix';
import { LineTable } from '../../span';
import type { FunctionFact } from '../../code/model';

export interface ParameterText {
  range: [start: number, end: number];
  /** What it is called, or the names that it is taken apart into. */
  names: string[];
  /** Offset behind the brace of a pattern; null = it has a name. */
  pattern: number | null;
}

export interface Body {
  /** Offset of the function, with its modifiers. */
  head: number;
  /** Offset behind the brace where statements can be put, and how they are indented there. */
  start: number;
  indent: string;
  params: ParameterText[];
  /** Offset of the parenthesis behind the parameters; null = there is none. */
  paramsEnd: number | null;
  /** Masked text between the function's beginning and its brace. */
  written: string;
  /** Where the body ends, when it is an expression without braces: `start` is where that begins. */
  bare: number | null;
}

/** Where a function stands; null when it cannot be told apart. */
export function bodyOf(fact: FunctionFact, text: string): Body | null {
  const lines = new LineTable(text);
  const { code } = maskText(text, 'javascript');
  const head = lines.offset(fact.extent.line, fact.extent.column);
  const end = lines.offset(fact.extent.endLine, fact.extent.endColumn);
  const open = code.charAt(end - 1) === '}' ? openingOf(code, end - 1) : -1;
  const arrow = open > head ? null : arrowIn(code, head, end);
  if (open <= head && arrow === null) return null;
  const written = code.slice(head, arrow ?? open);
  const paren = /^(?:async\s+)?[\w$]+\s*=>/.test(written) ? -1 : written.indexOf('(');
  const ranges = paren < 0 ? single(written, head) : argumentsOf(code, head + paren);
  const params = ranges.map((range) => parameterIn(code, range));
  const paramsEnd = closing(code, head, paren);
  if (arrow === null) {
    const start = open + 1;
    return { head, start, indent: indentAt(start, text), params, paramsEnd, written, bare: null };
  }
  const start = arrow + 2 + (/^\s*/.exec(code.slice(arrow + 2))?.[0].length ?? 0);
  return { head, start, indent: `${lineIndent(head, text)}  `, params, paramsEnd, written, bare: end };
}

/** Offset of the arrow of an arrow function. */
function arrowIn(code: string, head: number, end: number): number | null {
  let depth = 0;
  for (let at = head; at < end; at++) {
    const character = code.charAt(at);
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (depth === 0 && code.startsWith('=>', at)) return at;
  }
  return null;
}

/** The same for whoever adds statements: behind a directive, and inside a `try` that the body begins with. */
export function bodyFor(fact: FunctionFact, text: string, inTry: boolean): Body | null {
  const body = bodyOf(fact, text);
  if (!body || body.bare !== null) return body;
  const directive = /^\s*(?:'use [a-z]+'|"use [a-z]+");?/.exec(text.slice(body.start));
  let start = body.start + (directive?.[0].length ?? 0);
  const { code } = maskText(text, 'javascript');
  const attempt = inTry ? /^\s*try\s*\{/.exec(code.slice(start)) : null;
  start += attempt?.[0].length ?? 0;
  return { ...body, start, indent: indentAt(start, text) };
}

/** Edits that let a function wait for promises; null when it is declared to give none. */
export function headOf({ head, written, paramsEnd }: Body, text: string): TextEdit[] | null {
  if (/\basync\b/.test(written)) return [];
  const result = paramsEnd === null ? '' : text.slice(paramsEnd + 1, head + written.length);
  if (/^\s*:/.test(result) && !/\bPromise\b/.test(result)) return null;
  const keyword = /\bfunction\b/.exec(written);
  const start = head + (keyword?.index ?? 0);
  return [{ start, end: start, newText: 'async ' }];
}

/** Offset of the brace that the one at `close` belongs to. */
function openingOf(code: string, close: number): number {
  let depth = 0;
  for (let at = close; at >= 0; at--) {
    const character = code.charAt(at);
    if (character === '}') depth++;
    else if (character === '{' && --depth === 0) return at;
  }
  return -1;
}

/** `event => …`. */
function single(written: string, head: number): [number, number][] {
  const match = /^(?:async\s+)?(?=([\w$]+)\s*=>)/.exec(written);
  const name = match?.[1];
  if (!match || name === undefined) return [];
  const start = head + match[0].length;
  return [[start, start + name.length]];
}

function closing(code: string, head: number, paren: number): number | null {
  if (paren < 0) return null;
  let depth = 0;
  for (let at = head + paren; at < code.length; at++) {
    const character = code.charAt(at);
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character) && --depth === 0) return at;
  }
  return null;
}

function parameterIn(code: string, [from, to]: readonly [number, number]): ParameterText {
  const lead = /^\s*/.exec(code.slice(from, to))?.[0].length ?? 0;
  const start = from + lead;
  const end = start + code.slice(start, to).trimEnd().length;
  const written = code.slice(start, end);
  const range: [number, number] = [start, end];
  if (!written.startsWith('{')) return { range, names: written.match(/^[\w$]+/) ?? [], pattern: null };
  const inside = written.slice(1, written.indexOf('}'));
  const names = inside.split(',').map((part) => part.split('=')[0]?.split(':').at(-1)?.trim() ?? '');
  return {
    range,
    names: names.filter((name) => /^[\w$]+$/.test(name)),
    pattern: start + 1 + (/^\s*/.exec(inside)?.[0].length ?? 0),
  };
}

/** The indentation of the statements behind a brace, or behind a statement. */
function indentAt(start: number, text: string): string {
  const next = /^[ \t]*\r?\n(?:[ \t]*\r?\n)*([ \t]+)\S/.exec(text.slice(start));
  const own = lineIndent(start, text);
  if (text.charAt(start - 1) !== '{') return own;
  const inner = next?.[1];
  return inner !== undefined && inner.length > own.length ? inner : `${own}  `;
}

function lineIndent(at: number, text: string): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1))?.[0] ?? '';
}
