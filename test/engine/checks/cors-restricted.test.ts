// Which origins may read answers: code, settings and manifests together.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'cors-restricted';

async function outcome(files: Files): Promise<string[]> {
  const report = await analyze(files);
  const { verdict, level } = checkOf(report, ID);
  return [level === null ? verdict : `${verdict} ${level}`, ...placesOf(report, ID)];
}

function express(cors: string): Files {
  return {
    'src/server.js': `const express = require('express');
const cors = require('cors');
const app = express();
${cors}
app.get('/books', (req, res) => res.json([]));
`,
  };
}

function fastapi(options: string, before = ''): Files {
  return {
    'app/main.py': `import os
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
${before}
app = FastAPI()
app.add_middleware(CORSMiddleware, ${options})

@app.get("/books")
def books():
    return []
`,
  };
}

describe('cors-restricted', () => {
  it('holds where only developers are let in from everywhere', async () => {
    const asked = [
      "process.env.NODE_ENV === 'production' ? ['https://a.example'] : true",
      "process.env.NODE_ENV !== 'production' ? '*' : 'https://a.example'",
      "isDevelopment ? '*' : ['https://a.example']",
    ];
    for (const origin of asked)
      assert.deepEqual(await outcome(express(`app.use(cors({ origin: ${origin} }));`)), ['pass E4'], origin);
    const list = '["https://a.example"]';
    for (const origins of [
      `["*"] if not settings.is_production() else ${list}`,
      `${list} if os.getenv("APP_ENV") == "production" else ["*"]`,
    ])
      assert.deepEqual(await outcome(fastapi(`allow_origins=${origins}`)), ['pass E4'], origins);
    assert.deepEqual(await outcome(fastapi(`allow_origins=["*"] if settings.is_production() else ${list}`)), [
      'fail E0',
      'app/main.py:6 any-origin',
    ]);
    assert.deepEqual(await outcome(express("app.use(cors({ origin: wide ? '*' : 'https://a.example' }));")), [
      'fail E0',
      'src/server.js:4 any-origin',
    ]);
  });

  it('reads the options of the cors package', async () => {
    const fails = (rule: string): string[] => ['fail E0', `src/server.js:4 ${rule}`];
    assert.deepEqual(await outcome(express('app.use(cors());')), fails('any-origin'));
    assert.deepEqual(await outcome(express("app.use(cors({ origin: '*', credentials: true }));")), fails('any-origin'));
    assert.deepEqual(await outcome(express('app.use(cors({ credentials: true }));')), fails('any-origin'));
    assert.deepEqual(await outcome(express('app.use(cors({ origin: true }));')), fails('reflects-origin'));
    assert.deepEqual(
      await outcome(express('app.use(cors({ origin: (origin, done) => done(null, true) }));')),
      fails('reflects-origin'),
    );
    assert.deepEqual(await outcome(express("app.use(cors({ origin: ['https://a.example'] }));")), ['pass E4']);
    assert.deepEqual(
      await outcome(express("const options = { origin: 'https://a.example' };\napp.use(cors(options));")),
      ['pass E4'],
    );
    const list = `const allowed = ['https://a.example'];
app.use(cors({ origin: (origin, done) => { if (allowed.includes(origin)) done(null, true); else done(new Error('no')); } }));`;
    assert.deepEqual(await outcome(express(list)), ['pass E4']);
  });

  it('reads headers that are set by hand', async () => {
    const set = (value: string): Files =>
      express(`app.use((req, res, next) => { res.setHeader('Access-Control-Allow-Origin', ${value}); next(); });`);
    assert.deepEqual(await outcome(set("'*'")), ['fail E0', 'src/server.js:4 any-origin']);
    assert.deepEqual(await outcome(set('req.headers.origin')), ['fail E0', 'src/server.js:4 reflects-origin']);
    assert.deepEqual(await outcome(set("'https://a.example'")), ['pass E4']);
  });

  it('reads the options of CORSMiddleware through variables, settings and functions', async () => {
    assert.deepEqual(await outcome(fastapi('allow_origins=["*"]')), ['fail E0', 'app/main.py:6 any-origin']);
    assert.deepEqual(await outcome(fastapi('allow_origin_regex=".*"')), ['fail E0', 'app/main.py:6 any-origin']);
    assert.deepEqual(await outcome(fastapi('allow_origins=ORIGINS', 'ORIGINS = ["https://a.example"]')), ['pass E4']);
    assert.deepEqual(await outcome(fastapi('allow_origins=os.getenv("CORS_ORIGINS", "*").split(",")')), [
      'fail E0',
      'app/main.py:6 any-origin',
    ]);
    const settings = `class Settings:
    CORS_ORIGINS: str = "https://a.example"

    @property
    def origins(self):
        return self.CORS_ORIGINS.split(",")

settings = Settings()`;
    assert.deepEqual(await outcome(fastapi('allow_origins=settings.origins', settings)), ['pass E4']);
  });

  it('lets the laxest manifest win', async () => {
    const code = fastapi('allow_origins=os.getenv("CORS_ORIGINS", "https://a.example").split(",")');
    const values = { 'deploy/helm/values.yaml': 'api:\n  env:\n    CORS_ORIGINS: "*"\n' };
    assert.deepEqual(await outcome({ ...code, ...values }), [
      'fail E3',
      'deploy/helm/values.yaml:3 manifest-allows-any',
    ]);
    assert.deepEqual(
      await outcome({ ...code, 'compose.dev.yaml': 'services: { api: { environment: { CORS_ORIGINS: "*" } } }\n' }),
      ['pass E4'],
    );
    assert.deepEqual(await outcome({ ...code, '.env.example': 'CORS_ORIGINS=*\n' }), ['pass E4']);
  });

  it('is unknown when only the environment knows', async () => {
    const code = fastapi('allow_origins=os.environ["CORS_ORIGINS"].split(",")');
    assert.deepEqual(await outcome(code), ['unknown']);
    assert.deepEqual(
      await outcome({
        ...code,
        'compose.yaml': 'services: { api: { environment: { CORS_ORIGINS: "https://a.example" } } }\n',
      }),
      ['pass E4'],
    );
  });

  it('holds without CORS, and does not apply without an application', async () => {
    assert.deepEqual(await outcome(express('')), ['pass E4']);
    assert.deepEqual(await outcome({ 'src/client.js': "fetch('/x', { mode: 'cors' });\n" }), ['not-applicable']);
  });

  it('leaves a tool alone that listens on the loopback address only', async () => {
    const files = express('app.use(cors());');
    files['src/server.js'] += "app.listen(4000, '127.0.0.1');\n";
    assert.deepEqual(await outcome(files), ['not-applicable']);
  });
});
