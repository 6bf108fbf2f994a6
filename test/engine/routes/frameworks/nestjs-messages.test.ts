// What NestJS answers besides HTTP: fields of a GraphQL schema, messages of websockets.

import assert from 'node:assert/strict';

import { analyze } from '../../../support/analyze';

async function shown(classes: string, providers: string): Promise<string[]> {
  const { routes } = await analyze({
    'package.json': JSON.stringify({
      name: 'shop',
      dependencies: { '@nestjs/core': '^11.0.0', '@nestjs/graphql': '^13.0.0' },
    }),
    'src/main.ts': `import { NestFactory } from '@nestjs/core';
import { Shop } from './shop';
async function bootstrap() { const app = await NestFactory.create(Shop); await app.listen(3000); }
bootstrap();
`,
    'src/shop.ts': `import { Injectable, Module, UnauthorizedException, UseGuards } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { GqlExecutionContext, Mutation, Query, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
@Injectable()
class Closed {
  canActivate(context) {
    const { req } = GqlExecutionContext.create(context).getContext();
    if (req.headers.authorization !== process.env.TILL_KEY) throw new UnauthorizedException();
    return true;
  }
}
${classes}
@Module({ providers: [${providers}] }) export class Shop {}
`,
  });
  return routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`);
}

describe('NestJS besides HTTP', () => {
  it('has the fields of resolvers', async () => {
    const classes = `@Resolver(() => Order)
class Orders {
  @Query(() => [Order], { name: 'orders' }) list() { return db.orders(); }
  @UseGuards(Closed) @Mutation(() => Order) place() { return db.place(); }
  @Mutation(() => Boolean) login() { return check(); }
  @Subscription('moved') moved() { return events(); }
  @ResolveField() lines() { return []; }
}
@Resolver()
@UseGuards(Closed)
class Till {
  @Query(() => Number) sum() { return 1; }
}
`;
    assert.deepEqual(await shown(classes, 'Orders, Till'), [
      'GET /graphql/orders unprotected',
      'POST /graphql/place protected',
      'POST /graphql/login public-by-design',
      'WEBSOCKET /graphql/moved unprotected',
      'GET /graphql/sum protected',
    ]);
  });

  it('has the fields behind what the application asks', async () => {
    const classes = '@Resolver() class Till { @Query(() => Number) sum() { return 1; } }';
    assert.deepEqual(await shown(classes, 'Till, { provide: APP_GUARD, useClass: Closed }'), [
      'GET /graphql/sum protected',
    ]);
  });

  it('has the messages of gateways', async () => {
    const classes = `@WebSocketGateway({ namespace: 'chat' })
class Chat {
  @SubscribeMessage('say') say() { return 1; }
  @UseGuards(Closed) @SubscribeMessage('kick') kick() { return 1; }
}
@WebSocketGateway()
class Board {
  handleConnection(client) { if (!verify(client.handshake.auth.token)) client.disconnect(); }
  @SubscribeMessage('move') move() { return 1; }
}
`;
    assert.deepEqual(await shown(classes, 'Chat, Board'), [
      'WEBSOCKET /chat/say unprotected',
      'WEBSOCKET /chat/kick protected',
      'WEBSOCKET /move unknown',
    ]);
  });

  it('has none of a class that no module provides', async () => {
    const classes = '@Resolver() class Till { @Query(() => Number) sum() { return 1; } }';
    assert.deepEqual(await shown(classes, ''), ['GET /graphql/sum dead']);
  });
});
