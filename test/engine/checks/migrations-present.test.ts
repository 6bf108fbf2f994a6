import assert from 'node:assert/strict';

import { answer } from '../../support/answer';

const ID = 'migrations-present';

describe(ID, () => {
  it('holds for the migrations of many tools', async () => {
    const files = {
      'alembic/versions/0001.py':
        'revision = "0001"\ndown_revision = None\n\ndef upgrade():\n    op.create_table("a")\n',
      'shop/migrations/0001_initial.py':
        'class Migration(migrations.Migration):\n    dependencies = []\n    operations = []\n',
      'prisma/migrations/20240101_init/migration.sql': 'CREATE TABLE a (id int);\n',
      'supabase/migrations/001_init.sql': 'CREATE TABLE a (id int);\n',
      'db/V1__init.sql': 'CREATE TABLE a (id int);\n',
      'migrations/20240101_books.js':
        'exports.up = (knex) => knex.schema.createTable("a");\nexports.down = (knex) => knex.schema.dropTable("a");\n',
    };
    for (const [path, text] of Object.entries(files)) assert.equal(await answer(ID, { [path]: text }), 'pass E4', path);
  });

  it('sees a runner of one’s own, one level lower', async () => {
    const files = {
      'migrations/001_books.py':
        'def upgrade(db):\n    db.execute("CREATE TABLE a (id int)")\n\ndef downgrade(db):\n    db.execute("DROP TABLE a")\n',
    };
    assert.equal(await answer(ID, files), 'pass E3');
  });

  it('fails for a database without migrations, where it is declared', async () => {
    assert.equal(await answer(ID, { 'requirements.txt': 'fastapi\nsqlalchemy==2.0\n' }), 'fail E0 requirements.txt:2');
    const compose = 'services:\n  app:\n    image: acme/app:1\n  db:\n    image: postgres:16\n';
    assert.equal(await answer(ID, { 'docker-compose.yml': compose }), 'fail E0 docker-compose.yml:4');
  });

  it('is not fooled by a folder of the name, or by a copied project’s', async () => {
    const files = {
      'requirements.txt': 'sqlalchemy==2.0\n',
      'migrations/__init__.py': '',
      'migrations/helpers.py': 'x = 1\n',
    };
    assert.equal(await answer(ID, files), 'fail E0 requirements.txt:1');
    const examples = {
      'requirements.txt': 'sqlalchemy==2.0\n',
      'examples/migrations/001_a.sql': 'CREATE TABLE a (id int);\n',
    };
    assert.equal(await answer(ID, examples), 'fail E0 requirements.txt:1');
  });

  it('does not apply without a database', async () => {
    assert.equal(await answer(ID, { 'requirements.txt': 'fastapi\n' }), 'not-applicable');
  });
});
