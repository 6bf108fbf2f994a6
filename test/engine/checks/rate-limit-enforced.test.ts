// A rate limiter counts when requests run into it.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'rate-limit-enforced';

async function verdict(files: Files): Promise<string> {
  const { verdict, level } = checkOf(await analyze(files), ID);
  return level === null ? verdict : `${verdict} ${level}`;
}

const FASTAPI = `from fastapi import FastAPI
from slowapi import Limiter
from slowapi.middleware import SlowAPIMiddleware
from slowapi.util import get_remote_address

limiter = Limiter(key_func=get_remote_address, default_limits=["60/minute"])
app = FastAPI()
app.state.limiter = limiter
# HERE

@app.get("/books")
def books():
    return []
`;

const EXPRESS = `import express from 'express';
import rateLimit from 'express-rate-limit';
const app = express();
const limiter = rateLimit({ limit: 100 });
// HERE
app.get('/books', (req, res) => res.json([]));
app.post('/orders', (req, res) => res.json({}));
// AFTER
app.listen(3000);
`;

describe('rate-limit-enforced', () => {
  it('holds when slowapi has its middleware, and not without it', async () => {
    const files = (here: string): Files => ({ 'app/main.py': FASTAPI.replace('# HERE', here) });
    assert.equal(await verdict(files('app.add_middleware(SlowAPIMiddleware)')), 'pass E4');
    assert.equal(await verdict(files('')), 'fail E2');
    assert.deepEqual(placesOf(await analyze(files('')), ID), ['app/main.py:6 limiter-not-installed']);
  });

  it('says unknown where a middleware asks a limiter and its answer could not be followed', async () => {
    const files = (line: string): Files => ({
      'main.py': `from fastapi import FastAPI\nfrom shop_errors import answer\n\napp = FastAPI()\nlimiter = make()\n\n\n@app.middleware("http")\nasync def count(request, call_next):\n    ${line}\n    return await call_next(request)\n\n\n@app.get("/books")\ndef books():\n    return []\n`,
    });
    const asks = 'if not await limiter.check_rate_limit(request.client.host):\n        return answer("RATE_LIMITED")';
    assert.equal(await verdict(files(asks)), 'unknown');
    assert.equal(await verdict(files('request.state.rate_limiter = limiter')), 'fail E0');
  });

  it('follows a middleware that picks a limiter and hands the request to it', async () => {
    const files = (body: string): Files => ({
      'src/server.js': EXPRESS.replace('// HERE', `app.use((req, res, next) => { ${body} });`),
    });
    const picks = 'if (req.method === "GET") return next(); return limiter(req, res, next);';
    assert.equal(await verdict(files(picks)), 'pass E4');
    assert.equal(await verdict(files('return next();')), 'fail E2');
    assert.equal(await verdict(files('rateLimit({ limit: 1 }, req); return next();')), 'fail E2');
  });

  it('looks at where Express is told to use it', async () => {
    const files = (here: string, after = ''): Files => ({
      'src/server.js': EXPRESS.replace('// HERE', here).replace('// AFTER', after),
    });
    assert.equal(await verdict(files('app.use(limiter);')), 'pass E4');
    assert.equal(await verdict(files('', 'app.use(limiter);')), 'fail E2', 'after the routes it sees nothing');
    assert.equal(await verdict(files("app.use('/admin', limiter);")), 'fail E2', 'under a path without routes');
    assert.deepEqual(placesOf(await analyze(files('')), ID), ['src/server.js:4 limiter-not-installed']);
  });

  it('knows a home-made limiter by its 429, wherever it stands', async () => {
    const limiter = `const hits = new Map();
export function slowDown(req, res, next) {
  const count = (hits.get(req.ip) ?? 0) + 1;
  hits.set(req.ip, count);
  if (count > 100) return res.status(429).json({ error: 'slow down' });
  next();
}
`;
    const server = `import express from 'express';
import { slowDown } from './slow-down.js';
const app = express();
app.use(slowDown);
app.get('/books', (req, res) => res.json([]));
`;
    assert.equal(await verdict({ 'src/slow-down.js': limiter, 'src/server.js': server }), 'pass E4');
    const logger = limiter.replace("return res.status(429).json({ error: 'slow down' });", "console.log('busy');");
    assert.equal(await verdict({ 'src/slow-down.js': logger, 'src/server.js': server }), 'fail E0', 'it only logs');
  });

  it('finds the counting inside an authentication dependency', async () => {
    const main = `from fastapi import Depends, FastAPI, HTTPException, Request

app = FastAPI()

def allow(user):
    return False

def require_user(request: Request):
    token = request.headers.get("Authorization")
    if not token:
        raise HTTPException(status_code=401)
    if not allow(token):
        raise HTTPException(status_code=429)
    return token

@app.get("/books", dependencies=[Depends(require_user)])
def books():
    return []
`;
    assert.equal(await verdict({ 'app/main.py': main }), 'pass E4');
  });

  it('does not take an object of a middleware class for an installed one', async () => {
    const middleware = `from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import JSONResponse

class ThrottleMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if self.busy(request):
            return JSONResponse(status_code=429, content={})
        return await call_next(request)

def make_rate_limiter(app):
    return ThrottleMiddleware(app)
`;
    const main = (line: string): string => `from fastapi import FastAPI
from app.throttle import ThrottleMiddleware, make_rate_limiter

app = FastAPI()
${line}

@app.get("/books")
def books():
    return []
`;
    const files = (line: string): Files => ({
      'app/throttle.py': middleware,
      'app/main.py': main(line),
      'app/__init__.py': '',
    });
    assert.equal(await verdict(files('app.add_middleware(ThrottleMiddleware)')), 'pass E4');
    assert.equal(await verdict(files('throttle = make_rate_limiter(app)')), 'fail E2');
    assert.deepEqual(placesOf(await analyze(files('throttle = ThrottleMiddleware(app)')), ID), [
      'app/main.py:5 limiter-not-installed',
    ]);
  });

  it('says so when a limiter lets everybody pass without its store', async () => {
    const server = `import express from 'express';
const store = process.env.REDIS_URL ? connect(process.env.REDIS_URL) : null;
async function limit(req, res, next) {
  if (!store) return next();
  if (await store.tooMany(req.ip)) return res.status(429).end();
  next();
}
const app = express();
app.use(limit);
app.get('/books', (req, res) => res.json([]));
`;
    const { verdict, level, summary } = checkOf(await analyze({ 'src/server.js': server }), ID);
    assert.deepEqual([verdict, level], ['pass', 'E3']);
    assert.match(summary, /lets everybody pass/);
  });

  it('counts a proxy only when a container is given its configuration', async () => {
    const app = { 'src/server.js': EXPRESS.replace('const limiter = rateLimit({ limit: 100 });\n', '') };
    const conf = {
      'deploy/nginx.conf': 'limit_req_zone $a zone=z:1m rate=5r/s;\nserver { location / { \n limit_req zone=z;\n } }\n',
    };
    const compose = {
      'deploy/compose.yaml': 'services:\n  proxy:\n    volumes:\n      - ./nginx.conf:/etc/nginx/nginx.conf\n',
    };
    assert.equal(await verdict({ ...app, ...conf, ...compose }), 'pass E4');
    assert.equal(await verdict({ ...app, ...conf }), 'fail E0');
    const zoneOnly = { 'deploy/nginx.conf': 'limit_req_zone $a zone=z:1m rate=5r/s;\n' };
    assert.equal(await verdict({ ...app, ...zoneOnly, ...compose }), 'fail E0', 'a zone alone limits nothing');
  });

  it('counts a limit of a proxy where requests of the application get to', async () => {
    const app = { 'src/server.js': EXPRESS.replace('const limiter = rateLimit({ limit: 100 });\n', '') };
    const compose = {
      'compose.yaml': 'services:\n  proxy:\n    volumes:\n      - ./nginx.conf:/etc/nginx/nginx.conf\n',
    };
    const conf = (location: string): Record<string, string> => ({
      'nginx.conf': `server {\n  location /a { proxy_pass http://a; }\n  ${location} {\n    if ($x) { set $y 1; }\n    limit_req zone=z;\n  }\n}\n`,
    });
    for (const location of ['location /', 'location /api/', 'location ~ ^/v1'])
      assert.equal(await verdict({ ...app, ...compose, ...conf(location) }), 'pass E4', location);
    assert.equal(await verdict({ ...app, ...compose, ...conf('location /ws') }), 'fail E0');
  });

  it('tells once of two applications that one line makes', async () => {
    const server = `import express from 'express';

class Server {
  constructor(port) {
    this.app = express();
    this.app.get('/books', (req, res) => res.json([]));
    this.app.listen(port);
  }
}
new Server(3000);
new Server(3001);
`;
    assert.deepEqual(placesOf(await analyze({ 'src/server.js': server }), ID), ['src/server.js:5 no-limiter']);
  });

  it('does not apply where nothing is served, and leaves tests and mocks out', async () => {
    assert.equal(await verdict({ 'src/index.js': 'export const one = 1;\n' }), 'not-applicable');
    assert.equal(await verdict({ 'tests/mocks/server.js': EXPRESS }), 'not-applicable');
  });
});
