// From a specifier to the file of the workspace that it means.

import assert from 'node:assert/strict';

import { moduleResolver } from '../../../src/engine/modules/resolve';
import { Workspace } from '../../../src/engine/workspace';
import { Config } from '../../../src/engine/config/config';
import type { FileFacts } from '../../../src/engine/facts';
import { openSession, type Files } from '../../support/analyze';

/** A workspace of empty files plus these texts, and what specifiers mean in one of its files. */
async function resolverOf(paths: string[], texts: Files = {}): Promise<(from: string, specifier: string) => string> {
  const files: Files = { ...Object.fromEntries(paths.map((path) => [path, ''])), ...texts };
  const { session, host } = await openSession(files);
  const facts = new Map<string, FileFacts>();
  for (const path of Object.keys(files)) {
    const found = session.factsOf(path);
    if (found) facts.set(path, found);
  }
  const workspace = new Workspace({
    name: host.name,
    listing: await host.list(),
    facts,
    occurrences: [],
    config: new Config(),
  });
  const resolver = workspace.derive(moduleResolver);
  return (from, specifier) => {
    const result = resolver.resolve(from, specifier);
    if (result.kind === 'file') return result.guessed ? `${result.path}?` : result.path;
    return result.kind === 'package'
      ? `package ${[result.name, result.subpath].filter(Boolean).join(' ')}`
      : 'unresolved';
  };
}

describe('module resolution', () => {
  it('finds a file whose name differs in capitals only', async () => {
    const resolve = await resolverOf(['src/app.ts', 'src/depotRoutes.ts', 'src/Both.ts', 'src/both.ts']);
    assert.equal(resolve('src/app.ts', './DepotRoutes'), 'src/depotRoutes.ts?');
    assert.equal(resolve('src/app.ts', './Both'), 'src/Both.ts');
    assert.equal(resolve('src/app.ts', './Depot'), 'unresolved');
  });

  it('knows packages by their names, also where somebody has committed them', async () => {
    const resolve = await resolverOf(['api/node_modules/hmac-kit/index.js', 'api/src/app.js', 'kit/index.js'], {
      'api/node_modules/hmac-kit/package.json': '{"name":"hmac-kit","main":"index.js"}',
      'kit/package.json': '{"name":"own-kit","main":"index.js"}',
    });
    assert.equal(resolve('api/src/app.js', 'hmac-kit'), 'package hmac-kit');
    assert.equal(resolve('api/src/app.js', 'own-kit'), 'kit/index.js');
  });

  it('follows relative paths, extensions, folders and output names', async () => {
    const resolve = await resolverOf([
      'src/app.ts',
      'src/auth.ts',
      'src/routes/index.ts',
      'src/view.tsx',
      'src/plain.js',
      'src/v1.2.ts',
    ]);
    assert.equal(resolve('src/app.ts', './auth'), 'src/auth.ts');
    assert.equal(resolve('src/app.ts', './auth.js'), 'src/auth.ts');
    assert.equal(resolve('src/app.ts', './view.jsx'), 'src/view.tsx');
    assert.equal(resolve('src/app.ts', './plain.js'), 'src/plain.js');
    assert.equal(resolve('src/app.ts', './routes'), 'src/routes/index.ts');
    assert.equal(resolve('src/app.ts', './v1.2'), 'src/v1.2.ts');
    assert.equal(resolve('src/routes/index.ts', '../auth'), 'src/auth.ts');
    assert.equal(resolve('src/routes/index.ts', '..'), 'unresolved');
    assert.equal(resolve('src/app.ts', './missing'), 'unresolved');
    assert.equal(resolve('src/app.ts', '../../outside'), 'unresolved');
  });

  it('follows the names that frameworks and packages give to folders', async () => {
    const resolve = await resolverOf(
      ['site/src/lib/server/session.ts', 'site/src/lib/index.ts', 'site/src/routes/+server.ts', 'models/crate.js'],
      {
        'package.json': JSON.stringify({
          name: 'depot',
          _moduleAliases: { '@models': 'models', '@crate': './models/crate.js' },
        }),
      },
    );
    assert.equal(resolve('site/src/routes/+server.ts', '$lib/server/session'), 'site/src/lib/server/session.ts');
    assert.equal(resolve('site/src/routes/+server.ts', '$lib'), 'site/src/lib/index.ts');
    assert.equal(resolve('site/src/routes/+server.ts', '$lib/missing'), 'unresolved');
    assert.equal(resolve('server/app.js', '@models/crate'), 'models/crate.js');
    assert.equal(resolve('server/app.js', '@crate'), 'models/crate.js');
  });

  it('tells packages from files', async () => {
    const resolve = await resolverOf(['src/app.ts']);
    assert.equal(resolve('src/app.ts', 'express'), 'package express');
    assert.equal(resolve('src/app.ts', '@acme/lib/sub/path'), 'package @acme/lib sub/path');
    assert.equal(resolve('src/app.ts', 'node:fs'), 'package node:fs');
  });

  it('uses the path mappings of the nearest configuration and of what it extends', async () => {
    const resolve = await resolverOf(['apps/api/src/auth.ts', 'apps/api/src/app.ts', 'shared/log.ts', 'web/src/x.ts'], {
      'tsconfig.base.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@shared/*": ["shared/*"] } } }',
      'apps/api/tsconfig.json':
        '{ "extends": "../../tsconfig.base", "compilerOptions": { "paths": { "@api/*": ["./src/*"] } } } // comment',
      'web/tsconfig.json': '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }',
      'web/tsconfig.app.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
    });
    assert.equal(resolve('apps/api/src/app.ts', '@api/auth'), 'apps/api/src/auth.ts');
    assert.equal(resolve('apps/api/src/app.ts', '@shared/log'), 'shared/log.ts');
    assert.equal(resolve('apps/api/src/app.ts', 'shared/log'), 'shared/log.ts');
    assert.equal(resolve('web/src/x.ts', '@/x'), 'web/src/x.ts');
  });

  it('enters packages of the workspace through exports, imports, source and main', async () => {
    const resolve = await resolverOf(
      [
        'packages/core/src/index.ts',
        'packages/core/src/guards/admin.ts',
        'packages/old/lib/main.js',
        'apps/api/src/db/pool.ts',
        'apps/api/src/app.ts',
      ],
      {
        'packages/core/package.json': JSON.stringify({
          name: '@acme/core',
          exports: {
            '.': { types: './dist/index.d.ts', import: './dist/index.mjs' },
            './guards/*': { default: './dist/guards/*.js' },
          },
        }),
        'packages/old/package.json': '{ "name": "old-lib", "main": "lib/main" }',
        'apps/api/package.json': '{ "name": "api", "imports": { "#db/*": "./src/db/*.ts" } }',
      },
    );
    assert.equal(resolve('apps/api/src/app.ts', '@acme/core'), 'packages/core/src/index.ts');
    assert.equal(resolve('apps/api/src/app.ts', '@acme/core/guards/admin'), 'packages/core/src/guards/admin.ts');
    assert.equal(resolve('apps/api/src/app.ts', 'old-lib'), 'packages/old/lib/main.js');
    assert.equal(resolve('apps/api/src/app.ts', '#db/pool'), 'apps/api/src/db/pool.ts');
  });

  it('guesses an unexplained alias only when one file fits', async () => {
    const resolve = await resolverOf(['services/a/lib/auth.ts', 'services/a/lib/app.ts', 'x/log.ts', 'y/log.ts']);
    assert.equal(resolve('services/a/lib/app.ts', '@/lib/auth'), 'services/a/lib/auth.ts?');
    assert.equal(resolve('services/a/lib/app.ts', '@/log'), 'unresolved');
  });
});
