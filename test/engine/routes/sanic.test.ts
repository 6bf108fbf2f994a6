// Sanic: what an anonymous caller gets, by set-up. Each set-up was run on Sanic 25.12 with a client that sends nothing.

import assert from 'node:assert/strict';

import { analyze } from '../../support/analyze';

const HEAD = `
from functools import wraps
from sanic import Blueprint, Sanic, json
from sanic.exceptions import Unauthorized
from sanic.views import HTTPMethodView

app = Sanic('shop')

def protected(view):
    @wraps(view)
    async def inner(request, *args, **kwargs):
        if not request.cookies.get('session') in sessions():
            return json({}, 401)
        return await view(request, *args, **kwargs)
    return inner

async def deny(request):
    raise Unauthorized('no')
async def h(request): return json({})
`;

async function verdicts(code: string): Promise<string[]> {
  const { routes } = await analyze({ 'server.py': `${HEAD}\n${code}\n` });
  return routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`).sort();
}

const PARTS = `b = Blueprint('b', url_prefix='/b')\nb.add_route(h, '/x')\napp.add_route(h, '/y')\n`;
const ORDER = `@app.get('/in')\n@protected\nasync def a(request): return json({})\n@protected\n@app.get('/out')\nasync def b(request): return json({})`;
const CASES: [situation: string, code: string, route: string, refused: boolean][] = [
  ['a decorator below the route', ORDER, 'GET /in', true],
  ['a decorator above the route', ORDER, 'GET /out', false],
  [
    'middleware of the application before a blueprint',
    `${PARTS}app.register_middleware(deny)\napp.blueprint(b)`,
    'GET /b/x',
    true,
  ],
  [
    'middleware of the application, registered last',
    `${PARTS}app.blueprint(b)\napp.register_middleware(deny, 'request')`,
    'GET /b/x',
    true,
  ],
  [
    'middleware that runs after',
    `${PARTS}app.blueprint(b)\napp.register_middleware(deny, 'response')`,
    'GET /y',
    false,
  ],
  [
    'middleware of the blueprint: its own route',
    `${PARTS}b.register_middleware(deny)\napp.blueprint(b)`,
    'GET /b/x',
    true,
  ],
  [
    'middleware of the blueprint: a route outside',
    `${PARTS}b.register_middleware(deny)\napp.blueprint(b)`,
    'GET /y',
    false,
  ],
  [
    'a middleware as decorator',
    `${PARTS}@app.on_request\nasync def check(request):\n    if not request.token == load():\n        return json({}, status=401)\n`,
    'GET /y',
    true,
  ],
  [
    'decorators of a class',
    `class V(HTTPMethodView):\n    decorators = [protected]\n    async def post(self, request): return json({})\napp.add_route(V.as_view(), '/v')`,
    'POST /v',
    true,
  ],
];

describe('Sanic routes', () => {
  for (const [situation, code, route, refused] of CASES) {
    it(`${refused ? 'refuse' : 'answer'}: ${situation}`, async () => {
      const found = (await verdicts(code)).find((line) => line.startsWith(`${route} `));
      assert.ok(found, `${route} was not found in ${(await verdicts(code)).join(', ')}`);
      assert.equal(found.endsWith(' protected'), refused, found);
    });
  }

  it('are found in groups of blueprints', async () => {
    const code = `${PARTS}c = Blueprint('c')\n@c.websocket('/feed')\nasync def feed(request, ws): pass\napp.blueprint(Blueprint.group(b, c, url_prefix='/v1'))`;
    assert.deepEqual(await verdicts(code), [
      'GET /v1/b/x unprotected',
      'GET /y unprotected',
      'WEBSOCKET /v1/feed unprotected',
    ]);
  });
});
