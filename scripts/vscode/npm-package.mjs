// Fetching tarballs of the npm registry through npm itself, so that its cache, proxy and registry settings apply.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** @typedef {import('./versions.mjs').Pin} Pin */

const onWindows = process.platform === 'win32';

/**
 * Runs a command to its end and returns what it printed.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, input?: Buffer, environment?: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>}
 */
export function run(command, args, { cwd, input, environment = process.env }) {
  return new Promise((resolve, reject) => {
    // npm and npx are shell scripts on Windows, which only a shell can start.
    const shell = onWindows && /^np[mx]$/.test(command);
    const child = spawn(command, args, { cwd, shell, env: environment, stdio: 'pipe' });
    let printed = '';
    let complaints = '';
    child.stdout.on('data', (chunk) => (printed += chunk));
    child.stderr.on('data', (chunk) => (complaints += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(printed);
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}\n${complaints}${printed}`));
    });
    child.stdin.on('error', () => {}); // a command that ends early is reported by its exit code
    child.stdin.end(input);
  });
}

/** npm's environment: flags and coverage that are meant for the tests would slow npm down or break it. */
function npmEnvironment() {
  /** @type {NodeJS.ProcessEnv} */
  const environment = { ...process.env, npm_config_loglevel: 'error' };
  delete environment.NODE_OPTIONS;
  delete environment.NODE_V8_COVERAGE;
  return environment;
}

/**
 * Runs npm in a folder.
 *
 * @param {string[]} args
 * @param {string} cwd
 */
export function npm(args, cwd) {
  return run('npm', args, { cwd, environment: npmEnvironment() });
}

/**
 * Unpacks parts of one pinned package into a folder.
 *
 * @param {Pin} pin
 * @param {string} folder where the parts go
 * @param {{ parts: string[], strip: number, exclude?: string[] }} selection `parts` are paths inside the tarball, of
 *   which `strip` leading folders are dropped
 */
export async function unpackPackage(pin, folder, { parts, strip, exclude = [] }) {
  const spec = `${pin.name}@${pin.version}`;
  const answer = await npm(['pack', spec, '--json', '--prefer-offline', '--pack-destination', '.'], folder);
  const [packed] = JSON.parse(answer);
  const tarball = path.join(folder, packed.filename);
  if (packed.integrity !== pin.integrity) {
    fs.rmSync(tarball, { force: true });
    throw new Error(`${spec} has the integrity ${packed.integrity}, expected ${pin.integrity}`);
  }
  const excluded = exclude.map((pattern) => `--exclude=${pattern}`);
  await run('tar', ['xzf', packed.filename, `--strip-components=${strip}`, ...excluded, ...parts], { cwd: folder });
  fs.rmSync(tarball);
}

/**
 * Fills a folder once. The work happens in a folder beside it that is renamed at the end, so a killed or a parallel
 * installation is never taken for a whole one.
 *
 * @param {string} target
 * @param {string} stamp changes when what is to be installed changes; a folder with another stamp is filled anew
 * @param {(folder: string) => Promise<void>} fill
 * @returns {Promise<string>} the target
 */
export async function fillOnce(target, stamp, fill) {
  const isComplete = () => readIfThere(path.join(target, '.complete')) === stamp;
  if (isComplete()) return target;

  const workFolder = `${target}.${process.pid}`;
  fs.rmSync(workFolder, { recursive: true, force: true });
  fs.mkdirSync(workFolder, { recursive: true });
  try {
    await fill(workFolder);
    fs.writeFileSync(path.join(workFolder, '.complete'), stamp);
    if (!isComplete()) {
      fs.rmSync(target, { recursive: true, force: true });
      fs.renameSync(workFolder, target);
    }
  } catch (error) {
    // Another process that finished in the meantime has done the work for us.
    if (!isComplete()) throw error;
  } finally {
    fs.rmSync(workFolder, { recursive: true, force: true });
  }
  return target;
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
