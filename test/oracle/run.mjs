// `npm run oracle [-- NAME…] [--json FILE]`: the sample applications below `fixtures/`, run on the real frameworks.
//
// A framework itself says which endpoints it serves, and a request without any credential says who gets in. Both are compared with what
// `preflight routes` reads from the same files. Frameworks are installed into a cache of their own (`PREFLIGHT_ORACLE`, else a folder of
// the user's cache) where their tool chains are present; what cannot be installed is named and left out. Servers listen on loopback alone.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { spawnSync } from 'node:child_process';

import { compare } from './compare.mjs';
import { prepare } from './environments.mjs';
import { serve } from './serve.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const fixtures = path.join(import.meta.dirname, 'fixtures');
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' } },
});

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'preflight-oracle-'));
/** @type {object[]} */
const results = [];
let differences = 0;
try {
  run(process.execPath, ['esbuild.mjs', '--production', '--outdir', path.join(work, 'dist')], root);
  const names = fs.readdirSync(fixtures).filter((name) => positionals.length === 0 || positionals.includes(name));
  if (names.length === 0) throw new Error(`There is no sample application ${positionals.join(', ')}`);
  for (const name of names) results.push(await judge(name));
  console.log(differences === 0 ? '\nno differences' : `\n${differences} differences`);
  if (options.json) fs.writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}
process.exitCode = differences === 0 ? 0 : 1;

/**
 * One sample application: prints a line with its figures, then every difference.
 *
 * @param {string} name
 */
async function judge(name) {
  const folder = path.join(work, name);
  fs.cpSync(path.join(fixtures, name), folder, { recursive: true });
  /** @type {import('./environments.mjs').Recipe} */
  const recipe = JSON.parse(fs.readFileSync(path.join(folder, 'oracle.json'), 'utf8'));
  const environment = prepare(name, recipe, folder);
  if ('missing' in environment) {
    console.log(`${name}: left out, ${environment.missing}`);
    return { name, missing: environment.missing };
  }
  const said = await serve(environment, folder);
  const app = path.join(folder, 'app');
  const output = run(
    process.execPath,
    [path.join(work, 'dist/cli.js'), 'routes', '--format', 'json', '--no-cache', '--root', app],
    app,
  );
  const result = compare(said, JSON.parse(output).routes);
  console.log(
    `${name} ${environment.version}: ${said.length} endpoints, ${result.found} found, ${result.right} verdicts agree with what an anonymous request gets`,
  );
  for (const line of result.differences) console.log(`  ${line}`);
  differences += result.differences.length;
  return { name, version: environment.version, endpoints: said.length, ...result };
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 */
function run(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1e8 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}
