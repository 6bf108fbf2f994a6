// Installs a framework once, into the cache, and says how its sample application is started.

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { installOnce, installPackages, installPython, run } from '../support/install.mjs';

/**
 * @typedef {object} Recipe
 * @property {'python' | 'node' | 'go' | 'java'} language
 * @property {string[]} packages as the language's installer takes them; the first one is the framework
 * @property {string[]} [build] arguments of a program of Node that builds the application, in its folder
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
const LANGUAGES = { python, node, go, java };

/** @param {Recipe} recipe @param {string} home */
function python({ packages }, home) {
  const program = path.join(installPython(home, packages), 'python');
  const [framework = ''] = packages;
  const plain = framework.split(/[=<>[]/)[0] ?? '';
  const version = run(program, ['-c', `import importlib.metadata as m; print(m.version("${plain}"))`]).trim();
  return { version, command: [program, 'serve.py'], env: { PYTHONDONTWRITEBYTECODE: '1' } };
}

/** @param {Recipe} recipe @param {string} home @param {string} folder */
function node({ packages, build }, home, folder) {
  installOnce(home, () => installPackages(home, packages));
  const [framework = ''] = packages;
  const plain = framework.replace(/(?<=.)@.*$/, '');
  const manifest = path.join(home, 'node_modules', plain, 'package.json');
  const { version } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  fs.symlinkSync(path.join(home, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  if (build) run(process.execPath, build, { cwd: folder, env: { NEXT_TELEMETRY_DISABLED: '1' } });
  return { version, command: [process.execPath, 'serve.mjs'], env: {} };
}

/** Built by Maven, with what prints the endpoints put beside the application's own classes. @param {Recipe} recipe @param {string} home @param {string} folder */
function java({ packages }, home, folder) {
  const build = path.join(folder, 'build');
  fs.cpSync(path.join(folder, 'app'), build, { recursive: true });
  fs.cpSync(path.join(folder, 'serve'), path.join(build, 'src/main/java/bakery'), { recursive: true });
  fs.mkdirSync(home, { recursive: true });
  run('mvn', ['-q', '-B', '-f', path.join(build, 'pom.xml'), 'package', '-DskipTests']);
  const jar = path.join(build, 'target/bakery.jar');
  const start = [
    'java',
    '-jar',
    jar,
    '--server.address=127.0.0.1',
    '--spring.main.banner-mode=off',
    '--server.port=${PORT}',
  ];
  return { version: packages[0]?.split(':').pop() ?? '', command: start, env: { BAKERY_KEY: 'made up for this run' } };
}

/** The application is a module of its own, beside the program that serves it. @param {Recipe} recipe @param {string} _home @param {string} folder */
function go({ packages }, _home, folder) {
  const cwd = path.join(folder, 'serve');
  const env = { GOFLAGS: '-mod=mod', GOWORK: 'off', CGO_ENABLED: '0' };
  run('go', ['mod', 'tidy'], { cwd, env });
  run('go', ['build', '-o', 'program', '.'], { cwd, env });
  const [framework = ''] = packages;
  return {
    version: framework.split('@v').at(-1) ?? '',
    command: [path.join(cwd, 'program')],
    env: { GIN_MODE: 'release' },
  };
}
