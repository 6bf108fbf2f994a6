import { describeCheck } from '../../support/answer';
import { express, fastapi } from '../../support/samples';

const engine = (text: string): Record<string, string> => fastapi({ 'database.py': `engine = ${text}\n` });

describeCheck('db-pool-configured', [
  { it: 'holds for a sized pool', files: engine('create_async_engine(URL, pool_size=5)'), answer: 'pass E3' },
  {
    it: 'holds for SQLite and for arguments that are made elsewhere',
    files: engine('create_engine("sqlite:///a.db")'),
    answer: 'pass E3',
  },
  { it: 'fails for the default', files: engine('create_engine(URL, echo=True)'), answer: 'fail E0 database.py:1' },
  {
    it: 'fails for no pool',
    files: engine('create_engine(URL, poolclass=NullPool, pool_pre_ping=True)'),
    answer: 'fail E1 database.py:1',
  },
  {
    it: 'judges every engine',
    files: fastapi({ 'database.py': 'a = create_engine(URL, pool_size=5)\nb = create_engine(OTHER)\n' }),
    answer: 'fail E0 database.py:2',
  },
  {
    it: 'knows node-postgres',
    files: express({ 'db.ts': 'export const pool = new Pool({ connectionString: url });\n' }),
    answer: 'fail E0 db.ts:1',
  },
  {
    it: 'holds for node-postgres with a size',
    files: express({ 'db.ts': 'export const pool = new Pool({ connectionString: url, max: 20 });\n' }),
    answer: 'pass E3',
  },
  {
    it: 'leaves code that nothing serves alone',
    files: { ...fastapi(), 'old.py': 'engine = create_engine(URL)\n' },
    answer: 'not-applicable',
  },
  {
    it: 'fails for a connection that each use opens',
    files: fastapi({ 'store.py': 'import psycopg2\n\ndef read():\n    return psycopg2.connect(URL)\n' }),
    answer: 'fail E1 store.py:4',
  },
  {
    it: 'is not misled by a connection beside a pool',
    files: fastapi({
      'store.py':
        'import asyncpg\npool = asyncpg.create_pool(URL, min_size=2)\n\ndef check():\n    return asyncpg.connect(URL)\n',
    }),
    answer: 'pass E3',
  },
  {
    it: 'knows the client that is called like the database',
    files: express({ 'store.ts': "import postgres from 'postgres';\nexport const sql = postgres(process.env.URL);\n" }),
    answer: 'fail E0 store.ts:2',
  },
]);
