// Other secret scanners on the same files in the same minutes, each installed into a cache of its own where its tool chain is present, and a
// search program that looks for the same literals as we do: what it costs merely to find them.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { installOnce, installPackages, installPython, run } from '../support/install.mjs';

/** Milliseconds after which a scanner is stopped: its time is then this one, "or more". */
const PATIENCE = 60_000;

const cache = process.env.PREFLIGHT_BENCH ?? path.join(os.homedir(), '.cache/preflight/bench');

/**
 * @typedef {object} Scanner
 * @property {string} name with its version
 * @property {(folder: string) => [string, string[]]} command that scans a folder
 */

/**
 * @typedef {object} Row
 * @property {string} scanner
 * @property {string} repository
 * @property {number} ms the best of the runs
 * @property {number | null} findings
 */

/**
 * Times of every scanner on every repository, ours first.
 *
 * @param {object} bench
 * @param {string} bench.bundles folder of the built `secret-scan.js`
 * @param {readonly string[]} bench.repositories
 * @param {number} bench.runs
 * @param {string | null} bench.ripgrep program
 * @param {string} bench.work
 * @param {boolean} bench.peers install and run the scanners of others
 * @returns {{ rows: (Row & { rss?: number })[], missing: string[] }}
 */
export function secretScans({ bundles, repositories, runs, ripgrep, work, peers }) {
  const own = path.join(bundles, 'secret-scan.js');
  const literals = path.join(work, 'literals.txt');
  run(process.execPath, [own, '--literals', literals]);
  /** @type {string[]} */
  const missing = [];
  const others = peers ? PEERS.flatMap((install) => install(missing)) : [];
  const rows = repositories.flatMap((folder) => {
    const repository = path.basename(folder);
    /** @param {() => number} measure */
    const best = (measure) => Math.min(...Array.from({ length: runs }, measure));
    let ours = { rss: 0, findings: 0 };
    const ms = best(() => {
      const started = performance.now();
      ours = JSON.parse(run(process.execPath, [own, folder]));
      return performance.now() - started;
    });
    const search = ['--hidden', '--threads', '1', '-i', '-F', '-f', literals, '--count', '--no-config', folder];
    const reading = ripgrep === null ? [] : [{ scanner: 'ripgrep, same literals', command: [ripgrep, search] }];
    const compared = [...reading, ...others.map(({ name, command }) => ({ scanner: name, command: command(folder) }))];
    return [
      { scanner: 'preflight, secrets only', repository, ms, findings: ours.findings, rss: ours.rss },
      ...compared.map(({ scanner, command }) => ({
        scanner,
        repository,
        findings: null,
        ms: bestOf(runs, () => timed(command[0], command[1], folder)),
      })),
    ];
  });
  return { rows, missing };
}

/** @type {((missing: string[]) => Scanner[])[]} */
const PEERS = [secretlint, gitleaks, detectSecrets];

/** @param {string[]} missing @returns {Scanner[]} */
function secretlint(missing) {
  return attempt('secretlint', missing, () => {
    const home = path.join(cache, 'secretlint');
    installOnce(home, () => {
      installPackages(home, ['secretlint', '@secretlint/secretlint-rule-preset-recommend']);
      const preset = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend' }] };
      fs.writeFileSync(path.join(home, '.secretlintrc.json'), JSON.stringify(preset));
    });
    const folder = path.join(home, 'node_modules/secretlint');
    const { version, bin } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const program = path.join(folder, typeof bin === 'string' ? bin : bin.secretlint);
    const config = path.join(home, '.secretlintrc.json');
    return {
      name: `secretlint ${version}`,
      command: () => [process.execPath, [program, '--secretlintrc', config, '--no-color', '**/*']],
    };
  });
}

/** @param {string[]} missing @returns {Scanner[]} */
function gitleaks(missing) {
  return attempt('gitleaks', missing, () => {
    const home = path.join(cache, 'gitleaks');
    const program = path.join(home, 'bin', process.platform === 'win32' ? 'gitleaks.exe' : 'gitleaks');
    installOnce(home, () => {
      const env = { GOBIN: path.join(home, 'bin'), GOFLAGS: '-mod=mod' };
      run('go', ['install', 'github.com/zricethezav/gitleaks/v8@latest'], { env });
    });
    const version = /\sv(8\.[\d.]+)/.exec(run('go', ['version', '-m', program]))?.[1] ?? '8';
    return {
      name: `gitleaks ${version}`,
      command: (folder) => [program, ['dir', '--no-banner', '--exit-code', '0', '--log-level', 'error', folder]],
    };
  });
}

/** @param {string[]} missing @returns {Scanner[]} */
function detectSecrets(missing) {
  return attempt('detect-secrets', missing, () => {
    const home = path.join(cache, 'detect-secrets');
    const bin = installPython(home, ['detect-secrets']);
    const program = path.join(bin, 'detect-secrets');
    const version = run(program, ['--version']).trim();
    return { name: `detect-secrets ${version}`, command: (folder) => [program, ['-C', folder, 'scan']] };
  });
}

/**
 * A scanner, or none with the reason.
 *
 * @param {string} name
 * @param {string[]} missing
 * @param {() => Scanner} install
 * @returns {Scanner[]}
 */
function attempt(name, missing, install) {
  try {
    return [install()];
  } catch (error) {
    missing.push(`${name}: ${error instanceof Error ? error.message : error}`);
    return [];
  }
}

/**
 * The best of some runs; what takes long is not run again.
 *
 * @param {number} runs
 * @param {() => number} measure
 */
function bestOf(runs, measure) {
  let best = measure();
  for (let run = 1; run < runs && best < PATIENCE / 10; run++) best = Math.min(best, measure());
  return best;
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 */
function timed(command, args, cwd) {
  const started = performance.now();
  const { error } = spawnSync(command, args, { cwd, stdio: 'ignore', timeout: PATIENCE });
  if (error && !error.message.includes('ETIMEDOUT')) throw error;
  return performance.now() - started;
}
