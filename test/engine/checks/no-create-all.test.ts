import { describeCheck } from '../../support/answer';
import { fastapi } from '../../support/samples';

const INIT = 'def init_db():\n    Base.metadata.create_all(bind=engine)\n';

describeCheck('no-create-all', [
  { it: 'holds without', files: fastapi({ 'database.py': 'engine = create_engine(URL)\n' }), answer: 'pass E4' },
  {
    it: 'fails at start',
    files: fastapi({ 'database.py': 'Base.metadata.create_all(engine)\n' }),
    answer: 'fail E0 database.py:1',
  },
  {
    it: 'fails in a set-up function that is called',
    files: fastapi({ 'database.py': INIT }, 'database.init_db()\n'),
    answer: 'fail E0 database.py:2',
  },
  { it: 'holds for a set-up function that nobody calls', files: fastapi({ 'database.py': INIT }), answer: 'pass E4' },
  {
    it: 'holds behind a setting',
    files: fastapi({ 'database.py': 'if settings.AUTO_MIGRATE:\n    Base.metadata.create_all(engine)\n' }),
    answer: 'pass E4',
  },
  {
    it: 'fails for TypeORM',
    files: {
      'package.json': '{}\n',
      'server.ts':
        "import express from 'express';\nexpress();\nnew DataSource({ type: 'postgres', synchronize: true });\n",
    },
    answer: 'fail E0 server.ts:3',
  },
  {
    it: 'fails for prisma db push in an image',
    files: { Dockerfile: 'FROM node:20\nCMD ["sh", "-c", "npx prisma db push && node server.js"]\n' },
    answer: 'fail E0 Dockerfile:2',
  },
  {
    it: 'leaves tests and scripts alone',
    files: fastapi({ 'database.py': 'engine = create_engine(URL)\n' }, '') && {
      ...fastapi({ 'database.py': 'engine = create_engine(URL)\n' }),
      'tests/conftest.py': INIT,
      'scripts/seed.py': 'Base.metadata.create_all(engine)\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'fails for prisma db push in a script that hosts run with every release',
    files: {
      'package.json':
        '{\n  "scripts": {\n    "build": "prisma generate && prisma db push && next build",\n    "db:sync": "prisma db push"\n  },\n  "dependencies": { "@prisma/client": "6.1.0" }\n}\n',
    },
    answer: 'fail E0 package.json:3',
  },
  {
    it: 'leaves a script of its own for it to the people who run it',
    files: {
      'package.json':
        '{ "scripts": { "build": "next build", "db:push": "prisma db push" }, "dependencies": { "@prisma/client": "6.1.0" } }\n',
    },
    answer: 'pass E4',
  },
  { it: 'does not apply without a database', files: fastapi(), answer: 'not-applicable' },
]);
