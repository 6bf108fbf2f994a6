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
