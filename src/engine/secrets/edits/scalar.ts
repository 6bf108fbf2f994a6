/** Where a value stands in YAML, JSON and `key = value` files: the whole scalar around it, and the path of its keys. */
import { getLocation } from 'jsonc-parser';
import { lineAround } from './place';

export interface Scalar {
  /** With its quotes. */
  start: number;
  end: number;
  /** The value is all there is between the quotes, or up to the end of the line. */
  isWhole: boolean;
  quote: '"' | "'" | '';
  /** Inside of `{…}` or `[…]` on its line, where plain scalars may hold no braces. */
  isFlow: boolean;
}

/** The scalar of a YAML line that holds `[from, to)`. */
export function yamlScalar(text: string, from: number, to: number): Scalar {
  const line = lineAround(text, from);
  const before = text.slice(line.start, from);
  const quoted = /(?:[:=,[{-]\s*|^\s*)(["'])((?:(?!\1).)*)$/.exec(before);
  const isFlow = /[[{]/.test(before.replace(/\$\{\{?[^}]*\}|["'][^"']*["']/g, ''));
  const quote = quoted?.[1];
  if (quoted && (quote === '"' || quote === "'")) {
    const start = from - (quoted[2] ?? '').length - 1;
    const close = text.indexOf(quote, to);
    const end = close < 0 || close > line.end ? to : close + 1;
    return { start, end, isWhole: start + 1 === from && end - 1 === to, quote, isFlow };
  }
  const lead = (isFlow ? /(?:[[{,]|:\s)\s*((?:(?!:\s)[^[\]{},])*)$/ : /(?:^|\s)(?:[\w.$/-]+\s*:|-)\s+(\S.*)?$/).exec(
    before,
  );
  const start = from - (lead?.[1] ?? '').length;
  const rest = /^(.*?)(?:\s+#.*)?\s*$/.exec(text.slice(to, line.end))?.[1] ?? '';
  const end = isFlow ? to + (/^[^[\]{},\s]*/.exec(rest)?.[0].length ?? 0) : to + rest.length;
  return { start, end, isWhole: start === from && end === to, quote: '', isFlow };
}

/** Keys above an offset of a YAML text, outermost first, by indentation; items of lists count by what they are called. */
export function yamlPath(text: string, at: number): string[] {
  const lines = text.slice(0, lineAround(text, at).end).split(/\r?\n/);
  const path: string[] = [];
  let limit = Infinity;
  for (let index = lines.length - 1; index >= 0 && limit > 0; index--) {
    const line = lines[index] ?? '';
    if (/^(?:---|\.\.\.)/.test(line)) break;
    const match = /^(\s*(?:- )*)(["']?)([\w.$/-]+)\2\s*:(?:\s|$)/.exec(line);
    const indent = match?.[1]?.length ?? Infinity;
    if (!match || indent >= limit || /^\s*#/.test(line)) continue;
    path.unshift(match[3] ?? '');
    limit = indent;
  }
  return path;
}

/** True inside of a text of several lines (`|`, `>`), whose keys are not those of the document. */
export function isInBlockScalar(text: string, at: number): boolean {
  const lines = text.slice(0, lineAround(text, at).end).split(/\r?\n/);
  let limit = /^\s*/.exec(lines.pop() ?? '')?.[0].length ?? 0;
  for (const line of lines.reverse()) {
    const indent = /^\s*/.exec(line)?.[0].length ?? 0;
    if (line.trim() === '' || indent >= limit) continue;
    if (/(?:^|[\s:])[|>][+-]?\d?\s*(?:#.*)?$/.test(line)) return true;
    limit = indent;
  }
  return false;
}

/** Keys above an offset of a JSON text. */
export function jsonPath(text: string, at: number): string[] {
  return getLocation(text, at).path.map(String);
}
