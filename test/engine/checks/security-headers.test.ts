// Security headers on what is served.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';
import { django } from '../../support/samples';

const ID = 'security-headers';

async function outcome(files: Files): Promise<string[]> {
  const report = await analyze(files);
  const { verdict, level } = checkOf(report, ID);
  return [level === null ? verdict : `${verdict} ${level}`, ...placesOf(report, ID)];
}

function express(lines: string): Files {
  return {
    'src/server.js': `const express = require('express');
const helmet = require('helmet');
const app = express();
${lines}
app.get('/books', (req, res) => res.json([]));
`,
  };
}

describe('security-headers', () => {
  it('knows helmet, whole and in parts', async () => {
    assert.deepEqual(await outcome(express('app.use(helmet());')), ['pass E4']);
    const parts = 'app.use(helmet.noSniff()); app.use(helmet.frameguard()); app.use(helmet.referrerPolicy());';
    assert.deepEqual(await outcome(express(parts)), ['pass E4']);
    assert.deepEqual(await outcome(express('app.use(helmet.noSniff());')), ['fail E2', 'src/server.js:3']);
  });

  it('does not take an import, or a middleware for one path, for the whole', async () => {
    assert.deepEqual(await outcome(express('')), ['fail E0', 'src/server.js:3']);
    assert.deepEqual(await outcome(express("app.use('/admin', helmet());")), ['fail E0', 'src/server.js:3']);
  });

  it('reads what a middleware of one sets by name, constants included', async () => {
    const main = `from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware

HEADERS = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY"}

class SecurityHeaders(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

app = FastAPI()
app.add_middleware(SecurityHeaders)

@app.get("/books")
def books():
    return []
`;
    assert.deepEqual(await outcome({ 'app/main.py': main }), ['pass E4']);
    assert.deepEqual(
      await outcome({
        'app/main.py': main.replace('app.add_middleware(SecurityHeaders)', 'headers = SecurityHeaders(app)'),
      }),
      ['fail E0', 'app/main.py:14'],
    );
  });

  it('asks a Next front end for its configuration', async () => {
    const next = (config: string): Files => ({
      'web/package.json': '{ "dependencies": { "next": "15.3.0" } }',
      'web/next.config.mjs': config,
      'web/app/api/books/route.ts': 'export async function GET() { return Response.json([]); }\n',
    });
    const config = `export default { async headers() { return [{ source: '/(.*)', headers: [
  { key: 'X-Frame-Options', value: 'DENY' }, { key: 'X-Content-Type-Options', value: 'nosniff' }, { key: 'Referrer-Policy', value: 'origin' },
] }]; } };
`;
    assert.deepEqual(await outcome(next(config)), ['pass E4']);
    assert.deepEqual(await outcome(next('export default {};\n')), ['fail E0', 'web/next.config.mjs:1']);
  });

  it('knows the middleware of Django', async () => {
    const security = 'django.middleware.security.SecurityMiddleware';
    const framing = 'django.middleware.clickjacking.XFrameOptionsMiddleware';
    assert.deepEqual(await outcome(django([security, framing])), ['pass E4']);
    assert.deepEqual(await outcome(django([security])), ['fail E2', 'shop/settings.py:3']);
    assert.deepEqual(await outcome(django()), ['fail E0', 'shop/settings.py:3']);
  });

  it('does not apply to a library', async () => {
    assert.deepEqual(await outcome({ 'src/index.js': "const name = 'X-Frame-Options';\n" }), ['not-applicable']);
  });
});
