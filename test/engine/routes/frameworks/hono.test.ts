// What real Hono applications answered to an anonymous request, case by case, and sub-applications and guards in real use.

import assert from 'node:assert/strict';

import { analyze } from '../../../support/analyze';
import { describeCases, type FrameworkCase } from '../../../support/framework-case';

const PREAMBLE = `import { Hono } from 'hono';
const app = new Hono();
const ok = (c) => c.json({ ok: true });
const deny = async (c, next) => {
  if (c.req.header('Authorization') !== process.env.DOOR_TOKEN) return c.json({ error: 'no' }, 401);
  await next();
};
`;

const CASES: FrameworkCase[] = [
  {
    situation: 'middleware after the route',
    setup: "app.get('/x', ok); app.use('*', deny);",
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'middleware before the route',
    setup: "app.use('*', deny); app.get('/x', ok);",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a path without a wildcard, a route below it',
    setup: "app.use('/api', deny); app.get('/api/x', ok);",
    request: 'GET /api/x',
    outcome: 'open',
  },
  {
    situation: 'a path with a wildcard, the bare path',
    setup: "app.use('/api/*', deny); app.get('/api', ok);",
    request: 'GET /api',
    outcome: 'refused',
  },
  {
    situation: 'a star without a slash in a sub-application',
    setup: "const sub = new Hono(); sub.use('*', deny); sub.get('/', ok); app.route('/c', sub);",
    request: 'GET /c',
    outcome: 'refused',
  },
  {
    situation: 'middleware and a route added to a sub-application after it was mounted',
    setup: "const sub = new Hono(); app.route('/c', sub); sub.use(deny); sub.get('/x', ok);",
    request: 'GET /c/x',
    outcome: 'missing',
  },
  {
    situation: 'a route added to a sub-application after it was mounted',
    setup: "const sub = new Hono(); app.route('/c', sub); sub.get('/x', ok);",
    request: 'GET /c/x',
    outcome: 'missing',
  },
  {
    situation: 'a guarded sub-application at the root and a later route',
    setup: "const sub = new Hono(); sub.use('*', deny); sub.get('/a', ok); app.route('/', sub); app.get('/z', ok);",
    request: 'GET /z',
    outcome: 'refused',
  },
  {
    situation: 'middleware after a sub-application',
    setup: "const sub = new Hono(); sub.get('/x', ok); app.route('/c', sub); app.use('*', deny);",
    request: 'GET /c/x',
    outcome: 'open',
  },
  {
    situation: 'middleware of a base path, a later route with the same beginning',
    setup: "app.basePath('/api').use(deny); app.get('/api/x', ok);",
    request: 'GET /api/x',
    outcome: 'refused',
  },
  {
    situation: 'two sub-applications under one path, the first guarded',
    setup:
      "const one = new Hono(), two = new Hono(); one.use(deny); two.get('/b', ok); app.route('/r', one); app.route('/r', two);",
    request: 'GET /r/b',
    outcome: 'refused',
  },
  { situation: 'a route for GET', setup: "app.get('/x', ok);", request: 'GET /x', outcome: 'served' },
  {
    situation: 'a guard for another method',
    setup: "app.on(['POST'], '/x', deny); app.get('/x', ok);",
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: "another program's handler behind middleware",
    setup: "app.use('*', deny); app.mount('/m', () => new Response('ok'));",
    request: 'ALL /m/*',
    outcome: 'refused',
  },
];

describeCases('Hono, as it answers', CASES, (setup) => ({
  'package.json': JSON.stringify({ name: 'door', dependencies: { hono: '^4.6.0' } }),
  'src/index.ts': `${PREAMBLE}${setup}\nexport default app;\n`,
}));

describe('Hono', () => {
  it('links chains, sub-applications, documented routes and its own middleware', async () => {
    const { routes } = await analyze({
      'package.json': JSON.stringify({ name: 'door', dependencies: { hono: '^4.6.0' } }),
      'src/index.ts': `import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { cors } from 'hono/cors';
import { except } from 'hono/combine';
import { jwt } from 'hono/jwt';
import { rooms } from './rooms';
import desk from './desk';
const app = new Hono().basePath('/api');
app.use('*', cors());
app.use('/desk/*', bearerAuth({ token: process.env.TOKEN }));
app.route('/rooms', rooms).route('/desk', desk);
app.use('/hall/*', except(['/api/hall/menu'], jwt({ secret: process.env.SECRET })));
app.get('/hall/menu', (c) => c.text('soup')).get('/hall/seats', (c) => c.json([]));
export default app;
`,
      'src/rooms.ts': `import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import { getCookie } from 'hono/cookie';
import { verify } from 'hono/jwt';
const member = createMiddleware(async (c, next) => {
  const token = getCookie(c, 'session');
  if (!token) throw new HTTPException(401, { message: 'no' });
  c.set('user', await verify(token, process.env.SECRET));
  await next();
});
export const rooms = new Hono()
  .get('/', (c) => c.json([]))
  .post('/', member, async (c) => c.json({}))
  .delete('/:id', async (c) => {
    const user = c.get('user');
    if (!user) return c.json({ error: 'no' }, 401);
    return c.body(null, 204);
  });
`,
      'src/desk.ts': `import { OpenAPIHono, createRoute } from '@hono/zod-openapi';
const desk = new OpenAPIHono();
const ring = createRoute({ method: 'post', path: '/bell/{id}', responses: {} });
desk.openapi(ring, (c) => c.text('ring'));
export default desk;
`,
    });
    assert.deepEqual(routes.map((route) => `${route.method} ${route.path} ${route.verdict}`).sort(), [
      'DELETE /api/rooms/:id protected',
      'GET /api/hall/menu unprotected',
      'GET /api/hall/seats protected',
      'GET /api/rooms unprotected',
      'POST /api/desk/bell/{id} protected',
      'POST /api/rooms protected',
    ]);
  });

  it('follow a session whose cookie has a name that is worked out, and errors that are answered where they are caught', async () => {
    const { routes } = await analyze({
      'package.json': '{ "dependencies": { "hono": "4.6.0" } }',
      'src/names.ts': `const secure = process.env.URL?.startsWith('https://');
export const cookieName = (name: string) => (secure ? \`__Secure-\${name}\` : name);
`,
      'src/session.ts': `import { getSignedCookie } from 'hono/cookie';
import { cookieName } from './names';
import { prisma } from './database';
const sessionCookie = cookieName('visit');
export const currentSession = async (c) => {
  const id = await getSignedCookie(c, process.env.SECRET, sessionCookie);
  const found = id ? await prisma.session.findUnique({ where: { id } }) : null;
  if (!found) throw new AppError('unauthorized');
  return found;
};
export class AppError extends Error {}
`,
      'src/app.ts': `import { Hono } from 'hono';
import { currentSession } from './session';
const app = new Hono();
app.post('/tables', async (c) => {
  const session = await currentSession(c);
  return c.json({ session });
});
app.post('/chairs', async (c) => {
  try {
    const session = await currentSession(c);
    return c.json({ session });
  } catch (error) {
    const { status, body } = describe(error);
    return c.json(body, status);
  }
});
app.post('/windows', async (c) => {
  try {
    await currentSession(c);
  } catch (error) {
    console.error(error);
  }
  return c.json({});
});
export default app;
`,
    });
    assert.deepEqual(routes.map((route) => `${route.method} ${route.path} ${route.verdict}`).sort(), [
      'POST /chairs protected',
      'POST /tables protected',
      'POST /windows unprotected',
    ]);
  });

  it('may leave everything to a function that several routes share, whatever it is called', async () => {
    const { routes } = await analyze({
      'package.json': '{"dependencies":{"hono":"4.0.0"}}',
      'src/app.ts': `import { Hono, type Context } from 'hono';
const app = new Hono();
app.delete('/tables/:id', async (c) => {
  return trash(c);
});
app.delete('/chairs/:id', (hc) => trash(hc));
app.delete('/windows/:id', async (c) => {
  return scrap(c);
});
async function trash(c: Context) {
  const caller = await currentUser(c);
  if (!caller.ok) return caller.response;
  await wipe(c.req.param('id'));
  return c.json({});
}
async function scrap(c: Context) {
  await wipe(c.req.param('id'));
  return c.json({});
}
async function currentUser(c: Context) {
  const token = c.req.header('Authorization');
  if (!token) return { ok: false, response: c.json({ error: 'missing' }, 401) };
  const claims = await verify(token, c.env.SECRET);
  if (!claims.ok) return { ok: false, response: c.json({ error: 'invalid' }, 401) };
  return { ok: true, id: claims.sub };
}
export default app;
`,
    });
    assert.deepEqual(routes.map((route) => `${route.method} ${route.path} ${route.verdict}`).sort(), [
      'DELETE /chairs/:id protected',
      'DELETE /tables/:id protected',
      'DELETE /windows/:id unprotected',
    ]);
  });

  it('may have a middleware that leaves out what it is not about', async () => {
    const { routes } = await analyze({
      'package.json': '{"dependencies":{"hono":"4.0.0"}}',
      'src/app.ts': `import { Hono } from 'hono';
const app = new Hono();
app.use('*', async (c, next) => {
  if (c.req.method !== 'GET') return next();
  if (c.req.path.startsWith('/api/')) return next();
  if (/scraper/i.test(c.req.header('user-agent') ?? '')) return c.text('Forbidden', 403);
  return next();
});
app.get('/api/orders', async (c) => c.json(await orders()));
export default app;
`,
    });
    assert.deepEqual(
      routes.map((route) => `${route.method} ${route.path} ${route.verdict}`),
      ['GET /api/orders unprotected'],
    );
  });
});
