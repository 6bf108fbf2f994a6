/** Runs git, and nothing that the repository's own configuration names. */
import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import path from 'node:path';
import type { Readable } from 'node:stream';

/** How long git may take to list files, in milliseconds: hostile ignore patterns hold it for minutes. */
export const GIT_TIME_LIMIT = 10_000;

/** How long git may take to read a batch of files, in milliseconds. */
const BLOBS_TIME_LIMIT = 60_000;

export interface GitOutput {
  stdout: Buffer;
  stderr: string;
  /** Exit code; null when git could not be started, was stopped, or ran out of time. */
  code: number | null;
}

/** A running git, its output as streams. */
export type GitProcess = ChildProcessByStdio<null, Readable, Readable>;

/**
 * Starts git in a folder. `core.fsmonitor` would run a program of the repository's choice on every listing, so it is switched off; `GIT_*`
 * variables (set inside hooks) would point git elsewhere, so they are removed.
 */
export function startGit(root: string, args: readonly string[]): GitProcess {
  return spawnGit(root, args, 'ignore') as GitProcess;
}

function spawnGit(root: string, args: readonly string[], stdin: 'ignore' | 'pipe'): ChildProcess {
  const all = ['-C', root, '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '--no-pager', ...args];
  // Started elsewhere: on Windows a program is looked for in the working folder first.
  const cwd = path.dirname(process.execPath);
  return spawn('git', all, { cwd, env: gitEnvironment(), stdio: [stdin, 'pipe', 'pipe'], windowsHide: true });
}

/** Runs git in a folder to its end. Never rejects. */
export function runGit(
  root: string,
  args: string[],
  { signal, timeLimit = GIT_TIME_LIMIT, input }: { signal?: AbortSignal; timeLimit?: number; input?: string } = {},
): Promise<GitOutput> {
  return new Promise((resolve) => {
    const child = spawnGit(root, args, input === undefined ? 'ignore' : 'pipe');
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let stopped = false;
    const stop = (): void => {
      stopped = true;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(stop, timeLimit);
    signal?.addEventListener('abort', stop, { once: true });
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
    const finish = (code: number | null): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      const stderr = Buffer.concat(err).toString();
      resolve({ stdout: Buffer.concat(out), stderr, code: stopped ? null : code });
    };
    child.on('error', () => finish(null));
    child.on('close', finish);
    // Git may end before it has read everything; what it said then tells why.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

/**
 * Contents of objects, in the order of their ids; undefined where git has none.
 * @throws Error when git fails
 */
export async function readBlobs(root: string, ids: readonly string[]): Promise<(Buffer | undefined)[]> {
  if (ids.length === 0) return [];
  const input = `${ids.join('\n')}\n`;
  const { code, stdout, stderr } = await runGit(root, ['cat-file', '--batch'], { input, timeLimit: BLOBS_TIME_LIMIT });
  if (code !== 0) throw new Error(`git cannot read its objects: ${stderr.trim()}`);
  let at = 0;
  return ids.map(() => {
    const end = stdout.indexOf(10, at);
    const size = /^\w+ \w+ (\d+)$/.exec(stdout.toString('latin1', at, end))?.[1];
    at = end + 1;
    if (size === undefined) return undefined;
    const content = stdout.subarray(at, at + Number(size));
    at += Number(size) + 1;
    return content;
  });
}

/** A partial clone fetches what it lacks while it is read (git 2.44 and newer can be told not to): nothing here may use the network. */
const NO_FETCH = { GIT_NO_LAZY_FETCH: '1' };

function gitEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.toUpperCase().startsWith('GIT_'));
  return { ...Object.fromEntries(own), GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', ...NO_FETCH, LC_ALL: 'C' };
}
