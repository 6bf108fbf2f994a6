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

  it('take their controllers from a module that only hands on what others export', async () => {
    const files = {
      'src/main.ts': `import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import * as controllers from './controllers';
@Module({ controllers: [...Object.values(controllers)] }) class Depot {}
async function start() { const app = await NestFactory.create(Depot); await app.listen(3000); }
start();
`,
      'src/controllers/index.ts': `export * from './crates';\nexport * from './lids';\n`,
      'src/controllers/crates.ts': `import { Controller, Get } from '@nestjs/common';
@Controller('crates') export class Crates { @Get() all() {} }
`,
      'src/controllers/lids.ts': `import { Controller, Get, UseGuards } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
@Controller('lids') @UseGuards(AuthGuard('jwt')) export class Lids { @Get() all() {} }
`,
      'src/controllers/ropes.ts': `import { Controller, Get } from '@nestjs/common';
@Controller('ropes') export class Ropes { @Get() all() {} }
`,
    };
    assert.deepEqual(await shown(files), ['GET /crates unprotected', 'GET /lids protected', 'GET /ropes dead']);
  });
});
