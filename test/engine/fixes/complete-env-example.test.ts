// Templates from what the code reads.

import assert from 'node:assert/strict';

import { applyFix } from '../../support/analyze';

describe('complete-env-example', () => {
  it('appends what is missing with the place that reads it', async () => {
    const { files } = await applyFix(
      {
        'a.ts': 'export const a = process.env.MAIL_HOST;\nexport const b = process.env.QUEUE_URL;\n',
        '.env.example': 'MAIL_HOST=',
      },
      'env-example-drift',
      'complete-env-example',
    );
    assert.equal(files['.env.example'], 'MAIL_HOST=\n# a.ts:2\nQUEUE_URL=\n');
  });

  it('writes a template and keeps it out of the ignore rules', async () => {
    const { files } = await applyFix(
      { 'a.ts': 'export const a = process.env.MAIL_HOST;\n', '.gitignore': '.env\n.env.*\n' },
      'env-example-present',
      'complete-env-example',
    );
    assert.equal(files['.env.example'], '# a.ts:1\nMAIL_HOST=\n');
    assert.equal(files['.gitignore'], '.env\n.env.*\n!.env*.example\n');
  });
});
