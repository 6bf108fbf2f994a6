// Frameworks whose routes are files: where their endpoints are, and what stands before them.

import assert from 'node:assert/strict';

import { analyze, type Files } from '../../support/analyze';

async function shown(files: Files): Promise<string[]> {
  const { routes } = await analyze(files);
  return routes.map(({ framework, method, path, verdict }) => `${framework} ${method} ${path} ${verdict}`);
}

function manifest(...packages: string[]): string {
  return JSON.stringify({
    name: 'acme',
    dependencies: Object.fromEntries(packages.map((name) => [name, '^2.0.0'])),
  });
}

describe('Server actions of Next.js', () => {
  const NEXT: Files = {
    'package.json': JSON.stringify({ name: 'acme', dependencies: { next: '16.0.0' } }),
    'app/page.tsx': 'export default function Page() { return null; }\n',
  };
  const ACTIONS = `'use server';
import { auth } from './auth';
import { redirect } from 'next/navigation';
export async function remove(id: string) {
  await db.thing.delete({ where: { id } });
}
export const rename = async (id: string, name: string) => {
  const session = await auth();
  if (!session) throw new Error('Not signed in');
  await db.thing.update({ where: { id }, data: { name } });
};
export async function publish(id: string) {
  const session = await auth();
  if (!session) redirect('/login');
  await db.thing.update({ where: { id } });
}
export async function login(form: FormData) {
  await check(form);
}
`;
  const AUTH = "import NextAuth from 'next-auth';\nexport const { auth } = NextAuth({});\n";

  it('are endpoints of their own, by the functions that a file exports', async () => {
    assert.deepEqual(await shown({ ...NEXT, 'auth.ts': AUTH, 'actions.ts': ACTIONS }), [
      'nextjs POST action remove unprotected',
      'nextjs POST action rename protected',
      'nextjs POST action publish protected',
      'nextjs POST action login public-by-design',
    ]);
  });

  const bodies: [string, string, string][] = [
    ['hand back an error', 'protected', `if (!session) return { error: 'no' }; await db.wipe(); return { ok: true };`],
    ['hand back nothing', 'protected', `if (!session?.user) { return; } await db.wipe();`],
    [
      'catch what they throw',
      'protected',
      `try { if (!session) throw new Error('no'); await db.wipe(); return { ok: true }; } catch (error) { return { status: 'error' }; }`,
    ],
    [
      'catch what they throw, and go on',
      'unprotected',
      `try { if (!session) throw new Error('no'); } catch (error) { console.log(error); } await db.wipe(); return { ok: true };`,
    ],
    ['do their work before they ask', 'unprotected', `await db.wipe(); return session ? 1 : 2;`],
    [
      'refuse for other reasons',
      'unprotected',
      `if (!id) return { error: 'no id' }; await db.wipe(session); return 1;`,
    ],
  ];
  for (const [name, verdict, body] of bodies) {
    it(`that ${name} are ${verdict}`, async () => {
      const action = `'use server';\nimport { auth } from './auth';\nexport async function wipe(id) {\n  const session = await auth();\n  ${body}\n}\n`;
      assert.deepEqual(await shown({ ...NEXT, 'auth.ts': AUTH, 'actions.ts': action }), [
        `nextjs POST action wipe ${verdict}`,
      ]);
    });
  }

  it('to sign in are open on purpose, whatever stands before pages', async () => {
    const actions = `'use server';
import { checked } from './checked';
export const signIn = checked(async (form) => { await check(form); });
export async function signOut() { await end(); }
export async function loginWithEmail(form) { await check(form); }
`;
    const checked = 'export const checked = (fn) => async (form) => fn(parse(form));\n';
    assert.deepEqual(await shown({ ...NEXT, 'actions.ts': actions, 'checked.ts': checked }), [
      'nextjs POST action signIn public-by-design',
      'nextjs POST action signOut public-by-design',
      'nextjs POST action loginWithEmail public-by-design',
    ]);
  });

  it('may begin inside a component', async () => {
    const page = `export default function Page() {
  async function save(form) {
    'use server';
    await db.thing.create({ data: form });
  }
  return <form action={save} />;
}
`;
    assert.deepEqual(await shown({ ...NEXT, 'app/new/page.tsx': page }), ['nextjs POST action save unprotected']);
  });

  it('are not held off by what stands before pages', async () => {
    const proxy = `import { auth } from './auth';
import { NextResponse } from 'next/server';
export default auth((req) => {
  if (!req.auth) return NextResponse.redirect(new URL('/login', req.url));
});
`;
    const files = { ...NEXT, 'auth.ts': AUTH, 'proxy.ts': proxy };
    const actions = "'use server';\nexport async function wipe() { await db.thing.deleteMany(); }\n";
    const route = 'export const GET = () => Response.json({});\n';
    assert.deepEqual(await shown({ ...files, 'app/actions.ts': actions, 'app/api/things/route.ts': route }), [
      'nextjs POST action wipe weak',
      'nextjs GET /api/things protected',
    ]);
  });

  it('are behind the middleware of the client that they are built from', async () => {
    const clients = `import { createSafeActionClient } from 'next-safe-action';
import { auth } from './auth';
export const actionClient = createSafeActionClient({ handleServerError: (error) => error.message });
export const logged = actionClient.use(async ({ next, metadata }) => { console.log(metadata); return next(); });
export const authActionClient = logged.use(async ({ next }) => {
  const session = await auth();
  if (!session?.user) throw new Error('Sign in first');
  return next({ ctx: { user: session.user } });
});
`;
    const actions = `'use server';
import { actionClient, authActionClient, logged } from './clients';
export const rename = authActionClient.schema(schema).action(async ({ parsedInput }) => db.thing.rename(parsedInput));
export const publish = authActionClient.use(async ({ next }) => next()).action(async () => db.thing.publish());
export const wipe = logged.metadata({ name: 'wipe' }).inputSchema(schema).action(async () => db.thing.deleteMany());
export const count = actionClient.action(async () => db.thing.count());
`;
    assert.deepEqual(await shown({ ...NEXT, 'auth.ts': AUTH, 'clients.ts': clients, 'actions.ts': actions }), [
      'nextjs POST action rename protected',
      'nextjs POST action publish protected',
      'nextjs POST action wipe unprotected',
      'nextjs POST action count unprotected',
    ]);
  });

  it('that come from a client of their own are unknown', async () => {
    const actions = `'use server';
import { authActionClient } from '@acme/actions';
export const wipe = authActionClient.schema(schema).action(async () => db.thing.deleteMany());
`;
    assert.deepEqual(await shown({ ...NEXT, 'app/actions.ts': actions }), ['nextjs POST action wipe unknown']);
  });
});

describe("Clerk's middleware", () => {
  const files = (decides: string): Files => ({
    'package.json': JSON.stringify({ name: 'acme', dependencies: { next: '16.0.0', '@clerk/nextjs': '^6.0.0' } }),
    'proxy.ts': `import { clerkMiddleware, createRouteMatcher } from '@clerk/nextjs/server';
const isPublic = createRouteMatcher(['/sign-in(.*)', '/api/hooks(.*)']);
export default clerkMiddleware(${decides});
export const config = { matcher: ['/((?!_next|[^?]*\\\\.(?:html?|css|js(?!on)|png)).*)', '/(api|trpc)(.*)'] };
`,
    'app/api/things/route.ts': 'export const DELETE = () => Response.json({});\n',
    'app/api/hooks/pay/route.ts': 'export const POST = () => Response.json({});\n',
  });

  it('refuses outside the paths that its callback leaves out', async () => {
    assert.deepEqual(await shown(files('async (auth, req) => { if (!isPublic(req)) await auth.protect(); }')), [
      'nextjs POST /api/hooks/pay unprotected',
      'nextjs DELETE /api/things protected',
    ]);
  });

  it('refuses nobody without a callback', async () => {
    assert.deepEqual(await shown(files('')), [
      'nextjs POST /api/hooks/pay unprotected',
      'nextjs DELETE /api/things unprotected',
    ]);
  });
});

describe('SvelteKit', () => {
  const HOOK = `import { sequence } from '@sveltejs/kit/hooks';
import { redirect } from '@sveltejs/kit';
const log = async ({ event, resolve }) => { console.log(event.url.pathname); return resolve(event); };
const guard = async ({ event, resolve }) => {
  if (event.url.pathname.startsWith('/admin') && !event.locals.user) redirect(303, '/login');
  return resolve(event);
};
export const handle = sequence(log, guard);
`;
  const SERVER = `import { error, json } from '@sveltejs/kit';
export async function GET({ locals }) {
  if (!locals.user) error(401, 'no');
  return json({});
}
export const DELETE = async ({ params }) => { await db.remove(params.id); return json({}); };
`;
  const PAGE = `import { fail } from '@sveltejs/kit';
export const load = async () => ({ posts: [] });
export const actions = {
  default: async ({ request, locals }) => {
    if (!locals.user) return fail(401);
    await db.add(await request.formData());
  },
  wipe: async () => { await db.wipe(); },
};
`;

  it('has endpoints, form actions and loads, below what handle refuses', async () => {
    assert.deepEqual(
      await shown({
        'package.json': manifest('@sveltejs/kit'),
        'src/hooks.server.ts': HOOK,
        'src/routes/(app)/things/[id]/+server.ts': SERVER,
        'src/routes/admin/keys/+server.ts': 'export const POST = async () => new Response();\n',
        'src/routes/posts/+page.server.ts': PAGE,
      }),
      [
        'sveltekit GET /things/[id] protected',
        'sveltekit DELETE /things/[id] unprotected',
        'sveltekit POST /admin/keys protected',
        'sveltekit GET /posts unprotected',
        'sveltekit POST /posts protected',
        'sveltekit POST /posts?/wipe unprotected',
      ],
    );
  });
});

describe('Remix and React Router', () => {
  it('have a loader and an action per route module', async () => {
    const auth = `import { createCookieSessionStorage, redirect } from '@remix-run/node';
const { getSession } = createCookieSessionStorage({ cookie: { name: 'sid' } });
export async function requireUser(request: Request) {
  const session = await getSession(request.headers.get('Cookie'));
  const id = session.get('userId');
  if (!id) throw redirect('/login');
  return id;
}
`;
    const notes = `import { requireUser } from '../auth.server';
export async function loader({ request }) { await requireUser(request); return {}; }
export async function action({ request }) { await db.note.create(await request.formData()); return null; }
export default function Notes() { return null; }
`;
    assert.deepEqual(
      await shown({
        'package.json': manifest('@remix-run/node', '@remix-run/react'),
        'app/auth.server.ts': auth,
        'app/routes/_app.notes.$id_.edit.tsx': notes,
        'app/routes/$.tsx': "export function loader() { throw new Response('Not found', { status: 404 }); }\n",
        'app/routes/auth.$provider.ts': 'export const action = () => start();\n',
        'app/routes/resources.theme-switch.ts': 'export const action = () => setTheme();\n',
        'app/routes/health/route.ts': 'export const loader = () => new Response();\n',
      }),
      [
        'remix GET /* public-by-design',
        'remix GET /notes/:id/edit protected',
        'remix POST /notes/:id/edit unprotected',
        'remix POST /auth/:provider public-by-design',
        'remix GET /health public-by-design',
        'remix POST /resources/theme-switch public-by-design',
      ],
    );
  });

  it('have modules around them whose loaders do not stand before their own', async () => {
    const loads = 'export const loader = async () => ({ rows: await db.rows() });\n';
    assert.deepEqual(
      await shown({
        'package.json': manifest('react-router', '@react-router/dev', '@react-router/node'),
        'app/routes/desk.tsx': `import { redirect } from 'react-router';
import { userOf } from '~/session';
export const loader = async ({ request }) => { if (!request.headers.get('authorization')) throw redirect('/login'); return {}; };
`,
        'app/routes/desk.orders.tsx': `${loads}export const action = async ({ request }) => { await db.add(await request.formData()); };\n`,
        'app/routes/desk.login.tsx': loads,
        'app/routes/desk._index.tsx':
          "import { redirect } from '~/answers';\nexport const loader = async ({ request }) => redirect('/desk/orders');\n",
        'app/routes/desk_.rows.tsx': loads,
        'app/answers.ts':
          'export const redirect = (to) => new Response(null, { status: 302, headers: { Location: to } });\n',
      }),
      [
        'remix GET /desk public-by-design',
        'remix GET /desk/login public-by-design',
        'remix GET /desk/orders weak',
        'remix POST /desk/orders unprotected',
        'remix GET /desk weak',
        'remix GET /desk/rows unprotected',
      ],
    );
  });

  it('may answer with a helper of their own that is called like the one they had', async () => {
    const module = (body: string): string =>
      `import { json } from '~/answers';\nexport const loader = async ({ request }) => { ${body} };\n`;
    assert.deepEqual(
      await shown({
        'package.json': manifest('react-router', '@react-router/dev', '@react-router/node'),
        'app/answers.ts':
          'export const json = (data, init) => new Response(JSON.stringify(data), typeof init === "number" ? { status: init } : init);\n',
        'app/routes/mine.ts': module(
          "if (!(await sessionOf(request.headers.get('cookie')))) return json({ error: 'no' }, { status: 401 }); return json(await db.rows());",
        ),
        'app/routes/post.ts': module("return json({ error: 'Use POST' }, { status: 405 });"),
        'app/routes/rows.ts': module('return json(await db.rows());'),
      }),
      ['remix GET /mine protected', 'remix GET /post public-by-design', 'remix GET /rows unprotected'],
    );
  });
});

describe('React Router with a list of routes', () => {
  const guard = `import { redirect } from 'react-router';
import { createCookieSessionStorage } from 'react-router';
const storage = createCookieSessionStorage({ cookie: { name: 'sid', secrets: [process.env.KEY] } });
export async function requireUser({ request }) {
  const session = await storage.getSession(request.headers.get('cookie'));
  if (!session.get('userId')) throw redirect('/login');
}
`;
  const list = (
    routes: string,
  ): string => `import { type RouteConfig, index, layout, prefix, route } from '@react-router/dev/routes';
export default [${routes}] satisfies RouteConfig;
`;
  const PAGE =
    'export async function loader() { return db.things(); }\nexport async function action() { return db.add(); }\nexport default function Page() { return null; }\n';
  const files: Files = {
    'package.json': manifest('react-router', '@react-router/dev', '@react-router/node'),
    'app/guard.ts': guard,
    'app/root.tsx': 'export default function Root() { return null; }\n',
    'app/pages/home.tsx': PAGE.replace(/export async function action.*\n/, ''),
    'app/pages/things.tsx': PAGE,
    'app/pages/desk.tsx': `import { requireUser } from '../guard';\nexport const middleware = [requireUser];\n${PAGE}`,
    'app/pages/shell.tsx':
      "import { requireUser } from '../guard';\nexport const middleware = [requireUser];\nexport default function Shell() { return null; }\n",
    'app/routes/stray.tsx': PAGE,
  };

  it('has the modules of the list, behind their middleware and that of the modules around them', async () => {
    const routes =
      "index('pages/home.tsx'), route('things', './pages/things.tsx'), route('desk', 'pages/desk.tsx'), layout('pages/shell.tsx', [...prefix('inner', [route(':id', 'pages/things.tsx', { id: 'one' })])])";
    assert.deepEqual(await shown({ ...files, 'app/routes.ts': list(routes) }), [
      'remix GET / public-by-design',
      'remix GET /desk protected',
      'remix POST /desk protected',
      'remix GET /inner/:id protected',
      'remix POST /inner/:id protected',
      'remix GET /things unprotected',
      'remix POST /things unprotected',
    ]);
  });

  it('has the files of the folder too where the list reads it', async () => {
    const both = `import { route } from '@react-router/dev/routes';
import { flatRoutes } from '@react-router/fs-routes';
export default [route('things', 'pages/things.tsx'), ...(await flatRoutes())];
`;
    assert.deepEqual(await shown({ ...files, 'app/routes.ts': both }), [
      'remix GET /things unprotected',
      'remix POST /things unprotected',
      'remix GET /stray unprotected',
      'remix POST /stray unprotected',
    ]);
  });

  it('puts the middleware of the root before every file', async () => {
    assert.deepEqual(
      await shown({
        ...files,
        'app/root.tsx': "import { requireUser } from './guard';\nexport const middleware = [requireUser];\n",
        'app/routes/a.b.tsx': PAGE,
      }),
      [
        'remix GET /a/b protected',
        'remix POST /a/b protected',
        'remix GET /stray protected',
        'remix POST /stray protected',
      ],
    );
  });
});

describe('Nuxt and Nitro', () => {
  it('have handlers by file, below the middleware of the server', async () => {
    const middleware = `export default defineEventHandler((event) => {
  if (getRequestURL(event).pathname.startsWith('/api/admin') && getHeader(event, 'authorization') !== process.env.KEY)
    throw createError({ statusCode: 401 });
});
`;
    assert.deepEqual(
      await shown({
        'package.json': manifest('nuxt'),
        'server/middleware/auth.ts': middleware,
        'server/api/admin/users.get.ts': 'export default defineEventHandler(() => db.users());\n',
        'server/api/things/[id].delete.ts': 'export default defineEventHandler((event) => db.remove(event));\n',
        'server/api/me.ts':
          'export default defineEventHandler(async (event) => { await requireUserSession(event); return {}; });\n',
        'server/api/cart.ts':
          'export default defineEventHandler(async (event) => { const { user } = await getUserSession(event); return { user }; });\n',
        'server/routes/auth/github.get.ts':
          'export default defineOAuthGitHubEventHandler({ async onSuccess(event, { user }) { await setUserSession(event, { user }); } });\n',
        'server/routes/feed.ts': 'export default eventHandler(() => []);\n',
      }),
      [
        'nitro GET /api/admin/users protected',
        'nitro ALL /api/cart unprotected',
        'nitro ALL /api/me protected',
        'nitro DELETE /api/things/[id] unprotected',
        'nitro GET /auth/github public-by-design',
        'nitro ALL /feed public-by-design',
      ],
    );
  });
});

describe('What Nuxt imports by itself', () => {
  const handler = (body: string, made = 'defineEventHandler'): string =>
    `export default ${made}(async (event) => {\n  ${body}\n  return db.things();\n});\n`;

  it('is found in the utilities of the server', async () => {
    assert.deepEqual(
      await shown({
        'package.json': manifest('nuxt'),
        'server/utils/auth.ts': `export async function requireAdmin(event) {
  const session = await getUserSession(event);
  if (!session.user?.admin) throw createError({ statusCode: 403 });
  return session.user;
}
export const whoever = (event) => getUserSession(event);
`,
        'server/utils/defineGuarded.ts':
          'export const defineGuarded = (inner) => defineEventHandler(async (event) => { await requireUserSession(event); return inner(event); });\n',
        'server/utils/logged.ts':
          'export function defineLogged(inner) { return eventHandler(async (event) => { console.log(event.path); return inner(event); }); }\n',
        'server/api/a.get.ts': handler('await requireAdmin(event);'),
        'server/api/b.get.ts': handler('const session = await whoever(event);'),
        'server/api/c.get.ts': handler('', 'defineGuarded'),
        'server/api/d.get.ts': handler('', 'defineLogged'),
        'other/server/api/e.get.ts': handler('await requireAdmin(event);'),
      }),
      [
        'nitro GET /api/e unknown',
        'nitro GET /api/a protected',
        'nitro GET /api/b unprotected',
        'nitro GET /api/c protected',
        'nitro GET /api/d unprotected',
      ],
    );
  });

  it('reads the event in helpers that make no handlers, however it is typed', async () => {
    assert.deepEqual(
      await shown({
        'package.json': manifest('nuxt'),
        'server/utils/answers.ts': `import { createError, type H3Event } from 'h3';
export function signedIn(event: H3Event): { id: string } {
  const user = (event.context as { session?: { user?: { id: string } } })?.session?.user;
  if (!user?.id) throw createError({ statusCode: 401 });
  return user;
}
`,
        'server/api/mine.get.ts': `import { signedIn } from '../utils/answers';\n${handler('const user = signedIn(event);')}`,
        'server/api/all.get.ts': handler('log(event.path);'),
      }),
      ['nitro GET /api/all unprotected', 'nitro GET /api/mine protected'],
    );
  });

  it('does not hide what the event carries', async () => {
    assert.deepEqual(
      await shown({
        'package.json': manifest('nuxt'),
        'server/middleware/auth.ts': `export default defineEventHandler(async (event) => {
  event.context.user = await userOf(event);
  if (event.path.startsWith('/api/admin') && !isGenuine(getHeader(event, 'authorization'))) throw createError({ statusCode: 401 });
});
`,
        'server/utils/users.ts': `import jwt from 'jsonwebtoken';
export const userOf = async (event) => db.session.findUnique({ where: { token: getCookie(event, 'session') } });
export const isGenuine = (token) => { try { return jwt.verify(token, process.env.KEY); } catch { return null; } };
`,
        'server/api/mine.get.ts': handler('if (!event.context.user) throw createError({ statusCode: 401 });'),
        'server/api/all.get.ts': handler('log(event.context.user);'),
        'server/api/admin/wipe.delete.ts': 'export default defineEventHandler(() => db.wipe());\n',
      }),
      ['nitro DELETE /api/admin/wipe protected', 'nitro GET /api/all unprotected', 'nitro GET /api/mine protected'],
    );
  });
});

describe('Astro', () => {
  it('has endpoints below its middleware, none that are prerendered', async () => {
    const middleware = `import { defineMiddleware } from 'astro:middleware';
export const onRequest = defineMiddleware(async (context, next) => {
  if (context.url.pathname.startsWith('/api/private') && !context.locals.user) return context.redirect('/login');
  return next();
});
`;
    assert.deepEqual(
      await shown({
        'package.json': manifest('astro'),
        'src/middleware.ts': middleware,
        'src/pages/api/private/notes.ts': 'export const POST = async () => new Response();\n',
        'src/pages/api/notes/[id].ts':
          'export async function DELETE({ locals, params }) { if (!locals.user) return new Response(null, { status: 401 }); return new Response(); }\nexport const GET = () => new Response();\n',
        'src/pages/data.json.ts': 'export const prerender = true;\nexport const GET = () => new Response();\n',
      }),
      [
        'astro DELETE /api/notes/[id] protected',
        'astro GET /api/notes/[id] unprotected',
        'astro POST /api/private/notes protected',
      ],
    );
  });

  it('serves its actions to anyone, unless they ask for the caller or the middleware does', async () => {
    const actions = `import { ActionError, defineAction } from 'astro:actions';
import { z } from 'astro:schema';
import { admin } from './admin';
const like = defineAction({
  input: z.object({ id: z.string() }),
  handler: async (input, context) => {
    if (!context.locals.user) throw new ActionError({ code: 'UNAUTHORIZED' });
    return input.id;
  },
});
export const server = {
  like,
  newsletter: defineAction({ accept: 'form', handler: async (input) => store(input) }),
  cart: { clear: defineAction({ handler: async (_, { locals }) => { if (!locals.user) throw new ActionError({ code: 'UNAUTHORIZED' }); } }) },
  admin,
};
`;
    const admin = `import { defineAction } from 'astro:actions';
export const admin = { purge: defineAction({ handler: async () => purge() }) };
`;
    const files = {
      'package.json': manifest('astro'),
      'src/actions/index.ts': actions,
      'src/actions/admin.ts': admin,
    };
    assert.deepEqual(await shown(files), [
      'astro POST /_actions/admin.purge unprotected',
      'astro POST /_actions/like protected',
      'astro POST /_actions/newsletter unprotected',
      'astro POST /_actions/cart.clear protected',
    ]);
    const gate = `export const onRequest = (context, next) => {
  if (context.url.pathname.startsWith('/_actions/admin') && !context.locals.user) return new Response(null, { status: 401 });
  return next();
};
`;
    const guarded = await shown({ ...files, 'src/middleware.ts': gate });
    assert.ok(guarded.includes('astro POST /_actions/admin.purge protected'));
    assert.ok(guarded.includes('astro POST /_actions/newsletter unprotected'));
    assert.deepEqual(
      await shown({
        'package.json': manifest('astro'),
        'src/actions.ts':
          'import { defineAction } from "astro:actions";\nexport const server = { ping: defineAction({ handler: async () => 1 }) };\n',
      }),
      ['astro POST /_actions/ping unprotected'],
    );
  });
});
