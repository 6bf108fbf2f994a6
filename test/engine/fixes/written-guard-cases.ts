// Where statements that siblings refuse with are written in an open handler's body.

import type { Files } from '../../support/memory-host';
import type { FixCase } from './cases';

const manifest = (...packages: string[]): string =>
  JSON.stringify({ name: 'acme', dependencies: Object.fromEntries(packages.map((name) => [name, '15.4.0'])) });

const written = (name: string, files: Files, after: Files, path?: string): FixCase => ({
  fix: 'add-guard',
  check: 'route-unprotected',
  name: `in the body, ${name}`,
  files,
  after,
  ...(path === undefined ? {} : { pick: (finding) => finding.path === path }),
});

const NEXT: Files = {
  'package.json': manifest('next', 'next-auth'),
  'auth.ts': `import NextAuth from 'next-auth';
import GitHub from 'next-auth/providers/github';
export const { handlers, auth } = NextAuth({ providers: [GitHub] });
`,
  'app/api/orders/route.ts': `import { NextResponse } from 'next/server';
import { auth } from '@/auth';

export async function GET() {
  const session = await auth();
  if (!session?.user) {
    return NextResponse.json({ error: 'Unauthorized' }, { status: 401 });
  }

  return NextResponse.json(await db.orders());
}
`,
};
const GUARD = `  const session = await auth();
  if (!session?.user) {
    return NextResponse.json({ error: 'Unauthorized' }, { status: 401 });
  }
`;
const REMOVE = `import { db } from '@/db';

export async function DELETE(request: Request) {
  return Response.json(await db.remove(await request.json()));
}
`;
const REQUIRE: Files = {
  'lib/session.ts': `import { auth } from '../auth';
export async function requireUser(request: Request) {
  const session = await auth();
  if (!session) throw new Response('no', { status: 401 });
  return session.user;
}
`,
};

const REMIX: Files = {
  'package.json': manifest('@remix-run/node', '@remix-run/react'),
  'app/session.server.ts': `import { createCookieSessionStorage, redirect } from '@remix-run/node';
const storage = createCookieSessionStorage({ cookie: { name: 'sid', secrets: [process.env.KEY] } });
export async function requireUser(request) {
  const session = await storage.getSession(request.headers.get('cookie'));
  const id = session.get('userId');
  if (!id) throw redirect('/login');
  return id;
}
`,
  'app/routes/notes.tsx': `import type { LoaderFunctionArgs } from '@remix-run/node';
import { requireUser } from '../session.server';

export async function loader({ request }: LoaderFunctionArgs) {
  await requireUser(request);
  return db.notes();
}
`,
};

export const WRITTEN_GUARD_CASES: readonly FixCase[] = [
  written(
    'the statement that asks alone, not what is put together with its answer',
    {
      ...NEXT,
      'app/api/orders/route.ts':
        `import { NextResponse } from 'next/server';
import { requireUser } from '../../../lib/session';

export async function POST(request: Request) {
  const { title } = await request.json();
  const filter = { title };
  const found = await db.find(filter, ` +
        "`owner eq '${await requireUser(request)}' and title eq '${title}'`" +
        `);
  const order = { title, owner: await requireUser(request) };
  return NextResponse.json(await db.add(order, found));
}

export async function PUT(request: Request) {
  const user = await requireUser(request);
  return NextResponse.json(await db.put(user));
}
`,
      ...REQUIRE,
      'app/api/carts/route.ts': REMOVE,
    },
    {
      'app/api/carts/route.ts': `import { db } from '@/db';
import { requireUser } from '../../../lib/session';

export async function DELETE(request: Request) {
  const user = await requireUser(request);
  return Response.json(await db.remove(await request.json()));
}
`,
    },
    'app/api/carts/route.ts',
  ),
  written(
    'a route handler of Next.js',
    { ...NEXT, 'app/api/carts/route.ts': REMOVE },
    {
      'app/api/carts/route.ts': REMOVE.replace(
        "'@/db';\n",
        "'@/db';\nimport { auth } from '@/auth';\nimport { NextResponse } from 'next/server';\n",
      ).replace('Request) {\n', `Request) {\n${GUARD}`),
    },
  ),
  written(
    'a handler on one line that waits for nothing, in a file without imports',
    { ...NEXT, 'app/api/carts/route.ts': `export const PUT = () => { return Response.json(db.carts()); };\n` },
    {
      'app/api/carts/route.ts': `import { auth } from '@/auth';\nimport { NextResponse } from 'next/server';\n\nexport const PUT = async () => {\n${GUARD}  return Response.json(db.carts()); };\n`,
    },
  ),
  written(
    'a handler that is an expression',
    {
      ...NEXT,
      'app/api/carts/route.ts': `import { auth } from '@/auth';\nimport { NextResponse } from 'next/server';\n\nexport const PUT = () => NextResponse.json({ carts: db.carts() });\n`,
    },
    {
      'app/api/carts/route.ts': `import { auth } from '@/auth';\nimport { NextResponse } from 'next/server';\n\nexport const PUT = async () => {\n${GUARD}  return NextResponse.json({ carts: db.carts() });\n};\n`,
    },
  ),
  written(
    'a handler inside a wrapper, with a parameter of another name',
    {
      ...NEXT,
      ...REQUIRE,
      'app/api/orders/route.ts': `import { requireUser } from '../../../lib/session';\nexport async function GET(request: Request) {\n  const user = await requireUser(request);\n  return Response.json(user);\n}\n`,
      'app/api/x/carts/route.ts': `import { logged } from '@/log';\n\nexport const POST = logged(async (req: Request) => {\n  return Response.json(await db.add(req));\n});\n`,
      'log.ts': `export const logged = (handler: any) => async (...args: any[]) => { console.log('call'); return handler(...args); };\n`,
    },
    {
      'app/api/x/carts/route.ts': `import { logged } from '@/log';\nimport { requireUser } from '../../../../lib/session';\n\nexport const POST = logged(async (req: Request) => {\n  const user = await requireUser(req);\n  return Response.json(await db.add(req));\n});\n`,
    },
  ),
  written(
    'a server action, behind its directive',
    {
      ...NEXT,
      'app/api/orders/route.ts': '',
      'app/actions.ts': `'use server';
import { auth } from '@/auth';

export async function rename(name: string) {
  const session = await auth();
  if (!session) throw new Error('Unauthorized');
  return db.rename(session.user.id, name);
}
`,
      'app/page.tsx': `import { db } from '@/db';\n\nexport default function Page() {\n  async function remove(id: string) {\n    'use server';\n    await db.remove(id);\n  }\n  return <form action={remove} />;\n}\n`,
    },
    {
      'app/page.tsx': `import { db } from '@/db';\nimport { auth } from '@/auth';\n\nexport default function Page() {\n  async function remove(id: string) {\n    'use server';\n    const session = await auth();\n    if (!session) throw new Error('Unauthorized');\n    await db.remove(id);\n  }\n  return <form action={remove} />;\n}\n`,
    },
  ),
  written(
    'an action of Remix that takes no parameters',
    {
      ...REMIX,
      'app/routes/carts.tsx': `import { json } from '@remix-run/node';\n\nexport async function action() {\n  return json(await db.clear());\n}\n`,
    },
    {
      'app/routes/carts.tsx': `import { json, type LoaderFunctionArgs } from '@remix-run/node';\nimport { requireUser } from '../session.server';\n\nexport async function action({ request }: LoaderFunctionArgs) {\n  await requireUser(request);\n  return json(await db.clear());\n}\n`,
    },
  ),
  written(
    'a loader of Remix that takes other parts of its parameter',
    {
      ...REMIX,
      'app/routes/carts.tsx': `import { json } from '@remix-run/node';\n\nexport async function loader({ params }) {\n  return json(await db.cart(params.id));\n}\n`,
    },
    {
      'app/routes/carts.tsx': `import { json } from '@remix-run/node';\nimport { requireUser } from '../session.server';\n\nexport async function loader({ request, params }) {\n  await requireUser(request);\n  return json(await db.cart(params.id));\n}\n`,
    },
  ),
  written(
    'an action of SvelteKit',
    {
      'package.json': manifest('@sveltejs/kit'),
      'src/routes/orders/+server.ts': `import { error } from '@sveltejs/kit';\n\nexport async function GET({ locals }) {\n  if (!locals.user) error(401);\n  return new Response(await db.orders());\n}\n`,
      'src/routes/carts/+server.ts': `import { db } from '$lib/db';\n\nexport async function DELETE({ params }) {\n  await db.remove(params);\n  return new Response();\n}\n`,
    },
    {
      'src/routes/carts/+server.ts': `import { db } from '$lib/db';\nimport { error } from '@sveltejs/kit';\n\nexport async function DELETE({ locals, params }) {\n  if (!locals.user) error(401);\n  await db.remove(params);\n  return new Response();\n}\n`,
    },
  ),
  written(
    'a handler of Nitro, whose utilities are not imported',
    {
      'package.json': manifest('nuxt'),
      'server/api/orders.get.ts': `export default defineEventHandler(async (event) => {\n  const { user } = await requireUserSession(event);\n  return db.orders(user);\n});\n`,
      'server/api/carts.delete.ts': `export default eventHandler(async (e) => {\n  return db.remove(e);\n});\n`,
    },
    {
      'server/api/carts.delete.ts': `export default eventHandler(async (e) => {\n  const { user } = await requireUserSession(e);\n  return db.remove(e);\n});\n`,
    },
  ),
  written(
    'an endpoint of Astro',
    {
      'package.json': manifest('astro'),
      'src/pages/api/orders.ts': `import type { APIRoute } from 'astro';\n\nexport const GET: APIRoute = async (context) => {\n  if (!context.locals.user) return new Response(null, { status: 401 });\n  return new Response();\n};\n`,
      'src/pages/api/carts.ts': `import type { APIRoute } from 'astro';\n\nexport const DELETE: APIRoute = async (context) => {\n  await db.remove(context.params.id);\n  return new Response();\n};\n`,
    },
    {
      'src/pages/api/carts.ts': `import type { APIRoute } from 'astro';\n\nexport const DELETE: APIRoute = async (context) => {\n  if (!context.locals.user) return new Response(null, { status: 401 });\n  await db.remove(context.params.id);\n  return new Response();\n};\n`,
    },
  ),
];
