import assert from 'node:assert/strict';

import type { StrictnessEntry } from '../../../src/engine/report/report';
import { strictFamily } from '../../../src/engine/types/options';
import { typescriptRange } from '../../../src/engine/types/versions';
import { analyze, type Files } from '../../support/analyze';

const TS5 = '{ "devDependencies": { "typescript": "^5.4.0" } }';

async function entries(files: Files): Promise<StrictnessEntry[]> {
  return (await analyze({ 'src/a.ts': 'export {};\n', ...files })).strictness;
}

/** State and flags of the root's configuration. */
async function state(options: string, manifest = TS5): Promise<string> {
  const [entry] = await entries({ 'package.json': manifest, 'tsconfig.json': `{ "compilerOptions": ${options} }` });
  return `${entry?.state} ${entry?.flagsOn}/${entry?.flagsTotal}`;
}

describe('strictness', () => {
  it('tells the states apart', async () => {
    assert.equal(await state('{}'), 'loose 0/9');
    assert.equal(await state('{ "strict": true }'), 'strict 9/9');
    assert.equal(await state('{ "strict": true, "noImplicitAny": false }'), 'partial 8/9');
    assert.equal(await state('{ "strictNullChecks": true }'), 'partial 1/9');
    const beyond = [
      'noUncheckedIndexedAccess',
      'exactOptionalPropertyTypes',
      'noImplicitOverride',
      'noFallthroughCasesInSwitch',
    ];
    const all = ['strict', ...beyond, 'noImplicitReturns', 'noPropertyAccessFromIndexSignature'];
    assert.equal(await state(`{ ${all.map((name) => `"${name}": true`).join()} }`), 'strict+ 9/9');
  });

  it('follows the release: strict by default from 6, fewer flags before', async () => {
    const declared = (range: string): string => `{ "devDependencies": { "typescript": "${range}" } }`;
    assert.equal(await state('{}', declared('^6.0.0')), 'strict 8/8');
    assert.equal(await state('{}', declared('~4.3.0')), 'loose 0/7');
    assert.equal(await state('{}', declared('>=5')), 'unknown 0/9');
    assert.equal(await state('{ "strict": true }', declared('latest')), 'strict 9/9');
    assert.equal(await state('{}', '{}'), 'unknown 0/9');
  });

  it('takes option errors that stop the compiler for broken', async () => {
    assert.equal(await state('{ "strict": true, "module": "ESNext", "moduleResolution": "NodeNext" }'), 'broken 9/9');
    assert.equal(await state('{ "strict": true, "module": "NodeNext", "moduleResolution": "Node16" }'), 'strict 9/9');
    assert.equal(await state('{ "strict": true, "module": "CommonJS", "moduleResolution": "bundler" }'), 'broken 9/9');
    assert.equal(await state('{ "strictPropertyInitialization": true, "strict": false }'), 'broken 1/9');
    const six = '{ "devDependencies": { "typescript": "6.0.2" } }';
    assert.equal(await state('{ "baseUrl": "." }', six), 'broken 8/8');
    assert.equal(await state('{ "baseUrl": ".", "ignoreDeprecations": "6.0" }', six), 'strict 8/8');
    assert.equal(await state('{ "baseUrl": "." , "strict": true }'), 'strict 9/9');
  });

  it('does not guess what a base outside the workspace says', async () => {
    const files = (base: string, options: string): Files => ({
      'package.json': TS5,
      'tsconfig.json': `{ "extends": "${base}", "compilerOptions": ${options} }`,
    });
    const stateOf = async (base: string, options: string): Promise<unknown> =>
      (await entries(files(base, options)))[0]?.state;
    assert.equal(await stateOf('@acme/tsconfig/base.json', '{}'), 'unknown');
    assert.equal(await stateOf('@acme/tsconfig/base.json', '{ "strict": true }'), 'strict');
    assert.equal(await stateOf('@acme/tsconfig/base.json', '{ "strict": false }'), 'loose');
    assert.equal(await stateOf('@tsconfig/node20/tsconfig.json', '{}'), 'strict');
    assert.equal(await stateOf('@tsconfig/strictest', '{}'), 'strict+');
  });

  it('finds a base in a package of the workspace', async () => {
    const report = await entries({
      'package.json': TS5,
      'tooling/ts/package.json': '{ "name": "@acme/ts" }',
      'tooling/ts/base.json': '{ "compilerOptions": { "strict": true } }',
      'tsconfig.json': '{ "extends": "@acme/ts/base" }',
    });
    assert.deepEqual(
      report.map(({ path, role, state: own }) => [path, role, own]),
      [
        ['tooling/ts/base.json', 'base', null],
        ['tsconfig.json', 'project', 'strict'],
      ],
    );
  });

  it('tells projects, bases and solutions apart', async () => {
    const report = await entries({
      'package.json': TS5,
      'tsconfig.json': '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }, { "path": "./api" }] }',
      'tsconfig.base.json': '{ "compilerOptions": { "strict": true } }',
      'tsconfig.app.json': '{ "extends": "./tsconfig.base.json", "include": ["src"] }',
      'api/tsconfig.json': '{ "extends": "../tsconfig.base" }',
      'api/index.ts': 'export {};\n',
      'jsconfig.json': '{}',
    });
    assert.deepEqual(
      report.map(({ path, role, state: own, files }) => [path, role, own, files]),
      [
        ['api/tsconfig.json', 'project', 'strict', 1],
        ['jsconfig.json', 'project', 'unchecked', 2],
        ['tsconfig.app.json', 'project', 'strict', 1],
        ['tsconfig.base.json', 'base', null, 2],
        ['tsconfig.json', 'solution', null, 0],
      ],
    );
  });

  it('survives circles and half-typed files', async () => {
    const report = await entries({
      'a/tsconfig.json': '{ "extends": "../b/tsconfig.json" }',
      'b/tsconfig.json': '{ "extends": "../a/tsconfig.json" }',
      'tsconfig.json': '{ "compilerOptions": { "strict": ',
    });
    assert.equal(report.length, 3);
  });
});

describe('ranges of TypeScript', () => {
  for (const [spec, low, high] of [
    ['^5.1.0', 5.01, 5.09],
    ['~5.4.2', 5.04, 5.04],
    ['5.x', 5, 5.09],
    ['5', 5, 5.09],
    ['5.3.3', 5.03, 5.03],
    ['>=4.9 <6', 4.09, 5.995],
    ['>=5', 5, Infinity],
    ['latest', 0, Infinity],
    ['workspace:*', 0, Infinity],
    ['^4 || ^5', 0, Infinity],
  ] as const) {
    it(spec, () => {
      assert.deepEqual(typescriptRange(spec), { low, high });
    });
  }

  it('know the family of each release', () => {
    assert.equal(strictFamily(typescriptRange('^5.0.0')).length, 9);
    assert.equal(strictFamily(typescriptRange('~5.4.0')).length, 8);
    assert.equal(strictFamily(typescriptRange('7.0.2')).includes('alwaysStrict'), false);
  });
});

describe('enforced projects', () => {
  const BASE: Files = {
    'package.json': `{ "scripts": { "typecheck": "tsc --noEmit", "build": "vite build", "all": "npm run typecheck" }, ${TS5.slice(1)}`,
    'package-lock.json': '{ "lockfileVersion": 3, "packages": {} }',
    'tsconfig.json': '{ "compilerOptions": { "strict": true } }',
  };

  async function enforced(steps: string, more: Files = {}): Promise<string[]> {
    const workflow = `on: [push]\njobs:\n  check:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`;
    const report = await entries({ ...BASE, '.github/workflows/ci.yml': workflow, ...more });
    return report.filter((entry) => entry.enforced).map(({ path }) => path);
  }

  it('are those whose compiler runs on changes, scripts followed', async () => {
    assert.deepEqual(await enforced('      - run: npx tsc --noEmit\n'), ['tsconfig.json']);
    assert.deepEqual(await enforced('      - run: npm run all\n'), ['tsconfig.json']);
    const api = { 'api/tsconfig.json': '{}', 'api/a.ts': 'export {};\n' };
    assert.deepEqual(await enforced('      - run: npx tsc -p api\n', api), ['api/tsconfig.json']);
    assert.deepEqual(await enforced('      - run: cd api && npx tsc --noEmit\n', api), ['api/tsconfig.json']);
  });

  it('are none where a bundler builds, or where the result is ignored', async () => {
    assert.deepEqual(await enforced('      - run: npm run build\n'), []);
    assert.deepEqual(await enforced('      - run: npm run typecheck || true\n'), []);
    assert.deepEqual(await enforced('      - run: npm run typecheck\n        continue-on-error: true\n'), []);
  });

  it('are none behind a step that cannot succeed, or with options that stop the compiler', async () => {
    assert.deepEqual(
      await enforced('      - run: pnpm install --frozen-lockfile\n      - run: npx tsc --noEmit\n'),
      [],
    );
    const broken = { 'tsconfig.json': '{ "compilerOptions": { "module": "ESNext", "moduleResolution": "NodeNext" } }' };
    assert.deepEqual(await enforced('      - run: npx tsc --noEmit\n', broken), []);
  });
});
