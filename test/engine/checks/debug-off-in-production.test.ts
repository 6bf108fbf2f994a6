import { describeCheck } from '../../support/answer';

const APP = 'from fastapi import FastAPI\nfrom config import settings\n\napp = FastAPI()\n';
const settings = (value: string): string => `class Settings(BaseSettings):\n    DEBUG: bool = ${value}\n`;

describeCheck('debug-off-in-production', [
  { it: 'holds for off by default', files: { 'main.py': APP, 'config.py': settings('False') }, answer: 'pass E4' },
  {
    it: 'fails for on by default',
    files: { 'main.py': APP, 'config.py': settings('True') },
    answer: 'fail E0 config.py:2 debug-default',
  },
  {
    it: 'fails for debug=True of the application',
    files: { 'main.py': 'from flask import Flask\napp = Flask(__name__)\napp.run(debug=True)\n' },
    answer: 'fail E0 main.py:3 debug-default',
  },
  {
    it: 'leaves the local start alone',
    files: {
      'main.py':
        'from flask import Flask\napp = Flask(__name__)\nif __name__ == "__main__":\n    app.run(debug=True)\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'leaves development settings and unused files alone',
    files: {
      'main.py': APP,
      'config.py': settings('False'),
      'settings/dev.py': 'DEBUG = True\n',
      'other.py': settings('True'),
    },
    answer: 'pass E4',
  },
  {
    it: 'fails for manifests that switch it on',
    files: { 'docker-compose.yml': 'services:\n  api:\n    image: acme/api:1\n    environment:\n      - DEBUG=true\n' },
    answer: 'fail E0 docker-compose.yml:5 debug-manifest',
  },
  {
    it: 'leaves the development override alone',
    files: {
      'main.py': APP,
      'docker-compose.override.yml':
        'services:\n  api:\n    image: acme/api:1\n    environment:\n      DEBUG: "true"\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'fails for Node without NODE_ENV',
    files: { Dockerfile: 'FROM node:20\nCMD ["node", "server.js"]\n' },
    answer: 'fail E1 Dockerfile:2 node-env',
  },
  {
    it: 'holds for Node with it, in the image or in Compose',
    files: {
      Dockerfile: 'FROM node:20\nENV NODE_ENV=production\nCMD ["node", "server.js"]\n',
      'w/Dockerfile': 'FROM node:20\nCMD ["node", "w.js"]\n',
      'docker-compose.yml': 'services:\n  w:\n    build: ./w\n    environment:\n      NODE_ENV: production\n',
    },
    answer: 'pass E4',
  },
  { it: 'does not apply where nothing is served', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
]);
