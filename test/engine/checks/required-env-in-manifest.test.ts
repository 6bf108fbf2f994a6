// What an application requires is handed over by every manifest that runs it.

import { deployment, describeCheck } from '../../support/answer';
import type { Files } from '../../support/analyze';

const APP: Files = {
  'shop/main.py': `from fastapi import FastAPI
from shop.config import settings

app = FastAPI(title=settings.TITLE)


@app.get("/parcels")
def parcels():
    return []
`,
  'shop/config.py': `from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    TITLE: str = "Parcels"
    PARCEL_STORE: str
    CARRIER_TOKEN: str | None = None


settings = Settings()
`,
  Dockerfile: 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "shop.main:app"]\n',
};

const compose = (lines: string): Files => ({ 'compose.yaml': `services:\n  api:\n    build: .\n${lines}` });

function express(reads: string, more: Files): Files {
  return {
    'package.json': '{ "name": "shop", "dependencies": { "express": "5" } }',
    'index.js': `import express from 'express';\nconst app = express();\n${reads}\napp.get('/parcels', (q, s) => s.json([]));\napp.listen(3000);\n`,
    Dockerfile: 'FROM node:22\nCOPY . .\nCMD ["node", "index.js"]\n',
    ...more,
  };
}

const cluster = (lines: string): Files => ({ 'k8s/api.yaml': deployment(lines) });

describeCheck('required-env-in-manifest', [
  {
    it: 'holds where the service is given what has no default',
    files: { ...APP, ...compose('    environment:\n      - PARCEL_STORE=s3://parcels\n') },
    answer: 'pass E3',
  },
  {
    it: 'fails where it is given something else',
    files: { ...APP, ...compose('    environment:\n      TITLE: Ours\n') },
    answer: 'fail E2 compose.yaml:5 missing',
  },
  {
    it: 'fails where it is given nothing',
    files: { ...APP, ...compose('') },
    answer: 'fail E1 compose.yaml:2 missing',
  },
  {
    it: 'takes what the image sets',
    files: { ...APP, ...compose(''), Dockerfile: `${APP.Dockerfile ?? ''}ENV PARCEL_STORE=/var/parcels\n` },
    answer: 'pass E3',
  },
  {
    it: 'takes a secret that is mounted for the variable',
    files: { ...APP, ...compose('    secrets:\n      - parcel_store\n') },
    answer: 'pass E3',
  },
  {
    it: 'says unknown where a file is handed over that is not here',
    files: { ...APP, ...compose('    env_file: .env\n') },
    answer: 'unknown',
  },
  {
    it: 'believes the template of that file',
    files: { ...APP, ...compose('    env_file: .env\n'), '.env.example': 'PARCEL_STORE=\n' },
    answer: 'pass E3',
  },
  {
    it: 'reads the file where it is here',
    files: { ...APP, ...compose('    env_file: shop.env\n'), 'shop.env': 'TITLE=Ours\n' },
    answer: 'fail E2 compose.yaml:2 missing',
  },
  {
    it: 'joins a file for production with the plain one',
    files: {
      ...APP,
      ...compose('    environment:\n      PARCEL_STORE: a\n'),
      'compose.prod.yaml': 'services:\n  api:\n    restart: always\n',
    },
    answer: 'pass E3',
  },
  {
    it: 'does not ask services that migrate',
    files: {
      ...APP,
      'compose.yaml':
        'services:\n  migrate:\n    build: .\n    command: alembic upgrade head\n  api:\n    build: .\n    environment:\n      PARCEL_STORE: a\n',
    },
    answer: 'pass E3',
  },
  {
    it: 'fails for a workload that lacks one, at its list',
    files: { ...APP, ...cluster('          env:\n            - name: TITLE\n              value: Ours\n') },
    answer: 'fail E2 k8s/api.yaml:11 missing',
  },
  {
    it: 'takes variables from Secrets of the cluster',
    files: {
      ...APP,
      ...cluster(
        '          env:\n            - name: PARCEL_STORE\n              valueFrom:\n                secretKeyRef:\n                  name: shop\n                  key: store\n',
      ),
    },
    answer: 'pass E3',
  },
  {
    it: 'says unknown for a set of variables that is not here',
    files: { ...APP, ...cluster('          envFrom:\n            - secretRef:\n                name: shop\n') },
    answer: 'unknown',
  },
  {
    it: 'reads the set where it is here',
    files: {
      ...APP,
      ...cluster('          envFrom:\n            - configMapRef:\n                name: shop\n'),
      'k8s/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: shop\ndata:\n  TITLE: Ours\n',
    },
    answer: 'fail E2 k8s/api.yaml:11 missing',
  },
  {
    it: 'leaves what a chart fills in open',
    files: {
      ...APP,
      ...cluster('          env:\n            {{- toYaml .Values.env | nindent 12 }}\n          ports: []\n'),
    },
    answer: 'unknown',
  },
  {
    it: 'asks nothing of a database whose image a chart fills in',
    files: {
      ...APP,
      ...cluster('          env: []\n'),
      'chart/templates/db.yaml': deployment('          env: []\n').replace(
        'acme/shop:1',
        '{{ .Values.postgres.image }}',
      ),
    },
    answer: 'fail E1 k8s/api.yaml:11 missing',
  },
  {
    it: 'fails for the key that sessions are signed with',
    files: express(
      "app.set('key', process.env.SESSION_SECRET);",
      compose('    environment:\n      NODE_ENV: production\n'),
    ),
    answer: 'fail E2 compose.yaml:5 missing',
  },
  {
    it: 'leaves the secret of a provider alone, which may be switched off',
    files: express('console.log(process.env.AUTH_FORGE_SECRET, process.env.FORGE_TOKEN);', compose('')),
    answer: 'not-applicable',
  },
  {
    it: 'fails for the address of a store that runs beside it',
    files: express('console.log(process.env.REDIS_URL);', {
      'compose.yaml': 'services:\n  cache:\n    image: redis:7\n  api:\n    build: .\n',
    }),
    answer: 'fail E1 compose.yaml:4 missing',
  },
  {
    it: 'leaves an address with a default alone',
    files: express("console.log(process.env.REDIS_URL ?? 'redis://cache');", {
      'compose.yaml': 'services:\n  cache:\n    image: redis:7\n  api:\n    build: .\n',
    }),
    answer: 'not-applicable',
  },
  {
    it: 'reads schemas in which keys are optional unless they say otherwise',
    files: express(
      'import Joi from "joi";\nconst schema = Joi.object({\n  PARCEL_FROM: Joi.string(),\n  PARCEL_STORE: Joi.string().required(),\n});\nschema.validate(process.env);',
      compose('    environment:\n      PARCEL_STORE: a\n'),
    ),
    answer: 'pass E3',
  },
  {
    it: 'reads schemas that go on over lines',
    files: express(
      'import { z } from "zod";\nconst schema = z.object({\n  PARCEL_FROM: z\n    .string()\n    .optional(),\n  PARCEL_STORE: z\n    .string()\n    .min(3),\n});\nschema.parse(process.env);',
      compose('    environment:\n      PARCEL_STORE: a\n'),
    ),
    answer: 'pass E3',
  },
  {
    it: 'leaves what a dotenv file in the image holds open',
    files: { ...APP, ...compose(''), Dockerfile: `${APP.Dockerfile ?? ''}COPY settings.txt .env\n` },
    answer: 'unknown',
  },
  {
    it: 'fails where no manifest runs the application at all',
    files: {
      ...APP,
      'nightly.py': 'import json\n\nprint(json.dumps({}))\n',
      Dockerfile: 'FROM python:3.12\nCOPY . .\nCMD ["python", "nightly.py"]\n',
      ...compose(''),
    },
    answer: 'fail E1 compose.yaml:2 nowhere',
  },
  {
    it: 'leaves what a platform keeps open',
    files: { ...APP, 'railway.json': '{ "deploy": { "startCommand": "uvicorn shop.main:app" } }' },
    answer: 'unknown',
  },
  { it: 'has nothing to ask without a manifest', files: APP, answer: 'not-applicable' },
  {
    it: 'puts the plain file and the one for production together, and leaves a service alone that runs another module',
    files: {
      ...APP,
      'shop/watch.py': 'import time\n\ntime.sleep(1)\n',
      'docker-compose.yml':
        'services:\n  api:\n    build: .\n    environment:\n      PARCEL_STORE: s3\n  watch:\n    image: acme/shop:1\n    command: python -m shop.watch\n',
      'docker-compose.prod.yml':
        'services:\n  api:\n    restart: always\n  watch:\n    image: registry.example.com/acme/shop:1\n',
    },
    answer: 'pass E3',
  },
]);
