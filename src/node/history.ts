/**
 * The history of a repository, searched for secrets: one `git log --patch`, read as a stream. Memory does not grow with the history, and
 * stopping ends git at once.
 */
import { StringDecoder } from 'node:string_decoder';
import { collectLists, type HistoryInput, type HistoryProgress } from './history-input';
import { COMMIT_FORMAT, PatchReader } from '../engine/history/patch';
import type { HistoryReport } from '../engine/history/report';
import { HistorySearch } from '../engine/history/search';
import { TreeSearch } from '../engine/history/tree';
import { DEFAULT_SALT } from '../engine/hash';
import { HistoryRefused } from './history-refused';
import { runGit, startGit } from './git';

export type { HistoryInput, HistoryProgress } from './history-input';

/** Longer lines are cut: no person writes them. */
const MAX_LINE = 1024 * 1024;
/** Files between two breaths in the search of the tree. */
const BREATH = 50;
/** Counting commits of a large repository takes a while. */
const COUNT_LIMIT = 60_000;

/**
 * Searches the history.
 * @throws HistoryRefused where there is no history that can be read
 * @throws AbortError when `signal` aborts
 */
export async function searchHistory(input: HistoryInput, progress?: HistoryProgress): Promise<HistoryReport> {
  const { host, config, signal, since = null, maxCommits = null, paths = [] } = input;
  const shallow = await checkRepository(host.root, signal);
  const range = await rangeOf(input);
  const lists = await collectLists(host);
  const accepted = input.accepted ?? new Set<string>();
  const search = new HistorySearch({ salt: DEFAULT_SALT, config, today: input.today, accepted, lists });
  let commits = 0;
  let oldest: string | null = null;
  let stopped: string | null = null;
  if (range !== undefined) {
    let total: number | undefined;
    void countCommits(host.root, range, signal).then((count) => (total = count));
    const reader = new PatchReader({
      commit({ date }) {
        commits++;
        if (oldest === null || Date.parse(date) < Date.parse(oldest)) oldest = date;
        progress?.(commits, total);
      },
      piece: (piece) => search.add(piece),
    });
    stopped = await readLog(host.root, range, (line) => reader.push(line), signal);
    if (stopped !== null && commits === 0) throw new HistoryRefused(`git could not read the history: ${stopped}.`);
    reader.end();
  }
  const tree = await searchTree(input, search.values);
  return {
    schemaVersion: 1,
    tool: { name: 'preflight', version: input.version },
    root: host.root,
    history: { commits, oldest, shallow, stopped, since, maxCommits, paths: [...paths], truncated: search.truncated },
    secrets: search.secrets(tree),
  };
}

/** Whether the clone is shallow. @throws HistoryRefused */
async function checkRepository(root: string, signal?: AbortSignal): Promise<boolean> {
  const { code, stdout } = await runGit(root, ['rev-parse', '--is-shallow-repository'], { signal });
  signal?.throwIfAborted();
  if (code !== 0)
    throw new HistoryRefused(
      'There is no history to search: this folder is in no repository that git reads, or git is not installed.',
    );
  const partial = await runGit(root, ['config', '--get-regexp', '^remote\\..*\\.(promisor|partialclonefilter)$'], {
    signal,
  });
  if (partial.code === 0 && partial.stdout.length > 0)
    throw new HistoryRefused(
      'This is a partial clone: what was committed lies elsewhere, and reading it would use the network. Clone it whole, without --filter, and search there.',
    );
  return stdout.toString().trim() === 'true';
}

/** Arguments that choose the commits; undefined where there is none yet. */
async function rangeOf({ host, since, maxCommits, paths = [], signal }: HistoryInput): Promise<string[] | undefined> {
  // Stashed changes are one person's; a detached HEAD is on no branch.
  const refs = ['--exclude=refs/stash', '--all'];
  const first = await runGit(host.root, ['rev-list', '--max-count=1', ...refs], { signal });
  const head = await runGit(host.root, ['rev-parse', '--verify', '--quiet', 'HEAD'], { signal });
  signal?.throwIfAborted();
  if (head.code !== 0 && first.stdout.length === 0) return undefined;
  const prefix = await runGit(host.root, ['rev-parse', '--show-prefix'], { signal });
  const isWhole = prefix.stdout.toString().trim() === '' && paths.length === 0;
  return [
    ...(since ? [`--since=${since}`] : []),
    ...(maxCommits ? [`--max-count=${maxCommits}`] : []),
    '--full-history',
    ...refs,
    ...(head.code === 0 ? ['HEAD'] : []),
    '--',
    ...(isWhole ? [] : paths.length > 0 ? paths : ['.']),
  ];
}

async function countCommits(root: string, range: readonly string[], signal?: AbortSignal): Promise<number | undefined> {
  const { code, stdout } = await runGit(root, ['--literal-pathspecs', 'rev-list', '--count', ...range], {
    signal,
    timeLimit: COUNT_LIMIT,
  });
  return code === 0 ? Number(stdout.toString()) : undefined;
}

/**
 * Nothing of the repository's or the user's configuration may change the form of the output or start a program: every option that would
 * is given. Merges show what neither parent has (`--cc`), renames what changed besides the name, deletions nothing.
 */
const LOG = [
  ...['--literal-pathspecs', '--no-replace-objects'],
  ...['-c', 'core.quotePath=false', '-c', 'diff.suppressBlankEmpty=false', '-c', 'log.showSignature=false'],
  ...['-c', 'log.follow=false', '-c', 'diff.orderFile=/dev/null', '-c', 'log.mailmap=false', 'log', '--patch', '--cc'],
  ...['--relative', '--unified=3', '--irreversible-delete', '--find-renames', `--format=${COMMIT_FORMAT}`],
  ...['--no-color', '--no-ext-diff', '--no-textconv', '--no-notes', '--no-decorate', '--no-show-signature'],
  ...['--src-prefix=a/', '--dst-prefix=b/', '--submodule=short', '--ignore-submodules=all', '--diff-algorithm=myers'],
];

/** Runs `git log` and hands over its lines. Gives the reason why git stopped early, or null. */
function readLog(
  root: string,
  range: readonly string[],
  onLine: (line: string) => void,
  signal?: AbortSignal,
): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const child = startGit(root, [...LOG, ...range]);
    const decoder = new StringDecoder('utf8');
    let rest = '';
    let complaint = '';
    let failure: unknown;
    const stop = (): void => void child.kill('SIGKILL');
    signal?.addEventListener('abort', stop, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      if (signal?.aborted || failure !== undefined) return;
      try {
        rest = feed(rest, decoder.write(chunk), onLine);
      } catch (error) {
        failure = error;
        stop();
      }
    });
    child.stderr.on('data', (chunk: Buffer) => (complaint = `${complaint}${chunk.toString()}`.slice(0, 2000)));
    child.on('error', (error) => (failure ??= error));
    child.on('close', (code) => {
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted) reject(abortError(signal));
      else if (failure !== undefined) reject(failure instanceof Error ? failure : new Error(String(failure)));
      else {
        if (rest !== '') onLine(rest);
        resolve(code === 0 ? null : firstLine(complaint));
      }
    });
  });
}

/** Hands over the whole lines and gives what is left; a line that does not end is cut. */
function feed(rest: string, text: string, onLine: (line: string) => void): string {
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
    const line = start === 0 ? rest + text.slice(0, end) : text.slice(start, end);
    onLine(line.length > MAX_LINE ? line.slice(0, MAX_LINE) : line);
    start = end + 1;
  }
  const tail = start === 0 ? rest + text : text.slice(start);
  return tail.length > MAX_LINE ? tail.slice(0, MAX_LINE) : tail;
}

function firstLine(text: string): string {
  return (
    text
      .trim()
      .split('\n')[0]
      ?.replace(/^(?:fatal|error): /, '') || 'it ended without a word'
  );
}

function abortError(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new DOMException('Stopped.', 'AbortError');
}

/** Looks for the values in the files of today. */
async function searchTree(
  { host, signal }: HistoryInput,
  values: ReadonlyMap<string, string>,
): Promise<TreeSearch['found']> {
  const search = new TreeSearch(values);
  if (values.size === 0) return search.found;
  const { files } = await host.list(signal);
  for (const [index, { path }] of files.entries()) {
    signal?.throwIfAborted();
    const text = await host.readText(path);
    if (text !== undefined) search.add(path, text);
    if (index % BREATH === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return search.found;
}
