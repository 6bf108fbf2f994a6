// `npm run check -- <folder> [options]`: runs the command line's `check` on a folder; builds first when a source is newer than the build.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const program = path.join(root, 'dist/cli.js');

if (newest('src', 'scripts/lean-parser.mjs', 'esbuild.mjs', 'package.json') > modified(program)) {
  // The report goes to standard output, so the build's own lines must not.
  const build = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (build.status !== 0) process.exit(3);
}
const check = spawnSync(process.execPath, [program, 'check', ...process.argv.slice(2)], {
  // npm runs scripts in the project's folder; paths on the command line are meant from where the person stands.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: 'inherit',
});
process.exit(check.status ?? 3);

/** @param {string} file */
function modified(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** @param {string[]} paths */
function newest(...paths) {
  let time = 0;
  for (const start of paths) {
    const absolute = path.join(root, start);
    const isFolder = fs.statSync(absolute).isDirectory();
    const inside = isFolder ? fs.readdirSync(absolute, { recursive: true, encoding: 'utf8' }) : [];
    for (const file of [absolute, ...inside.map((name) => path.join(absolute, name))])
      time = Math.max(time, modified(file));
  }
  return time;
}
