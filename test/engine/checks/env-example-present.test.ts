// Templates of dotenv files.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf } from '../../support/analyze';

const ID = 'env-example-present';
const code = 'import os\nURL = os.environ["API_URL"]\n';

describe(ID, () => {
  it('holds with a template in the package or above it', async () => {
    const report = await analyze({ 'api/package.json': '{}', 'api/a.py': code, '.env.example': 'API_URL=\n' });
    assert.equal(checkOf(report, ID).verdict, 'pass');
  });

  it('does not hold without one, package by package', async () => {
    const report = await analyze({
      'api/package.json': '{}',
      'api/a.ts': 'export const a = process.env.API_URL;\n',
      'web/package.json': '{}',
      'web/a.ts': 'export const a = process.env.API_URL;\n',
      'web/.env.sample': 'API_URL=\n',
    });
    assert.deepEqual(placesOf(report, ID), ['api/a.ts:1']);
  });

  it('does not count a template that is not committed, and points at the rule', async () => {
    const report = await analyze(
      { 'a.py': code, '.gitignore': '.env\n.env.*\n', '.env.example': 'API_URL=\n' },
      { untracked: ['.env.example'] },
    );
    assert.deepEqual(placesOf(report, ID), ['.gitignore:2']);
  });

  it('says of a template that was written and not committed just that', async () => {
    const report = await analyze({ 'a.py': code, '.env.example': 'API_URL=\n' }, { untracked: ['.env.example'] });
    assert.deepEqual(placesOf(report, ID), ['.env.example:1']);
    const [finding] = report.findings.filter(({ check }) => check === ID);
    assert.match(finding?.message ?? '', /not committed/);
    assert.deepEqual(finding?.fixes, []);
  });

  it('does not apply where nothing reads variables, or only tests do, or only standard ones', async () => {
    const report = await analyze({
      'tests/test_a.py': code,
      'a.ts': "if (process.env.NODE_ENV === 'production') start();\n",
      'README.md': 'process.env.API_URL\n',
    });
    assert.equal(checkOf(report, ID).verdict, 'not-applicable');
  });
});
