// A server of one's own in front of Next.js: what it leaves to the pages is open on purpose, what it answers itself is not.

import assert from 'node:assert/strict';

import { analyze } from '../../support/analyze';

const SERVER = `import express from 'express';
import next from 'next';
import { draw } from './draw';
const pages = next({ dev: false });
const handle = pages.getRequestHandler();
pages.prepare().then(() => {
  const server = express();
  server.get('/crates', (req, res) => res.json([]));
  server.all('/drawn/*', (req, res) => draw(req, res));
  server.all('/old/*', handle);
  server.all('*', (req, res) => {
    const url = new URL(req.url, 'http://depot.example');
    handle(req, res, url);
  });
  server.listen(3000);
});
`;

describe('A server in front of Next.js', () => {
  it('leaves pages to it, and only these are open on purpose', async () => {
    const { routes } = await analyze({
      'package.json': JSON.stringify({ name: 'depot', dependencies: { express: '^4.19.0', next: '^14.0.0' } }),
      'server.ts': SERVER,
      'draw.ts': 'export function draw(req, res) {\n  res.end(req.url);\n}\n',
    });
    assert.deepEqual(Object.fromEntries(routes.map(({ path, verdict }) => [path, verdict])), {
      '/crates': 'unprotected',
      '/drawn/*': 'unprotected',
      '/old/*': 'public-by-design',
      '*': 'public-by-design',
    });
  });
});
