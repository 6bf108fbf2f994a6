// Express guards in the forms that people write them, and what each is worth.

import assert from 'node:assert/strict';

import { analyze } from '../../support/analyze';

/** Verdict of `GET /orders` behind a guard, which the code names `guard`. */
async function verdictOf(
  code: string,
  use = "app.get('/orders', guard, (req, res) => res.json([]));",
): Promise<string | undefined> {
  const report = await analyze({
    'src/guard.js': `const jwt = require('jsonwebtoken');
const passport = require('passport');
const config = { secret: process.env.JWT_SECRET };
${code}
module.exports = { guard };
`,
    'src/server.js': `const express = require('express');
const { guard } = require('./guard');
const app = express();
${use}
app.listen(3000);
`,
  });
  return report.routes.find((route) => route.path === '/orders')?.verdict;
}

const PROTECTED: Record<string, string> = {
  'a verified token, by exception': `function guard(req, res, next) {
  try { req.user = jwt.verify(req.headers.authorization?.split(' ')[1], config.secret); next(); }
  catch (error) { res.status(401).json({ error: 'no' }); }
}`,
  'a verified token, by callback': `const guard = (req, res, next) => {
  const token = req.get('Authorization');
  if (!token) return res.sendStatus(401);
  jwt.verify(token, config.secret, (error, user) => { if (error) return res.sendStatus(403); req.user = user; next(); });
};`,
  'a token in a cookie whose name has a capital': `function guard(req, res, next) {
  const sent = req.cookies?.accessToken;
  if (!sent) return res.status(401).end();
  try { req.user = jwt.verify(sent, config.secret); next(); } catch (error) { res.status(401).end(); }
}`,
  'a helper that is given the status and speaks of an error': `const fail = (res, status, code, message) => res.status(status).json({ error: { code, message: message || code } });
function guard(req, res, next) {
  if (req.headers['x-api-key'] !== config.secret) return fail(res, 401, 'UNAUTHORIZED');
  next();
}`,
  'a digest of the payload': `const crypto = require('crypto');
const fits = (body, digest) => {
  if (!digest) return false;
  const own = crypto.createHmac('sha256', config.secret).update(body).digest('hex');
  return crypto.timingSafeEqual(Buffer.from(digest, 'hex'), Buffer.from(own, 'hex'));
};
function guard(req, res, next) {
  if (!fits(req.body, req.headers['x-payload-digest'])) return res.status(400).end();
  next();
}`,
  'a promise around passport': `const decide = (req, resolve, reject) => async (error, user) => {
  if (error || !user) return reject(new Error('please sign in'));
  req.user = user;
  resolve();
};
const makeGuard = () => async (req, res, next) =>
  new Promise((resolve, reject) => { passport.authenticate('jwt', { session: false }, decide(req, resolve, reject))(req, res, next); })
    .then(() => next())
    .catch((error) => next(error));
const guard = makeGuard();`,
  'passport as it is': "const guard = passport.authenticate('jwt', { session: false });",
  'passport called by hand': "const guard = (req, res, next) => passport.authenticate('jwt')(req, res, next);",
  'a session that is looked at':
    "const guard = (req, res, next) => (req.session.userId ? next() : res.redirect('/login'));",
  'isAuthenticated of passport':
    'function guard(req, res, next) { if (req.isAuthenticated()) return next(); res.redirect("/login"); }',
  'an error for the error handler': `class UnauthorizedError extends Error {}
function guard(req, res, next) { if (!req.user) return next(new UnauthorizedError()); next(); }`,
  'a list': `function check(req, res, next) { if (!req.user) return res.status(401).end(); next(); }
const guard = [(req, res, next) => next(), [check]];`,
  'a class with a method': `class Access { constructor(secret) { this.secret = secret; }
  check(req, res, next) { try { jwt.verify(req.cookies.token, this.secret); } catch { return res.status(401).end(); } next(); } }
const access = new Access(config.secret);
const guard = access.check.bind(access);`,
  'a secret in the path, compared with a callback': `const bcrypt = require('bcrypt');
function guard(req, res, next) {
  let sent = '';
  try { sent = req.params.cabin.split(':')[1]; } catch (error) {
    if (!req.headers.authorization) return res.status(401).end();
    sent = req.headers.authorization;
  }
  bcrypt.compare(config.secret, sent, (error, same) => { if (same) next(); else res.status(401).end(); });
}`,
  'a token in the body or else in a header': `const { find } = require('./sessions');
function session(req, res) {
  let { token } = req.body || {};
  if (!token) token = req.headers['x-depot-token'];
  const found = find(token);
  if (!found) { res.status(401); res.send({ reason: 'token' }); return null; }
  return found;
}
const guard = async (req, res, next) => { const found = await session(req, res); if (!found) return; next(); };`,
};

const OPEN: Record<string, string> = {
  'a helper that is given a status which is no refusal': `const told = (res, status, error) => res.status(status).json({ error });
function guard(req, res, next) { if (!req.headers['x-api-key']) told(res, 200, null); next(); }`,
  'a token that is read and never asked for': `function guard(req, res, next) {
  const token = req.headers.authorization;
  if (!token) return next();
  try { req.user = jwt.verify(token, config.secret); } catch (error) { /* a guest */ }
  next();
}`,
  'a logger': 'function guard(req, res, next) { console.log(req.headers.authorization); next(); }',
  'a limiter':
    'function guard(req, res, next) { if (full(req.ip)) return res.status(429).end(); next(); }\nfunction full() { return false; }',
  'passport that only fills in the user': 'const guard = passport.initialize();',
};

describe('Express guards', () => {
  it('is none where a handler sends everybody elsewhere in the end', async () => {
    const back = (body: string): string =>
      `app.get('/orders', (req, res) => { const sent = req.query.session_id;\n${body}\n});`;
    const code = 'const guard = null;';
    const on = 'const to = sent ? `${config.home}?s=${sent}` : config.home;\nres.redirect(302, to);';
    assert.equal(await verdictOf(code, back(on.replaceAll('config.home', 'process.env.HOME_URL'))), 'unprotected');
    const asks = "if (sent !== process.env.SECRET) return res.redirect('/login');\nres.json([]);";
    assert.equal(await verdictOf(code, back(asks)), 'protected');
  });

  for (const [name, code] of Object.entries(PROTECTED)) {
    it(`protect: ${name}`, async () => assert.equal(await verdictOf(code), 'protected'));
  }

  for (const [name, code] of Object.entries(OPEN)) {
    it(`do not protect: ${name}`, async () =>
      assert.ok(['unprotected', 'hollow'].includes((await verdictOf(code)) ?? '')));
  }

  it('are weak when any value passes', async () => {
    const code =
      'function guard(req, res, next) { if (!req.headers.authorization) return res.status(401).end(); next(); }';
    assert.equal(await verdictOf(code), 'weak');
  });

  it('are unknown when the package is', async () => {
    assert.equal(
      await verdictOf("const { requireLogin } = require('acme-auth');\nconst guard = requireLogin();"),
      'unknown',
    );
  });

  it('are not missed on what is open by its nature', async () => {
    const verdict = (handler: string): Promise<string | undefined> =>
      verdictOf('const guard = 1;', `app.get('/orders', ${handler});`);
    assert.equal(await verdict("(req, res) => res.redirect('/account')"), 'public-by-design');
    assert.equal(await verdict("require('passport').authenticate('github')"), 'public-by-design');
    assert.equal(await verdict('(req, res) => res.redirect(req.query.to)'), 'unprotected');
    const files = await analyze({
      'src/server.js':
        "const express = require('express');\nconst app = express();\napp.use(express.static('public'));\n",
    });
    assert.deepEqual(
      files.routes.map(({ path, verdict }) => `${path} ${verdict}`),
      ['/* public-by-design'],
    );
  });

  const names = "const NAMES = ['x-api-key', 'authorization'];\n";
  const reads: Record<string, string> = {
    'by a reduce': 'const key = NAMES.reduce((found, name) => found || req.headers[name], undefined);',
    'by a reduce over a method': "const key = NAMES.reduce((found, name) => found || req.get(name), '');",
    'by a reduce with a body':
      "const key = NAMES.reduce((found, name) => { if (found) return found; const sent = req.headers[name]; return typeof sent === 'string' ? sent : found; }, null);",
    'by the first that is there': 'const key = NAMES.map((name) => req.headers[name]).find(Boolean);',
    'by a loop': 'let key; for (const name of NAMES) { if (req.headers[name]) { key = req.headers[name]; break; } }',
  };
  for (const [name, read] of Object.entries(reads)) {
    it(`read a key from one of several headers, ${name}`, async () => {
      const guard = (test: string): string =>
        `${names}function guard(req, res, next) { ${read} if (${test}) return res.status(401).end(); next(); }`;
      assert.equal(await verdictOf(guard('!key || key !== process.env.KEY')), 'protected');
      assert.equal(await verdictOf(guard('!key')), 'weak');
    });
  }

  it('see a missing header by its type', async () => {
    const guard = (compared: string): string =>
      `function guard(req, res, next) { const key = req.headers['x-api-key']; if (typeof key === 'undefined' || key !== ${compared}) return res.status(401).end(); next(); }`;
    assert.equal(await verdictOf(guard('process.env.KEY')), 'protected');
    assert.equal(
      await verdictOf(
        "function guard(req, res, next) { if (typeof req.headers['x-api-key'] !== 'string') return res.status(401).end(); next(); }",
      ),
      'weak',
    );
  });

  it('may stand in a list that is spread out', async () => {
    const guards = `const guards = [(req, res, next) => { if (!req.session.user) return res.status(401).end(); next(); }];
class Shelves {
  constructor(...before) { this.router.get('/orders', ...before, (req, res) => res.json([])); }
  router = express.Router();
}
app.use(new Shelves(...guards).router);`;
    assert.equal(await verdictOf('const guard = 1;', guards), 'protected');
    const without = guards.replace('new Shelves(...guards)', 'new Shelves()');
    assert.equal(await verdictOf('const guard = 1;', without), 'unprotected');
  });

  it('may stand in the list that ends with the handler', async () => {
    const list = `const create = [(req, res, next) => { if (!req.session.user) return res.status(401).end(); next(); }, (req, res) => res.json([])];
app.get('/orders', create);`;
    assert.equal(await verdictOf('const guard = 1;', list), 'protected');
    assert.equal(await verdictOf('const guard = 1;', list.replace('create);', '...create);')), 'protected');
    assert.equal(await verdictOf('const guard = 1;', list.replace('!req.session.user', 'full()')), 'unprotected');
  });

  it('take a token of the body for data in a handler that looks for none elsewhere', async () => {
    const handler = `app.post('/orders', (req, res) => {
  if (!find(req.body.token)) return res.status(401).end();
  res.json([]);
});`;
    assert.equal(await verdictOf('const guard = 1;', handler), 'unprotected');
  });

  it('may stand in the handler itself', async () => {
    const handler = `app.get('/orders', (req, res) => {
  const user = req.session.user;
  if (!user) return res.status(401).json({});
  res.json([]);
});`;
    assert.equal(await verdictOf('const guard = 1;', handler), 'protected');
  });
});
