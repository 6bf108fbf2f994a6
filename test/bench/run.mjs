// `npm run bench -- --corpus DIR [--runs N] [--json FILE] [--peers]`: how fast the built program is on the repositories below DIR.
//
// Absolute seconds move by a factor of two on one machine within a day, so every scan is compared with ripgrep reading the same files in
// the same minute. "Cold" is a fresh process that knows no facts (`--no-cache`; the page cache is warm) of a program that has been used on
// the folder before, so that it is found compiled (`src/node/code-cache.ts`); "first" is its very first run on a machine. The best of N
// runs counts.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import * as esbuild from 'esbuild';

import { activationTime } from './activation.mjs';
import { findReader, findRipgrep, peerRows } from './peers.mjs';
import { secretScans } from './scanners.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const { values: options } = parseArgs({
  options: {
    corpus: { type: 'string' },
    runs: { type: 'string', default: '5' },
    json: { type: 'string' },
    peers: { type: 'boolean', default: false },
    /** Files that the combined workspace has at least. */
    large: { type: 'string', default: '3000' },
  },
});
if (!options.corpus) {
  console.error('Usage: npm run bench -- --corpus DIR [--runs N] [--json FILE] [--peers] [--large FILES]');
  process.exit(2);
}
const corpus = path.resolve(process.env.INIT_CWD ?? '.', options.corpus);
const runs = Number(options.runs);
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'preflight-bench-'));

try {
  const bundles = await build();
  const repositories = foldersIn(corpus);
  const combined = combine(repositories, Number(options.large));
  const reader = findReader(root);
  const result = {
    machine: {
      cores: os.availableParallelism(),
      model: os.cpus()[0]?.model,
      node: process.version,
      load: os.loadavg()[0],
    },
    reader: reader.name,
    activation: activationTime(bundles),
    scans: [...repositories, combined].map((folder) => scanRow(bundles, folder, reader)),
    keystrokes: [...repositories, combined].flatMap((folder) => keystrokeRows(bundles, folder)),
    formats: JSON.parse(run(process.execPath, [path.join(bundles, 'formats.js'), ...repositories], root)),
    secrets: secretScans({ bundles, repositories, runs, ripgrep: findRipgrep(root), work, peers: options.peers }),
    peers: options.peers ? repositories.flatMap((folder) => peerRows(folder)) : [],
  };
  print(result);
  if (options.json) fs.writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}

/** Builds what ships, and the driver beside it. */
async function build() {
  const bundles = path.join(work, 'dist');
  run(process.execPath, ['esbuild.mjs', '--production', '--outdir', bundles], root);
  await esbuild.build({
    entryPoints: ['driver.ts', 'formats.ts', 'secret-scan.ts'].map((name) => path.join(import.meta.dirname, name)),
    outdir: bundles,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    minify: true,
    logLevel: 'warning',
  });
  return bundles;
}

/** @param {string} folder */
function foldersIn(folder) {
  const names = fs.readdirSync(folder).sort();
  const folders = names.map((name) => path.join(folder, name)).filter((entry) => fs.statSync(entry).isDirectory());
  if (folders.length === 0) throw new Error(`There is no repository in ${folder}`);
  return folders;
}

/**
 * One repository with the tracked files of all of them, as often as it takes to have enough.
 *
 * @param {string[]} repositories
 * @param {number} least
 */
function combine(repositories, least) {
  const target = path.join(work, 'combined');
  let count = 0;
  for (let round = 0; count < least && repositories.length > 0; round++) {
    for (const repository of repositories) {
      const files = run('git', ['ls-files', '-z'], repository).split('\0').filter(Boolean);
      for (const file of files) {
        const source = path.join(repository, file);
        if (!fs.lstatSync(source, { throwIfNoEntry: false })?.isFile()) continue;
        const copy = path.join(target, `${path.basename(repository)}-${round}`, file);
        fs.mkdirSync(path.dirname(copy), { recursive: true });
        fs.copyFileSync(source, copy);
        count++;
      }
    }
  }
  run('git', ['init', '-q'], target);
  run('git', ['add', '-f', '.'], target);
  return target;
}

/**
 * @param {string} bundles
 * @param {string} folder
 * @param {import('./peers.mjs').Reader} reader
 */
function scanRow(bundles, folder, reader) {
  const cache = path.join(work, 'cache');
  const personal = path.join(work, 'personal');
  const environment = { ...process.env, PREFLIGHT_CACHE: cache, XDG_CACHE_HOME: personal };
  const check = ['check', '--format', 'json', '--fail-on', 'never', '--root', folder];
  const cli = (/** @type {string[]} */ ...more) =>
    time(process.execPath, [path.join(bundles, 'cli.js'), ...check, ...more], folder, environment);
  const usage = path.join(work, 'usage.json');
  const preload = path.join(import.meta.dirname, 'usage.cjs');
  const reading = best(() => reader.read(folder));
  const first = best(() => {
    fs.rmSync(personal, { recursive: true, force: true });
    return cli('--no-cache');
  });
  // What is compiled is kept at the end of a run, and again by the next one where that needed more.
  for (let use = 0; use < 2; use++) {
    fs.rmSync(cache, { recursive: true, force: true });
    cli();
  }
  const cold = best(() => cli('--no-cache'));
  run(process.execPath, ['--require', preload, path.join(bundles, 'cli.js'), ...check, '--no-cache'], folder, {
    ...environment,
    BENCH_USAGE: usage,
  });
  const used = JSON.parse(fs.readFileSync(usage, 'utf8'));
  fs.rmSync(cache, { recursive: true, force: true });
  cli();
  const warm = best(() => cli());
  const driven = drive(bundles, 'scan', folder);
  return {
    name: path.basename(folder),
    files: driven.files,
    megabytes: driven.bytes / 1e6,
    first: first.ms,
    cold: cold.ms,
    coldCpu: used.cpu,
    warm: warm.ms,
    reading: reading.ms,
    coldRatio: cold.ms / reading.ms,
    warmRatio: warm.ms / reading.ms,
    rss: used.rss,
    steps: driven.timings,
  };
}

/**
 * @param {string} bundles
 * @param {string} folder
 */
function keystrokeRows(bundles, folder) {
  const { rows, rss } = drive(bundles, 'keystroke', folder);
  return rows.map((/** @type {object} */ row) => ({ name: path.basename(folder), ...row, rss }));
}

/**
 * @param {string} bundles
 * @param {string} what
 * @param {string} folder
 */
function drive(bundles, what, folder) {
  // As the extension starts the language server (`ENVIRONMENT` in src/extension/client.ts).
  const env = { ...process.env, MALLOC_TRIM_THRESHOLD_: '131072', MALLOC_MMAP_THRESHOLD_: '1048576' };
  return JSON.parse(run(process.execPath, [path.join(bundles, 'driver.js'), what, folder], folder, env));
}

/** @param {() => { ms: number }} measure */
function best(measure) {
  const results = Array.from({ length: runs }, measure);
  return results.reduce((least, result) => (result.ms < least.ms ? result : least));
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 */
function time(command, args, cwd, env) {
  const started = performance.now();
  const { status, stderr } = spawnSync(command, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return { ms: performance.now() - started };
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 */
function run(command, args, cwd, env = process.env) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}

/** @param {any} result */
function print({ machine, reader, scans, keystrokes, formats, secrets, activation, peers }) {
  console.log(`\n${machine.cores} cores, Node ${machine.node}, load ${machine.load.toFixed(1)}; read with ${reader}\n`);
  table(
    [
      'all checks',
      'files',
      'MB',
      'first ms',
      'cold ms',
      'warm ms',
      'read ms',
      'cold/read',
      'warm/read',
      'CPU ms',
      'RSS MB',
    ],
    scans.map((/** @type {any} */ row) => [
      row.name,
      row.files,
      row.megabytes.toFixed(1),
      ...[row.first, row.cold, row.warm, row.reading].map(Math.round),
      row.coldRatio.toFixed(1),
      row.warmRatio.toFixed(1),
      ...[row.coldCpu, row.rss].map(Math.round),
    ]),
  );
  table(
    ['keystroke', 'lines', 'median ms', 'p95 ms', 'max ms', 'RSS MB', 'file'],
    keystrokes.map((/** @type {any} */ row) => [
      row.name,
      row.lines,
      ...[row.median, row.p95, row.max].map((value) => value.toFixed(1)),
      Math.round(row.rss),
      row.file,
    ]),
  );
  table(
    ['secret scan, whole process', 'repository', 'best ms', '× ours', 'RSS MB'],
    secrets.rows.map((/** @type {any} */ row) => {
      const ours = secrets.rows.find((/** @type {any} */ other) => other.repository === row.repository);
      return [
        row.scanner,
        row.repository,
        Math.round(row.ms),
        (row.ms / ours.ms).toFixed(1),
        row.rss ? Math.round(row.rss) : '',
      ];
    }),
  );
  for (const reason of secrets.missing) console.log(`left out: ${reason}\n`);
  table(
    ['activation', 'best ms', 'median ms'],
    [['require dist/extension.js', activation.best.toFixed(1), activation.median.toFixed(1)]],
  );
  table(
    ['secrets only', 'files', 'MB', 'first ms', 'best ms'],
    formats.repositories.map((/** @type {any} */ row) => [
      row.name,
      row.files,
      row.megabytes.toFixed(1),
      ...[row.first, row.best].map(Math.round),
    ]),
  );
  table(
    [`hardest of ${formats.formats} formats on 100 KB`, 'ms', 'for twice the text'],
    formats.hardest.map((/** @type {any} */ row) => [row.rule, row.ms.toFixed(1), `× ${row.growth.toFixed(1)}`]),
  );
  console.log(
    `${formats.slow.length} formats take more than 5 ms; 300 KB of code take ${formats.keystroke.toFixed(1)} ms\n`,
  );
  if (peers.length > 0) table(['peer', 'repository', 'ms'], peers);
}

/**
 * @param {string[]} head
 * @param {(string | number)[][]} rows
 */
function table(head, rows) {
  const cells = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  for (const row of cells)
    console.log(
      row
        .map((cell, i) => (isNaN(Number(rows[0]?.[i])) ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    );
  console.log('');
}
