// Installs a framework once, into the cache, and says how its sample application is started.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * @typedef {object} Recipe
 * @property {'python' | 'node' | 'go'} language
 * @property {string[]} packages as the language's installer takes them; the first one is the framework
 */

/**
 * @typedef {object} Environment
 * @property {string} version of the framework
 * @property {string[]} command starts the application; it serves on `PORT` and prints its endpoints
 * @property {Record<string, string>} env
 */

const cache = process.env.PREFLIGHT_ORACLE ?? path.join(os.homedir(), '.cache/preflight/oracle');

/**
 * @param {string} name
 * @param {Recipe} recipe
 * @param {string} folder copy of the sample application
 * @returns {Environment | { missing: string }}
 */
export function prepare(name, recipe, folder) {
  const key = createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 8);
  const home = path.join(cache, `${name}-${key}`);
  try {
    return LANGUAGES[recipe.language](recipe, home, folder);
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

/** @type {Record<Recipe['language'], (recipe: Recipe, home: string, folder: string) => Environment>} */
const LANGUAGES = { python, node, go };

/** @param {Recipe} recipe @param {string} home */
function python({ packages }, home) {
  const program = path.join(home, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  once(home, () => {
    run('python3', ['-m', 'venv', home]);
    run(program, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
  });
  const [framework = ''] = packages;
  const plain = framework.split(/[=<>[]/)[0] ?? '';
  const version = run(program, ['-c', `import importlib.metadata as m; print(m.version("${plain}"))`]).trim();
  return { version, command: [program, 'serve.py'], env: { PYTHONDONTWRITEBYTECODE: '1' } };
}

/** @param {Recipe} recipe @param {string} home @param {string} folder */
function node({ packages }, home, folder) {
  once(home, () => {
    fs.mkdirSync(home, { recursive: true });
    fs.writeFileSync(path.join(home, 'package.json'), '{ "private": true }\n');
    run('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', home, ...packages]);
  });
  const [framework = ''] = packages;
  const plain = framework.replace(/(?<=.)@.*$/, '');
  const manifest = path.join(home, 'node_modules', plain, 'package.json');
  const { version } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  fs.symlinkSync(path.join(home, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  return { version, command: [process.execPath, 'serve.mjs'], env: {} };
}

/** @param {Recipe} recipe @param {string} home @param {string} folder */
function go({ packages }, home, folder) {
  const program = path.join(folder, process.platform === 'win32' ? 'serve.exe' : 'serve');
  const env = { GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local' };
  run('go', ['mod', 'init', 'oracle'], folder, env);
  run('go', ['get', ...packages], folder, env);
  run('go', ['build', '-o', program, '.'], folder, env);
  fs.mkdirSync(home, { recursive: true });
  const [framework = ''] = packages;
  const plain = framework.split('@')[0] ?? '';
  const version = run('go', ['list', '-m', '-f', '{{.Version}}', plain], folder, env).trim();
  return { version, command: [program], env: { GIN_MODE: 'release' } };
}

/**
 * Runs an installation that either ends or leaves nothing behind.
 *
 * @param {string} home
 * @param {() => void} install
 */
function once(home, install) {
  const mark = path.join(home, '.installed');
  if (fs.existsSync(mark)) return;
  fs.rmSync(home, { recursive: true, force: true });
  fs.mkdirSync(path.dirname(home), { recursive: true });
  install();
  fs.writeFileSync(mark, '');
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} [cwd]
 * @param {Record<string, string>} [env]
 */
function run(command, args, cwd, env = {}) {
  const options = { cwd, env: { ...process.env, ...env }, encoding: /** @type {const} */ ('utf8') };
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (error) throw new Error(`${command} is not installed`);
  if (status !== 0) throw new Error(`${command} ${args[0]} failed: ${stderr.trim().split('\n').at(-1)}`);
  return stdout;
}
