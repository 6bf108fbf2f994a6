// Whether people have to use HTTPS.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'https-enforced';

async function outcome(files: Files): Promise<string[]> {
  const report = await analyze(files);
  const { verdict, level } = checkOf(report, ID);
  return [level === null ? verdict : `${verdict} ${level}`, ...placesOf(report, ID)];
}

const compose = (rest: string): Files => ({
  'compose.yaml': `services:\n  api:\n    build: .\n    ports: [${rest}]\n`,
});
const server = (line: string): Files => ({
  'src/server.js': `const helmet = require('helmet');\nconst express = require('express');\nconst app = express();\n${line}\napp.get('/books', (req, res) => res.json([]));\n`,
});

describe('https-enforced', () => {
  it('holds with a header that browsers remember', async () => {
    assert.deepEqual(await outcome(server('app.use(helmet());')), ['pass E3']);
    assert.deepEqual(
      await outcome(
        server("app.use((q, r, next) => { r.setHeader('Strict-Transport-Security', 'max-age=1'); next(); });"),
      ),
      ['pass E3'],
    );
  });

  it('does not count what is switched off, commented out, or a list of names', async () => {
    for (const line of [
      'app.use(helmet({ hsts: false }));',
      "// r.setHeader('Strict-Transport-Security', 'max-age=1');",
      "const kept = ['Strict-Transport-Security', 'Accept'];",
    ])
      assert.deepEqual(await outcome({ ...server(line), ...compose('"8000:8000"') }), ['fail E0', 'compose.yaml:4']);
  });

  it('does not hold when a middleware that would ask for it is never added', async () => {
    const app = `from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware

class SafeMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response

app = FastAPI()

@app.get("/books")
def books():
    return []
`;
    assert.deepEqual(await outcome({ 'app/main.py': app }), ['fail E2', 'app/main.py:7']);
  });

  it('does not call code unreached where no application was recognised', async () => {
    const own = 'class Shop(Flask):\n    pass\n\ndef init(app):\n    Talisman(app)\n';
    assert.deepEqual(await outcome({ 'shop/app.py': own, ...compose('"8000:8000"') }), ['pass E3']);
  });

  it('is unknown where no file says where TLS ends', async () => {
    assert.deepEqual(await outcome(server('')), ['unknown']);
    assert.deepEqual(await outcome({ ...server(''), ...compose('"127.0.0.1:8000:8000"') }), ['unknown']);
    const proxy = '  proxy:\n    image: traefik:3.1\n    ports: ["443:443"]\n';
    const files = compose('"8000:8000"');
    assert.deepEqual(await outcome({ 'compose.yaml': `${files['compose.yaml'] as string}${proxy}` }), ['unknown']);
  });

  it('reads TLS of ingresses and platforms', async () => {
    const ingress = (tls: string): Files => ({
      'k8s/ingress.yaml': `apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec:\n${tls}  rules:\n    - host: shop.example\n`,
    });
    assert.deepEqual(await outcome({ ...server(''), ...ingress('  tls:\n    - hosts: [shop.example]\n') }), [
      'pass E3',
    ]);
    assert.deepEqual(await outcome({ ...server(''), ...ingress('') }), ['unknown']);
    assert.deepEqual(await outcome({ ...server(''), 'chart/values.yaml': 'ingress:\n  tls: []\n' }), ['unknown']);
  });

  it("takes Django's settings for what they are when nobody sets them", async () => {
    const django = (line: string): Files => ({
      'shop/settings.py': `${line}\n`,
      'shop/wsgi.py': 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
    });
    assert.deepEqual(await outcome(django('SECURE_HSTS_SECONDS = 3600')), ['pass E3']);
    assert.deepEqual(await outcome(django("SECURE_HSTS_SECONDS = getattr(local, 'HSTS', 0)")), ['unknown']);
    assert.deepEqual(await outcome(django('SECURE_SSL_REDIRECT = False')), ['unknown']);
  });

  it('does not apply where nothing is served', async () => {
    assert.deepEqual(await outcome({ 'src/a.js': 'export const a = 1;\n' }), ['not-applicable']);
  });
});
