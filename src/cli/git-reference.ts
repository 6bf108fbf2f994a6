/** Commits that a person names on the command line. */
import { runGit } from '../node/git';
import { UsageError } from './errors';

/**
 * The commit at which this branch left a reference: what a pull request is compared with.
 *
 * @param option the option that named it, for messages
 * @throws UsageError where git or the reference is missing
 */
export async function forkPoint(root: string, reference: string, option: string, command: string): Promise<string> {
  const git = async (...args: string[]): Promise<string | undefined> => {
    const { code, stdout } = await runGit(root, args);
    return code === 0 ? stdout.toString().trim() : undefined;
  };
  if ((await git('rev-parse', '--is-inside-work-tree')) === undefined)
    throw new UsageError(`"--${option}" needs git: this folder is in no repository, or git is not installed.`, command);
  const commit = await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${reference}^{commit}`);
  if (!commit)
    throw new UsageError(`git knows no commit "${reference}". A shallow clone may lack it: fetch it first.`, command);
  return (await git('merge-base', commit, 'HEAD')) ?? commit;
}
