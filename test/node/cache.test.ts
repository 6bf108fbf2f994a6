import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { createSession, type Session } from '../../src/engine/session/session';
import { FactsCache } from '../../src/node/cache';
import { cacheFilesOf, userCacheFolder } from '../../src/node/cache-location';
import { createNodeHost } from '../../src/node/host';
import { TempTree } from './temp-tree';

const SAMPLE = {
  '.gitignore': 'node_modules/\n',
  'package.json': '{ "name": "shop", "dependencies": { "express": "^5.0.0" } }\n',
  'src/app.js': [
    "const express = require('express');",
    "const orders = require('./orders');",
    'const app = express();',
    "app.use('/orders', orders);",
    "app.get('/health', (req, res) => res.send('ok'));",
    'app.listen(3000);',
    '',
  ].join('\n'),
  'src/orders.js': [
    "const { Router } = require('express');",
    'const router = Router();',
    "router.get('/', (req, res) => res.json([]));",
    'module.exports = router;',
    '',
  ].join('\n'),
  'settings.py': 'DEBUG = True\n',
  'PRODUCTION_READINESS.md': '# Ready\n\n- [x] All routes require authentication\n- [ ] Rate limiting\n',
  'data.bin': Buffer.from([0, 1, 2, 3]),
  // The same value in two files, so that the same-value pass has work.
  'keys/a.env': `SERVICE_TOKEN=${['gh', 'p_'].join('')}${'a8Kd93kLmQ0pR7sT2vW5xY8zB1cE4fG6hJ9n'}\n`,
};

describe('the facts cache', () => {
  let tree: TempTree;
  let folder: TempTree;

  beforeEach(() => {
    tree = new TempTree(SAMPLE);
    tree.init();
    folder = new TempTree();
    age('.');
  });

  afterEach(() => {
    tree.remove();
    folder.remove();
  });

  /** Makes the files old: a record made within two seconds of a change is not trusted. */
  function age(file: string): void {
    const absolute = tree.path(file);
    const stat = fs.lstatSync(absolute);
    if (stat.isDirectory())
      for (const name of fs.readdirSync(absolute)) if (name !== '.git') age(path.join(file, name));
    if (stat.isFile()) fs.utimesSync(absolute, new Date(2020, 1, 1), new Date(2020, 1, 1));
  }

  async function run(cache: string | null): Promise<{ report: string; counters: Session['counters'] }> {
    const host = createNodeHost(tree.root, { name: 'shop', cache });
    try {
      const session = createSession(host, { version: '1', today: '2026-01-15' });
      await session.scan();
      return { report: JSON.stringify(session.report()), counters: session.counters };
    } finally {
      await host.dispose();
    }
  }

  /** One for languages with a grammar, one for everything else. */
  function cacheFiles(): string[] {
    const { facts } = cacheFilesOf(folder.root, tree.root);
    return ['-grammars.txt', '-others.txt'].map((end) => facts.replace('.txt', end));
  }

  it('gives the same report with none, a full one, a stale one and a damaged one', async () => {
    const expected = (await run(null)).report;
    const first = await run(folder.root);
    assert.equal(first.report, expected);
    assert.equal(first.counters.cached, 0);

    const full = await run(folder.root);
    assert.equal(full.report, expected);
    assert.equal(full.counters.collected, 0);
    assert.ok(full.counters.cached >= 7);

    tree.write('src/orders.js', SAMPLE['src/orders.js'].replace('router.get', 'router.post'));
    const changed = (await run(null)).report;
    const stale = await run(folder.root);
    assert.equal(stale.report, changed);
    assert.equal(stale.counters.collected, 1);
    assert.ok(stale.counters.cached >= 6);

    for (const file of cacheFiles()) damageFile(file, 'flip');
    const damaged = await run(folder.root);
    assert.equal(damaged.report, changed);
    assert.equal(damaged.counters.cached, 0);
  });

  for (const damage of ['cut', 'flip', 'foreign', 'empty'] as const) {
    it(`counts as empty when it is damaged (${damage})`, () => {
      const file = folder.path('facts');
      const record = { size: 1, mtimeMs: 1, ctimeMs: 1, hash: 'h', facts: '{}', spreadKey: '', spread: '' };
      const cache = new FactsCache(file, 'key');
      for (let i = 0; i < 50; i++) cache.set(`file-${i}`, 'usual', record);
      cache.write(() => true);
      assert.ok(!new FactsCache(file, 'key').isEmpty);
      damageFile(file, damage);
      assert.ok(new FactsCache(file, 'key').isEmpty);
    });
  }

  function damageFile(file: string, how: 'cut' | 'flip' | 'foreign' | 'empty'): void {
    const data = fs.readFileSync(file);
    const middle = data.length >> 1;
    if (how === 'cut') fs.writeFileSync(file, data.subarray(0, middle));
    if (how === 'empty') fs.writeFileSync(file, '');
    if (how === 'foreign') fs.writeFileSync(file, '{"schema":1}\nx\ty\tz');
    if (how === 'flip') {
      data.writeUInt8(data.readUInt8(middle) ^ 1, middle);
      fs.writeFileSync(file, data);
    }
  }

  it('notices a change that keeps size and time', async () => {
    await run(folder.root);
    tree.write('settings.py', 'DEBUG = None\n'.slice(0, 13));
    age('settings.py');
    const { report, counters } = await run(folder.root);
    assert.equal(report, (await run(null)).report);
    assert.equal(counters.collected, 1);
  });

  it('recognises a file that was only touched by its content', async () => {
    await run(folder.root);
    fs.utimesSync(tree.path('settings.py'), new Date(2021, 1, 1), new Date(2021, 1, 1));
    const { counters } = await run(folder.root);
    assert.equal(counters.collected, 0);
  });

  it('holds no secret value', async () => {
    await run(folder.root);
    const text = cacheFiles()
      .map((file) => fs.readFileSync(file, 'utf8'))
      .join('');
    assert.ok(text.includes('keys/a.env'));
    assert.ok(!text.includes('a8Kd93kLmQ0pR7sT2vW5xY8zB1cE4fG6hJ9n'));
  });

  it('forgets files that are gone', async () => {
    await run(folder.root);
    fs.rmSync(tree.path('settings.py'));
    tree.write('other.py', 'DEBUG = False\n');
    await run(folder.root);
    const text = cacheFiles()
      .map((file) => fs.readFileSync(file, 'utf8'))
      .join('');
    assert.ok(!text.includes('settings.py\t'));
    assert.ok(text.includes('other.py\t'));
  });

  it('is written by two at once without mixing their lines', async () => {
    const reports = await Promise.all([run(folder.root), run(folder.root), run(folder.root)]);
    assert.equal(new Set(reports.map(({ report }) => report)).size, 1);
    const after = await run(folder.root);
    assert.equal(after.counters.collected, 0);
    assert.deepEqual(
      fs.readdirSync(folder.root).filter((name) => name.endsWith('.tmp')),
      [],
    );
  });

  it('is done without where its folder cannot be made', async () => {
    tree.write('file', '');
    const { report } = await run(tree.path('file/below'));
    assert.equal(report, (await run(null)).report);
  });

  it('does not trust a record that is as young as its file', () => {
    const file = folder.path('facts');
    const record = { size: 1, mtimeMs: 5000, ctimeMs: 4000, hash: 'h', facts: '{}', spreadKey: '', spread: '' };
    const cache = new FactsCache(file, 'key');
    cache.set('old', 'usual', record, 9000);
    cache.set('young', 'usual', record, 5500);
    cache.set('strange\tname', 'usual', record, 9000);
    cache.write(() => true);
    const read = new FactsCache(file, 'key');
    assert.equal(read.get('old', 'usual')?.mtimeMs, 5000);
    assert.equal(read.get('young', 'usual')?.mtimeMs, -1);
    assert.equal(read.get('strange\tname', 'usual'), undefined);
    assert.ok(new FactsCache(file, 'another key').isEmpty);
  });

  it('keeps what is larger than its memory: overwritten, searched, written and opened again', () => {
    const file = folder.path('below/facts');
    // The last one is longer than what is read at a time.
    const facts = (i: number): string => JSON.stringify({ path: `file-${i}`, text: 'ü'.repeat(i === 39 ? 2e6 : 1e5) });
    const record = (i: number) => ({
      size: i,
      mtimeMs: 1,
      ctimeMs: 1,
      hash: 'h',
      facts: facts(i),
      spreadKey: '',
      spread: '',
    });
    const isWhole = (cache: FactsCache): void => {
      for (let i = 0; i < 40; i++) {
        const spread = i % 2 === 0 ? { spreadKey: 'values', spread: `[${i}]` } : {};
        assert.deepEqual(cache.get(`file-${i}`, 'usual'), { ...record(i), ...spread });
      }
    };
    const cache = new FactsCache(file, 'key');
    for (let i = 0; i < 40; i++) {
      cache.set(`file-${i}`, 'usual', { ...record(i), facts: '{}' });
      cache.set(`file-${i}`, 'usual', record(i));
      if (i % 2 === 0) cache.setSpread(`file-${i}`, 'values', `[${i}]`);
    }
    isWhole(cache);
    for (let round = 0; round < 2; round++) {
      assert.ok(cache.write(() => true));
      isWhole(cache);
      isWhole(new FactsCache(file, 'key'));
      cache.setSpread('file-2', 'values', '[2]');
    }
    assert.deepEqual(fs.readdirSync(folder.path('below')), ['facts']);
  });

  it('keeps nothing in memory that no link will ask for again', () => {
    const cache = new FactsCache(null, 'key');
    const record = { size: 1, mtimeMs: 1, ctimeMs: 1, hash: 'h', spreadKey: '', spread: '' };
    const facts = (deep: boolean): string => `{"path":"a","deep":${deep},"parts":{"x":{"deep":true}}}`;
    cache.set('a', 'usual', { ...record, facts: facts(false) });
    cache.set('b', 'usual', { ...record, facts: facts(true) });
    assert.equal(cache.get('a', 'usual')?.facts, facts(false));
    assert.equal(cache.get('b', 'usual'), undefined);
  });

  it('lies where the system keeps caches', () => {
    assert.equal(userCacheFolder({ XDG_CACHE_HOME: '/x' }, 'linux'), path.join('/x', 'preflight'));
    assert.equal(userCacheFolder({ PREFLIGHT_CACHE: 'own', XDG_CACHE_HOME: '/x' }, 'linux'), path.resolve('own'));
    assert.match(userCacheFolder({ XDG_CACHE_HOME: 'relative' }, 'linux'), /\.cache[\\/]preflight$/);
    assert.match(userCacheFolder({}, 'darwin'), /Library[\\/]Caches[\\/]preflight$/);
    assert.equal(userCacheFolder({ LOCALAPPDATA: '/l' }, 'win32'), path.join('/l', 'preflight', 'Cache'));
  });
});
