import assert from 'node:assert/strict';

import { analyze, applyFix, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'test-config-ignored';
const TESTS: Files = { 'tests/test_a.py': 'def test_a():\n    assert True\n' };

async function outcome(files: Files): Promise<{ verdict: string; places: string[] }> {
  const report = await analyze({ ...TESTS, ...files });
  return { verdict: checkOf(report, ID).verdict, places: placesOf(report, ID) };
}

describe(ID, () => {
  it('holds where each tool looks', async () => {
    const read: readonly Files[] = [
      { 'pytest.ini': '[pytest]\ntestpaths = tests\n' },
      { 'setup.cfg': '[tool:pytest]\naddopts = -q\n\n[coverage:run]\nbranch = true\n' },
      { 'tox.ini': '[pytest]\naddopts = -q\n' },
      { 'pyproject.toml': '[tool.pytest.ini_options]\naddopts = "-q"\n\n[tool.coverage.run]\nbranch = true\n' },
      { '.coveragerc': '[run]\nbranch = true\n' },
      { 'vitest.config.ts': 'export default { test: {} };\n' },
    ];
    for (const files of read)
      assert.deepEqual(await outcome(files), { verdict: 'pass', places: [] }, Object.keys(files).join());
  });

  it('fails on sections in files where nobody looks for them', async () => {
    const ini = '[tool:pytest]\naddopts = -q\n\n[coverage:run]\nbranch = true\n\n[coverage:report]\nprecision = 2\n';
    assert.deepEqual(await outcome({ 'pytest.ini': ini }), {
      verdict: 'fail',
      places: ['pytest.ini:1 section', 'pytest.ini:4 section'],
    });
    assert.deepEqual((await outcome({ 'setup.cfg': '[pytest]\naddopts = -q\n' })).places, ['setup.cfg:1 section']);
  });

  it('fails on settings that another file wins over, in the same folder only', async () => {
    const project = '[tool.pytest.ini_options]\naddopts = "-q"\n\n[tool.coverage.run]\nbranch = true\n';
    const files = { 'pytest.ini': '[pytest]\n', '.coveragerc': '[run]\n', 'pyproject.toml': project };
    assert.deepEqual((await outcome(files)).places, ['pyproject.toml:1 shadowed', 'pyproject.toml:4 shadowed']);
    assert.equal((await outcome({ 'pytest.ini': '[pytest]\n', 'api/pyproject.toml': project })).verdict, 'pass');
    // Even an empty pytest.ini wins.
    assert.equal((await outcome({ 'pytest.ini': '# nothing\n', 'pyproject.toml': project })).verdict, 'fail');
  });

  it('fails on paths that lead nowhere', async () => {
    assert.deepEqual((await outcome({ 'pytest.ini': '[pytest]\ntestpaths = checks\n' })).places, ['pytest.ini:2 path']);
    assert.equal((await outcome({ 'pytest.ini': '[pytest]\ntestpaths = checks tests\n' })).verdict, 'pass');
    const jest = (project: string): string => `module.exports = {\n  projects: ['<rootDir>/${project}'],\n};\n`;
    assert.deepEqual((await outcome({ 'jest.config.js': jest('apps/*') })).places, ['jest.config.js:2 path']);
    assert.equal((await outcome({ 'jest.config.js': jest('tests') })).verdict, 'pass');
  });

  it('does not apply without test configuration', async () => {
    assert.equal((await outcome({})).verdict, 'not-applicable');
    assert.equal((await outcome({ 'pyproject.toml': '[tool.black]\nline-length = 100\n' })).verdict, 'not-applicable');
  });
});

describe('the fix rename-test-section', () => {
  it('renames the header and nothing else', async () => {
    const text = '# ours\n[tool:pytest]  # main\naddopts = -q\n';
    const fixed = await applyFix({ ...TESTS, 'pytest.ini': text }, ID, 'rename-test-section');
    assert.equal(fixed.files['pytest.ini'], '# ours\n[pytest]  # main\naddopts = -q\n');
    assert.equal(checkOf(fixed.report, ID).verdict, 'pass');
  });
});
