// A request that takes too long is ended.

import { describeCheck } from '../../support/answer';
import type { Files } from '../../support/analyze';

const FASTAPI = `import asyncio
from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware

class Deadline(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        LIMIT

app = FastAPI()
SETUP

@app.get("/parcels")
def parcels():
    return []
`;

function fastapi(limit: string, setup: string, more: Files): Files {
  return { 'app/main.py': FASTAPI.replace('LIMIT', limit).replace('SETUP', setup), ...more };
}

function flask(command: string, more: Files = {}): Files {
  return {
    'shop/app.py':
      'from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.route("/parcels")\ndef parcels():\n    return "x"\n',
    ...(command === '' ? {} : { Dockerfile: `FROM python:3.12\nCMD ${command}\n` }),
    ...more,
  };
}

function express(rest: string, more: Files = {}): Files {
  return {
    'src/server.js': `const express = require('express');\nconst timeout = require('connect-timeout');\nconst http = require('http');\nconst app = express();\napp.get('/parcels', (req, res) => res.json([]));\n${rest}\n`,
    Dockerfile: 'FROM node:22\nCMD ["node", "src/server.js"]\n',
    ...more,
  };
}

function go(server: string): Files {
  return {
    'main.go': `package main

import (
	"net/http"
	"time"
)

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /parcels", list)
	${server}
}

func list(w http.ResponseWriter, r *http.Request) {}
`,
    'go.mod': 'module example.org/parcels\n\ngo 1.22\n',
  };
}

const UVICORN: Files = {
  Dockerfile: 'FROM python:3.12\nCMD ["uvicorn", "app.main:app", "--timeout-keep-alive", "5"]\n',
};
const WAITS = 'return await asyncio.wait_for(call_next(request), 20)';
const PASSES = 'return await call_next(request)';

const NGINX = 'server {\n  listen 80;\n  location / {\n    proxy_pass http://api:8000;\n    LIMIT\n  }\n}\n';

const ENVOY =
  'static_resources:\n  listeners:\n    - route_config:\n        virtual_hosts:\n          - routes:\n              - match: { prefix: / }\n                route:\n                    cluster: api\n';
const TRAEFIK =
  'services:\n  api:\n    build: .\n  proxy:\n    image: traefik:v3\n    command:\n      - --providers.docker\n      - LIMIT\n';

/** Behind a proxy that is given one file. */
function behind(name: string, to: string, text: string): Files {
  return fastapi(PASSES, '', {
    'compose.yaml': `services:\n  api:\n    build: .\n  proxy:\n    image: proxy:1\n    volumes:\n      - ./${name}:${to}:ro\n`,
    [name]: text,
    ...UVICORN,
  });
}

function behindNginx(limit: string, more: Files = {}): Files {
  return fastapi(PASSES, '', {
    'compose.yaml':
      'services:\n  api:\n    build: .\n  web:\n    image: nginx:1.27\n    volumes:\n      - ./proxy/site.conf:/etc/nginx/conf.d/default.conf:ro\n',
    'proxy/site.conf': NGINX.replace('LIMIT', limit),
    ...UVICORN,
    ...more,
  });
}

describeCheck('request-timeout', [
  { it: 'does not apply without an application', files: { 'lib/x.py': 'x = 1\n' }, answer: 'not-applicable' },
  {
    it: 'wants a limit, and keep-alive is none',
    files: fastapi(PASSES, '', UVICORN),
    answer: 'fail E0 Dockerfile:2 missing',
  },
  {
    it: 'takes a middleware that is added',
    files: fastapi(WAITS, 'app.add_middleware(Deadline)', UVICORN),
    answer: 'pass E4',
  },
  {
    it: 'takes a limit around what comes next',
    files: fastapi(
      'async with asyncio.timeout(20):\n            return await call_next(request)',
      'app.add_middleware(Deadline)',
      UVICORN,
    ),
    answer: 'pass E4',
  },
  {
    it: 'does not take a middleware that nothing adds',
    files: fastapi(WAITS, '', UVICORN),
    answer: 'fail E2 Dockerfile:2 unreached',
  },
  {
    it: 'does not take a limit on a task of its own',
    files: fastapi('await asyncio.wait_for(handler(request), 3)', 'app.add_middleware(Deadline)', UVICORN),
    answer: 'fail E0 Dockerfile:2 missing',
  },
  {
    it: "takes gunicorn's sync workers with their default",
    files: flask('["gunicorn", "-w", "4", "shop.app:app"]'),
    answer: 'pass E4',
  },
  {
    it: 'does not take gunicorn where the limit is switched off',
    files: flask('gunicorn --timeout 0 shop.app:app'),
    answer: 'fail E0 Dockerfile:2 missing',
  },
  {
    it: 'does not take gunicorn with workers that tell that they are alive',
    files: fastapi(PASSES, '', {
      Dockerfile: 'FROM python:3.12\nCMD gunicorn -k uvicorn.workers.UvicornWorker --timeout 30 app.main:app\n',
    }),
    answer: 'fail E0 Dockerfile:2 missing',
  },
  {
    it: "reads gunicorn's configuration, named or not",
    files: flask('gunicorn shop.app:app', { 'gunicorn.conf.py': 'accesslog = "-"\ntimeout = 20\nthreads = 8\n' }),
    answer: 'fail E0 Dockerfile:2 missing',
  },
  {
    it: 'knows nothing where no file tells what runs it',
    files: flask(''),
    answer: 'unknown',
  },
  {
    it: "takes harakiri of uWSGI's configuration",
    files: flask('uwsgi /app/uwsgi.ini', { 'uwsgi.ini': '[uwsgi]\nharakiri = 20\n' }),
    answer: 'pass E4',
  },
  {
    it: 'leaves out scripts that nothing starts',
    files: flask('gunicorn shop.app:app', { 'scripts/run_local.sh': 'uvicorn shop.app:app\n' }),
    answer: 'pass E4',
  },
  { it: 'wants a limit in Node.js', files: express('app.listen(3000);'), answer: 'fail E0 Dockerfile:2 missing' },
  {
    it: 'takes the timeout of the server',
    files: express('const server = http.createServer(app);\nserver.setTimeout(30_000);\nserver.listen(3000);'),
    answer: 'pass E4',
  },
  {
    it: 'does not take a timeout that is switched off, nor timers',
    files: express('const server = app.listen(3000);\nserver.setTimeout(0);\nsetTimeout(() => {}, 30);'),
    answer: 'fail E0 Dockerfile:2 missing',
  },
  {
    it: 'takes a limit on how long a request arrives in part',
    files: express('const server = app.listen(3000);\nserver.requestTimeout = 30_000;'),
    answer: 'pass E3',
  },
  { it: 'takes connect-timeout', files: express("app.use(timeout('5s'));\napp.listen(3000);"), answer: 'pass E4' },
  {
    it: 'does not take a limit of another application',
    files: express('app.listen(3000);', {
      'jobs/status.js': "const server = require('http').createServer();\nserver.setTimeout(1000);\n",
    }),
    answer: 'fail E2 Dockerfile:2 unreached',
  },
  {
    it: 'takes WriteTimeout in Go',
    files: go('s := &http.Server{Handler: mux, WriteTimeout: 10 * time.Second}\n\ts.ListenAndServe()'),
    answer: 'pass E4',
  },
  {
    it: 'does not take the timeout of a client in Go',
    files: go('c := http.Client{Timeout: time.Second}\n\t_ = c\n\thttp.ListenAndServe(":80", mux)'),
    answer: 'fail E0 main.go:9 missing',
  },
  {
    it: 'takes a proxy that requests really meet, in part',
    files: behindNginx('proxy_read_timeout 30s;'),
    answer: 'pass E3',
  },
  { it: 'takes the default of nginx, in part', files: behindNginx(''), answer: 'pass E3' },
  {
    it: 'takes a proxy whose folder is mounted',
    files: fastapi(PASSES, '', {
      'compose.yaml':
        'services:\n  api:\n    build: .\n  web:\n    image: nginx:1.27\n    volumes:\n      - ./proxy:/etc/nginx/conf.d\n',
      'proxy/site.conf': NGINX.replace('LIMIT', ''),
      ...UVICORN,
    }),
    answer: 'pass E3',
  },
  {
    it: 'does not take a proxy that waits for a day',
    files: behindNginx('proxy_read_timeout 86400;'),
    answer: 'fail E0 Dockerfile:2 missing',
  },
  {
    it: 'does not place the finding at the command of a database',
    files: fastapi(PASSES, '', {
      'compose.yaml': 'services:\n  db:\n    image: mysql:8\n    command: --innodb-buffer-pool-size=1G\n',
    }),
    answer: 'fail E0 app/main.py:9 missing',
  },
  {
    it: 'takes HAProxy, Envoy, Caddy and Traefik, in part',
    files: behind('haproxy.cfg', '/usr/local/etc/haproxy/haproxy.cfg', 'defaults\n  timeout server 30s\n'),
    answer: 'pass E3',
  },
  {
    it: 'does not take HAProxy without a limit, nor one that waits for two hours',
    files: behind(
      'haproxy.cfg',
      '/usr/local/etc/haproxy/haproxy.cfg',
      'defaults\n  timeout client 30s\n  timeout server 2h\n',
    ),
    answer: 'fail E0 Dockerfile:2 missing',
  },
  {
    it: 'takes the default of Envoy',
    files: behind('envoy.yaml', '/etc/envoy/envoy.yaml', ENVOY),
    answer: 'pass E3',
  },
  {
    it: 'is not fooled by a route of Envoy that waits for ever',
    files: behind('envoy.yaml', '/etc/envoy/envoy.yaml', `${ENVOY}                    timeout: 0s\n`),
    answer: 'fail E0 Dockerfile:2 missing',
  },
  {
    it: 'takes how long Caddy waits for an answer',
    files: behind(
      'Caddyfile',
      '/etc/caddy/Caddyfile',
      'a.example {\n  reverse_proxy api:8000 {\n    transport http {\n      response_header_timeout 30s\n    }\n  }\n}\n',
    ),
    answer: 'pass E3',
  },
  {
    it: 'takes how long Traefik waits, not how long a request may arrive',
    files: fastapi(PASSES, '', {
      'compose.yaml': TRAEFIK.replace('LIMIT', '--entryPoints.web.transport.respondingTimeouts.writeTimeout=30s'),
      ...UVICORN,
    }),
    answer: 'pass E3',
  },
  {
    it: 'is not fooled by a limit of Traefik on the request’s arrival',
    files: fastapi(PASSES, '', {
      'compose.yaml': TRAEFIK.replace('LIMIT', '--entryPoints.web.transport.respondingTimeouts.readTimeout=30s'),
      ...UVICORN,
    }),
    answer: 'fail E0 Dockerfile:2 missing',
  },
  {
    it: 'does not take a proxy where another way of running has none',
    files: behindNginx('proxy_read_timeout 30s;', {
      'railway.json': '{\n  "deploy": { "startCommand": "uvicorn app.main:app" }\n}\n',
    }),
    answer: 'fail E0 Dockerfile:2 missing, railway.json:2 missing',
  },
  {
    it: 'does not take a configuration that nothing mounts',
    files: fastapi(PASSES, '', { ...UVICORN, 'proxy/site.conf': NGINX.replace('LIMIT', '') }),
    answer: 'fail E0 Dockerfile:2 missing',
  },
]);
