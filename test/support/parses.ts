// Texts after a fix still parse.

import assert from 'node:assert/strict';

import { parseAllDocuments } from 'yaml';

import type { Files } from './analyze';
import { loadParsers } from './memory-host';

/** Fails when a Python, JavaScript, TypeScript or YAML text does not parse. */
export async function assertParse(files: Files): Promise<void> {
  const parsers = await loadParsers();
  for (const [path, text] of Object.entries(files)) {
    if (/\.py$/.test(path)) {
      const tree = parsers.python.parse(text);
      assert.equal(tree?.rootNode.hasError, false, `${path} does not parse:\n${text}`);
      tree?.delete();
    } else if (/\.[cm]?[jt]sx?$/.test(path)) {
      const problem = parsers.javascript.firstError(parsers.javascript.parseTypeScript(path, text));
      assert.equal(
        problem,
        undefined,
        `${path} does not parse:
${text}`,
      );
    } else if (/\.ya?ml$/.test(path)) {
      const documents = parseAllDocuments(text);
      const errors = Array.isArray(documents) ? documents.flatMap((document) => document.errors) : [];
      assert.deepEqual(errors, [], `${path} does not parse`);
    }
  }
}
