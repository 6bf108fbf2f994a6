import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

import { IgnoreFile } from '../../src/engine/gitignore';
import { IgnoreTree } from '../../src/node/ignore-tree';
import { findGitFolder } from '../../src/node/git-folder';
import { TempTree } from './temp-tree';

/** Ignore files that cover the manual page's sentences one by one. */
const RULES = [
  'name',
  'name/',
  '/name',
  'a/name',
  '/a/name/',
  '*.log\n!keep.log',
  '!keep.log\n*.log',
  'a/*\n!a/name',
  '**/name',
  '**/a/name',
  'a/**',
  'a/**/name',
  'a/**/b/**/name',
  '**',
  '*',
  '/*\n!/a',
  '/*\n!/a/',
  'a*\nb?me',
  'n[a-c]me\nn[!a]me',
  'n[^b]me',
  'n[[:alpha:]]me',
  '[]]x\n[a-]x',
  'n[a',
  '\\#hash\n\\!bang',
  '#name',
  'trailing \nescaped\\ ',
  '\\*star\nn\\ame',
  'name\\',
  'a//name',
  '**name**',
  'a/**name',
  '*a*b*c*',
  '',
  '\n\n  \n',
  '/',
  '//',
  'name\r\nother\r',
  '*.tar.gz\n!*.gz',
  'é*\nn?me',
];

const PATHS = [
  'name',
  'other',
  'a/name',
  'a/b/name',
  'a/x/b/y/name',
  'b/a/name',
  'b/name/c',
  'name/inner',
  'x.log',
  'keep.log',
  'a/keep.log',
  'a/x.log',
  'bame',
  'nbme',
  'nxme',
  ']x',
  '-x',
  'n[a',
  '#hash',
  '!bang',
  'trailing',
  'escaped ',
  '*star',
  'surname2',
  'a/prename',
  'xaxbxcx',
  'x.tar.gz',
  'y.gz',
  'état',
  'néme',
];

describe('ignore rules', () => {
  it('agree with git on every pattern and path', () => {
    const tree = new TempTree();
    try {
      tree.git('init', '-q');
      for (const rules of RULES) {
        tree.write('.gitignore', rules);
        const input = PATHS.join('\0');
        // Exit code 1 means that none is ignored; the paths need not exist.
        const git = spawnSync('git', ['check-ignore', '-z', '--stdin', '--no-index'], { cwd: tree.root, input });
        const expected = git.stdout.toString().split('\0').filter(Boolean);
        const ignore = new IgnoreTree(tree.root, findGitFolder(tree.root));
        const actual = PATHS.filter((path) => ignore.isIgnored(path, false));
        assert.deepEqual(actual, expected, `for the rules ${JSON.stringify(rules)}`);
      }
    } finally {
      tree.remove();
    }
  });

  it('take no time over patterns made to take for ever', () => {
    const name = 'a'.repeat(200);
    const started = performance.now();
    for (const pattern of ['*a'.repeat(40) + 'b', '?*'.repeat(60) + 'b', '[a-z]*'.repeat(40) + 'b'])
      assert.equal(new IgnoreFile(pattern, '').test(name, false), undefined);
    const deep = Array.from({ length: 200 }, () => 'a').join('/');
    assert.equal(new IgnoreFile('**/a/'.repeat(30) + 'b', '').test(deep, false), undefined);
    assert.ok(performance.now() - started < 500, 'it took half a second');
  });
});
