// Bundles are loaded as an earlier run has compiled them, and from their text wherever that cannot be trusted.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { TempTree } from './temp-tree';

/** Has V8 compile something that is worth keeping. As the build writes it. */
const BUNDLE = `(function (exports, require, module, __filename, __dirname) {
const parts = [];
${Array.from({ length: 50 }, (_, i) => `parts.push(function part${i}(a) { return a + ${i}; });`).join('\n')}
module.exports = { sum: parts.reduce((sum, part) => sum + part(1), 0), name: require('node:path').basename(__filename) };
})
`;
const SUM = 50 + (49 * 50) / 2;

describe('compiled bundles', () => {
  let tree: TempTree;

  beforeEach(() => {
    tree = new TempTree({ 'program.js': BUNDLE, 'cache/': '' });
  });

  afterEach(() => tree.remove());

  /** Loads the bundle in a process of its own and keeps what was compiled. */
  function run(environment: Record<string, string> = {}, { hasWorked = false, before = '' } = {}): unknown {
    const module = JSON.stringify(path.resolve(__dirname, '../../src/node/code-cache'));
    const file = JSON.stringify(tree.path('program.js'));
    const code = `const { loadBundle, keepCompiled } = require(${module}); const bundle = loadBundle(${file}); console.log(JSON.stringify(bundle)); ${before}; keepCompiled(${hasWorked});`;
    const env = { ...process.env, XDG_CACHE_HOME: tree.path('cache'), ...environment };
    const output = execFileSync(process.execPath, ['--import', 'tsx', '-e', code], { env, encoding: 'utf8' });
    return JSON.parse(output);
  }

  function kept(): string[] {
    const folder = tree.path('cache/preflight/compiled');
    return fs.existsSync(folder) ? fs.readdirSync(folder).map((name) => path.join(folder, name)) : [];
  }

  const right = { sum: SUM, name: 'program.js' };

  it('give what their text gives, and are written once', () => {
    assert.deepEqual(run(), right);
    const [file, ...more] = kept();
    assert.ok(file !== undefined && more.length === 0);
    const { mtimeMs, mode } = fs.statSync(file);
    if (process.platform !== 'win32') assert.equal(mode & 0o077, 0, 'others can read or write it');
    assert.deepEqual(run(), right);
    assert.equal(fs.statSync(file).mtimeMs, mtimeMs);
  });

  it('are looked at again after work, unless a look has found nothing more lately', () => {
    const more = Array.from({ length: 400 }, (_, i) => `(function more${i}(a) { return a * ${i} + ${i}; })`).join(', ');
    tree.write('program.js', BUNDLE.replace('name: ', `more: () => [${more}].map((part) => part(1)).length, name: `));
    run();
    const [file = ''] = kept();
    const small = fs.statSync(file).size;
    run({}, { hasWorked: true });
    assert.ok(fs.statSync(file).mtimeMs > Date.now(), 'it is not looked at for a while');
    run({}, { hasWorked: true, before: 'bundle.more()' });
    assert.equal(fs.statSync(file).size, small);
    fs.utimesSync(file, new Date(), new Date());
    run({}, { hasWorked: true, before: 'bundle.more()' });
    assert.ok(fs.statSync(file).size > small, 'it was replaced');
    assert.ok(fs.statSync(file).mtimeMs <= Date.now());
  });

  it('may hold any characters', () => {
    tree.write('program.js', BUNDLE.replace('basename(__filename)', "basename('é→🚧')"));
    for (let i = 0; i < 2; i++) assert.deepEqual(run(), { ...right, name: 'é→🚧' });
  });

  it('are not taken when they are damaged, cut or of another version', () => {
    run();
    const [file = ''] = kept();
    const whole = fs.readFileSync(file);
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, whole.length - 200, whole.length - 100);
    for (const content of [damaged, whole.subarray(0, 900), Buffer.alloc(0)]) {
      fs.writeFileSync(file, content);
      assert.deepEqual(run(), right);
      assert.deepEqual(fs.readFileSync(file).length, whole.length, 'it was not replaced');
    }
    tree.write('program.js', BUNDLE.replace('a + 0', 'a + 7'));
    assert.deepEqual(run(), { ...right, sum: SUM + 7 });
    assert.equal(kept().length, 2);
  });

  it('keep to a few versions', () => {
    for (let i = 0; i < 7; i++) {
      tree.write('program.js', `${BUNDLE}// ${i}\n`);
      assert.deepEqual(run(), right);
    }
    assert.equal(kept().length, 5);
  });

  it('keep the newest version, however sure the older ones are of themselves', () => {
    for (let i = 0; i < 5; i++) {
      tree.write('program.js', `${BUNDLE}// ${i}\n`);
      run();
      run({}, { hasWorked: true });
    }
    const older = kept();
    assert.ok(older.every((file) => fs.statSync(file).mtimeMs > Date.now()));
    tree.write('program.js', `${BUNDLE}// 5\n`);
    run();
    assert.equal(kept().length, 5);
    assert.equal(kept().filter((file) => !older.includes(file)).length, 1);
  });

  it('never lie where the cache of facts was put', () => {
    const facts = tree.path('facts');
    assert.deepEqual(run({ PREFLIGHT_CACHE: facts }), right);
    assert.equal(fs.existsSync(facts), false);
    assert.equal(kept().length, 1);
  });

  it('cost nothing but time where they cannot be kept', () => {
    tree.write('full', 'a file in the place of a folder');
    assert.deepEqual(run({ XDG_CACHE_HOME: tree.path('full') }), right);
  });
});
