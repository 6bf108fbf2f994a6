// Runs the built command line as its users do: a child process on a folder of its own.

import { type ChildProcess, spawn, spawnSync, type SpawnOptions } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { Files } from '../support/memory-host';

export const PROGRAM = path.resolve(__dirname, '../../dist/cli.js');

/** What a run printed and how it ended. */
export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

const made: string[] = [];

/** Removes every folder that was made. */
export function removeFolders(): void {
  for (const folder of made.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
}

/** A folder with these texts. `git: true` makes it a repository whose first commit holds them. */
export function folderOf(files: Files, { git = false }: { git?: boolean } = {}): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'preflight-cli-')));
  made.push(folder);
  write(folder, files);
  if (git) {
    runGit(folder, 'init', '-q', '-b', 'main');
    commitAll(folder, 'first');
  }
  return folder;
}

export function write(folder: string, files: Files): void {
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  }
}

export function read(folder: string, file: string): string {
  return fs.readFileSync(path.join(folder, file), 'utf8');
}

export function runGit(folder: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=Ana', '-c', 'user.email=ana@example.org', '-c', 'commit.gpgsign=false'];
  const { status, stdout, stderr } = spawnSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout;
}

export function commitAll(folder: string, message: string): void {
  runGit(folder, 'add', '-A');
  runGit(folder, 'commit', '-q', '-m', message);
}

/** The environment of every run: no colours that the machine asks for, a cache of the folder's own. */
function environment(folder: string, extra: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _force, NO_COLOR: _no, COLUMNS: _columns, ...rest } = process.env;
  return { ...rest, PREFLIGHT_CACHE: `${folder}.cache`, ...extra };
}

export function start(folder: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  if (!made.includes(`${folder}.cache`)) made.push(`${folder}.cache`);
  return spawn(process.execPath, [PROGRAM, ...args], {
    cwd: folder,
    ...options,
    env: environment(folder, options.env ?? {}),
  });
}

/** Runs `preflight` with these arguments in a folder and waits for its end. */
export function preflight(
  folder: string,
  args: readonly string[],
  options: SpawnOptions & { input?: string } = {},
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = start(folder, args, { stdio: ['pipe', 'pipe', 'pipe'], ...options });
    const output = { stdout: '', stderr: '' };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...output }));
    child.stdin?.end(options.input ?? '');
  });
}

/** Made up; joined at run time so that no scanner takes it for a real one. */
export const TOKEN = ['gh', 'p_', 'Zt7Qm2Xw9Lk4Vb8Nc3Hd6Jf1Rs5Gp0Ya2Ue'].join('');

/** A workspace with a blocker: a token in the code. */
export const LEAKY: Files = {
  'src/client.ts': `export const token = '${TOKEN}';\n`,
  'src/clean.ts': 'export const answer = 42;\n',
};
