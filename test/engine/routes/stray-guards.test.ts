// Guards that stand nearby and do not reach a route: the reason says so, because nothing at run time does.

import assert from 'node:assert/strict';

import { analyze } from '../../support/analyze';

/** What the finding on the only open route shows beside it. */
async function shown(dependency: string, text: string): Promise<string[]> {
  const report = await analyze({
    'package.json': JSON.stringify({ name: 'door', dependencies: { [dependency]: '*' } }),
    'server.js': text,
  });
  const open = report.routes.filter((route) => route.verdict === 'unprotected');
  assert.equal(open.length, 1);
  return (open[0]?.by ?? []).map(({ note }) => note);
}

const DENY = `const deny = (req, res, next) => { if (req.headers.authorization !== process.env.DOOR_TOKEN) return res.status(401).end(); next(); };`;
const HOOK = `const deny = async (request, reply) => { if (request.headers.authorization !== process.env.DOOR_TOKEN) return reply.code(401).send(); };`;

describe('A guard that does not reach a route', () => {
  it('is named when it is registered after the route', async () => {
    const notes = await shown(
      'express',
      `const app = require('express')();\n${DENY}\napp.get('/rooms', (req, res) => res.json([]));\napp.use(deny);\napp.listen(3000);\n`,
    );
    assert.ok(notes.includes('deny is registered after this route, which it does not reach'), notes.join('\n'));
  });

  it('is named when a plugin keeps it to itself', async () => {
    const notes = await shown(
      'fastify',
      `const app = require('fastify')();\n${HOOK}\napp.register(async (door) => { door.addHook('onRequest', deny); });\napp.get('/rooms', async () => []);\napp.listen({ port: 3000 });\n`,
    );
    assert.ok(notes.includes('deny stands in a plugin of its own and reaches nothing outside it'), notes.join('\n'));
  });

  it('is not named when it has nothing to do with access', async () => {
    const notes = await shown(
      'fastify',
      `const app = require('fastify')();\napp.register(async (door) => { door.addHook('onRequest', async (request) => { request.log.info('in'); }); });\napp.get('/rooms', async () => []);\napp.listen({ port: 3000 });\n`,
    );
    assert.ok(!notes.some((note) => note.includes('plugin of its own')), notes.join('\n'));
  });
});
