// Guards whose refusal stands in helpers: exceptions by their names, caught and raised again, and objects whose fields depend on set-up.

import assert from 'node:assert/strict';

import { writtenRoutes } from '../../support/analyze';

async function verdictOf(files: Record<string, string>): Promise<string[]> {
  const routes = await writtenRoutes(files);
  return routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`);
}

const AUTH = `
from typing import Optional
import jwt
from fastapi import Header, HTTPException
class Unauthorized(HTTPException):
    def __init__(self, reason): super().__init__(status_code=401, detail=reason)
def bearer(header: str) -> Optional[str]:
    if not header: return None
    return header.removeprefix('Bearer ')
class Verifier:
    def __init__(self, key):
        self._key = key
        self._on = True
        if key.broken:
            self._off()
    def _off(self): self._on = False
    def verify(self, token):
        try: return jwt.decode(token, self._key, algorithms=['RS256'])
        except jwt.DecodeError: raise Unauthorized('token')
def known(verifier, token):
    try:
        if token is None: raise Unauthorized('missing')
        return verifier.verify(token)
    except (Unauthorized, HTTPException) as error:
        print(error)
        raise
class Members:
    def __init__(self, verifier): self._verifier = verifier
    def __call__(self, authorization: Optional[str] = Header(None)):
        return known(self._verifier, bearer(authorization))
`;

describe('Guards made of helpers', () => {
  it('refuse by exceptions that say so by their names, caught and raised again', async () => {
    const main = `
from fastapi import APIRouter, Depends, FastAPI
from auth import Members, Verifier
from settings import KEY
def routes(members: Members):
    async def listener(claims=Depends(members)): return claims
    router = APIRouter(dependencies=[Depends(listener)])
    @router.get('/orders')
    def orders(): return []
    return router
app = FastAPI()
app.include_router(routes(Members(Verifier(KEY))))
`;
    assert.deepEqual(await verdictOf({ 'auth.py': AUTH, 'main.py': main }), ['GET /orders protected']);
    const swallowed = AUTH.replace('        raise\n', '        return {}\n');
    assert.deepEqual(await verdictOf({ 'auth.py': swallowed, 'main.py': main }), ['GET /orders unprotected']);
  });

  it('refuse by an answer that a helper hands back with a header more', async () => {
    const policy = `import { NextResponse } from 'next/server';
import { getServerSession } from 'next-auth';
export async function caller() {
  const session = await getServerSession({});
  if (!session) return { ok: false, response: NextResponse.json({ error: 'no' }, { status: 401 }) };
  return { ok: true, id: session.user.id };
}
export function withId(response, id) {
  response.headers.set('x-request-id', id);
  return response;
}
export function replaced(response, id) {
  return NextResponse.json({ id });
}
`;
    const route = (helper: string): string => `import { caller, withId, replaced } from '../../../policy';
export async function GET(request) {
  const auth = await caller();
  if (!auth.ok) {
    return ${helper}(auth.response, '1');
  }
  return Response.json({ id: auth.id });
}
`;
    const files = { 'package.json': '{"dependencies":{"next":"15.1.6","next-auth":"4.24.0"}}', 'policy.js': policy };
    assert.deepEqual(await verdictOf({ ...files, 'app/api/orders/route.js': route('withId') }), [
      'GET /api/orders protected',
    ]);
    assert.deepEqual(await verdictOf({ ...files, 'app/api/orders/route.js': route('replaced') }), [
      'GET /api/orders unprotected',
    ]);
  });

  it('may be on or off where a branch writes a field', async () => {
    const main = (branch: string): string => `
from fastapi import Depends, FastAPI, Header, HTTPException
from settings import quiet
class Members:
    def __init__(self):
        self.on = True
        ${branch}
    def __call__(self, authorization: str = Header(None)):
        if self.on and authorization != 'secret': raise HTTPException(401)
app = FastAPI(dependencies=[Depends(Members())])
@app.get('/orders')
def orders(): return []
`;
    assert.deepEqual(await verdictOf({ 'main.py': main('self.name = 1') }), ['GET /orders protected']);
    assert.deepEqual(await verdictOf({ 'main.py': main('if quiet(): self.on = False') }), ['GET /orders unprotected']);
    assert.deepEqual(await verdictOf({ 'main.py': main('if quiet(): self.on = True') }), ['GET /orders protected']);
  });
});
