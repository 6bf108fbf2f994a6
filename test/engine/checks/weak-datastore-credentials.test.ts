// Passwords of datastores in the tree.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf } from '../../support/analyze';
import { strongPassword } from '../../support/made-up-secrets';

const ID = 'weak-datastore-credentials';

describe(ID, () => {
  it('finds them in compose, SQL, Helm values and code', async () => {
    const report = await analyze({
      'compose.yml': [
        'services:',
        '  db:',
        '    image: mysql',
        '    environment:',
        '      MYSQL_ROOT_PASSWORD: toor',
        '      - MINIO_ROOT_PASSWORD=minioadmin',
        '    command: redis-server --requirepass shop1',
      ].join('\n'),
      'db/init.sql': "CREATE USER shop WITH PASSWORD 'shoppw';\n",
      'chart/values.yaml': 'postgresPassword: changeme\n',
      'app/db.py': `URL = "postgres://shop:${strongPassword(30)}@db/shop"\n`,
    });
    assert.deepEqual(placesOf(report, ID), [
      'app/db.py:1 url-password',
      'chart/values.yaml:1 password',
      'compose.yml:5 password',
      'compose.yml:6 password',
      'compose.yml:7 password',
      'db/init.sql:1 password',
    ]);
  });

  it('holds where passwords come from the environment', async () => {
    const report = await analyze({
      'compose.yml':
        'services:\n  db:\n    image: postgres\n    environment:\n      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?set it}\n',
      'app.py': 'import os\nURL = os.environ["DATABASE_URL"]\n',
    });
    assert.equal(checkOf(report, ID).verdict, 'pass');
  });

  it('calls the server by its name, over TLS as well', async () => {
    const report = await analyze({
      'compose.yml':
        'services:\n  api:\n    image: api\n    environment:\n      QUEUE_URL: rediss://:redis@queue:6379\n      DB_URL: postgresql+asyncpg://postgres:postgres@db/shop\n',
    });
    const messages = report.findings.filter(({ check }) => check === ID).map(({ message }) => message);
    assert.deepEqual(
      messages.map((message) => /^An? (\w+) server/.exec(message)?.[1]),
      ['Redis', 'PostgreSQL'],
    );
  });

  it('lists development files as information only', async () => {
    const report = await analyze({
      'compose.dev.yml': 'services:\n  db:\n    image: postgres\n    environment:\n      POSTGRES_PASSWORD: postgres\n',
    });
    assert.equal(checkOf(report, ID).verdict, 'pass');
    assert.deepEqual(
      report.findings.filter(({ check }) => check === ID).map(({ severity }) => severity),
      ['info'],
    );
  });

  it('leaves other secrets, tests, documents and CI services alone', async () => {
    const report = await analyze({
      'compose.yml': 'services:\n  web:\n    image: web\n    environment:\n      SESSION_SECRET: keyboardcat\n',
      'tests/test_db.py': 'URL = "postgres://test:test@localhost/test"\n',
      'README.md': 'postgres://postgres:postgres@localhost/shop\n',
      '.github/workflows/ci.yml': 'jobs:\n  t:\n    env:\n      DATABASE_URL: postgres://a:a@localhost/a\n',
    });
    assert.deepEqual(placesOf(report, ID), []);
  });

  it('does not apply where nothing uses a datastore', async () => {
    assert.equal(checkOf(await analyze({ 'a.ts': 'export const a = 1;\n' }), ID).verdict, 'not-applicable');
  });
});
