/** Finds and reads a repository's own files without running git. */
import fs from 'node:fs';
import path from 'node:path';

export interface GitFolder {
  /** Top of the work tree, absolute. */
  top: string;
  /** Folder of HEAD and index. */
  gitDir: string;
  /** Folder of config and info; differs from `gitDir` in a linked work tree. */
  commonDir: string;
}

/** The repository that a folder belongs to, if any: the nearest `.git` at or above it. */
export function findGitFolder(root: string): GitFolder | undefined {
  for (let folder = root; ; folder = path.dirname(folder)) {
    const gitDir = resolveDotGit(path.join(folder, '.git'));
    if (gitDir) return { top: folder, gitDir, commonDir: commonDirOf(gitDir) };
    if (path.dirname(folder) === folder) return undefined;
  }
}

/** `.git` is a folder, or in work trees and submodules a file that names it (gitrepository-layout). */
function resolveDotGit(dotGit: string): string | undefined {
  const stat = fs.lstatSync(dotGit, { throwIfNoEntry: false });
  let folder: string | undefined;
  if (stat?.isDirectory()) folder = dotGit;
  else if (stat?.isFile()) {
    const target = /^gitdir: (.+?)\r?\n?$/.exec(readSmall(dotGit) ?? '')?.[1];
    if (target !== undefined) folder = path.resolve(path.dirname(dotGit), target);
  }
  return folder !== undefined && fs.existsSync(path.join(folder, 'HEAD')) ? folder : undefined;
}

function commonDirOf(gitDir: string): string {
  const common = readSmall(path.join(gitDir, 'commondir'))?.trim();
  return common ? path.resolve(gitDir, common) : gitDir;
}

/** Text of a small file; undefined when it cannot be read. */
export function readSmall(file: string): string | undefined {
  try {
    const stat = fs.lstatSync(file, { throwIfNoEntry: false });
    return stat?.isFile() && stat.size <= 1024 * 1024 ? fs.readFileSync(file, 'utf8') : undefined;
  } catch {
    // Unreadable is treated as absent: whoever asks has a way to go on without it.
    return undefined;
  }
}
