import { describeCheck } from '../../support/answer';

const STAGED =
  'FROM node:20 AS build\nRUN npm ci && npm run build\nFROM nginx:1.27\nCOPY --from=build /app/dist /usr/share/nginx/html\n';

describeCheck('dockerfile-multistage', [
  { it: 'holds for stages', files: { Dockerfile: STAGED }, answer: 'pass E4' },
  {
    it: 'holds for an image that builds nothing',
    files: { Dockerfile: 'FROM nginx:1.27\nCOPY site /usr/share/nginx/html\n' },
    answer: 'pass E4',
  },
  {
    it: 'holds for run-time packages in the last of several stages',
    files: {
      Dockerfile:
        'FROM node:20 AS build\nRUN npm ci\nFROM node:20-slim\nCOPY --from=build /app /app\nRUN npm ci --omit=dev\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'fails for one stage that installs',
    files: { Dockerfile: 'FROM python:3.12\nRUN pip install -r requirements.txt\n' },
    answer: 'fail E0 Dockerfile:1',
  },
  {
    it: 'is not fooled by stages when the last one has a compiler',
    files: {
      Dockerfile:
        'FROM node:20 AS build\nRUN npm ci\nFROM debian:12\nRUN apt-get install -y gcc\nCOPY --from=build /app /app\n',
      'b/Dockerfile': STAGED,
    },
    answer: 'fail E2 Dockerfile:3',
  },
  { it: 'does not apply without Docker', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
]);
