// Limits on how long a query may take.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'db-query-timeout';

async function outcome(files: Files): Promise<string[]> {
  const report = await analyze(files);
  const { verdict, level } = checkOf(report, ID);
  return [level === null ? verdict : `${verdict} ${level}`, ...placesOf(report, ID)];
}

const app = (engine: string): Files => ({
  'app/main.py': `from fastapi import FastAPI
from sqlalchemy import create_engine
app = FastAPI()
${engine}
`,
});

describe('db-query-timeout', () => {
  it('holds with a limit on the engine or on the database', async () => {
    const limited = 'create_engine(URL, connect_args={"options": "-c statement_timeout=9000"})';
    assert.deepEqual(await outcome(app(limited)), ['pass E3']);
    const compose = (command: string): Files => ({
      ...app('create_engine(URL)'),
      'compose.yaml': `services:\n  db:\n    image: postgres:17\n    command: postgres -c ${command}\n`,
    });
    assert.deepEqual(await outcome(compose('statement_timeout=9000')), ['pass E3']);
    assert.deepEqual(await outcome(compose('max_connections=90')), ['fail E0', 'app/main.py:4']);
  });

  it('does not hold without one: waiting for a connection is another matter', async () => {
    assert.deepEqual(await outcome(app('create_engine(URL, pool_timeout=5)')), ['fail E0', 'app/main.py:4']);
    assert.deepEqual(await outcome(app('create_engine(URL)  # statement_timeout')), ['fail E0', 'app/main.py:4']);
  });

  it('does not count a limit that only a script sets', async () => {
    const script = { 'scripts/report.py': 'db.execute("SET statement_timeout = 0")\n' };
    assert.deepEqual(await outcome({ ...app('create_engine(URL)'), ...script }), ['fail E0', 'app/main.py:4']);
  });

  it('reads node-postgres, and leaves the answer open with Prisma', async () => {
    const server = (line: string): Files => ({
      'src/server.js': `const express = require('express');\nconst app = express();\n${line}\n`,
    });
    assert.deepEqual(await outcome(server('new Pool({ statement_timeout: 9000 });')), ['pass E3']);
    assert.deepEqual(await outcome(server('new Pool({ max: 5 });')), ['fail E0', 'src/server.js:3']);
    assert.deepEqual(await outcome(server('new PrismaClient();')), ['unknown']);
  });

  it('does not apply to SQLite or without a database', async () => {
    assert.deepEqual(await outcome(app('create_engine("sqlite:///shop.db")')), ['not-applicable']);
    assert.deepEqual(await outcome({ 'src/a.js': 'export const a = 1;\n' }), ['not-applicable']);
  });
});
