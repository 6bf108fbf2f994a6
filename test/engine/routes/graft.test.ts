// Code facts of a changed file: the fresh ones in content, the former ones by identity where only positions differ.

import assert from 'node:assert/strict';

import type { CodeFacts } from '../../../src/engine/code/facts';
import { graft } from '../../../src/engine/routes/program/graft';
import { partOf } from '../../support/collect';

const TEXT =
  'from fastapi import APIRouter\nrouter = APIRouter()\nclass Rules:\n    name = "a"\n@router.get("/a")\ndef one(id: int):\n    return id\ndef two():\n    return 2\n';

async function code(text: string): Promise<CodeFacts> {
  const facts = await partOf('code', 'app/a.py', text);
  assert.ok(facts);
  return facts;
}

/** Facts of both texts, and the latter grafted on the former. */
async function grafted(after: string): Promise<{ old: CodeFacts; fresh: CodeFacts; out: CodeFacts }> {
  const former = await code(TEXT);
  const old = { ...former };
  const fresh = await code(after);
  const out = graft(former, structuredClone(fresh));
  return { old, fresh, out };
}

describe('code facts of a changed file', () => {
  const edits: readonly (readonly [string, string])[] = [
    ['a blank line above everything', `\n${TEXT}`],
    ['another body', TEXT.replace('return 2', 'return 3')],
    ['a longer body', TEXT.replace('    return id', '    id = id + 1\n    return id')],
    ['another parameter', TEXT.replace('id: int', 'id: str')],
    ['another class', TEXT.replace('"a"', '"b"')],
    ['one function less', TEXT.replace('def two():\n    return 2\n', '')],
    ['another route', TEXT.replace('"/a"', '"/b"')],
  ];
  for (const [what, text] of edits)
    it(`say what the text says: ${what}`, async () => {
      const { fresh, out } = await grafted(text);
      assert.deepEqual(out, fresh);
    });

  it('are the former objects where only positions differ', async () => {
    const { old, out } = await grafted(`\n${TEXT}`);
    assert.equal(out.body, old.body);
    assert.equal(out.functions.one, old.functions.one);
    assert.equal(out.classes.Rules, old.classes.Rules);
  });

  it('keep a function with another body, not one with other parameters', async () => {
    const { old, out } = await grafted(TEXT.replace('return 2', 'return 3').replace('id: int', 'id: str'));
    assert.equal(out.functions.two, old.functions.two);
    assert.notEqual(out.functions.one, old.functions.one);
  });
});
