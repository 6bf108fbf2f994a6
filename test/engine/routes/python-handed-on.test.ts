// Python: methods of routers that decorators are given, routers that loops take out of pairs, security schemes that bodies call themselves.

import assert from 'node:assert/strict';

import { writtenRoutes, type Files } from '../../support/analyze';

async function shown(files: Files): Promise<string[]> {
  const routes = await writtenRoutes(files);
  return routes.map(({ method, path, file, line, verdict }) => `${method} ${path} ${file}:${line} ${verdict}`);
}

const GUARD = `
import functools
import inspect
from fastapi import HTTPException, Security
from fastapi.security import OAuth2PasswordBearer
from starlette._utils import is_async_callable
from starlette.authentication import has_required_scope

bearer = OAuth2PasswordBearer(tokenUrl="/token", auto_error=False)

def needs(scopes):
    def decorator(func):
        if is_async_callable(func):
            @functools.wraps(func)
            async def waiting(*args, **kwargs):
                request = kwargs.get("request")
                if not has_required_scope(request, scopes):
                    raise HTTPException(401)
                return await func(*args, **kwargs)
            return waiting

        @functools.wraps(func)
        def direct(*args, **kwargs):
            request = kwargs.get("request")
            if not has_required_scope(request, scopes):
                raise HTTPException(401)
            return func(*args, **kwargs)
        return direct
    return decorator

def guarded(method, path, scopes=None, **kwargs):
    def decorator(func):
        fn = needs(scopes or [])(func)
        return method(path, dependencies=[Security(bearer, scopes=scopes or [])], **kwargs)(fn)
    return decorator

def plain(method, path):
    def decorator(func):
        return method(path)(func)
    return decorator
`;

/** A router whose handlers stand under decorators that are given its methods. */
function depot(...decorators: string[]): Files {
  const handlers = decorators.map(
    (one, index) => `@${one}\nasync def handler_${index}(request: Request):\n    return []\n`,
  );
  const head = 'from fastapi import APIRouter, Request\nfrom guard import guarded, plain\nfrom settings import OPEN\n';
  return {
    'guard.py': GUARD,
    'settings.py': 'import os\nOPEN = os.environ.get("OPEN_DOWNLOADS") == "true"\n',
    'depot.py': `${head}router = APIRouter(prefix="/depot")\n${handlers.join('\n')}`,
    'main.py': 'from fastapi import FastAPI\nimport depot\napp = FastAPI()\napp.include_router(depot.router)\n',
  };
}

describe('Python: methods of a router that are handed on', () => {
  const cases: [situation: string, decorator: string, expected: string][] = [
    [
      'a decorator that checks and registers',
      'guarded(router.get, "/parcels", ["read"])',
      'GET /depot/parcels depot.py:6 protected',
    ],
    ['one that asks for no scope', 'guarded(router.post, "/parcels")', 'POST /depot/parcels depot.py:6 unprotected'],
    [
      'scopes that a setting takes away',
      'guarded(router.get, "/file", [] if OPEN else ["read"])',
      'GET /depot/file depot.py:6 conditional',
    ],
    [
      'one that only registers',
      'plain(router.delete, "/parcels/{id}")',
      'DELETE /depot/parcels/{id} depot.py:6 unprotected',
    ],
    ['a websocket', 'plain(router.websocket, "/live")', 'WEBSOCKET /depot/live depot.py:6 unprotected'],
  ];
  for (const [situation, decorator, expected] of cases) {
    it(situation, async () => {
      assert.deepEqual(await shown(depot(decorator)), [expected]);
    });
  }

  it('lists every handler where it stands', async () => {
    const files = depot('guarded(router.get, "/a", ["read"])', 'guarded(router.post, "/a", ["write"])');
    assert.deepEqual(await shown(files), ['GET /depot/a depot.py:6 protected', 'POST /depot/a depot.py:10 protected']);
  });

  it('leaves alone what only looks alike', async () => {
    const text = `from fastapi import FastAPI\napp = FastAPI()\ndef add(kind, name):\n    return kind(name)(build)\nadd(make, "/x")\n`;
    assert.deepEqual(await shown({ 'main.py': text }), []);
  });
});

describe('Python: loops over pairs', () => {
  const router = (name: string): string =>
    `from flask import Blueprint\nbp = Blueprint("${name}", __name__)\n@bp.route("/list", methods=["POST"])\ndef listing():\n    return {}\n`;
  const app = (loop: string): Files => ({
    'shop/__init__.py': '',
    'shop/orders.py': router('orders'),
    'main.py': `from flask import Flask\napp = Flask(__name__)\ndef register():\n    modules = {}\n    for name, prefix in [("orders", "/api/orders")]:\n        module = __import__(f"shop.{name}", fromlist=["bp"])\n        modules[name] = (module.bp, prefix)\n${loop}\nregister()\n`,
  });

  it('takes a tuple inside a tuple apart', async () => {
    const loop =
      '    for name, (bp, prefix) in modules.items():\n        app.register_blueprint(bp, url_prefix=prefix)';
    assert.deepEqual(await shown(app(loop)), ['POST /api/orders/list shop/orders.py:4 unprotected']);
  });

  it('and an assignment of one', async () => {
    const loop =
      '    for pair in modules.items():\n        name, (bp, prefix) = pair\n        app.register_blueprint(bp, url_prefix=prefix)';
    assert.deepEqual(await shown(app(loop)), ['POST /api/orders/list shop/orders.py:4 unprotected']);
  });
});

describe('FastAPI: security schemes that a body calls itself', () => {
  const HEAD = `
import jwt
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.security import OAuth2PasswordBearer
from store import SECRET, boards
app = FastAPI()
scheme = OAuth2PasswordBearer(tokenUrl="/token")
lenient = OAuth2PasswordBearer(tokenUrl="/token", auto_error=False)

def user_of(token):
    try:
        return jwt.decode(token, SECRET, algorithms=["HS256"])
    except jwt.PyJWTError:
        return None
`;
  const verdictOf = async (body: string): Promise<string | undefined> => {
    const text = `${HEAD}\nasync def caller(board: int, request: Request):\n${body.replace(/^/gm, '    ')}\n@app.get("/boards/{board}")\ndef listing(user=Depends(caller)):\n    return []\n`;
    return (await writtenRoutes({ 'main.py': text }))[0]?.verdict;
  };

  const cases: [situation: string, body: string, expected: string][] = [
    [
      'what it raises keeps the caller out',
      'user = user_of(await scheme(request))\nif user is None:\n    raise HTTPException(401)\nreturn user',
      'protected',
    ],
    ['any value will do where nobody looks at it', 'token = await scheme(request)\nreturn token', 'weak'],
    [
      'what it raises is caught, and everybody goes on',
      'try:\n    return user_of(await scheme(request))\nexcept HTTPException:\n    return None',
      'unprotected',
    ],
    [
      'one that does not raise gives nothing',
      'token = await lenient(request)\nif not token or not user_of(token):\n    raise HTTPException(401)\nreturn token',
      'protected',
    ],
    [
      'what is looked up decides about those who send nothing',
      `try:
    user = user_of(await scheme(request))
    if user is not None:
        return user
except HTTPException:
    pass
found = await boards.get(board)
if not found.is_public:
    raise HTTPException(401)
return None`,
      'unknown',
    ],
  ];
  for (const [situation, body, expected] of cases) {
    it(situation, async () => {
      assert.equal(await verdictOf(body), expected);
    });
  }
});

describe('FastAPI: dependencies whose name says that nobody is asked', () => {
  const verdictOf = async (name: string, body: string): Promise<string | undefined> => {
    const text = `from fastapi import Depends, FastAPI, HTTPException, Request\napp = FastAPI()\nasync def ${name}(request: Request):\n    ${body}\n@app.get("/packages")\ndef listing(_=Depends(${name})):\n    return []\n`;
    return (await writtenRoutes({ 'main.py': text }))[0]?.verdict;
  };

  const cases: [situation: string, name: string, body: string, expected: string][] = [
    ['a decision', 'no_auth_required', 'return True', 'public-by-design'],
    ['a check that was switched off', 'verify_token', 'return True', 'hollow'],
    [
      'one that refuses all the same',
      'no_auth',
      'if request.headers.get("x-key") != KEY: raise HTTPException(401)',
      'protected',
    ],
  ];
  for (const [situation, name, body, expected] of cases) {
    it(situation, async () => {
      assert.equal(await verdictOf(name, body), expected);
    });
  }
});
