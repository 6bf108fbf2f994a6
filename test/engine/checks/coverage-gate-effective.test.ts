import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'coverage-gate-effective';
const TESTS: Files = { 'tests/test_a.py': 'def test_a():\n    assert True\n' };
const RUN: Files = {
  '.github/workflows/ci.yml':
    'on: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: pytest\n',
};

async function outcome(files: Files): Promise<{ verdict: string; level: string | null; places: string[] }> {
  const report = await analyze({ ...TESTS, ...files });
  const { verdict, level } = checkOf(report, ID);
  return { verdict, level, places: placesOf(report, ID) };
}

describe(ID, () => {
  it('asks for one beside what declares the tests’ own language', async () => {
    const files: Files = {
      'shop_test.go': 'package shop\n\nfunc TestA(t *testing.T) {}\n',
      'bot/requirements.txt': 'flask==3\n',
    };
    assert.deepEqual(placesOf(await analyze(files), ID), ['workspace absent']);
    assert.deepEqual(placesOf(await analyze({ ...files, ...TESTS }), ID), ['bot/requirements.txt:1 absent']);
  });

  it('holds where the tool reads the threshold', async () => {
    const ini = '[pytest]\naddopts =\n    -q\n    # why\n    --cov-fail-under=80\n';
    assert.deepEqual(await outcome({ 'pytest.ini': ini }), { verdict: 'pass', level: 'E3', places: [] });
    assert.deepEqual(await outcome({ 'pytest.ini': ini, ...RUN }), { verdict: 'pass', level: 'E4', places: [] });
    const read: readonly Files[] = [
      { 'pyproject.toml': '[tool.coverage.report]\nfail_under = 85\n' },
      { '.coveragerc': '[report]\nfail_under = 85\n' },
      { 'jest.config.js': 'module.exports = { coverageThreshold: { global: { lines: 80 } } };\n' },
      { 'package.json': '{ "jest": { "coverageThreshold": { "global": { "lines": 80 } } } }' },
      {
        'vitest.config.ts':
          "export default { test: { coverage: { thresholds: { lines: Number(process.env.L ?? '75') } } } };\n",
      },
      { '.nycrc': '{ "check-coverage": true, "lines": 90 }' },
      {
        '.github/workflows/ci.yml':
          RUN['.github/workflows/ci.yml']?.replace('pytest', 'pytest --cov --cov-fail-under=75') ?? '',
      },
    ];
    for (const files of read) assert.equal((await outcome(files)).verdict, 'pass', Object.keys(files).join());
  });

  it('fails where it is not read', async () => {
    const ini = '[tool:pytest]\naddopts =\n    -q\n    --cov-fail-under=100\n';
    assert.deepEqual(await outcome({ 'pytest.ini': ini }), {
      verdict: 'fail',
      level: 'E2',
      places: ['pytest.ini:4 unread'],
    });
    const jest = 'module.exports = {\n  coverageThresholds: { global: { lines: 80 } },\n};\n';
    assert.deepEqual((await outcome({ 'jest.config.js': jest })).places, ['jest.config.js:2 unread']);
    const shadowed = {
      'pytest.ini': '[pytest]\n',
      'pyproject.toml': '[tool.pytest.ini_options]\naddopts = "--cov-fail-under=90"\n',
    };
    assert.deepEqual((await outcome(shadowed)).places, ['pyproject.toml:2 unread']);
  });

  it('fails on a threshold that asks for little', async () => {
    const config = 'export default { test: { coverage: { thresholds: { lines: 45 } } } };\n';
    assert.deepEqual(await outcome({ 'vitest.config.ts': config }), {
      verdict: 'fail',
      level: 'E3',
      places: ['vitest.config.ts:1 low'],
    });
  });

  it('fails without any, at what runs the tests', async () => {
    assert.deepEqual(await outcome({ 'pytest.ini': '[pytest]\n' }), {
      verdict: 'fail',
      level: 'E0',
      places: ['pytest.ini:1 absent'],
    });
    // A comment is no threshold.
    const config = '// coverageThreshold: { global: { lines: 80 } }\nmodule.exports = {};\n';
    assert.deepEqual((await outcome({ 'jest.config.js': config })).places, ['jest.config.js:1 absent']);
  });

  it('does not apply without tests', async () => {
    assert.equal(checkOf(await analyze({ 'a.py': 'a = 1\n' }), ID).verdict, 'not-applicable');
  });
});
