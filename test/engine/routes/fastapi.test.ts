import assert from 'node:assert/strict';

import { writtenRoutes, type Files } from '../../support/analyze';

/** `METHOD path verdict` of every route that is served, sorted. */
async function verdicts(files: Files): Promise<string[]> {
  const routes = await writtenRoutes(files);
  return routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`).sort();
}

describe('FastAPI routes: across files', () => {
  const deps = `
from fastapi import Depends, HTTPException
from fastapi.security import HTTPBearer
from jose import jwt

bearer = HTTPBearer()

def current_user(credentials=Depends(bearer)):
    try:
        return jwt.decode(credentials.credentials, KEY)
    except Exception:
        raise HTTPException(status_code=401)
`;

  it('follows packages, aliases, re-exports and factories', async () => {
    const files = {
      'src/shop/__init__.py': '',
      'src/shop/deps.py': deps,
      'src/shop/api/__init__.py': 'from .orders import router as orders_router\nfrom . import carts\n',
      'src/shop/api/orders.py':
        'from fastapi import APIRouter, Depends\nfrom ..deps import current_user as user\nrouter = APIRouter(prefix="/orders")\n@router.post("/{id}")\ndef pay(id: int, u=Depends(user)):\n    return 1\n',
      'src/shop/api/carts.py':
        'from fastapi import APIRouter\nrouter = APIRouter()\n@router.delete("/carts/{id}")\ndef drop(id: int):\n    return 1\n',
      'src/shop/main.py':
        'from fastapi import FastAPI\nfrom shop.api import carts, orders_router\n\ndef register(app):\n    for router in [orders_router, carts.router]:\n        app.include_router(router, prefix="/api")\n\ndef create_app():\n    app = FastAPI()\n    register(app)\n    return app\n',
    };
    assert.deepEqual(await verdicts(files), ['DELETE /api/carts/{id} unprotected', 'POST /api/orders/{id} protected']);
  });

  it('knows the user of fastapi-users, also where a folder of the application has that name', async () => {
    const users =
      'from fastapi_users import FastAPIUsers\nusers = FastAPIUsers[User, int](get_manager, [backend])\nactive = users.current_user(active=True)\nmaybe = users.current_user(optional=True)\n';
    const main = (from: string): string =>
      `from fastapi import Depends, FastAPI\nfrom ${from} import active, maybe\napp = FastAPI()\n@app.post("/pay")\ndef pay(user=Depends(active)):\n    return 1\n@app.post("/ask")\ndef ask(user=Depends(maybe)):\n    return 1\n`;
    const expected = ['POST /ask unprotected', 'POST /pay protected'];
    assert.deepEqual(await verdicts({ 'people.py': users, 'main.py': main('people') }), expected);
    const inside = { 'shop/__init__.py': '', 'shop/lib/fastapi_users/people.py': users };
    assert.deepEqual(await verdicts({ ...inside, 'shop/main.py': main('shop.lib.fastapi_users.people') }), expected);
  });

  it('knows the guards of class-based views, and those that a router class brings', async () => {
    const files = {
      'guards.py':
        'from fastapi import APIRouter, Depends, HTTPException\ndef signed_in():\n    raise HTTPException(401)\nclass Base:\n    user: dict = Depends(signed_in)\nclass ClosedRouter(APIRouter):\n    def __init__(self, prefix="", **kwargs):\n        super().__init__(prefix=prefix, dependencies=[Depends(signed_in)], **kwargs)\n',
      'main.py':
        'from fastapi import APIRouter, FastAPI\nfrom kit import controller\nfrom guards import Base, ClosedRouter\napp = FastAPI()\nviews = APIRouter()\nclosed = ClosedRouter(prefix="/closed")\n@controller(views)\nclass Orders(Base):\n    @views.get("/orders")\n    def index(self):\n        return 1\n@controller(views)\nclass Pages:\n    @views.get("/pages")\n    def index(self):\n        return 1\n@closed.get("/x")\ndef x():\n    return 1\napp.include_router(views)\napp.include_router(closed)\n',
    };
    assert.deepEqual(await verdicts(files), [
      'GET /closed/x protected',
      'GET /orders protected',
      'GET /pages unprotected',
    ]);
  });

  it('tells routers that exist on a developer’s machine only', async () => {
    const main =
      'from fastapi import FastAPI\nfrom config import settings\napp = FastAPI()\nif settings.ENVIRONMENT == "local":\n    @app.post("/fill")\n    def fill():\n        return 1\n@app.post("/pay")\ndef pay():\n    return 1\n';
    assert.deepEqual(await verdicts({ 'main.py': main }), ['POST /fill conditional', 'POST /pay unprotected']);
  });

  it('names the missing link instead of calling a route open', async () => {
    const main =
      'from fastapi import Depends, FastAPI\nfrom auth_kit.guards import require_user\napp = FastAPI()\n@app.post("/pay")\ndef pay(u=Depends(require_user)):\n    return 1\n';
    const routes = await writtenRoutes({ 'main.py': main });
    assert.equal(routes[0]?.verdict, 'unknown');
    assert.match(routes[0]?.by?.at(-1)?.note ?? '', /require_user/);
  });

  it('knows routers that no application mounts, and imports that cannot work', async () => {
    const files = {
      'app/__init__.py': '',
      'app/good.py': 'from fastapi import APIRouter\nrouter = APIRouter()\n@router.get("/good")\ndef g(): return 1\n',
      'app/broken.py':
        'from fastapi import APIRouter\nfrom app.nowhere import thing\nrouter = APIRouter()\n@router.get("/broken")\ndef b(): return 1\n',
      'app/loose.py': 'from fastapi import APIRouter\nrouter = APIRouter()\n@router.get("/loose")\ndef l(): return 1\n',
      'app/main.py':
        'from fastapi import FastAPI\napp = FastAPI()\nmodules = {}\ntry:\n    from app import good\n    modules["good"] = good\nexcept Exception:\n    pass\ntry:\n    from app import broken\n    modules["broken"] = broken\nexcept Exception:\n    pass\nfor name, module in modules.items():\n    app.include_router(module.router, prefix="/v1")\n',
    };
    assert.deepEqual(await verdicts(files), ['GET /broken dead', 'GET /loose dead', 'GET /v1/good unprotected']);
  });

  it('shows the way that was walked, in order', async () => {
    const files = {
      'main.py':
        'from fastapi import FastAPI\nimport items\napp = FastAPI()\napp.include_router(items.router, prefix="/v1")\n',
      'items.py':
        'from fastapi import APIRouter\nrouter = APIRouter()\n\n@router.delete("/items/{id}")\ndef drop(id: int): return 1\n',
    };
    const routes = await writtenRoutes(files);
    assert.deepEqual(
      routes[0]?.by?.map(({ path, line }) => `${path}:${line}`),
      ['main.py:3', 'main.py:4', 'items.py:4', 'items.py:5'],
    );
  });
});

describe('FastAPI guards: what they do with callers', () => {
  const guard = (body: string): Files => ({
    'main.py': `import os\nimport hmac\nfrom fastapi import Depends, FastAPI, Header, HTTPException, Request\nfrom jose import jwt\nfrom starlette.middleware.base import BaseHTTPMiddleware\nfrom fastapi.responses import JSONResponse\napp = FastAPI()\n${body}\n`,
  });
  const route = '@app.post("/pay")\ndef pay(user=Depends(require_user)):\n    return 1\n';

  const judged: [name: string, body: string, verdict: string][] = [
    [
      'a comparison with a secret',
      `def require_user(x_api_key: str = Header(None)):\n    if not x_api_key or not hmac.compare_digest(x_api_key, os.environ["API_KEY"]):\n        raise HTTPException(403)\n${route}`,
      'protected',
    ],
    [
      'presence alone',
      `def require_user(authorization: str = Header(None)):\n    if not authorization:\n        raise HTTPException(401)\n    return authorization\n${route}`,
      'weak',
    ],
    [
      'an identity that the caller states',
      `def require_user(x_user_id: str = Header(None)):\n    if not x_user_id:\n        raise HTTPException(401)\n    return load(x_user_id)\n${route}`,
      'weak',
    ],
    [
      'a token that is read and never verified',
      `def require_user(authorization: str = Header(None)):\n    if not authorization:\n        raise HTTPException(401)\n    return jwt.get_unverified_claims(authorization)\n${route}`,
      'weak',
    ],
    [
      'a condition that is always true',
      `def require_user():\n    allowed = True\n    if not allowed:\n        raise HTTPException(403)\n${route}`,
      'hollow',
    ],
    [
      'an answer that nobody looks at',
      `def verify_token(authorization: str = Header(None)) -> bool:\n    return authorization == os.environ["TOKEN"]\n${route.replace('require_user', 'verify_token')}`,
      'hollow',
    ],
    [
      'a guard that is skipped when its setting is empty',
      `API_KEY = os.getenv("API_KEY")\ndef require_user(x_api_key: str = Header(None)):\n    if not API_KEY:\n        return\n    if x_api_key != API_KEY:\n        raise HTTPException(401)\n${route}`,
      'conditional',
    ],
    [
      'a missing token that becomes an empty one',
      `def require_user(request: Request):\n    token = request.cookies.get("access_token") or ""\n    try:\n        return jwt.decode(token, KEY)\n    except Exception:\n        raise HTTPException(401)\n${route}`,
      'protected',
    ],
    [
      'an optional user that the handler insists on',
      `def optional_user(request: Request):\n    token = request.headers.get("authorization")\n    return decode(token) if token else None\n@app.post("/pay")\ndef pay(user=Depends(optional_user)):\n    if user is None:\n        raise HTTPException(401)\n    return 1\n`,
      'protected',
    ],
    [
      'an optional user that nobody insists on',
      `def optional_user(request: Request):\n    token = request.headers.get("authorization")\n    return decode(token) if token else None\n${route.replace('require_user', 'optional_user')}`,
      'unprotected',
    ],
    ['a database session', `def get_db():\n    yield 1\n${route.replace('require_user', 'get_db')}`, 'unprotected'],
    [
      'a middleware with a list of open paths',
      `class Auth(BaseHTTPMiddleware):\n    async def dispatch(self, request, call_next):\n        if request.url.path in ["/open"]:\n            return await call_next(request)\n        if request.headers.get("x-api-key") != os.environ["KEY"]:\n            return JSONResponse(status_code=401, content={})\n        return await call_next(request)\napp.add_middleware(Auth)\n@app.post("/pay")\ndef pay():\n    return 1\n`,
      'protected',
    ],
    [
      'the path that such a list names',
      `class Auth(BaseHTTPMiddleware):\n    async def dispatch(self, request, call_next):\n        if request.url.path in ["/pay"]:\n            return await call_next(request)\n        if request.headers.get("x-api-key") != os.environ["KEY"]:\n            return JSONResponse(status_code=401, content={})\n        return await call_next(request)\napp.add_middleware(Auth)\n@app.post("/pay")\ndef pay():\n    return 1\n`,
      'unprotected',
    ],
    [
      'a list of open paths that matches every path',
      `OPEN = ["/login", "/"]\n@app.middleware("http")\nasync def auth(request: Request, call_next):\n    if any(request.url.path.startswith(p) for p in OPEN):\n        return await call_next(request)\n    if request.headers.get("x-api-key") != os.environ["KEY"]:\n        return JSONResponse(status_code=401, content={})\n    return await call_next(request)\n@app.post("/pay")\ndef pay():\n    return 1\n`,
      'hollow',
    ],
    ...(['x-partner-key', 'idempotency-key'] as const).map((header): [string, string, string] => [
      `the header ${header}, which refuses when it is not there`,
      `@app.middleware("http")\nasync def ask(request: Request, call_next):\n    if not request.headers.get("${header}"):\n        return JSONResponse(status_code=401, content={})\n    return await call_next(request)\n@app.post("/pay")\ndef pay():\n    return 1\n`,
      header === 'x-partner-key' ? 'weak' : 'unprotected',
    ]),
    [
      'a handler that asks at the end of a body that is too large to follow',
      `@app.post("/pay")\ndef pay(request: Request):\n    who = request.headers.get("authorization")\n${'    total = add(total)\n'.repeat(1600)}    if decode(who) is None:\n        raise HTTPException(401)\n    return 1\n`,
      'unknown',
    ],
    [
      'a wrong password, which is no guard',
      `@app.post("/pay")\ndef pay(form: Form):\n    if not check(form.name, form.word):\n        raise HTTPException(401)\n    return 1\n`,
      'unprotected',
    ],
    [
      'a comment with a reason',
      `@app.post("/pay")  # preflight-public -- takes donations from anyone\ndef pay():\n    return 1\n`,
      'public-by-design',
    ],
  ];
  for (const [name, body, verdict] of judged) {
    it(`${verdict}: ${name}`, async () => {
      const routes = await writtenRoutes(guard(body));
      assert.equal(routes[0]?.verdict, verdict, JSON.stringify(routes[0]?.by));
    });
  }

  it('reads public routes from the configuration', async () => {
    const files = {
      ...guard('@app.post("/hooks/shop")\ndef hook():\n    return 1\n'),
      'preflight.json': JSON.stringify({ routes: { public: [{ path: '/hooks/*', reason: 'the shop calls it' }] } }),
    };
    assert.equal((await writtenRoutes(files))[0]?.verdict, 'public-by-design');
  });

  it('knows that whoever renews tokens brings one', async () => {
    const routes = await writtenRoutes(guard('@app.post("/auth/refresh-tokens")\ndef renew(): return 1\n'));
    assert.equal(routes[0]?.verdict, 'public-by-design');
  });

  it('does not take a thing’s own status or verification for a public page', async () => {
    const body = ['/orders/{id}/status', '/users/{id}/verify', '/cache/refresh', '/admin/version'].map(
      (path, index) => `@app.get("${path}")\ndef r${index}(): return 1\n`,
    );
    const routes = await writtenRoutes(guard(body.join('')));
    assert.deepEqual(new Set(routes.map(({ verdict }) => verdict)), new Set(['unprotected']));
  });
});
