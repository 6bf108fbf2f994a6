// JavaScript and TypeScript as code facts.

import assert from 'node:assert/strict';

import { partOf } from '../../support/collect';
import { showCode } from '../../support/show-code';

/** Code facts of a file with routes; a last line makes the prefilter read it. */
async function code(text: string, path = 'src/a.ts'): Promise<string[]> {
  const facts = await partOf('code', path, `${text}\n// from 'express'\n`);
  assert.ok(facts, 'the text gave no code facts');
  return showCode(facts);
}

describe('JavaScript code facts', () => {
  it('hold imports, exports and CommonJS', async () => {
    const lines = await code(`
import a, { b as c, type T } from './a';
import * as ns from './ns';
import type { U } from './u';
export { d as e } from './d';
export * from './all';
export * as f from './f';
const g = require('./g').h;
module.exports.one = g;
exports.two = 2;
export default a;
export const three = 3;
`);
    assert.deepEqual(lines, [
      'import ./a default as a, b as c',
      'import ./ns * as ns',
      'export-from ./d d as e',
      'export-from ./all * as *',
      'import ./f * as <f>',
      'export f = <f>',
      'g = import(./g).h',
      'module.exports.one = g',
      'module.exports.two = 2',
      'export default = a',
      'three = 3',
      'export three = three',
    ]);
  });

  it('keep branches, loops and errors', async () => {
    const lines = await code(`
async function run(list, { mode = 'x' }) {
  for (const item of list) { if (!item?.ok && mode !== 'y') continue; else await use(item); }
  list.forEach(({ id }) => log(id));
  for (const [key, value] of Object.entries(table)) put(key, value);
  try { a = b = work(); } catch (error) { throw new TypeError('no'); } finally { end(); }
  switch (mode) { case 'a': one(); break; default: two(); }
  return mode ? \`/\${mode}/x\` : '/' + mode;
}
ready && start();
`);
    assert.deepEqual(
      lines,
      [
        'def',
        'if ready',
        '  start()',
        'function run(list, <1>)',
        '  mode = (<1>.mode or "x")',
        '  for item of list',
        '    if (!item.ok and mode != "y")',
        '      jump',
        '    else',
        '      use(item)',
        '  for <item> of list',
        '    id = <item>.id',
        '    log(id)',
        '  for key, value of table.items()',
        '    put(key, value)',
        '  try',
        '    b = work()',
        '    a = b',
        '  catch',
        '    error = <caught>',
        '    throw refuse(null, to be thrown)',
        '    end()',
        '  if mode == "a"',
        '    one()',
        '  else',
        '    two()',
        '  return mode ? join("/", mode, "/x") : join("/", mode)',
      ].map((line) => line),
    );
  });

  it('read settings with their fallbacks', async () => {
    const lines = await code(`
const port = Number(process.env.PORT ?? 3000);
const secret = process.env['JWT_SECRET'] || 'dev';
const { REDIS_URL, MODE = 'a' } = process.env;
`);
    assert.deepEqual(lines, [
      'port = Number(env.PORT or 3000)',
      'secret = env.JWT_SECRET or "dev"',
      'REDIS_URL = env.REDIS_URL',
      'MODE = env.MODE or "a"',
    ]);
  });

  it('read classes with fields, parameter properties, getters and bound methods', async () => {
    const lines = await code(`
export class Server extends Base {
  static shared = 1;
  router = make();
  constructor(private readonly auth: Auth) { super(); this.init(); }
  get app() { return this.inner; }
  init() { this.router.on('x', this.handle.bind(this)); }
  handle = async () => {};
}
`);
    assert.deepEqual(lines, [
      'class',
      'export Server = Server',
      'function Server.handle()',
      'function Server.constructor(auth)',
      '  super.constructor()',
      '  this.router = make()',
      '  this.handle = #Server.handle',
      '  this.auth = auth',
      '  this.init()',
      'function Server.app()',
      '  return this.inner',
      'function Server.init()',
      '  this.router.on("x", this.handle)',
      'class Server',
      '  def',
      '  shared = 1',
      '  def',
      '  def',
    ]);
  });

  it('say where a file stops being readable', async () => {
    const facts = await partOf(
      'code',
      'src/a.js',
      "const app = require('express')();\napp.get('/x', (req, res) => {\n",
    );
    assert.equal(facts?.broken?.line, 3);
  });
});
