// The Host header of Python applications.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';
import { django } from '../../support/samples';

const ID = 'trusted-hosts';

async function outcome(files: Files): Promise<string[]> {
  const report = await analyze(files);
  const { verdict, level } = checkOf(report, ID);
  return [level === null ? verdict : `${verdict} ${level}`, ...placesOf(report, ID)];
}

function fastapi(lines: string): Files {
  return {
    'app/main.py': `from fastapi import FastAPI
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.responses import JSONResponse

app = FastAPI()
${lines}

@app.get("/books")
def books():
    return []
`,
  };
}

describe('trusted-hosts', () => {
  it('holds with a list of hosts', async () => {
    assert.deepEqual(
      await outcome(fastapi('app.add_middleware(TrustedHostMiddleware, allowed_hosts=["shop.example"])')),
      ['pass E4'],
    );
  });

  it('knows a middleware of one that reads the header and refuses', async () => {
    const own = `@app.middleware("http")
async def hosts(request, call_next):
    if request.headers.get("host") not in {"shop.example"}:
        return JSONResponse(status_code=400, content={})
    return await call_next(request)`;
    assert.deepEqual(await outcome(fastapi(own)), ['pass E4']);
    assert.deepEqual(await outcome(fastapi(own.replace('"host"', '"accept"'))), ['fail E0', 'app/main.py:5']);
  });

  it('does not take a lookup by host for a check of it', async () => {
    const tenants = `@app.middleware("http")
async def tenants(request, call_next):
    name = request.headers.get("host").split(".")[0]
    tenant = find(name)
    if not tenant:
        return JSONResponse(status_code=404, content={})
    return await call_next(request)`;
    assert.deepEqual(await outcome(fastapi(tenants)), ['fail E0', 'app/main.py:5']);
  });

  it('does not hold without one, with every host, or when a manifest opens it', async () => {
    assert.deepEqual(await outcome(fastapi('')), ['fail E0', 'app/main.py:5']);
    assert.deepEqual(await outcome(fastapi('app.add_middleware(TrustedHostMiddleware, allowed_hosts=["*"])')), [
      'fail E3',
      'app/main.py:6',
    ]);
    const files = fastapi('app.add_middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)');
    assert.deepEqual(
      await outcome({ ...files, 'compose.yaml': 'services: { api: { environment: { ALLOWED_HOSTS: "*" } } }\n' }),
      ['fail E3', 'compose.yaml:1'],
    );
  });

  it('reads the setting of a framework that lists hosts itself', async () => {
    assert.deepEqual(await outcome(django([], 'ALLOWED_HOSTS = ["shop.example.com"]\n')), ['pass E4']);
    assert.deepEqual(await outcome(django([], 'ALLOWED_HOSTS = os.environ["HOSTS"].split(",")\n')), ['pass E4']);
    assert.deepEqual(await outcome(django([], 'ALLOWED_HOSTS = ["*"]\n')), ['fail E3', 'shop/settings.py:7']);
  });

  it('does not apply to Express', async () => {
    const server = "const app = require('express')();\napp.get('/books', (req, res) => res.json([]));\n";
    assert.deepEqual(await outcome({ 'src/server.js': server }), ['not-applicable']);
  });
});
