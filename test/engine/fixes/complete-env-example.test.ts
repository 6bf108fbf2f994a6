// Templates from what the code reads.

import assert from 'node:assert/strict';

import { applyFix } from '../../support/analyze';

describe('complete-env-example', () => {
  it('appends what is missing under the file that reads it', async () => {
    const { files } = await applyFix(
      {
        'a.ts': 'export const a = process.env.MAIL_HOST;\nexport const b = process.env.QUEUE_URL;\n',
        '.env.example': 'MAIL_HOST=',
      },
      'env-example-drift',
      'complete-env-example',
    );
    assert.equal(files['.env.example'], 'MAIL_HOST=\n# a.ts\nQUEUE_URL=\n');
  });

  for (const check of ['env-example-present', 'env-example-drift'])
    it(`writes a template and keeps it out of the ignore rules, for ${check}`, async () => {
      const { files } = await applyFix(
        { 'a.ts': 'export const a = process.env.MAIL_HOST;\n', '.gitignore': '.env\n.env.*\n' },
        check,
        'complete-env-example',
      );
      assert.equal(files['.env.example'], '# a.ts\nMAIL_HOST=\n');
      assert.equal(files['.gitignore'], '.env\n.env.*\n!.env*.example\n');
    });

  it('names in one go what all packages miss that the template serves', async () => {
    const { files, report } = await applyFix(
      {
        'api/package.json': '{ "name": "api" }',
        'api/a.ts': 'export const a = process.env.MAIL_HOST;\n',
        'web/package.json': '{ "name": "web" }',
        'web/b.ts': 'export const b = [process.env.MAIL_HOST, process.env.SITE_URL];\n',
        'jobs/package.json': '{ "name": "jobs" }',
        'jobs/.env.example': 'QUEUE_URL=\n',
        'jobs/c.ts': 'export const c = process.env.QUEUE_URL;\n',
        '.env.example': 'PORT=\n',
      },
      'env-example-drift',
      'complete-env-example',
    );
    assert.equal(files['.env.example'], 'PORT=\n# api/a.ts\nMAIL_HOST=\n# web/b.ts\nSITE_URL=\n');
    assert.deepEqual(
      report.findings.filter(({ check, rule }) => check === 'env-example-drift' && rule === 'undeclared'),
      [],
    );
  });

  it('leaves out what a server hands over with a request', async () => {
    const { files } = await applyFix(
      {
        'app.py':
          'import os\n\nHOST = os.environ["MAIL_HOST"]\n\n\ndef __call__(self, environ, start):\n    name = environ.get("HTTP_X_SCRIPT_NAME", "")\n    return request.environ["HTTP_AUTHORIZATION"]\n',
      },
      'env-example-drift',
      'complete-env-example',
    );
    assert.equal(files['.env.example'], '# app.py\nMAIL_HOST=\n');
  });

  it('names as a comment what has a default', async () => {
    const { files } = await applyFix(
      {
        'config.py':
          'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    mail_url: str\n    debug: bool = False\n',
        '.env.example': 'PORT=\n',
      },
      'env-example-drift',
      'complete-env-example',
    );
    assert.equal(files['.env.example'], 'PORT=\n# config.py\nMAIL_URL=\n# DEBUG=\n');
  });
});
