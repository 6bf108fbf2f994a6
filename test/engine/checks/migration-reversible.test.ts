import { describeCheck } from '../../support/answer';

function alembic(up: string, down: string): Record<string, string> {
  return {
    'alembic/versions/a1.py': `revision = "a1"\ndown_revision = None\n\ndef upgrade():\n    ${up}\n\ndef downgrade():\n    ${down}\n`,
  };
}

const CREATE = 'op.create_table("t")';

function rails(body: string): string {
  return `class A < ActiveRecord::Migration[7.1]\n  ${body}\nend\n`;
}

function laravel(down: string): string {
  return `<?php\n\nreturn new class extends Migration\n{\n    public function up(): void\n    {\n        Schema::create('a', fn ($t) => $t->id());\n    }\n\n    public function down(): void\n    {\n        ${down}\n    }\n};\n`;
}

describeCheck('migration-reversible', [
  { it: 'holds for a way back', files: alembic(CREATE, 'op.drop_table("t")'), answer: 'pass E4' },
  { it: 'fails for an empty one', files: alembic(CREATE, 'pass'), answer: 'fail E1 alembic/versions/a1.py:7 empty' },
  {
    it: 'is not fooled by a doc string',
    files: alembic(CREATE, '"""Drops everything."""'),
    answer: 'fail E1 alembic/versions/a1.py:7 empty',
  },
  {
    it: 'leaves migrations that change nothing, or only rows, alone',
    files: {
      ...alembic('pass', 'pass'),
      'alembic/versions/b2.py':
        'revision = "b2"\ndown_revision = "a1"\n\ndef upgrade():\n    op.execute("UPDATE t SET a = 1")\n\ndef downgrade():\n    pass\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'does not take a program that rewrites migrations for one',
    files: {
      ...alembic(CREATE, 'op.drop_table("t")'),
      'src/migrations/executor.ts':
        "import { schema } from './schema';\n\nexport function rewrite(script: string): string {\n  // async up() stays\n  return script.replace('export const up =', 'const up =');\n}\n",
    },
    answer: 'pass E4',
  },
  {
    it: 'fails once for a folder of SQL files',
    files: {
      'db/migrations/001_a.sql': 'CREATE TABLE a (id int);\n',
      'db/migrations/002_b.sql': 'CREATE TABLE b (id int);\n',
    },
    answer: 'fail E0 db/migrations/001_a.sql:1 none',
  },
  {
    it: 'holds for down files and down sections',
    files: {
      'db/migrations/001_a.up.sql': 'CREATE TABLE a (id int);\n',
      'db/migrations/001_a.down.sql': 'DROP TABLE a;\n',
      'db/migrations/002_b.sql': '-- +goose Up\nCREATE TABLE b (id int);\n-- +goose Down\nDROP TABLE b;\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'fails for Django code without a reverse',
    files: {
      'shop/migrations/0002_fill.py':
        'class Migration(migrations.Migration):\n    dependencies = []\n    operations = [migrations.RunPython(fill)]\n',
    },
    answer: 'fail E0 shop/migrations/0002_fill.py:3 none',
  },
  ...(
    [
      ['db/migrate/1_a.rb', rails('def change\n    add_column :a, :b, :string\n  end'), 'pass E4'],
      ['db/migrate/1_a.rb', rails('def up\n    add_column :a, :b, :string\n  end'), 'fail E0 db/migrate/1_a.rb:1 none'],
      ['db/migrate/1_a.rb', rails('def up\n    User.update_all(role: 1)\n  end'), 'pass E4'],
      [
        'db/migrate/1_a.rb',
        rails('def up\n    drop_table :a\n  end\n\n  def down\n    raise ActiveRecord::IrreversibleMigration\n  end'),
        'fail E0 db/migrate/1_a.rb:5 none',
      ],
      ['database/migrations/1_a.php', laravel("Schema::dropIfExists('a');"), 'pass E4'],
      ['database/migrations/1_a.php', laravel('//'), 'fail E1 database/migrations/1_a.php:10 empty'],
      [
        'Shop/Migrations/1_A.cs',
        'class A : Migration\n{\n    protected override void Up(MigrationBuilder b)\n    {\n        b.CreateTable("A");\n    }\n\n    protected override void Down(MigrationBuilder b)\n    {\n    }\n}\n',
        'fail E1 Shop/Migrations/1_A.cs:8 empty',
      ],
    ] as const
  ).map(([path, text, answer], index) => ({ it: `reads ${path} (${index})`, files: { [path]: text }, answer })),
  {
    it: 'tells what Rails turns round by itself from what it cannot',
    files: {
      'db/migrate/1_a.rb':
        'class A < ActiveRecord::Migration[7.1]\n  def change\n    add_column :a, :b, :text\n  end\nend\n',
      'db/migrate/2_b.rb':
        'class B < ActiveRecord::Migration[7.1]\n  def change\n    execute "UPDATE a SET b = 1"\n  end\nend\n',
      'db/migrate/3_c.rb':
        'class C < ActiveRecord::Migration[7.1]\n  def up\n    remove_column :a, :b\n  end\n\n  def down\n    raise ActiveRecord::IrreversibleMigration\n  end\nend\n',
    },
    answer: 'fail E0 db/migrate/2_b.rb:2 none, db/migrate/3_c.rb:5 none',
  },
  {
    it: 'fails for a way back of Laravel that does nothing',
    files: {
      'database/migrations/1_a.php':
        "<?php\nreturn new class extends Migration {\n    public function up(): void\n    {\n        Schema::create('a');\n    }\n\n    public function down(): void\n    {\n        //\n    }\n};\n",
    },
    answer: 'fail E1 database/migrations/1_a.php:8 empty',
  },
  {
    it: 'is unknown for Prisma',
    files: { 'prisma/migrations/1_init/migration.sql': 'CREATE TABLE a (id int);\n' },
    answer: 'unknown',
  },
  { it: 'does not apply without migrations', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
  {
    it: 'cannot tell for Drizzle, which only writes the way forward, wherever it writes',
    files: {
      'drizzle/0000_calm_hulk.sql': 'CREATE TABLE a (id int);\n',
      'drizzle/20260101120000_b/migration.sql': 'CREATE TABLE b (id int);\n',
      'packages/db/migrations/0000_brave_cat.sql': 'CREATE TABLE c (id int);\n',
      'packages/db/migrations/meta/_journal.json': '{ "entries": [] }\n',
    },
    answer: 'unknown',
  },
]);
