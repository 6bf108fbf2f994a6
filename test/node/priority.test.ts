// A thread that steps behind the others: it alone, and only where that can be done for one thread.

import assert from 'node:assert/strict';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/** Runs in a thread of its own; tells how the thread and its process stand afterwards. */
const SCRIPT = `
  const fs = require('node:fs');
  require(${JSON.stringify(createRequire(__filename).resolve('tsx/cjs'))});
  const { stepBehind } = require(${JSON.stringify(path.resolve(__dirname, '../../src/node/priority.ts'))});
  stepBehind();
  stepBehind();
  // proc(5): the nice value is the 19th field, and the second one is a name in parentheses.
  const stat = process.platform === 'linux' ? fs.readFileSync('/proc/thread-self/stat', 'utf8') : '';
  require('node:worker_threads').parentPort.postMessage(Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]));
`;

describe('stepBehind', () => {
  it('puts back the calling thread and no other', async () => {
    const before = os.getPriority(process.pid);
    const own = await new Promise((resolve, reject) => {
      const worker = new Worker(SCRIPT, { eval: true, execArgv: [] });
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    if (process.platform === 'linux') assert.equal(own, 10);
    assert.equal(os.getPriority(process.pid), before);
  });
});
