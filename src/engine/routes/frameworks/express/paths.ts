/**
 * How Express compares the path of a middleware with a route's: by segment and ignoring case; `use` takes everything below. Wildcards
 * differ by version (path-to-regexp 0.1 and 8): Express 4 knows `*` and takes `*splat` for letters, Express 5 wants a name and refuses
 * to start on a bare `*`.
 */

/** True when a middleware at `pattern` sees requests for the route `url`. `major`: version of Express, null = not known. */
export function expressPath(
  pattern: string,
  url: string,
  match: 'prefix' | 'exact' | 'param',
  major: number | null,
): boolean {
  if (match === 'param') return url.split('/').some((segment) => parameterNames(segment).includes(pattern));
  // A regular expression is shown as a path and compared with nothing.
  if (/\/\^|\(\?/.test(pattern)) return false;
  return covers(segments(pattern), segments(url), match, major);
}

function covers(wanted: string[], given: string[], match: 'prefix' | 'exact', major: number | null): boolean {
  for (const [index, segment] of wanted.entries()) {
    if (isRest(segment, major)) return true;
    const actual = given[index];
    if (actual === undefined) return isOptional(segment) && index === wanted.length - 1;
    if (!sameSegment(segment, actual, major)) return false;
  }
  return match === 'prefix' || given.length === wanted.length || given.slice(wanted.length).every(isOptional);
}

/** Everything from here on: `*` (4), `*splat` and `{*splat}` (5), `(.*)`. */
function isRest(segment: string, major: number | null): boolean {
  if (segment === '*') return major !== 5;
  if (/^\{?\*\w+\}?$/.test(segment)) return major !== 4;
  return segment === '(.*)' || /^:\w+(?:\(\.\*\)|\*)$/.test(segment);
}

function isOptional(segment: string): boolean {
  return segment.endsWith('?') || /^\{.*\}$/.test(segment);
}

function sameSegment(wanted: string, actual: string, major: number | null): boolean {
  if (wanted.startsWith(':') || wanted === actual) return true;
  // `/files*` in Express 4; a route's own parameter may be any text, the literal one included, but need not be.
  const star = wanted.indexOf('*');
  return star > 0 && major !== 5 && actual.startsWith(wanted.slice(0, star));
}

function parameterNames(segment: string): string[] {
  return [...segment.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
}

function segments(path: string): string[] {
  return path.toLowerCase().split('/').filter(Boolean);
}
