import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';

describe('a program that stays', () => {
  it('is given little room for garbage, without a complaint of V8', () => {
    const module = JSON.stringify(path.resolve('src/node/heap.ts'));
    // Half of what is made stays for a while: left alone, the heap grows to a multiple of that.
    const script = `
      if (process.argv[1] === 'sparingly') require(${module}).growSparingly();
      const kept = Array.from({ length: 40 }, () => Array.from({ length: 50000 }, (_, i) => ({ i })));
      let most = 0;
      for (let round = 0; round < 400; round++) {
        kept[round % 40] = Array.from({ length: 50000 }, (_, i) => ({ i }));
        most = Math.max(most, process.memoryUsage().heapUsed);
      }
      console.log(most);`;
    const run = (how: string): number => {
      const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '-e', script, how], {
        encoding: 'utf8',
      });
      assert.equal(stderr, '');
      assert.equal(status, 0);
      return Number(stdout);
    };
    assert.ok(run('sparingly') < run('as usual') * 0.95);
  }).timeout(60_000);

  it('collects its garbage when a scan is over', () => {
    const module = JSON.stringify(path.resolve('src/node/heap.ts'));
    const script = `
      const { giveBack, growSparingly } = require(${module});
      if (process.argv[1] === 'sparingly') growSparingly();
      let kept = Array.from({ length: 1000000 }, (_, i) => ({ i }));
      kept = null;
      const before = process.memoryUsage().heapUsed;
      giveBack();
      setTimeout(() => console.log(process.memoryUsage().heapUsed / before), 1500);`;
    const left = (how: string): number => {
      const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '-e', script, how], {
        encoding: 'utf8',
      });
      assert.equal(stderr, '');
      return Number(stdout);
    };
    assert.ok(left('sparingly') < 0.5);
    assert.ok(left('as usual') > 0.5);
  }).timeout(60_000);
});
