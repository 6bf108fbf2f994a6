/**
 * How Next.js compares `config.matcher` with a path: path-to-regexp 6 on the whole path (nextjs.org/docs, "Matcher"). `/api/:path*` takes
 * `/api` too, `/api` only itself; what stands in parentheses is a regular expression, in which a negative look-ahead is a test of how the
 * rest begins, not of a whole segment.
 */
import { boundedTest } from '../../../text/bounded-regex';

/** True when a matcher takes a path; a matcher that is not understood takes it, as one that is not static does. */
export function nextCovers(matcher: string, url: string): boolean {
  const source = pathPattern(matcher);
  return source === undefined || (boundedTest(source, '', example(url)) ?? true);
}

/** A path as a caller writes it: `[id]`, `[...rest]` and `[[...rest]]` stand for some text. */
function example(url: string): string {
  return url.replaceAll(/\[{1,2}(?:\.{3})?([^\]]+)\]{1,2}/g, 'x');
}

const NAME = /^:(\w+)/;
const SEGMENT = '[^/]+?';

/** A path pattern as a regular expression; undefined when it is none. */
export function pathPattern(matcher: string): string | undefined {
  let out = '^';
  let at = 0;
  while (at < matcher.length) {
    const rest = matcher.slice(at);
    const slash = rest.startsWith('/') && /^\/(?::\w|\(|\{)/.test(rest);
    const token = slash ? rest.slice(1) : rest;
    const name = NAME.exec(token)?.[0] ?? '';
    const group = patternIn(token.slice(name.length));
    if (group === undefined) return undefined;
    const isToken = name !== '' || group !== '';
    if (isToken) {
      const length = name.length + group.length;
      const modifier = /^[*+?]/.exec(token.slice(length))?.[0] ?? '';
      out += repeated(slash ? '/' : '', group === '' ? SEGMENT : group.slice(1, -1), modifier);
      at += (slash ? 1 : 0) + length + modifier.length;
    } else {
      const escaped = rest.startsWith('\\');
      out += literal(rest.charAt(escaped ? 1 : 0));
      at += escaped ? 2 : 1;
    }
  }
  return `${out}$`;
}

/** The parenthesised pattern that a text begins with; empty when it begins with something else, undefined when it is not closed. */
function patternIn(text: string): string | undefined {
  if (!text.startsWith('(')) return '';
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\') at++;
    else if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return text.slice(0, at + 1);
  }
  return undefined;
}

/** `/:path*` is nothing, or segments with a slash before each. */
function repeated(prefix: string, pattern: string, modifier: string): string {
  const one = `${prefix}(?:${pattern})`;
  if (modifier === '?') return `(?:${one})?`;
  if (modifier === '+') return `(?:${one})+`;
  return modifier === '*' ? `(?:${one})*` : one;
}

function literal(character: string): string {
  return /[\w/-]/.test(character) ? character : `\\${character}`;
}
