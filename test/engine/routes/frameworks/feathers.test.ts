// Services of Feathers and the hooks before them, as its generators and its documentation write them.

import assert from 'node:assert/strict';

import { analyze } from '../../../support/analyze';

const PACKAGE = { 'package.json': '{"dependencies":{"@feathersjs/feathers":"5","@feathersjs/koa":"5"}}' };
const APP = `import { feathers } from '@feathersjs/feathers';
import { koa, rest } from '@feathersjs/koa';
import { services } from './services/index';
const app = koa(feathers());
app.configure(rest());
app.configure(services);
app.listen(3030);
export { app };
`;
const SERVICE = (hooks: string, options = '{ methods: messageMethods }'): string => `
import { authenticate } from '@feathersjs/authentication';
import { disallow, iff, iffElse, isProvider } from 'feathers-hooks-common';
import { NotAuthenticated, Forbidden } from '@feathersjs/errors';
import { MessageService, getOptions } from './messages.class';
import { messagePath, messageMethods } from './messages.shared';
export const message = (app) => {
  app.use(messagePath, new MessageService(getOptions(app)), ${options});
  app.service(messagePath).hooks(${hooks});
};
`;
const FILES = {
  ...PACKAGE,
  'src/app.ts': APP,
  'src/services/index.ts':
    "import { message } from './messages/messages';\nexport const services = (app) => { app.configure(message); };\n",
  'src/services/messages/messages.class.ts':
    "import { MongoDBService } from '@feathersjs/mongodb';\nexport class MessageService extends MongoDBService {}\nexport const getOptions = (app) => ({ Model: app.get('mongodb') });\n",
  'src/services/messages/messages.shared.ts':
    "export const messagePath = 'messages';\nexport const messageMethods = ['find', 'get', 'create', 'patch', 'remove'];\n",
};

async function verdicts(hooks: string, files: Record<string, string> = {}): Promise<Record<string, string>> {
  const report = await analyze({ ...FILES, 'src/services/messages/messages.ts': SERVICE(hooks), ...files });
  return Object.fromEntries(report.routes.map(({ method, path, verdict }) => [`${method} ${path}`, verdict]));
}

describe('routes of Feathers', () => {
  it('lists the methods that a service is registered with, and takes hooks around all of them', async () => {
    assert.deepEqual(await verdicts("{ around: { all: [authenticate('jwt')] }, before: { all: [] } }"), {
      'GET /messages': 'protected',
      'GET /messages/:id': 'protected',
      'POST /messages': 'protected',
      'PATCH /messages/:id': 'protected',
      'DELETE /messages/:id': 'protected',
    });
  });

  it('tells hooks of one method from those of the others', async () => {
    const found = await verdicts(`{
      before: {
        find: [],
        get: [async (context) => { if (!context.params.user) throw new NotAuthenticated(); return context; }],
        create: [iff(isProvider('external'), authenticate('jwt'))],
        patch: [disallow('external')],
        remove: [iffElse((context) => context.data.draft, [authenticate('jwt')], [])],
      },
      after: { find: [authenticate('jwt')] },
    }`);
    assert.deepEqual(found, {
      'GET /messages': 'unprotected',
      'GET /messages/:id': 'protected',
      'POST /messages': 'protected',
      'DELETE /messages/:id': 'conditional',
    });
  });

  it('does not let hooks stand for another service', async () => {
    const other = `const createService = require('feathers-mongoose');
const hooks = { before: { all: [] } };
module.exports = function () {
  const app = this;
  app.use('/notes', createService({}));
  const service = app.service('notes');
  service.hooks(hooks);
};`;
    const index =
      "import { message } from './messages/messages';\nimport notes from './notes.service';\nexport const services = (app) => { app.configure(message); app.configure(notes); };\n";
    const found = await verdicts("{ before: { all: [authenticate('jwt')] } }", {
      'src/services/index.ts': index,
      'src/services/notes.service.js': other,
    });
    assert.equal(found['GET /messages'], 'protected');
    assert.equal(found['GET /notes'], 'unprotected');
    assert.equal(found['PUT /notes/:id'], 'unprotected');
  });

  it('takes hooks of the application for its services, and for nothing else that it serves', async () => {
    const app = `const express = require('@feathersjs/express');
const feathers = require('@feathersjs/feathers');
const { authenticate } = require('@feathersjs/authentication').hooks;
const { AuthenticationService } = require('@feathersjs/authentication');
const app = express(feathers());
app.use(express.json());
app.use('/notes', { async find() { return []; }, async create(data) { return data; } });
app.use('/authentication', new AuthenticationService(app));
app.get('/report', (req, res) => res.json({}));
app.hooks({ before: { create: [authenticate('jwt')] } });
app.listen(3030);
`;
    const report = await analyze({ ...PACKAGE, 'app.js': app });
    const found = Object.fromEntries(report.routes.map(({ method, path, verdict }) => [`${method} ${path}`, verdict]));
    assert.deepEqual(
      [found['GET /notes'], found['POST /notes'], found['GET /report']],
      ['unprotected', 'protected', 'unprotected'],
    );
    assert.equal(Object.keys(found).length, 4);
  });

  it('leaves open what a hook that turns somebody away hangs on', async () => {
    const found = await verdicts(`{ before: {
      find: [(context) => { if (context.path !== 'open' && !context.params.user) throw new NotAuthenticated(); }],
      create: [async (context) => {
        const [setting] = await context.app.service('settings').find();
        if (setting.value !== context.params.query.door) throw new Forbidden();
      }],
    } }`);
    assert.equal(found['GET /messages'], 'unknown');
    assert.equal(found['POST /messages'], 'unknown');
    assert.equal(found['GET /messages/:id'], 'unprotected');
  });
});
