// Imports and exports of JavaScript and TypeScript files.

import assert from 'node:assert/strict';

import type { ModuleFacts } from '../../../src/engine/modules/facts';
import { partOf } from '../../support/collect';

async function moduleOf(text: string, path = 'src/a.ts'): Promise<ModuleFacts> {
  const facts = await partOf('module', path, text);
  assert.ok(facts, 'the text gave no module facts');
  return facts;
}

/** Imports as `local = name from specifier (how, marks)`. */
function imports(facts: ModuleFacts): string[] {
  return facts.imports.map(({ local, name, from, how, typeOnly, guarded }) =>
    [`${local ?? '-'} = ${name} from ${from}`, how, typeOnly ? 'type' : '', guarded ? 'guarded' : '']
      .filter((word) => word !== '')
      .join(' '),
  );
}

/** Exports as `name = local` or `name = other from specifier`. */
function exports(facts: ModuleFacts): string[] {
  return facts.exports.map(({ name, local, members = [], from, fromName }) =>
    from === undefined ? `${name} = ${[local, ...members].join('.')}` : `${name} = ${fromName} from ${from}`,
  );
}

describe('module facts', () => {
  it('read ECMAScript imports', async () => {
    const facts = await moduleOf(`
import './setup';
import express, { Router as R, type Request } from 'express';
import * as users from './users.js';
import type { Config } from './config';
import legacy = require('./legacy');
`);
    assert.deepEqual(imports(facts), [
      '- = * from ./setup import',
      'express = default from express import',
      'R = Router from express import',
      'Request = Request from express import type',
      'users = * from ./users.js import',
      'Config = Config from ./config import type',
      'legacy = = from ./legacy require',
    ]);
    assert.equal(facts.commonJs, false);
  });

  it('read ECMAScript exports', async () => {
    const facts = await moduleOf(`
export * from './all';
export * as ns from './ns';
export { a as b, default } from './pick';
const x = 1, { y, z: [w] } = f();
export { x as renamed };
export const one = 1, { two } = g();
export function three() {}
export default class {}
export interface Shape {}
`);
    assert.deepEqual(exports(facts), [
      '* = * from ./all',
      'ns = * from ./ns',
      'b = a from ./pick',
      'default = default from ./pick',
      'renamed = x',
      'one = one',
      'two = two',
      'three = three',
      'default = <default>',
      'Shape = Shape',
    ]);
  });

  it('read CommonJS in its usual forms', async () => {
    const facts = await moduleOf(
      `
const express = require('express');
const { Router, json: parse } = require('express');
const auth = require('./auth').middleware;
require('./routes/users')(app);
let redis;
try { redis = require('redis'); } catch { redis = null; }
exports.one = auth.one;
module.exports.two = function () {};
module.exports = { three, four: auth.four, five() {}, ...require('./more') };
`,
      'src/a.js',
    );
    assert.deepEqual(imports(facts), [
      'express = = from express require',
      'Router = Router from express require',
      'parse = json from express require',
      'auth = middleware from ./auth require',
      '- = = from ./routes/users require',
      'redis = = from redis require guarded',
      '- = = from ./more require',
    ]);
    assert.deepEqual(exports(facts), [
      'one = auth.one',
      'two = <two>',
      'three = three',
      'four = auth.four',
      'five = <five>',
      '* = * from ./more',
      '= = <=>',
    ]);
    assert.equal(facts.commonJs, true);
  });

  it('read dynamic imports with a literal and leave computed ones out', async () => {
    const facts = await moduleOf(`
export async function load(name) {
  const { handler } = await import('./handler');
  await import(name);
  return handler;
}
`);
    assert.deepEqual(imports(facts), ['handler = handler from ./handler dynamic']);
  });

  it('do not take words in strings and comments for imports', async () => {
    const facts = await partOf('module', 'src/a.ts', `// import x from './x'\nconst text = "require('./y')";\n`);
    assert.equal(facts, undefined);
  });

  it('survive half-typed text', async () => {
    const facts = await moduleOf(`import { a } from './a';\nexport const b = require(\nexport { c `);
    assert.equal(imports(facts)[0], 'a = a from ./a import');
  });
});
