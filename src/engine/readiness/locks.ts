/** Lock files of the workspace's packages, and the installs of images and CI that should use them. */
import { minimatch } from 'minimatch';
import type { ShellCommand } from '../collect/shell';
import { joinPath } from '../collect/shell';
import type { ManifestFacts } from '../collect/manifest';
import { folderOf, manifests } from '../manifests';
import type { Span } from '../span';
import type { Workspace } from '../workspace';
import { pipelines } from './ci-gates';
import { installProblem } from './ci-install';
import { allComposeFiles, dockerfiles } from './containers';
import { isAside, isForDevelopment } from './scope';

export interface LockedProject {
  path: string;
  ecosystem: 'npm' | 'python' | 'other';
  /** The file that fixes the versions; null = none. */
  lock: string | null;
  /** First dependency that is not fixed. */
  span: Span | null;
}

const NPM_LOCKS = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb'];
const PYTHON_LOCKS = ['poetry.lock', 'uv.lock', 'Pipfile.lock', 'pdm.lock', 'pylock.toml'];

/** Packages that are installed by themselves, in path order. Call through `workspace.derive(lockedProjects)`. */
export function lockedProjects(workspace: Workspace): LockedProject[] {
  const npm = manifests(workspace, 'npm').filter(({ path, manifest }) => manifest.kind === 'npm' && !setAside(path));
  // pnpm keeps one lock file for all members, beside the file that lists them (pnpm.io/workspaces).
  const lists = manifests(workspace, 'npm').filter(({ manifest }) => manifest.kind === 'pnpm-workspace');
  const roots = npm.filter(
    ({ path, manifest }) =>
      (hasMain(manifest) || lists.some((list) => folderOf(list.path) === folderOf(path))) &&
      ![...npm, ...lists].some((root) => isMember(root, path)),
  );
  const python = manifests(workspace, 'python').filter(
    ({ path, manifest }) => hasMain(manifest) && !setAside(path) && manifest.kind !== 'setup-cfg',
  );
  return [
    ...roots.map(({ path }): LockedProject => ({
      path,
      ecosystem: 'npm',
      lock: lockAbove(workspace, folderOf(path), NPM_LOCKS),
      span: null,
    })),
    ...python
      .filter(({ path, manifest }) => isApplication(workspace, path, manifest))
      .map(({ path, manifest }) => pythonProject(workspace, path, manifest)),
    ...lockedByName(workspace),
  ];
}

/** Manifests of other languages with the lock file that their tool writes beside them. */
const BY_NAME: readonly [RegExp, string][] = [
  [/(?:^|\/)go\.mod$/, 'go.sum'],
  [/(?:^|\/)Gemfile$/, 'Gemfile.lock'],
  [/(?:^|\/)composer\.json$/, 'composer.lock'],
];

/** Those that are locked: what a manifest without a lock file declares is not read, and it may be nothing. */
function lockedByName(workspace: Workspace): LockedProject[] {
  return [...workspace.files.keys()].flatMap((path): LockedProject[] => {
    const name = BY_NAME.find(([manifest]) => manifest.test(path))?.[1];
    if (name === undefined || setAside(path) || workspace.view(path)?.fileClass === 'vendored') return [];
    const lock = lockAbove(workspace, folderOf(path), [name]);
    return lock === null ? [] : [{ path, ecosystem: 'other', lock, span: null }];
  });
}

function setAside(path: string): boolean {
  return isAside(path) || isForDevelopment(path) || /(?:^|\/)(?:scripts|tools|sdks?|offline)\/|offline/.test(path);
}

function hasMain(manifest: ManifestFacts): boolean {
  return manifest.workspaces !== null || manifest.dependencies.some(({ group }) => group === 'main');
}

function isMember(root: { path: string; manifest: ManifestFacts }, path: string): boolean {
  const base = folderOf(root.path);
  const folder = folderOf(path);
  if (base === folder || (base !== '' && !folder.startsWith(`${base}/`))) return false;
  const relative = base === '' ? folder : folder.slice(base.length + 1);
  return (root.manifest.workspaces ?? []).some((glob) =>
    minimatch(relative, glob.replace(/^\.\//, '').replace(/\/$/, '')),
  );
}

/** A library leaves versions open on purpose: a package description beside it and no image say that it is one. */
function isApplication(workspace: Workspace, path: string, manifest: ManifestFacts): boolean {
  const folder = folderOf(path);
  const beside = (name: RegExp): boolean =>
    [...workspace.files.keys()].some((file) => folderOf(file) === folder && name.test(file));
  const image = beside(/(?:^|\/)Dockerfile[^/]*$|(?:^|\/)manage\.py$|(?:^|\/)Procfile$/);
  if (manifest.kind === 'requirements') return image || !beside(/(?:^|\/)(?:pyproject\.toml|setup\.py)$/);
  return manifest.kind === 'pipfile' || (image && !beside(/(?:^|\/)requirements\.txt$/));
}

/** Fixed when nearly every version is exact (`==`, a URL, a hash); one or two open ones are an oversight, not a policy. */
function pythonProject(workspace: Workspace, path: string, manifest: ManifestFacts): LockedProject {
  const lock = lockAbove(workspace, folderOf(path), PYTHON_LOCKS);
  const main = manifest.dependencies.filter(({ group }) => group === 'main');
  const open = main.filter(({ version }) => !/^===?[^*,]+$|^\w+:|^git\+/.test(version.replace(/\s/g, '')));
  const pinned = manifest.kind === 'requirements' && open.length <= main.length * 0.2;
  return { path, ecosystem: 'python', lock: lock ?? (pinned ? path : null), span: open[0]?.span ?? null };
}

function lockAbove(workspace: Workspace, folder: string, names: readonly string[]): string | null {
  for (let current = folder; ; current = folderOf(current)) {
    for (const name of names) {
      const path = current === '' ? name : `${current}/${name}`;
      if (workspace.files.has(path)) return path;
    }
    if (current === '') return null;
  }
}

export interface Install {
  path: string;
  span: Span;
  text: string;
  /** Takes newer versions although a lock file is there. */
  loose: boolean;
  strict: boolean;
  /** In a pipeline; else in an image. */
  inCi: boolean;
  better: string;
  /** Why it cannot succeed. */
  problem: string | null;
}

/** Installs of JavaScript packages in images and CI. Call through `workspace.derive(installs)`. */
export function installs(workspace: Workspace): Install[] {
  const out: Install[] = [];
  for (const { path, facts } of workspace.derive(dockerfiles)) {
    for (const stage of facts.stages)
      for (const instruction of stage.instructions)
        for (const command of instruction.commands)
          out.push(...read(workspace, path, command, instruction.span, contextOf(workspace, path), false));
  }
  for (const { path, facts } of workspace.derive(pipelines)) {
    if (!facts.onChange) continue;
    for (const step of facts.jobs.flatMap((job) => job.steps))
      for (const command of step.commands)
        out.push(
          ...read(
            workspace,
            path,
            command,
            { ...step.span, line: command.line, endLine: command.line },
            command.folder,
            true,
          ),
        );
  }
  return out;
}

/** Folder that an image is built from: what Compose says, else its own. */
function contextOf(workspace: Workspace, path: string): string {
  for (const compose of workspace.derive(allComposeFiles)) {
    for (const { build } of compose.facts.services) {
      const context = build ? joinPath(folderOf(compose.path), build.context) : null;
      if (context !== null && build && joinPath(context, build.dockerfile ?? 'Dockerfile') === path) return context;
    }
  }
  return folderOf(path);
}

function read(
  workspace: Workspace,
  path: string,
  command: ShellCommand,
  span: Span,
  folder: string | null,
  inCi: boolean,
): Install[] {
  const { text } = command;
  const make = (strict: boolean, better: string): Install[] => {
    const locked = folder !== null && lockAbove(workspace, folder, NPM_LOCKS) !== null;
    const problem = inCi && strict ? installProblem(workspace, { ...command, folder }) : null;
    return [{ path, span, text, loose: !strict && locked, strict, inCi, better, problem }];
  };
  if (/^npm (?:ci|clean-install)\b/.test(text)) return make(true, '');
  if (/^npm (?:install|i)\s*(?:--\S+\s*)*$/.test(`${text} `.trimEnd())) return make(false, 'npm ci');
  if (/^pnpm (?:install|i)\b(?!.*\s(?:-g|--global)\b)/.test(text) && !/^pnpm (?:install|i)\s+[^-\s]/.test(text))
    return make(inCi || /frozen-lockfile/.test(text), 'pnpm install --frozen-lockfile');
  if (/^yarn(?: install)?(?:\s+--\S+)*$/.test(text))
    return make(/frozen-lockfile|immutable/.test(text), 'yarn install --immutable');
  return [];
}
