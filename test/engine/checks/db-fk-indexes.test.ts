// Foreign keys and the indexes that begin with them.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'db-fk-indexes';

/** Verdict and level, then the lines of findings and of what belongs to them. */
async function outcome(files: Files): Promise<string[]> {
  const report = await analyze(files);
  const { verdict, level } = checkOf(report, ID);
  return [level === null ? verdict : `${verdict} ${level}`, ...placesOf(report, ID)];
}

/** Names of what has no index, from the message. */
async function open(files: Files): Promise<string> {
  const report = await analyze(files);
  const finding = report.findings.find(({ check }) => check === ID);
  return finding ? finding.message.replace(/ ha(?:s|ve) no index.*$/s, '') : checkOf(report, ID).verdict;
}

const HEAD = 'from sqlalchemy import Column, ForeignKey, Index, Integer, UniqueConstraint\n';

const model = (columns: string, more = ''): string =>
  `${HEAD}class Parcel(Base):\n    __tablename__ = "parcels"\n    id = Column(Integer, primary_key=True)\n${columns
    .split('\n')
    .map((line) => `    ${line}\n`)
    .join('')}${more}`;

const KEY = 'customer_id = Column(Integer, ForeignKey("customers.id"))';

describe('db-fk-indexes in SQLAlchemy', () => {
  it('asks for an index of each key, in one finding per file', async () => {
    assert.deepEqual(await outcome({ 'app/models.py': model(`${KEY}\ndepot_id = Column(ForeignKey("depots.id"))`) }), [
      'fail E1',
      'app/models.py:5',
    ]);
    assert.equal(
      await open({ 'app/models.py': model(`${KEY}\ndepot_id = Column(ForeignKey("depots.id"), unique=True)`) }),
      'Parcel.customer_id',
    );
  });

  it('takes what indexes the column, however it is said', async () => {
    for (const lines of [
      'customer_id = Column(\n        Integer,\n        ForeignKey("customers.id"),\n        index=True,\n    )',
      'customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), unique=True)',
      `${KEY}\n__table_args__ = (Index("ix_parcels", "customer_id", "day"),)`,
      `${KEY}\n__table_args__ = (UniqueConstraint("customer_id", "number"),)`,
    ])
      assert.deepEqual(await outcome({ 'app/models.py': model(lines) }), ['pass E4'], lines);
    assert.deepEqual(await outcome({ 'app/models.py': model(KEY, 'Index("ix", Parcel.customer_id)\n') }), ['pass E4']);
  });

  it('is not content with an index that begins with another column', async () => {
    for (const lines of [
      `${KEY}\n__table_args__ = (Index("ix_parcels", "day", "customer_id"),)`,
      'customer_id = Column(ForeignKey("customers.id"), primary_key=True)',
      'customer_id = Column(ForeignKey("customers.id"), index=False)',
      `# customer_id = Column(ForeignKey("customers.id"), index=True)\n${KEY}`,
    ])
      assert.equal(await open({ 'app/models.py': model(lines) }), 'Parcel.customer_id', lines);
  });

  it('reads tables, SQLModel and attributes that functions declare', async () => {
    const table = `${HEAD}links = Table(\n    "links", metadata,\n    Column("parcel_id", ForeignKey("parcels.id"), primary_key=True),\n    Column("label_id", ForeignKey("labels.id"), primary_key=True),\n)\n`;
    assert.equal(await open({ 'app/models.py': table }), 'links.label_id');
    const sqlmodel = (more: string): string =>
      `class Parcel(SQLModel, table=True):\n    customer_id: int = Field(foreign_key="customer.id"${more})\n`;
    assert.equal(await open({ 'app/models.py': sqlmodel('') }), 'Parcel.customer_id');
    assert.equal(await open({ 'app/models.py': sqlmodel(', index=True') }), 'pass');
    const declared = `${HEAD}class Owned:\n    @declared_attr\n    def owner_id(cls):\n        return mapped_column(ForeignKey("users.id"))\n`;
    assert.equal(await open({ 'app/models.py': declared }), 'Owned.owner_id');
  });

  it('counts indexes of migrations, unless the application makes its tables itself', async () => {
    const revision =
      "revision = 'a1'\ndown_revision = None\ndef upgrade():\n    op.create_index(op.f('ix'), 'parcels', ['customer_id'], unique=False)\n";
    const files = { 'app/models.py': model(KEY), 'alembic/versions/a1.py': revision };
    assert.deepEqual(await outcome(files), ['pass E4']);
    const main =
      'from fastapi import FastAPI\nfrom .models import Base\napp = FastAPI()\nBase.metadata.create_all(bind=engine)\n';
    assert.equal(await open({ ...files, 'app/main.py': main }), 'Parcel.customer_id');
  });

  it('does not take keys of migrations and tests for models', async () => {
    const revision =
      "revision = 'a1'\ndown_revision = None\ndef upgrade():\n    op.create_table('parcels', sa.Column('customer_id', sa.ForeignKey('customers.id')))\n";
    assert.deepEqual(await outcome({ 'alembic/versions/a1.py': revision, 'tests/test_models.py': model(KEY) }), [
      'not-applicable',
    ]);
  });

  it('needs none in MySQL', async () => {
    const files = { 'app/models.py': model(KEY), 'requirements.txt': 'sqlalchemy==2.0.30\npymysql==1.1.1\n' };
    assert.deepEqual(await outcome(files), ['pass E4']);
    assert.deepEqual(
      await outcome({ ...files, 'requirements.txt': 'sqlalchemy==2.0.30\npymysql==1.1.1\nasyncpg==0.30\n' }),
      ['fail E1', 'app/models.py:5'],
    );
  });
});

describe('db-fk-indexes in Django', () => {
  it('needs none that is not taken away', async () => {
    const django = (more: string, meta = ''): string =>
      `class Parcel(models.Model):\n    customer = models.ForeignKey("shop.Customer", on_delete=models.CASCADE${more})\n${meta}`;
    assert.deepEqual(await outcome({ 'shop/models.py': django('') }), ['pass E4']);
    assert.deepEqual(await outcome({ 'shop/models.py': django(', db_index=False') }), ['fail E1', 'shop/models.py:2']);
    const meta = '    class Meta:\n        indexes = [models.Index(fields=["customer", "day"])]\n';
    assert.deepEqual(await outcome({ 'shop/models.py': django(', db_index=False', meta) }), ['pass E4']);
  });
});

describe('db-fk-indexes in Prisma', () => {
  const schema = (body: string, source = 'provider = "postgresql"'): string =>
    `datasource db {\n  ${source}\n}\nmodel Parcel {\n  id Int @id\n  customerId Int${body}\n  customer Customer @relation(fields: [customerId], references: [id])\n}\n`;

  it('asks for an index, but in MySQL', async () => {
    assert.deepEqual(await outcome({ 'prisma/schema.prisma': schema('') }), ['fail E1', 'prisma/schema.prisma:7']);
    assert.equal(await open({ 'prisma/schema.prisma': schema('', 'provider = "mysql"') }), 'pass');
    const without = 'provider = "mysql"\n  relationMode = "prisma"';
    assert.equal(await open({ 'prisma/schema.prisma': schema('', without) }), 'Parcel.customerId');
    assert.equal(await open({ 'prisma/schema.prisma': schema('', 'provider = "mongodb"') }), 'not-applicable');
  });

  it('takes what begins with the column', async () => {
    for (const line of [' @unique', '\n  @@index([customerId, id])', '\n  @@unique([customerId(sort: Desc), id])'])
      assert.equal(await open({ 'prisma/schema.prisma': schema(line) }), 'pass', line);
    for (const line of ['\n  // @@index([customerId])', '\n  @@index([id, customerId])'])
      assert.equal(await open({ 'prisma/schema.prisma': schema(line) }), 'Parcel.customerId', line);
  });

  it('leaves tables to the SQL that makes them', async () => {
    const sql = 'CREATE TABLE public.parcel (id int primary key, customer_id int REFERENCES customer(id));\n';
    const files = { 'prisma/schema.prisma': schema(''), 'db/migrations/001.sql': sql };
    assert.deepEqual(await outcome(files), ['unknown']);
    const index = 'CREATE INDEX ix_parcel ON public.parcel USING btree ("customer_id");\n';
    assert.deepEqual(await outcome({ ...files, 'db/migrations/002.sql': index }), ['pass E4']);
  });
});

describe('db-fk-indexes elsewhere', () => {
  it('reads Drizzle', async () => {
    const drizzle = (type: string, column: string, extras = ''): string =>
      `import { ${type} } from 'drizzle-orm/core';\nexport const parcels = ${type}('parcels', {\n  id: serial('id').primaryKey(),\n  customerId: integer('customer_id')${column}.references(() => customers.id),\n}${extras});\n`;
    const file = 'src/schema.ts';
    assert.deepEqual(await outcome({ [file]: drizzle('pgTable', '.notNull()') }), ['fail E1', 'src/schema.ts:4']);
    assert.equal(await open({ [file]: drizzle('pgTable', '.unique()') }), 'pass');
    assert.equal(await open({ [file]: drizzle('mysqlTable', '') }), 'pass');
    assert.equal(
      await open({ [file]: drizzle('pgTable', '', ", (t) => [index('ix').on(t.customerId, t.id)]") }),
      'pass',
    );
    const other = ", (t) => [index('ix').on(t.id, t.customerId)]";
    assert.equal(await open({ [file]: drizzle('pgTable', '', other) }), 'parcels.customerId');
  });

  it('reads TypeORM', async () => {
    const entity = (decorators: string, head = ''): string =>
      `import { Entity, Index, JoinColumn, ManyToOne, OneToOne } from 'typeorm';\n@Entity()\n${head}export class Parcel {\n  ${decorators}\n  customer: Customer;\n}\n`;
    const file = 'src/parcel.entity.ts';
    const key = '@ManyToOne(() => Customer, (customer) => customer.parcels, { eager: true })';
    assert.deepEqual(await outcome({ [file]: entity(key) }), ['fail E1', 'src/parcel.entity.ts:5']);
    assert.equal(await open({ [file]: entity(`@Index()\n  ${key}`) }), 'pass');
    assert.equal(await open({ [file]: entity('@OneToOne(() => Customer)\n  @JoinColumn()') }), 'pass');
    assert.equal(await open({ [file]: entity(key, "@Index(['customer', 'day'])\n") }), 'pass');
    assert.equal(await open({ [file]: entity(key, "@Index(['day', 'customer'])\n") }), 'Parcel.customer');
  });

  it('reads what Rails has come to', async () => {
    const schema = (index: string): string =>
      `ActiveRecord::Schema[7.1].define(version: 1) do\n  create_table "parcels", force: :cascade do |t|\n    t.bigint "company_id", null: false\n${index}  end\n  add_foreign_key "parcels", "companies"\nend\n`;
    assert.deepEqual(await outcome({ 'db/schema.rb': schema('') }), ['fail E1', 'db/schema.rb:5']);
    const index = '    t.index ["company_id", "day"], name: "ix"\n';
    assert.deepEqual(await outcome({ 'db/schema.rb': schema(index) }), ['pass E4']);
  });

  it('says what it cannot tell, and nothing where there are no keys', async () => {
    const sql = 'CREATE TABLE parcel (customer_id int REFERENCES customer(id));\n';
    assert.deepEqual(await outcome({ 'migrations/001.sql': sql }), ['unknown']);
    assert.deepEqual(await outcome({ 'app/models.py': model('day = Column(Integer)') }), ['not-applicable']);
  });
});
