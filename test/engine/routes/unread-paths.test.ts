// Middleware for a path that only the running program knows: it stands before what is mounted under the same name, or under the prefix of
// the whole API, and nobody can tell whether it stands before anything else.

import assert from 'node:assert/strict';

import { analyze } from '../../support/analyze';

async function verdictsOf(registrations: string): Promise<Record<string, string>> {
  const report = await analyze({
    'package.json': JSON.stringify({ name: 'depot', dependencies: { express: '^4.19.0' } }),
    'server.js': `const express = require('express');
const config = require('config');
const app = express();
const rooms = express.Router();
rooms.get('/rooms', (req, res) => res.json([]));
const deny = (req, res, next) => {
  if (req.headers.authorization !== process.env.DOOR_TOKEN) return res.status(401).end();
  next();
};
${registrations}
app.listen(3000);
`,
  });
  return Object.fromEntries(report.routes.map(({ path, verdict }) => [path, verdict]));
}

describe('Middleware for a path that is not literal', () => {
  it('does not protect what is elsewhere', async () => {
    const found = await verdictsOf("app.use(config.get('backOffice').path, deny);\napp.use('/api', rooms);");
    assert.equal(found['/api/rooms'], 'conditional');
  });

  it('protects what is mounted under the same name', async () => {
    const found = await verdictsOf('const { path } = config.get("door");\napp.use(path, deny);\napp.use(path, rooms);');
    assert.equal(found['/rooms'], 'protected');
  });

  it('protects what is mounted by the same call', async () => {
    const found = await verdictsOf('app.use(config.get("door").path,\n  deny,\n  rooms);');
    assert.equal(found['/rooms'], 'protected');
  });

  it('protects everything where it is named as the prefix of everything', async () => {
    const found = await verdictsOf("app.use(config.api.prefix, deny);\napp.use(config.api.prefix + '/v1', rooms);");
    assert.deepEqual(Object.values(found), ['protected']);
  });

  it('protects routes whose own path begins with it', async () => {
    const found = await verdictsOf(
      'app.use(config.door.path, deny);\napp.get(`${config.door.path}/open`, (req, res) => res.json([]));',
    );
    assert.ok(Object.values(found).includes('protected'));
  });
});
