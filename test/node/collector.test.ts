import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { DEFAULT_SALT, hashValue } from '../../src/engine/hash';
import type { CollectJob, CollectResult } from '../../src/engine/host';
import { CollectorClient, type CollectorClientOptions } from '../../src/node/collector-client';
import { strongPassword } from '../support/made-up-secrets';
import { TempTree } from './temp-tree';

const poisoned = path.join(__dirname, 'poisoned-thread.ts');

describe('the collector', () => {
  let tree: TempTree;
  let client: CollectorClient;

  function open(files: Record<string, string | Buffer>, options: Partial<CollectorClientOptions> = {}): void {
    tree = new TempTree(files);
    client = new CollectorClient({ root: tree.root, salt: DEFAULT_SALT, cacheFile: null, ...options });
  }

  afterEach(async () => {
    await client.close();
    tree.remove();
  });

  function jobs(...paths: string[]): CollectJob[] {
    return paths.map((file) => ({ path: file, deep: false }));
  }

  async function collect(work: CollectJob[], signal?: AbortSignal): Promise<CollectResult[]> {
    const results: CollectResult[] = [];
    await client.collect(work, (batch) => results.push(...batch), signal);
    return results;
  }

  /** `path: outcome` of each result, in order. */
  function outcomes(results: CollectResult[]): string[] {
    return results.map((result) => {
      if ('facts' in result) return `${result.path}: ${result.facts.lines} lines`;
      return `${result.path}: ${'skipped' in result ? result.skipped : 'gone'}`;
    });
  }

  it('collects in order, over several batches', async () => {
    const names = Array.from({ length: 100 }, (_, i) => `file-${i}.txt`);
    open(Object.fromEntries(names.map((name) => [name, 'a\nb\n'])));
    assert.deepEqual(
      outcomes(await collect(jobs(...names))),
      names.map((name) => `${name}: 2 lines`),
    );
  });

  it('skips an open buffer that is too large to be read from the disk', async () => {
    open({ 'small.txt': 'a\n' });
    const text = 'line\n'.repeat(300_000);
    assert.deepEqual(outcomes(await collect([{ path: 'small.txt', deep: false, text }])), [
      'small.txt: larger than 1 MiB',
    ]);
    assert.deepEqual(outcomes(await collect([{ path: 'small.txt', deep: false, text: 'a\nb\n' }])), [
      'small.txt: 2 lines',
    ]);
  });

  /** Numbers of the threads that run. */
  function threads(): string {
    const { workers } = process.report.getReport() as { workers: { header: { threadId: number } }[] };
    return workers
      .map(({ header }) => header.threadId)
      .sort((a, b) => a - b)
      .join();
  }

  it('ends its thread when it has nothing to do', async () => {
    const before = threads();
    open({ 'a.py': 'x = 1\n' }, { endsWhenIdle: true, idle: 20 });
    assert.deepEqual(outcomes(await collect(jobs('a.py'))), ['a.py: 1 lines']);
    for (let i = 0; i < 100 && threads() !== before; i++) await sleep(50);
    assert.equal(threads(), before);
    assert.deepEqual(outcomes(await collect(jobs('a.py'))), ['a.py: 1 lines']);
  });

  it('replaces its thread when a buffer is open, and the new one knows it', async () => {
    const value = strongPassword(73);
    const names = Array.from({ length: 200 }, (_, i) => `file-${i}.txt`);
    const texts = Object.fromEntries(names.map((name) => [name, '']));
    open({ ...texts, 'a.py': `PASSWORD = "${value}"\n`, 'b.py': 'x = 1\n' }, { endsWhenIdle: true, idle: 20 });
    let first = '';
    const buffer = { path: 'b.py', deep: false, text: `print("${value}")\n` };
    await client.collect([...jobs('a.py', ...names), buffer], () => (first ||= threads()));
    for (let i = 0; i < 100 && (threads() === first || threads() === ''); i++) await sleep(50);
    assert.notEqual(threads(), first);
    const hash = hashValue(value, DEFAULT_SALT);
    const span = { line: 1, column: 13, endLine: 1, endColumn: 13 + value.length };
    const sources = [{ path: 'a.py', text: undefined, values: [{ span, hash }] }];
    const found = await client.spread({ values: [hash], among: ['b.py'], sources });
    assert.deepEqual(
      found.map(({ path: file }) => file),
      ['b.py'],
    );
  });

  it('says why a file gives no facts', async () => {
    open({ 'image.png': 'x', 'data.bin': Buffer.from([1, 0, 2]), 'yarn.lock': '', 'a.min.js': '', 'a.js.map': '' });
    tree.write('folder/', '');
    tree.write('big.txt', 'x'.repeat(1024 * 1024 + 1));
    const names = ['image.png', 'data.bin', 'yarn.lock', 'a.min.js', 'a.js.map', 'folder', 'nothing', 'big.txt'];
    assert.deepEqual(outcomes(await collect(jobs(...names))), [
      'image.png: binary',
      'data.bin: binary',
      'yarn.lock: lock file',
      'a.min.js: minified',
      'a.js.map: source map',
      'folder: gone',
      'nothing: gone',
      'big.txt: larger than 1 MiB',
    ]);
  });

  it('loads the parsers of JavaScript and Python', async () => {
    open({ 'a.py': 'def (:\n', 'b.ts': "import x from 'express'; x().get('/', (\n" });
    const results = await collect([
      { path: 'a.py', deep: true },
      { path: 'b.ts', deep: true },
    ]);
    const notes = results.map((result) => ('facts' in result ? result.facts.notes.map((note) => note.by) : []));
    assert.deepEqual(notes, [['python'], ['javascript']]);
  });

  it('takes the text of an open buffer over the disk', async () => {
    open({ 'a.txt': 'one\n' });
    assert.deepEqual(outcomes(await collect([{ path: 'a.txt', deep: false, text: 'one\ntwo\n' }])), ['a.txt: 2 lines']);
    assert.deepEqual(outcomes(await collect(jobs('a.txt'))), ['a.txt: 1 lines']);
  });

  it('collects open buffers before what is under way', async () => {
    const names = Array.from({ length: 800 }, (_, i) => `file-${i}.txt`);
    open(Object.fromEntries(names.map((name) => [name, 'text\n'.repeat(200)])));
    await collect(jobs('file-0.txt'));
    let done = 0;
    const background = client.collect(jobs(...names), (batch) => (done += batch.length));
    await collect([{ path: 'file-1.txt', deep: false, text: 'now\n' }]);
    assert.ok(done < names.length, 'the buffer came last');
    await background;
    assert.equal(done, names.length);
  });

  it('stops between files when asked to', async () => {
    const names = Array.from({ length: 800 }, (_, i) => `file-${i}.txt`);
    open(Object.fromEntries(names.map((name) => [name, 'text\n'])));
    await collect(jobs('file-0.txt'));
    const abort = new AbortController();
    let done = 0;
    const running = client.collect(
      jobs(...names),
      (batch) => {
        done += batch.length;
        abort.abort();
      },
      abort.signal,
    );
    await assert.rejects(running, { name: 'AbortError' });
    const before = done;
    await collect(jobs('file-0.txt'));
    assert.equal(done, before, 'a batch arrived after the abort');
  });

  describe('survives', () => {
    it('a file that takes for ever', async () => {
      open({ a: '1\n', hang: '', b: '1\n' }, { script: poisoned, patience: 1500 });
      const results = outcomes(await collect(jobs('a', 'hang', 'b')));
      assert.deepEqual(results.sort(), ['a: 1 lines', 'b: 1 lines', 'hang: analysing it took more than 2 seconds']);
    });

    it('a file that takes all memory', async () => {
      open({ a: '1\n', memory: '', b: '1\n' }, { script: poisoned });
      const results = outcomes(await collect(jobs('a', 'memory', 'b')));
      assert.deepEqual(results.sort(), ['a: 1 lines', 'b: 1 lines', 'memory: analysing it took too much memory']);
    });

    it('files that end the thread, one after another', async () => {
      open({ a: '1\n', exit1: '', exit2: '', b: '1\n' }, { script: poisoned });
      const results = outcomes(await collect(jobs('a', 'exit1', 'exit2', 'b')));
      assert.deepEqual(results.sort(), [
        'a: 1 lines',
        'b: 1 lines',
        'exit1: analysing it ended the analysis',
        'exit2: analysing it ended the analysis',
      ]);
    });

    it('and gives up on a thread that dies again and again', async () => {
      const names = Array.from({ length: 10 }, (_, i) => `exit${i}`);
      open({}, { script: poisoned });
      await assert.rejects(collect(jobs(...names)), /ended the analysis/);
    });
  });

  it('adds what a link asks for to the facts that it has, as long as they are of the same text', async () => {
    const first = 'def current_user(request):\n    return request.user\n';
    const second = 'def current_user(request):\n    return None\n';
    open({ 'users.py': first });
    const factsOf = async (deep: boolean, text?: string): Promise<unknown> => {
      const [result] = await collect([{ path: 'users.py', deep, text }]);
      return result && 'facts' in result ? result.facts : undefined;
    };
    const deepAlone = async (text: string): Promise<unknown> => {
      const other = new TempTree({ 'users.py': text });
      const fresh = new CollectorClient({ root: other.root, salt: DEFAULT_SALT, cacheFile: null });
      const results: CollectResult[] = [];
      await fresh.collect([{ path: 'users.py', deep: true }], (batch) => results.push(...batch));
      await fresh.close();
      other.remove();
      const [result] = results;
      return result && 'facts' in result ? result.facts : undefined;
    };
    await factsOf(false);
    assert.deepEqual(await factsOf(true), await deepAlone(first));
    await factsOf(false, second);
    assert.deepEqual(await factsOf(true, second), await deepAlone(second));
    assert.deepEqual(await factsOf(true, first), await deepAlone(first));
    tree.write('users.py', second);
    assert.deepEqual(await factsOf(true), await deepAlone(second));
  });
});
