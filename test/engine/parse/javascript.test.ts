import assert from 'node:assert/strict';

import ts from 'typescript';

import { createJavaScriptParser } from '../../../src/engine/parse/javascript';

describe('a TypeScript tree', () => {
  it('knows the parent of every node, however long a sum is', () => {
    const sum = Array.from({ length: 5000 }, (_, term) => `f(${term}, { a: () => ${term} })`).join(' + ');
    const source = createJavaScriptParser().parseTypeScript(
      'a.ts',
      `const total = ${sum};\nclass A { constructor(b) {} }`,
    );
    const waiting: ts.Node[] = [source];
    let count = 0;
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      const parent = node;
      ts.forEachChild(parent, (child) => {
        if (child.parent !== parent) assert.fail(`${ts.SyntaxKind[child.kind]} at ${child.pos}`);
        count++;
        waiting.push(child);
      });
    }
    assert.ok(count > 45_000);
  });
});
