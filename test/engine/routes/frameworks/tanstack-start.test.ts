// TanStack Start: server functions, server routes, and middleware of either and of everything.

import assert from 'node:assert/strict';

import { analyze, type Files } from '../../../support/analyze';

async function shown(files: Files): Promise<string[]> {
  const { routes } = await analyze({
    'package.json': '{"dependencies":{"@tanstack/react-start":"1.0.0","@tanstack/react-router":"1.0.0"}}',
    ...files,
  });
  return routes.map(({ framework, method, path, verdict }) => `${framework} ${method} ${path} ${verdict}`).sort();
}

const AUTH = `import { createMiddleware } from '@tanstack/react-start';
import { getCookie, getRequest, useSession } from '@tanstack/react-start/server';
import { redirect } from '@tanstack/react-router';
import { auth } from './sign-in';
export const logged = createMiddleware({ type: 'function' }).server(async ({ next }) => { console.log('call'); return next(); });
export const signedIn = createMiddleware({ type: 'function' })
  .middleware([logged])
  .server(async ({ next }) => {
    const session = await auth.api.getSession({ headers: getRequest().headers });
    if (!session) throw redirect({ to: '/login' });
    return next({ context: { user: session.user } });
  });
export async function requireUser() {
  const session = await useSession({ password: process.env.SECRET! });
  if (!session.data.userId) throw new Response('no', { status: 401 });
  return session.data.userId;
}
`;

describe('TanStack Start', () => {
  it('serves server functions, behind their middleware and what they ask themselves', async () => {
    const functions = `import { createServerFn } from '@tanstack/react-start';
import { logged, requireUser, signedIn } from './auth';
export const listRows = createServerFn().middleware([logged]).handler(async () => db.rows());
export const addRow = createServerFn({ method: 'POST' })
  .middleware([signedIn])
  .validator((input: unknown) => schema.parse(input))
  .handler(async ({ data }) => db.add(data));
export const dropRow = createServerFn({ method: 'POST' }).handler(async ({ data }) => {
  await requireUser();
  return db.drop(data);
});
export const signInFn = createServerFn({ method: 'POST' }).handler(async ({ data }) => db.check(data));
`;
    assert.deepEqual(await shown({ 'src/auth.ts': AUTH, 'src/rows.functions.ts': functions }), [
      'tanstack-start GET /_serverFn/listRows unprotected',
      'tanstack-start POST /_serverFn/addRow protected',
      'tanstack-start POST /_serverFn/dropRow protected',
      'tanstack-start POST /_serverFn/signInFn public-by-design',
    ]);
  });

  it('serves server routes, which beforeLoad of a page does not stand before', async () => {
    const page = `import { createFileRoute, redirect } from '@tanstack/react-router';
import { signedIn } from '../auth';
export const Route = createFileRoute('/_desk/api/rows/$id')({
  beforeLoad: ({ context }) => { if (!context.user) throw redirect({ to: '/login' }); },
  server: {
    handlers: {
      GET: async ({ params }) => Response.json(await db.row(params.id)),
      DELETE: { middleware: [signedIn], handler: async ({ params }) => Response.json(await db.drop(params.id)) },
      POST: async ({ request }) => {
        if (request.headers.get('x-hook-secret') !== process.env.HOOK_SECRET) return new Response('no', { status: 401 });
        return Response.json(await db.add(await request.json()));
      },
    },
  },
});
`;
    const signIn = `import { createServerFileRoute } from '@tanstack/react-start/server';
import { auth } from '../sign-in';
export const ServerRoute = createServerFileRoute('/api/auth/$').methods({ GET: ({ request }) => auth.handler(request) });
`;
    assert.deepEqual(await shown({ 'src/auth.ts': AUTH, 'src/routes/rows.tsx': page, 'src/routes/auth.ts': signIn }), [
      'tanstack-start DELETE /api/rows/$id protected',
      'tanstack-start GET /api/auth/$ public-by-design',
      'tanstack-start GET /api/rows/$id unprotected',
      'tanstack-start POST /api/rows/$id protected',
    ]);
  });

  it('may have middleware before every server function, or before every request', async () => {
    const files = (key: string): Files => ({
      'src/auth.ts': AUTH,
      'src/start.ts': `import { createStart } from '@tanstack/react-start';
import { signedIn } from './auth';
export const startInstance = createStart(() => ({ ${key}: [signedIn] }));
`,
      'src/rows.ts':
        "import { createServerFn } from '@tanstack/react-start';\nexport const rows = createServerFn().handler(async () => db.rows());\n",
      'src/routes/rows.ts':
        "import { createFileRoute } from '@tanstack/react-router';\nexport const Route = createFileRoute('/api/rows')({ server: { handlers: { GET: async () => Response.json(await db.rows()) } } });\n",
    });
    assert.deepEqual(await shown(files('functionMiddleware')), [
      'tanstack-start GET /_serverFn/rows protected',
      'tanstack-start GET /api/rows unprotected',
    ]);
    assert.deepEqual(await shown(files('requestMiddleware')), [
      'tanstack-start GET /_serverFn/rows protected',
      'tanstack-start GET /api/rows protected',
    ]);
  });

  it('leaves it open where a check of that name refuses by what could not be followed', async () => {
    const files = (check: string): Files => ({
      'src/auth.ts': `import { runtime } from './runtime';
export async function requireSession() {
  ${check}
  return session;
}
`,
      'src/rows.ts': `import { createServerFn } from '@tanstack/react-start';
import { requireSession } from './auth';
export const rows = createServerFn().handler(async () => { await requireSession(); return db.rows(); });
`,
    });
    const verdictOf = async (check: string): Promise<string[]> => shown(files(check));
    assert.deepEqual(
      await verdictOf('const session = await runtime.run(reads); if (!session) throw new UnauthorizedError();'),
      ['tanstack-start GET /_serverFn/rows unknown'],
    );
    assert.deepEqual(await verdictOf('const session = await runtime.run(reads);'), [
      'tanstack-start GET /_serverFn/rows unprotected',
    ]);
  });
});
