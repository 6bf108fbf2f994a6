/** Questions about the workspace's manifests that several checks ask. */
import { normalisePythonName } from './collect/python-names';
import type { Dependency, ManifestFacts } from './collect/manifest';
import type { Workspace } from './workspace';

export interface DeclaredDependency {
  /** Path of the manifest. */
  path: string;
  manifest: ManifestFacts;
  dependency: Dependency;
}

/** Folder of a path, `''` for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** True when `path` lies in `folder` or below. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

/** A manifest and where it lies. */
export interface PlacedManifest {
  path: string;
  manifest: ManifestFacts;
}

/** Every manifest that says something of an ecosystem, in path order; vendored ones are left out. */
export function manifests(workspace: Workspace, ecosystem?: 'npm' | 'python'): readonly PlacedManifest[] {
  return workspace.derive(ecosystem === 'npm' ? npmManifests : ecosystem === 'python' ? pythonManifests : allManifests);
}

function allManifests(workspace: Workspace): PlacedManifest[] {
  const found: PlacedManifest[] = [];
  for (const { file, facts } of workspace.each('manifest'))
    if (file.fileClass !== 'vendored') found.push({ path: file.path, manifest: facts });
  return found;
}

function npmManifests(workspace: Workspace): PlacedManifest[] {
  return workspace.derive(allManifests).filter(({ manifest }) => manifest.ecosystem === 'npm');
}

function pythonManifests(workspace: Workspace): PlacedManifest[] {
  return workspace.derive(allManifests).filter(({ manifest }) => manifest.ecosystem === 'python');
}

/** Places that declare a dependency, by name (`express`, `slowapi`; Python names in any spelling) or pattern. */
export function declarationsOf(
  workspace: Workspace,
  ecosystem: 'npm' | 'python',
  name: string | RegExp,
): DeclaredDependency[] {
  const wanted = typeof name === 'string' && ecosystem === 'python' ? normalisePythonName(name) : name;
  return manifests(workspace, ecosystem).flatMap(({ path, manifest }) =>
    manifest.dependencies
      .filter((dependency) => (typeof wanted === 'string' ? dependency.name === wanted : wanted.test(dependency.name)))
      .map((dependency) => ({ path, manifest, dependency })),
  );
}

/** The manifest of an ecosystem in the nearest folder at or above a path; requirements files count for Python. */
export function nearestManifest(
  workspace: Workspace,
  path: string,
  ecosystem: 'npm' | 'python',
): PlacedManifest | undefined {
  return manifests(workspace, ecosystem)
    .filter((entry) => entry.manifest.kind !== 'pnpm-workspace' && isWithin(path, folderOf(entry.path)))
    .sort((a, b) => folderOf(b.path).length - folderOf(a.path).length)[0];
}
