import { describeCheck } from '../../support/answer';

function image(command: string): string {
  return `FROM node:20\n${command}\n`;
}

describeCheck('dockerfile-dev-server', [
  {
    it: 'holds for production servers',
    files: {
      Dockerfile: image('CMD ["node", "server.js"]'),
      'api/Dockerfile': image('CMD ["sh", "-c", "uvicorn app:app --workers 4"]'),
      'web/Dockerfile': image('CMD ["npx", "next", "start"]'),
    },
    answer: 'pass E4',
  },
  {
    it: 'fails for development servers',
    files: {
      Dockerfile: image('CMD uvicorn app:app --reload'),
      'a/Dockerfile': image('CMD ["python", "manage.py", "runserver"]'),
      'b/Dockerfile': image('CMD ["npx", "vite", "--host"]'),
    },
    answer: 'fail E0 Dockerfile:2, a/Dockerfile:2, b/Dockerfile:2',
  },
  {
    it: 'follows scripts',
    files: {
      Dockerfile: image('CMD ["npm", "start"]'),
      'package.json': '{ "scripts": { "start": "nodemon server.js" } }\n',
    },
    answer: 'fail E0 Dockerfile:2',
  },
  {
    it: 'does not take a build or a preview of the same tool for it',
    files: {
      Dockerfile: image('CMD ["npm", "start"]'),
      'package.json': '{ "scripts": { "start": "node dist/server.js", "dev": "vite" } }\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'sees commands of Compose',
    files: {
      'docker-compose.yml': 'services:\n  api:\n    image: acme/api:1\n    command: flask run --host 0.0.0.0\n',
    },
    answer: 'fail E0 docker-compose.yml:4',
  },
  {
    it: 'leaves the plain Compose file alone when there is one for production',
    files: {
      'docker-compose.yml': 'services:\n  api:\n    image: acme/api:1\n    command: npm run dev\n',
      'docker-compose.prod.yml': 'services:\n  api:\n    image: acme/api:1\n    command: node server.js\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'looks at the stage that a manifest builds by name',
    files: {
      Dockerfile: 'FROM node:20 AS app\nCMD ["node", "server.js"]\nFROM app AS local\nCMD ["npx", "nodemon", "x.js"]\n',
      'docker-compose.prod.yml': 'services:\n  api:\n    build:\n      context: .\n      target: app\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'looks at the last stage where manifests name none',
    files: {
      Dockerfile: 'FROM node:20 AS app\nCMD ["node", "server.js"]\nFROM app AS local\nCMD ["npx", "nodemon", "x.js"]\n',
      'docker-compose.prod.yml': 'services:\n  api:\n    build: .\n',
    },
    answer: 'fail E0 Dockerfile:4',
  },
  {
    it: 'looks at the stage for production where the last one is for development',
    files: {
      Dockerfile:
        'FROM node:20 AS runner\nCMD ["node", "server.js"]\nFROM runner AS development\nCMD ["npx", "nodemon", "x.js"]\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'puts the file for production over the plain one that it adds to',
    files: {
      'docker-compose.yml':
        'services:\n  api:\n    build: .\n    command: npm run dev\n  docs:\n    image: acme/docs:1\n    command: npx vite\n',
      'docker-compose.prod.yml': 'services:\n  api:\n    command: node server.js\n',
    },
    answer: 'fail E0 docker-compose.yml:7',
  },
  { it: 'does not apply where nothing starts', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
]);
