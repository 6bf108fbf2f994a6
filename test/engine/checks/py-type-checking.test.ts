import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'py-type-checking';
const CODE: Files = { 'app/a.py': 'a = 1\n', 'app/b.py': 'b = 1\n', 'app/c.py': 'c = 1\n' };

async function outcome(files: Files): Promise<{ verdict: string; level: string | null; places: string[] }> {
  const report = await analyze({ ...CODE, ...files });
  const { verdict, level } = checkOf(report, ID);
  return { verdict, level, places: placesOf(report, ID) };
}

function workflow(step: string, more = ''): Files {
  return {
    '.github/workflows/ci.yml': `on: [push]\njobs:\n  check:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${step}\n${more}`,
  };
}

describe(ID, () => {
  it('holds when CI runs a checker that can fail', async () => {
    assert.deepEqual(await outcome(workflow('mypy app')), { verdict: 'pass', level: 'E4', places: [] });
    assert.equal((await outcome(workflow('poetry run pyright'))).verdict, 'pass');
  });

  it('holds when CI runs it as one of the hooks', async () => {
    const hooks = (id: string): Files => ({
      '.pre-commit-config.yaml': `repos:\n  - repo: https://example.org/hooks\n    rev: v1\n    hooks:\n      - id: ${id}\n`,
    });
    const run = workflow('pre-commit run --all-files');
    assert.equal((await outcome({ ...run, ...hooks('mypy') })).verdict, 'pass');
    assert.equal((await outcome({ ...run, ...hooks('black') })).verdict, 'fail');
    assert.equal((await outcome(hooks('mypy'))).verdict, 'fail');
  });

  it('fails when the result is ignored', async () => {
    const swallowed = await outcome(workflow('mypy app || true'));
    assert.deepEqual(swallowed, { verdict: 'fail', level: 'E3', places: ['.github/workflows/ci.yml:6'] });
    assert.equal((await outcome(workflow('mypy app', '        continue-on-error: true\n'))).level, 'E3');
  });

  it('fails when it is only configured or only installed, at that place', async () => {
    const configured = { 'pyproject.toml': '[project]\nname = "a"\n\n[tool.mypy]\nstrict = true\n' };
    assert.deepEqual(await outcome(configured), { verdict: 'fail', level: 'E2', places: ['pyproject.toml:4'] });
    const declared = { 'requirements.txt': 'fastapi\nmypy==1.10\n' };
    assert.deepEqual(await outcome(declared), { verdict: 'fail', level: 'E1', places: ['requirements.txt:2'] });
  });

  it('fails at the manifest when there is nothing', async () => {
    const files = { 'requirements.txt': 'fastapi\n' };
    assert.deepEqual(await outcome(files), { verdict: 'fail', level: 'E0', places: ['requirements.txt:1'] });
  });

  it("does not take the TypeScript compiler for Python's", async () => {
    assert.equal((await outcome(workflow('npx tsc --noEmit'))).level, 'E0');
  });

  it('does not apply to a helper script or two', async () => {
    assert.equal(checkOf(await analyze({ 'tool.py': 'a = 1\n', 'a.ts': '' }), ID).verdict, 'not-applicable');
  });
});
