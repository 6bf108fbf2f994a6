import assert from 'node:assert/strict';

import { givenUpSentence } from '../../../src/engine/report/given-up';

function sentence(...skipped: { path: string; reason: string }[]): string | null {
  return givenUpSentence({ stats: { files: 1, bytes: 1, skipped } });
}

const late = (path: string): { path: string; reason: string } => ({
  path,
  reason: 'analysing it took more than 10 seconds',
});

describe('files that the analysis gave up on', () => {
  it('are named with the reason', () => {
    assert.equal(sentence(late('a.ts')), 'a.ts is left out: analysing it took more than 10 seconds.');
    assert.equal(
      sentence(late('a.ts'), { path: 'b.py', reason: 'analysing it took too much memory' }),
      '2 files are left out: a.ts (analysing it took more than 10 seconds), b.py (analysing it took too much memory).',
    );
  });

  it('are counted beyond the third', () => {
    assert.match(
      sentence(...['a', 'b', 'c', 'd', 'e'].map(late)) ?? '',
      /^5 files are left out: a \(.*\) and 2 more\.$/,
    );
  });

  it('are not those that nobody wants to read', () => {
    assert.equal(sentence({ path: 'a.png', reason: 'binary' }, { path: 'b.lock', reason: 'lock file' }), null);
    assert.equal(sentence(), null);
  });
});
