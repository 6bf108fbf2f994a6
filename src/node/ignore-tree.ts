/** Ignore rules of a whole tree, read folder by folder as they are asked for. */
import os from 'node:os';
import path from 'node:path';
import { readSmall, type GitFolder } from './git-folder';
import { IgnoreFile, IgnoreStack } from '../engine/gitignore';

interface FolderState {
  /** The folder itself, or one above it, is ignored. */
  ignored: boolean;
  /** Rules that hold inside it. */
  stack: IgnoreStack;
}

/** File systems that fold case are the default on these; git's `core.ignoreCase` follows them. */
const IGNORE_CASE = process.platform === 'win32' || process.platform === 'darwin';

export class IgnoreTree {
  private readonly states = new Map<string, FolderState>();

  /**
   * @param base absolute folder that all paths are relative to: the top of the work tree, or the walked folder where there is none
   * @param git its repository; brings `info/exclude` and the person's own ignore file
   */
  constructor(
    private readonly base: string,
    git: GitFolder | undefined,
  ) {
    let stack = new IgnoreStack();
    if (git) {
      for (const file of [personalIgnoreFile(), path.join(git.commonDir, 'info/exclude')]) {
        stack = stack.with(new IgnoreFile(readSmall(file) ?? '', '', IGNORE_CASE));
      }
    }
    this.states.set('', { ignored: false, stack: this.enter('', stack) });
  }

  /** True when a path, or a folder above it, is ignored. Paths use `/`. */
  isIgnored(file: string, isFolder: boolean): boolean {
    const state = this.state(file.slice(0, Math.max(0, file.lastIndexOf('/'))));
    return state.ignored || state.stack.test(file, isFolder);
  }

  private state(folder: string): FolderState {
    const known = this.states.get(folder);
    if (known) return known;
    const above = this.state(folder.slice(0, Math.max(0, folder.lastIndexOf('/'))));
    const ignored = above.ignored || above.stack.test(folder, true);
    // git does not look for rules inside a folder that is ignored as a whole.
    const state = { ignored, stack: ignored ? above.stack : this.enter(`${folder}/`, above.stack) };
    this.states.set(folder, state);
    return state;
  }

  private enter(folder: string, stack: IgnoreStack): IgnoreStack {
    const text = readSmall(path.join(this.base, folder, '.gitignore'));
    return text === undefined ? stack : stack.with(new IgnoreFile(text, folder, IGNORE_CASE));
  }
}

/** Where git looks for a person's own ignore rules unless configured otherwise (git-scm.com/docs/gitignore). */
function personalIgnoreFile(): string {
  const config = process.env.XDG_CONFIG_HOME || path.join(os.homedir(), '.config');
  return path.join(config, 'git/ignore');
}
