// What real Elysia applications answered to an anonymous request, case by case, and plugins in real use.

import assert from 'node:assert/strict';

import { analyze } from '../../../support/analyze';
import { describeCases, type FrameworkCase } from '../../../support/framework-case';

const PREAMBLE = `import { Elysia } from 'elysia';
const ok = () => 'ok';
const deny = ({ headers, status }) => { if (headers.authorization !== process.env.DOOR_TOKEN) return status(401); };
export default `;

const CASES: FrameworkCase[] = [
  {
    situation: 'a hook after the route',
    setup: "new Elysia().get('/x', ok).onBeforeHandle(deny)",
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'a hook before the route',
    setup: "new Elysia().onBeforeHandle(deny).get('/x', ok)",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a local hook of a plugin',
    setup: "new Elysia().use(new Elysia().onBeforeHandle(deny)).get('/x', ok)",
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'a scoped hook of a plugin',
    setup: "new Elysia().use(new Elysia().onBeforeHandle({ as: 'scoped' }, deny)).get('/x', ok)",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: "a scoped hook of a plugin's plugin",
    setup: "new Elysia().use(new Elysia().use(new Elysia().onBeforeHandle({ as: 'scoped' }, deny))).get('/x', ok)",
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: "a global hook of a plugin's plugin",
    setup: "new Elysia().use(new Elysia().use(new Elysia().onBeforeHandle({ as: 'global' }, deny))).get('/x', ok)",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a hook before a plugin with the route',
    setup: "new Elysia().onBeforeHandle(deny).use(new Elysia().get('/x', ok))",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a hook after a plugin with the route',
    setup: "new Elysia().use(new Elysia().get('/x', ok)).onBeforeHandle(deny)",
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'a guard around the route',
    setup: "new Elysia().guard({ beforeHandle: deny }, (app) => app.get('/x', ok))",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a guard before the route',
    setup: "new Elysia().guard({ beforeHandle: deny }).get('/x', ok)",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a hook inside a group, a route outside it',
    setup: "new Elysia().group('/g', (app) => app.onBeforeHandle(deny).get('/y', ok)).get('/x', ok)",
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'a hook on requests in a plugin',
    setup: "new Elysia().use(new Elysia().onRequest(deny)).get('/x', ok)",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a resolve that refuses',
    setup: "new Elysia().resolve(({ status }) => status(401)).get('/x', ok)",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a macro that is turned on',
    setup:
      "new Elysia().macro({ staff: { resolve({ status }) { return status(401); } } }).get('/x', ok, { staff: true })",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a macro that is turned off',
    setup:
      "new Elysia().macro({ staff: (on) => (on ? { resolve({ status }) { return status(401); } } : {}) }).get('/x', ok, { staff: false })",
    request: 'GET /x',
    outcome: 'open',
  },
];

describeCases('Elysia, as it answers', CASES, (setup) => ({
  'package.json': JSON.stringify({ name: 'door', dependencies: { elysia: '^1.4.0' } }),
  'src/index.ts': `${PREAMBLE}${setup};\n`,
}));

describe('Elysia', () => {
  it('links plugins of other files, groups and derived users', async () => {
    const { routes } = await analyze({
      'package.json': JSON.stringify({ name: 'door', dependencies: { elysia: '^1.4.0' } }),
      'src/index.ts': `import { Elysia } from 'elysia';
import { rooms } from './rooms';
const app = new Elysia().use(rooms).group('/hall', (hall) => hall.get('/menu', () => 'soup')).listen(3000);
`,
      'src/member.ts': `import { Elysia } from 'elysia';
import { jwt } from '@elysiajs/jwt';
export const member = new Elysia({ name: 'member' })
  .use(jwt({ name: 'jwt', secret: process.env.SECRET }))
  .derive({ as: 'scoped' }, async ({ jwt, cookie: { session }, set }) => {
    const user = await jwt.verify(session.value);
    if (!user) { set.status = 401; throw new Error('Unauthorized'); }
    return { user };
  });
`,
      'src/rooms.ts': `import { Elysia, t } from 'elysia';
import { member } from './member';
export const rooms = new Elysia({ prefix: '/rooms' })
  .get('/', () => [])
  .use(member)
  .post('/', ({ user }) => user, { body: t.Object({ name: t.String() }) });
`,
    });
    assert.deepEqual(routes.map((route) => `${route.method} ${route.path} ${route.verdict}`).sort(), [
      'GET /hall/menu unprotected',
      'GET /rooms unprotected',
      'POST /rooms protected',
    ]);
  });

  it('follows plugins that are functions through what gives the instance back, and paths by their names', async () => {
    const { routes } = await analyze({
      'package.json': JSON.stringify({ name: 'door', dependencies: { elysia: '^1.4.0' } }),
      'src/paths.ts': "export enum Paths { ROOMS = '/rooms', KEYS = '/keys' }\nexport enum Status { REFUSED = 401 }\n",
      'src/index.ts': `import { Elysia } from 'elysia';
import { bearer } from '@elysiajs/bearer';
import { Paths, Status } from './paths';
const member = (floor: string) => (app: Elysia) =>
  app.use(bearer()).state('floor', floor).guard({
    beforeHandle: ({ bearer, set }) => { if (bearer !== process.env.DOOR_TOKEN) { set.status = Status.REFUSED; return 'no'; } },
  });
const rooms = new Elysia({ prefix: Paths.ROOMS }).use(member('first')).get(Paths.KEYS, () => []);
new Elysia().decorate('open', true).use(rooms).get('/menu', () => 'soup').listen(3000);
`,
    });
    assert.deepEqual(routes.map((route) => `${route.method} ${route.path} ${route.verdict}`).sort(), [
      'GET /menu unprotected',
      'GET /rooms/keys protected',
    ]);
  });
});
