// Where the project lies and what it is called, for every script that starts a VS Code.

import fs from 'node:fs';
import path from 'node:path';

/** The repository's root folder. */
export const root = path.resolve(import.meta.dirname, '../..');

/** Everything that is installed or written for running VS Code; ignored by git, never packaged. */
export const cacheFolder = path.join(root, '.vscode-test');

/** The folder that `npm start` and the pictures show when nobody names another one. */
export const exampleFolder = path.join(root, 'examples', 'shop');

/**
 * The parts of the extension's manifest that the scripts need.
 *
 * @returns {{ name: string, publisher: string, version: string, engines: { vscode: string }, scripts: Record<string, string> }}
 */
export function readManifest() {
  return JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
}

/** The extension's identifier, as VS Code writes it: `publisher.name`. */
export function extensionId() {
  const { publisher, name } = readManifest();
  return `${publisher}.${name}`;
}
