import assert from 'node:assert/strict';

import { SecretMask } from '../../../src/engine/format/mask';
import { FramePainter } from '../../../src/engine/format/text/frame';
import { markdownLines } from '../../../src/engine/format/text/markdown';
import { COLOURS, NO_COLOURS } from '../../../src/engine/format/text/style';
import { pad, printable, truncate, widthOf, wrap, wrapParts } from '../../../src/engine/format/text/width';

describe('text on a terminal', () => {
  const widths: [string, number][] = [
    ['abc', 3],
    ['漢字', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['👍', 2],
    ['👩‍👩‍👧', 2],
    ['ｆｕｌｌ', 8],
    ['│ ✗ →', 5],
    [COLOURS.red('abc'), 3],
    ['', 0],
  ];
  for (const [text, width] of widths) {
    it(`"${printable(text)}" takes ${width} columns`, () => {
      assert.equal(widthOf(text), width);
    });
  }

  it('takes the same columns where its characters need not be told apart', () => {
    // Beside a character of two columns, every text is gone over cluster by cluster.
    const slowly = (text: string): number => widthOf(`漢${text}字`) - 4;
    const block = (from: number, to: number): string[] =>
      Array.from({ length: to - from }, (_, i) => String.fromCharCode(from + i));
    const units = [...block(0x20, 0x300), ...block(0x2000, 0x2800)];
    const off = units.flatMap((unit) => [unit, `a${unit}`, `${unit}b`, `→${unit}·`]);
    assert.deepEqual(
      off.filter((text) => widthOf(text) !== slowly(text)),
      [],
    );
  });

  it('is cut at whole characters', () => {
    assert.equal(truncate('漢字漢字', 5), '漢字…');
    assert.equal(truncate('a → b · c', 6), 'a → b…');
    assert.deepEqual(wrap('“documents/of/the/house”', 12), ['“documents/', 'of/the/', 'house”']);
    assert.equal(truncate('abcdef', 6), 'abcdef');
    assert.equal(truncate('abcdef', 4), 'abc…');
  });

  it('is filled up by columns', () => {
    assert.equal(pad('漢', 4), '漢  ');
  });

  it('wraps at spaces, and inside of words only where it must', () => {
    assert.deepEqual(wrap('one two three', 9), ['one two', 'three']);
    assert.deepEqual(wrap('a very/long/path/indeed x', 12), ['a', 'very/long/', 'path/indeed', 'x']);
    assert.deepEqual(wrap('漢字漢字漢字', 8), ['漢字漢字', '漢字']);
    assert.deepEqual(wrapParts(['a.ts:1', 'b.ts:2', 'c.ts:3'], 16), ['a.ts:1 · b.ts:2', 'c.ts:3']);
  });

  it('holds nothing that steers it', () => {
    assert.equal(printable('a\u001b[31mb\u202ec\td\r'), 'a\ufffd[31mb\ufffdc  d\ufffd');
  });
});

describe('a code frame', () => {
  const draw = (text: string, line: number, column: number, endColumn: number, width = 60): string[] =>
    new FramePainter(new Map([['a', text]]), new SecretMask([]), NO_COLOURS).draw(
      { path: 'a', line, column, endLine: line, endColumn },
      width,
    );

  it('points below what is meant', () => {
    assert.deepEqual(draw('first\nlet x = 1;\n', 2, 5, 6), ['1 │ first', '2 │ let x = 1;', '  │     ^']);
  });

  it('counts tabs and wide characters as they are shown', () => {
    assert.deepEqual(draw("\ts = '漢字'; bad\n", 1, 12, 15), ["1 │   s = '漢字'; bad", '  │               ^^^']);
  });

  it('moves a long line so that the place is seen', () => {
    const lines = draw(`${'x'.repeat(300)}HERE${'y'.repeat(300)}\n`, 1, 301, 305, 40);
    assert.match(lines[0] ?? '', /^1 │ …x+HEREy+…$/);
    assert.equal(lines[1]?.indexOf('^'), lines[0]?.indexOf('HERE'));
    for (const line of lines) assert.ok(widthOf(line) <= 40);
  });

  it('says nothing of a line that is not there', () => {
    assert.deepEqual(draw('one\n', 7, 1, 2), []);
  });
});

describe('the mask of secrets', () => {
  const at = (line: number, column: number, endLine: number, endColumn: number) => ({
    check: 'hardcoded-secret',
    rule: null,
    severity: 'blocker' as const,
    path: 'a',
    line,
    column,
    endLine,
    endColumn,
    message: '',
    fingerprint: '',
    group: null,
    related: [{ path: 'b', line: 1, column: 1, endLine: 1, endColumn: 9, kind: 'same-value' as const, note: '' }],
    fixes: [],
    baselined: false,
    suppressed: { by: 'comment', reason: 'x' },
    data: {},
  });

  it('shows three characters at most, none of a short value, and keeps columns', () => {
    const mask = new SecretMask([at(1, 5, 1, 15), at(2, 5, 2, 9)]);
    assert.equal(mask.line('a', 1, 'x = abcdefghij;'), 'x = abc•••••••;');
    assert.equal(mask.line('a', 2, 'x = abcd;'), 'x = ••••;');
    assert.equal(mask.line('a', 3, 'x = abcd;'), 'x = abcd;');
  });

  it('covers what a mixed check points at when it is a value, not when it is a name or code', () => {
    const mixed = (line: number, endColumn: number) => ({
      ...at(line, 1, line, endColumn),
      check: 'client-exposed-secret',
    });
    const mask = new SecretMask([mixed(1, 11), mixed(2, 11), mixed(3, 11)]);
    assert.equal(mask.line('a', 1, 'aB3dE6gH9j'), 'aB3•••••••');
    assert.equal(mask.line('a', 2, 'VITE_TOKEN'), 'VITE_TOKEN');
    assert.equal(mask.line('a', 3, 'if (x) y()'), 'if (x) y()');
  });

  it('keeps quotes, covers every line of a long value, and the same value elsewhere', () => {
    const mask = new SecretMask([at(1, 1, 3, 4)]);
    assert.equal(mask.line('a', 1, '"abcdefghij"'), '"abc•••••••"');
    assert.equal(mask.line('a', 2, 'middle'), '••••••');
    assert.equal(mask.line('a', 3, 'endrest'), '•••rest');
    assert.equal(mask.line('b', 1, 'abcdefgh tail'), 'abc••••• tail');
  });
});

describe('Markdown on a terminal', () => {
  it('keeps lists, code and links readable', () => {
    const text =
      'Some **bold** text with `code`\nand [a page](https://example.org/p).\n\n- one\n- two\n  goes on\n\n```py\nx = 1\n```\n';
    assert.deepEqual(markdownLines(text, 80, NO_COLOURS), [
      'Some bold text with `code` and a page (https://example.org/p).',
      '',
      '• one',
      '• two goes on',
      '',
      '  x = 1',
    ]);
  });
});
