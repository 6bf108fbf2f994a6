import assert from 'node:assert/strict';

import { languageOf } from '../../../src/engine/collect/language';
import { countCodeLines } from '../../../src/engine/size/code-lines';

function lines(path: string, text: string): number | null {
  return countCodeLines(path, languageOf(path), text);
}

describe('code lines', () => {
  it('leave comments and blank lines out', () => {
    assert.equal(lines('a.ts', '// a\n\n/* b\n * c\n */\nconst a = 1; // d\n'), 1);
    assert.equal(lines('a.sh', '#!/bin/sh\n# a\necho "$#" # b\n'), 1);
    assert.equal(lines('a.sql', '-- a\nSELECT 1;\n/* b */\n'), 1);
    assert.equal(lines('a.css', '/* a */\na {\n  b: c;\n}\n'), 3);
    assert.equal(lines('a.html', '<!-- a\nb -->\n<p>c</p>\n'), 1);
    assert.equal(lines('a.go', '// a\npackage a\n'), 1);
  });

  it('know strings, templates and regular expressions', () => {
    assert.equal(lines('a.ts', "const a = 'x // y';\nconst b = `\n// not a comment\n${f(`/* ${1} */`)}\n`;\n"), 5);
    assert.equal(lines('a.ts', 'const a = /["/*]/;\n// b\nconst c = a / 2; // d\n'), 2);
    assert.equal(lines('a.ts', "const a = 'it\\'s'; // b\n/* c */\n"), 1);
  });

  it('take empty JSX expressions for comments, empty blocks not', () => {
    assert.equal(lines('a.tsx', 'const a = <p>\n  {/* b */}\n</p>;\n'), 2);
    assert.equal(lines('a.ts', 'try { a(); } catch {\n  /* b */\n}\n'), 2);
  });

  it('take docstrings for comments, other multi-line strings for code', () => {
    assert.equal(lines('a.py', '"""Module.\n\nMore.\n"""\n\ndef f():\n    r"""Doc."""\n    return 1\n'), 2);
    assert.equal(lines('a.py', 'SQL = """\nSELECT 1\n"""\nx = f("""a\nb""")\n'), 5);
    assert.equal(lines('a.py', "x = '#'  # a\ny = (\n    'b'\n)\n"), 4);
  });

  it('are unknown for other languages', () => {
    assert.equal(lines('a.md', '# a\n'), null);
  });
});
