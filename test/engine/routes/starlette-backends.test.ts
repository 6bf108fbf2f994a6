// Starlette's AuthenticationMiddleware with a backend of the application, and a scheme of FastAPI that refuses callers without a token: each does
// half of it.

import assert from 'node:assert/strict';

import { writtenRoutes } from '../../support/analyze';

/** An application behind a backend; `token`: how that looks for the token, `guard`: what stands before the routes. */
function application(
  token: string,
  { guard = 'HTTPBearer()', otherwise = 'raise AuthenticationError("no")', more = '' } = {},
): string {
  return `
import jwt
from fastapi import FastAPI, Request, Depends
from fastapi.security import HTTPBearer, OAuth2PasswordBearer, APIKeyCookie
from fastapi.security.utils import get_authorization_scheme_param
from starlette.authentication import AuthCredentials, AuthenticationBackend, AuthenticationError
from starlette.middleware.authentication import AuthenticationMiddleware
from store import KEY, settings

class Backend(AuthenticationBackend):
    @staticmethod
    def token_of(request: Request):
${token}

    async def authenticate(self, request: Request):
        token = self.token_of(request)
        if token is None:
            return None
        try:
            user = jwt.decode(token, KEY, algorithms=["HS256"])
        except jwt.PyJWTError:
            ${otherwise}
        return AuthCredentials(["authenticated"]), user

signed_in = Depends(${guard})
def make():
    app = FastAPI()
    ${more}app.add_middleware(AuthenticationMiddleware, backend=Backend())
    @app.get("/orders", dependencies=[signed_in])
    async def orders(): return {}
    @app.get("/alive", dependencies=[signed_in])
    async def alive(): return {}
    @app.get("/open")
    async def opened(): return {}
    return app
app = make()
`;
}

const BY_SCHEME = `        authorization = request.headers.get("Authorization")
        if not authorization:
            return None
        if request.url.path in ["/alive", "/ready"]:
            return None
        scheme, token = get_authorization_scheme_param(authorization)
        if scheme.lower() != "bearer":
            return None
        return token`;
const BY_PREFIX = `        header = request.headers.get("Authorization")
        if not header or not header.startswith("Bearer "):
            return None
        return header[7:]`;
const COOKIE = '        return request.cookies.get("session_token")';

const CASES: [situation: string, text: string, orders: string, alive: string][] = [
  ['a made-up token is refused, but for some paths', application(BY_SCHEME), 'protected', 'weak'],
  ['a made-up token is refused by how the header begins', application(BY_PREFIX), 'protected', 'protected'],
  [
    'another scheme of the same header',
    application(BY_PREFIX, { guard: 'OAuth2PasswordBearer(tokenUrl="x")' }),
    'protected',
    'protected',
  ],
  ['the backend looks into a cookie', application(COOKIE), 'weak', 'weak'],
  [
    'the scheme looks into a cookie',
    application(BY_PREFIX, { guard: 'APIKeyCookie(name="session_token")' }),
    'weak',
    'weak',
  ],
  ['the backend takes a made-up token for none', application(BY_PREFIX, { otherwise: 'return None' }), 'weak', 'weak'],
  [
    'a setting decides whether the backend is asked',
    application(BY_PREFIX, { more: 'if settings.AUTH: ' }),
    'weak',
    'weak',
  ],
];

describe('An authentication backend of Starlette', () => {
  for (const [situation, text, orders, alive] of CASES)
    it(`and a scheme before the route: ${situation}`, async () => {
      const routes = await writtenRoutes({ 'main.py': text });
      const verdicts = new Map(routes.map(({ path, verdict }) => [path, verdict]));
      assert.deepEqual(
        ['/orders', '/alive', '/open'].map((path) => verdicts.get(path)),
        [orders, alive, 'unprotected'],
      );
    });
});
