import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'ts-any-budget';

function many(count: number): string {
  return Array.from({ length: count }, (_, index) => `export const a${index}: any = ${index};\n`).join('');
}

async function outcome(files: Files): Promise<{ verdict: string; places: string[] }> {
  const report = await analyze(files);
  return { verdict: checkOf(report, ID).verdict, places: placesOf(report, ID) };
}

describe(ID, () => {
  it('holds within the budget', async () => {
    assert.deepEqual(await outcome({ 'a.ts': many(5) }), { verdict: 'pass', places: [] });
    assert.deepEqual(await outcome({ 'a.ts': many(9) + '\n'.repeat(9000) }), { verdict: 'pass', places: [] });
  });

  it('fails above it, once for each file', async () => {
    const files = { 'a.ts': `\n${many(4)}`, 'b.ts': '// @ts-ignore\nf();\n// @ts-ignore\ng();\n' };
    assert.deepEqual(await outcome(files), { verdict: 'fail', places: ['a.ts:2', 'b.ts:1'] });
  });

  it('counts tests, declarations and prose for nothing', async () => {
    const files = { 'a.test.ts': many(50), 'b.d.ts': many(50), 'c.ts': `/*\n${many(50)}*/\nexport {};\n` };
    assert.deepEqual(await outcome(files), { verdict: 'pass', places: [] });
  });

  it("follows the team's budget", async () => {
    const strict = { 'preflight.json': '{ "budgets": { "any": 0 } }', 'a.ts': many(1) };
    assert.equal((await outcome(strict)).verdict, 'fail');
    const loose = { 'preflight.json': '{ "budgets": { "any": 100 } }', 'a.ts': many(100) };
    assert.equal((await outcome(loose)).verdict, 'pass');
  });

  it('does not apply without TypeScript', async () => {
    assert.equal((await outcome({ 'a.js': 'f();\n' })).verdict, 'not-applicable');
  });
});
