import assert from 'node:assert/strict';

import { analyze, applyFix, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'ts-strict';
const BASE: Files = { 'package.json': '{ "devDependencies": { "typescript": "^5.4.0" } }', 'src/a.ts': 'export {};\n' };

async function outcome(files: Files): Promise<{ verdict: string; places: string[] }> {
  const report = await analyze({ ...BASE, ...files });
  return { verdict: checkOf(report, ID).verdict, places: placesOf(report, ID) };
}

describe(ID, () => {
  it('holds when every project is strict, own or inherited', async () => {
    const files = {
      'tsconfig.json': '{ "compilerOptions": { "strict": true } }',
      'api/tsconfig.json': '{ "extends": "../tsconfig.json" }',
      'api/a.ts': 'export {};\n',
    };
    assert.deepEqual(await outcome(files), { verdict: 'pass', places: [] });
  });

  it('fails on the line that switches a strict base off, and names the base', async () => {
    const files = {
      ...BASE,
      'tsconfig.base.json': '{\n  "compilerOptions": {\n    "strict": true\n  }\n}\n',
      'tsconfig.json':
        '{\n  "extends": "./tsconfig.base.json",\n  "compilerOptions": {\n    /* later */\n    "strict": false,\n    "noImplicitAny": false\n  }\n}\n',
    };
    const report = await analyze(files);
    assert.deepEqual(placesOf(report, ID), ['tsconfig.json:5 loose']);
    const finding = report.findings.find(({ check }) => check === ID);
    assert.ok(finding);
    assert.deepEqual(
      finding.related.map(({ path, line }) => `${path}:${line}`),
      ['tsconfig.base.json:3', 'tsconfig.json:6'],
    );
    assert.match(finding.message, /although tsconfig\.base\.json switches it on/);
  });

  it('fails where nothing is written, at the top or where the base is named', async () => {
    assert.deepEqual(await outcome({ 'tsconfig.json': '{}' }), { verdict: 'fail', places: ['tsconfig.json:1 loose'] });
    const files = {
      'tsconfig.base.json': '{ "compilerOptions": { "strict": false } }',
      'tsconfig.json': '{\n  "extends": "./tsconfig.base.json"\n}\n',
    };
    assert.deepEqual(await outcome(files), { verdict: 'fail', places: ['tsconfig.json:2 loose'] });
  });

  it('does not take a strict base that nobody runs for a strict project', async () => {
    const files = {
      'tsconfig.base.json': '{ "compilerOptions": { "strict": true } }',
      'tsconfig.json': '{ "compilerOptions": { "target": "ES2022" } }',
    };
    assert.deepEqual(await outcome(files), { verdict: 'fail', places: ['tsconfig.json:1 loose'] });
  });

  it('fails on a single flag that is off, and on options that stop the compiler', async () => {
    const partial = '{\n  "compilerOptions": {\n    "strict": true,\n    "strictNullChecks": false\n  }\n}\n';
    assert.deepEqual(await outcome({ 'tsconfig.json': partial }), {
      verdict: 'fail',
      places: ['tsconfig.json:4 partial'],
    });
    const broken =
      '{\n  "compilerOptions": {\n    "strict": true,\n    "module": "ESNext",\n    "moduleResolution": "NodeNext"\n  }\n}\n';
    assert.deepEqual(await outcome({ 'tsconfig.json': broken }), {
      verdict: 'fail',
      places: ['tsconfig.json:4 broken'],
    });
  });

  it('leaves vendored configurations and those without files alone', async () => {
    const files = {
      'tsconfig.json': '{ "compilerOptions": { "strict": true } }',
      'third_party/x/tsconfig.json': '{}',
      'third_party/x/a.ts': 'export {};\n',
      'template/tsconfig.json': '{ "include": ["nothing/**/*"] }',
    };
    assert.deepEqual(await outcome(files), { verdict: 'pass', places: [] });
  });

  it('is unknown when a base or the release decides and cannot be seen', async () => {
    assert.equal((await outcome({ 'tsconfig.json': '{ "extends": "@acme/base" }' })).verdict, 'unknown');
    assert.equal((await outcome({ 'package.json': '{}', 'tsconfig.json': '{}' })).verdict, 'unknown');
  });

  it('does not apply without TypeScript, fails without configuration, trusts Deno', async () => {
    assert.equal(checkOf(await analyze({ 'a.js': '' }), ID).verdict, 'not-applicable');
    assert.equal(checkOf(await analyze({ 'a.js': '', 'types/x.d.ts': '' }), ID).verdict, 'not-applicable');
    assert.deepEqual(await outcome({}), { verdict: 'fail', places: ['package.json:1 no-config'] });
    assert.equal((await outcome({ 'deno.json': '{}' })).verdict, 'pass');
  });
});

/** Texts before and after the fix. */
const FIXES: readonly [string, string, string][] = [
  [
    'an override',
    '{\n  "extends": "./base.json",\n  // why\n  "compilerOptions": {\n    "strict": false, // later\n    "noImplicitAny": false\n  }\n}\n',
    '{\n  "extends": "./base.json",\n  // why\n  "compilerOptions": {\n    "strict": true, // later\n    "noImplicitAny": true\n  }\n}\n',
  ],
  [
    'nothing written',
    '{\r\n\t// target\r\n\t"compilerOptions": {\r\n\t\t// modern\r\n\t\t"target": "ES2022"\r\n\t}\r\n}\r\n',
    '{\r\n\t// target\r\n\t"compilerOptions": {\r\n\t\t"strict": true,\r\n\t\t// modern\r\n\t\t"target": "ES2022"\r\n\t}\r\n}\r\n',
  ],
  [
    'no options',
    '{\n  "include": ["src"]\n}\n',
    '{\n  "compilerOptions": {\n    "strict": true\n  },\n  "include": ["src"]\n}\n',
  ],
  ['an empty file', '{}', '{\n  "compilerOptions": {\n    "strict": true\n  }\n}'],
  ['empty options', '{ "compilerOptions": {} }', '{ "compilerOptions": {\n    "strict": true\n  } }'],
  [
    'one line',
    '{ "compilerOptions": { "target": "ES2022" } }',
    '{ "compilerOptions": { "strict": true, "target": "ES2022" } }',
  ],
  [
    'a flag that a base switches off',
    '{\n  "extends": "./loose.json"\n}\n',
    '{\n  "compilerOptions": {\n    "strict": true,\n    "strictNullChecks": true\n  },\n  "extends": "./loose.json"\n}\n',
  ],
  [
    'a duplicate key, of which the last counts',
    '{ "compilerOptions": { "strict": true, "strict": false } }',
    '{ "compilerOptions": { "strict": true, "strict": true } }',
  ],
];

describe('the fix enable-strict', () => {
  for (const [name, before, after] of FIXES) {
    it(name, async () => {
      const files = {
        ...BASE,
        'base.json': '{ "compilerOptions": { "strict": true } }',
        'loose.json': '{ "compilerOptions": { "strict": false, "strictNullChecks": false } }',
        'tsconfig.json': before,
      };
      const fixed = await applyFix(files, ID, 'enable-strict');
      assert.equal(fixed.files['tsconfig.json'], after);
      assert.equal(checkOf(fixed.report, ID).verdict, 'pass');
    });
  }
});
