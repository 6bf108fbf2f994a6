import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import type { Listing } from '../../src/engine/host';
import { listWithGit, listWithoutGit } from '../../src/node/list';
import { TempTree } from './temp-tree';

let tree: TempTree;

function make(files: Record<string, string | Buffer>): TempTree {
  return (tree = new TempTree(files));
}

/** `path`, with `+` when tracked and `!` when ignored all the same. */
function marks({ files }: Listing): string[] {
  return files.map((file) => `${file.tracked ? '+' : ''}${file.ignored ? '!' : ''}${file.path}`);
}

function skips({ skipped }: Listing): string[] {
  return skipped.map(({ path: file, reason }) => `${file}: ${reason}`);
}

/** The list from git and from our own reading of its index, which must be the same. */
async function bothLists(root: string): Promise<Listing> {
  const withGit = await listWithGit(root);
  const withoutGit = listWithoutGit(root);
  assert.ok(withGit, 'git gave no list');
  assert.equal(withGit.source, 'git');
  assert.equal(withoutGit.source, 'git-index');
  assert.deepEqual(withoutGit.files, withGit.files);
  assert.deepEqual(withoutGit.skipped, withGit.skipped);
  return withGit;
}

describe('listing files', () => {
  afterEach(() => tree.remove());

  it('gives tracked files, and untracked ones that are not ignored', async () => {
    make({ '.gitignore': '*.log\n/out\n', 'a.ts': '', 'b.ts': '', 'c.log': '', 'out/x.ts': '', 'kept.log': '' });
    tree.init('.gitignore', 'a.ts', 'kept.log');
    assert.deepEqual(marks(await bothLists(tree.root)), ['+.gitignore', '+a.ts', 'b.ts', '+!kept.log']);
  });

  it('honours nested ignore files and info/exclude', async () => {
    make({ '.gitignore': '*.tmp\n', 'x/.gitignore': '!keep.tmp\n/y\n', 'x/keep.tmp': '', 'x/drop.tmp': '' });
    tree.write('x/y/z', '');
    tree.write('x/sub/y', '');
    tree.write('mine', '');
    tree.init('.gitignore');
    tree.write('.git/info/exclude', 'mine\n');
    const listing = await bothLists(tree.root);
    assert.deepEqual(marks(listing), ['+.gitignore', 'x/.gitignore', 'x/keep.tmp', 'x/sub/y']);
  });

  it('lists a folder inside a repository by the rules above it', async () => {
    make({ '.gitignore': 'secret.txt\n', 'app/a.ts': '', 'app/secret.txt': '', 'other/b.ts': '' });
    tree.init();
    assert.deepEqual(marks(await bothLists(tree.path('app'))), ['+a.ts']);
  });

  it('lists a folder that its repository ignores for its own sake', async () => {
    make({ '.gitignore': 'export/\n', 'export/a.ts': '' }).init();
    assert.equal(await listWithGit(tree.path('export')), undefined);
    const listing = listWithoutGit(tree.path('export'));
    assert.deepEqual([listing.source, ...marks(listing)], ['walk', 'a.ts']);
  });

  it('skips links, submodules, nested repositories and installed packages by name', async () => {
    make({ 'a.ts': '', 'lib/node_modules/p/index.js': '', 'env/pyvenv.cfg': '', 'env/lib/x.py': '' });
    fs.symlinkSync('a.ts', tree.path('link.ts'));
    fs.symlinkSync('.', tree.path('loop'));
    const inner = new TempTree({ 'b.ts': '' }).init();
    fs.renameSync(inner.root, tree.path('nested'));
    tree.init('a.ts', 'link.ts');
    tree.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},sub`);
    const listing = await bothLists(tree.root);
    assert.deepEqual(marks(listing), ['+a.ts']);
    assert.deepEqual(skips(listing), [
      'env/: installed packages',
      'lib/node_modules/: installed packages',
      'link.ts: symbolic link',
      'loop: symbolic link',
      'nested/: another git repository',
      'sub/: submodule',
    ]);
  });

  it('keeps tracked files in folders that are otherwise pruned', async () => {
    make({ 'node_modules/p/index.js': '', 'node_modules/q/index.js': '' }).init('node_modules/p/index.js');
    assert.deepEqual(marks(await bothLists(tree.root)), ['+node_modules/p/index.js']);
  });

  it('lists a path once during a merge', async () => {
    make({ 'a.ts': '1\n' }).init();
    tree.git('commit', '-qm', 'one');
    tree.git('checkout', '-qb', 'other');
    tree.write('a.ts', '2\n');
    tree.git('commit', '-qam', 'two');
    tree.git('checkout', '-q', 'main');
    tree.write('a.ts', '3\n');
    tree.git('commit', '-qam', 'three');
    assert.throws(() => tree.git('merge', '-q', 'other'));
    assert.deepEqual(marks(await bothLists(tree.root)), ['+a.ts']);
  });

  for (const version of [2, 3, 4]) {
    it(`reads version ${version} of the index`, async () => {
      make(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`dir${i % 7}/file-${i}.ts`, `${i}`]))).init();
      if (version === 3) {
        tree.write('later.ts', '');
        tree.git('add', '-N', 'later.ts');
      }
      tree.git('update-index', '--index-version', String(version));
      assert.equal(fs.readFileSync(tree.path('.git/index')).readUInt32BE(4), version);
      assert.equal((await bothLists(tree.root)).files.length, version === 3 ? 51 : 50);
    });
  }

  it('walks where the index has a form of its own (split)', () => {
    make({ '.gitignore': 'b.ts\n', 'a.ts': '', 'b.ts': '' }).init();
    tree.git('update-index', '--split-index');
    const listing = listWithoutGit(tree.root);
    assert.deepEqual([listing.source, ...marks(listing)], ['walk', '.gitignore', 'a.ts']);
  });

  it('walks where the index is damaged', () => {
    make({ 'a.ts': '', 'b.ts': '' }).init();
    fs.truncateSync(tree.path('.git/index'), 100);
    assert.deepEqual(marks(listWithoutGit(tree.root)), ['a.ts', 'b.ts']);
  });

  it('reads the index of a linked work tree', async () => {
    make({ 'main/a.ts': '' });
    const git = (...args: string[]): void => {
      execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], {
        cwd: tree.path('main'),
        stdio: 'ignore',
      });
    };
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'one');
    git('worktree', 'add', '-q', '../linked');
    assert.deepEqual(marks(await bothLists(tree.path('linked'))), ['+a.ts']);
  });

  it('never runs the program that a repository names as its file-system monitor', async () => {
    make({ 'a.ts': '', 'spy.sh': '#!/bin/sh\ntouch "$(dirname "$0")/ran"\n' }).init();
    fs.chmodSync(tree.path('spy.sh'), 0o755);
    tree.git('config', 'core.fsmonitor', tree.path('spy.sh'));
    assert.ok(await listWithGit(tree.root));
    assert.equal(fs.existsSync(tree.path('ran')), false);
  });

  it('is not led elsewhere by the variables of a git hook', async () => {
    make({ 'a.ts': '' }).init();
    process.env.GIT_DIR = tree.path('nowhere');
    process.env.GIT_INDEX_FILE = tree.path('nothing');
    try {
      assert.deepEqual(marks(await bothLists(tree.root)), ['+a.ts']);
    } finally {
      delete process.env.GIT_DIR;
      delete process.env.GIT_INDEX_FILE;
    }
  });

  it('gives up on git after a time limit', async () => {
    make({ 'a.ts': '' }).init();
    assert.equal(await listWithGit(tree.root, { timeLimit: 0 }), undefined);
  });

  it('skips names that are not UTF-8', async function () {
    make({ 'a.ts': '' });
    const name = Buffer.concat([Buffer.from(`${tree.root}/caf`), Buffer.from([0xe9]), Buffer.from('.ts')]);
    try {
      fs.writeFileSync(name, '');
    } catch {
      // macOS refuses such names: there is nothing to list then.
      return;
    }
    assert.deepEqual(marks(listWithoutGit(tree.root)), ['a.ts']);
    tree.git('init', '-q');
    tree.git('add', '.');
    const listing = await bothLists(tree.root);
    assert.deepEqual(marks(listing), ['+a.ts']);
    assert.deepEqual(skips(listing), ['caf\uFFFD.ts: its name is not UTF-8']);
  });

  describe('without a repository', () => {
    it('walks, honouring ignore files and leaving out what tools produce', () => {
      make({ '.gitignore': '*.log\n', 'a.log': '', 'a.ts': '', 'package.json': '{}', 'dist/a.js': '' });
      tree.write('node_modules/p/index.js', '');
      tree.write('docs/build/page.md', '');
      const listing = listWithoutGit(tree.root);
      assert.deepEqual(marks(listing), ['.gitignore', 'a.ts', 'docs/build/page.md', 'package.json']);
      assert.deepEqual(skips(listing), ['dist/: build output', 'node_modules/: installed packages']);
    });

    it('goes into the repositories of a folder of repositories', () => {
      make({ 'one/.gitignore': 'x\n', 'one/.git/HEAD': '', 'one/a.ts': '', 'one/x': '', 'two/b.ts': '' });
      assert.deepEqual(marks(listWithoutGit(tree.root)), ['one/.gitignore', 'one/a.ts', 'two/b.ts']);
    });

    it('names links and pipes, and follows neither', () => {
      make({ 'a/b.ts': '' });
      fs.symlinkSync('..', tree.path('a/loop'));
      if (process.platform !== 'win32') execFileSync('mkfifo', [tree.path('pipe')]);
      const listing = listWithoutGit(tree.root);
      assert.deepEqual(marks(listing), ['a/b.ts']);
      const pipe = process.platform === 'win32' ? [] : ['pipe: not a regular file'];
      assert.deepEqual(skips(listing).sort(), ['a/loop: symbolic link', ...pipe]);
    });

    it('names a folder that may not be read', () => {
      make({ 'a.ts': '', 'locked/b.ts': '' });
      const denied = Object.assign(new Error('denied'), { code: 'EACCES' });
      const readdirSync = ((folder: string, options: { withFileTypes: true }) => {
        if (folder === path.join(tree.root, 'locked/')) throw denied;
        return fs.readdirSync(folder, options);
      }) as typeof fs.readdirSync;
      const listing = listWithoutGit(tree.root, { io: { ...fs, readdirSync } });
      assert.deepEqual(marks(listing), ['a.ts']);
      assert.deepEqual(skips(listing), ['locked/: no permission to read it']);
    });

    it('stops at a limit and says so', () => {
      make(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`d${i % 3}/f${i}`, ''])));
      const listing = listWithoutGit(tree.root, { maxFiles: 15 });
      assert.equal(listing.files.length, 15);
      assert.deepEqual(skips(listing), ['./: more than 15 files: the rest was left out']);
    });
  });
});
