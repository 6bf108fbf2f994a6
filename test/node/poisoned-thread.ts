// The collector's thread, where some files do by their name what a parser's worst bug would do by their content.

import { createRequire } from 'node:module';

import type { CollectJob } from '../../src/engine/host';
import { Collector } from '../../src/node/collector';

const healthy = Object.getOwnPropertyDescriptor(Collector.prototype, 'collect')?.value as Collector['collect'];

Collector.prototype.collect = function collect(this: Collector, job: CollectJob) {
  if (job.path.startsWith('hang')) for (;;);
  if (job.path.startsWith('memory'))
    for (const held: unknown[] = []; ;) held.push(new Array<number>(100_000).fill(held.length));
  if (job.path.startsWith('exit')) process.exit(1);
  return healthy.call(this, job);
};

// After the poison: the module starts working as soon as it is loaded.
createRequire(__filename)('../../src/node/collector-thread');
