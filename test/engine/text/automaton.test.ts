// The automaton against the obvious way to search.

import assert from 'node:assert/strict';

import { Automaton } from '../../../src/engine/text/automaton';
import { madeUp } from '../../support/made-up-secrets';

/** Every occurrence as `literal@end`, the slow way. */
function slowly(literals: readonly string[], text: string): string[] {
  const found: string[] = [];
  for (let end = 1; end <= text.length; end++) {
    for (const literal of literals)
      if (literal !== '' && text.slice(0, end).endsWith(literal)) found.push(`${literal}@${end}`);
  }
  return found.sort();
}

function quickly(literals: readonly string[], text: string, foldCase = false): string[] {
  const found: string[] = [];
  new Automaton(literals, { foldCase }).search(text, (index, end) => found.push(`${literals[index] ?? ''}@${end}`));
  return found.sort();
}

describe('Automaton', () => {
  it('finds literals inside, behind and across each other', () => {
    const literals = ['he', 'she', 'hers', 'his', 'h'];
    assert.deepEqual(quickly(literals, 'ushers and his hehe'), slowly(literals, 'ushers and his hehe'));
  });

  it('agrees with the slow way on random texts', () => {
    for (let round = 0; round < 40; round++) {
      const literals = Array.from({ length: 8 }, (_, index) =>
        madeUp(`literal ${round}.${index}`, 1 + (index % 4), 'ab'),
      );
      const distinct = [...new Set(literals)];
      const text = madeUp(`text ${round}`, 120, 'abc');
      assert.deepEqual(quickly(distinct, text), slowly(distinct, text));
    }
  });

  it('agrees with the slow way on long texts, which are searched in parts, and keeps to the order of the ends', () => {
    const literals = ['abba', 'bb', 'a', 'cabbac', 'abcabcabcabc'];
    for (let length = 1020; length < 1040; length++) {
      const text = madeUp(`long text ${length}`, length, 'abc');
      assert.deepEqual(quickly(literals, text), slowly(literals, text));
      const ends: number[] = [];
      new Automaton(literals, { foldCase: false }).search(text, (_, end) => ends.push(end));
      assert.deepEqual(
        ends,
        [...ends].sort((a, b) => a - b),
      );
    }
    // A literal across each border between two quarters.
    const long = 'abcabcabcabc'
      .padStart(256 + 6, '-')
      .padEnd(512 + 3, '-')
      .concat('cabbac'.repeat(60))
      .padEnd(1024, '-');
    assert.deepEqual(quickly(literals, long), slowly(literals, long));
  });

  it('folds case when asked to, and only then', () => {
    assert.deepEqual(quickly(['token'], 'Token TOKEN token', true), ['token@11', 'token@17', 'token@5']);
    assert.deepEqual(quickly(['token'], 'Token TOKEN token'), ['token@17']);
  });

  it('leaves empty literals out and reads any character', () => {
    assert.deepEqual(quickly(['', 'ñé', '🔑'], 'señé 🔑'), ['ñé@4', '🔑@7'].sort());
  });
});
