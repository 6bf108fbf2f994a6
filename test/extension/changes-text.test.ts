// What the dialog before a fix says that it changes.

import assert from 'node:assert/strict';

import { changesText } from '../../src/extension/changes-text';

describe('the changes of a fix in words', () => {
  it('are told file by file where there are few', () => {
    const changes = [
      { path: 'a.py', label: 'Read KEY from the environment' },
      { path: '.env', label: 'Keep the value in .env' },
    ];
    assert.equal(changesText(changes), 'a.py: Read KEY from the environment\n.env: Keep the value in .env');
  });

  it('are told together where many files change in the same way', () => {
    const same = Array.from({ length: 37 }, (_, index) => ({ path: `c${index}.py`, label: 'Read KEY' }));
    assert.deepEqual(changesText([...same, { path: '.env', label: 'Keep it' }]).split('\n'), [
      '37 files: Read KEY (c0.py, c1.py, c2.py, c3.py and 33 more)',
      '.env: Keep it',
    ]);
  });

  it('fit into a dialog where every file changes in its own way', () => {
    const changes = Array.from({ length: 30 }, (_, index) => ({ path: `c${index}.py`, label: `Change ${index}` }));
    const lines = changesText(changes).split('\n');
    assert.equal(lines.length, 9);
    assert.equal(lines.at(-1), 'and 22 more changes: "Show Changes" has all of them');
  });
});
