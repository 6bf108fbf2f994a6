import { describeCheck } from '../../support/answer';

function db(...ports: string[]): Record<string, string> {
  return {
    'docker-compose.yml': `services:\n  db:\n    image: postgres:16\n    ports:\n${ports.map((port) => `      - ${port}\n`).join('')}`,
  };
}

describeCheck('datastore-port-exposed', [
  { it: 'holds for the loopback address', files: db('"127.0.0.1:5432:5432"', '"[::1]:5432:5432"'), answer: 'pass E3' },
  {
    it: 'holds without ports, and for other services',
    files: {
      'docker-compose.yml':
        'services:\n  db:\n    image: postgres:16\n    expose:\n      - 5432\n  web:\n    image: acme/web:1\n    ports:\n      - "80:80"\n',
    },
    answer: 'pass E3',
  },
  {
    it: 'fails for a published port, in every spelling',
    files: db('"5432:5432"', '5432', '"0.0.0.0:15432:5432"', '"${DB_PORT:-5432}:5432"'),
    answer: 'fail E0 docker-compose.yml:5, docker-compose.yml:6, docker-compose.yml:7, docker-compose.yml:8',
  },
  {
    it: 'fails for the long form',
    files: db('target: 5432\n        published: 5432'),
    answer: 'fail E0 docker-compose.yml:5',
  },
  {
    it: 'does not apply to development',
    files: { 'docker-compose.dev.yml': 'services:\n  db:\n    image: postgres:16\n    ports: ["5432:5432"]\n' },
    answer: 'not-applicable',
  },
  {
    it: 'does not apply to a file of datastores beside a platform that runs the application',
    files: { ...db('"5432:5432"'), Procfile: 'web: npm start\n' },
    answer: 'not-applicable',
  },
  {
    it: 'takes the plain file to production where the file for production only adds to it',
    files: {
      'docker-compose.yml':
        'services:\n  app:\n    build: .\n  store:\n    image: mongo:7.0\n    ports:\n      - "27017:27017"\n',
      'docker-compose.prod.yml': 'services:\n  app:\n    command: npm start\n',
    },
    answer: 'fail E0 docker-compose.yml:7',
  },
  {
    it: 'leaves the plain file alone where the file for production stands by itself',
    files: {
      ...db('"5432:5432"'),
      'docker-compose.prod.yml': 'services:\n  app:\n    image: acme/app:1\n  db:\n    image: postgres:16\n',
    },
    answer: 'pass E3',
  },
]);
