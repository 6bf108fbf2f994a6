// Content policies and the scripts they let run.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'csp-strict';

async function outcome(files: Files): Promise<string[]> {
  const report = await analyze(files);
  const { verdict, level } = checkOf(report, ID);
  return [level === null ? verdict : `${verdict} ${level}`, ...placesOf(report, ID)];
}

function fastapi(policy: string, add = 'app.add_middleware(HeadersMiddleware)'): Files {
  return {
    'app/main.py': `import secrets
from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware

class HeadersMiddleware(BaseHTTPMiddleware):
    def __init__(self, app):
        super().__init__(app)
        self.nonce = secrets.token_hex(16)

    async def dispatch(self, request, call_next):
        response = await call_next(request)
        response.headers["Content-Security-Policy"] = ${policy}
        return response

app = FastAPI()
${add}

@app.get("/books")
def books():
    return []
`.replace(policy.includes('self.nonce') ? '\u0000' : '        self.nonce = secrets.token_hex(16)\n', ''),
  };
}

describe('csp-strict', () => {
  it('holds when scripts come from files alone, whatever styles do', async () => {
    assert.deepEqual(await outcome(fastapi(`"script-src 'self'; style-src 'self' 'unsafe-inline'"`)), ['pass E4']);
  });

  it('does not hold with an unsafe source for scripts, over several literals too', async () => {
    assert.deepEqual(await outcome(fastapi(`"script-src 'self' 'unsafe-inline'"`)), ['fail E3', 'app/main.py:11']);
    assert.deepEqual(await outcome(fastapi(`("default-src 'self' "\n            "'unsafe-eval'; img-src *")`)), [
      'fail E3',
      'app/main.py:11',
    ]);
  });

  it('does not take a nonce that is made once for one', async () => {
    assert.deepEqual(await outcome(fastapi(`f"script-src 'self' 'nonce-{self.nonce}'"`)), ['fail E3', 'app/main.py:8']);
  });

  it('knows that a nonce makes browsers ignore unsafe-inline', async () => {
    assert.deepEqual(await outcome(fastapi(`f"script-src 'nonce-{nonce}' 'unsafe-inline'"`)), ['pass E4']);
  });

  it('says that the policy stands in a middleware that nothing adds', async () => {
    assert.deepEqual(await outcome(fastapi(`"script-src 'self' 'unsafe-inline'"`, '')), ['fail E2', 'app/main.py:11']);
    assert.deepEqual(await outcome(fastapi(`"script-src 'self'"`, '')), ['not-applicable']);
  });

  it('is unknown where the sources are computed, and does not apply without a policy', async () => {
    assert.deepEqual(await outcome(fastapi('"script-src " + " ".join(SOURCES) + f"; script-src {SOURCES}"')), [
      'unknown',
    ]);
    assert.deepEqual(await outcome({ 'src/a.js': 'export const a = 1;\n' }), ['not-applicable']);
  });

  it('leaves alone what only developers get', async () => {
    const config = `const policy = \`script-src 'self' \${isDev ? "'unsafe-eval'" : ''}\`;
export default { headers: async () => [{ source: '/', headers: [{ key: 'Content-Security-Policy', value: policy }] }] };
`;
    assert.deepEqual(await outcome({ 'next.config.js': config }), ['pass E4']);
    assert.deepEqual(
      await outcome({
        'next.config.js': config.replace("isDev ? \"'unsafe-eval'\" : ''", "'x'").replace("'self'", "'unsafe-eval'"),
      }),
      ['fail E3', 'next.config.js:1'],
    );
  });

  it("reads platforms' header rules", async () => {
    const rule = (value: string): Files => ({
      'vercel.json': `{ "headers": [{ "source": "/", "headers": [{ "key": "Content-Security-Policy", "value": "${value}" }] }] }`,
    });
    assert.deepEqual(await outcome(rule("script-src 'self' 'unsafe-inline'")), ['fail E3', 'vercel.json:1']);
    assert.deepEqual(await outcome(rule("script-src 'self'")), ['pass E4']);
  });
});
