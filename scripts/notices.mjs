// Licences of the packages that were bundled, as their licences ask for. Bundles carry no comments, so this file goes beside them.

import fs from 'node:fs';
import path from 'node:path';

/** Shipped as files of their own, so no bundle's account names them. */
const COPIED = ['node_modules/@vscode/tree-sitter-wasm'];

/**
 * Writes `notices.txt`.
 *
 * @param {import('esbuild').Metafile[]} metafiles
 * @param {string} folder
 */
export function writeNotices(metafiles, folder) {
  const packages = new Set(COPIED);
  for (const input of metafiles.flatMap((metafile) => Object.keys(metafile.inputs))) {
    const [found] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? [];
    if (found) packages.add(found);
  }
  const notices = [...packages].map(noticeOf).sort();
  const head = 'Preflight contains the following packages.\n';
  fs.writeFileSync(path.join(folder, 'notices.txt'), [head, ...notices].join(`\n${'-'.repeat(80)}\n\n`));
}

/** @param {string} folder */
function noticeOf(folder) {
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = fs.readdirSync(folder).find((candidate) => /^licen[cs]e/i.test(candidate));
  const text = file ? fs.readFileSync(path.join(folder, file), 'utf8').trim() : 'The package brings no licence text.';
  return `${name} ${version} (${license})\n\n${text}\n`;
}
