// Handlers of Next.js: which of them refuse callers who are nobody, through wrappers, helpers and session libraries.
import assert from 'node:assert/strict';

import { analyze, type Files } from '../../support/analyze';
const SHARED: Files = {
  'package.json': JSON.stringify({ name: 'acme', dependencies: { next: '15.4.0', 'next-auth': '5.0.0' } }),
  'auth.ts': `import NextAuth from 'next-auth';
import GitHub from 'next-auth/providers/github';
export const { handlers, auth, signIn, signOut } = NextAuth({ providers: [GitHub] });
`,
  'lib/guards.ts': `import { auth } from '../auth';
import { NextResponse } from 'next/server';
export async function currentUser() { const session = await auth(); return session?.user ?? null; }
export async function requireUser() { const user = await currentUser(); if (!user) throw new HttpError(401, 'no'); return user; }
export class HttpError extends Error { constructor(public status: number, message: string) { super(message); } }
export function withUser(handler: any) { return async (req: Request, ctx: any) => { const session = await auth(); if (!session) return NextResponse.json({ error: 'no' }, { status: 401 }); return handler(req, ctx, session.user); }; }
export function withLog(handler: any) { return async (req: Request, ctx: any) => { console.log(req.url); return handler(req, ctx); }; }
export async function check() { const user = await currentUser(); if (!user) return { error: NextResponse.json({}, { status: 401 }) }; return { user }; }
export async function maybe() { const user = await currentUser(); return { user, ok: Boolean(user) }; }
export function withErrors(handler: any) { return async (...args: any[]) => { try { return await handler(...args); } catch (error) { if (error instanceof HttpError) return NextResponse.json({}, { status: error.status }); return NextResponse.json({}, { status: 500 }); } }; }
`,
  'lib/parsed.ts': `import { currentUser } from './guards';
import { badRequest } from './answers';
const refused = () => Response.json({ error: 1 }, { status: 401 });
export async function parsed(request: Request, schema?: any, options?: { skip: boolean }) { let error: () => undefined | Response; let user = null; if (schema && !schema.fits(request)) { error = () => badRequest(schema.problems()); } if (!options?.skip && !error) { user = await currentUser(); if (!user?.id) { error = () => refused(); } } return { user, error }; }
`,
  'lib/answers.ts': `export function badRequest(error) { return Response.json({ error }, { status: 400 }); }
`,
  'lib/supabase.ts': `import { createServerClient } from '@supabase/ssr';
import { cookies } from 'next/headers';
export async function createClient() { const store = await cookies(); return createServerClient(process.env.URL!, process.env.KEY!, { cookies: { getAll() { return store.getAll(); } } }); }
`,
};

/** Handlers by what is expected of them: `verdict: what it is`. */
const HANDLERS: Record<string, string> = {
  'protected: a session that is asked for': `import { NextResponse } from 'next/server'; import { auth } from '@/auth'; export async function GET() { const session = await auth(); if (!session?.user) { return NextResponse.json({ e: 1 }, { status: 401 }); } return NextResponse.json({}); }`,
  'protected: a wrapper around the handler': `import { NextResponse } from 'next/server'; import { withUser } from '../../../lib/guards'; export const POST = withUser(async (req) => NextResponse.json(await req.json()));`,
  'protected: a guard inside another wrapper': `import { NextResponse } from 'next/server'; import { withUser, withLog } from '../../../lib/guards'; export const POST = withLog(withUser(async (req) => NextResponse.json(await req.json())));`,
  'unprotected: a wrapper that only logs': `import { NextResponse } from 'next/server'; import { withLog } from '../../../lib/guards'; export const POST = withLog(async (req) => NextResponse.json(await req.json()));`,
  'protected: a check inside a wrapper that only logs': `import { NextResponse } from 'next/server'; import { withLog } from '../../../lib/guards'; import { auth } from '@/auth'; export const POST = withLog(async (req) => { const s = await auth(); if (!s) return new Response('no', { status: 401 }); return NextResponse.json({}); });`,
  'protected: a helper that throws, and a handler that maps the error': `import { NextResponse } from 'next/server'; import { requireUser, HttpError } from '../../../lib/guards'; export async function POST(req) { try { const user = await requireUser(); return NextResponse.json({ user }); } catch (e) { if (e instanceof HttpError) return NextResponse.json({}, { status: e.status }); throw e; } }`,
  'unprotected: a helper that throws, swallowed': `import { NextResponse } from 'next/server'; import { requireUser } from '../../../lib/guards'; export async function POST(req) { let user = null; try { user = await requireUser(); } catch (e) { console.warn(e); } return NextResponse.json({ user }); }`,
  'unprotected: a helper that throws, caught in place': `import { NextResponse } from 'next/server'; import { requireUser } from '../../../lib/guards'; export async function POST(req) { const user = await requireUser().catch(() => null); return NextResponse.json({ user }); }`,
  'protected: a helper that hands back the answer': `import { NextResponse } from 'next/server'; import { check } from '../../../lib/guards'; export async function POST(req) { const result = await check(); if (result.error) return result.error; return NextResponse.json({ u: result.user }); }`,
  'protected: the answer of a helper, taken apart': `import { NextResponse } from 'next/server'; import { check } from '../../../lib/guards'; export async function POST(req) { const { user, error } = await check(); if (error) return error; return NextResponse.json({ user }); }`,
  'unprotected: an answer that nobody looks at': `import { NextResponse } from 'next/server'; import { check } from '../../../lib/guards'; export async function POST(req) { await check(); return NextResponse.json({}); }`,
  'protected: a flag that a helper hands back': `import { NextResponse } from 'next/server'; import { maybe } from '../../../lib/guards'; export async function POST(req) { const { ok, user } = await maybe(); if (!ok) return NextResponse.json({}, { status: 401 }); return NextResponse.json({ user }); }`,
  'unprotected: a helper that only tells': `import { NextResponse } from 'next/server'; import { maybe } from '../../../lib/guards'; export async function POST(req) { const { user } = await maybe(); return NextResponse.json({ user }); }`,
  'protected: a user that Supabase verifies': `import { NextResponse } from 'next/server'; import { createClient } from '../../../lib/supabase'; export async function POST(req) { const supabase = await createClient(); const { data: { user }, error } = await supabase.auth.getUser(); if (error || !user) return NextResponse.json({}, { status: 401 }); return NextResponse.json({ user }); }`,
  'weak: a session that Supabase reads from the cookie': `import { NextResponse } from 'next/server'; import { createClient } from '../../../lib/supabase'; export async function POST(req) { const supabase = await createClient(); const { data: { session } } = await supabase.auth.getSession(); if (!session) return NextResponse.json({}, { status: 401 }); return NextResponse.json({ session }); }`,
  'unprotected: a user who makes a difference only': `import { NextResponse } from 'next/server'; import { createClient } from '../../../lib/supabase'; export async function GET(req) { const supabase = await createClient(); const { data: { user } } = await supabase.auth.getUser(); const q = user ? 'a' : 'b'; return NextResponse.json({ q }); }`,
  "protected: Clerk's auth, looked at": `import { NextResponse } from 'next/server'; import { auth } from '@clerk/nextjs/server'; export async function GET() { const { userId } = await auth(); if (!userId) return new Response('Unauthorized', { status: 401 }); return Response.json({}); }`,
  "protected: Clerk's auth.protect": `import { NextResponse } from 'next/server'; import { auth } from '@clerk/nextjs/server'; export async function GET() { await auth.protect(); return Response.json({}); }`,
  "unprotected: Clerk's auth, only read": `import { NextResponse } from 'next/server'; import { auth } from '@clerk/nextjs/server'; export async function GET() { const { userId } = await auth(); return Response.json({ userId }); }`,
  'protected: a secret of a scheduled job': `import { NextResponse } from 'next/server'; export async function GET(request) { if (request.headers.get('authorization') !== \`Bearer \${process.env.CRON_SECRET}\`) return new Response('no', { status: 401 }); return Response.json({}); }`,
  "protected: a webhook's signature": `import { NextResponse } from 'next/server'; import Stripe from 'stripe'; const stripe = new Stripe(process.env.K); export async function POST(req) { const body = await req.text(); const sig = req.headers.get('stripe-signature'); let event; try { event = stripe.webhooks.constructEvent(body, sig, process.env.WH); } catch (err) { return NextResponse.json({ error: err.message }, { status: 400 }); } return NextResponse.json({ ok: true }); }`,
  'unprotected: no check at all': `import { NextResponse } from 'next/server'; export async function DELETE(req, { params }) { const { id } = await params; await db.user.delete({ where: { id } }); return NextResponse.json({ ok: true }); }`,
  'protected: a wrapper that maps errors': `import { NextResponse } from 'next/server'; import { withErrors, requireUser } from '../../../lib/guards'; export const GET = withErrors(async () => { const user = await requireUser(); return NextResponse.json({ user }); });`,
  'unknown: a wrapper of an unknown package': `import { NextResponse } from 'next/server'; import { withApiAuth } from '@acme/unknown'; export const GET = withApiAuth(async () => NextResponse.json({}));`,
  'unknown: a handler that is missing': `import { NextResponse } from 'next/server'; import { handler } from './missing'; export const GET = handler;`,
  'unknown: a helper that is missing': `import { NextResponse } from 'next/server'; import { requireUser } from '@/lib/missing'; export async function GET() { const user = await requireUser(); return NextResponse.json({ user }); }`,
  'protected: a session of NextAuth 4': `import { NextResponse } from 'next/server'; import { getServerSession } from 'next-auth/next'; import { o } from '../../../lib/o'; export async function GET() { const session = await getServerSession(o); if (!session) { return new NextResponse('x', { status: 401 }); } return NextResponse.json({}); }`,
  'protected: a role of the user': `import { NextResponse } from 'next/server'; import { currentUser } from '../../../lib/guards'; export async function GET() { const user = await currentUser(); if (user?.role !== 'admin') return NextResponse.json({}, { status: 403 }); return NextResponse.json({}); }`,
  'protected: an answer that a helper makes when it is needed': `import { parsed } from '../../../lib/parsed'; export async function GET(request) { const { user, error } = await parsed(request, {}); if (error) { return error(); } return Response.json(await db.things(user)); }`,
  'unprotected: a helper that is told not to ask': `import { parsed } from '../../../lib/parsed'; export async function GET(request) { const { user, error } = await parsed(request, {}, { skip: true }); if (error) { return error(); } return Response.json(await db.things(user)); }`,
  'protected: nobody gets further than an empty answer': `import { auth } from '@/auth'; export async function GET() { const session = await auth(); if (!session) return Response.json({ items: [] }); return Response.json(await db.items(session)); }`,
  'unprotected: nobody gets other data': `import { auth } from '@/auth'; export async function GET() { const session = await auth(); if (!session) return Response.json(await db.someItems()); return Response.json(await db.items(session)); }`,
  'protected: the status of an error that is worked out': `import { requireUser } from '../../../lib/guards'; export async function GET() { try { if (!config.on) throw new Error('off'); const user = await requireUser(); return Response.json({ user }); } catch (e) { const status = e.status || 500; return Response.json({ m: e.message }, { status }); } }`,
  'protected: a key that is looked up in an object': `import { prisma } from '@/lib/prisma'; export async function GET(request) { const key = request.headers.get('x-api-key'); const found = await prisma.apiKey.findUnique({ where: { key } }); if (!found) return new Response('no', { status: 401 }); return Response.json(await db.things()); }`,
  'unprotected: a condition that is dropped when nothing is sent': `import { prisma } from '@/lib/prisma'; export async function GET(request) { const key = request.headers.get('x-api-key') ?? undefined; const found = await prisma.apiKey.findFirst({ where: { key } }); if (!found) return new Response('no', { status: 401 }); return Response.json(await db.things()); }`,
  'protected: another service that is asked for the caller': `export async function GET(request) { const answer = await fetch('https://id.example.com/me', { headers: { cookie: request.headers.get('cookie') || '' } }); if (!answer.ok) return new Response('no', { status: 401 }); return Response.json(await db.things()); }`,
  'weak: a credential that is only passed on': `export async function GET(request) { const authorization = request.headers.get('authorization'); if (!authorization) return new Response('no', { status: 401 }); const answer = await fetch('https://api.example.com/things', { headers: { authorization } }); return Response.json(await answer.json()); }`,
  'conditional: a signature that is looked at on one host only': `import { Receiver } from '@upstash/qstash'; const receiver = new Receiver(); async function signed(request) { if (process.env.VERCEL !== '1') return; const signature = request.headers.get('upstash-signature'); if (!signature) throw new Error('no signature'); if (!(await receiver.verify({ signature, body: 'x' }))) throw new Error('wrong signature'); } export async function POST(request) { await signed(request); return Response.json(await db.run()); }`,
  'protected: a signature that is looked at': `import { Receiver } from '@upstash/qstash'; const receiver = new Receiver(); export async function POST(request) { const signature = request.headers.get('upstash-signature'); if (!signature) return new Response('no', { status: 400 }); if (!(await receiver.verify({ signature, body: 'x' }))) return new Response('no', { status: 401 }); return Response.json(await db.run()); }`,
  'unprotected: a session that is optional': `import { NextResponse } from 'next/server'; import { auth } from '@/auth'; export async function GET() { const session = await auth(); return NextResponse.json({ name: session?.user?.name ?? 'guest' }); }`,
};

describe('Handlers of Next.js', () => {
  for (const [title, handler] of Object.entries(HANDLERS)) {
    it(title, async () => {
      const { routes } = await analyze({ ...SHARED, 'app/api/thing/route.ts': handler });
      const [entry] = routes.filter((route) => route.path === '/api/thing');
      assert.equal(entry?.verdict, title.split(':')[0], JSON.stringify(entry?.by));
    });
  }

  it('of the pages router are told apart by method', async () => {
    const { routes } = await analyze({
      ...SHARED,
      'pages/api/old.ts': `import { getServerSession } from 'next-auth/next';
export default async function handler(req, res) {
  if (req.method === 'POST') {
    const session = await getServerSession(req, res, {});
    if (!session) return res.status(401).end();
    return res.json({});
  }
  if (req.method === 'GET') return res.json({});
  res.status(405).end();
}
`,
    });
    assert.deepEqual(
      routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`),
      ['GET /api/old unprotected', 'POST /api/old protected'],
    );
  });

  it('of the pages router answer with the status of what was thrown', async () => {
    const { routes } = await analyze({
      ...SHARED,
      'pages/api/thing.ts': `import { requireUser } from '../../lib/guards';
export default async function handler(req, res) {
  try {
    if (!config.on) throw new Error('off');
    switch (req.method) {
      case 'GET':
        await handleGet(req, res);
        break;
      default:
        res.status(405).end();
    }
  } catch (error) {
    const status = error.status || 500;
    res.status(status).json({ message: error.message });
  }
}
const handleGet = async (req, res) => { const user = await requireUser(); res.json(await db.things(user)); };
`,
    });
    assert.deepEqual(
      routes.map(({ method, verdict }) => `${method} ${verdict}`),
      ['GET protected'],
    );
  });

  it('are behind a middleware that chooses among kinds of sessions', async () => {
    const { routes } = await analyze({
      ...SHARED,
      'middleware.ts': `import { getToken } from 'next-auth/jwt';
import { NextResponse } from 'next/server';
const strategy = process.env.SESSIONS || 'jwt';
export default async function middleware(request) {
  if (strategy === 'jwt') {
    if (!(await getToken({ req: request }))) return NextResponse.redirect(new URL('/login', request.url));
  } else if (strategy === 'database') {
    const session = await prisma.session.findUnique({ where: { token: request.cookies.get('session')?.value } });
    if (!session) return NextResponse.redirect(new URL('/login', request.url));
  }
  return NextResponse.next();
}
`,
      'app/api/things/route.ts': 'export const DELETE = () => Response.json({});\n',
    });
    assert.deepEqual(
      routes.map(({ verdict }) => verdict),
      ['protected'],
    );
  });

  it('may all come from another file', async () => {
    const { routes } = await analyze({
      ...SHARED,
      'lib/things.ts': `import { requireUser } from './guards';
export const GET = async () => { await requireUser(); return Response.json({}); };
export const DELETE = () => Response.json({});
`,
      'app/api/things/route.ts': `export * from '../../../lib/things';\n`,
    });
    assert.deepEqual(
      routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`),
      ['DELETE /api/things unprotected', 'GET /api/things protected'],
    );
  });

  describe('behind what NextAuth asks in authorized', () => {
    const config = (authorized: string): Files => ({
      'auth.config.ts': `export const authConfig = { providers: [], callbacks: { ${authorized} } };\n`,
      'auth.ts': `import NextAuth from 'next-auth';\nimport { authConfig } from './auth.config';\nexport const { auth } = NextAuth({ ...authConfig, session: {} });\n`,
      'app/api/things/route.ts': 'export const DELETE = () => Response.json({});\n',
      'app/desk/route.ts': 'export const DELETE = () => Response.json({});\n',
    });
    const NAMED = `export { auth as middleware } from './auth';\n`;
    const DEFAULT = `import NextAuth from 'next-auth';\nimport { authConfig } from './auth.config';\nexport default NextAuth(authConfig).auth;\n`;
    const SIGNED_IN = 'authorized({ auth }) { return !!auth?.user; }';
    const DESK =
      "authorized({ auth, request: { nextUrl } }) { const isIn = !!auth?.user; if (nextUrl.pathname.startsWith('/desk')) { if (isIn) return true; return false; } return true; }";
    const cases: [string, string, string, string[]][] = [
      ['a user', NAMED, SIGNED_IN, ['protected', 'protected']],
      ['a user, exported as it is made', DEFAULT, SIGNED_IN, ['protected', 'protected']],
      ['a user for some paths', DEFAULT, DESK, ['unprotected', 'protected']],
      ['nothing', NAMED, 'authorized() { return true; }', ['hollow', 'hollow']],
      ['no function', NAMED, 'jwt({ token }) { return token; }', ['unprotected', 'unprotected']],
    ];
    for (const [name, middleware, authorized, expected] of cases) {
      it(`are judged by it: ${name}`, async () => {
        const { 'auth.ts': _, ...shared } = SHARED;
        const { routes } = await analyze({ ...shared, ...config(authorized), 'middleware.ts': middleware });
        assert.deepEqual(
          routes.map(({ verdict }) => verdict),
          expected,
        );
      });
    }
  });

  it('are left open by globs that the middleware compares their paths with', async () => {
    const thing = 'export const DELETE = () => Response.json({});\n';
    const { routes } = await analyze({
      ...SHARED,
      'middleware.ts': `import micromatch from 'micromatch';
import { getToken } from 'next-auth/jwt';
import { NextResponse } from 'next/server';
const open = ['/api/open/**', '/api/plans/*'];
export default async function middleware(request) {
  if (micromatch.isMatch(request.nextUrl.pathname, open)) return NextResponse.next();
  if (!(await getToken({ req: request }))) return NextResponse.redirect(new URL('/login', request.url));
  return NextResponse.next();
}
`,
      'app/api/open/a/b/route.ts': thing,
      'app/api/plans/a/route.ts': thing,
      'app/api/plans/a/b/route.ts': thing,
    });
    assert.deepEqual(
      routes.map(({ path, verdict }) => `${path} ${verdict}`),
      ['/api/open/a/b unprotected', '/api/plans/a/b protected', '/api/plans/a unprotected'],
    );
  });

  it('of the pages router are judged by what wraps them', async () => {
    const handler = 'async (req, res) => { res.json(await db.things()); }';
    const page = (from: string, name: string, wrapped: string): string =>
      `import { ${name} } from '${from}';\nexport default ${wrapped};\n`;
    const { routes } = await analyze({
      ...SHARED,
      'lib/wrap.ts': `import { currentUser } from './guards';
export const withUser = (inner) => async (req, res) => { if (!(await currentUser())) return res.status(401).end(); return inner(req, res); };
export const withLog = (inner) => async (req, res) => { console.log(req.url); return inner(req, res); };
`,
      'pages/api/a.ts': page('../../lib/wrap', 'withUser', `withUser(${handler})`),
      'pages/api/b.ts': page('../../lib/wrap', 'withLog, withUser', `withLog(withUser(${handler}))`),
      'pages/api/c.ts': page('../../lib/wrap', 'withLog', `withLog(${handler})`),
      'pages/api/d.ts': page('iron-session/next', 'withIronSessionApiRoute', `withIronSessionApiRoute(${handler}, {})`),
    });
    assert.deepEqual(
      routes.map(({ path, verdict }) => `${path} ${verdict}`),
      ['/api/a protected', '/api/b protected', '/api/c unprotected', '/api/d unprotected'],
    );
  });

  it('have the path of their folders, without groups, below the base path', async () => {
    const { routes } = await analyze({
      ...SHARED,
      'apps/app/package.json': JSON.stringify({ name: 'app', dependencies: { next: '15.4.0' } }),
      'apps/app/next.config.mjs':
        "import withPlugin from 'next-plugin';\nconst config = { basePath: '/shop' };\nexport default withPlugin(config);\n",
      'apps/app/src/app/(public)/app/[id]/@modal/route.ts': 'export const GET = () => Response.json({});\n',
    });
    assert.deepEqual(
      routes.map(({ path }) => path),
      ['/shop/app/[id]'],
    );
  });

  it('of sign-in libraries are open on purpose', async () => {
    const { routes } = await analyze({
      ...SHARED,
      'app/api/auth/[...nextauth]/route.ts':
        "import { handlers } from '../../../../auth';\nexport const { GET, POST } = handlers;\n",
    });
    assert.deepEqual(
      routes.map(({ method, verdict }) => `${method} ${verdict}`),
      ['GET public-by-design', 'POST public-by-design'],
    );
  });

  it('are none where nothing says that the folder is a Next.js application', async () => {
    const { routes } = await analyze({
      'package.json': JSON.stringify({ name: 'acme', dependencies: { express: '^5.0.0' } }),
      'src/app/users/route.ts': 'export function GET() { return 1; }\n',
    });
    assert.deepEqual(routes, []);
  });
});
