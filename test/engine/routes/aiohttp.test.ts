// aiohttp's server: what an anonymous caller gets, by set-up. The rows follow what aiohttp 3.8 and 3.14 answered to a client that sends nothing, those of extensions their documentation.

import assert from 'node:assert/strict';

import { analyze } from '../../support/analyze';

const HEAD = `
from aiohttp import web

@web.middleware
async def deny(request, handler):
    raise web.HTTPUnauthorized()

@web.middleware
async def check(request, handler):
    if request.path == '/open':
        return await handler(request)
    token = request.headers.get('Authorization')
    if token != request.app['token']:
        return web.json_response({}, status=401)
    return await handler(request)

async def h(request): return web.Response()
`;

async function verdicts(code: string): Promise<string[]> {
  const { routes } = await analyze({ 'server.py': `${HEAD}\n${code}\n` });
  return routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`).sort();
}

const NESTED = `s = web.Application()\ns.router.add_get('/x', h)\n`;
const CASES: [situation: string, code: string, route: string, refused: boolean][] = [
  [
    'middleware of the application',
    `a = web.Application(middlewares=[deny])\na.router.add_get('/x', h)`,
    'GET /x',
    true,
  ],
  [
    'middleware added last',
    `a = web.Application()\na.router.add_get('/x', h)\na.middlewares.append(deny)`,
    'GET /x',
    true,
  ],
  [
    'middleware of the outer application',
    `${NESTED}a = web.Application(middlewares=[deny])\na.add_subapp('/s', s)`,
    'GET /s/x',
    true,
  ],
  [
    'middleware of the inner application: its own route',
    `s = web.Application(middlewares=[deny])\ns.router.add_get('/x', h)\na = web.Application()\na.add_subapp('/s', s)\na.router.add_get('/y', h)`,
    'GET /s/x',
    true,
  ],
  [
    'middleware of the inner application: a route outside',
    `s = web.Application(middlewares=[deny])\ns.router.add_get('/x', h)\na = web.Application()\na.add_subapp('/s', s)\na.router.add_get('/y', h)`,
    'GET /y',
    false,
  ],
  [
    'a path that nobody declares',
    `a = web.Application(middlewares=[deny])\na.router.add_route('*', '/{rest:.*}', h)`,
    'ALL /{rest:.*}',
    true,
  ],
  [
    'a path that the middleware leaves out',
    `a = web.Application(middlewares=[check])\na.add_routes([web.get('/open', h)])`,
    'GET /open',
    false,
  ],
  ['a path beside it', `a = web.Application(middlewares=[check])\na.add_routes([web.post('/x', h)])`, 'POST /x', true],
  [
    'a decorator of a package',
    `from aiohttp_security import login_required\nroutes = web.RouteTableDef()\n@routes.get('/x')\n@login_required\nasync def x(request): return web.Response()\na = web.Application()\na.add_routes(routes)`,
    'GET /x',
    true,
  ],
  [
    'a check in the body',
    `from aiohttp_security import check_authorized\nroutes = web.RouteTableDef()\n@routes.view('/x')\nclass X(web.View):\n    async def put(self):\n        await check_authorized(self.request)\n        return web.Response()\na = web.Application()\na.add_routes(routes)`,
    'PUT /x',
    true,
  ],
  [
    'a session that is asked',
    `from aiohttp_session import get_session\nasync def x(request):\n    session = await get_session(request)\n    if 'user' not in session:\n        raise web.HTTPForbidden()\n    return web.Response()\na = web.Application()\na.router.add_get('/x', x)`,
    'GET /x',
    true,
  ],
];

describe('aiohttp routes', () => {
  for (const [situation, code, route, refused] of CASES) {
    it(`${refused ? 'refuse' : 'answer'}: ${situation}`, async () => {
      const found = (await verdicts(code)).find((line) => line.startsWith(`${route} `));
      assert.ok(found, `${route} was not found in ${(await verdicts(code)).join(', ')}`);
      assert.equal(found.endsWith(' protected'), refused, found);
    });
  }

  it('are found in classes, static folders and under every way of adding them', async () => {
    const code = `
class Item(web.View):
    async def get(self): return web.Response()
    async def delete(self): return web.Response()
app = web.Application()
app.router.add_view('/item', Item)
app.router.add_route('POST', '/item', h)
app.router.add_static('/files', 'files')
app.add_routes([web.view('/other', Item), web.put('/x', h)])
`;
    assert.deepEqual(await verdicts(code), [
      'DELETE /item unprotected',
      'DELETE /other unprotected',
      'GET /files public-by-design',
      'GET /item unprotected',
      'GET /other unprotected',
      'POST /item unprotected',
      'PUT /x unprotected',
    ]);
  });

  it('are all there when a function adds a long list of them', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `/api/warehouse/section/${String(index)}/parcels`);
    const code = `
def create():
    app = web.Application()
    app.add_routes([
${names.map((name) => `        web.get('${name}', h),`).join('\n')}
    ])
    return app
web.run_app(create())
`;
    assert.deepEqual(await verdicts(code), names.map((name) => `GET ${name} unprotected`).sort());
  });

  it('leave clients alone', async () => {
    const { routes } = await analyze({
      'client.py': `import aiohttp\nasync def load(session):\n    async with session.get('/x') as r:\n        return await r.json()\n`,
    });
    assert.deepEqual(routes, []);
  });
});
