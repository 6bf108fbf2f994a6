/** The string literal around an offset, in Python, JavaScript and languages with the same quotes. */
import { regionAt, regionsOf, type Family } from '../detect/syntax';

export interface LiteralSpan {
  /** From the prefix (`f`, `rb`) or the opening quote to behind the closing quote. */
  start: number;
  end: number;
  contentStart: number;
  contentEnd: number;
  prefix: string;
  quote: string;
}

/** The literal whose content holds `[from, to)`; undefined where the offsets are in no literal. */
export function literalAround(text: string, from: number, to: number, family: Family): LiteralSpan | undefined {
  const region = regionAt(regionsOf(text, family), from);
  if (region) return regionLiteral(text, region.start, region.end, family);
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  for (let at = lineStart; at <= from; at++) {
    const character = text[at] ?? '';
    if (character !== '"' && character !== "'" && character !== '`') continue;
    const close = closingQuote(text, character, at + 1);
    if (close === undefined) return undefined;
    if (from > at && to <= close) {
      const prefix =
        family === 'python' ? (/(?:^|[^\w])([rbuf]{1,2})$/i.exec(text.slice(Math.max(0, at - 3), at))?.[1] ?? '') : '';
      return {
        start: at - prefix.length,
        end: close + 1,
        contentStart: at + 1,
        contentEnd: close,
        prefix,
        quote: character,
      };
    }
    at = close;
  }
  return undefined;
}

/**
 * True for a literal that stands directly beside another one, which some languages join ("String literal concatenation", Python's
 * reference): neither can be replaced by an expression. On another line they only belong together inside brackets.
 */
export function isJoined(text: string, { start, end }: LiteralSpan): boolean {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  if (/["'`][ \t]*$/.test(before)) return true;
  const next = /^[ \t]*(\\?\r?\n)?\s*[rbuf]{0,2}["'`]/i.exec(text.slice(end, end + 200));
  if (next) return next[1] === undefined || next[1].startsWith('\\') || isInBrackets(text, start);
  return before.trim() === '' && /["'`][ \t]*\\?\r?\n[ \t]*$/.test(text.slice(Math.max(0, start - 200), start));
}

/** True where a bracket is open that the statement opened: lines end no statement there. Brackets inside texts count as well. */
function isInBrackets(text: string, at: number): boolean {
  let depth = 0;
  for (let index = at - 1; index >= 0; index--) {
    const character = text[index] ?? '';
    if (')]}'.includes(character)) depth++;
    else if ('([{'.includes(character) && depth-- === 0) return true;
    // A line that begins at the margin begins a statement, unless it closes one.
    else if (character === '\n' && /^[^\s)\]}]/.test(text.slice(index + 1, index + 2))) return false;
  }
  return false;
}

function closingQuote(text: string, quote: string, from: number): number | undefined {
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === '\n' && quote !== '`') return undefined;
    else if (character === quote) return at;
  }
  return undefined;
}

/** A region that is a literal (template, triple quotes); comments are none. */
function regionLiteral(text: string, start: number, end: number, family: Family): LiteralSpan | undefined {
  const quote = family === 'python' ? text.slice(start, start + 3) : (text[start] ?? '');
  if (quote !== '`' && quote !== '"""' && quote !== "'''") return undefined;
  const prefix = /(?:^|[^\w])([rbuf]{1,2})$/i.exec(text.slice(Math.max(0, start - 3), start))?.[1] ?? '';
  return {
    start: start - prefix.length,
    end,
    contentStart: start + quote.length,
    contentEnd: end - quote.length,
    prefix,
    quote,
  };
}
