import assert from 'node:assert/strict';
import fs from 'node:fs';

import { targetOf } from '../../src/cli/paths';
import { createNodeHost } from '../../src/node/host';
import { TempTree } from './temp-tree';

/** Who may do everything asks as somebody else. */
const NOBODY = 65534;

describe('a folder that must not be read', () => {
  let tree: TempTree;
  const isRoot = process.geteuid?.() === 0;

  before(function () {
    if (process.platform === 'win32') this.skip();
    tree = new TempTree({ 'a.py': 'x = 1\n' });
    fs.chmodSync(tree.root, 0o000);
    if (isRoot) process.seteuid?.(NOBODY);
  });

  after(() => {
    if (isRoot) process.seteuid?.(0);
    if (fs.existsSync(tree.root)) fs.chmodSync(tree.root, 0o755);
    tree.remove();
  });

  it('has not been scanned, and the reason is said', async () => {
    const host = createNodeHost(tree.root, { name: 'locked', mayRunGit: false, cache: null });
    await assert.rejects(host.list(), { message: 'there is no permission to read it.' });
    await host.dispose();
  });

  it('is wrong usage in the terminal, not an error of the program', () => {
    assert.throws(() => targetOf([], tree.root, 'check'), /There is no permission to read/);
  });
});
