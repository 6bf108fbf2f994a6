// Routes that take passwords and codes.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'rate-limit-auth-routes';

async function outcome(routes: string): Promise<string[]> {
  const files: Files = {
    'src/server.js': `const express = require('express');
const rateLimit = require('express-rate-limit');
const app = express(), limit = rateLimit({ limit: 5 }), ok = (req, res) => res.json({});
${routes}
`,
  };
  const report = await analyze(files);
  const { verdict, level } = checkOf(report, ID);
  return [level === null ? verdict : `${verdict} ${level}`, ...placesOf(report, ID)];
}

describe('rate-limit-auth-routes', () => {
  it('holds when each is limited by itself or by its application', async () => {
    assert.deepEqual(await outcome("app.post('/auth/login', limit, ok); app.post('/signup', limit, ok);"), ['pass E4']);
    assert.deepEqual(await outcome("app.use('/auth', limit); app.post('/auth/login', ok);"), ['pass E4']);
  });

  it('names the routes that are not', async () => {
    assert.deepEqual(await outcome("app.post('/login', ok);"), ['fail E1', 'src/server.js:4']);
    assert.deepEqual(await outcome("app.post('/login', limit, ok);\napp.post('/forgot-password', ok);"), [
      'fail E3',
      'src/server.js:5',
    ]);
  });

  it('knows ways to sign in below the word, and the recovery of a password', async () => {
    const routes = "app.post('/login/access-token', ok);\napp.post('/password-recovery/:email', ok);";
    assert.deepEqual(await outcome(routes), ['fail E1', 'src/server.js:4', 'src/server.js:5']);
    assert.deepEqual(await outcome("app.post('/orders/token', ok);"), ['fail E1', 'src/server.js:4']);
    assert.deepEqual(await outcome("app.post('/orders/email', ok);"), ['not-applicable']);
  });

  it('does not take a limiter for another path or after the route for one', async () => {
    assert.deepEqual(await outcome("app.use('/api', limit); app.post('/login', ok);"), ['fail E1', 'src/server.js:4']);
    assert.deepEqual(await outcome("app.post('/login', ok); app.use(limit);"), ['fail E1', 'src/server.js:4']);
  });

  it('asks for codes only where no password is taken, and says which are open', async () => {
    assert.deepEqual(await outcome("app.post('/login', limit, ok); app.post('/mfa/verify', ok);"), ['pass E3']);
    assert.deepEqual(await outcome("app.post('/mfa/verify', ok);"), ['fail E1', 'src/server.js:4']);
  });

  it('does not apply without such a route; reading a login page is none', async () => {
    assert.deepEqual(await outcome("app.post('/orders', ok); app.get('/login', ok);"), ['not-applicable']);
  });

  it('takes a reset for one of passwords only below a word for people', async () => {
    for (const path of ['/reset', '/metrics/reset', '/admin/rate-limit/reset/:ip', '/orders/:id/confirm'])
      assert.deepEqual(await outcome(`app.post('${path}', ok);`), ['not-applicable'], path);
    for (const path of ['/password/reset', '/auth/reset', '/users/confirm'])
      assert.deepEqual(await outcome(`app.post('${path}', ok);`), ['fail E1', 'src/server.js:4'], path);
  });

  it('says nothing of routes that no application mounts', async () => {
    const { verdict } = checkOf(
      await analyze({
        'src/routes.js':
          "module.exports = function (router) {\n  router.post('/login', (req, res) => res.json({}));\n};\n",
      }),
      ID,
    );
    assert.equal(verdict, 'not-applicable');
  });
});
