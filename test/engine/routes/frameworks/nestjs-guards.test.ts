// What NestJS guards come to, by their bodies, by what is injected into them and by what is attached to the route.

import assert from 'node:assert/strict';

import { analyze, applyFix, placesOf } from '../../../support/analyze';

const MAIN = `import { NestFactory } from '@nestjs/core';
import { ShopModule } from './shop.module';
async function bootstrap() { const app = await NestFactory.create(ShopModule); app.setGlobalPrefix('api'); await app.listen(3000); }
void bootstrap();
`;

/** Verdict and reason per route, with these guards in `guards.ts` and this controller. */
async function verdicts(files: {
  guards: string;
  controller: string;
  providers?: string;
}): Promise<Record<string, string>> {
  const report = await analyze({
    'package.json': JSON.stringify({ name: 'shop', dependencies: { '@nestjs/core': '^11.0.0' } }),
    'src/main.ts': MAIN,
    'src/shop.module.ts': `import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TillController } from './till.controller';
import * as guards from './guards';
@Module({ controllers: [TillController], providers: [${files.providers ?? ''}] })
export class ShopModule {}
`,
    'src/guards.ts': files.guards,
    'src/tokens.service.ts': `import { Injectable, UnauthorizedException } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
@Injectable()
export class Tokens {
  constructor(private readonly jwt: JwtService) {}
  async read(token: string) {
    try { return await this.jwt.verifyAsync(token); } catch { throw new UnauthorizedException(); }
  }
}
`,
    'src/till.controller.ts': `import { Controller, Get, Post, UseGuards, SetMetadata } from '@nestjs/common';
import { Member, Roles, Open } from './guards';
${files.controller}
`,
  });
  return Object.fromEntries(report.routes.map((route) => [`${route.method} ${route.path}`, route.verdict]));
}

const IMPORTS = `import { applyDecorators, CanActivate, ExecutionContext, Injectable, SetMetadata, UnauthorizedException, UseGuards } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { Tokens } from './tokens.service';
export const Roles = (...roles: string[]) => SetMetadata('roles', roles);
export const OPEN = 'open';
export const Open = () => SetMetadata(OPEN, true);
`;
const CONTROLLER = `@Controller('till') @UseGuards(Member) export class TillController { @Get() list() {} @Open() @Get('menu') menu() {} }`;

describe('NestJS guards', () => {
  it('verify with a service that is injected', async () => {
    const guards = `${IMPORTS}@Injectable() export class Member implements CanActivate {
  constructor(private readonly tokens: Tokens) {}
  async canActivate(context: ExecutionContext) {
    const request = context.switchToHttp().getRequest();
    const [type, token] = request.headers.authorization?.split(' ') ?? [];
    if (type !== 'Bearer' || !token) throw new UnauthorizedException();
    request.user = await this.tokens.read(token);
    return true;
  }
}`;
    assert.deepEqual(await verdicts({ guards, controller: CONTROLLER }), {
      'GET /api/till': 'protected',
      'GET /api/till/menu': 'protected',
    });
  });

  it('of passport refuse, unless the class takes in callers without a user', async () => {
    const plain = `${IMPORTS}export class Member extends AuthGuard('jwt') {}`;
    assert.equal((await verdicts({ guards: plain, controller: CONTROLLER }))['GET /api/till'], 'protected');
    const direct = `${IMPORTS}export const Member = AuthGuard('jwt');`;
    assert.equal((await verdicts({ guards: direct, controller: CONTROLLER }))['GET /api/till'], 'protected');
    const strict = `${IMPORTS}export class Member extends AuthGuard('jwt') { handleRequest(err, user) { if (err || !user) throw err || new UnauthorizedException(); return user; } }`;
    assert.equal((await verdicts({ guards: strict, controller: CONTROLLER }))['GET /api/till'], 'protected');
    const lenient = `${IMPORTS}export class Member extends AuthGuard('jwt') { handleRequest(err, user) { return user ?? null; } }`;
    assert.equal((await verdicts({ guards: lenient, controller: CONTROLLER }))['GET /api/till'], 'unprotected');
  });

  it('leave open what says so in metadata that they read, and only that', async () => {
    const guards = `${IMPORTS}@Injectable() export class Member extends AuthGuard('jwt') {
  constructor(private reflector: Reflector) { super(); }
  canActivate(context: ExecutionContext) {
    const open = this.reflector.getAllAndOverride<boolean>(OPEN, [context.getHandler(), context.getClass()]);
    if (open) return true;
    return super.canActivate(context);
  }
}`;
    const providers = '{ provide: APP_GUARD, useClass: guards.Member }';
    const controller = `@Controller('till') export class TillController { @Get() list() {} @Open() @Get('menu') menu() {} @Roles('x') @Get('day') day() {} }`;
    assert.deepEqual(await verdicts({ guards, controller, providers }), {
      'GET /api/till': 'protected',
      'GET /api/till/menu': 'public-by-design',
      'GET /api/till/day': 'protected',
    });
  });

  it('cover everything under the token of guards as a text, and let in what is marked before they look for a token', async () => {
    const guards = `${IMPORTS}import { JwtService } from '@nestjs/jwt';
@Injectable() export class Member implements CanActivate {
  constructor(private readonly jwt: JwtService, private reflector: Reflector) {}
  async canActivate(context: ExecutionContext) {
    const token = this.tokenOf(context.switchToHttp().getRequest());
    if (this.reflector.getAllAndOverride<boolean>(OPEN, [context.getHandler(), context.getClass()])) return true;
    if (!token || !(await this.jwt.verifyAsync(token).catch(() => null))) throw new UnauthorizedException();
    return true;
  }
  private tokenOf(request) {
    const [type, token] = request.headers.authorization?.split(' ') ?? [];
    return type === 'Bearer' ? token : undefined;
  }
}`;
    const providers = "{ provide: 'APP_GUARD', useClass: guards.Member }";
    const controller = `@Controller('till') export class TillController { @Get() list() {} @Open() @Get('menu') menu() {} }`;
    assert.deepEqual(await verdicts({ guards, controller, providers }), {
      'GET /api/till': 'protected',
      'GET /api/till/menu': 'public-by-design',
    });
    const other = await verdicts({ guards, controller, providers: providers.replace('APP_', 'MY_') });
    assert.equal(other['GET /api/till'], 'unprotected');
  });

  it('that ask for roles do nothing where none are asked for', async () => {
    const guards = `${IMPORTS}@Injectable() export class Member implements CanActivate {
  constructor(private reflector: Reflector) {}
  canActivate(context: ExecutionContext) {
    const roles = this.reflector.get<string[]>('roles', context.getHandler());
    if (!roles) return true;
    const { user } = context.switchToHttp().getRequest();
    return roles.some((role) => user.roles.includes(role));
  }
}`;
    const controller = `@Controller('till') @UseGuards(Member) export class TillController { @Get() list() {} @Roles('boss') @Post() day() {} }`;
    assert.deepEqual(await verdicts({ guards, controller }), {
      'GET /api/till': 'unprotected',
      'POST /api/till': 'protected',
    });
  });

  it('that turn away who has not paid are not hollow', async () => {
    const guards = `${IMPORTS}import { HttpException } from '@nestjs/common';
@Injectable() export class Member implements CanActivate {}
@Injectable() export class PoliciesGuard implements CanActivate {
  constructor(private reflector: Reflector, private plans: Plans) {}
  async canActivate(context: ExecutionContext) {
    const policies = this.reflector.get<string[]>('policies', context.getHandler()) ?? [];
    const plan = await this.plans.of(context);
    for (const policy of policies) if (!plan.has(policy)) throw new HttpException('Upgrade', 402);
    return true;
  }
}`;
    const controller = `@Controller('till') export class TillController { @SetMetadata('policies', ['till']) @Get() list() {} }`;
    const providers = '{ provide: APP_GUARD, useClass: guards.PoliciesGuard }';
    assert.deepEqual(await verdicts({ guards, controller, providers }), { 'GET /api/till': 'unprotected' });
  });

  it('are hollow when their name promises what their body never does', async () => {
    const guards = `${IMPORTS}@Injectable() export class Member implements CanActivate { canActivate() { return true; } }
@Injectable() export class TokenGuard implements CanActivate { canActivate() { return true; } }`;
    const controller = `import { TokenGuard } from './guards'; @Controller('till') @UseGuards(TokenGuard) export class TillController { @Get() list() {} }`;
    assert.equal((await verdicts({ guards, controller }))['GET /api/till'], 'hollow');
  });

  it('are unknown when what they ask is out of reach', async () => {
    const guards = `${IMPORTS}import { Gate } from '@acme/gate';
@Injectable() export class Member implements CanActivate { constructor(private gate: Gate) {} canActivate(context: ExecutionContext) { return this.gate.admits(context.switchToHttp().getRequest()); } }`;
    assert.equal((await verdicts({ guards, controller: CONTROLLER }))['GET /api/till'], 'unknown');
  });

  it('behind an optional chain let callers without a token pass', async () => {
    const guards = `${IMPORTS}@Injectable() export class Member implements CanActivate {
  constructor(private readonly tokens: Tokens) {}
  async canActivate(context: ExecutionContext) {
    const request = context.switchToHttp().getRequest();
    const token = request.headers.authorization?.split(' ')[1];
    if (!token) return true;
    request.user = await this.tokens.read(token);
    return true;
  }
}`;
    assert.notEqual((await verdicts({ guards, controller: CONTROLLER }))['GET /api/till'], 'protected');
  });
});

describe('NestJS paths', () => {
  it('join modules, controllers, versions and prefixes', async () => {
    const { routes } = await analyze({
      'package.json': JSON.stringify({ name: 'shop', dependencies: { '@nestjs/core': '^11.0.0' } }),
      'src/main.ts': `import { Controller, Get, Module, Version, VersioningType, VERSION_NEUTRAL, forwardRef } from '@nestjs/common';
import { NestFactory, RouterModule } from '@nestjs/core';
@Controller({ path: 'tills', version: '2' }) class Tills { @Get() a() {} @Version('3') @Get('/b/') b() {} @Version(VERSION_NEUTRAL) @Get('c') c() {} }
@Controller(['menu', 'carte']) class Menu { @Get(['x', 'y']) d() {} }
@Controller() class Desk { @Get('desk') e() {} }
@Module({ controllers: [Desk] }) class Back { static forRoot() { return { module: Back, imports: [] }; } }
@Module({ imports: [forwardRef(() => Shop)], controllers: [Menu] }) class Front {}
@Module({ imports: [Back.forRoot(), Front, RouterModule.register([{ path: 'staff', module: Back }])], controllers: [Tills] }) class Shop {}
@Controller('lost') class Lost { @Get() f() {} }
async function bootstrap() {
  const app = await NestFactory.create(Shop);
  app.setGlobalPrefix('api');
  app.enableVersioning({ type: VersioningType.URI });
  await app.listen(3000);
}
bootstrap();
`,
    });
    assert.deepEqual(
      routes.map((route) => `${route.method} ${route.path}${route.verdict === 'dead' ? ' dead' : ''}`).sort(),
      [
        'GET /api/carte/x',
        'GET /api/carte/y',
        'GET /api/menu/x',
        'GET /api/menu/y',
        'GET /api/staff/desk',
        'GET /api/tills/c',
        'GET /api/v2/tills',
        'GET /api/v3/tills/b',
        'GET /lost dead',
      ],
    );
  });
});

describe('The guard of the siblings, in NestJS', () => {
  it('is put above the route, with what it needs imported', async () => {
    const files = {
      'package.json': JSON.stringify({ name: 'shop', dependencies: { '@nestjs/core': '^11.0.0' } }),
      'src/main.ts': `${MAIN}`,
      'src/shop.module.ts': `import { Module } from '@nestjs/common';
import { TillController } from './till.controller';
import { DeskController } from './desk.controller';
@Module({ controllers: [TillController, DeskController] })
export class ShopModule {}
`,
      'src/member.guard.ts': `import { AuthGuard } from '@nestjs/passport';
export class Member extends AuthGuard('jwt') {}
`,
      'src/till.controller.ts': `import { Controller, Get, UseGuards } from '@nestjs/common';
import { Member } from './member.guard';
@Controller('till')
@UseGuards(Member)
export class TillController {
  @Get()
  list() {}
}
`,
      'src/desk.controller.ts': `import { Controller, Delete } from '@nestjs/common';

@Controller('desk')
export class DeskController {
  @Delete(':id')
  remove() {}
}
`,
    };
    const fixed = await applyFix(files, 'route-unprotected', 'add-guard');
    assert.equal(
      fixed.files['src/desk.controller.ts'],
      `import { Controller, Delete, UseGuards } from '@nestjs/common';
import { Member } from './member.guard';

@Controller('desk')
export class DeskController {
  @UseGuards(Member)
  @Delete(':id')
  remove() {}
}
`,
    );
  });
});

describe('A NestJS guard on a class that answers nothing', () => {
  it('is reported where it stands, and not on gateways and resolvers', async () => {
    const report = await analyze({
      'package.json': JSON.stringify({ name: 'shop', dependencies: { '@nestjs/core': '^11.0.0' } }),
      'src/till.service.ts': `import { Injectable, UseGuards } from '@nestjs/common';
import { Member } from './member.guard';
@UseGuards(Member)
@Injectable()
export class TillService {}
`,
      'src/till.gateway.ts': `import { Injectable, UseGuards } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';
import { Member } from './member.guard';
@UseGuards(Member)
@Injectable()
@WebSocketGateway()
export class TillGateway {}
`,
      'src/member.guard.ts': `import { AuthGuard } from '@nestjs/passport';
export class Member extends AuthGuard('jwt') {}
`,
    });
    assert.deepEqual(placesOf(report, 'auth-guard-ineffective'), ['src/till.service.ts:3 idle']);
  });
});
