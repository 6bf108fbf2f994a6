import assert from 'node:assert/strict';

import { answer } from '../../support/answer';

const ID = 'migrations-present';

/** As the documentation of each tool writes them. */
const OTHER_LANGUAGES = {
  'db/migrate/20240101_create_books.rb':
    'class CreateBooks < ActiveRecord::Migration[7.1]\n  def change\n    create_table :books\n  end\nend\n',
  'database/migrations/2024_01_01_create_books.php':
    "<?php\n\nreturn new class extends Migration\n{\n    public function up(): void\n    {\n        Schema::create('books', fn ($t) => $t->id());\n    }\n\n    public function down(): void\n    {\n        Schema::dropIfExists('books');\n    }\n};\n",
  'migrations/Version20240101.php':
    "<?php\n\nfinal class Version20240101 extends AbstractMigration\n{\n    public function up(Schema $schema): void\n    {\n        $this->addSql('CREATE TABLE books (id int)');\n    }\n\n    public function down(Schema $schema): void\n    {\n        $this->addSql('DROP TABLE books');\n    }\n}\n",
  'src/Shop/Migrations/20240101_Books.cs':
    'public partial class Books : Migration\n{\n    protected override void Up(MigrationBuilder b)\n    {\n        b.CreateTable("Books");\n    }\n\n    protected override void Down(MigrationBuilder b)\n    {\n        b.DropTable("Books");\n    }\n}\n',
  'priv/repo/migrations/20240101_create_books.exs':
    'defmodule Shop.Repo.Migrations.CreateBooks do\n  use Ecto.Migration\n\n  def change do\n    create table(:books)\n  end\nend\n',
  'src/main/java/db/migration/V2__Books.java':
    'public class V2__Books extends BaseJavaMigration {\n  public void migrate(Context context) {}\n}\n',
  'src/main/resources/db/changelog/db.changelog-master.yaml': 'databaseChangeLog:\n  - changeSet:\n      id: 1\n',
  'migrations/00002_books.go':
    'package migrations\n\nfunc init() {\n\tgoose.AddMigrationContext(up, down)\n}\n\nfunc down(tx *sql.Tx) error {\n\treturn drop(tx)\n}\n',
};

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
      'db/knex_migrations/20240101_books.js':
        'exports.up = (knex) => knex.schema.createTable("a");\nexports.down = (knex) => knex.schema.dropTable("a");\n',
      ...OTHER_LANGUAGES,
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
    const others = {
      'requirements.txt': 'sqlalchemy==2.0\n',
      'app/migrations/runner.rb': 'class Runner\nend\n',
      'config/changelog.yaml': 'entries: []\n',
      'db/old_migrations/1_books.rb': OTHER_LANGUAGES['db/migrate/20240101_create_books.rb'],
    };
    assert.equal(await answer(ID, others), 'fail E0 requirements.txt:1');
  });

  it('knows the migrations of Laravel, Doctrine, Rails, Entity Framework and Liquibase', async () => {
    const files: [string, string][] = [
      [
        'database/migrations/2024_01_01_000000_create_a.php',
        '<?php\nreturn new class extends Migration {\n    public function up() { }\n};\n',
      ],
      [
        'migrations/Version2024.php',
        '<?php\nfinal class Version2024 extends AbstractMigration {\n    public function up(Schema $schema): void { }\n}\n',
      ],
      [
        'db/migrate/2024_create_a.rb',
        'class CreateA < ActiveRecord::Migration[7.1]\n  def change\n    create_table :a\n  end\nend\n',
      ],
      [
        'src/Data/Migrations/2024_A.cs',
        'public partial class A : Migration {\n  protected override void Up(MigrationBuilder b) { }\n}\n',
      ],
      [
        'src/main/resources/db/changelog/001-a.xml',
        '<databaseChangeLog>\n  <changeSet id="1" author="x"><createTable tableName="a"/></changeSet>\n</databaseChangeLog>\n',
      ],
    ];
    for (const [path, text] of files) assert.equal(await answer(ID, { [path]: text }), 'pass E4', path);
  });

  it('takes no other class in such a folder for a migration', async () => {
    const files = {
      'requirements.txt': 'sqlalchemy==2.0\n',
      'database/migrations/Helper.php': '<?php\nclass Helper { }\n',
      'src/Migrations/Runner.cs': 'public class Runner { }\n',
    };
    assert.equal(await answer(ID, files), 'fail E0 requirements.txt:1');
  });

  it('does not apply without a database', async () => {
    assert.equal(await answer(ID, { 'requirements.txt': 'fastapi\n' }), 'not-applicable');
  });

  it('holds for the files of Drizzle, and not for any SQL beside its schema', async () => {
    const manifest = { 'package.json': '{ "dependencies": { "drizzle-orm": "0.40" } }\n' };
    const file = (path: string): Record<string, string> => ({ ...manifest, [path]: 'CREATE TABLE a (id int);\n' });
    assert.equal(await answer(ID, file('packages/db/drizzle/0000_calm_hulk.sql')), 'pass E4');
    assert.match(await answer(ID, file('packages/db/drizzle/seed.sql')), /^fail E0/);
  });
});
