// What JavaScript applications put between a route and its check: wrappers, lists of open paths, answers of other services, factories.

import assert from 'node:assert/strict';

import { analyze, type Files } from '../../support/analyze';

interface Situation {
  name: string;
  files: Files;
  /** Verdicts by `METHOD /path`. */
  verdicts: Record<string, string>;
}

const EXPRESS = JSON.stringify({ name: 'depot', dependencies: { express: '^4.19.0' } });
const NEXT = JSON.stringify({ name: 'depot', dependencies: { next: '^15.3.0', '@supabase/ssr': '^0.5.0' } });
const FASTIFY = JSON.stringify({ name: 'depot', dependencies: { fastify: '^5.0.0' } });
const HONO = JSON.stringify({ name: 'depot', dependencies: { hono: '^4.4.0' } });

const KEYS = `export async function keyOf(req) {
  const sent = (req.headers['authorization'] || '').split('Bearer ').pop();
  if (!sent) return { isValid: false };
  const key = await store.keys.findOne({ sent });
  return key ? { isValid: true, key } : { isValid: false };
}
const store = { keys: { findOne: async () => null } };
`;

const SITUATIONS: Situation[] = [
  {
    name: 'a function without arguments that is called inside a function written in place, and tells by its answer who may go on',
    files: {
      'package.json': NEXT,
      'next.config.js': 'module.exports = {};\n',
      'app/api/crates/route.ts': `import { NextRequest, NextResponse } from 'next/server';
import { traced } from '../../../lib/traced';
import { clientOf } from '../../../lib/client';
async function scopeOf() {
  const client = await clientOf();
  const { data: { user } } = await client.auth.getUser();
  if (!user) return { ok: false, status: 401, error: 'sign in' };
  return { ok: true, user };
}
export async function GET(request: NextRequest) {
  return traced('/api/crates', async () => {
    const scope = await scopeOf();
    if (!scope.ok) return NextResponse.json({ error: scope.error }, { status: scope.status });
    return NextResponse.json([]);
  });
}
export async function POST(request: NextRequest) {
  return traced('/api/crates', async () => {
    const shelf = await shelfOf();
    return NextResponse.json(shelf);
  });
}
async function shelfOf() { return { crates: 3 }; }
`,
      'lib/traced.ts': `export async function traced(route, work) {
  console.time(route);
  try { return await work(); } finally { console.timeEnd(route); }
}
`,
      'lib/client.ts': `import { createServerClient } from '@supabase/ssr';
import { cookies } from 'next/headers';
export async function clientOf() {
  const jar = await cookies();
  return createServerClient(process.env.URL, process.env.ANON, { cookies: { getAll: () => jar.getAll() } });
}
`,
    },
    verdicts: { 'GET /api/crates': 'protected', 'POST /api/crates': 'unprotected' },
  },
  {
    name: 'the status of another service, which says nothing of who is calling here unless it is handed the credential',
    files: {
      'package.json': EXPRESS,
      'src/app.js': `import express from 'express';
const app = express();
app.all('/crates', async (req, res) => {
  console.log('handed on', { signedIn: !!req.user });
  const answer = await fetch('http://crates:3001' + req.path, { method: req.method });
  res.status(answer.status).json(await answer.json());
});
app.get('/ships', async (req, res) => {
  const answer = await fetch('http://ships:3002', { headers: { authorization: req.headers.authorization } });
  res.status(answer.status).json(await answer.json());
});
app.get('/docks', async (req, res) => {
  const found = dockFor(req.user);
  if (!found.ok) return res.status(found.status).json({ text: found.text });
  res.json(found.dock);
});
function dockFor(user) {
  if (!user) return { ok: false, status: 401, text: 'sign in' };
  return { ok: true, dock: user.dock };
}
app.listen(3000);
`,
    },
    verdicts: { 'ALL /crates': 'unprotected', 'GET /ships': 'unknown', 'GET /docks': 'protected' },
  },
  {
    name: 'a key that is asked for below a path which a pattern of the module names, save for a list of open paths',
    files: {
      'package.json': EXPRESS,
      'src/keys.js': KEYS,
      'src/app.js': `import express from 'express';
import { keyOf } from './keys';
const app = express();
const OPEN = ['/api/v1/signs', '/api/v1/maps'];
const GUARDED = /\\/api\\/v1\\//i;
app.use(async (req, res, next) => {
  if (!GUARDED.test(req.path)) return next();
  if (OPEN.some((path) => req.path.startsWith(path))) return next();
  const { isValid } = await keyOf(req);
  if (!isValid) return res.status(401).json({ error: 'no key' });
  next();
});
app.get('/api/v1/crates', (req, res) => res.json([]));
app.get('/api/v1/maps', (req, res) => res.json([]));
app.get('/about', (req, res) => res.json([]));
app.listen(3000);
`,
    },
    verdicts: {
      'GET /api/v1/crates': 'protected',
      'GET /api/v1/maps': 'unprotected',
      'GET /about': 'public-by-design',
    },
  },
  {
    name: 'a hook that leaves out what its list names, and has an effect everywhere else',
    files: {
      'package.json': FASTIFY,
      'src/keys.js': KEYS,
      'src/app.js': `import fastify from 'fastify';
import { keyOf } from './keys';
const app = fastify();
const OPEN = ['/signs/*'];
const isOpen = (path) => OPEN.some((open) => (open.endsWith('*') ? path.startsWith(open.slice(0, -1)) : path === open));
async function checkKey(request, reply) {
  if (isOpen(request.url.split('?')[0])) return;
  const { isValid } = await keyOf(request);
  if (!isValid) return reply.code(401).send({ error: 'no key' });
}
app.addHook('onRequest', checkKey);
app.post('/signs/north', async () => ({}));
app.post('/crates', async () => ({}));
app.listen({ port: 3000 });
`,
    },
    verdicts: { 'POST /signs/north': 'unprotected', 'POST /crates': 'protected' },
  },
  {
    name: 'a middleware that looks at everything that is sent, whatever its key, and asks for no credential',
    files: {
      'package.json': EXPRESS,
      'src/clean.js': `const KEYS = ['__proto__', 'constructor'];
function cleaned(sent, found = new Set()) {
  const clean = {};
  for (const key of Object.keys(sent)) {
    if (KEYS.includes(key)) { found.add(key); continue; }
    const value = sent[key];
    clean[key] = typeof value === 'object' && value !== null ? cleaned(value, found) : value;
  }
  return clean;
}
export function clean({ except = [] } = {}) {
  return (req, res, next) => {
    try {
      if (except.some((path) => req.path.startsWith(path))) return next();
      if (req.query && typeof req.query === 'object') {
        const found = new Set();
        req.query = cleaned(req.query, found);
        if (found.size > 0) return res.status(400).json({ text: 'no such query' });
      }
      next();
    } catch (error) {
      next(error);
    }
  };
}
`,
      'src/app.js': `import express from 'express';
import { clean } from './clean';
const app = express();
app.use(clean({ except: ['/hooks'] }));
app.get('/crates', (req, res) => res.json([]));
app.get('/health', (req, res) => res.json({}));
app.listen(3000);
`,
    },
    verdicts: { 'GET /crates': 'unprotected', 'GET /health': 'public-by-design' },
  },
  {
    name: 'an object that stands for a client which is made when it is first asked',
    files: {
      'package.json': JSON.stringify({ name: 'depot', dependencies: { next: '^15.3.0', stripe: '^16.0.0' } }),
      'next.config.js': 'module.exports = {};\n',
      'lib/payments.ts': `import Stripe from 'stripe';
let made: Stripe | null = null;
function client() {
  if (!made) made = new Stripe(process.env.PAYMENTS);
  return made;
}
export const payments = new Proxy({} as Stripe, { get: (_, name) => client()[name] });
`,
      'app/api/paid/route.ts': `import { payments } from '../../../lib/payments';
export async function POST(request: Request) {
  const text = await request.text();
  try {
    const event = payments.webhooks.constructEvent(text, request.headers.get('stripe-signature'), process.env.SIGNED);
    return Response.json({ type: event.type });
  } catch {
    return Response.json({ text: 'not signed' }, { status: 400 });
  }
}
`,
    },
    verdicts: { 'POST /api/paid': 'protected' },
  },
  {
    name: 'a helper that makes applications for what is served and for tests, which mount the same router',
    files: {
      'package.json': HONO,
      'src/made.ts': `import { Hono } from 'hono';
export function made() { return new Hono(); }
`,
      'src/crates.ts': `import { Hono } from 'hono';
export const crates = new Hono().get('/', (c) => c.json([])).post('/', (c) => c.json({}));
`,
      'src/app.ts': `import { made } from './made';
import { crates } from './crates';
import { verify } from 'hono/jwt';
const app = made();
app.use('/crates/*', async (c, next) => {
  const sent = c.req.header('Authorization');
  if (!sent) return c.json({}, 401);
  await verify(sent.slice(7), c.env.SIGNING, 'HS256');
  await next();
});
app.route('/crates', crates);
export default app;
`,
      'src/crates.test.ts': `import { Hono } from 'hono';
import { testClient } from 'hono/testing';
import { made } from './made';
import { crates } from './crates';
test('crates', async () => {
  const app = made().use(async (c, next) => { await next(); }).route('/lone', crates);
  const client = testClient(app, {});
});
`,
    },
    verdicts: {
      'GET /crates': 'protected',
      'POST /crates': 'protected',
      'GET /lone': 'dead',
      'POST /lone': 'dead',
    },
  },
  {
    name: 'a question of the code itself about what became of a credential, which may be nothing',
    files: {
      'package.json': EXPRESS,
      'src/kinds.js': `exports.type = (one) => {
  if (one === null) return 'null';
  return typeof one;
};
`,
      'src/server.js': `const express = require('express');
const { open } = require('sealed-box');
const { type } = require('./kinds');
const app = express();
const isNil = (one) => type(one) === 'null' || type(one) === 'undefined';
const isValid = (one) => !isNil(one);
const anything = () => true;
function sessionOf(req) { try { return open(req.cookies.session, process.env.KEY); } catch {} }
const asked = (holds) => (req, res, next) => {
  if (holds(sessionOf(req))) return next();
  res.sendStatus(401);
};
app.get('/crates', asked(isValid), (req, res) => res.json([]));
app.get('/lids', asked((one) => one != null), (req, res) => res.json([]));
app.get('/ropes', asked(isNil), (req, res) => res.json([]));
app.get('/nails', asked(anything), (req, res) => res.json([]));
app.listen(3000);
`,
    },
    verdicts: {
      'GET /crates': 'protected',
      'GET /lids': 'protected',
      'GET /ropes': 'unprotected',
      'GET /nails': 'unprotected',
    },
  },
  {
    name: 'a client that is made where it is set up, by a setting that is empty or not known',
    files: {
      'package.json': JSON.stringify({ name: 'depot', dependencies: { express: '^4.19.0', stripe: '^16.0.0' } }),
      'src/config.js': `function setting(key, otherwise) {
  if (process.env[key] === undefined) return otherwise;
  return process.env[key];
}
module.exports = { stripe: setting('STRIPE_KEY', ''), off: '' };
`,
      'src/server.js': `const express = require('express');
const Stripe = require('stripe');
const config = require('./config');
const app = express();
const stripe = config.stripe ? new Stripe(config.stripe) : null;
app.post('/paid', async (req, res) => {
  if (!config.stripe) throw new Error('not set up');
  let event;
  try { event = stripe.webhooks.constructEvent(req.body.text, req.body.signature, process.env.HOOK); }
  catch { return res.sendStatus(400); }
  await db.orders.insert(event.data);
  res.json({});
});
app.post('/unsigned', async (req, res) => {
  if (!config.stripe) throw new Error('not set up');
  await db.orders.insert(req.body.data);
  res.json({});
});
app.listen(3000);
`,
    },
    verdicts: { 'POST /paid': 'protected', 'POST /unsigned': 'unprotected' },
  },
  {
    name: 'a token that a session library decrypts',
    files: {
      'package.json': JSON.stringify({ name: 'depot', dependencies: { express: '^4.19.0', 'next-auth': '^4.24.0' } }),
      'src/server.js': `const express = require('express');
const { decode } = require('next-auth/jwt');
const app = express();
const secret = process.env.NEXTAUTH_SECRET;
function sent(req) {
  if ('next-auth.session-token' in req.cookies) return req.cookies['next-auth.session-token'];
  return undefined;
}
const signedIn = async (req, res, next) => {
  const token = await decode({ token: sent(req), secret });
  if (!token) return res.sendStatus(401);
  next();
};
const perhaps = async (req, res, next) => {
  req.user = await decode({ token: sent(req), secret });
  next();
};
app.get('/crates', signedIn, (req, res) => res.json([]));
app.get('/lids', perhaps, (req, res) => res.json([]));
app.listen(3000);
`,
    },
    verdicts: { 'GET /crates': 'protected', 'GET /lids': 'unprotected' },
  },
];

describe('Between a route and its check in JavaScript', () => {
  for (const { name, files, verdicts } of SITUATIONS)
    it(`stands ${name}`, async () => {
      const { routes } = await analyze(files);
      const found = routes.map(({ method, path, verdict }) => [`${method} ${path}`, verdict]);
      assert.deepEqual(Object.fromEntries(found), verdicts);
    });
});
