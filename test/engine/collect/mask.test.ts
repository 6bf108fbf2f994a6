import assert from 'node:assert/strict';

import { argumentsOf, maskText } from '../../../src/engine/collect/mask';

describe('masked text', () => {
  it('blanks comments and doc strings of Python, and the contents of strings', () => {
    const text = 'def f():\n    """Says hello."""\n    return g("a # b")  # c\n';
    const masked = maskText(text, 'python');
    assert.equal(masked.text, 'def f():\n    """           """\n    return g("a # b")     \n');
    assert.equal(masked.code, 'def f():\n    """           """\n    return g("     ")     \n');
  });

  it('blanks comments, strings, templates and regular expressions of JavaScript, but not what is filled in', () => {
    const text = "f('a // b', `x ${g('y')} z`, /[/'\"]/); // c\n";
    assert.equal(maskText(text, 'javascript').code, "f('      ', `  ${g(' ')}  `, /     /);     \n");
  });

  it('keeps the length, line breaks and whatever is not closed', () => {
    for (const text of ['x = """a\nb', 'y = "a\nb = 1', '/* a\nb', '`a ${b', "'a\nb"]) {
      for (const language of ['python', 'javascript'] as const) {
        const masked = maskText(text, language);
        assert.equal(masked.code.length, text.length);
        assert.equal(masked.code.split('\n').length, text.split('\n').length);
      }
    }
  });

  it('finds the arguments of a call', () => {
    const code = 'f(a, g(b, c), [d, e])';
    assert.deepEqual(
      argumentsOf(code, 1).map(([start, end]) => code.slice(start, end).trim()),
      ['a', 'g(b, c)', '[d, e]'],
    );
  });
});
