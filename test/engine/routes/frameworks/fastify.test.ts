// What real Fastify applications answered to an anonymous request, case by case, and plugins, hooks and options in real use.

import assert from 'node:assert/strict';

import { analyze, applyFix } from '../../../support/analyze';
import { describeCases, type FrameworkCase } from '../../../support/framework-case';

const PREAMBLE = `const app = require('fastify')();
const fp = require('fastify-plugin');
const ok = async (request, reply) => ({ ok: true });
const deny = async (request, reply) => {
  if (request.headers.authorization !== process.env.DOOR_TOKEN) return reply.code(401).send({});
};
async function main() {
`;

const CASES: FrameworkCase[] = [
  {
    situation: 'a hook after the route',
    setup: "app.get('/x', ok); app.addHook('preHandler', deny);",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a hook after a plugin was registered',
    setup: "app.register(async (child) => { child.get('/x', ok); }); app.addHook('preHandler', deny);",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a hook inside a plugin, a route outside it',
    setup: "app.register(async (child) => { child.addHook('preHandler', deny); }); app.get('/x', ok);",
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'a hook inside a plugin of fastify-plugin',
    setup: "app.register(fp(async (child) => { child.addHook('preHandler', deny); })); app.get('/x', ok);",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a hook inside an awaited plugin of fastify-plugin',
    setup: "await app.register(fp(async (child) => { child.addHook('preHandler', deny); })); app.get('/x', ok);",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a hook inside a plugin of fastify-plugin, a route in a later plugin',
    setup:
      "app.register(fp(async (child) => { child.addHook('preHandler', deny); })); app.register(async (child) => { child.get('/x', ok); });",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a hook inside a plugin of fastify-plugin, a route in an earlier plugin',
    setup:
      "app.register(async (child) => { child.get('/x', ok); }); app.register(fp(async (child) => { child.addHook('preHandler', deny); }));",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a hook after an awaited plugin',
    setup: "await app.register(async (child) => { child.get('/x', ok); }); app.addHook('preHandler', deny);",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a hook of the route',
    setup: "app.get('/x', { preHandler: [deny] }, ok);",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a hook on requests, a path below a wildcard',
    setup: "app.addHook('onRequest', deny); app.all('/*', ok);",
    request: 'ALL /*',
    outcome: 'refused',
  },
];

describeCases('Fastify, as it answers', CASES, (setup) => ({
  'package.json': JSON.stringify({ name: 'door', dependencies: { fastify: '^5.0.0' } }),
  'server.js': `${PREAMBLE}${setup}\nawait app.listen({ port: 3000 });\n}\nmain();\n`,
}));

describe('Fastify', () => {
  async function verdicts(files: Record<string, string>): Promise<string[]> {
    const { routes } = await analyze({
      'package.json': JSON.stringify({ name: 'door', dependencies: { fastify: '^5.0.0' } }),
      ...files,
    });
    return routes.map((route) => `${route.method} ${route.path} ${route.verdict}`).sort();
  }

  it('links plugins of other files under their prefixes, with what the parent was decorated with', async () => {
    const files = {
      'src/server.ts': `import Fastify from 'fastify';
import auth from './auth';
import rooms from './rooms';
const server = Fastify();
server.register(auth);
server.register(rooms, { prefix: '/rooms' });
server.register(import('./desk'), { prefix: '/desk/' });
server.listen({ port: 3000 });
`,
      'src/auth.ts': `import fp from 'fastify-plugin';
import jwt from '@fastify/jwt';
export default fp(async (fastify) => {
  fastify.register(jwt, { secret: process.env.SECRET });
  fastify.decorate('authenticate', async (request, reply) => {
    try { await request.jwtVerify(); } catch (err) { reply.send(err); }
  });
});
`,
      'src/rooms.ts': `import type { FastifyInstance } from 'fastify';
export default async function rooms(fastify: FastifyInstance) {
  fastify.get('/', { onRequest: [fastify.authenticate] }, async () => []);
  fastify.route({ method: ['PUT', 'PATCH'], url: '/:id', preValidation: fastify.authenticate, handler: async () => ({}) });
  fastify.delete('/:id', async () => ({}));
}
`,
      'src/desk.ts': `export default async function desk(fastify) {
  fastify.addHook('onRequest', fastify.authenticate);
  fastify.post('/bell', async () => ({}));
  fastify.register(async (inner) => { inner.get('/lamp', async () => ({})); });
}
`,
    };
    assert.deepEqual(await verdicts(files), [
      'DELETE /rooms/:id unprotected',
      'GET /desk/lamp protected',
      'GET /rooms protected',
      'PATCH /rooms/:id protected',
      'POST /desk/bell protected',
      'PUT /rooms/:id protected',
    ]);
  });

  it('loads folders of plugins, each under its own path', async () => {
    const files = {
      'app.js': `const path = require('path');
const AutoLoad = require('@fastify/autoload');
module.exports = async function (fastify, opts) {
  fastify.register(AutoLoad, { dir: path.join(__dirname, 'routes'), options: { prefix: '/v1' } });
};
const fastify = require('fastify')();
fastify.register(module.exports);
fastify.listen({ port: 3000 });
`,
      'routes/rooms/index.js': `module.exports = async function (fastify) { fastify.get('/list', async () => []); };`,
      'routes/rooms/_id/keys.js': `module.exports = async function (fastify) { fastify.post('/key', async () => []); };`,
    };
    assert.deepEqual(await verdicts(files), ['GET /v1/rooms/list unprotected', 'POST /v1/rooms/:id/key unprotected']);
  });

  it('loads from a folder that is worked out what its filters let through, where a class keeps the instance', async () => {
    const files = {
      'src/start.ts': `import { Depot } from './depot';
new Depot({}).start();
`,
      'src/folders.ts': `import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
export const besides = (url: string) => dirname(fileURLToPath(url));
`,
      'src/depot.ts': `import path from 'node:path';
import Fastify from 'fastify';
import autoload from '@fastify/autoload';
import { besides } from './folders';
export class Depot {
  #app;
  #options;
  constructor(options) { this.#options = options; this.#app = Fastify(); }
  async start() {
    this.#load();
    await this.#app.listen({ port: 3000 });
  }
  #load() {
    const plugins = path.join(besides(import.meta.url), '../src/parts');
    this.#app.register(autoload, { dir: plugins, matchFilter: (one) => one.endsWith('.plugin.ts') && !one.includes('later') });
    this.#app.register(autoload, {
      dir: plugins, matchFilter: /\\.routes\\.ts$/, ignorePattern: /old/, maxDepth: 1, options: { ...this.#options, prefix: '/v1' },
    });
  }
}
`,
      'src/parts/keys.plugin.ts': `import fp from 'fastify-plugin';
import tokens from '@fastify/jwt';
export default fp(async (app) => {
  app.register(tokens, { namespace: 'access', secret: process.env.SECRET });
  app.decorate('known', async (request, reply) => {
    const jwt = app.jwt;
    try { jwt.access.verify(request.headers.authorization); } catch { return reply.code(401).send(); }
  });
  app.decorate('named', async (request) => { await request.accessJwtVerify(); });
});
`,
      'src/parts/later.plugin.ts': "export default async (app) => { app.get('/never', async () => []); };",
      'src/parts/crates/crates.routes.ts': `import type { FastifyInstance } from 'fastify';
export default async (app: FastifyInstance) => {
  app.get('/day', { preHandler: app.named }, async () => []);
  app.addHook('preHandler', app.known);
  app.get('/', async () => []);
};`,
      'src/parts/crates/crates.service.ts': "export default async (app) => { app.get('/service', async () => []); };",
      'src/parts/crates/old.routes.ts': "export default async (app) => { app.get('/old', async () => []); };",
      'src/parts/crates/deep/er.routes.ts': "export default async (app) => { app.get('/deep', async () => []); };",
    };
    assert.deepEqual(
      (await verdicts(files)).filter((one) => !one.endsWith('dead')),
      ['GET /v1/crates protected', 'GET /v1/crates/day protected'],
    );
  });

  it('takes the index of a folder for the only plugin beside those of folders below', async () => {
    const files = {
      'server.js': `const path = require('path');
const fastify = require('fastify')();
fastify.register(require('@fastify/autoload'), { dir: path.join(__dirname, 'routes'), dirNameRoutePrefix: false });
fastify.listen({ port: 3000 });
`,
      'routes/rooms/index.js': `module.exports = async function (fastify) { fastify.get('/list', async () => []); };`,
      'routes/rooms/helper.js': `module.exports = async function (fastify) { fastify.get('/helper', async () => []); };`,
      'routes/rooms/keys/index.js': `module.exports = async function (fastify) { fastify.get('/keys', async () => []); };`,
    };
    assert.deepEqual(
      (await verdicts(files)).filter((one) => !one.endsWith('dead')),
      ['GET /keys unprotected', 'GET /list unprotected'],
    );
  });

  it('puts the hooks of a folder before the plugins beside and below them', async () => {
    const files = {
      'server.js': `const path = require('path');
const fastify = require('fastify')();
fastify.register(require('@fastify/autoload'), { dir: path.join(__dirname, 'routes'), autoHooks: true, cascadeHooks: true });
fastify.listen({ port: 3000 });
`,
      'routes/home.js': `module.exports = async function (fastify) { fastify.get('/menu', async () => []); };`,
      'routes/staff/autohooks.js': `module.exports = async function (fastify) {
  fastify.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/staff/bell')) return;
    if (!request.session.user) reply.unauthorized();
  });
};`,
      'routes/staff/bell.js': `module.exports = async function (fastify) { fastify.post('/bell', async () => []); };`,
      'routes/staff/keys/index.js': `module.exports = async function (fastify) { fastify.get('/', async () => []); };`,
    };
    assert.deepEqual(await verdicts(files), [
      'GET /menu unprotected',
      'GET /staff/keys protected',
      'POST /staff/bell unprotected',
    ]);
  });

  it('knows packages that refuse, and several guards of which one has to let in', async () => {
    const files = {
      'server.js': `const fastify = require('fastify')();
const check = async (request, reply) => { if (request.headers['x-key'] !== process.env.KEY) throw fastify.httpErrors.unauthorized(); };
const anybody = async () => {};
fastify.register(async (door) => {
  door.register(require('@fastify/bearer-auth'), { keys: new Set([process.env.KEY]) });
  door.get('/a', async () => ({}));
});
fastify.get('/b', { preHandler: fastify.auth([check, check]) }, async () => ({}));
fastify.get('/c', { preHandler: fastify.auth([check, anybody]) }, async () => ({}));
fastify.get('/d', { preHandler: fastify.auth([check, anybody], { relation: 'and' }) }, async () => ({}));
fastify.listen({ port: 3000 });
`,
    };
    assert.deepEqual(await verdicts(files), [
      'GET /a protected',
      'GET /b protected',
      'GET /c unprotected',
      'GET /d protected',
    ]);
  });

  it('reaches what a plugin puts on the request for handlers to call', async () => {
    const server = (plugin: string): string => `import Fastify from 'fastify';
import fp from 'fastify-plugin';
import jwt from '@fastify/jwt';
const known = fp(async (app) => {
  ${plugin}
});
const app = Fastify();
app.register(jwt, { secret: process.env.SECRET });
app.register(async (scope) => {
  scope.register(known).delete('/rooms/:id', async (request, reply) => {
    const caller = await request.callerId();
    await db.remove(request.params.id, caller);
    return reply.status(204).send();
  });
  scope.register(known).get('/rooms', async () => db.rooms());
});
app.listen({ port: 3000 });
`;
    const refuses = "try { return (await request.jwtVerify()).sub; } catch { throw new UnauthorizedError('no'); }";
    const hook = (body: string): string =>
      `app.addHook('preHandler', async (request) => { request.callerId = async () => { ${body} }; });`;
    const rooms = (own: string): string[] => [`DELETE /rooms/:id ${own}`, 'GET /rooms unprotected'];
    assert.deepEqual(await verdicts({ 'server.js': server(hook(refuses)) }), rooms('protected'));
    assert.deepEqual(await verdicts({ 'server.js': server(hook('return null;')) }), rooms('unprotected'));
    const decorated = "app.decorateRequest('callerId', async function () { return (await this.jwtVerify()).sub; });";
    assert.deepEqual(await verdicts({ 'server.js': server(decorated) }), rooms('protected'));
  });

  it('does not call a webhook open whose signature something out of reach checks', async () => {
    const files = {
      'server.js': `const fastify = require('fastify')();
const { gateway } = require('./gateway');
fastify.post('/gateway/events', async (request, reply) => {
  let event;
  try {
    event = await gateway.constructEvent({ body: request.body, signature: request.headers['x-gateway-signature'] });
  } catch (error) {
    return reply.status(403).send({});
  }
  await db.settle(event);
  return {};
});
fastify.listen({ port: 3000 });
`,
    };
    assert.deepEqual(await verdicts(files), ['POST /gateway/events unknown']);
  });

  it('asks the config of a route as its hooks do', async () => {
    const server = (asks: string): string => `const fastify = require('fastify')();
const jwt = require('jsonwebtoken');
fastify.addHook('preHandler', async (request, reply) => {
  if (${asks}) return;
  try { jwt.verify(request.headers.authorization, process.env.SIGNING); } catch { return reply.code(401).send({}); }
});
const shared = { config: { open: true } };
fastify.get('/prices', { config: { open: true } }, async () => []);
fastify.get('/hours', shared, async () => []);
fastify.get('/rooms', { config: { open: false } }, async () => []);
fastify.get('/desks', async () => []);
fastify.listen({ port: 3000 });
`;
    for (const asks of [
      'request.routeOptions.config.open',
      'request.routeOptions?.config?.open',
      'request.routeConfig.open',
    ]) {
      const found = await verdicts({ 'server.js': server(asks) });
      assert.deepEqual(
        found.map((one) => one.replace(/unprotected|public-by-design/, 'open')).sort(),
        ['GET /desks protected', 'GET /hours open', 'GET /prices open', 'GET /rooms protected'],
        asks,
      );
    }
  });

  it('begins a prefix with a slash, and leaves open what a service does with the signature of an event', async () => {
    const files = {
      'server.js': `const fastify = require('fastify')();
const { payments } = require('@door/payments');
fastify.register(async (child) => {
  child.get('/rooms', async () => []);
  child.post('/paid', async (request) => {
    const { event } = await payments.parseWebhookEvent({ body: request.body, signature: request.headers['x-paid-signature'] });
    await db.settle(event);
    return {};
  });
}, { prefix: 'desk' });
fastify.listen({ port: 3000 });
`,
    };
    assert.deepEqual((await verdicts(files)).sort(), ['GET /desk/rooms unprotected', 'POST /desk/paid unknown']);
  });

  it('is given the guard of the siblings in the options of the route', async () => {
    const server = `const fastify = require('fastify')();
const deny = async (request, reply) => {
  if (request.headers.authorization !== process.env.DOOR_TOKEN) return reply.code(401).send({});
};
fastify.get('/rooms', { preHandler: [deny] }, async () => []);
fastify.delete('/rooms', async () => ({}));
fastify.listen({ port: 3000 });
`;
    const fixed = await applyFix(
      { 'package.json': JSON.stringify({ name: 'door', dependencies: { fastify: '^5.0.0' } }), 'server.js': server },
      'route-unprotected',
      'add-guard',
    );
    assert.match(fixed.files['server.js'] ?? '', /fastify\.delete\('\/rooms', \{ preHandler: \[deny\] \}, async/);
  });
});
