// Express applications that are written as classes: what a base class makes and registers, and entry files without a word of Express.

import assert from 'node:assert/strict';

import { type Files, writtenRoutes } from '../../support/analyze';

const MANIFEST = JSON.stringify({ name: 'depot', dependencies: { express: '^4.19.0', passport: '^0.7.0' } });

async function shown(files: Files): Promise<string[]> {
  const routes = await writtenRoutes({ 'package.json': MANIFEST, ...files });
  return routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`).sort();
}

const BASE = `import { Router } from 'express';
export abstract class Base {
  readonly path: string;
  readonly label = 'base';
  readonly router = Router();
  constructor(path: string) { this.path = '/api/' + path; }
  protected read(path: string, ...handlers: unknown[]) { this.router.get(path, ...handlers); }
}
`;

describe('Express applications written as classes', () => {
  it('runs what a base class does with what super() gives it', async () => {
    const found = await shown({
      'src/base.ts': BASE,
      'src/crates.ts': `import passport from 'passport';
import { Base } from './base';
class Crates extends Base {
  constructor() {
    super('crates');
    this.router.use(passport.authenticate('jwt'));
    this.read('/', this.all);
    this.read('/:id', this.one);
  }
  private all = (req, res) => res.json([]);
  private one = (req, res) => res.json({});
}
export default new Crates();
`,
      'src/docks.ts': `import { Base } from './base';
class Docks extends Base {
  constructor() { super('docks'); this.router.get('/', this.all).post('/', this.add); }
  private all = (req, res) => res.json([]);
  private add = (req, res) => res.json({});
}
export default new Docks();
`,
      'src/app.ts': `import express from 'express';
import crates from './crates';
import docks from './docks';
const app = express();
app.use(crates.path, crates.router);
app.use(docks.path, docks.router);
app.listen(3000);
`,
    });
    assert.deepEqual(found, [
      'GET /api/crates/ protected',
      'GET /api/crates/:id protected',
      'GET /api/docks unprotected',
      'POST /api/docks unprotected',
    ]);
  });

  it('hands everything on where a subclass writes no constructor, and lets its fields win', async () => {
    const found = await shown({
      'src/app.ts': `import express, { Router } from 'express';
class Base {
  router = Router();
  kind = 'base';
  constructor(readonly name: string) {}
  routes() { this.router.get('/' + this.kind + '/' + this.name, (req, res) => res.json([])); return this.router; }
}
class Crates extends Base { kind = 'crates'; }
class Docks extends Base { kind = 'docks'; constructor(name: string) { super(name + 's'); } }
const app = express();
for (const one of [new Crates('all'), new Docks('all')]) app.use(one.routes());
app.listen(3000);
`,
    });
    assert.deepEqual(found, ['GET /crates/all unprotected', 'GET /docks/alls unprotected']);
  });

  it('registers for each of many objects what their base class registers', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `a${index}`);
    const found = await shown({
      'src/app.ts': `import express, { Router } from 'express';
class Base {
  router = Router();
  constructor(readonly path: string) { this.fill(); }
  fill() {
    this.router.get(this.path, (req, res) => res.json([]));
    this.router.post(this.path, (req, res) => res.json([]));
    this.router.put(this.path, (req, res) => res.json([]));
    this.router.delete(this.path, (req, res) => res.json([]));
  }
}
${names.map((name) => `class C${name} extends Base { constructor() { super('/${name}'); } }`).join('\n')}
const app = express();
${names.map((name) => `app.use(new C${name}().router);`).join('\n')}
app.listen(3000);
`,
    });
    assert.equal(found.length, 4 * names.length);
  });

  const SHELL = `import express from 'express';
export default class Shell {
  app;
  constructor(controllers) { this.app = express(); controllers.forEach((one) => this.app.use('/', one.router)); }
  listen() { this.app.listen(3000); }
}
`;
  const CRATES = `import { Router } from 'express';
export default class Crates {
  router = Router();
  constructor() { this.router.get('/crates', (req, res) => res.json([])); }
}
`;
  const MAIN = `import Shell from './shell';
import Crates from './crates';
new Shell([new Crates()]).listen();
`;

  it('follows an entry file without a word of Express', async () => {
    const files = { 'src/shell.ts': SHELL, 'src/crates.ts': CRATES };
    assert.deepEqual(await shown({ ...files, 'src/main.ts': MAIN }), ['GET /crates unprotected']);
    // A test that makes the application serves nobody.
    const tested = await shown({ ...files, 'src/shell.test.ts': MAIN });
    assert.deepEqual(tested, ['GET /crates dead']);
  });

  it('joins constants, and takes what is written in capitals for a path', async () => {
    const files = (mount: string): Files => ({
      'src/constants.ts': `export const PLACES = { at: { API: '/api', V1: '/v1' } };\n`,
      'src/app.ts': `import express from 'express';
import passport from 'passport';
import { PLACES } from './constants';
import { settings } from 'depot-settings';
const app = express();
app.use('/api/*', passport.authenticate('jwt'));
const crates = express.Router();
crates.get('/crates', (req, res) => res.json([]));
app.use(${mount}, crates);
app.listen(3000);
`,
    });
    assert.deepEqual(await shown(files('PLACES.at.API + PLACES.at.V1')), ['GET /api/v1/crates protected']);
    assert.deepEqual(await shown(files('PLACES.at.API')), ['GET /api/crates protected']);
    // The guard may stand before it: neither open nor protected.
    assert.deepEqual(await shown(files('settings.base')), ['GET /crates conditional']);
  });
});
