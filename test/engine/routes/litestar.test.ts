// Litestar and Starlette: what an anonymous caller gets, by set-up. Each set-up was run on Litestar 2.25 and Starlette 1.10 with a client
// that sends nothing.

import assert from 'node:assert/strict';

import { analyze } from '../../support/analyze';

const HEAD = `
from litestar import Controller, Litestar, Router, delete, get, post
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler

def deny(connection: ASGIConnection, _: BaseRouteHandler) -> None:
    if connection.headers.get('Authorization') != secret():
        raise NotAuthorizedException()

def look(connection: ASGIConnection, _: BaseRouteHandler) -> None:
    connection.headers.get('Authorization')

@get('/x')
async def x() -> str: return ''
`;

async function verdicts(code: string, head = HEAD): Promise<string[]> {
  const { routes } = await analyze({ 'server.py': `${head}\n${code}\n` });
  return routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`).sort();
}

const CASES: [situation: string, code: string, shown: string][] = [
  ['no guard', `app = Litestar([x])`, 'GET /x unprotected'],
  ['a guard of the application', `app = Litestar(route_handlers=[x], guards=[deny])`, 'GET /x protected'],
  [
    'a guard of a router',
    `app = Litestar([Router(path='/r', route_handlers=[x], guards=[deny])])`,
    'GET /r/x protected',
  ],
  [
    'a guard of the handler',
    `@post('/y', guards=[deny])\nasync def y() -> str: return ''\napp = Litestar([y])`,
    'POST /y protected',
  ],
  [
    'a guard of a controller',
    `class C(Controller):\n    path = '/c'\n    guards = [deny]\n    @delete('/{key:int}')\n    async def drop(self, key: int) -> None: ...\napp = Litestar([C])`,
    'DELETE /c/{key:int} protected',
  ],
  [
    'a controller without one, in a router',
    `class C(Controller):\n    path = '/c'\n    @get()\n    async def listed(self) -> list[str]: return []\napp = Litestar([Router('/v1', route_handlers=[C])])`,
    'GET /v1/c unprotected',
  ],
  ['a guard that raises nothing', `app = Litestar([x], guards=[look])`, 'GET /x unprotected'],
  [
    'a security backend',
    `from litestar.security.jwt import JWTAuth\nauth = JWTAuth(retrieve_user_handler=f, token_secret=s, exclude=['/x'])\napp = Litestar([x], on_app_init=[auth.on_app_init])`,
    'GET /x unknown',
  ],
  [
    'a plugin that adds the routes',
    `class Core:\n    def on_app_init(self, config):\n        config.route_handlers.extend([x])\n        return config\ndef create():\n    return Litestar(plugins=[Core()], guards=[deny])`,
    'GET /x protected',
  ],
  [
    'a plugin that installs a security backend',
    `from typing import cast\nfrom litestar.security.jwt import JWTAuth\nauth = JWTAuth(retrieve_user_handler=f, token_secret=s)\nclass Core:\n    def secured(self, config):\n        return cast('AppConfig', auth.on_app_init(config))\n    def on_app_init(self, config):\n        config = self.secured(config)\n        config.route_handlers.append(x)\n        return config\napp = Litestar(plugins=[Core()])`,
    'GET /x unknown',
  ],
];

describe('Litestar routes', () => {
  for (const [situation, code, shown] of CASES) {
    it(`${situation}: ${shown}`, async () => {
      const all = await verdicts(code);
      assert.ok(all.includes(shown), all.join(', '));
    });
  }
});

describe('Starlette routes', () => {
  it('serve classes and functions behind decorators', async () => {
    const head = `
from starlette.applications import Starlette
from starlette.authentication import requires
from starlette.endpoints import HTTPEndpoint
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route

@requires('authenticated')
async def mine(request): return JSONResponse({})
async def all_of_them(request): return JSONResponse({})
async def hers(request):
    if not request.user.is_authenticated:
        return JSONResponse({}, status_code=401)
    return JSONResponse({})
class Items(HTTPEndpoint):
    async def get(self, request): return JSONResponse({})
    @requires('admin')
    async def delete(self, request): return JSONResponse({})
`;
    const code = `app = Starlette(routes=[Route('/mine', mine), Mount('/v1', routes=[Route('/items', Items), Route('/all', all_of_them), Route('/hers', hers)])])`;
    assert.deepEqual(await verdicts(code, head), [
      'DELETE /v1/items protected',
      'GET /mine protected',
      'GET /v1/all unprotected',
      'GET /v1/hers protected',
      'GET /v1/items unprotected',
    ]);
  });
});
