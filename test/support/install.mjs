// Installs programs of others for the bench and the oracle, each into a cache folder of its own, once.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/**
 * Runs an installation that either ends or leaves nothing behind.
 *
 * @param {string} home
 * @param {() => void} install
 */
export function installOnce(home, install) {
  const mark = path.join(home, '.installed');
  if (fs.existsSync(mark)) return;
  fs.rmSync(home, { recursive: true, force: true });
  fs.mkdirSync(path.dirname(home), { recursive: true });
  install();
  fs.writeFileSync(mark, '');
}

/**
 * Packages of npm in a folder of their own.
 *
 * @param {string} home
 * @param {readonly string[]} packages
 */
export function installPackages(home, packages) {
  fs.mkdirSync(home, { recursive: true });
  fs.writeFileSync(path.join(home, 'package.json'), '{ "private": true }\n');
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', home, ...packages]);
}

/**
 * Packages of Python in an environment of their own; gives the folder of its programs.
 *
 * @param {string} home
 * @param {readonly string[]} packages
 */
export function installPython(home, packages) {
  const bin = path.join(home, process.platform === 'win32' ? 'Scripts' : 'bin');
  installOnce(home, () => {
    run('python3', ['-m', 'venv', home]);
    run(path.join(bin, 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
  });
  return bin;
}

/**
 * Standard output of a program.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string> }} [where]
 * @throws Error when it is not there or fails, in a few words
 */
export function run(command, args, { cwd, env = {} } = {}) {
  const options = { cwd, env: { ...process.env, ...env }, encoding: /** @type {const} */ ('utf8'), maxBuffer: 1e8 };
  const { status, stdout, stderr, error } = spawnSync(command, [...args], options);
  if (error) throw new Error(`${command} is not installed`);
  if (status !== 0) throw new Error(`${command} ${args[0]} failed: ${stderr.trim().split('\n').at(-1)}`);
  return stdout;
}
