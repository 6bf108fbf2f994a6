// The upper bound of request bodies.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'request-size-limit';

async function outcome(files: Files): Promise<string[]> {
  const report = await analyze(files);
  const { verdict, level } = checkOf(report, ID);
  return [level === null ? verdict : `${verdict} ${level}`, ...placesOf(report, ID)];
}

function express(lines: string): Files {
  return {
    'src/server.js': `const express = require('express');
const app = express();
${lines}
app.post('/books', (req, res) => res.json({}));
`,
  };
}

function fastapi(lines: string): Files {
  return {
    'app/main.py': `from fastapi import FastAPI
from fastapi.responses import JSONResponse
from starlette.middleware.base import BaseHTTPMiddleware

class Bound(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if int(request.headers.get("content-length", 0)) > 1000:
            return JSONResponse(status_code=413, content={})
        return await call_next(request)

app = FastAPI()
${lines}

@app.post("/books")
def books(book: dict):
    return book
`,
  };
}

describe('request-size-limit', () => {
  it('trusts the parsers of Express unless they are opened wide', async () => {
    assert.deepEqual(await outcome(express('app.use(express.json());')), ['pass E4']);
    assert.deepEqual(await outcome(express("app.use(express.json({ limit: '10mb' }));")), ['pass E4']);
    assert.deepEqual(await outcome(express("app.use(express.json({ limit: '2gb' }));")), [
      'fail E0',
      'src/server.js:3',
    ]);
  });

  it('asks Python for a middleware that is installed', async () => {
    assert.deepEqual(await outcome(fastapi('app.add_middleware(Bound)')), ['pass E3']);
    assert.deepEqual(await outcome(fastapi('bound = Bound(app)')), ['fail E2', 'app/main.py:11']);
  });

  it('counts a proxy that a container is given', async () => {
    const conf = { 'deploy/nginx.conf': 'client_max_body_size 5m;\n' };
    const compose = {
      'deploy/compose.yaml': 'services:\n  web:\n    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]\n',
    };
    assert.deepEqual(await outcome({ ...fastapi(''), ...conf, ...compose }), ['pass E4']);
    assert.deepEqual(await outcome({ ...fastapi(''), ...conf }), ['fail E2', 'app/main.py:11']);
    assert.deepEqual(await outcome({ ...fastapi(''), ...compose, 'deploy/nginx.conf': 'client_max_body_size 0;\n' }), [
      'fail E2',
      'app/main.py:11',
    ]);
  });

  it('does not apply without an application', async () => {
    assert.deepEqual(await outcome({ 'src/index.js': 'export const one = 1;\n' }), ['not-applicable']);
  });
});
