import { describeCheck } from '../../support/answer';

const GOOD =
  'services:\n  api:\n    image: acme/api:1\n    restart: always\n    mem_limit: 1g\n    healthcheck:\n      test: curl -f http://localhost/\n';
const DEPLOY =
  'services:\n  api:\n    image: acme/api:1\n    deploy:\n      restart_policy:\n        condition: on-failure\n      resources:\n        limits:\n          memory: 1g\n    healthcheck:\n      test: curl -f http://localhost/\n';

describeCheck('compose-hardening', [
  {
    it: 'puts services of one name in one folder together',
    files: {
      'compose.yml':
        'services:\n  api:\n    image: acme/api:1\n    healthcheck:\n      test: curl -f http://localhost/\n',
      'compose.deploy.yml': 'services:\n  api:\n    restart: always\n    mem_limit: 1g\n',
    },
    answer: 'pass E3',
  },
  {
    it: 'holds for both ways to write it',
    files: { 'docker-compose.yml': GOOD, 'compose.yaml': DEPLOY },
    answer: 'pass E3',
  },
  {
    it: 'counts the health check of the image',
    files: {
      'docker-compose.yml': 'services:\n  api:\n    build: .\n    restart: always\n    cpus: 1\n',
      Dockerfile: 'FROM python:3.12\nHEALTHCHECK CMD curl -f http://localhost/\n',
    },
    answer: 'pass E3',
  },
  {
    it: 'fails for a service without anything',
    files: { 'docker-compose.yml': 'services:\n  api:\n    image: acme/api:1\n' },
    answer: 'fail E0 docker-compose.yml:2',
  },
  {
    it: 'fails for a part',
    files: { 'docker-compose.yml': 'services:\n  api:\n    image: acme/api:1\n    restart: always\n' },
    answer: 'fail E1 docker-compose.yml:2',
  },
  {
    it: 'is not fooled by a check that is switched off or by reservations',
    files: {
      'docker-compose.yml':
        'services:\n  api:\n    image: acme/api:1\n    restart: always\n    healthcheck:\n      disable: true\n    deploy:\n      resources:\n        reservations:\n          memory: 1g\n',
    },
    answer: 'fail E1 docker-compose.yml:2',
  },
  {
    it: 'leaves development and one-off services alone',
    files: {
      'docker-compose.dev.yml': 'services:\n  api:\n    image: acme/api:1\n',
      'docker-compose.yml': `${GOOD}  seed:\n    image: acme/seed:1\n    restart: "no"\n`,
    },
    answer: 'pass E3',
  },
  { it: 'does not apply without Compose', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
  {
    it: 'names a service once that two files put together',
    files: {
      'docker-compose.yml': 'services:\n  api:\n    build: .\n',
      'docker-compose.prod.yml': 'services:\n  api:\n    command: node server.js\n',
    },
    answer: 'fail E0 docker-compose.prod.yml:2',
  },
]);
