// Files of routes that a program loads by listing a folder, all at once.

import assert from 'node:assert/strict';

import { analyze } from '../../../support/analyze';

const CRATES = `import express from 'express';
const router = express.Router();
router.get('/', (req, res) => res.json([]));
export default router;
`;

describe('Modules that promises give', () => {
  it('are mounted where all of them have come, below their names', async () => {
    const { routes } = await analyze({
      'package.json': JSON.stringify({ name: 'depot', type: 'module', dependencies: { express: '^4.19.0' } }),
      'src/app.js': `import express from 'express';
import router from './routes/index.js';
const app = express();
app.use('/api', router);
app.listen(3000);
`,
      'src/routes/index.js': `import express from 'express';
import fs from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
const here = dirname(fileURLToPath(import.meta.url));
const router = express.Router();
const coming = [];
for (const file of fs.readdirSync(here)) {
  if (!file.endsWith('.route.js')) continue;
  const below = file.replace('.route.js', '').replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
  coming.push(import(pathToFileURL(join(here, file)).href).then((module) => ({ below, route: module.default })));
}
const all = await Promise.all(coming);
all.forEach(({ below, route }) => router.use(\`/\${below}\`, route));
export default router;
`,
      'src/routes/seaCrates.route.js': CRATES,
      'src/routes/docks.route.js': CRATES,
    });
    assert.deepEqual(routes.map(({ path, verdict }) => `${path} ${verdict}`).sort(), [
      '/api/docks unprotected',
      '/api/sea-crates unprotected',
    ]);
  });
});
