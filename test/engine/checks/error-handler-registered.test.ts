// The handler for errors that nobody caught.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'error-handler-registered';

async function outcome(files: Files): Promise<string[]> {
  const report = await analyze(files);
  const { verdict, level } = checkOf(report, ID);
  return [level === null ? verdict : `${verdict} ${level}`, ...placesOf(report, ID)];
}

function express(before: string, after: string): Files {
  return {
    'src/server.js': `const express = require('express');
const app = express();
${before}
app.get('/books', (req, res) => res.json([]));
${after}
`,
  };
}

const HANDLER = '(err, req, res, next) => res.status(500).json({})';

describe('error-handler-registered', () => {
  it('looks for four parameters behind the routes', async () => {
    assert.deepEqual(await outcome(express('', `app.use(${HANDLER});`)), ['pass E4']);
    assert.deepEqual(await outcome(express('', 'app.use((req, res) => res.status(404).end());')), [
      'fail E0',
      'src/server.js:2',
    ]);
    assert.deepEqual(await outcome(express(`app.use(${HANDLER});`, '')), ['fail E0', 'src/server.js:2']);
  });

  it('names a handler that is written and registered nowhere', async () => {
    const files = {
      ...express('', ''),
      'src/errors.js':
        "const express = require('express');\nfunction handle(err, req, res, next) { res.status(500).end(); }\nmodule.exports = { handle };\n",
    };
    assert.deepEqual(await outcome(files), ['fail E2', 'src/server.js:2']);
  });

  it('follows a registering function of FastAPI to its call', async () => {
    const errors = `from fastapi import Request
from fastapi.responses import JSONResponse

def register(app):
    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception):
        return JSONResponse(status_code=500, content={})
`;
    const main = (line: string): string => `from fastapi import FastAPI
from app.errors import register

app = FastAPI()
${line}

@app.get("/books")
def books():
    return []
`;
    const files = (line: string): Files => ({
      'app/__init__.py': '',
      'app/errors.py': errors,
      'app/main.py': main(line),
    });
    assert.deepEqual(await outcome(files('register(app)')), ['pass E4']);
    assert.deepEqual(await outcome(files('')), ['fail E2', 'app/main.py:4']);
  });

  it('does not count a handler for the limiter alone', async () => {
    const main = `from fastapi import FastAPI
from slowapi import _rate_limit_exceeded_handler
from slowapi.errors import RateLimitExceeded

app = FastAPI()
app.add_exception_handler(RateLimitExceeded, _rate_limit_exceeded_handler)

@app.get("/books")
def books():
    return []
`;
    assert.deepEqual(await outcome({ 'app/main.py': main }), ['fail E0', 'app/main.py:5']);
  });

  it('does not count handlers of one kind of answer', async () => {
    const app = (kind: string, more = ''): Files => ({
      'main.py': `from fastapi import FastAPI, HTTPException\nfrom fastapi.exceptions import RequestValidationError\napp = FastAPI()\n@app.exception_handler(${kind})\nasync def handle(request, exc):\n    return answer(exc)\n${more}@app.get("/books")\ndef books():\n    return []\n`,
    });
    for (const kind of ['RequestValidationError', 'HTTPException'])
      assert.equal((await outcome(app(kind)))[0]?.slice(0, 4), 'fail', kind);
    assert.deepEqual(await outcome(app('Exception')), ['pass E4']);
    const both = '@app.exception_handler(Exception)\nasync def rest(request, exc):\n    return answer(exc)\n';
    assert.deepEqual(await outcome(app('RequestValidationError', both)), ['pass E4']);
  });

  it('is not fooled by a middleware of Express that wraps next() in a try', async () => {
    const guard =
      'app.use((req, res, next) => { try { check(req); return next(); } catch (error) { return res.status(500).end(); } });';
    assert.deepEqual(await outcome(express(guard, '')), ['fail E0', 'src/server.js:2']);
  });

  it('does not apply without an application', async () => {
    assert.deepEqual(await outcome({ 'src/index.js': 'export const one = 1;\n' }), ['not-applicable']);
  });
});
