import { describeCheck } from '../../support/answer';

const COMPOSE = { 'compose.yml': 'services:\n  db:\n    image: postgres:16\n' };
/** A pipeline at night with one step, on line 8. */
const nightly = (step: string) => ({
  '.github/workflows/backup.yml': `on:\n  schedule:\n    - cron: '0 2 * * *'\njobs:\n  dump:\n    runs-on: ubuntu-latest\n    steps:\n      - ${step}\n`,
});

describeCheck('db-backup-automated', [
  {
    it: 'holds for a scheduled script that is there',
    files: { ...COMPOSE, ...nightly('run: ./ops/backup.sh'), 'ops/backup.sh': 'pg_dump shop > shop.sql\n' },
    answer: 'pass E3',
  },
  {
    it: 'holds for a service that makes backups',
    files: { 'compose.yml': `${COMPOSE['compose.yml']}  saver:\n    image: acme/postgres-backup-s3:16\n` },
    answer: 'pass E3',
  },
  {
    it: 'holds for a CronJob',
    files: { ...COMPOSE, 'k8s/backup.yaml': 'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\n' },
    answer: 'pass E3',
  },
  {
    it: 'fails where nothing backs up the database that is run here',
    files: COMPOSE,
    answer: 'fail E0 compose.yml:2 absent',
  },
  {
    it: 'is not fooled by a script that is gone',
    files: { ...COMPOSE, ...nightly('run: bash ops/backup-db.sh') },
    answer: 'fail E2 .github/workflows/backup.yml:8 cannot-work',
  },
  {
    it: 'is not fooled by a dump whose failure nobody sees',
    files: { ...COMPOSE, ...nightly('run: pg_dump shop | gzip > shop.gz') },
    answer: 'fail E2 .github/workflows/backup.yml:8 cannot-work',
  },
  {
    it: 'does not take a dump on every change, or words about one, for a schedule',
    files: {
      ...COMPOSE,
      ...nightly('run: echo "backup.sh is run elsewhere"'),
      '.github/workflows/ci.yml':
        'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: pg_dump shop\n',
    },
    answer: 'fail E0 compose.yml:2 absent',
  },
  {
    it: 'is not fooled by a service that runs once when it is asked for',
    files: {
      'docker-compose.prod.yml':
        'services:\n  app:\n    build: .\n  db:\n    image: postgres:16\n  backup:\n    image: postgres:16\n    restart: "no"\n    command: pg_dump shop\n    profiles: [backup]\n',
    },
    answer: 'fail E0 docker-compose.prod.yml:4 absent',
  },
  {
    it: 'cannot tell for a database that is run elsewhere',
    files: { 'requirements.txt': 'psycopg2\n' },
    answer: 'unknown',
  },
  {
    it: 'cannot tell beside a database that its provider runs',
    files: { ...COMPOSE, 'package.json': '{"dependencies":{"@supabase/supabase-js":"2"}}' },
    answer: 'unknown',
  },
  { it: 'does not apply without a database', files: { 'a.py': 'a = 1\n' }, answer: 'not-applicable' },
  {
    it: 'asks it of a store of documents, too',
    files: { 'docker-compose.yml': 'services:\n  app:\n    build: .\n  store:\n    image: mongo:7.0\n' },
    answer: 'fail E0 docker-compose.yml:4 absent',
  },
  {
    it: 'asks nothing of a cache',
    files: { 'docker-compose.yml': 'services:\n  app:\n    build: .\n  cache:\n    image: redis:7.2\n' },
    answer: 'not-applicable',
  },
  ...[
    '# For local development only.\nservices:\n  db:\n    image: postgres:16\n',
    '# This file is intended for development purposes,\n# harden it before production\nservices:\n  db:\n    image: postgres:16\n',
    'services:\n  shop:\n    build: ./vendor/laravel/sail/runtimes/8.4\n    image: sail-8.4/app\n  db:\n    image: postgres:16\n',
  ].map((text) => ({
    it: `asks nothing of Compose for development: ${text.slice(0, 30)}`,
    files: { 'docker-compose.yml': text },
    answer: 'not-applicable',
  })),
  {
    it: 'asks nothing of Compose for tests in a browser',
    files: { 'cypress/docker-compose.yml': 'services:\n  db:\n    image: postgres:16\n' },
    answer: 'not-applicable',
  },
  ...['# Ready for development and production.', '# Production.'].map((line) => ({
    it: `is not put off by: ${line}`,
    files: { 'docker-compose.yml': `${line}\nservices:\n  app:\n    build: .\n  db:\n    image: postgres:16\n` },
    answer: 'fail E0 docker-compose.yml:5 absent',
  })),
]);
