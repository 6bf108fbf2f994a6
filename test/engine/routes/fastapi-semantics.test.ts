// What real FastAPI applications answered to an anonymous caller, set-up by set-up, for two versions: the executed cases that the route
// engine must agree with. `deny` refuses everybody.

import assert from 'node:assert/strict';

import { routeOf } from '../../support/framework-case';
import { analyze, writtenRoutes, type Files } from '../../support/analyze';
import type { RouteEntry } from '../../../src/engine/report/report';

const HEAD = `
from typing import Annotated
from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Request, Response, Security, WebSocket
from fastapi.security import APIKeyHeader, HTTPBearer, OAuth2PasswordBearer

def deny():
    raise HTTPException(401)

D = [Depends(deny)]
a = FastAPI()
guarded = FastAPI(dependencies=D)
r = APIRouter()
`;

const VERSIONS = ['0.92.0', '0.142.2'] as const;
type Version = (typeof VERSIONS)[number];

/**
 * `presence`: refuses who sends nothing, takes any value · `missing`: no such endpoint in the report · `never`: declared and not served.
 */
type Outcome = 'open' | 'refused' | 'presence' | 'served' | 'missing' | 'never';

interface Case {
  situation: string;
  code: string;
  request: string;
  outcome: Outcome | Readonly<Record<Version, Outcome>>;
  only?: Version;
}

const since = (before: Outcome, now: Outcome): Readonly<Record<Version, Outcome>> => ({
  '0.92.0': before,
  '0.142.2': now,
});
const GET = 'lambda: 1';
const SOCKET = 'async def ws(w: WebSocket): await w.accept()';
const SUB = `s = FastAPI()\ns.get('/x')(${GET})`;
const MIDDLEWARE = `@a.middleware('http')\nasync def m(req, nxt):\n    return Response(status_code=401)`;
const WRAPPER = `def login_required(fn):\n    def w(*args, **kwargs): raise HTTPException(401)\n    return w`;
const TWICE = `r.get('/x')(${GET})\na.include_router(r, prefix='/a')\na.include_router(r, prefix='/b', dependencies=D)`;
const NESTED = `s = APIRouter()\ns.get('/x')(${GET})\nr.include_router(s)\na.include_router(r)`;
const OWN = `guarded.get('/x')(${GET})`;
const scheme = (made: string): string => `scheme = ${made}\na.get('/x', dependencies=[Depends(scheme)])(${GET})`;

const CASES: Case[] = [
  { situation: 'dependencies of the application', code: OWN, request: 'GET /x', outcome: 'refused' },
  // FastAPI's own pages stand outside the dependencies.
  { situation: 'the pages that document it', code: OWN, request: 'GET /docs', outcome: 'open' },
  { situation: 'its description', code: OWN, request: 'GET /openapi.json', outcome: 'open' },
  { situation: 'a path that nobody declares', code: OWN, request: 'GET /nope', outcome: 'missing' },
  {
    situation: 'a mounted application is outside them',
    code: `${SUB}\nguarded.mount('/s', s)`,
    request: 'GET /s/x',
    outcome: 'open',
  },
  {
    situation: 'a plain Starlette route is outside them',
    code: `guarded.add_route('/x', lambda request: Response('x'))`,
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'add_api_route is inside',
    code: `guarded.add_api_route('/x', ${GET})`,
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a dependency appended to the application after the route',
    code: `a.get('/x')(${GET})\na.router.dependencies.append(Depends(deny))`,
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'a route added to a router after it was included',
    code: `r.get('/x')(${GET})\na.include_router(r)\nr.get('/y')(${GET})`,
    request: 'GET /y',
    outcome: since('never', 'served'),
  },
  {
    situation: 'dependencies of an inner router',
    code: `s = APIRouter(dependencies=D)\ns.get('/x')(${GET})\nr.include_router(s)\na.include_router(r)`,
    request: 'GET /x',
    outcome: 'refused',
  },
  { situation: 'a router included twice: without', code: TWICE, request: 'GET /a/x', outcome: 'open' },
  { situation: 'a router included twice: with', code: TWICE, request: 'GET /b/x', outcome: 'refused' },
  {
    situation: 'dependencies of the route',
    code: `a.get('/x', dependencies=D)(${GET})`,
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a parameter default',
    code: `@a.get('/x')\ndef h(u=Depends(deny)): return 1`,
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'Depends forgotten in a default',
    code: `@a.get('/x')\ndef h(u=deny): return 1`,
    request: 'GET /x',
    outcome: 'open',
  },
  {
    // FastAPI takes the parameter for data of the request and answers 422 to whoever leaves it out: no refusal.
    situation: 'Depends forgotten in an annotation',
    code: `@a.get('/x')\ndef h(u: Annotated[int, deny]): return 1`,
    request: 'GET /x',
    outcome: 'open',
    only: '0.142.2',
  },
  {
    situation: 'an annotated alias',
    code: `User = Annotated[int, Depends(deny)]\n@a.get('/x')\ndef h(u: User): return 1`,
    request: 'GET /x',
    outcome: 'refused',
    only: '0.142.2',
  },
  ...["OAuth2PasswordBearer('t')", 'HTTPBearer()', "APIKeyHeader(name='X-K')"].map((made): Case => ({
    situation: `${made} alone, without and with any value`,
    code: scheme(made),
    request: 'GET /x',
    outcome: 'presence',
  })),
  {
    situation: 'a scheme that raises nothing',
    code: scheme("OAuth2PasswordBearer('t', auto_error=False)"),
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'middleware declared after the route',
    code: `@a.get('/x')\ndef h(): return 1\n${MIDDLEWARE}`,
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'middleware before a mounted application',
    code: `${SUB}\na.mount('/s', s)\n${MIDDLEWARE}`,
    request: 'GET /s/x',
    outcome: 'refused',
  },
  {
    // The client sees 500; the handler is not reached all the same.
    situation: 'a refusal raised in middleware',
    code: `@a.middleware('http')\nasync def m(req, nxt): raise HTTPException(401)\na.get('/x')(${GET})`,
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'dependencies of the application before a websocket',
    code: `@guarded.websocket('/ws')\n${SOCKET}`,
    request: 'WEBSOCKET /ws',
    outcome: since('open', 'refused'),
  },
  {
    situation: 'dependencies of a router before a websocket',
    code: `s = APIRouter(dependencies=D)\n@s.websocket('/ws')\n${SOCKET}\na.include_router(s)`,
    request: 'WEBSOCKET /ws',
    outcome: since('open', 'refused'),
  },
  {
    situation: 'dependencies of an include before a websocket',
    code: `@r.websocket('/ws')\n${SOCKET}\na.include_router(r, dependencies=D)`,
    request: 'WEBSOCKET /ws',
    outcome: since('open', 'refused'),
  },
  {
    situation: 'a dependency of the websocket itself',
    code: `@a.websocket('/ws')\nasync def ws(w: WebSocket, u=Depends(deny)): await w.accept()`,
    request: 'WEBSOCKET /ws',
    outcome: 'refused',
    only: '0.142.2',
  },
  {
    situation: 'middleware does not see websockets',
    code: `${MIDDLEWARE}\n@a.websocket('/ws')\n${SOCKET}`,
    request: 'WEBSOCKET /ws',
    outcome: 'open',
  },
  {
    situation: 'the same path twice, the guarded one last',
    code: `a.get('/x')(${GET})\na.get('/x', dependencies=D)(lambda: 2)`,
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'the same path in a guarded router included last',
    code: `a.get('/x')(${GET})\nb = APIRouter(dependencies=D)\nb.get('/x')(lambda: 2)\na.include_router(b)`,
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'a decorator below the route',
    code: `${WRAPPER}\n@a.get('/x')\n@login_required\ndef h(): return 1`,
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a decorator above the route',
    code: `${WRAPPER}\n@login_required\n@a.get('/x')\ndef h(): return 1`,
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'a prefix and an empty path',
    code: `s = APIRouter(prefix='/p')\ns.get('')(${GET})\na.include_router(s)`,
    request: 'GET /p',
    outcome: 'served',
  },
  {
    situation: 'a dependency replaced in the application',
    code: `${OWN}\nguarded.dependency_overrides[deny] = ${GET}`,
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'a guarded include before the route is added',
    code: `a.include_router(r, dependencies=D)\nr.get('/y')(${GET})`,
    request: 'GET /y',
    outcome: since('never', 'refused'),
  },
  {
    situation: 'router.dependencies after the route and the include',
    code: `r.get('/x')(${GET})\na.include_router(r)\nr.dependencies.append(Depends(deny))`,
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'router.dependencies after the route, before the include',
    code: `r.get('/x')(${GET})\nr.dependencies.append(Depends(deny))\na.include_router(r)`,
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'router.dependencies before the route',
    code: `r.dependencies.append(Depends(deny))\nr.get('/x')(${GET})\na.include_router(r)`,
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'dependencies of the outer router after both includes',
    code: `${NESTED}\nr.dependencies.append(Depends(deny))`,
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'a router included into one that was included already',
    code: `s = APIRouter()\na.include_router(r)\ns.get('/x')(${GET})\nr.include_router(s)`,
    request: 'GET /x',
    outcome: since('never', 'served'),
  },
  {
    situation: 'app.router.dependencies after the include',
    code: `r.get('/x')(${GET})\na.include_router(r)\na.router.dependencies.append(Depends(deny))`,
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'app.router.dependencies before the include',
    code: `a.router.dependencies.append(Depends(deny))\nr.get('/x')(${GET})\na.include_router(r)`,
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'own dependencies of a mounted application',
    code: `s = FastAPI(dependencies=D)\ns.get('/x')(${GET})\na.mount('/s', s)`,
    request: 'GET /s/x',
    outcome: 'refused',
  },
  {
    situation: 'Security as a default',
    code: `@a.get('/x')\ndef h(u=Security(deny)): return 1`,
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'an object that can be called',
    code: `class G:\n    def __call__(self): raise HTTPException(403)\na.get('/x', dependencies=[Depends(G())])(${GET})`,
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a dependency of a dependency',
    code: `def outer(u=Depends(deny)): return u\na.get('/x', dependencies=[Depends(outer)])(${GET})`,
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a dependency that swallows the refusal',
    code: `def soft():\n    try: deny()\n    except HTTPException: return None\na.get('/x', dependencies=[Depends(soft)])(${GET})`,
    request: 'GET /x',
    outcome: 'open',
  },
];

const VERDICTS: Record<Exclude<Outcome, 'missing'>, readonly RouteEntry['verdict'][]> = {
  open: ['unprotected', 'hollow', 'public-by-design'],
  refused: ['protected'],
  presence: ['weak'],
  served: ['unprotected', 'protected'],
  never: ['dead'],
};

function application(code: string, requirement: string): Files {
  return { 'app.py': `${HEAD}\n${code}\n`, 'requirements.txt': `${requirement}\n` };
}

describe('FastAPI, as it answers', () => {
  for (const { situation, code, request, outcome, only } of CASES) {
    for (const version of only ? [only] : VERSIONS) {
      const expected = typeof outcome === 'string' ? outcome : outcome[version];
      it(`${version}: ${situation}: ${request} is ${expected}`, async () => {
        const { routes } = await analyze(application(code, `fastapi==${version}`));
        const [method, path] = request.split(' ');
        const route =
          routeOf(routes, request) ?? routes.find((entry) => entry.method === method && entry.path === path);
        if (expected === 'missing') return assert.equal(route, undefined);
        assert.ok(
          route && VERDICTS[expected].includes(route.verdict),
          `${route?.verdict} ${JSON.stringify(route?.by)}`,
        );
      });
    }
  }
});

describe('FastAPI, where the version is left open', () => {
  const late = `a.include_router(r)\nr.get('/y')(${GET})`;
  const socket = `@guarded.websocket('/ws')\n${SOCKET}`;
  for (const [requirement, code, verdict] of [
    ['fastapi', late, 'unprotected'],
    ['fastapi>=0.137', late, 'unprotected'],
    ['fastapi>=0.104,<1.0', late, 'unknown'],
    ['fastapi>=0.104,<1.0', late.replace('(r)', '(r, dependencies=D)'), 'protected'],
    ['fastapi~=0.110.1', late, 'dead'],
    ['fastapi<0.97', socket, 'unprotected'],
    ['fastapi>=0.90', socket, 'protected'],
  ] as const)
    it(`${requirement}: ${verdict}`, async () => {
      assert.equal((await writtenRoutes(application(code, requirement)))[0]?.verdict, verdict);
    });

  it('reads the range of the nearest manifest, as Poetry writes it', async () => {
    const pyproject = '[tool.poetry]\nname = "shop"\n[tool.poetry.dependencies]\nfastapi = "^0.95"\n';
    const routes = await writtenRoutes({ 'shop/app.py': `${HEAD}\n${socket}\n`, 'shop/pyproject.toml': pyproject });
    assert.equal(routes[0]?.verdict, 'unprotected');
  });
});
