// What real tRPC servers answered to an anonymous call, case by case, and procedures and routers in real use.

import assert from 'node:assert/strict';

import { analyze } from '../../../support/analyze';
import { describeCases, type FrameworkCase } from '../../../support/framework-case';

const PREAMBLE = `import { initTRPC, TRPCError } from '@trpc/server';
const t = initTRPC.create();
const deny = t.middleware(({ ctx, next }) => {
  if (!ctx.user) throw new TRPCError({ code: 'UNAUTHORIZED' });
  return next({ ctx });
});
`;

const CASES: FrameworkCase[] = [
  {
    situation: 'a guard before the query',
    setup: 'export const app = t.router({ bell: t.procedure.use(deny).query(() => 1) });',
    request: 'GET /bell',
    outcome: 'refused',
  },
  {
    situation: 'a guard whose result is thrown away',
    setup: 'const base = t.procedure; base.use(deny); export const app = t.router({ bell: base.query(() => 1) });',
    request: 'GET /bell',
    outcome: 'open',
  },
  {
    situation: 'a guard after the input',
    setup: 'export const app = t.router({ bell: t.procedure.input((x) => x).use(deny).query(() => 1) });',
    request: 'GET /bell',
    outcome: 'refused',
  },
];

describeCases('tRPC, as it answers', CASES, (setup) => ({
  'package.json': JSON.stringify({ name: 'door', dependencies: { '@trpc/server': '^11.0.0' } }),
  'src/app.ts': `${PREAMBLE}${setup}\n`,
}));

describe('tRPC', () => {
  it('does not take a guard behind the query for one, which tRPC refuses to build', async () => {
    const { routes } = await analyze({
      'package.json': JSON.stringify({ name: 'door', dependencies: { '@trpc/server': '^11.0.0' } }),
      'src/app.ts': `${PREAMBLE}export const app = t.router({ bell: t.procedure.query(() => 1).use(deny) });\n`,
    });
    assert.ok(routes.every((route) => route.verdict !== 'protected'));
  });

  it('links procedures and routers of other files, and judges resolvers by their bodies', async () => {
    const { routes, findings } = await analyze({
      'package.json': JSON.stringify({ name: 'door', dependencies: { '@trpc/server': '^11.0.0' } }),
      'src/trpc.ts': `import { initTRPC, TRPCError } from '@trpc/server';
const t = initTRPC.context().create();
export const createTRPCRouter = t.router;
export const publicProcedure = t.procedure;
const member = t.middleware(async (opts) => {
  const { ctx } = opts;
  if (!ctx.session?.user) throw new TRPCError({ code: 'UNAUTHORIZED' });
  return opts.next({ ctx: { session: ctx.session } });
});
export const protectedProcedure = t.procedure.use(member);
`,
      'src/rooms.ts': `import { z } from 'zod';
import { TRPCError } from '@trpc/server';
import { createTRPCRouter, protectedProcedure, publicProcedure } from './trpc';
export const roomsRouter = createTRPCRouter({
  list: publicProcedure.query(() => []),
  book: protectedProcedure.input(z.object({ id: z.string() })).mutation(({ input }) => input),
  cancel: publicProcedure.mutation(({ ctx }) => {
    if (!ctx.session) throw new TRPCError({ code: 'UNAUTHORIZED' });
    return true;
  }),
});
`,
      'src/root.ts': `import { createTRPCRouter, publicProcedure } from './trpc';
import { roomsRouter } from './rooms';
export const appRouter = createTRPCRouter({
  rooms: roomsRouter,
  auth: createTRPCRouter({ forgotPassword: publicProcedure.mutation(() => true) }),
});
`,
    });
    assert.deepEqual(routes.map((route) => `${route.method} ${route.path} ${route.verdict}`).sort(), [
      'GET /rooms.list unprotected',
      'POST /auth.forgotPassword public-by-design',
      'POST /rooms.book protected',
      'POST /rooms.cancel protected',
    ]);
    assert.equal(findings.filter((finding) => finding.check === 'route-unprotected').length, 1);
  });

  it('follows a procedure that a function makes into what is built on it', async () => {
    const { routes } = await analyze({
      'package.json': JSON.stringify({ name: 'hostel', dependencies: { '@trpc/server': '^11.0.0' } }),
      'src/trpc.ts': `import { initTRPC, TRPCError } from '@trpc/server';
const t = initTRPC.create();
export const router = t.router;
const signedIn = t.procedure.use(({ ctx, next }) => {
  if (!ctx.session) throw new TRPCError({ code: 'UNAUTHORIZED' });
  return next();
});
export const allowedTo = (what) => signedIn.use(({ next }) => next());
export const named = (what) => t.procedure.use(({ next }) => next());
`,
      'src/beds.ts': `import { z } from 'zod';
import { allowedTo, named, router } from './trpc';
export const bedsRouter = router({
  make: allowedTo('make').input(z.object({ id: z.string() })).mutation(() => true),
  strip: named('strip').input(z.object({ id: z.string() })).mutation(() => true),
});
`,
    });
    assert.deepEqual(
      routes.map((route) => `${route.path} ${route.verdict}`),
      ['/make protected', '/strip unprotected'],
    );
  });
});
