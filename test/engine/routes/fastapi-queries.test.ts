// FastAPI handlers that ask for a credential themselves: as a query parameter, in front of a socket, or by what a cache knows of it.

import assert from 'node:assert/strict';

import { type Files, writtenRoutes } from '../../support/analyze';

const CHECKS = `
import os
import jwt

def verify(key):
    try:
        return jwt.decode(key, os.environ["SECRET"], algorithms=["HS256"])
    except jwt.PyJWTError:
        return None
`;
const HEAD = `
from fastapi import Depends, FastAPI, Header, HTTPException, WebSocket
from cachetools import TTLCache
from checks import verify

app = FastAPI()
known = TTLCache(maxsize=10, ttl=60)

async def find(key):
    user = verify(key)
    if not user:
        raise HTTPException(403)
    return user
`;

type Case = [situation: string, text: string, verdict: string];

const CASES: Case[] = [
  [
    'a token of the query, verified in the handler',
    '@app.get("/orders")\ndef orders(token: str):\n    if not verify(token):\n        raise HTTPException(401)\n    return []\n',
    'protected',
  ],
  [
    'a token of the query that nobody looks at',
    '@app.get("/orders")\ndef orders(token: str):\n    return []\n',
    'unprotected',
  ],
  [
    'a token of the query that is only asked to be there',
    '@app.get("/orders")\ndef orders(token: str | None = None):\n    if not token:\n        raise HTTPException(401)\n    return []\n',
    'unprotected',
  ],
  [
    'a part of the path by that name',
    '@app.get("/orders/{token}")\ndef orders(token: str):\n    if not verify(token):\n        raise HTTPException(404)\n    return []\n',
    'unprotected',
  ],
  [
    'a session that a method of its class looks up',
    `
class Session:
    @classmethod
    def by_id(cls, session_id):
        return known.get(session_id)

@app.get("/orders")
def orders(session_id: str):
    session = Session.by_id(session_id) if session_id else None
    if not session:
        raise HTTPException(401)
    return []
`,
    'protected',
  ],
  [
    'a password that somebody signs in with',
    '@app.post("/users/login")\ndef login(name: str, password: str):\n    if not verify(password):\n        raise HTTPException(401)\n    return []\n',
    'public-by-design',
  ],
  [
    'a socket that is closed when its token is wrong',
    `
@app.websocket("/orders")
async def orders(websocket: WebSocket, token: str | None = None):
    await websocket.accept()
    if not verify(token):
        await websocket.close(code=1008)
        return
    await websocket.send_json({})
`,
    'protected',
  ],
  [
    'a socket whose helper closes it and finds nobody',
    `
async def caller(key, token, websocket):
    await websocket.accept()
    if not key and not token:
        await websocket.close(code=1002)
        return None
    try:
        return await find(key or token)
    except HTTPException:
        await websocket.close(code=1002)
        return None

@app.websocket("/orders")
async def orders(websocket: WebSocket, apikey: str | None = None, token: str | None = None):
    user = await caller(key=apikey, token=token, websocket=websocket)
    if not user:
        return
    await websocket.send_json({})
`,
    'protected',
  ],
  [
    'a socket that goes on although its token is wrong',
    `
@app.websocket("/orders")
async def orders(websocket: WebSocket, token: str | None = None):
    await websocket.accept()
    user = verify(token)
    await websocket.send_json({"user": user})
`,
    'unprotected',
  ],
  ...[
    'return known[(key, tenant)]',
    'found = known.get((key, tenant))\n        if found:\n            return found',
  ].map((look): Case => [
    `a cache that is asked by several things at once (${look.slice(0, 22)})`,
    `
async def cached(key, tenant):
    try:
        ${look}
    except KeyError:
        pass
    known[(key, tenant)] = await find(key)
    return known[(key, tenant)]

async def signed_in(x_api_key: str = Header(None), tenant: str = "a"):
    if not x_api_key:
        raise HTTPException(403)
    user = await cached(x_api_key, tenant)
    if user:
        return user
    raise HTTPException(403)

@app.get("/orders", dependencies=[Depends(signed_in)])
def orders(): return []
`,
    'protected',
  ]),
];

describe('credentials that FastAPI handlers ask for themselves', () => {
  for (const [situation, text, verdict] of CASES)
    it(`${verdict}: ${situation}`, async () => {
      const files: Files = { 'checks.py': CHECKS, 'main.py': HEAD + text };
      assert.deepEqual(
        (await writtenRoutes(files)).map((route) => route.verdict),
        [verdict],
      );
    });
});
