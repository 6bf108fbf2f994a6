import assert from 'node:assert/strict';

import type { ManifestFacts } from '../../../src/engine/collect/manifest';
import { partOf } from '../../support/collect';

async function manifestOf(path: string, text: string): Promise<ManifestFacts> {
  const facts = await partOf('manifest', path, text);
  assert.ok(facts, `${path} gave no manifest facts`);
  return facts;
}

/** Dependencies as `name version group line`. */
function listed(facts: ManifestFacts): string[] {
  return facts.dependencies.map(({ name, version, group, span }) => [name, version, group, span.line].join(' '));
}

describe('manifest facts', () => {
  it('read package.json', async () => {
    const facts = await manifestOf(
      'apps/shop/package.json',
      `{
  "name": "@acme/shop",
  "private": true,
  "type": "module",
  "workspaces": { "packages": ["packages/*"] },
  "packageManager": "pnpm@9.1.0",
  "engines": { "node": ">=20" },
  "main": "dist/index.js",
  "exports": { ".": { "import": "./dist/index.mjs" } },
  "scripts": { "build": "tsc -b" },
  "dependencies": { "express": "^5.0.0" },
  "devDependencies": { "typescript": "~5.4.2" },
  "peerDependencies": { "react": "*" }
}
`,
    );
    assert.deepEqual(listed(facts), ['express ^5.0.0 main 11', 'typescript ~5.4.2 dev 12', 'react * peer 13']);
    assert.deepEqual(facts.workspaces, ['packages/*']);
    assert.deepEqual(facts.entries, ['dist/index.js', './dist/index.mjs']);
    assert.deepEqual(
      facts.scripts.map(({ name, command }) => [name, command]),
      [['build', 'tsc -b']],
    );
    assert.equal(facts.esm && facts.private, true);
    assert.equal(facts.name, '@acme/shop');
  });

  it('survive a package.json that is half typed', async () => {
    const facts = await manifestOf('package.json', '{ "name": "shop", "scripts": { "build": ');
    assert.equal(facts.name, 'shop');
    assert.deepEqual(facts.scripts, []);
  });

  it('read requirements files', async () => {
    const facts = await manifestOf(
      'requirements.txt',
      `# web
-r base.txt
--index-url https://example.org/simple
FastAPI[all]>=0.100,<1 ; python_version > "3.8"  # served
zope.interface == 5.0 \\
    --hash=sha256:00
lib @ https://example.org/lib.whl
`,
    );
    assert.deepEqual(listed(facts), [
      'fastapi >=0.100,<1 main 4',
      'zope-interface == 5.0 main 5',
      'lib https://example.org/lib.whl main 7',
    ]);
    assert.deepEqual(facts.includes, ['base.txt']);
    assert.deepEqual(listed(await manifestOf('requirements/test.txt', 'pytest\n')), ['pytest  dev 1']);
    assert.deepEqual(listed(await manifestOf('requirements-dev.in', 'mypy\n')), ['mypy  dev 1']);
  });

  it('read pyproject.toml of PEP 621, PEP 735 and Poetry', async () => {
    const facts = await manifestOf(
      'pyproject.toml',
      `[project]
name = "shop"
requires-python = ">=3.11"
dependencies = ["fastapi", "SQLAlchemy[asyncio]>=2"]
[project.optional-dependencies]
test = ["pytest"]
redis = ["redis"]
[dependency-groups]
lint = ["ruff", { include-group = "x" }]
[tool.poetry.dependencies]
python = "^3.11"
httpx = { version = "^0.27", optional = true }
[tool.poetry.group.dev.dependencies]
mypy = "*"
`,
    );
    assert.deepEqual(listed(facts), [
      'fastapi  main 4',
      'sqlalchemy >=2 main 4',
      'pytest  dev 6',
      'redis  optional 7',
      'ruff  dev 9',
      'httpx ^0.27 optional 12',
      'mypy * dev 14',
    ]);
    assert.equal(facts.engine, '>=3.11');
  });

  it('read setup.cfg, Pipfile and pnpm-workspace.yaml', async () => {
    const setup = '[metadata]\nname = shop\n[options]\ninstall_requires =\n    fastapi>=0.1\n    httpx\n';
    assert.deepEqual(listed(await manifestOf('setup.cfg', setup)), ['fastapi >=0.1 main 4', 'httpx  main 4']);
    const pipfile = '[packages]\nflask = "*"\n[dev-packages]\npytest = "*"\n';
    assert.deepEqual(listed(await manifestOf('Pipfile', pipfile)), ['flask * main 2', 'pytest * dev 4']);
    const pnpm = await manifestOf('pnpm-workspace.yaml', 'packages:\n  - apps/*\n  - "!apps/old"\n');
    assert.deepEqual(pnpm.workspaces, ['apps/*', '!apps/old']);
  });
});

describe('settings facts', () => {
  it('keep sections of INI files with continued values and places', async () => {
    const facts = await partOf(
      'settings',
      'pytest.ini',
      '[tool:pytest]\n# comment\naddopts =\n    -q\n    --cov=app\ntestpaths = tests\n',
    );
    assert.deepEqual(facts?.sections, [
      {
        name: 'tool:pytest',
        span: { line: 1, column: 1, endLine: 1, endColumn: 14 },
        entries: [
          {
            key: 'addopts',
            value: '-q\n--cov=app',
            span: { line: 3, column: 1, endLine: 5, endColumn: 14 },
            lines: [4, 5],
          },
          { key: 'testpaths', value: 'tests', span: { line: 6, column: 1, endLine: 6, endColumn: 18 } },
        ],
      },
    ]);
  });

  it('keep tables of TOML files', async () => {
    const text = '[tool.mypy]\nstrict = true\n[[tool.mypy.overrides]]\nmodule = ["a.*"]\nsince = 2024-01-02\n';
    const facts = await partOf('settings', 'pyproject.toml', text);
    assert.deepEqual(
      facts?.sections.map(({ name, span, entries }) => [
        name,
        span?.line,
        entries.map(({ key, value }) => [key, value]),
      ]),
      [
        ['', undefined, []],
        ['tool.mypy', 1, [['strict', true]]],
        [
          'tool.mypy.overrides',
          3,
          [
            ['module', ['a.*']],
            ['since', '2024-01-02T00:00:00.000Z'],
          ],
        ],
      ],
    );
  });
});
