// Applications below a base that a setting gives.

import assert from 'node:assert/strict';

import { analyze } from '../../support/analyze';

describe('A guard below a base that is not literal', () => {
  const application = (lines: string): Promise<{ routes: { verdict: string }[] }> =>
    analyze({
      'package.json': '{"dependencies":{"express":"^5.0.0"}}',
      'server.js': `import express from 'express';
import { config } from './config.js';
import jwt from 'jsonwebtoken';
const app = express();
const base = config.base;
const members = (req, res, next) => {
  try { req.user = jwt.verify(req.headers.authorization, process.env.KEY); next(); } catch { res.status(401).end(); }
};
const orders = express.Router();
orders.get('/orders', (req, res) => res.json([]));
${lines}
app.listen(3000);
`,
    });
  const verdict = async (lines: string): Promise<string | undefined> =>
    (await application(lines)).routes.find((route) => route.verdict !== 'dead')?.verdict;

  it('protects what is mounted with it', async () => {
    assert.equal(await verdict('app.use(`${base}/api`, members, orders);'), 'protected');
    assert.equal(await verdict('app.use(members); app.use(`${base}/api`, orders);'), 'protected');
  });

  it('may not stand before what lies elsewhere', async () => {
    const page = 'app.get(`${base}`, (req, res) => res.json([]));';
    assert.equal(await verdict(`app.use(\`\${base}/api\`, members);\n${page}`), 'conditional');
  });
});
