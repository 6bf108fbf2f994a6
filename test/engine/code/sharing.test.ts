// What says the same in many files is one object in memory; the facts are as they were.

import assert from 'node:assert/strict';

import type { CodeFacts } from '../../../src/engine/code/facts';
import { Sharing } from '../../../src/engine/code/sharing';
import { partOf } from '../../support/collect';

async function code(path: string, text: string): Promise<CodeFacts> {
  const facts = await partOf('code', path, text);
  assert.ok(facts);
  return apart(facts);
}

describe('what code facts have in common', () => {
  const text = `
    const express = require('express');
    const app = express();
    app.get('/a', (req, res) => { if (!req.session?.user) return res.status(401).end(); res.json({ a: true, b: req.query.a }); });
    app.get('/a', (req, res) => { if (!req.session.user) return res.status(401).end(); res.json({ a: 1, b: 'true' }); });
  `;

  it('is one object, and leaves the facts equal', async () => {
    const facts = await code('a.js', text);
    const before = apart(facts);
    const sharing = new Sharing();
    sharing.into(facts);
    assert.deepEqual(facts, before);
    const other = await code('b.js', text);
    sharing.into(other);
    assert.deepEqual(other, before);
    assert.ok(expressionsIn([facts, other]) < expressionsIn([before, apart(before)]) * 0.75);
  });

  it('never is what has a position', async () => {
    const facts = await code('a.js', text);
    new Sharing().into(facts);
    const seen = new Set<object>();
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      const isPlaced = 'at' in value || 'line' in value;
      assert.ok(!(isPlaced && seen.has(value)));
      seen.add(value);
      for (const item of Object.values(value)) visit(item);
    };
    visit(facts);
  });
});

function expressionsIn(value: unknown): number {
  const seen = new Set<object>();
  const visit = (one: unknown): void => {
    if (typeof one !== 'object' || one === null || seen.has(one)) return;
    seen.add(one);
    for (const item of Object.values(one)) visit(item);
  };
  visit(value);
  return [...seen].filter((one) => 'e' in one).length;
}

/** As it comes from the collector: nothing is there twice. */
function apart<T>(facts: T): T {
  return JSON.parse(JSON.stringify(facts)) as T;
}
