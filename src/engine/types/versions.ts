/** Which TypeScript a configuration is read by: the range its package.json asks for. */
import { folderOf, isWithin, manifests } from '../manifests';
import type { Workspace } from '../workspace';

/** A range of releases as numbers like 5.09: major + minor / 100. */
export interface VersionRange {
  low: number;
  high: number;
}

/** Newest minor of each major that is known; a range without an upper end is open. */
const NEWEST_MINOR: Readonly<Record<number, number>> = { 2: 9, 3: 9, 4: 9, 5: 9, 6: 0, 7: 1 };
const ANY: VersionRange = { low: 0, high: Infinity };

function release(major: number, minor: number): number {
  return major + minor / 100;
}

/**
 * Releases that an npm range allows: `^5.1.0` → 5.01 to 5.09, `~5.4` → 5.04, `>=5` → 5 and up. What cannot be read (`latest`,
 * `workspace:*`, a URL) allows any.
 */
export function typescriptRange(spec: string): VersionRange {
  const match = /^\s*(\^|~|>=|=|v)?\s*v?(\d+)(?:\.(\d+|x|\*))?/.exec(spec.replace(/^npm:typescript@/, ''));
  if (!match?.[2] || /\|\||\s-\s/.test(spec)) return ANY;
  const major = Number(match[2]);
  const minor = match[3] !== undefined && /\d/.test(match[3]) ? Number(match[3]) : undefined;
  const newest = release(major, Math.max(NEWEST_MINOR[major] ?? 99, minor ?? 0));
  const low = release(major, minor ?? 0);
  if (match[1] === '>=') {
    const below = /<\s*(\d+)(?:\.(\d+))?/.exec(spec);
    return { low, high: below ? release(Number(below[1]), Number(below[2] ?? 0)) - 0.005 : Infinity };
  }
  if (match[1] === '^' || minor === undefined) return { low, high: newest };
  return { low, high: low };
}

/** The range that the nearest package.json at or above a path declares for `typescript`; any release when none does. */
export function typescriptFor(workspace: Workspace, path: string): VersionRange {
  let depth = -1;
  let range = ANY;
  for (const { path: at, manifest } of manifests(workspace, 'npm')) {
    const folder = folderOf(at);
    if (folder.length <= depth || !isWithin(path, folder)) continue;
    const declared = manifest.dependencies.find((dependency) => dependency.name === 'typescript');
    if (!declared) continue;
    depth = folder.length;
    range = typescriptRange(declared.version);
  }
  return range;
}
