import { describeCheck } from '../../support/answer';

function image(base: string, check: string, command = 'CMD ["uvicorn", "main:app", "--port", "8000"]'): string {
  return `FROM ${base}\n${check}\n${command}\n`;
}

const CURL = 'HEALTHCHECK CMD curl -f http://localhost:8000/';

describeCheck('dockerfile-healthcheck', [
  {
    it: 'holds for a check whose tool is in the image',
    files: { Dockerfile: image('python:3.12', CURL) },
    answer: 'pass E3',
  },
  {
    it: 'holds for a tool that is installed',
    files: { Dockerfile: image('python:3.12-slim', `RUN apt-get install -y curl\n${CURL}`) },
    answer: 'pass E3',
  },
  {
    it: 'fails for a tool that the image lacks',
    files: { Dockerfile: image('python:3.12-slim', CURL) },
    answer: 'fail E3 Dockerfile:2 broken',
  },
  {
    it: 'knows what Alpine brings',
    files: { Dockerfile: image('node:20-alpine', 'HEALTHCHECK CMD wget -q http://localhost:8000/') },
    answer: 'pass E3',
  },
  {
    it: 'fails for another port than the process listens on',
    files: { Dockerfile: image('python:3.12', 'HEALTHCHECK CMD curl -f http://localhost:9000/') },
    answer: 'fail E3 Dockerfile:2 broken',
  },
  {
    it: 'fails when the image starts a script that serves nothing',
    files: {
      Dockerfile: image('python:3.12', CURL, 'CMD ["python", "worker.py"]'),
      'worker.py': 'print("x")\n',
      'main.py': 'from fastapi import FastAPI\napp = FastAPI()\n',
    },
    answer: 'fail E3 Dockerfile:2 broken',
  },
  {
    it: 'fails for a check that asks no process',
    files: { Dockerfile: image('python:3.12', 'HEALTHCHECK CMD test -f /tmp/up') },
    answer: 'fail E3 Dockerfile:2 broken',
  },
  {
    it: 'fails without any',
    files: { Dockerfile: image('python:3.12', 'EXPOSE 8000') },
    answer: 'fail E0 Dockerfile:1 missing',
  },
  {
    it: 'accepts a check in Compose and judges it by the image',
    files: {
      'api/Dockerfile': image('python:3.12', 'EXPOSE 8000'),
      'docker-compose.yml':
        'services:\n  api:\n    build: ./api\n    healthcheck:\n      test: ["CMD", "curl", "-f", "http://localhost:8000/"]\n',
    },
    answer: 'pass E3',
  },
  {
    it: 'knows the image of the root by the name of its package',
    files: {
      'package.json': '{"name":"@team/shop"}',
      Dockerfile: image('python:3.12', 'EXPOSE 8000'),
      'docker-compose.yml':
        'services:\n  web:\n    image: ghcr.io/team/shop:2\n    healthcheck:\n      test: ["CMD", "curl", "-f", "http://localhost:8000/"]\n',
    },
    answer: 'pass E3',
  },
  {
    it: 'takes the check of somebody else for none of its own',
    files: {
      'package.json': '{"name":"@team/shop"}',
      Dockerfile: image('python:3.12', 'EXPOSE 8000'),
      'docker-compose.yml':
        'services:\n  web:\n    image: ghcr.io/team/search:2\n    healthcheck:\n      test: ["CMD", "curl", "-f", "http://localhost:8000/"]\n',
    },
    answer: 'fail E0 Dockerfile:1 missing',
  },
  { it: 'does not apply without Docker', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
  {
    it: 'takes over the check of the stage that an image continues',
    files: {
      Dockerfile: `FROM python:3.12 AS base\n${CURL}\nFROM base\nCMD ["uvicorn", "main:app", "--port", "8000"]\n`,
    },
    answer: 'pass E3',
  },
]);
