// Other programs on the same files: ripgrep as the measure of what reading costs, and whatever scanners are installed.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** A text that no file holds, so that everything is read to its end. */
const NOWHERE = 'ZqXw'.repeat(4);

/**
 * @typedef {object} Reader
 * @property {string} name
 * @property {(folder: string) => { ms: number }} read reads every file of a folder that is not ignored
 */

/**
 * ripgrep from the path, or the one that a VS Code of the tests brings; git grep where there is none.
 *
 * @param {string} root
 * @returns {Reader}
 */
export function findReader(root) {
  const program = findRipgrep(root);
  if (program) {
    const args = ['--hidden', '--threads', '2', '--fixed-strings', '--count', '--no-config', NOWHERE, '.'];
    return { name: 'ripgrep, 2 threads', read: (folder) => time(program, args, folder) };
  }
  return { name: 'git grep', read: (folder) => time('git', ['grep', '-F', '-c', '-I', NOWHERE], folder) };
}

/** Linters and scanners that people run on the same files, where they are installed: program and arguments. */
const PEERS = [
  ['trufflehog', ['filesystem', '--no-verification', '--no-update', '.']],
  ['semgrep', ['scan', '--config', 'auto', '--metrics', 'off', '--quiet', '.']],
  ['oxlint', ['--quiet', '.']],
  ['biome', ['lint', '.']],
  ['ruff', ['check', '--exit-zero', '--quiet', '.']],
];

/**
 * Times of the installed peers: name, repository, milliseconds.
 *
 * @param {string} folder
 * @returns {(string | number)[][]}
 */
export function peerRows(folder) {
  return PEERS.filter(([program]) => isInstalled(String(program))).map(([program, args]) => [
    String(program),
    path.basename(folder),
    Math.round(time(String(program), /** @type {string[]} */ (args), folder).ms),
  ]);
}

/**
 * ripgrep's program, if there is one.
 *
 * @param {string} root
 */
export function findRipgrep(root) {
  return isInstalled('rg') ? 'rg' : (bundledRipgrep(path.join(root, '.vscode-test')) ?? null);
}

/** @param {string} program */
function isInstalled(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** @param {string} folder */
function bundledRipgrep(folder) {
  const servers = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => name.startsWith('server-')) : [];
  for (const server of servers.sort().reverse()) {
    const packages = path.join(folder, server, 'node_modules/@vscode');
    for (const name of fs.existsSync(packages) ? fs.readdirSync(packages) : []) {
      const program = path.join(packages, name, 'bin', process.platform === 'win32' ? 'rg.exe' : 'rg');
      if (name.startsWith('ripgrep') && fs.existsSync(program)) return program;
    }
  }
  return undefined;
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {string} cwd
 */
function time(program, args, cwd) {
  const started = performance.now();
  spawnSync(program, args, { cwd, stdio: 'ignore' });
  return { ms: performance.now() - started };
}
