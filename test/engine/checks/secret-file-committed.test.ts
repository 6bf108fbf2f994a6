// Files that are secrets by themselves.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf } from '../../support/analyze';
import { githubToken, strongPassword } from '../../support/made-up-secrets';

const ID = 'secret-file-committed';

describe(ID, () => {
  it('finds a committed .env once, and each value in it', async () => {
    const report = await analyze({
      '.env': `GITHUB_TOKEN=${githubToken('env')}\nDB_PASSWORD=${strongPassword(20)}\nPORT=8080\n`,
    });
    assert.deepEqual(placesOf(report, ID), ['.env:1 env-file']);
    assert.deepEqual(placesOf(report, 'hardcoded-secret'), ['.env:1 github-token', '.env:2 password']);
  });

  it('calls a .env of guessable defaults medium, and fails all the same', async () => {
    const report = await analyze({ '.env': 'DATABASE_URL=postgres://postgres:postgres@localhost:5432/shop\n' });
    assert.deepEqual(placesOf(report, ID), ['.env:1 env-defaults']);
    assert.equal(checkOf(report, ID).verdict, 'fail');
    assert.equal(report.findings.find(({ check }) => check === ID)?.severity, 'medium');
  });

  it('finds keys, stores and cookies, also without text', async () => {
    const key = Buffer.from(strongPassword(21).repeat(2)).toString('base64').slice(0, 44);
    const report = await analyze({
      'deploy/.master.key': `${key}\n`,
      'certs/client.p12': 'binary',
      'session_cookies.pkl': 'binary',
      'home/.netrc': 'machine example.org login a password b\n',
    });
    assert.deepEqual(placesOf(report, ID), [
      'certs/client.p12:1 key-store',
      'deploy/.master.key:1 key-file',
      'home/.netrc:1 credential-store',
      'session_cookies.pkl:1 cookies',
    ]);
  });

  it('leaves templates, public values, certificates and untracked files alone', async () => {
    const report = await analyze(
      {
        '.env.example': 'DB_PASSWORD=change-me\n',
        'web/.env.production': 'NEXT_PUBLIC_API_URL=https://api.shop.io\nNODE_OPTIONS=--enable-source-maps\n',
        'certs/ca.pem': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
        '.env.local': `DB_PASSWORD=${strongPassword(22)}\n`,
      },
      { untracked: ['.env.local'] },
    );
    assert.equal(checkOf(report, ID).verdict, 'pass');
    assert.deepEqual(placesOf(report, ID), []);
  });

  it('calls a key in a test folder low', async () => {
    const report = await analyze({ 'tests/fixtures/server.p12': 'binary' });
    assert.equal(checkOf(report, ID).verdict, 'pass');
    assert.deepEqual(
      report.findings.filter(({ check }) => check === ID).map(({ severity }) => severity),
      ['low'],
    );
  });

  it('reports a template that is tracked and ignored', async () => {
    const report = await analyze({ '.env.example': 'A=\n' }, { ignored: ['.env.example'] });
    assert.deepEqual(placesOf(report, ID), ['.env.example:1 tracked-and-ignored']);
  });

  it('is unknown without git', async () => {
    const report = await analyze({ 'a.p12': 'binary' }, { git: false });
    assert.equal(checkOf(report, ID).verdict, 'unknown');
  });
});
