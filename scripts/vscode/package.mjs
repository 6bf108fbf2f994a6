// `npm run package`: makes `preflight.vsix`, says what is in it, and refuses what nobody has allowed to be in it.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { readManifest, root } from './project.mjs';
import { packager } from './versions.mjs';
import { listZip } from './zip-list.mjs';

const vsix = path.join(root, 'preflight.vsix');

/** Everything that may be in the package. A file that matches nothing here stops the packaging. */
const allowed = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/package.json',
  /^extension\/package\.nls(\.[\w-]+)?\.json$/,
  'extension/readme.md',
  'extension/changelog.md',
  'extension/LICENSE.txt',
  /^extension\/dist\/[\w-]+\.(js|wasm\.br)$/,
  'extension/dist/notices.txt',
  /^extension\/docs\/checks\/[\w-]+\.md$/,
  'extension/docs/configuration.md',
  'extension/docs/attestations.md',
  /^extension\/l10n\/[\w.-]+\.json$/,
  /^extension\/media\/(walkthrough\/)?[\w-]+\.(svg|png|md)$/,
  /^extension\/schemas\/[\w.-]+\.json$/,
];

/** What the package may weigh. */
const sizeLimit = 2 * 1024 * 1024;

/** Makes the package; ends the program with 1 if it holds what it must not. */
export function makePackage() {
  // vsce builds only if the manifest tells it how; an old build must not be packaged.
  if (!readManifest().scripts['vscode:prepublish']) runOrFail(process.execPath, ['esbuild.mjs', '--production']);
  runOrFail('npx', ['--yes', packager, 'package', '--no-dependencies', '--out', vsix]);

  const entries = listZip(vsix);
  const size = fs.statSync(vsix).size;
  console.log(`\n${path.relative(root, vsix)}: ${kilobytes(size)} KB, ${entries.length} files`);
  for (const { name, size: unpacked } of entries) console.log(`${kilobytes(unpacked).padStart(8)} KB  ${name}`);

  const refused = entries.filter(({ name }) => !isAllowed(name));
  if (refused.length > 0) {
    fs.rmSync(vsix);
    fail(`Not allowed in the package (see scripts/vscode/package.mjs):\n${refused.map(({ name }) => name).join('\n')}`);
  }
  if (size > sizeLimit) fail(`The package is larger than ${kilobytes(sizeLimit)} KB`);
  return vsix;
}

/** @param {string} name */
function isAllowed(name) {
  return allowed.some((rule) => (typeof rule === 'string' ? rule === name : rule.test(name)));
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function runOrFail(command, args) {
  const shell = process.platform === 'win32' && command === 'npx';
  const { status } = spawnSync(command, args, { cwd: root, shell, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) fail(`${command} ${args.join(' ')} has failed`);
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return (bytes / 1024).toFixed(1);
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  console.error(message);
  process.exit(1);
}

const isProgram = import.meta.url === pathToFileURL(process.argv[1] ?? '').href;
if (isProgram) makePackage();
