// What moments of a workspace take over from each other, and what they let go.

import assert from 'node:assert/strict';

import { Config } from '../../../src/engine/config/config';
import type { FileFacts } from '../../../src/engine/facts';
import { openSession } from '../../support/analyze';
import { Workspace } from '../../../src/engine/workspace';

describe('a moment of a workspace', () => {
  const listing = { files: [], skipped: [], source: 'walk' as const };
  const config = new Config();
  let derived = 0;

  function count(): object {
    derived++;
    return {};
  }

  function moment(previous?: Workspace): Workspace {
    const facts = new Map<string, FileFacts>();
    return new Workspace({ name: 'x', listing, facts, occurrences: [], config, previous });
  }

  beforeEach(() => {
    derived = 0;
  });

  it('takes over what stands', () => {
    const first = moment();
    const value = first.derive(count);
    assert.equal(moment(first).derive(count), value);
    assert.equal(derived, 1);
  });

  it('goes on from whatever came last, also where that was given up half-way', () => {
    const first = moment();
    first.derive(count);
    moment(first);
    moment(first).derive(count);
    assert.equal(derived, 1);
  });

  it('takes over what was needed last, but not what it was told to let go', () => {
    const first = moment();
    first.derive(count);
    const second = moment(first);
    second.tidy();
    moment(second).derive(count);
    assert.equal(derived, 2);
  });
});

describe('code facts of a session', () => {
  const text = (body: string): string =>
    `from fastapi import FastAPI\napp = FastAPI()\n@app.get("/a")\ndef one():\n    ${body}\ndef two():\n    return 2\n`;

  it('stay the same objects while only a body changes', async () => {
    const { session, host } = await openSession({ 'app.py': text('return 1') });
    const before = session.factsOf('app.py')?.parts.code;
    host.files['app.py'] = text('return 3');
    await session.update([{ path: 'app.py' }]);
    const after = session.factsOf('app.py')?.parts.code;
    assert.ok(before && after);
    assert.notEqual(after, before);
    assert.equal(after.functions.one, before.functions.one);
    assert.equal(after.body, before.body);
    assert.ok(JSON.stringify(after.functions.one?.body).includes('"value":3'));
  });
});
