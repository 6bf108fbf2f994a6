// NestJS applications: which of them are served, and what a global guard says of a route that is marked as open.

import assert from 'node:assert/strict';

import { analyze } from '../../../support/analyze';

async function shown(files: Record<string, string>): Promise<string[]> {
  const { routes } = await analyze({
    'package.json': '{"dependencies":{"@nestjs/core":"^11.0.0","@nestjs/common":"^11.0.0"}}',
    ...files,
  });
  return routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`).sort();
}

const TILL = `import { Controller, Get, Post, Module, SetMetadata, UseGuards } from '@nestjs/common';
import { JwtAuthGuard } from './guard';
export const Open = () => SetMetadata('open', true);
@Controller('till') @UseGuards(JwtAuthGuard) export class Till { @Get('own') own() {} @Open() @Get('shared') shared() {} }
@Module({ controllers: [Till] }) export class Shop {}
`;
const GUARD = `import { ExecutionContext, Injectable, UnauthorizedException } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
@Injectable() export class JwtAuthGuard extends AuthGuard('jwt') {
  constructor(private reflector: Reflector) { super(); }
  canActivate(context: ExecutionContext) {
    if (this.reflector.getAllAndOverride<boolean>('open', [context.getHandler(), context.getClass()])) return true;
    return super.canActivate(context);
  }
  handleRequest(error: any, user: any) { if (error || !user) throw error || new UnauthorizedException(); return user; }
}
`;

describe('NestJS applications', () => {
  it('that are made to be asked for settings, and never listen, serve nothing', async () => {
    const main = (start: string): string => `import { NestFactory } from '@nestjs/core';
import { Shop } from './till';
async function start() {
  const first = await NestFactory.create(Shop);
  await first.close();
  const app = await NestFactory.create(Shop);
  app.setGlobalPrefix('api');
  ${start}
}
start();
`;
    const files = { 'src/till.ts': TILL, 'src/guard.ts': GUARD };
    const served = await shown({ ...files, 'src/main.ts': main('await app.listen(3000);') });
    assert.deepEqual(served, ['GET /api/till/own protected', 'GET /api/till/shared public-by-design']);
    // Where neither is seen to listen, both may.
    const unseen = await shown({ ...files, 'src/main.ts': main('return [first, app];') });
    assert.equal(unseen.length, 4);
  });
});
