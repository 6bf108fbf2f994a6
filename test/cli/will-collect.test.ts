import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { willLikelyCollect } from '../../src/cli/will-collect';
import { cacheFilesOf } from '../../src/node/cache-location';
import { TempTree } from '../node/temp-tree';

describe('what a command line will do', () => {
  let tree: TempTree;
  let root: string;
  const before = process.env.PREFLIGHT_CACHE;

  beforeEach(() => {
    tree = new TempTree({ 'shop/preflight.json': '{}\n', 'shop/src/app.js': '\n', 'cache/kept.txt': '\n' });
    root = fs.realpathSync(tree.path('shop'));
    process.env.PREFLIGHT_CACHE = tree.path('cache');
  });

  afterEach(() => {
    if (before === undefined) delete process.env.PREFLIGHT_CACHE;
    else process.env.PREFLIGHT_CACHE = before;
    tree.remove();
  });

  const rememberReport = (): void => fs.writeFileSync(cacheFilesOf(tree.path('cache'), root).report, '');

  it('is to collect, unless a report is kept of the folder around the path', () => {
    const commands = [
      ['check', root],
      ['routes', '--format', 'csv', path.join(root, 'src/app.js')],
      ['checklist', '--root', root],
    ];
    for (const argv of commands) assert.ok(willLikelyCollect(argv), argv.join(' '));
    rememberReport();
    for (const argv of commands) assert.ok(!willLikelyCollect(argv), argv.join(' '));
  });

  it('is to collect all the same where nothing that is kept may be used', () => {
    rememberReport();
    assert.ok(willLikelyCollect(['check', '--no-cache', root]));
  });

  it('is something else for help, other commands and nothing at all', () => {
    for (const argv of [[], ['check', '--help'], ['explain', 'route-unprotected'], ['init', root]])
      assert.ok(!willLikelyCollect(argv), argv.join(' '));
  });
});
