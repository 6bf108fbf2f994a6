import assert from 'node:assert/strict';

import { analyze } from '../support/analyze';
import { githubToken } from '../support/made-up-secrets';

describe('a folder', () => {
  for (const [what, files] of Object.entries({
    'that is empty': {},
    'of papers': { 'notes.txt': 'buy bread\n', 'pictures/cat.svg': '<svg/>\n', '.gitignore': 'x\n' },
  })) {
    it(`${what} is asked nothing: what every project needs is not missing there`, async () => {
      const { checks, findings, score } = await analyze(files as Record<string, string>);
      assert.deepEqual(findings, []);
      assert.ok(checks.every(({ verdict }) => verdict === 'not-applicable'));
      assert.equal(score.level, 'undecided');
    });
  }

  it('of papers with a secret in one of them is judged', async () => {
    const { findings } = await analyze({ 'notes.txt': `token: ${githubToken('papers')}\n` });
    assert.ok(findings.some(({ check }) => check === 'hardcoded-secret'));
  });

  it('with a program is asked for a pipeline', async () => {
    const { findings } = await analyze({ 'main.py': 'print(1)\n' });
    assert.ok(findings.some(({ check }) => check === 'ci-present'));
  });
});
