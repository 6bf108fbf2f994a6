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

  const LABELS =
    'services:\n  api:\n    build: .\n    labels:\n      - traefik.http.middlewares.bound.buffering.maxRequestBodyBytes=2000000\n      - traefik.http.routers.api.rule=Host(`a.example`)\n';
  const behind = (files: Files) => outcome({ ...fastapi(''), ...files });
  const mounting = (name: string, to: string): Files => ({
    'compose.yaml': `services:\n  proxy:\n    image: proxy:1\n    volumes: ["./${name}:${to}:ro"]\n`,
  });

  it('counts a middleware of Traefik that a router names, and no other', async () => {
    const used = `${LABELS}      - traefik.http.routers.api.middlewares=bound@docker\n`;
    assert.deepEqual(await behind({ 'compose.yaml': used }), ['pass E4']);
    assert.deepEqual(await behind({ 'compose.yaml': LABELS }), ['fail E2', 'app/main.py:11']);
    const chained = `${LABELS}      - traefik.http.middlewares.all.chain.middlewares=bound\n      - traefik.http.routers.api.middlewares=all\n`;
    assert.deepEqual(await behind({ 'compose.yaml': chained }), ['pass E4']);
  });

  it('reads the files of Traefik in either notation, and its objects in a cluster', async () => {
    const yaml =
      'http:\n  routers:\n    api:\n      rule: Host(`a.example`)\n      middlewares: [bound]\n  middlewares:\n    bound:\n      buffering:\n        maxRequestBodyBytes: 2000000\n';
    assert.deepEqual(await behind({ 'traefik/dynamic.yml': yaml }), ['pass E4']);
    assert.deepEqual(await behind({ 'traefik/dynamic.yml': yaml.replace('[bound]', '[]') }), [
      'fail E2',
      'app/main.py:11',
    ]);
    const toml =
      '[http.routers.api]\n  middlewares = ["bound"]\n[http.middlewares.bound.buffering]\n  maxRequestBodyBytes = 2000000\n';
    assert.deepEqual(await behind({ 'traefik/dynamic.toml': toml }), ['pass E4']);
    const object =
      'apiVersion: traefik.io/v1alpha1\nkind: Middleware\nmetadata:\n  name: bound\nspec:\n  buffering:\n    maxRequestBodyBytes: 2000000\n';
    const route =
      '---\napiVersion: traefik.io/v1alpha1\nkind: IngressRoute\nmetadata:\n  name: api\nspec:\n  routes:\n    - kind: Rule\n      middlewares:\n        - name: bound\n';
    assert.deepEqual(await behind({ 'k8s/traefik.yaml': object + route }), ['pass E4']);
    assert.deepEqual(await behind({ 'k8s/traefik.yaml': object }), ['fail E2', 'app/main.py:11']);
  });

  it('counts HAProxy, Envoy and Caddy where a container is given their files', async () => {
    const haproxy = {
      'haproxy.cfg': 'frontend web\n  acl big req.body_size gt 2000000\n  http-request deny deny_status 413 if big\n',
    };
    const at = mounting('haproxy.cfg', '/usr/local/etc/haproxy/haproxy.cfg');
    assert.deepEqual(await behind({ ...haproxy, ...at }), ['pass E4']);
    assert.deepEqual(await behind(haproxy), ['fail E2', 'app/main.py:11']);
    const envoy = {
      'envoy.yaml':
        'static_resources:\n  listeners:\n    - http_filters:\n        - name: envoy.filters.http.buffer\n          typed_config:\n            max_request_bytes: 2000000\n',
    };
    assert.deepEqual(await behind({ ...envoy, ...mounting('envoy.yaml', '/etc/envoy/envoy.yaml') }), ['pass E4']);
    assert.deepEqual(await behind(envoy), ['fail E2', 'app/main.py:11']);
    const caddy = (size: string): Files => ({
      Caddyfile: `a.example {\n  request_body {\n    max_size ${size}\n  }\n  reverse_proxy api:8000\n}\n`,
      ...mounting('Caddyfile', '/etc/caddy/Caddyfile'),
    });
    assert.deepEqual(await behind(caddy('10MB')), ['pass E4']);
    assert.deepEqual(await behind(caddy('10GB')), ['fail E2', 'app/main.py:11']);
  });

  it('takes a proxy for applications whose set-up it does not read', async () => {
    const go = {
      'go.mod': 'module example.org/shop\n\ngo 1.22\n',
      'main.go':
        'package main\n\nimport "net/http"\n\nfunc add(w http.ResponseWriter, r *http.Request) {}\n\nfunc main() {\n\thttp.HandleFunc("POST /books", add)\n\thttp.ListenAndServe(":80", nil)\n}\n',
    };
    const proxy = { 'nginx.conf': 'client_max_body_size 5m;\n', ...mounting('nginx.conf', '/etc/nginx/nginx.conf') };
    assert.deepEqual(await outcome({ ...go, ...proxy }), ['pass E4']);
    assert.deepEqual(await outcome(go), ['unknown']);
  });

  it('does not apply without an application', async () => {
    assert.deepEqual(await outcome({ 'src/index.js': 'export const one = 1;\n' }), ['not-applicable']);
  });
});
