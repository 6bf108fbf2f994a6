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

  it('folds case when asked to, and only then', () => {
    assert.deepEqual(quickly(['token'], 'Token TOKEN token', true), ['token@11', 'token@17', 'token@5']);
    assert.deepEqual(quickly(['token'], 'Token TOKEN token'), ['token@17']);
  });

  it('leaves empty literals out and reads any character', () => {
    assert.deepEqual(quickly(['', 'ñé', '🔑'], 'señé 🔑'), ['ñé@4', '🔑@7'].sort());
  });
});
