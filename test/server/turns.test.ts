import assert from 'node:assert/strict';

import { Turns } from '../../src/server/turns';

/** A task that ends when it is told to, and says when it begins. */
function taskOf(name: string, begun: string[]): { run: () => Promise<string>; end: (error?: Error) => void } {
  let settle: (error?: Error) => void = () => {};
  const ended = new Promise<string>((resolve, reject) => {
    settle = (error) => (error ? reject(error) : resolve(name));
  });
  const run = (): Promise<string> => {
    begun.push(name);
    return ended;
  };
  return { run, end: (error) => settle(error) };
}

const later = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('turns', () => {
  it('let so many tasks run at once, the others in the order in which they asked', async () => {
    const begun: string[] = [];
    const turns = new Turns(2);
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => taskOf(name, begun));
    assert.ok(a && b && c && d);
    const answers = [a, b, c, d].map(({ run }) => turns.take(run));
    await later();
    assert.deepEqual(begun, ['a', 'b']);
    b.end();
    await later();
    assert.deepEqual(begun, ['a', 'b', 'c']);
    for (const task of [a, c, d]) task.end();
    assert.deepEqual(await Promise.all(answers), ['a', 'b', 'c', 'd']);
  });

  it('give the next one to a task that somebody waits for', async () => {
    const begun: string[] = [];
    const turns = new Turns(1);
    const [a, b, c] = ['a', 'b', 'c'].map((name) => taskOf(name, begun));
    assert.ok(a && b && c);
    let isTyped = false;
    const answers = [turns.take(a.run), turns.take(b.run), turns.take(c.run, () => isTyped)];
    isTyped = true;
    a.end();
    await later();
    assert.deepEqual(begun, ['a', 'c']);
    for (const task of [b, c]) task.end();
    await Promise.all(answers);
    assert.deepEqual(begun, ['a', 'c', 'b']);
  });

  it('go on after a task that fails', async () => {
    const begun: string[] = [];
    const turns = new Turns(1);
    const [a, b] = [taskOf('a', begun), taskOf('b', begun)];
    const first = assert.rejects(turns.take(a.run), /broken/);
    const second = turns.take(b.run);
    a.end(new Error('broken'));
    await first;
    b.end();
    assert.equal(await second, 'b');
  });
});
