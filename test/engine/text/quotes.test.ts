// Ends of quoted text against a look at each character.

import assert from 'node:assert/strict';

import { endOfQuoted, endOfTemplate } from '../../../src/engine/text/quotes';
import { madeUp } from '../../support/made-up-secrets';

function slowly(text: string, from: number, mark: string, multiline: boolean): number {
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text.startsWith(mark, i)) return i + mark.length;
    else if (text[i] === '\n' && !multiline) return i;
  }
  return text.length;
}

describe('Ends of quoted text', () => {
  const texts = Array.from({ length: 300 }, (_, round) => madeUp(`quoted ${round}`, 1 + (round % 24), '"\'\\\n`x'));

  it('agrees with the slow way', () => {
    for (const text of texts) {
      for (const mark of ['"', "'"]) {
        assert.equal(endOfQuoted(text, 0, mark, false), slowly(text, 0, mark, false), JSON.stringify([text, mark]));
        assert.equal(endOfQuoted(text, 0, mark, true), slowly(text, 0, mark, true), JSON.stringify([text, mark]));
        const long = mark.repeat(3);
        assert.equal(endOfQuoted(text, 0, long, true), slowly(text, 0, long, true), JSON.stringify([text, long]));
      }
    }
  });

  it('stops in a template at its end and at a hole', () => {
    assert.equal(endOfTemplate('`a$b\\`\\${c}${d}`', 1), 11);
    assert.equal(endOfTemplate('`a` ', 1), 2);
    assert.equal(endOfTemplate('`a$', 1), 3);
    assert.equal(endOfTemplate('`a\\', 1), 3);
  });

  it('reads texts of any length', () => {
    for (const unit of ['\\a', '"" ', 'a'])
      assert.equal(endOfQuoted(unit.repeat(400_000), 0, '"""', true), unit.length * 400_000);
  });
});
