import assert from 'node:assert/strict';

import { answer } from '../../support/answer';

const ID = 'migration-chain-valid';

function revision(id: string, down: string): string {
  return `revision = "${id}"\ndown_revision = ${down}\n\ndef upgrade():\n    op.create_table("t")\n\ndef downgrade():\n    op.drop_table("t")\n`;
}

/** Alembic revisions as `id: down_revision` literals. */
function alembic(revisions: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(revisions).map(([id, down]) => [`alembic/versions/${id}.py`, revision(id, down)]),
  );
}

describe(ID, () => {
  it('holds for one chain, merges included', async () => {
    assert.equal(await answer(ID, alembic({ a1: 'None', b2: '"a1"', c3: '"a1"', d4: '("b2", "c3")' })), 'pass E4');
  });

  it('fails for a parent that no file defines', async () => {
    assert.equal(
      await answer(ID, alembic({ a1: 'None', c3: '"b2"' })),
      'fail E2 alembic/versions/c3.py:2 missing-parent',
    );
  });

  it('fails for two ends and for two starts', async () => {
    assert.equal(
      await answer(ID, alembic({ a1: 'None', b2: '"a1"', c3: '"a1"' })),
      'fail E2 alembic/versions/c3.py:2 several-heads',
    );
    assert.equal(
      await answer(ID, alembic({ a1: 'None', b2: 'None', c3: '("a1", "b2")' })),
      'fail E2 alembic/versions/b2.py:2 several-roots',
    );
  });

  it('fails for an id that is used twice', async () => {
    const files = { ...alembic({ a1: 'None' }), 'alembic/versions/copy.py': revision('a1', 'None') };
    assert.equal(await answer(ID, files), 'fail E2 alembic/versions/copy.py:2 duplicate-revision');
  });

  it('fails for a configuration whose folder holds nothing', async () => {
    const files = {
      'backend/alembic.ini': '[alembic]\nscript_location = alembic\n',
      'backend/alembic/env.py': 'x = 1\n',
    };
    assert.equal(await answer(ID, files), 'fail E1 backend/alembic.ini:2 no-versions');
    const found = { ...files, 'backend/alembic/versions/a1.py': revision('a1', 'None') };
    assert.equal(await answer(ID, found), 'pass E4');
  });

  it('follows Django’s dependencies, but not into other packages', async () => {
    const migration = (...dependencies: string[]): string =>
      `class Migration(migrations.Migration):\n    dependencies = [${dependencies.join(', ')}]\n    operations = []\n`;
    const files = {
      'shop/migrations/0001_initial.py': migration('("auth", "0012_alter_user")'),
      'shop/migrations/0002_price.py': migration('("shop", "0001_initial")'),
    };
    assert.equal(await answer(ID, files), 'pass E4');
    const broken = { ...files, 'shop/migrations/0004_tax.py': migration('("shop", "0003_gone")') };
    assert.equal(await answer(ID, broken), 'fail E2 shop/migrations/0004_tax.py:2 missing-parent');
  });

  it('knows only the order of plain SQL files, and nothing when there are several sets', async () => {
    const one = {
      'db/migrations/001_a.sql': 'CREATE TABLE a (id int);\n',
      'db/migrations/002_b.sql': 'CREATE TABLE b (id int);\n',
    };
    assert.equal(await answer(ID, one), 'pass E3');
    assert.equal(
      await answer(ID, { ...one, 'supabase/migrations/001_c.sql': 'CREATE TABLE c (id int);\n' }),
      'unknown',
    );
  });

  it('does not apply without migrations', async () => {
    assert.equal(await answer(ID, { 'app.py': 'x = 1\n' }), 'not-applicable');
  });
});
