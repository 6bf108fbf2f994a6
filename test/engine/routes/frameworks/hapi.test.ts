// What real hapi servers answered to an anonymous request, case by case, and strategies and plugins in real use.

import assert from 'node:assert/strict';

import { analyze } from '../../../support/analyze';
import { describeCases, type FrameworkCase } from '../../../support/framework-case';

const PREAMBLE = `const Hapi = require('@hapi/hapi');
const Boom = require('@hapi/boom');
const server = Hapi.server({ port: 3000 });
const handler = () => 'ok';
const R = { method: 'GET', path: '/x', handler };
server.auth.scheme('closed', () => ({ authenticate: (request, h) => { throw Boom.unauthorized('no'); } }));
server.auth.strategy('d', 'closed');
async function main() {
`;

const CASES: FrameworkCase[] = [
  {
    situation: 'a default before the route',
    setup: "server.auth.default('d'); server.route(R);",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a default after the route',
    setup: "server.route(R); server.auth.default('d');",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a default in one plugin, a route in an earlier one',
    setup:
      "await server.register({ name: 'a', register: (srv) => srv.route(R) }); await server.register({ name: 'b', register: (srv) => srv.auth.default('d') });",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'auth: false beside a default',
    setup: "server.auth.default('d'); server.route({ ...R, options: { auth: false } });",
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: "mode 'try'",
    setup: "server.route({ ...R, options: { auth: { mode: 'try', strategy: 'd' } } });",
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: "mode 'optional' with a scheme that refuses everybody",
    setup: "server.route({ ...R, options: { auth: { mode: 'optional', strategy: 'd' } } });",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'an extension after the route',
    setup: "server.route(R); server.ext('onPreAuth', (request, h) => h.response().code(401).takeover());",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a prerequisite that takes over',
    setup: 'server.route({ ...R, options: { pre: [(request, h) => h.response().code(401).takeover()] } });',
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'an extension that stays inside its plugin',
    setup:
      "await server.register({ name: 'a', register: (srv) => srv.ext('onPreHandler', (request, h) => h.response().code(401).takeover(), { sandbox: 'plugin' }) }); server.route(R);",
    request: 'GET /x',
    outcome: 'open',
  },
];

describeCases('hapi, as it answers', CASES, (setup) => ({
  'package.json': JSON.stringify({ name: 'door', dependencies: { '@hapi/hapi': '^21.0.0' } }),
  'server.js': `${PREAMBLE}${setup}\nawait server.start();\n}\nmain();\n`,
}));

describe('hapi', () => {
  it('links plugins and lists of routes, and strategies of packages', async () => {
    const { routes } = await analyze({
      'package.json': JSON.stringify({ name: 'door', dependencies: { '@hapi/hapi': '^21.0.0' } }),
      'server.js': `const Hapi = require('@hapi/hapi');
const Jwt = require('@hapi/jwt');
const init = async () => {
  const server = Hapi.server({ port: 3000 });
  await server.register(Jwt);
  server.auth.strategy('member', 'jwt', { keys: process.env.SECRET, validate: () => ({ isValid: true }) });
  await server.register([{ plugin: require('./rooms'), routes: { prefix: '/rooms' } }]);
  server.route(require('./desk'));
  await server.start();
};
init();
`,
      'rooms.js': `exports.plugin = { name: 'rooms', register: async function (server, options) {
  server.route([
    { method: 'GET', path: '/', handler: () => [] },
    { method: ['PUT', 'PATCH'], path: '/{id}', options: { auth: 'member', handler: () => ({}) } },
    { method: 'DELETE', path: '/{id}', handler: () => ({}), options: { auth: { strategy: 'member', mode: 'optional' } } },
  ]);
} };
`,
      'desk.js': `const bell = () => 'ring';
module.exports = [{ method: 'POST', path: '/bell', handler: bell }];
`,
    });
    assert.deepEqual(routes.map((route) => `${route.method} ${route.path} ${route.verdict}`).sort(), [
      'DELETE /rooms/{id} unprotected',
      'GET /rooms unprotected',
      'PATCH /rooms/{id} protected',
      'POST /bell unprotected',
      'PUT /rooms/{id} protected',
    ]);
  });
});
