// Ignore rules for dotenv files and committed secret files.

import assert from 'node:assert/strict';

import { applyFix, openSession } from '../../support/analyze';

const code = 'import os\nURL = os.environ["API_URL"]\n';

describe('ignore-env-file', () => {
  it('adds what is missing and nothing else', async () => {
    const { files } = await applyFix({ 'a.py': code, '.gitignore': 'dist' }, 'gitignore-env', 'ignore-env-file');
    assert.equal(files['.gitignore'], 'dist\n.env*\n!.env*.example\n');
  });

  it('puts the template back', async () => {
    const { files } = await applyFix(
      { 'a.py': code, '.gitignore': '.env\n.env.*\n' },
      'gitignore-env',
      'ignore-env-file',
    );
    assert.equal(files['.gitignore'], '.env\n.env.*\n!.env*.example\n');
  });

  it('keeps templates of every name', async () => {
    const files = {
      'a.py': code,
      '.gitignore': 'dist\n',
      'api/.env.dist': 'API_URL=\n',
      '.env.example.prod': 'API_URL=\n',
    };
    const { files: after, report } = await applyFix(files, 'gitignore-env', 'ignore-env-file');
    assert.equal(after['.gitignore'], 'dist\n.env*\n!.env*.example\n!.env.dist\n!.env.example.prod\n');
    assert.deepEqual(
      report.findings.filter(({ check }) => check === 'secret-file-committed'),
      [],
    );
  });

  it('ignores a committed file of defaults like any other of its kind', async () => {
    const files = { 'a.py': code, '.env': 'DB_PASSWORD=postgres\n', '.gitignore': 'dist\n' };
    const { session } = await openSession(files);
    const finding = session.report().findings.find(({ check }) => check === 'secret-file-committed');
    assert.equal(finding?.rule, 'env-defaults');
    const edit = await session.fix('ignore-env-file', finding.fingerprint);
    assert.ok(!('refused' in edit));
    assert.match(edit.files[0]?.edits[0]?.newText ?? '', /^\.env\*$/m);
  });

  it('makes a .gitignore where there is none', async () => {
    const { files } = await applyFix({ 'a.py': code }, 'gitignore-env', 'ignore-env-file');
    assert.equal(files['.gitignore'], '.env*\n!.env*.example\n');
  });

  it('ignores one committed file and says how to untrack it', async () => {
    const { session } = await openSession({ 'certs/client.p12': 'binary', '.gitignore': 'dist\n' });
    const finding = session.report().findings.find(({ check }) => check === 'secret-file-committed');
    const edit = await session.fix('ignore-env-file', finding?.fingerprint ?? '');
    assert.ok(!('refused' in edit));
    assert.deepEqual(edit.files[0]?.edits, [{ start: 5, end: 5, newText: '/certs/client.p12\n' }]);
    assert.match(edit.nextSteps.join(' '), /git rm --cached certs\/client\.p12/);
  });
});
