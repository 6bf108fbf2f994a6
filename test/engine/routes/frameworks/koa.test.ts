// What real Koa applications answered to an anonymous request, with both routers, and guards as Koa code has them.

import assert from 'node:assert/strict';

import { analyze } from '../../../support/analyze';
import { describeCases, type FrameworkCase } from '../../../support/framework-case';

const PREAMBLE = `const app = new Koa();
const ok = (ctx) => { ctx.body = 'ok'; };
const deny = async (ctx, next) => {
  if (ctx.get('Authorization') !== process.env.DOOR_TOKEN) { ctx.status = 401; return; }
  await next();
};
`;

const CASES: FrameworkCase[] = [
  {
    situation: 'middleware of the application after the router',
    setup: "const r = new Router(); r.get('/x', ok); app.use(r.routes()); app.use(deny);",
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'middleware of the application before the router',
    setup: "const r = new Router(); r.get('/x', ok); app.use(deny); app.use(r.routes());",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'middleware of the router after the route',
    setup: "const r = new Router(); r.get('/x', ok); r.use(deny); app.use(r.routes());",
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'middleware of the router before the route',
    setup: "const r = new Router(); r.use(deny); r.get('/x', ok); app.use(r.routes());",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'middleware of the router for a path',
    setup: "const r = new Router(); r.use('/p', deny); r.get('/p/x', ok); app.use(r.routes());",
    request: 'GET /p/x',
    outcome: 'refused',
  },
  {
    situation: 'middleware of one router and a route of the next',
    setup:
      "const r = new Router(), s = new Router(); r.use(deny); r.get('/a', ok); s.get('/b', ok); app.use(r.routes()); app.use(s.routes());",
    request: 'GET /b',
    outcome: 'open',
  },
  {
    situation: 'middleware before a nested router',
    setup:
      "const r = new Router(), s = new Router(); s.get('/x', ok); r.use(deny); r.use('/c', s.routes()); app.use(r.routes());",
    request: 'GET /c/x',
    outcome: 'refused',
  },
  {
    situation: 'middleware after a nested router',
    setup:
      "const r = new Router(), s = new Router(); s.get('/x', ok); r.use('/c', s.routes()); r.use(deny); app.use(r.routes());",
    request: 'GET /c/x',
    outcome: 'open',
  },
  {
    situation: 'a route added to a nested router after it was mounted',
    setup: "const r = new Router(), s = new Router(); r.use('/c', s.routes()); s.get('/x', ok); app.use(r.routes());",
    request: 'GET /c/x',
    outcome: 'missing',
  },
  {
    situation: 'a router with a prefix',
    setup: "const r = new Router({ prefix: '/p' }); r.use(deny); r.get('/x', ok); app.use(r.routes());",
    request: 'GET /p/x',
    outcome: 'refused',
  },
];

for (const router of ['@koa/router', 'koa-router']) {
  describeCases(`Koa with ${router}, as it answers`, CASES, (setup) => ({
    'package.json': JSON.stringify({ name: 'door', dependencies: { koa: '^3.0.0', [router]: '^12.0.0' } }),
    'server.js': `const Koa = require('koa');\nconst Router = require('${router}');\n${PREAMBLE}${setup}\napp.listen(3000);\n`,
  }));
}

describe('Koa', () => {
  it('links routers of other files and judges middleware that throws, asserts and optional tokens', async () => {
    const { routes } = await analyze({
      'package.json': JSON.stringify({ name: 'door', dependencies: { koa: '^3.0.0', '@koa/router': '^13.0.0' } }),
      'src/app.ts': `import Koa from 'koa';
import mount from 'koa-mount';
import jwt from 'koa-jwt';
import rooms from './rooms';
import { desk } from './desk';
const app = new Koa();
app.use(rooms.routes()).use(rooms.allowedMethods());
app.use(mount('/desk', desk.routes()));
app.use(jwt({ secret: process.env.SECRET, passthrough: true }));
export default app;
`,
      'src/rooms.ts': `import Router from '@koa/router';
import { member, guest } from './guards';
const router = new Router({ prefix: '/rooms' });
router.get('list', '/', guest, async (ctx) => { ctx.body = []; });
router.post('/', member, async (ctx) => { ctx.body = {}; });
router.del('/:id', async (ctx) => { ctx.assert(ctx.state.user, 401); ctx.body = {}; });
export default router;
`,
      'src/desk.ts': `import Router from '@koa/router';
import jwt from 'koa-jwt';
export const desk = new Router();
desk.use(jwt({ secret: process.env.SECRET }));
desk.get('/bell', (ctx) => { ctx.body = 'ring'; });
`,
      'src/guards.ts': `import { verify } from 'jsonwebtoken';
export async function member(ctx, next) {
  const token = ctx.headers.authorization?.split(' ')[1];
  if (!token) ctx.throw(401, 'no token');
  try { ctx.state.user = verify(token, process.env.SECRET); } catch { ctx.throw(401); }
  await next();
}
export const guest = async (ctx, next) => { if (ctx.headers.authorization) ctx.state.user = verify(ctx.headers.authorization, process.env.SECRET); await next(); };
`,
    });
    assert.deepEqual(routes.map((route) => `${route.method} ${route.path} ${route.verdict}`).sort(), [
      'DELETE /rooms/:id protected',
      'GET /desk/bell protected',
      'GET /rooms unprotected',
      'POST /rooms protected',
    ]);
  });
});

describe('Routers of koa-swagger-decorator', () => {
  it('are those of koa-router', async () => {
    const { routes } = await analyze({
      'package.json': JSON.stringify({
        name: 'door',
        dependencies: { koa: '^2.0.0', 'koa-swagger-decorator': '^1.8.0' },
      }),
      'src/app.ts': `import Koa from 'koa';
import jwt from 'koa-jwt';
import { SwaggerRouter } from 'koa-swagger-decorator';
const app = new Koa();
const rooms = new SwaggerRouter();
rooms.get('/rooms', (ctx) => { ctx.body = []; });
app.use(jwt({ secret: process.env.SECRET }).unless({ path: [/^\\/swagger-/] }));
app.use(rooms.routes());
app.listen(3000);
`,
    });
    assert.deepEqual(
      routes.map((route) => `${route.method} ${route.path} ${route.verdict}`),
      ['GET /rooms protected'],
    );
  });
});

describe('Options of a guard', () => {
  it('that nobody gave are off, and public pages are told by dotted names too', async () => {
    const { routes } = await analyze({
      'package.json': JSON.stringify({ name: 'door', dependencies: { koa: '^3.0.0', '@koa/router': '^13.0.0' } }),
      'app.ts': `import Koa from 'koa';
import Router from '@koa/router';
import { verify } from 'jsonwebtoken';
const auth = (options = {}) => async (ctx, next) => {
  try { ctx.state.user = verify(ctx.request.get('authorization'), process.env.SECRET); } catch (err) {
    if (options.optional) ctx.state.user = null; else throw err;
  }
  return next();
};
const app = new Koa();
const router = new Router();
router.post('rooms.book', auth(), async (ctx) => { ctx.body = {}; });
router.post('rooms.find', auth({ optional: true }), async (ctx) => { ctx.body = {}; });
router.post('account.forgotPassword', async (ctx) => { ctx.body = {}; });
app.use(router.routes());
app.listen(3000);
`,
    });
    assert.deepEqual(routes.map((route) => `${route.path} ${route.verdict}`).sort(), [
      '/account.forgotPassword public-by-design',
      '/rooms.book protected',
      '/rooms.find unprotected',
    ]);
  });
});
