// What real Express applications answered to an anonymous request, case by case and for both major versions: the executed rows that the
// route engine must agree with. `a` application, `r` `s` routers, `deny` refuses everybody without a credential, `ok` answers.

import assert from 'node:assert/strict';

import type { RouteEntry } from '../../../src/engine/report/report';
import { analyze } from '../../support/analyze';

const PREAMBLE = `const express = require('express');
const a = express();
const ok = (req, res) => res.json({});
const pass = (req, res, next) => next();
const deny = (req, res, next) => {
  if (!valid(req.headers.authorization)) return res.status(401).end();
  next();
};
function valid(header) { return header === process.env.API_TOKEN; }
`;

async function routesOf(setup: string, version: 4 | 5): Promise<RouteEntry[]> {
  const report = await analyze({
    'package.json': JSON.stringify({ name: 'acme', dependencies: { express: version === 4 ? '^4.18.0' : '^5.1.0' } }),
    'server.js': `${PREAMBLE}${setup}\na.listen(3000);\n`,
  });
  return report.routes;
}

interface Case {
  situation: string;
  setup: string;
  request: string;
  outcome: 'open' | 'refused';
  only?: 4 | 5;
}

const CASES: Case[] = [
  { situation: 'a guard after the route', setup: "a.get('/x', ok); a.use(deny);", request: 'GET /x', outcome: 'open' },
  {
    situation: 'a guard before the route',
    setup: "a.use(deny); a.get('/x', ok);",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a guard on a router after its mount and before its route',
    setup: "const r = express.Router(); a.use('/r', r); r.use(deny); r.get('/x', ok);",
    request: 'GET /r/x',
    outcome: 'refused',
  },
  {
    situation: 'a guard of one router and a route of the next one under the same prefix',
    setup:
      "const r = express.Router(), s = express.Router(); r.use(deny); r.get('/a', ok); s.get('/b', ok); a.use('/r', r); a.use('/r', s);",
    request: 'GET /r/b',
    outcome: 'refused',
  },
  {
    situation: 'a guarded router mounted without a path and a later route of the application',
    setup: "const r = express.Router(); r.use(deny); a.use(r); a.get('/z', ok);",
    request: 'GET /z',
    outcome: 'refused',
  },
  {
    situation: 'a prefix in another letter case',
    setup: "a.use('/api', deny); a.get('/API/x', ok);",
    request: 'GET /API/x',
    outcome: 'refused',
  },
  {
    situation: 'a prefix that only shares letters',
    setup: "a.use('/api', deny); a.get('/apix', ok);",
    request: 'GET /apix',
    outcome: 'open',
  },
  {
    situation: 'a guard for another method',
    setup: "a.get('/x', deny); a.post('/x', ok);",
    request: 'POST /x',
    outcome: 'open',
  },
  {
    situation: 'a guard for all methods',
    setup: "a.all('/x', deny); a.post('/x', ok);",
    request: 'POST /x',
    outcome: 'refused',
  },
  {
    situation: 'a bare wildcard',
    setup: "a.all('/api/*', deny); a.get('/api/x', ok);",
    request: 'GET /api/x',
    outcome: 'refused',
    only: 4,
  },
  {
    situation: 'a named wildcard',
    setup: "a.all('/api/*splat', deny); a.get('/api/x', ok);",
    request: 'GET /api/x',
    outcome: 'refused',
    only: 5,
  },
  {
    situation: 'a named wildcard in the old version',
    setup: "a.all('/api/*splat', deny); a.get('/api/x', ok);",
    request: 'GET /api/x',
    outcome: 'open',
    only: 4,
  },
  {
    situation: 'a guard for a parameter',
    setup: "a.param('id', deny); a.get('/u/:id', ok);",
    request: 'GET /u/:id',
    outcome: 'refused',
  },
  {
    situation: 'a guard in a chain of one path',
    setup: "a.route('/x').all(deny).get(ok);",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a guard in nested arrays',
    setup: "a.get('/x', [pass, [deny]], ok);",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'static files before the guard',
    setup: "a.use('/files', express.static('files')); a.use(deny);",
    request: 'GET /files/*',
    outcome: 'open',
  },
];

describe('Express as it was executed', () => {
  for (const version of [4, 5] as const) {
    for (const { situation, setup, request, outcome, only = version } of CASES) {
      if (only !== version) continue;
      it(`${version}: ${situation}`, async () => {
        const [method, path] = request.split(' ');
        const route = (await routesOf(setup, version)).find((one) => one.method === method && one.path === path);
        assert.ok(route, `there is no route ${request}`);
        const isOpen = route.verdict === 'unprotected' || route.verdict === 'public-by-design';
        assert.equal(isOpen ? 'open' : route.verdict, outcome === 'open' ? 'open' : 'protected');
      });
    }
  }

  it('5: an application that cannot start on a bare wildcard has no guard there', async () => {
    const routes = await routesOf("a.all('/api/*', deny); a.get('/api/x', ok);", 5);
    assert.equal(routes.find((route) => route.path === '/api/x')?.verdict, 'unprotected');
  });

  it('HEAD is served by get and not listed', async () => {
    assert.deepEqual(
      (await routesOf("a.get('/x', ok);", 5)).map((route) => route.method),
      ['GET'],
    );
  });
});
