// The specifiers that a JavaScript or TypeScript file loads.

import assert from 'node:assert/strict';

import { partOf } from '../../support/collect';

/** Loads as `specifier how line`. */
async function loads(text: string, path = 'src/a.ts'): Promise<string[]> {
  const facts = await partOf('module', path, text);
  return (facts?.imports ?? []).map(({ from, how, line }) => `${from} ${how} ${line}`);
}

describe('module facts', () => {
  it('hold imports, re-exports, require and dynamic imports', async () => {
    const text = `import './setup';
import express, { Router as R } from 'express';
import {
  one,
  two,
} from "./many";
export * from './all';
export { a as b } from './pick';
import legacy = require('./legacy');
const { json } = require('express'); require("./routes/users")(app);
const { handler } = await import('./handler');
`;
    assert.deepEqual(await loads(text), [
      './setup import 1',
      'express import 2',
      './many import 6',
      './all import 7',
      './pick import 8',
      './legacy require 9',
      'express require 10',
      './routes/users require 10',
      './handler dynamic 11',
    ]);
  });

  it('leave out comments, strings, types and computed specifiers', async () => {
    const text = `// import x from './comment';
/* const y = require('./block');
 * import z from './star'; */
const text = "require('./string')";
const message = 'taken from "./prose"';
import type { Shape } from './types';
import(name); require(\`./\${name}\`);
`;
    assert.deepEqual(await loads(text), []);
  });

  it('survive half-typed text', async () => {
    assert.deepEqual(await loads(`import { a } from './a';\nexport const b = require(\nexport { c `), ['./a import 1']);
  });
});
