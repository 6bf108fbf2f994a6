// Files of routes that are loaded by listing their folder, as Node applications do it.

import { describeWays, type Way } from '../../../support/way';
import type { Files } from '../../../support/analyze';

const MANIFEST = JSON.stringify({ name: 'depot', dependencies: { express: '^4.19.0' } });

const GUARD = `const jwt = require('jsonwebtoken');
function badge(req, res, next) {
  try {
    req.worker = jwt.verify(req.get('authorization'), process.env.BADGE);
  } catch (error) {
    return res.status(401).end();
  }
  next();
}
`;

const CRATES = `const express = require('express');
const router = express.Router();
router.get('/crates', (req, res) => res.json([]));
module.exports = router;
`;
const DOCKS = CRATES.replace('/crates', '/docks');

/** An application that loads two files of a folder, and one that it must leave out. */
function loaded(app: string, more: Files = {}): Files {
  return {
    'package.json': MANIFEST,
    'src/app.js': `const express = require('express');
const fs = require('fs');
const path = require('path');
const app = express();
${app}
app.listen(3000);
`,
    'src/routes/crates.js': CRATES,
    'src/routes/docks.js': DOCKS,
    ...more,
  };
}

const BOTH = { 'GET /crates': 'unprotected', 'GET /docks': 'unprotected' };

const JAVASCRIPT: Way[] = [
  {
    situation: 'a folder beside the file, each file required',
    files: loaded(`fs.readdirSync(path.join(__dirname, 'routes')).forEach((file) => {
  app.use('/', require(path.join(__dirname, 'routes', file)));
});`),
    verdicts: BOTH,
  },
  {
    situation: 'a guard before the loop',
    files: loaded(`${GUARD}app.use(badge);
for (const file of fs.readdirSync('./src/routes')) app.use(require(\`./routes/\${file}\`));`),
    verdicts: { 'GET /crates': 'protected', 'GET /docks': 'protected' },
  },
  {
    situation: 'the name of the file as the prefix',
    files: loaded(`fs.readdirSync(__dirname + '/routes')
  .filter((file) => file.endsWith('.js'))
  .map((file) => path.basename(file, '.js'))
  .forEach((name) => { app.use('/' + name, require('./routes/' + name)); });`),
    verdicts: { 'GET /crates/crates': 'unprotected', 'GET /docks/docks': 'unprotected' },
  },
  {
    situation: 'an index file in the folder that loads its neighbours and leaves itself out',
    files: loaded(`app.use('/api', require('./routes'));`, {
      'src/routes/index.js': `const { Router } = require('express');
const { readdirSync } = require('fs');
const router = Router();
const clean = (name) => name.split('.').shift();
readdirSync(__dirname).filter((file) => {
  const name = clean(file);
  if (name !== 'index') router.use(\`/\${name}\`, require(\`./\${file}\`));
});
module.exports = router;
`,
    }),
    verdicts: { 'GET /api/crates/crates': 'unprotected', 'GET /api/docks/docks': 'unprotected' },
  },
  {
    situation: 'a callback that returns early for one file does not end the loop',
    files: loaded(
      `const base = path.basename(__filename);
fs.readdirSync(path.resolve(__dirname, 'routes')).forEach((file) => {
  if (file.indexOf('.') === 0 || file.slice(-3) !== '.js') return;
  if (file === 'aisles.js') return;
  const router = require(path.join(__dirname, 'routes', file));
  app.use(router);
});`,
      { 'src/routes/aisles.js': CRATES.replace('/crates', '/aisles'), 'src/routes/README.md': '# Routes\n' },
    ),
    verdicts: { ...BOTH, 'GET /aisles': 'dead' },
  },
  {
    situation: 'files that register on the application that they are given',
    files: {
      'package.json': MANIFEST,
      'index.js': `const express = require('express');
const glob = require('glob');
const app = express();
glob.sync('./app/routes/**/*.js', { cwd: __dirname }).forEach((file) => require(require('path').resolve(file))(app));
app.listen(80);
`,
      'app/routes/crates.js': `module.exports = (app) => { app.get('/crates', (req, res) => res.json([])); };\n`,
      'app/routes/inner/docks.js': `module.exports = (app) => { app.get('/docks', (req, res) => res.json([])); };\n`,
    },
    verdicts: BOTH,
  },
  {
    situation: 'a module with import.meta, promises and default exports',
    files: {
      'package.json': MANIFEST,
      'src/app.ts': `import express from 'express';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
const app = express();
const here = dirname(fileURLToPath(import.meta.url));
const files = await readdir(join(here, 'routes'));
for (const file of files.filter((name) => /\\.route\\.js$/.test(name))) {
  const { default: router } = await import(join(here, 'routes', file));
  app.use('/api', router);
}
app.listen(3000);
`,
      'src/routes/crates.route.ts': `import { Router } from 'express';
const router = Router();
router.get('/crates', (req, res) => res.json([]));
export default router;
`,
      'src/routes/crates.route.d.ts': 'export {};\n',
    },
    verdicts: { 'GET /api/crates': 'unprotected' },
  },
  {
    situation: 'folders in folders, by a function that calls itself',
    files: loaded(
      `function mountAll(folder, prefix) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) mountAll(path.join(folder, entry.name), prefix + '/' + entry.name);
    else app.use(prefix, require(path.join(folder, entry.name)));
  }
}
mountAll(path.join(__dirname, 'routes'), '/api');`,
      { 'src/routes/night/shifts.js': CRATES.replace('/crates', '/shifts') },
    ),
    verdicts: {
      'GET /api/crates': 'unprotected',
      'GET /api/docks': 'unprotected',
      'GET /api/night/shifts': 'unprotected',
    },
  },
  {
    situation: 'a folder by a package, and modules of a bundler',
    files: loaded(`const all = require('require-dir')('./routes');
Object.keys(all).forEach((name) => app.use('/' + name, all[name]));`),
    verdicts: { 'GET /crates/crates': 'unprotected', 'GET /docks/docks': 'unprotected' },
  },
  {
    situation: 'modules that a bundler collects',
    files: {
      'package.json': MANIFEST,
      'src/app.ts': `import express from 'express';
const app = express();
const modules = import.meta.glob('./routes/*.ts', { eager: true });
for (const path in modules) app.use(modules[path].default);
Object.values(modules).forEach((one) => app.use('/v2', one.default));
app.listen(3000);
`,
      'src/routes/crates.ts': `import { Router } from 'express';
const router = Router();
router.get('/crates', (req, res) => res.json([]));
export default router;
`,
    },
    verdicts: { 'GET /crates': 'unprotected', 'GET /v2/crates': 'unprotected' },
  },
  {
    situation: 'names that only the running program knows: open whether it is mounted, not dead',
    files: loaded(
      `for (const name of JSON.parse(process.env.MODULES)) app.use(require(path.join(__dirname, 'routes', name)));`,
      {
        'src/elsewhere/shifts.js': CRATES.replace('/crates', '/shifts'),
      },
    ),
    verdicts: { 'GET /crates': 'unknown', 'GET /docks': 'unknown', 'GET /shifts': 'dead' },
    reasons: { 'GET /crates': /src\/app\.js:5 loads files that only the running program names/ },
  },
  {
    situation: 'files named by a list in a configuration, each given the application',
    files: {
      ...loaded(`const config = require('./config');
config.files.routes.forEach((file) => require(path.resolve(file))(app));`),
      'src/routes/crates.js': `const express = require('express');
module.exports = (app) => { app.get('/crates', (req, res) => res.json([])); };
`,
      'src/routes/docks.js': `module.exports = 1;\n`,
    },
    verdicts: { 'GET /crates': 'unknown' },
  },
  {
    situation: 'a module that is named at run time and never meets the application: still dead',
    files: loaded(`const texts = require('./texts/' + process.env.LANG);
app.get('/texts', (req, res) => res.json(texts));`),
    verdicts: { 'GET /texts': 'unprotected', 'GET /crates': 'dead', 'GET /docks': 'dead' },
  },
];

const CALLS: Way[] = [
  {
    situation: 'a registration inside a conditional expression is one under that condition',
    files: loaded(`const open = (name) => (name === 'crates.js' ? app.use('/api', require('./routes/' + name)) : '');
fs.readdirSync(path.join(__dirname, 'routes')).filter(open);`),
    verdicts: { 'GET /api/crates': 'unprotected', 'GET /docks': 'dead' },
  },
  {
    situation: 'functions of an object that call each other through it',
    files: loaded(`exports.routes = function (server) { server.use(require('./routes/crates')); };
exports.start = function () { this.routes(app); };
exports.start();`),
    verdicts: { 'GET /crates': 'unprotected', 'GET /docks': 'dead' },
  },
  {
    situation: 'a handler that answers that nothing was found',
    files: loaded(`app.use(require('./routes/crates'));
app.use(require('./routes/docks'));
app.all('*', (req, res) => { res.status(404).json({}); });`),
    verdicts: { ...BOTH, 'ALL *': 'public-by-design' },
  },
];

describeWays('registrations that Node applications write in other words', CALLS);
describeWays('files of routes that Node applications load', JAVASCRIPT);
