// Texts after a fix still parse.

import assert from 'node:assert/strict';

import { parse as parseJson, type ParseError } from 'jsonc-parser';
import { parseTOML } from 'toml-eslint-parser';
import { parseAllDocuments } from 'yaml';

import type { Files } from './analyze';
import { loadParsers } from './memory-host';

/** A line of a dotenv file: blank, a comment, or a value that is quoted to its end or not at all. */
const DOTENV_LINE =
  /^\s*(?:#.*|(?:export\s+)?[A-Za-z_]\w*=(?:'[^']*'|"(?:[^"\\]|\\.)*"|[^'"\s][^\r\n]*)?\s*(?:#.*)?)?$/;

/** Fails when a Python, JavaScript, TypeScript, YAML, JSON (with comments), TOML or dotenv text does not parse. */
export async function assertParse(files: Files): Promise<void> {
  const parsers = await loadParsers();
  for (const [path, text] of Object.entries(files)) {
    if (/\.py$/.test(path)) {
      const tree = parsers.python.parse(text);
      assert.equal(tree?.rootNode.hasError, false, `${path} does not parse:\n${text}`);
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
    } else if (/\.jsonc?$/.test(path)) {
      const errors: ParseError[] = [];
      parseJson(text, errors, { allowTrailingComma: true });
      assert.deepEqual(errors, [], `${path} does not parse:\n${text}`);
    } else if (/\.toml$/.test(path)) {
      assert.doesNotThrow(() => parseTOML(text), `${path} does not parse:\n${text}`);
    } else if (/(?:^|\/)\.env[\w.]*$/.test(path)) {
      for (const line of text.split(/\r?\n/)) assert.match(line, DOTENV_LINE, `${path} has a line nobody can read`);
    }
  }
}
