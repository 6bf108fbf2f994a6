/** Who works here, and on which commit: what git says. */
import { runGit } from './git';

export interface GitIdentity {
  /** `user.name`. */
  name: string | undefined;
  /** HEAD; undefined where there is no commit yet. */
  commit: string | undefined;
}

/** What git does not know, or is not there to say, is left out. */
export async function gitIdentity(root: string): Promise<GitIdentity> {
  const [name, commit] = await Promise.all([
    answer(root, ['config', 'user.name']),
    answer(root, ['rev-parse', '--verify', '--quiet', 'HEAD']),
  ]);
  return { name, commit };
}

async function answer(root: string, args: string[]): Promise<string | undefined> {
  const { code, stdout } = await runGit(root, args);
  return (code === 0 ? stdout.toString().trim() : '') || undefined;
}
