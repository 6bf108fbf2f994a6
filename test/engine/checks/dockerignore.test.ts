import { describeCheck } from '../../support/answer';

const ALL = 'FROM python:3.12\nCOPY . .\n';

describeCheck('dockerignore', [
  {
    it: 'holds for a file that keeps both out',
    files: { Dockerfile: ALL, '.dockerignore': '# x\n.git\n.env*\n' },
    answer: 'pass E3',
  },
  {
    it: 'holds for a list that allows only what is named',
    files: { Dockerfile: ALL, '.dockerignore': '*\n!src\n' },
    answer: 'pass E3',
  },
  {
    it: 'holds for an image that copies one folder',
    files: { Dockerfile: 'FROM python:3.12\nCOPY app ./app\n' },
    answer: 'pass E3',
  },
  { it: 'fails without one', files: { Dockerfile: ALL }, answer: 'fail E0 Dockerfile:2' },
  {
    it: 'fails for one that forgets',
    files: { Dockerfile: ALL, '.dockerignore': '.git\nnode_modules\n' },
    answer: 'fail E2 Dockerfile:2',
  },
  {
    it: 'takes the root of the context from Compose',
    files: {
      'api/Dockerfile': ALL,
      '.dockerignore': '.git\n.env\n',
      'docker-compose.yml': 'services:\n  api:\n    build: ./api\n',
    },
    answer: 'fail E0 api/Dockerfile:2',
  },
  {
    it: 'does not take a copy between stages for one',
    files: { Dockerfile: 'FROM node:20 AS b\nFROM node:20\nCOPY --from=b . .\n' },
    answer: 'pass E3',
  },
  { it: 'does not apply without Docker', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
  {
    it: 'does not ask for the history where the context lies below it',
    files: {
      'api/Dockerfile': ALL,
      'api/.dockerignore': '.env*\n',
      'docker-compose.yml': 'services:\n  api:\n    build: ./api\n',
    },
    answer: 'pass E3',
  },
]);
