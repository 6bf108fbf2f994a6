// `npm test [-- suite…]`: runs the test suites one after another, or only the named ones, and sums them up.
//
// A suite of tests is believed only by its closing line, `N passed, N failed[, N skipped]`: a program that dies in the
// middle may end with 0. The very last line printed here is the sum of all of them.

import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

const root = path.resolve(import.meta.dirname, '..');

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {string[]} args of Node
 * @property {'tool' | 'tests'} kind a tool counts as one test that passes if it ends with 0
 * @property {boolean} [usesBuild] it runs the built extension, server or command line
 */

/** @type {Suite[]} */
const suites = [
  { name: 'typecheck', kind: 'tool', args: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'] },
  { name: 'lint', kind: 'tool', args: ['node_modules/eslint/bin/eslint.js', '.'] },
  { name: 'format', kind: 'tool', args: ['node_modules/prettier/bin/prettier.cjs', '--check', '.'] },
  { name: 'unit', kind: 'tests', args: mocha('test/**/*.test.ts', ['integration', 'e2e', 'server', 'cli']) },
  { name: 'server', kind: 'tests', usesBuild: true, args: mocha('test/server/**/*.test.ts') },
  { name: 'cli', kind: 'tests', usesBuild: true, args: mocha('test/cli/**/*.test.ts') },
  { name: 'integration', kind: 'tests', usesBuild: true, args: ['test/integration/runTest.mjs'] },
  { name: 'e2e', kind: 'tests', usesBuild: true, args: ['test/e2e/run.mjs'] },
];

/**
 * @typedef {{ passed: number, failed: number, skipped: number, remark: string }} Result
 */

const chosen = chooseSuites(process.argv.slice(2));
const isBuilt = chosen.some((suite) => suite.usesBuild) ? build() : true;
/** @type {(Result & { name: string })[]} */
const results = [];
for (const suite of chosen) {
  console.log(`\n== ${suite.name}\n`);
  results.push({ name: suite.name, ...(await resultOf(suite)) });
}
printTable(results);
const sum = addUp(results);
process.exitCode = sum.failed === 0 ? 0 : 1;
console.log(closingLineOf(sum));

/**
 * Mocha in plain Node over TypeScript files.
 *
 * @param {string} files
 * @param {string[]} [ignored] folders of `test/`
 */
function mocha(files, ignored = []) {
  return [
    ...['--import', 'tsx', 'node_modules/mocha/bin/mocha.js', '--forbid-only', '--exit', '--timeout', '30000'],
    ...['--reporter', 'test/support/closing-line-reporter.cjs'],
    ...ignored.flatMap((folder) => ['--ignore', `test/${folder}/**`]),
    files,
  ];
}

/** @param {string[]} names */
function chooseSuites(names) {
  const known = suites.map((suite) => suite.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no suite ${unknown.join(', ')}. Suites: ${known.join(', ')}`);
    process.exit(2);
  }
  return names.length === 0 ? suites : suites.filter((suite) => names.includes(suite.name));
}

function build() {
  console.log('== build');
  return spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit' }).status === 0;
}

/**
 * @param {Suite} suite
 * @returns {Promise<Result>}
 */
async function resultOf(suite) {
  if (suite.usesBuild && !isBuilt) return oneFailure('the build has failed');
  const { code, closingLine } = await runSuite(suite);
  if (suite.kind === 'tool') {
    return code === 0 ? { passed: 1, failed: 0, skipped: 0, remark: '' } : oneFailure(`ended with ${code}`);
  }
  if (!closingLine) return oneFailure(`no closing line, ended with ${code}`);
  const [passed = 0, failed = 0, skipped = 0] = (closingLine.match(/\d+/g) ?? []).map(Number);
  if (code !== 0 && failed === 0) return { passed, failed: 1, skipped, remark: `ended with ${code}` };
  return { passed, failed, skipped, remark: '' };
}

/**
 * @param {string} remark
 * @returns {Result}
 */
function oneFailure(remark) {
  return { passed: 0, failed: 1, skipped: 0, remark };
}

/**
 * Runs a suite, shows its output as it comes and keeps its last closing line.
 *
 * @param {Suite} suite
 * @returns {Promise<{ code: number | string, closingLine: string | undefined }>}
 */
function runSuite({ args }) {
  return new Promise((resolve) => {
    const environment = { ...process.env, PREFLIGHT_FORBID_ONLY: '1' };
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: environment,
      stdio: ['inherit', 'pipe', 'inherit'],
    });
    /** @type {string | undefined} */
    let closingLine;
    createInterface({ input: child.stdout }).on('line', (line) => {
      console.log(line);
      const plain = stripVTControlCharacters(line).replace(/^\[t\] /, '');
      if (/^\d+ passed, \d+ failed(, \d+ skipped)?$/.test(plain)) closingLine = plain;
    });
    child.on('error', (error) => resolve({ code: error.message, closingLine: undefined }));
    child.on('close', (code, signal) => resolve({ code: code ?? signal ?? 'unknown', closingLine }));
  });
}

/** @param {(Result & { name: string })[]} rows */
function printTable(rows) {
  const cells = rows.map(({ name, passed, failed, skipped, remark }) => [name, passed, failed, skipped, remark]);
  console.log('');
  for (const [name, ...others] of [['suite', 'passed', 'failed', 'skipped', ''], ...cells]) {
    const numbers = others.slice(0, 3).map((cell) => String(cell).padStart(8));
    console.log(`${String(name).padEnd(12)}${numbers.join('')}  ${others[3]}`.trimEnd());
  }
  console.log('');
}

/** @param {Result[]} rows */
function addUp(rows) {
  const total = (/** @type {'passed' | 'failed' | 'skipped'} */ key) => rows.reduce((sum, row) => sum + row[key], 0);
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
}

/** @param {{ passed: number, failed: number, skipped: number }} counts */
function closingLineOf({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
