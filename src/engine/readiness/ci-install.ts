/** Installs that cannot succeed, whatever is on the registry: a lock file that is not there, a protocol that the package manager lacks. */
import { minimatch } from 'minimatch';
import type { ShellCommand } from '../collect/shell';
import { joinPath } from '../collect/shell';
import { folderOf, isWithin, manifests, type PlacedManifest } from '../manifests';
import type { Workspace } from '../workspace';

/** Why the command fails, as a sentence part; null when nothing speaks against it. */
export function installProblem(workspace: Workspace, command: ShellCommand): string | null {
  const { text, folder } = command;
  if (folder === null) return null;
  if (/^npm (?:ci|clean-install|install-clean)\b/.test(text) || /^npm (?:install|i)\s*(?:--\S+\s*)*$/.test(text)) {
    return npmProblem(workspace, prefixed(text, folder), /^npm (?:install|i)\b/.test(text));
  }
  if (/^pnpm (?:install|i)\b.*--frozen-lockfile/.test(text)) {
    return hasAbove(workspace, folder, 'pnpm-lock.yaml') ? null : 'there is no pnpm-lock.yaml to install from';
  }
  if (/^yarn(?: install)?\b.*--immutable\b/.test(text)) {
    return hasAbove(workspace, folder, 'yarn.lock') ? null : 'there is no yarn.lock to install from';
  }
  return pipProblem(workspace, text, folder);
}

function prefixed(text: string, folder: string): string {
  const prefix = /\s--prefix[= ](\S+)/.exec(text)?.[1];
  return prefix ? (joinPath(folder, prefix) ?? folder) : folder;
}

/**
 * `npm ci` needs a lock file ("npm ci", docs.npmjs.com), and npm knows no `workspace:` protocol: it stops with EUNSUPPORTEDPROTOCOL as soon as a
 * package of the tree that it installs asks for one.
 */
function npmProblem(workspace: Workspace, folder: string, createsLock: boolean): string | null {
  const tree = workspace.derive(npmTrees).get(folder);
  if (!tree) return null;
  const locks = ['package-lock.json', 'npm-shrinkwrap.json'].flatMap((name) => [
    at(folder, name),
    at(folderOf(tree.root.path), name),
  ]);
  if (!createsLock && !locks.some((path) => workspace.files.has(path)))
    return 'there is no package-lock.json to install from';
  for (const { path, manifest } of [tree.root, ...tree.members]) {
    const foreign = manifest.dependencies.find(
      ({ version, group }) => version.startsWith('workspace:') && group !== 'peer',
    );
    if (foreign) return `npm does not know the \`workspace:\` protocol of "${foreign.name}" in ${path}`;
  }
  return null;
}

/** What npm installs together. */
interface NpmTree {
  root: PlacedManifest;
  members: PlacedManifest[];
}

/** Trees by the folder of each package in them: many commands of a pipeline install the same few. */
function npmTrees(workspace: Workspace): ReadonlyMap<string, NpmTree> {
  const all = manifests(workspace, 'npm').filter(({ manifest }) => manifest.kind === 'npm');
  const trees = all.map((root): NpmTree => ({ root, members: all.filter((one) => isMember(root, one.path)) }));
  return new Map(
    all.flatMap((own, i) => {
      const tree = trees.find(({ members }) => members.includes(own)) ?? trees[i];
      return tree ? [[folderOf(own.path), tree] as const] : [];
    }),
  );
}

function isMember({ path: above, manifest }: PlacedManifest, path: string): boolean {
  const base = folderOf(above);
  const folder = folderOf(path);
  if (manifest.workspaces === null || folder === base || !isWithin(folder, base)) return false;
  const relative = base === '' ? folder : folder.slice(base.length + 1);
  return manifest.workspaces.some((glob) => minimatch(relative, glob.replace(/^\.\//, '').replace(/\/$/, '')));
}

function pipProblem(workspace: Workspace, text: string, folder: string): string | null {
  if (!/^(?:python3? -m )?(?:pip3?|uv pip) install\b/.test(text)) return null;
  for (const match of text.matchAll(/\s(?:-r|--requirement)[= ]?\s*([^\s"']+)/g)) {
    const file = match[1] ?? '';
    const path = /[$*~{]|^\//.test(file) ? null : joinPath(folder, file);
    if (path !== null && !workspace.files.has(path)) return `there is no ${path}`;
  }
  return null;
}

function at(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function hasAbove(workspace: Workspace, folder: string, name: string): boolean {
  for (let current = folder; ; current = folderOf(current)) {
    if (workspace.files.has(at(current, name))) return true;
    if (current === '') return false;
  }
}
