// Where the guard of the sibling routes is put before an open one in Node's frameworks besides Express.

import type { FixCase } from './cases';

/** An application in one file, with a route that has a guard and one that has none; `after` is that file with the guard added. */
function nodeCase(name: string, packages: Record<string, string>, file: string, app: string, after: string): FixCase {
  return {
    fix: 'add-guard',
    check: 'route-unprotected',
    name: `in Node, with ${name}`,
    files: { 'package.json': JSON.stringify({ name: 'acme', dependencies: packages }), [file]: app },
    after: { [file]: after },
  };
}

const FASTIFY = `import Fastify from 'fastify';
const app = Fastify();
async function member(request, reply) {
  if (request.headers.authorization !== process.env.DOOR_TOKEN) return reply.code(401).send({ error: 'no' });
}
app.get('/orders', { preHandler: member }, async () => []);
app.post('/orders', async () => ({}));
app.listen({ port: 3000 });
`;
const KOA = `import Koa from 'koa';
import Router from '@koa/router';
const app = new Koa();
const router = new Router();
async function member(ctx, next) {
  if (ctx.get('authorization') !== process.env.DOOR_TOKEN) ctx.throw(401);
  await next();
}
router.get('/orders', member, (ctx) => { ctx.body = []; });
router.post('/orders', (ctx) => { ctx.body = {}; });
app.use(router.routes());
app.listen(3000);
`;
const HONO = `import { Hono } from 'hono';
const app = new Hono();
const member = async (c, next) => {
  if (c.req.header('Authorization') !== process.env.DOOR_TOKEN) return c.json({ error: 'no' }, 401);
  await next();
};
app.get('/orders', member, (c) => c.json([]));
app.post('/orders', (c) => c.json({}));
export default app;
`;
const NEST = `import { Body, CanActivate, Controller, ExecutionContext, Get, Injectable, Module, Post, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

@Injectable()
export class MemberGuard implements CanActivate {
  canActivate(context: ExecutionContext) {
    return context.switchToHttp().getRequest().headers.authorization === process.env.DOOR_TOKEN;
  }
}

@Controller('orders')
export class OrdersController {
  @UseGuards(MemberGuard)
  @Get()
  list() {
    return [];
  }

  @Post()
  add(@Body() order: object) {
    return order;
  }
}

@Module({ controllers: [OrdersController] })
export class AppModule {}

NestFactory.create(AppModule).then((app) => app.listen(3000));
`;

export const NODE_GUARD_CASES: readonly FixCase[] = [
  nodeCase(
    'an option of a Fastify route',
    { fastify: '5.0.0' },
    'app.js',
    FASTIFY,
    FASTIFY.replace("app.post('/orders', async", "app.post('/orders', { preHandler: [member] }, async"),
  ),
  nodeCase(
    'middleware of a Koa router',
    { koa: '2.15.0', '@koa/router': '13.0.0' },
    'app.js',
    KOA,
    KOA.replace("router.post('/orders', (", "router.post('/orders', member, ("),
  ),
  nodeCase(
    'middleware of Hono',
    { hono: '4.6.0' },
    'app.js',
    HONO,
    HONO.replace("app.post('/orders', (", "app.post('/orders', member, ("),
  ),
  nodeCase(
    'a gate of NestJS',
    { '@nestjs/common': '11.0.0', '@nestjs/core': '11.0.0' },
    'src/main.ts',
    NEST,
    NEST.replace('  @Post()\n', '  @UseGuards(MemberGuard)\n  @Post()\n'),
  ),
];
