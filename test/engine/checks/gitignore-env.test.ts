// Ignore rules for dotenv files.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';
import { express } from '../../support/samples';

const ID = 'gitignore-env';
const code = 'import os\nURL = os.environ["API_URL"]\n';

async function places(rules: string | undefined): Promise<string[]> {
  const files: Files = { 'a.py': code };
  if (rules !== undefined) files['.gitignore'] = rules;
  return placesOf(await analyze(files), ID);
}

describe(ID, () => {
  it('holds when dotenv files are ignored and the template is not', async () => {
    assert.deepEqual(await places('.env*\n!.env*.example\n'), []);
    assert.deepEqual(await places('.env\n.env.*\n!.env.example\n'), []);
    assert.deepEqual(await places('/.env\n/.env.local\n/.env.production\n'), []);
  });

  it('does not hold when one of them is not ignored', async () => {
    assert.deepEqual(await places('node_modules\n.env\n.env.*.local\n'), ['.gitignore:2 missing']);
    assert.deepEqual(await places('.env*\n!.env.production\n!.env.example\n'), ['.gitignore:1 missing']);
  });

  it('does not hold when the template is ignored too', async () => {
    assert.deepEqual(await places('dist\n.env\n.env.*\n'), ['.gitignore:3 template']);
  });

  it('does not hold without ignore rules', async () => {
    assert.deepEqual(await places(undefined), ['workspace missing']);
  });

  it('does not apply where programs have no dotenv files', async () => {
    const report = await analyze({ 'src/Main.java': 'class Main {}\n', '.gitignore': 'target/\n' });
    assert.equal(checkOf(report, ID).verdict, 'not-applicable');
    const composed = (image: string) => ({
      'src/Main.java': 'class Main {}\n',
      'compose.yaml': `services:\n  db:\n    image: ${image}\n`,
      '.gitignore': 'target/\n',
    });
    assert.deepEqual(placesOf(await analyze(composed('postgres:${TAG}')), ID), ['.gitignore:1 missing']);
    assert.equal(checkOf(await analyze(composed('postgres:16')), ID).verdict, 'not-applicable');
  });

  it('does not apply to tools and libraries that have switches alone, nor to code that reads none', async () => {
    const ignored = { '.gitignore': 'node_modules\n' };
    const tools: Files[] = [
      { '.gitignore': 'node_modules\n.env\n', 'index.js': 'export const quiet = process.env.SHOP_QUIET;\n' },
      { ...ignored, 'index.js': 'export const quiet = process.env.SHOP_QUIET;\n' },
      { ...ignored, 'main.go': 'package main\n\nfunc main() {}\n' },
      { ...ignored, 'config/runtime.exs': 'config :shop, secret: System.get_env("SHOP_SECRET_KEY")\n' },
    ];
    for (const files of tools)
      assert.equal(checkOf(await analyze(files), ID).verdict, 'not-applicable', JSON.stringify(files));
    for (const name of ['SHOP_API_KEY', 'DATABASE_URL'])
      assert.deepEqual(
        placesOf(await analyze({ ...ignored, 'index.js': `export const a = process.env.${name};\n` }), ID),
        ['.gitignore:1 missing'],
      );
    const served = {
      ...ignored,
      ...express({}, "app.get('/orders', (req, res) => res.json(process.env.SHOP_QUIET));\n"),
    };
    assert.deepEqual(placesOf(await analyze(served), ID), ['.gitignore:1 missing']);
  });

  it('is unknown without git', async () => {
    const report = await analyze({ 'a.py': code }, { git: false });
    assert.equal(checkOf(report, ID).verdict, 'unknown');
  });

  it('does not apply where nothing reads variables', async () => {
    assert.equal(checkOf(await analyze({ 'a.ts': 'export const a = 1;\n' }), ID).verdict, 'not-applicable');
  });
});
