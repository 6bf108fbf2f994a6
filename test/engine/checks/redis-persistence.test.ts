// What a production Redis keeps.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'redis-persistence';

async function outcome(files: Files): Promise<string[]> {
  const report = await analyze(files);
  const { verdict, level } = checkOf(report, ID);
  return [level === null ? verdict : `${verdict} ${level}`, ...placesOf(report, ID)];
}

const compose = (lines: string, name = 'docker-compose.prod.yml'): Files => ({
  [name]: `services:\n  redis:\n    image: redis:7\n${lines}`,
});

describe('redis-persistence', () => {
  it('holds with a volume, named, bound or of another file of the same project', async () => {
    assert.deepEqual(await outcome(compose('    volumes: ["data:/data"]\n')), ['pass E3']);
    assert.deepEqual(
      await outcome(compose('    command: redis-server --appendonly yes\n    volumes: ["./d:/data"]\n')),
      ['pass E4'],
    );
    const other = compose('    volumes: [{ type: volume, source: d, target: /data }]\n', 'compose.production.yml');
    assert.deepEqual(await outcome({ ...compose(''), ...other }), ['pass E3']);
  });

  it('does not hold without one, whatever else is mounted', async () => {
    assert.deepEqual(await outcome(compose('')), ['fail E0', 'docker-compose.prod.yml:2']);
    assert.deepEqual(await outcome(compose('    volumes: ["./redis.conf:/etc/redis.conf"]\n')), [
      'fail E0',
      'docker-compose.prod.yml:2',
    ]);
    assert.deepEqual(await outcome(compose('    command: redis-server --appendonly yes\n')), [
      'fail E0',
      'docker-compose.prod.yml:2',
    ]);
  });

  it('does not apply to caches, to development, or without Redis', async () => {
    assert.deepEqual(await outcome(compose("    command: redis-server --save '' --appendonly no\n")), [
      'not-applicable',
    ]);
    assert.deepEqual(await outcome(compose('    command: ["redis-server", "--save", "", "--appendonly", "no"]\n')), [
      'not-applicable',
    ]);
    assert.deepEqual(await outcome(compose('    command: redis-server --maxmemory-policy allkeys-lru\n')), [
      'not-applicable',
    ]);
    assert.deepEqual(await outcome(compose('', 'docker-compose.dev.yml')), ['not-applicable']);
    assert.deepEqual(await outcome(compose('', 'docker-compose.yml')), ['not-applicable']);
    assert.deepEqual(await outcome({ 'compose.yaml': 'services:\n  redis-ui:\n    image: redis-commander:1\n' }), [
      'not-applicable',
    ]);
  });

  it('is unknown where Redis runs in a cluster', async () => {
    const object =
      'apiVersion: apps/v1\nkind: StatefulSet\nspec:\n  containers:\n    - name: redis\n      image: redis:7\n';
    assert.deepEqual(await outcome({ 'k8s/redis.yaml': object }), ['unknown']);
  });
});
