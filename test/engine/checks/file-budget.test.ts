import assert from 'node:assert/strict';

import { budgetsIn } from '../../../src/engine/size/declared-budgets';
import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'file-budget';

async function outcome(files: Files): Promise<{ verdict: string; places: string[] }> {
  const report = await analyze(files);
  return { verdict: checkOf(report, ID).verdict, places: placesOf(report, ID) };
}

/** A checklist with one item more than makes a document count. */
function checklist(item: string): string {
  return `# Launch checklist\n\n- [ ] ${item}\n${'- [ ] something else\n'.repeat(5)}`;
}

const LINES = 'x = 1\n'.repeat(50);

describe(ID, () => {
  it('reads budgets from the configuration', async () => {
    const config = (lines: number): string => JSON.stringify({ budgets: { files: { 'app/**/*.py': { lines } } } });
    assert.deepEqual(await outcome({ 'preflight.json': config(49), 'app/a.py': LINES, 'b.py': LINES }), {
      verdict: 'fail',
      places: ['app/a.py:1'],
    });
    assert.equal((await outcome({ 'preflight.json': config(50), 'app/a.py': LINES })).verdict, 'pass');
  });

  it("reads budgets from the team's checklist", async () => {
    const files = { 'LAUNCH_CHECKLIST.md': checklist('`app/a.py` < 40 lines'), 'app/a.py': LINES };
    const report = await analyze(files);
    assert.deepEqual(placesOf(report, ID), ['app/a.py:1']);
    const [finding] = report.findings.filter((candidate) => candidate.check === ID);
    assert.deepEqual(
      finding?.related.map(({ path, line }) => `${path}:${line}`),
      ['LAUNCH_CHECKLIST.md:3'],
    );
    assert.equal((await outcome({ ...files, 'app/a.py': 'x = 1\n' })).verdict, 'pass');
  });

  it('does not apply without a budget, nor to a name that fits several files or none', async () => {
    assert.equal((await outcome({ 'a.py': LINES })).verdict, 'not-applicable');
    const twice = { 'CHECKLIST.md': checklist('a.py < 5 lines'), 'x/a.py': LINES, 'y/a.py': LINES };
    assert.equal((await outcome(twice)).verdict, 'not-applicable');
    const gone = { 'CHECKLIST.md': checklist('gone.py < 5 lines'), 'a.py': LINES };
    assert.equal((await outcome(gone)).verdict, 'not-applicable');
  });

  it('takes the place of the general limit', async () => {
    const files = {
      'preflight.json': JSON.stringify({ budgets: { hardLines: 10, files: { 'a.py': { lines: 60 } } } }),
      'a.py': LINES,
    };
    const report = await analyze(files);
    assert.equal(checkOf(report, ID).verdict, 'pass');
    assert.equal(checkOf(report, 'oversized-file').verdict, 'pass');
  });
});

describe('budgets in prose', () => {
  for (const [text, expected] of [
    ['`server/main.py` < 200 lines', 'server/main.py 200 null'],
    ['App.tsx < 100 lines', 'App.tsx 100 null'],
    ['Keep `src/index.ts` under 1,500 lines of code', 'src/index.ts 1500 null'],
    ['Reduce `server/main.py` from 7,828 lines to < 200 lines', 'server/main.py 200 null'],
    ['Reduce src/App.tsx from 15KB to < 5KB', 'src/App.tsx null 5120'],
    ['`api.py`: at most 64 kb', 'api.py null 65536'],
    ['Split main.py into 5 files with 200 lines each', ''],
    ['main.py has 7000 lines', ''],
    ['Response time < 200 ms for main.py', ''],
  ] as const) {
    it(text, () => {
      assert.equal(
        budgetsIn(text)
          .map(({ target, lines, bytes }) => `${target} ${lines} ${bytes}`)
          .join(),
        expected,
      );
    });
  }
});
