import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'debug-logging-left';

async function outcome(files: Files): Promise<{ verdict: string; places: string[] }> {
  const report = await analyze(files);
  return { verdict: checkOf(report, ID).verdict, places: placesOf(report, ID) };
}

const PRINTS = 'def f():\n    print(1)\n'.repeat(6);
const LOGS = 'console.log(1);\n'.repeat(6);

describe(ID, () => {
  it('lets a few calls pass', async () => {
    assert.deepEqual(await outcome({ 'app/a.py': 'print(1)\n'.repeat(5) }), { verdict: 'pass', places: [] });
  });

  it('fails above, once for each file', async () => {
    assert.deepEqual(await outcome({ 'app/a.py': PRINTS, 'src/b.ts': 'console.debug(1);\n' }), {
      verdict: 'fail',
      places: ['app/a.py:2 output', 'src/b.ts:1 output'],
    });
  });

  it('fails on a single breakpoint', async () => {
    assert.deepEqual((await outcome({ 'app/a.py': 'x = 1\nbreakpoint()\n' })).places, ['app/a.py:2 breakpoint']);
    assert.deepEqual((await outcome({ 'src/a.js': 'f();\ndebugger;\n' })).places, ['src/a.js:2 breakpoint']);
  });

  it('leaves comments, strings, methods and errors alone', async () => {
    const files = {
      'app/a.py': '# print(1)\nTEXT = """\nprint(1)\n"""\nreport.print(1)\n'.repeat(6),
      'src/b.ts': "// console.log(1)\nconst a = 'console.log(1)';\nconsole.error(1);\nconsole.warn(2);\n".repeat(6),
      'src/c.ts': 'const debugger_ = 1;\n',
    };
    assert.deepEqual(await outcome(files), { verdict: 'pass', places: [] });
  });

  it('leaves programs for a terminal, scripts, tests, examples and loggers alone', async () => {
    const files = {
      'app/cli.py': PRINTS,
      'tool.py': `import argparse\n${PRINTS}`,
      'scripts/a.py': PRINTS,
      'tests/test_a.py': PRINTS,
      'examples/a.py': PRINTS,
      'src/utils/logger.ts': LOGS,
      'bin.js': `#!/usr/bin/env node\n${LOGS}`,
      'prisma/seed.ts': LOGS,
    };
    assert.deepEqual(await outcome(files), { verdict: 'pass', places: [] });
  });

  it('does not apply without code', async () => {
    assert.equal((await outcome({ 'README.md': '# a\n' })).verdict, 'not-applicable');
  });
});
