// A manifest for production runs every backend, from images.

import { describeCheck } from '../../support/answer';
import type { Files } from '../../support/analyze';

function api(folder: string): Files {
  return {
    [`${folder}main.py`]: `from fastapi import FastAPI

app = FastAPI()


@app.get("/parcels")
def parcels():
    return []


@app.post("/parcels")
def add():
    return {}
`,
  };
}

const PYTHON = 'FROM python:3.12\nWORKDIR /srv\nCOPY . .\nCMD ["uvicorn", "main:app", "--host", "0.0.0.0"]\n';
const pipeline = (run: string): Files => ({
  '.github/workflows/ci.yml': `name: ci\non: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${run}\n`,
});
const SHIP: Files = {
  '.github/workflows/ship.yml':
    'name: ship\non: push\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n      - run: flyctl deploy\n',
};

function workload(image: string, name = 'api'): string {
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  template:\n    spec:\n      containers:\n        - name: ${name}\n          image: ${image}\n`;
}

describeCheck('prod-manifest-complete', [
  {
    it: 'does not take the settings of an application for a manifest',
    files: {
      'src/main/java/shop/App.java':
        'package shop;\n\nimport org.springframework.web.bind.annotation.*;\n\n@RestController\nclass App {\n  @GetMapping("/orders")\n  String orders() { return "[]"; }\n}\n',
      'src/main/resources/application.yml':
        'server:\n  servlet:\n    context-path: /shop\nmanagement:\n  endpoints:\n    web:\n      exposure:\n        include: "*"\n',
    },
    answer: 'fail E0 src/main/java/shop/App.java:1 missing',
  },
  {
    it: 'holds where Compose builds the application',
    files: {
      ...api('backend/'),
      'backend/Dockerfile': PYTHON,
      'compose.yaml': 'services:\n  store:\n    image: postgres:16\n  api:\n    build: ./backend\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'holds for an image that is called like the folder of the application',
    files: {
      ...api('apps/parcels/'),
      ...api('apps/bills/'),
      'deploy/production/compose.yaml':
        'services:\n  one:\n    image: acme/parcels:1\n  two:\n    image: acme/bills:1\n',
    },
    answer: 'pass E4',
  },
  { it: 'holds in a cluster', files: { ...api(''), 'k8s/api.yaml': workload('acme/api:1') }, answer: 'pass E4' },
  {
    it: 'holds for a platform that runs what lies around its file',
    files: { ...api('server/'), 'server/railway.json': '{ "deploy": { "startCommand": "uvicorn main:app" } }' },
    answer: 'pass E4',
  },
  {
    it: 'fails where the sources of the host lie over the image',
    files: {
      ...api('backend/'),
      'backend/Dockerfile': PYTHON,
      'compose.yaml': 'services:\n  api:\n    build: ./backend\n    volumes:\n      - ./backend:/srv\n',
    },
    answer: 'fail E0 compose.yaml:5 source-mounted',
  },
  {
    it: 'leaves mounts of data alone',
    files: {
      ...api('backend/'),
      'backend/Dockerfile': PYTHON,
      'compose.yaml': 'services:\n  api:\n    build: ./backend\n    volumes:\n      - ./uploads:/srv/uploads\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'leaves a plain file with mounts alone where one for production has none',
    files: {
      ...api('backend/'),
      'backend/Dockerfile': PYTHON,
      'compose.yaml': 'services:\n  api:\n    build: ./backend\n    volumes:\n      - ./backend:/srv\n',
      'compose.prod.yaml': 'services:\n  api:\n    build: ./backend\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'does not say what a pipeline deploys beside such a file',
    files: {
      ...api('backend/'),
      ...SHIP,
      'backend/Dockerfile': PYTHON,
      'compose.yaml': 'services:\n  api:\n    build: ./backend\n    volumes:\n      - ./backend:/srv\n',
    },
    answer: 'unknown',
  },
  {
    it: 'fails where the image starts another program',
    files: {
      ...api('backend/'),
      'nightly.py': 'import json\n\nprint(json.dumps({}))\n',
      Dockerfile: 'FROM python:3.12\nCOPY . .\nCMD ["python", "nightly.py"]\n',
      'compose.yaml': 'services:\n  nightly:\n    build: .\n',
    },
    answer: 'fail E1 compose.yaml:2 not-deployed',
  },
  {
    it: 'fails for the one of two backends that no service runs',
    files: {
      ...api('backend/'),
      'shop/package.json': '{ "name": "shop", "dependencies": { "express": "5" } }',
      'shop/index.js':
        "import express from 'express';\nconst app = express();\napp.get('/a', (q, s) => s.json([]));\napp.get('/b', (q, s) => s.json([]));\napp.listen(3000);\n",
      'shop/Dockerfile': 'FROM node:22\nCOPY . .\nCMD ["node", "index.js"]\n',
      'compose.yaml': 'services:\n  shop:\n    build: ./shop\n',
    },
    answer: 'fail E2 compose.yaml:2 not-deployed',
  },
  {
    it: 'does not take a worker for the application',
    files: {
      ...api(''),
      Dockerfile: PYTHON,
      'compose.yaml': 'services:\n  jobs:\n    build: .\n    command: celery -A tasks worker\n',
    },
    answer: 'fail E1 compose.yaml:2 not-deployed',
  },
  {
    it: 'says unknown for images of which no file says what is in them',
    files: {
      ...api('one/'),
      ...api('two/'),
      'compose.yaml': 'services:\n  x:\n    image: registry.example.org/x:1\n',
    },
    answer: 'unknown',
  },
  { it: 'says unknown where only an image is built', files: { ...api(''), Dockerfile: PYTHON }, answer: 'unknown' },
  {
    it: 'says unknown where CI builds an image without a Dockerfile',
    files: { ...api(''), ...pipeline('pack build shop --builder paketobuildpacks/builder-jammy-base') },
    answer: 'unknown',
  },
  {
    it: 'is not fooled by a build of something else',
    files: { ...api(''), ...pipeline('python -m build') },
    answer: 'fail E0 main.py:3 missing',
  },
  { it: 'says unknown where a pipeline deploys', files: { ...api(''), ...SHIP }, answer: 'unknown' },
  { it: 'fails where nothing says how it runs', files: api(''), answer: 'fail E0 main.py:3 missing' },
  {
    it: 'does not take a Compose file for development for one of production',
    files: { ...api(''), 'compose.dev.yaml': 'services:\n  api:\n    image: python:3.12\n' },
    answer: 'fail E0 main.py:3 missing',
  },
  {
    it: 'has nothing to ask where nothing is served',
    files: { 'lib/round.py': 'def up(number):\n    return number + 1\n' },
    answer: 'not-applicable',
  },
]);
