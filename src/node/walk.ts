/** Walks a folder without git: nested ignore files, no symbolic links, whatever cannot be read named. */
import fs from 'node:fs';
import path from 'node:path';
import type { SkippedPath } from '../engine/facts';
import { comparePaths } from '../engine/span';
import { IgnoreTree } from './ignore-tree';
import type { GitFolder } from './git-folder';
import { pruneByName, pruneOutput, VERSION_CONTROL, VIRTUAL_ENVIRONMENT } from './prune';
import { failure, SYMBOLIC_LINK, type FileSystem } from './read';

export interface WalkOptions {
  /** The repository whose rules hold; undefined = none. */
  git?: GitFolder;
  /** Rules of the tree; made when absent. Paths are relative to the repository's top, or to the root without one. */
  ignore?: IgnoreTree;
  /** Paths (relative to the root) that the index has: neither listed again nor pruned. */
  tracked?: ReadonlySet<string>;
  maxFiles: number;
  io?: FileSystem;
  /** Asked once per folder. */
  shouldStop?: () => boolean;
}

export interface Walked {
  /** Untracked files, relative to the root. */
  files: string[];
  skipped: SkippedPath[];
}

/** Files below a folder that are not ignored. Never throws on account of the tree. */
export function walk(root: string, options: WalkOptions): Walked {
  const { git, maxFiles, io = fs, shouldStop = () => false } = options;
  const prefix = git ? prefixOf(git.top, root) : '';
  const ignore = options.ignore ?? new IgnoreTree(git?.top ?? root, git);
  const walked: Walked = { files: [], skipped: [] };
  const pending = [''];
  for (let folder = pending.pop(); folder !== undefined && !shouldStop(); folder = pending.pop()) {
    const entries = entriesOf(root, folder, io, walked.skipped);
    const names = entries.map((entry) => entry.name);
    const reason = folder === '' ? undefined : reasonAgainst(names, git !== undefined);
    if (reason) {
      walked.skipped.push({ path: folder, reason });
      continue;
    }
    const folders: string[] = [];
    for (const entry of entries) {
      const file = folder + entry.name;
      if (options.tracked?.has(file) || VERSION_CONTROL.has(entry.name)) continue;
      if (ignore.isIgnored(prefix + file, entry.isDirectory())) continue;
      const skip = reasonFor(entry, file, root, git ? [] : names, io);
      if (skip) walked.skipped.push({ path: entry.isDirectory() ? `${file}/` : file, reason: skip });
      else if (entry.isDirectory()) folders.push(`${file}/`);
      else walked.files.push(file);
    }
    if (walked.files.length > maxFiles) {
      walked.files.length = maxFiles;
      walked.skipped.push({ path: './', reason: capReason(maxFiles) });
      break;
    }
    pending.push(...folders.reverse());
  }
  return walked;
}

/** Why the rest of a huge folder is left out. */
export function capReason(maxFiles: number): string {
  return `more than ${maxFiles.toLocaleString('en-US')} files: the rest was left out`;
}

/** The root below the top of its work tree, `''` or ending with `/`. */
export function prefixOf(top: string, root: string): string {
  const relative = path.relative(top, root).split(path.sep).join('/');
  return relative === '' ? '' : `${relative}/`;
}

function entriesOf(root: string, folder: string, io: FileSystem, skipped: SkippedPath[]): fs.Dirent[] {
  try {
    const entries = io.readdirSync(path.join(root, folder), { withFileTypes: true });
    return entries.sort((a, b) => comparePaths(a.name, b.name));
  } catch (error) {
    const reason = failure(error);
    if ('skipped' in reason) skipped.push({ path: folder === '' ? './' : folder, reason: reason.skipped });
    return [];
  }
}

/** Why a folder with these names in it is left out as a whole. */
function reasonAgainst(names: readonly string[], inRepository: boolean): string | undefined {
  if (names.includes(VIRTUAL_ENVIRONMENT)) return 'installed packages';
  return inRepository && names.includes('.git') ? 'another git repository' : undefined;
}

function reasonFor(
  entry: fs.Dirent,
  file: string,
  root: string,
  beside: readonly string[],
  io: FileSystem,
): string | undefined {
  if (entry.name.includes('\uFFFD') && !io.lstatSync(path.join(root, file), { throwIfNoEntry: false }))
    return 'its name is not UTF-8';
  if (entry.isSymbolicLink()) return SYMBOLIC_LINK;
  if (entry.isDirectory()) return pruneByName(entry.name) ?? pruneOutput(entry.name, beside);
  return entry.isFile() ? undefined : 'not a regular file';
}
