// Ways in which JavaScript applications lead to their guards: each small, none of a framework's own manual.

import assert from 'node:assert/strict';

import { analyze, type Files } from '../../support/analyze';

interface Way {
  situation: string;
  files: Files;
  /** Verdicts by `METHOD /path`. */
  verdicts: Record<string, string>;
}

const EXPRESS = JSON.stringify({ name: 'depot', dependencies: { express: '^4.19.0', jsonwebtoken: '^9.0.0' } });
const REMIX = JSON.stringify({ name: 'depot', dependencies: { '@remix-run/node': '^2.9.0' } });
const TRPC = JSON.stringify({ name: 'depot', dependencies: { '@trpc/server': '^11.0.0', hono: '^4.4.0' } });

const SIGNED = `import jwt from 'jsonwebtoken';
export function signedBy(req) {
  return jwt.verify(req.headers.authorization, process.env.SIGNING);
}
`;

const WAYS: Way[] = [
  {
    situation: 'a guard that the handler loads itself',
    files: {
      'package.json': EXPRESS,
      'src/signed.ts': SIGNED,
      'src/app.ts': `import express from 'express';
const app = express();
app.get('/crates', async (req, res) => {
  const { signedBy } = await import('./signed');
  const who = await signedBy(req);
  if (!who) return res.status(401).end();
  res.json([]);
});
app.get('/docks', async (req, res) => {
  const { draw } = await import('./signed');
  res.json(draw(req));
});
app.listen(3000);
`,
    },
    verdicts: { 'GET /crates': 'protected', 'GET /docks': 'unprotected' },
  },
  {
    situation: 'an application that imports a picture, which gives no facts',
    files: {
      'package.json': EXPRESS,
      'src/crane.png': '\u0000\u0001\u0002\u0000',
      'src/signed.ts': 'export const signedBy = (sent) => sent === process.env.SIGNING;\n',
      'src/guard.ts': `import crane from './crane.png';
export async function guard(req, res, next) {
  const { signedBy } = await import('./signed');
  if (!signedBy(req.headers.authorization)) return res.status(401).send(crane);
  next();
}
`,
      'src/app.ts': `import express from 'express';
import crane from './crane.png';
import { guard } from './guard';
const app = express();
app.get('/crates', guard, (req, res) => res.json(crane));
app.listen(3000);
`,
    },
    verdicts: { 'GET /crates': 'protected' },
  },
  {
    situation: 'procedures in a file that speaks of another framework too',
    files: {
      'package.json': TRPC,
      'src/trpc.ts': `import { initTRPC, TRPCError } from '@trpc/server';
import type { Context } from 'hono';
const t = initTRPC.context<{ keeper: unknown; isInternalCall: boolean }>().create();
export const createTRPCRouter = t.router;
const timed = t.middleware(async (opts) => {
  const result = await opts.next();
  console.log(opts.path);
  return result;
});
export const openProcedure = t.procedure.use(timed);
export const keeperProcedure = t.procedure.use(timed).use(async (opts) => {
  const { session } = opts.ctx;
  if (!session) throw new TRPCError({ code: 'UNAUTHORIZED' });
  return opts.next({ ctx: { session } });
});
export const eitherProcedure = t.procedure.use(async (opts) => {
  const { isInternalCall, session } = opts.ctx;
  if (isInternalCall) return opts.next({ ctx: opts.ctx });
  if (!session) throw new TRPCError({ code: 'UNAUTHORIZED' });
  return opts.next({ ctx: { session } });
});
`,
      'src/crates.ts': `import { createTRPCRouter, eitherProcedure, keeperProcedure, openProcedure } from './trpc';
export const crates = createTRPCRouter({
  count: openProcedure.query(() => 4),
  list: keeperProcedure.query(() => []),
  move: eitherProcedure.mutation(() => null),
});
`,
    },
    verdicts: { 'GET /count': 'unprotected', 'GET /list': 'protected', 'POST /move': 'protected' },
  },
  {
    situation: 'a service out of reach that is asked about the whole request, whose answer ends the handler early',
    files: {
      'package.json': REMIX,
      'app/routes/api.crates.ts': `import { json } from '@remix-run/node';
import { keys } from '@depot/keys';
async function keyOf(request) {
  const answer = await keys.authenticateRequest(request);
  if (!answer.ok) return { ok: false, status: answer.status, error: answer.error };
  return { ok: true, depot: answer.depot };
}
export async function loader({ request }) {
  const asked = await keyOf(request);
  if (!asked.ok) return json({ error: asked.error }, { status: asked.status });
  return json(await cratesIn(asked.depot));
}
`,
      'app/routes/api.docks.ts': `import { json } from '@remix-run/node';
import { tracker } from '@depot/tracker';
export async function action({ request }) {
  const body = await request.json();
  if (!body.dock) return json({ error: 'which dock?' }, { status: 400 });
  tracker.note(request);
  return json(await draw(body.dock));
}
`,
    },
    verdicts: { 'GET /api/crates': 'unknown', 'POST /api/docks': 'unprotected' },
  },
  {
    situation: 'a key that is looked up by a function which somebody else calls back',
    files: {
      'package.json': REMIX,
      'app/keys.server.ts': `import { store } from './store';
function keyIn(request) {
  const header = request.headers.get('authorization');
  const match = header?.match(/^Bearer (.+)$/);
  return { key: match?.[1] };
}
async function measured(request, work) {
  const began = Date.now();
  try {
    return await work();
  } finally {
    note(request.url, began);
  }
}
export async function depotOf(request) {
  const { key } = keyIn(request);
  if (!key) return;
  return measured(request, () => store.depots.findFirst({ where: { key } }));
}
export async function anyDepot(request) {
  return measured(request, () => store.depots.findFirst({ where: { main: true } }));
}
`,
      'app/routes/api.crates.ts': `import { json } from '@remix-run/node';
import { depotOf } from '../keys.server';
export async function loader({ request }) {
  const depot = await depotOf(request);
  if (!depot) return json({ error: 'no such key' }, { status: 401 });
  return json(depot.crates);
}
`,
      'app/routes/api.docks.ts': `import { json } from '@remix-run/node';
import { anyDepot } from '../keys.server';
export async function loader({ request }) {
  const depot = await anyDepot(request);
  if (!depot) return json({ error: 'nothing yet' }, { status: 404 });
  return json(depot.docks);
}
`,
    },
    verdicts: { 'GET /api/crates': 'protected', 'GET /api/docks': 'unprotected' },
  },
  {
    situation: 'a hook of SvelteKit that lies in the library, inside a scope that is entered with a function',
    files: {
      'package.json': JSON.stringify({ name: 'depot', devDependencies: { '@sveltejs/kit': '^2.5.0' } }),
      'svelte.config.js': 'export default { kit: {} };\n',
      'src/hooks.server.ts': `import { building } from '$app/environment';
import { handleRequest } from '$lib/server/handle';
export const handle = async (input) => {
  if (building) return input.resolve(input.event);
  return handleRequest(input);
};
`,
      'src/lib/server/scope.ts': `import { AsyncLocalStorage } from 'node:async_hooks';
const scopes = new AsyncLocalStorage();
export function inScope(work, scope = {}) {
  return scopes.run({ began: scope.began }, work);
}
`,
      'src/lib/server/handle.ts': `import { base } from '$app/paths';
import type { Handle } from '@sveltejs/kit';
import { env } from '$env/dynamic/private';
import { inScope } from './scope';
export const handleRequest: Handle = async ({ event, resolve }) => {
  return inScope(async () => {
    function turnedAway(status, words) {
      return new Response(words, { status });
    }
    if (event.url.pathname.startsWith(\`\${base}/keepers/\`)) {
      if (event.request.headers.get('authorization') !== env.KEEPERS_SECRET) return turnedAway(401, 'keepers only');
    }
    const response = await resolve(event);
    response.headers.append('x-depot', '1');
    return response;
  });
};
`,
      'src/routes/keepers/list/+server.ts': 'export const GET = async () => new Response("[]");\n',
      'src/routes/crates/+server.ts': 'export const GET = async () => new Response("[]");\n',
    },
    verdicts: { 'GET /keepers/list': 'protected', 'GET /crates': 'unprotected' },
  },
  {
    situation: 'many ways that refuse and one that does not',
    files: {
      'package.json': EXPRESS,
      'src/app.ts': `import express from 'express';
const app = express();
async function keeperOf(req) {
  const sent = req.headers.authorization;
  const kind = await kindOf(sent);
  if (kind === 'a') throw new Error('a is gone');
  if (kind === 'b') throw new TypeError('b is gone');
  if (kind === 'c') return null;
  if (kind === 'd') return undefined;
  if (kind === 'e') return false;
  if (kind === 'f') return '';
  if (kind === 'g') return 0;
  if (process.env.OPEN_HOUSE) return { name: 'anybody' };
  if (kind === 'h') return 'h';
  if (!sent) return null;
  return null;
}
app.use(async (req, res, next) => {
  const keeper = await keeperOf(req);
  if (!keeper) return res.status(401).end();
  next();
});
app.get('/crates', (req, res) => res.json([]));
app.listen(3000);
`,
    },
    verdicts: { 'GET /crates': 'conditional' },
  },
  {
    situation:
      'an application of Hono that a file of Next.js exports, with what an earlier middleware keeps of the caller',
    files: {
      'package.json': JSON.stringify({ name: 'depot', dependencies: { next: '15.3.0', hono: '^4.4.0' } }),
      'next.config.js': 'module.exports = {};\n',
      'app/api/[[...route]]/route.ts': `import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import { handle } from 'hono/vercel';
import { contextOf } from './context';
const known = createMiddleware(async (c, next) => {
  c.set('depot', await contextOf(c.req.raw));
  await next();
});
const keeperOnly = createMiddleware(async (c, next) => {
  if (!c.var.depot || !c.var.depot.user) throw new HTTPException(401, { message: 'keepers only' });
  await next();
});
const app = new Hono()
  .basePath('/api')
  .use(known)
  .get('/docks', (c) => c.json([]))
  .get('/crates', keeperOnly, (c) => c.json([]));
export const GET = handle(app);
export const POST = handle(app);
`,
    },
    verdicts: { 'GET /api/docks': 'unprotected', 'GET /api/crates': 'protected' },
  },
  {
    situation: 'procedures that are merged in a file which names the package nowhere, and served by a file of Next.js',
    files: {
      'package.json': JSON.stringify({ name: 'depot', dependencies: { next: '15.3.0', '@trpc/server': '^11.0.0' } }),
      'next.config.js': 'module.exports = {};\n',
      'server/builder.ts': `import { initTRPC, TRPCError } from '@trpc/server';
const t = initTRPC.context().create();
export const router = t.router;
export const mergeRouters = t.mergeRouters;
export const keeperProcedure = t.procedure.use(({ ctx, next }) => {
  if (!ctx.user) throw new TRPCError({ code: 'UNAUTHORIZED' });
  return next({ ctx });
});
`,
      'server/crates.ts': `import { keeperProcedure, router } from './builder';
export const crates = router({ list: keeperProcedure.query(() => []) });
`,
      'server/all.ts': `import { mergeRouters, router } from './builder';
import { crates } from './crates';
export const all = mergeRouters(router({ crates }));
`,
      'app/api/trpc/[trpc]/route.ts': `import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { all } from '../../../../server/all';
const handler = (req) => fetchRequestHandler({ endpoint: '/api/trpc', req, router: all });
export { handler as GET };
`,
    },
    verdicts: { 'GET /crates.list': 'protected', 'GET /api/trpc/[trpc]': 'public-by-design' },
  },
  {
    situation: 'a table of handlers, an answer whose type is asked for, and a cookie with a computed name',
    files: {
      'package.json': JSON.stringify({ name: 'depot', dependencies: { next: '15.3.0', 'next-auth': '^4.24.0' } }),
      'next.config.js': 'module.exports = {};\n',
      'lib/table.ts': `import { getServerSession } from 'next-auth/next';
const handlers = {
  'GET /': async (req, res) => {
    const session = await getServerSession(req, res, {});
    if (!session) return res.status(401).json({ error: 'keepers only' });
    res.json([]);
  },
  'POST /': async (req, res) => {
    const session = await getServerSession(req, res, {});
    if (!session) return res.status(401).json({ error: 'keepers only' });
    res.json({});
  },
};
export async function handled(req, res) {
  const handler = handlers[\`\${req.method} /\${req.query.rest}\`];
  if (!handler) return res.status(404).json({ error: 'no such crate' });
  return handler(req, res);
}
`,
      'pages/api/crates.ts': `import { handled } from '../../lib/table';
export default async function handler(req, res) {
  return handled(req, res);
}
`,
      'lib/keeper.ts': `import { getToken } from 'next-auth/jwt';
import { store } from './store';
async function tokenOf({ req }) {
  const token = await getToken({ req });
  if (!token?.id) return 'You must be a keeper.';
  return token;
}
export async function keeperOf({ req, res }) {
  const token = await tokenOf({ req });
  if (typeof token === 'string') {
    res.status(401).json({ response: token });
    return null;
  }
  return store.keepers.findUnique({ where: { id: token.id } });
}
`,
      'pages/api/docks.ts': `import { keeperOf } from '../../lib/keeper';
export default async function handler(req, res) {
  const keeper = await keeperOf({ req, res });
  if (!keeper) return;
  if (process.env.SHOW_ONLY) return res.status(400).json({ response: 'look, but touch nothing' });
  res.json(keeper.docks);
}
`,
      'app/api/visits/[id]/route.ts': `import { cookies } from 'next/headers';
import { store } from '../../../../lib/store';
export async function GET(request, { params }) {
  const sent = (await cookies()).get(\`visit_\${params.id}\`)?.value;
  const visit = sent ? await store.visits.get(sent) : null;
  if (!visit) return Response.json({ error: 'come in by the gate' }, { status: 401 });
  return Response.json(visit);
}
`,
    },
    verdicts: {
      'ALL /api/crates': 'protected',
      'ALL /api/docks': 'protected',
      'GET /api/visits/[id]': 'protected',
    },
  },
];

describe('The way to a guard in JavaScript', () => {
  for (const { situation, files, verdicts } of WAYS)
    it(`is followed: ${situation}`, async () => {
      const { routes } = await analyze(files);
      const found = routes.map(({ method, path, verdict }) => [`${method} ${path}`, verdict]);
      assert.deepEqual(Object.fromEntries(found), verdicts);
    });
});
