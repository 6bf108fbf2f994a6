import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import * as vscode from 'vscode';

describe('the extension in VS Code', () => {
  it('activates', async () => {
    const extension = vscode.extensions.getExtension('preflight.preflight');
    assert.ok(extension, 'VS Code has not loaded the extension');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('comes from where this run has put it', () => {
    const extension = vscode.extensions.getExtension('preflight.preflight');
    const expected = process.env.PREFLIGHT_TEST_EXTENSION_HOME;
    assert.ok(extension && expected);
    const home = fs.realpathSync(expected);
    const actual = fs.realpathSync(extension.extensionPath);
    const isInside = actual === home || actual.startsWith(home + path.sep);
    assert.ok(isInside, `${actual} is not in ${home}`);
  });
});
