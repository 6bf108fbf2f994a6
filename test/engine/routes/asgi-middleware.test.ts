// Middleware that speaks ASGI itself: it reads the scope's headers in one of many ways, and sends its refusal without a response object.

import assert from 'node:assert/strict';

import { writtenRoutes } from '../../support/analyze';

const REFUSES = `
            await send({"type": "http.response.start", "status": 401, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return`;

/** An application behind a class that takes a token from the scope and compares it. */
function application(body: string, more = ''): string {
  return `
import hmac, os
from urllib.parse import parse_qs
from fastapi import FastAPI, Request, WebSocket
from starlette.datastructures import Headers
from starlette.responses import JSONResponse

TOKEN = os.environ["TOKEN"]
class Gate:
    def __init__(self, app, open_paths=()):
        self.app = app
        self.open_paths = frozenset(open_paths)
    async def __call__(self, scope, receive, send):
${body}
        await self.app(scope, receive, send)

app = FastAPI()
app.add_middleware(Gate${more})
@app.post("/orders")
async def orders(): return {}
@app.get("/alive")
async def alive(): return {}
@app.websocket("/live")
async def live(websocket: WebSocket):
    await websocket.accept()
    await websocket.send_text("x")
`;
}

const COMPARES = `
        if not token or not hmac.compare_digest(token, TOKEN):${REFUSES}`;

const CASES: [situation: string, body: string, orders: string, live: string][] = [
  [
    'goes over the headers',
    `
        token = None
        for name, value in scope.get("headers", []):
            if name == b"authorization":
                token = value.decode("latin-1")[7:]
${COMPARES}`,
    'protected',
    'protected',
  ],
  [
    'makes a dictionary of them',
    `        token = dict(scope["headers"]).get(b"authorization")\n${COMPARES}`,
    'protected',
    'protected',
  ],
  [
    'makes a dictionary of texts of them',
    `        headers = {k.decode().lower(): v.decode() for k, v in scope["headers"]}\n        token = headers.get("authorization", "")\n${COMPARES}`,
    'protected',
    'protected',
  ],
  [
    'takes the first that fits',
    `        token = next((v.decode() for k, v in scope["headers"] if k == b"authorization"), "")\n${COMPARES}`,
    'protected',
    'protected',
  ],
  [
    "puts Starlette's headers around them",
    `        token = Headers(scope=scope).get("authorization")\n${COMPARES}`,
    'protected',
    'protected',
  ],
  [
    'reads the query of the scope',
    `        found = parse_qs(scope.get("query_string", b"").decode()).get("token")\n        token = found[0] if found else None\n${COMPARES}`,
    'protected',
    'protected',
  ],
  [
    'leaves everything but HTTP alone',
    `        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        token = dict(scope["headers"]).get(b"authorization")
${COMPARES}`,
    'protected',
    'unprotected',
  ],
  [
    'closes a socket before it is accepted',
    `        token = dict(scope["headers"]).get(b"authorization")
        if token != TOKEN:
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1000})
                return
            await JSONResponse({"detail": "who?"}, status_code=401)(scope, receive, send)
            return`,
    'protected',
    'protected',
  ],
  [
    'finds out who is calling and refuses nobody',
    `        token = None
        for name, value in scope["headers"]:
            if name == b"authorization":
                token = value
        scope["caller"] = token`,
    'unprotected',
    'unprotected',
  ],
];

describe('ASGI middleware', () => {
  for (const [situation, body, orders, live] of CASES)
    it(situation, async () => {
      const routes = await writtenRoutes({ 'main.py': application(body) });
      const verdicts = Object.fromEntries(routes.map(({ path, verdict }) => [path, verdict]));
      assert.deepEqual([verdicts['/orders'], verdicts['/live']], [orders, live]);
    });

  it('leaves out the paths that it is given, and a path of the settings among them is no other route', async () => {
    const body = `
        if scope["path"] in self.open_paths:
            await self.app(scope, receive, send)
            return
        token = dict(scope["headers"]).get(b"authorization")
${COMPARES}`;
    const text = application(body, ', open_paths={config["status_path"], "/alive"}');
    const routes = await writtenRoutes({ 'main.py': text });
    assert.deepEqual(
      routes.map(({ path, verdict }) => `${path} ${verdict}`),
      ['/orders protected', '/alive public-by-design', '/live protected'],
    );
  });
});

describe('a middleware that guards some paths', () => {
  it('is not said to let every path through', async () => {
    const text = `
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from settings import settings
app = FastAPI()
@app.middleware("http")
async def check_token(request: Request, call_next):
    if request.url.path.startswith("/api"):
        if request.headers.get("x-api-key") != settings.key:
            return JSONResponse(status_code=401, content={})
    return await call_next(request)
@app.get("/api/orders")
def orders(): return []
@app.get("/stock")
def stock(): return []
`;
    const routes = await writtenRoutes({ 'main.py': text });
    assert.deepEqual(
      routes.map(({ path, verdict }) => `${path} ${verdict}`),
      ['/api/orders protected', '/stock unprotected'],
    );
  });
});

describe('the scheme in front of a credential', () => {
  const refuse = 'raise HTTPException(401)';
  const cases: [situation: string, body: string, verdict: string][] = [
    ['is all that is looked at', `if auth.split(" ")[0].lower() != "bearer": ${refuse}`, 'weak'],
    ['is cut off and all that is looked at', `if auth[:7] != "Bearer ": ${refuse}`, 'weak'],
    [
      'is looked at before the token',
      `
    scheme, _, token = auth.partition(" ")
    if scheme != "Bearer" or token != settings.token: ${refuse}`,
      'protected',
    ],
  ];
  for (const [situation, body, verdict] of cases)
    it(situation, async () => {
      const text = `
from fastapi import Depends, FastAPI, HTTPException, Request
from settings import settings
app = FastAPI()
def caller(request: Request):
    auth = request.headers.get("authorization", "")
    if not auth: ${refuse}
    ${body}
    return auth
@app.get("/orders", dependencies=[Depends(caller)])
def orders(): return []
`;
      const [route] = await writtenRoutes({ 'main.py': text });
      assert.equal(route?.verdict, verdict);
    });
});
