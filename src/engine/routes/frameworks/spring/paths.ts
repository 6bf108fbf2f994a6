/**
 * Paths as Spring compares them: `?` one character, `*` within a segment, `**` any number of segments, `{name}` one segment (Spring
 * Framework reference, "Mapping Requests", "URI patterns"; Spring Security compares rules in the same way).
 */
import type { PathRule } from '../../framework';

/** Whether a rule's path covers the whole of a route's. Parameters of the route are covered by wildcards alone. */
export const springCovers: PathRule = (path, url) => matches(segments(path), segments(url));

function matches(pattern: readonly string[], url: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return url.length === 0;
  if (first === '**' || /^\{\*\w+\}$/.test(first))
    return rest.length === 0 || url.some((_, at) => matches(rest, url.slice(at)));
  const [given, ...others] = url;
  return given !== undefined && isSegment(first, given) && matches(rest, others);
}

function isSegment(pattern: string, given: string): boolean {
  if (pattern === '*' || /^\{[^:}]*\}$/.test(pattern)) return given !== '**';
  if (pattern === given) return true;
  if (!/[*?]/.test(pattern) || given.startsWith('{')) return false;
  const source = pattern
    .replace(/[.+^$(){}|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  return new RegExp(`^${source}$`).test(given);
}

function segments(path: string): string[] {
  return path.split('/').filter(Boolean);
}

/** Segments that only lead to an application's paths. */
const LEADING = /^(?:api|rest|v\d+|services?|app|\*+)$/;

/** Whether a path names nothing in particular: everything, or everything below `/api`. */
export function isEverything(path: string): boolean {
  const all = segments(path);
  return all.some((segment) => segment === '**' || segment === '*') && all.every((segment) => LEADING.test(segment));
}
