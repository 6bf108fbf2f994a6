// What real NestJS applications answered to an anonymous request, case by case, and what the engine must make of guards in real use.

import { describeCases, type FrameworkCase } from '../../../support/framework-case';

const COMMON = `import { All, applyDecorators, CanActivate, Controller, ExecutionContext, Get, Injectable, MiddlewareConsumer, Module, Post, RequestMethod, SetMetadata, UseGuards, Version, VersioningType } from '@nestjs/common';
import { APP_GUARD, NestFactory, Reflector } from '@nestjs/core';
@Injectable() class Closed implements CanActivate {
  canActivate(context: ExecutionContext) { return context.switchToHttp().getRequest().headers['x-api-key'] === process.env.TILL_KEY; }
}
@Injectable() class Allow implements CanActivate { canActivate() { return true; } }
const Anyone = () => SetMetadata('anyone', true);
@Injectable() class ClosedByDefault implements CanActivate {
  constructor(private readonly reflector: Reflector) {}
  canActivate(context: ExecutionContext) {
    if (this.reflector.getAllAndOverride<boolean>('anyone', [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest();
    return request.headers['x-api-key'] === process.env.TILL_KEY;
  }
}
const deny = (req, res, next) => { if (req.headers['x-api-key'] !== process.env.TILL_KEY) return res.status(401).end(); next(); };
`;

function application(setup: string, start = ''): string {
  return `${COMMON}${setup}
async function bootstrap() { const app = await NestFactory.create(Shop); ${start} await app.listen(3000); }
bootstrap();
`;
}

/** `//start` separates what the bootstrap does. */
function files(setup: string): Record<string, string> {
  const [classes = '', start = ''] = setup.split('//start');
  return {
    'package.json': JSON.stringify({
      name: 'shop',
      dependencies: { '@nestjs/core': '^11.0.0', '@nestjs/common': '^11.0.0' },
    }),
    'src/main.ts': application(classes, start),
  };
}

const SHOP = '@Module({ controllers: [Till] }) class Shop {}';

const CASES: FrameworkCase[] = [
  {
    situation: 'no guard',
    setup: `@Controller('till') class Till { @Get() sum() {} } ${SHOP}`,
    request: 'GET /till',
    outcome: 'open',
  },
  {
    situation: 'a guard on the method',
    setup: `@Controller('till') class Till { @Get('day') @UseGuards(Closed) sum() {} } ${SHOP}`,
    request: 'GET /till/day',
    outcome: 'refused',
  },
  {
    situation: 'a composed decorator',
    setup: `const Staff = () => applyDecorators(UseGuards(Closed)); @Controller('till') class Till { @Get('day') @Staff() sum() {} } ${SHOP}`,
    request: 'GET /till/day',
    outcome: 'refused',
  },
  {
    situation: 'a guard on the class',
    setup: `@UseGuards(Closed) @Controller('till') class Till { @Get() sum() {} } ${SHOP}`,
    request: 'GET /till',
    outcome: 'refused',
  },
  {
    situation: 'a denying guard on the class and an allowing one on the method',
    setup: `@UseGuards(Closed) @Controller('till') class Till { @Get('w') @UseGuards(Allow) sum() {} } ${SHOP}`,
    request: 'GET /till/w',
    outcome: 'refused',
  },
  {
    situation: 'metadata that the guard does not read',
    setup: `@UseGuards(Closed) @Controller('till') class Till { @Get('p') @Anyone() sum() {} } ${SHOP}`,
    request: 'GET /till/p',
    outcome: 'refused',
  },
  {
    situation: 'a guard on the base class, an inherited route',
    setup: `@UseGuards(Closed) abstract class Base { @Get('b') b() {} } @Controller('till') class Till extends Base {} ${SHOP}`,
    request: 'GET /till/b',
    outcome: 'refused',
  },
  {
    situation: 'a guard on the base class, a route of the subclass',
    setup: `@UseGuards(Closed) abstract class Base {} @Controller('till') class Till extends Base { @Get('x') x() {} } ${SHOP}`,
    request: 'GET /till/x',
    outcome: 'refused',
  },
  {
    situation: 'a guard on the base class beside one on the subclass',
    setup: `@UseGuards(Closed) abstract class Base {} @UseGuards(Allow) @Controller('till') class Till extends Base { @Get('x') x() {} } ${SHOP}`,
    request: 'GET /till/x',
    outcome: 'refused',
  },
  {
    situation: 'a guard on a base method that the subclass overrides',
    setup: `class Base { @Get('b') @UseGuards(Closed) b() {} } @Controller('till') class Till extends Base { @Get('b') override b() {} } ${SHOP}`,
    request: 'GET /till/b',
    outcome: 'open',
  },
  {
    situation: 'a guard on a base method that is inherited',
    setup: `class Base { @Get('b') @UseGuards(Closed) b() {} } @Controller('till') class Till extends Base {} ${SHOP}`,
    request: 'GET /till/b',
    outcome: 'refused',
  },
  {
    situation: 'APP_GUARD in an imported module, a controller of another one',
    setup: `@Module({ providers: [{ provide: APP_GUARD, useClass: Closed }] }) class Door {} @Controller('till') class Till { @Get() sum() {} } @Module({ controllers: [Till] }) class Tills {} @Module({ imports: [Door, Tills] }) class Shop {}`,
    request: 'GET /till',
    outcome: 'refused',
  },
  {
    situation: 'a guard for all that reads metadata, a route that has it',
    setup: `@Controller('till') class Till { @Get() sum() {} @Get('menu') @Anyone() menu() {} } @Module({ controllers: [Till], providers: [{ provide: APP_GUARD, useClass: ClosedByDefault }] }) class Shop {}`,
    request: 'GET /till/menu',
    outcome: 'open',
  },
  {
    situation: 'a guard for all that reads metadata, a route without it',
    setup: `@Controller('till') class Till { @Get() sum() {} @Get('menu') @Anyone() menu() {} } @Module({ controllers: [Till], providers: [{ provide: APP_GUARD, useClass: ClosedByDefault }] }) class Shop {}`,
    request: 'GET /till',
    outcome: 'refused',
  },
  {
    situation: 'a guard among the providers only',
    setup: `@Controller('till') class Till { @Get() sum() {} } @Module({ controllers: [Till], providers: [Closed] }) class Shop {}`,
    request: 'GET /till',
    outcome: 'open',
  },
  {
    situation: 'useGlobalGuards',
    setup: `@Controller('till') class Till { @Get() sum() {} } ${SHOP} //start app.useGlobalGuards(new Closed());`,
    request: 'GET /till',
    outcome: 'refused',
  },
  {
    situation: 'a global prefix, the path without it',
    setup: `@Controller('till') class Till { @Get() sum() {} } ${SHOP} //start app.setGlobalPrefix('api');`,
    request: 'GET /till',
    outcome: 'missing',
  },
  {
    situation: 'a global prefix, the path with it',
    setup: `@Controller('till') class Till { @Get() sum() {} } ${SHOP} //start app.setGlobalPrefix('api');`,
    request: 'GET /api/till',
    outcome: 'served',
  },
  {
    situation: 'a path that the global prefix leaves out',
    setup: `@Controller('till') class Till { @Get() sum() {} } ${SHOP} //start app.setGlobalPrefix('api', { exclude: ['till'] });`,
    request: 'GET /till',
    outcome: 'served',
  },
  ...(['GET /till/m refused', 'GET /till open'] as const).map((line): FrameworkCase => {
    const [method, path, outcome] = line.split(' ');
    return {
      situation: 'middleware for one path and method',
      setup: `@Controller('till') class Till { @Get() sum() {} @Get('m') m() {} } @Module({ controllers: [Till] }) class Shop { configure(consumer: MiddlewareConsumer) { consumer.apply(deny).forRoutes({ path: 'till/m', method: RequestMethod.GET }); } }`,
      request: `${method} ${path}`,
      outcome: outcome as FrameworkCase['outcome'],
    };
  }),
  ...(['GET /till refused', 'GET /till/menu open', 'GET /desk open'] as const).map((line): FrameworkCase => {
    const [method, path, outcome] = line.split(' ');
    return {
      situation: 'middleware for a controller, one path left out',
      setup: `@Controller('till') class Till { @Get() sum() {} @Get('menu') menu() {} } @Controller('desk') class Desk { @Get() d() {} } @Module({ controllers: [Till, Desk] }) class Shop { configure(consumer: MiddlewareConsumer) { consumer.apply(deny).exclude('till/menu').forRoutes(Till); } }`,
      request: `${method} ${path}`,
      outcome: outcome as FrameworkCase['outcome'],
    };
  }),
  {
    situation: 'middleware for everything in a module, a controller of another one',
    setup: `@Module({}) class Door { configure(consumer: MiddlewareConsumer) { consumer.apply(deny).forRoutes('*'); } } @Controller('till') class Till { @Get() sum() {} } @Module({ controllers: [Till] }) class Tills {} @Module({ imports: [Door, Tills] }) class Shop {}`,
    request: 'GET /till',
    outcome: 'refused',
  },
];

describeCases('NestJS, as it answers', CASES, files);
