/** Versions of Python packages as the manifests nearest to a file declare them. */
import type { Workspace } from '../workspace';
import { dirname, join } from './paths';

/** Where applications declare what they run with, the most telling first. */
const MANIFESTS = [
  'requirements.txt',
  'pyproject.toml',
  'Pipfile',
  'setup.cfg',
  'requirements.in',
  'requirements/base.txt',
  'requirements/requirements.txt',
  'requirements/production.txt',
  'requirements/prod.txt',
];

/**
 * The specifier with which a package is declared nearest to a file (`==0.95.1`, `^0.95`, `` = any version); null when nobody declares it.
 * `name` as PEP 503 normalises it.
 */
export function pythonRange(workspace: Workspace, path: string, name: string): string | null {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    for (const manifest of MANIFESTS) {
      const facts = workspace.part(join(folder, manifest), 'manifest');
      const declared = facts?.dependencies.find((dependency) => dependency.name === name);
      if (declared) return declared.version;
    }
    if (folder === '') return null;
  }
}

/** First numbers of a version. */
export type Release = readonly [major: number, minor: number];

/**
 * Where a range lies: wholly `before` a release, wholly `from` it on, or `open` on both sides of it. Specifiers as in PEP 440, and Poetry's
 * `^` and `~`.
 */
export function rangeAgainst(range: string, release: Release): 'before' | 'from' | 'open' {
  let lowest = 0;
  let beyond = Infinity;
  for (const part of range.split(',')) {
    const match = /^\s*(===?|~=|>=|<=|>|<|\^|~|v)?\s*(\d+)(?:\.(\d+))?(\.[\w.*]+)?\s*$/.exec(part);
    if (!match) continue;
    const [, operator = '==', major = '0', minor, patch] = match;
    const at = Number(major) * SCALE + Number(minor ?? 0);
    const next = nextAfter(operator, { major: Number(major), minor, patch });
    if (operator !== '<' && operator !== '<=') lowest = Math.max(lowest, at);
    if (operator === '<') beyond = Math.min(beyond, patch && /[1-9]/.test(patch) ? at + 1 : at);
    else if (next !== null) beyond = Math.min(beyond, next);
  }
  const wanted = release[0] * SCALE + release[1];
  if (beyond <= wanted) return 'before';
  return lowest >= wanted ? 'from' : 'open';
}

/** Minor versions of one major. */
const SCALE = 100_000;

/** First release that is not allowed any more; null = none is too new. */
function nextAfter(
  operator: string,
  { major, minor, patch }: { major: number; minor?: string | undefined; patch?: string | undefined },
): number | null {
  if (operator === '>' || operator === '>=') return null;
  const sameMajor = (major + 1) * SCALE;
  const sameMinor = major * SCALE + Number(minor ?? 0) + 1;
  if (minor === undefined) return sameMajor;
  if (operator === '~=') return patch === undefined ? sameMajor : sameMinor;
  // Below 1.0 a caret stays within the minor version.
  if (operator === '^') return major > 0 ? sameMajor : sameMinor;
  return sameMinor;
}
