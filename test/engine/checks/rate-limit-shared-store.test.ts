// Counters of a rate limiter hold for all processes.

import { describeCheck } from '../../support/answer';
import type { Files } from '../../support/analyze';

const WORKERS: Files = { Dockerfile: 'FROM python:3.12\nCMD ["gunicorn", "-w", "4", "app.main:app"]\n' };
const REDIS: Files = { 'compose.yaml': 'services:\n  cache:\n    image: redis:7\n' };

function slowapi(args: string, more: Files = WORKERS): Files {
  return {
    'app/main.py': `from fastapi import FastAPI
from slowapi import Limiter
from slowapi.middleware import SlowAPIMiddleware
import os

limiter = Limiter(key_func=who${args})
app = FastAPI()
app.state.limiter = limiter
app.add_middleware(SlowAPIMiddleware)


@app.get("/parcels")
def parcels():
    return []
`,
    ...more,
  };
}

function express(limiter: string, more: Files, imports = ''): Files {
  return {
    'src/server.js': `import express from 'express';
import rateLimit from 'express-rate-limit';
${imports}const app = express();
app.use(${limiter});
app.get('/parcels', (req, res) => res.json([]));
app.listen(3000);
`,
    ...more,
  };
}

const PM2: Files = { 'package.json': '{ "scripts": { "start": "pm2-runtime start src/server.js -i max" } }' };

const HOME_MADE = `from fastapi import Depends, FastAPI, HTTPException, Request


class Throttle:
    def __init__(self, store):
        self.store = store
        self.calls = {}

    def allow(self, key):
BODY

throttle = Throttle(None)


def limited(request: Request):
    if not throttle.allow(request.client.host):
        raise HTTPException(status_code=429)


app = FastAPI(dependencies=[Depends(limited)])


@app.get("/parcels")
def parcels():
    return []
`;
const homeMade = (body: string): Files => ({ 'app/main.py': HOME_MADE.replace('BODY', body), ...WORKERS });

describeCheck('rate-limit-shared-store', [
  {
    it: 'fails for the default of slowapi with several workers',
    files: slowapi(''),
    answer: 'fail E0 app/main.py:6 several-processes',
  },
  {
    it: 'fails for stated memory although Redis is there',
    files: slowapi(', storage_uri="memory://"', REDIS),
    answer: 'fail E0 app/main.py:6 shared-store-unused',
  },
  {
    it: 'knows a limiter that is kept in a variable, by require or behind a try',
    files: {
      'src/server.js': `const express = require('express');
const rateLimit = require('express-rate-limit');

const slow = rateLimit({ limit: 5 });
const app = express();
app.use(slow);
app.get('/parcels', (req, res) => res.json([]));
app.listen(3000);
`,
      'app/main.py': `from fastapi import FastAPI

try:
    from slowapi import Limiter
except ImportError:
    Limiter = None

limiter = Limiter(key_func=who)
app = FastAPI()
app.state.limiter = limiter


@app.get("/parcels")
def parcels():
    return []
`,
      ...PM2,
      ...WORKERS,
    },
    answer: 'fail E0 app/main.py:8 several-processes, src/server.js:4 several-processes',
  },
  { it: 'holds with an address', files: slowapi(', storage_uri="redis://cache:6379"'), answer: 'pass E4' },
  {
    it: 'holds with an address from the environment',
    files: slowapi(', storage_uri=os.environ["REDIS_URL"]'),
    answer: 'pass E4',
  },
  {
    it: 'leaves a default that settings replace open',
    files: slowapi(', storage_uri=os.getenv("LIMITS", "memory://")'),
    answer: 'unknown',
  },
  { it: 'says unknown where nothing tells how many processes run', files: slowapi('', {}), answer: 'unknown' },
  {
    it: 'does not take one worker for several',
    files: slowapi('', { Dockerfile: 'FROM python:3.12\nCMD ["uvicorn", "app.main:app", "--workers", "1"]\n' }),
    answer: 'unknown',
  },
  {
    it: 'counts copies of the service, not those of others',
    files: slowapi('', {
      'compose.yaml': 'services:\n  api:\n    build: .\n  worker:\n    build: .\n    deploy:\n      replicas: 4\n',
    }),
    answer: 'unknown',
  },
  {
    it: 'counts copies in a cluster',
    files: slowapi('', {
      'k8s/api.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n  replicas: 3\n',
    }),
    answer: 'fail E0 app/main.py:6 several-processes',
  },
  {
    it: 'reads what the deployment document starts',
    files: slowapi('', { 'DEPLOYMENT.md': '# Deployment\n\n```sh\ngunicorn app.main:app \\\n  --workers 4\n```\n' }),
    answer: 'fail E0 app/main.py:6 several-processes',
  },
  {
    it: 'fails for express-rate-limit under PM2',
    files: express('rateLimit({ limit: 100 })', PM2),
    answer: 'fail E0 src/server.js:4 several-processes',
  },
  {
    it: 'holds with a store',
    files: express(
      'rateLimit({ limit: 100, store: new RedisStore({}) })',
      PM2,
      "import { RedisStore } from 'rate-limit-redis';\n",
    ),
    answer: 'pass E4',
  },
  {
    it: 'fails for a store that is memory, too',
    files: express(
      'rateLimit({ store: new MemoryStore() })',
      PM2,
      "import { MemoryStore } from 'express-rate-limit';\n",
    ),
    answer: 'fail E0 src/server.js:5 several-processes',
  },
  {
    it: 'leaves options that are spread open',
    files: express('rateLimit({ ...options })', PM2, "import { options } from 'shared-options';\n"),
    answer: 'unknown',
  },
  {
    it: 'fails for a home-made limiter that fills a dictionary',
    files: homeMade('        self.calls[key] = self.calls.get(key, 0) + 1\n        return self.calls[key] < 9\n'),
    answer: 'fail E0 app/main.py:7 several-processes',
  },
  {
    it: 'holds for a home-made limiter that counts in Redis',
    files: homeMade('        return self.redis.incr(key) < 9\n'),
    answer: 'pass E4',
  },
  {
    it: 'does not take a cache inside the guard for a counter',
    files: {
      'app/main.py': `from fastapi import Depends, FastAPI, HTTPException

keys = {}


def signed_in(token: str):
    user = keys.get(token)
    if user is None:
        raise HTTPException(status_code=401)


app = FastAPI(dependencies=[Depends(signed_in)])


@app.get("/parcels")
def parcels():
    return []
`,
      ...WORKERS,
    },
    answer: 'not-applicable',
  },
  {
    it: 'knows the cache that Django’s limiters count in',
    files: {
      'shop/settings.py':
        'REST_FRAMEWORK = {"DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"]}\nCACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}\n',
      ...WORKERS,
    },
    answer: 'fail E0 shop/settings.py:2 several-processes',
  },
  {
    it: 'holds where Django caches in Redis',
    files: {
      'shop/settings.py':
        'REST_FRAMEWORK = {"DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"]}\nCACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}\n',
      ...WORKERS,
    },
    answer: 'pass E4',
  },
  {
    it: 'has nothing to ask where nothing is limited',
    files: express('express.json()', PM2),
    answer: 'not-applicable',
  },
]);
