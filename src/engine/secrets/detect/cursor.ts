/** Reading a value from where it begins: quoted, bare, or up to a brace. Every pattern is sticky, bounded and linear. */
import { LITERAL } from './expression-patterns';
import type { Position } from '../facts';

const MAX_VALUE = 1024;

export interface FoundValue {
  start: number;
  end: number;
  position: Position;
  /** Environment variable that the expression reads, where it says so. */
  env: string | null;
  quoted: boolean;
  /** Part of a longer string: a query, a connection string. */
  embedded?: boolean;
  /** Interpolated or joined with something: not a literal. */
  dynamic: boolean;
}

/** A place in a text that moves on, and how far it may. */
export class Cursor {
  constructor(
    readonly text: string,
    public at: number,
    readonly limit: number,
  ) {}

  /** Moves behind a match that starts here and ends inside the reach. */
  eat(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (!match || pattern.lastIndex > this.limit) return undefined;
    this.at = pattern.lastIndex;
    return match;
  }

  get char(): string {
    return this.at < this.limit ? (this.text[this.at] ?? '') : '';
  }
}

/** The value of a substitution, up to its brace. */
export function untilBrace(cursor: Cursor, env: string | null): FoundValue | undefined {
  const start = cursor.at;
  const match = cursor.eat(/[^}\n]{0,200}(?=\})/y);
  return match ? { start, end: cursor.at, position: 'fallback', env, quoted: false, dynamic: false } : undefined;
}

/** A literal at the cursor. */
export function literalAt(cursor: Cursor, position: Position, env: string | null): FoundValue | undefined {
  const open = cursor.eat(LITERAL);
  if (!open) return undefined;
  const format = /f/i.test(open[0].replace(/["'`]/g, ''));
  return closing(cursor, open[1] ?? '"', position, env, format);
}

/** A variable or a command behind the beginning of a text, which the shell puts in: `"user-$RANDOM"`. */
const EXPANDED = /[^\\$]\$[A-Za-z_({]/;

/** Reads to the closing quote. */
export function closing(
  cursor: Cursor,
  quote: string,
  position: Position,
  env: string | null,
  format: boolean,
): FoundValue | undefined {
  const { text } = cursor;
  const start = cursor.at;
  const limit = Math.min(
    text.length,
    start + MAX_VALUE,
    quote.length === 3 || quote === '`' ? text.length : Math.max(cursor.limit, start),
  );
  let end = start;
  for (; end < limit; end++) {
    const unit = text.charCodeAt(end);
    if (unit === 92) end++;
    else if (unit === 10 && quote.length === 1 && quote !== '`') return undefined;
    else if (text.startsWith(quote, end)) break;
  }
  if (end >= limit) return undefined;
  const value = text.slice(start, end);
  const substituted = /^\$\{([A-Za-z_]\w*):?[-=]([^}]*)\}$/.exec(value);
  if (substituted) {
    const offset = value.length - 1 - (substituted[2] ?? '').length;
    return {
      start: start + offset,
      end: end - 1,
      position: 'fallback',
      env: substituted[1] ?? null,
      quoted: true,
      dynamic: false,
    };
  }
  cursor.at = end + quote.length;
  // PHP and Perl join with a point.
  const joined =
    cursor.eat(
      /\s{0,40}(?:\+(?![+=])|%\s|\.format\(|\.(?:equals|equalsIgnoreCase|contentEquals|compareTo|matches)\()/y,
    ) !== undefined ||
    (position !== 'prose' && cursor.eat(/\s{0,40}\.\s{0,40}\$\w|\s{1,40}\.\s{1,40}["'\w(]/y) !== undefined);
  const holes =
    (format && value.includes('{')) ||
    (quote === '`' && value.includes('${')) ||
    (quote === '"' && position === 'shell' && EXPANDED.test(value));
  return { start, end, position, env, quoted: true, dynamic: joined || holes };
}

/** A value without quotes: up to white space, a quote or a sign that ends values in shells, URLs and tables. */
export function bareAt(cursor: Cursor, position: Position): FoundValue | undefined {
  const start = cursor.at;
  // In a file of settings a `&` is a sign like any other, unless a query goes on behind it.
  const isSetting = position === 'config' || position === 'dotenv';
  const match = cursor.eat(isSetting ? /(?:[^\s"'`,;|<>)\]}&]|&(?!\w{1,40}=)){1,512}/y : /[^\s"'`,;|<>)\]}&]{1,512}/y);
  if (!match) return undefined;
  let end = cursor.at;
  while (
    end > start &&
    /[.,:*]/.test(cursor.text[end - 1] ?? '') &&
    position === 'prose' &&
    !cursor.text.startsWith('...', end - 3)
  )
    end--;
  const dynamic =
    /^[({[]/.test(cursor.text.slice(end, end + 1)) ||
    // What opens and is not closed is a sign like any other.
    (/^[({[]/.test(match[0]) && !(isSetting && /^\([^).$][^)]{6,}$/.test(match[0]) && cursor.text[end] !== ')')) ||
    (position === 'shell' && EXPANDED.test(match[0]));
  return { start, end, position, env: null, quoted: false, dynamic };
}
