// One pass for everybody who asks.

import assert from 'node:assert/strict';

import { definePlacedWords, defineWords, eachPlace, holdsAny } from '../../../src/engine/text/words';
import { isSpace, isWord } from '../../../src/engine/text/units';

describe('Words of texts', () => {
  const fruit = defineWords(['Apple', 'pear', 'apple tart', 'pear']);
  const tart = defineWords(['tart']);
  const placed = definePlacedWords(['pear', 'ar']);

  it('tells which words a text holds, by their case', () => {
    assert.equal(holdsAny('An apple tart', fruit), true);
    assert.equal(holdsAny('Some pears', fruit), true);
    assert.equal(holdsAny('An Apple', fruit), true);
    assert.equal(holdsAny('AN APPLE, A PEAR', fruit), false);
    assert.equal(holdsAny('An Apple', tart), false);
  });

  it('takes words at any case when told so', () => {
    const folded = defineWords(['Pear'], { foldCase: true });
    assert.equal(holdsAny('a pear', folded), true);
    assert.equal(holdsAny('A PEAR', folded), true);
    assert.equal(holdsAny('a peach', folded), false);
  });

  it('answers for each text anew', () => {
    assert.equal(holdsAny('a tart', tart), true);
    assert.equal(holdsAny('a cart', tart), false);
    assert.equal(holdsAny('', tart), false);
  });

  it('gives every place of placed words at any case, in the order of their ends', () => {
    const found: string[] = [];
    eachPlace('Pear, bar, PEAR tart', placed, (index, end) => found.push(`${index}@${end}`));
    assert.deepEqual(found.sort(), ['0@15', '0@4', '1@15', '1@19', '1@4', '1@9'].sort());
  });

  it('takes words that are declared after a text was asked', () => {
    holdsAny('late words', tart);
    assert.equal(holdsAny('late words', defineWords(['late'])), true);
  });
});

describe('Classes of units', () => {
  it('are those of regular expressions', () => {
    for (let unit = 0; unit < 65536; unit++) {
      const character = String.fromCharCode(unit);
      assert.equal(isSpace(unit), /\s/.test(character), `white space ${unit}`);
      assert.equal(isWord(unit), /\w/.test(character), `word ${unit}`);
    }
  });
});
