/**
 * Versions of Next.js in which a header of the caller's choice skips the middleware altogether (CVE-2025-29927, fixed in 12.3.5, 13.5.9,
 * 14.2.25 and 15.2.3).
 */
const FIXED: Readonly<Record<number, readonly [number, number]>> = { 12: [3, 5], 13: [5, 9], 14: [2, 25], 15: [2, 3] };

/** Why callers get around the middleware; null when the declared version is another one, or may be a newer one. */
export function middlewareFlaw(range: string): string | null {
  const match = /^\s*(?:v|=)?\s*(~?)(\d+)\.(\d+)\.(\d+)\s*$/.exec(range);
  if (!match) return null;
  const [, tilde = '', ...numbers] = match;
  const [major = 0, minor = 0, patch = 0] = numbers.map(Number);
  const fixed = FIXED[major];
  if (!fixed) return null;
  const isOlder = minor < fixed[0] || (minor === fixed[0] && patch < fixed[1]);
  // `~14.2.0` is installed as the last 14.2.
  const isOpen = tilde !== '' && minor === fixed[0];
  return isOlder && !isOpen
    ? `is skipped by a header that callers may send: Next.js ${range} has CVE-2025-29927`
    : null;
}
