/**
 * Packages that compare a path with globs, asked with literals: lists of open paths are often written so. Sources: the pages of micromatch,
 * picomatch and minimatch ("isMatch", "minimatch(path, pattern)").
 */
import { matchesGlob } from '../../config/config';
import type { Abstract } from '../run/abstract';

const MATCHES = /^(?:(?:micromatch|picomatch)[:.](?:isMatch|any)|minimatch(?::minimatch)?)$/;

/** Whether a path is matched; undefined when the function is no matcher or something is not literal. */
export function matchedByGlob(symbol: string, values: readonly { value: Abstract }[]): boolean | undefined {
  if (!MATCHES.test(symbol)) return undefined;
  const [path, globs] = values.map(({ value }) => value);
  if (path?.v !== 'text' || !globs) return undefined;
  const patterns = globs.v === 'list' ? globs.items : [globs];
  let isKnown = true;
  for (const pattern of patterns) {
    if (pattern.v !== 'text') isKnown = false;
    else if (matchesGlob(withoutSlash(path.text), withoutSlash(pattern.text))) return true;
  }
  return isKnown ? false : undefined;
}

function withoutSlash(path: string): string {
  return path.replace(/^\//, '');
}
