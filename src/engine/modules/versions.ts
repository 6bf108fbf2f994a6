/** Major version of a package as the nearest package.json of a file declares it. */
import type { Workspace } from '../workspace';
import { dirname, join } from './paths';

/** The declared major version; null when nobody declares the package or the range leaves the major open. */
export function packageMajor(workspace: Workspace, path: string, name: string): number | null {
  const range = packageRange(workspace, path, name);
  return range === null ? null : majorOf(range);
}

/** The version of a package as declared; null when nobody declares it. */
export function packageRange(workspace: Workspace, path: string, name: string): string | null {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const manifest = workspace.part(join(folder, 'package.json'), 'manifest');
    const declared = manifest?.dependencies.find((dependency) => dependency.name === name);
    if (declared) return declared.version;
    if (folder === '') return null;
  }
}

/** `^4.18.0`, `~4.1`, `4.x`, `4` → 4; ranges over several majors, tags and protocols → null. */
export function majorOf(range: string): number | null {
  const match = /^\s*(?:npm:[^@]+@)?[\^~=v]?\s*(\d+)(?:\.[\dx*]+){0,2}(?:-[\w.]+)?\s*$/.exec(range);
  return match ? Number(match[1]) : null;
}
