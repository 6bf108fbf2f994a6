/** What `preflight check` shows: paths, checks, and files changed since a commit. */
import fs from 'node:fs';
import { didYouMean } from '../engine/text/did-you-mean';
import { ALL_CHECKS } from '../engine/registry';
import type { Selection } from '../engine/report/select';
import { runGit } from '../node/git';
import type { Options } from './args';
import { UsageError } from './errors';
import { forkPoint } from './git-reference';
import type { Target } from './paths';

/** @throws UsageError for checks that do not exist and commits that git does not know */
export async function selectionOf({ root, paths }: Target, options: Options): Promise<Selection> {
  const reference = options.value('changed-since');
  return {
    paths: paths.length === 0 ? null : paths,
    files: reference === undefined ? null : await changedFiles(root, reference),
    checks: chosenChecks(options.list('only'), options.list('skip')),
  };
}

/** Ids that were asked for; a category stands for all of its checks. Null = all. */
function chosenChecks(only: readonly string[], skip: readonly string[]): ReadonlySet<string> | null {
  if (only.length === 0 && skip.length === 0) return null;
  const skipped = new Set(skip.flatMap(idsOf));
  const wanted = only.length === 0 ? ALL_CHECKS.map((check) => check.id) : only.flatMap(idsOf);
  return new Set(wanted.filter((id) => !skipped.has(id)));
}

function idsOf(word: string): string[] {
  const own = ALL_CHECKS.filter((check) => check.id === word || check.category === word).map((check) => check.id);
  if (own.length > 0) return own;
  const known = ALL_CHECKS.flatMap((check) => [check.id, check.category]);
  throw new UsageError(`There is no check "${word}".${didYouMean(word, known)}`, 'check');
}

/**
 * Files that differ from where this branch left the reference: committed, staged, changed or new, as paths relative to the root.
 * @throws UsageError where git or the reference is missing
 */
async function changedFiles(root: string, reference: string): Promise<ReadonlySet<string>> {
  const git = async (...args: string[]): Promise<string | undefined> => {
    const { code, stdout } = await runGit(root, args);
    return code === 0 ? stdout.toString() : undefined;
  };
  const base = await forkPoint(root, reference, 'changed-since', 'check');
  const names = ['--name-only', '-z', '--relative', '--no-renames', '--no-ext-diff', '--no-textconv'];
  const changed = await git('diff', ...names, '--diff-filter=d', base, '--', '.');
  const added = await git('ls-files', '-z', '--others', '--exclude-standard', '--', '.');
  if (changed === undefined || added === undefined)
    throw new UsageError(`git cannot tell what changed since "${reference}".`, 'check');
  return new Set(`${changed}${added}`.split('\0').filter((file) => file !== '' && fs.existsSync(`${root}/${file}`)));
}
