// Which routes a NestJS middleware covers (docs.nestjs.com/middleware): controllers cover their own routes, strings are whole paths.

import assert from 'node:assert/strict';

import { type Files, writtenRoutes } from '../../../support/analyze';

const MANIFEST = JSON.stringify({
  name: 'depot',
  dependencies: { '@nestjs/common': '^10.0.0', '@nestjs/core': '^10.0.0' },
});

async function shown(files: Files): Promise<string[]> {
  const routes = await writtenRoutes({ 'package.json': MANIFEST, ...files });
  return routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`).sort();
}

const guarded = (places: string, more = '', bootstrap = ''): Files => ({
  'src/main.ts': `import { NestFactory } from '@nestjs/core';
import { Controller, ForbiddenException, Get, Module, Post } from '@nestjs/common';
import { verify } from 'jsonwebtoken';
import { Elsewhere } from 'depot-elsewhere';
class Signed {
  use(req, res, next) {
    if (!verify(req.headers.authorization, process.env.SIGNING)) throw new ForbiddenException();
    next();
  }
}
@Controller('crates')
class Crates { @Get() all() { return this.store.all(); } @Get('old') old() { return this.store.old(); } }
@Controller('crates')
class OpenCrates { @Post() add() { return this.store.add(); } @Get('count') count() { return this.store.count(); } }
@Controller('docks')
class Docks { @Get() all() { return this.store.all(); } }
const signedIn = [Crates${more}];
@Module({ controllers: [OpenCrates, Docks, Crates] })
class Depot {
  configure(consumer) { consumer.apply(Signed).forRoutes(${places}); }
}
async function start() {
  const app = await NestFactory.create(Depot);
  ${bootstrap}
  await app.listen(3000);
}
start();
`,
});

const OPEN = ['GET /crates/count unprotected', 'GET /docks unprotected'];

describe('NestJS middleware', () => {
  it('covers the routes of the controllers that a list holds, and no others under their prefix', async () => {
    const expected = [...OPEN, 'GET /crates protected', 'GET /crates/old protected', 'POST /crates unprotected'].sort();
    assert.deepEqual(await shown(guarded('...signedIn')), expected);
    assert.deepEqual(await shown(guarded('Crates')), expected);
  });

  it('takes a string for a whole path', async () => {
    const files = guarded('PLACE');
    const found = await shown({ 'src/main.ts': `const PLACE = 'crates';\n${String(files['src/main.ts'])}` });
    assert.ok(found.includes('GET /crates protected') && found.includes('GET /crates/old unprotected'), found.join());
  });

  it('does not cover everything where a part of the list is not known', async () => {
    const found = await shown(guarded('...signedIn', ', Elsewhere'));
    assert.ok(found.includes('GET /crates conditional') || found.includes('GET /crates protected'), found.join());
    assert.ok(found.includes('GET /docks conditional'), found.join());
  });

  it('keeps what is used for some paths to these', async () => {
    const bootstrap = `app.use(['/feeds/:id', '/events/:id'], (req, res, next) => {
    if (!verify(req.headers.authorization, process.env.SIGNING)) return res.status(401).end();
    next();
  });`;
    const found = await shown(guarded("'nothing'", '', bootstrap));
    assert.ok(found.includes('GET /docks unprotected'), found.join());
  });
});
