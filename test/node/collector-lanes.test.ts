import assert from 'node:assert/strict';
import fs from 'node:fs';

import { DEFAULT_SALT, hashValue } from '../../src/engine/hash';
import type { CollectResult } from '../../src/engine/host';
import { CollectorLanes } from '../../src/node/collector-lanes';
import { strongPassword } from '../support/made-up-secrets';
import { TempTree } from './temp-tree';

describe('the lanes of the collector', () => {
  let tree: TempTree;
  let lanes: CollectorLanes;

  function open(files: Record<string, string>): void {
    tree = new TempTree(files);
    start(null);
  }

  function start(cacheFile: string | null): void {
    lanes = new CollectorLanes({ root: tree.root, salt: DEFAULT_SALT, cacheFile });
  }

  afterEach(async () => {
    await lanes.close();
    tree.remove();
  });

  it('answer for every file, code or not', async () => {
    open({ 'a.py': 'x = 1\n', 'b.ts': 'export {};\n', 'notes.md': '# Notes\n', 'c.yaml': 'a: 1\n' });
    const results: CollectResult[] = [];
    const jobs = ['a.py', 'b.ts', 'notes.md', 'c.yaml', 'gone.md'].map((path) => ({ path, deep: false }));
    await lanes.collect(jobs, (batch) => results.push(...batch));
    const outcomes = results.map((result) => `${result.path} ${'facts' in result ? 'facts' : 'gone'}`);
    assert.deepEqual(outcomes.sort(), ['a.py facts', 'b.ts facts', 'c.yaml facts', 'gone.md gone', 'notes.md facts']);
  });

  it('find a value of one lane in the files of the other', async () => {
    const value = strongPassword(72);
    open({ 'a.py': `PASSWORD = "${value}"\n`, 'notes.md': `Use ${value}\n`, 'b.py': `print("${value}")\n` });
    const hash = hashValue(value, DEFAULT_SALT);
    const span = { line: 1, column: 13, endLine: 1, endColumn: 13 + value.length };
    const search = { values: [hash], among: ['b.py', 'notes.md'] };
    const placesFrom = async (text?: string): Promise<string[]> => {
      const found = await lanes.spread({ ...search, sources: [{ path: 'a.py', text, values: [{ span, hash }] }] });
      return found.map(({ path }) => path).sort();
    };
    assert.deepEqual(await placesFrom('PASSWORD = "something-else"\n'), []);
    assert.deepEqual(await placesFrom(), ['b.py', 'notes.md']);
  });

  it('share much code, and keep it where a later run looks for it', async () => {
    const code = (i: number): string => `def part_${i}(a):\n    return a + ${i}\n`.repeat(40);
    const paths = Array.from({ length: 400 }, (_, i) => `part-${i}.${i % 4 ? 'py' : 'ts'}`);
    open(Object.fromEntries(paths.map((file, i) => [file, i % 4 ? code(i) : `export const part = ${i};\n`])));
    await lanes.close();
    const cacheFile = tree.path('cache/facts.txt');
    const jobs = paths.map((file) => ({ path: file, deep: false }));
    const run = async (): Promise<CollectResult[]> => {
      start(cacheFile);
      const results: CollectResult[] = [];
      await lanes.collect(jobs, (batch) => results.push(...batch), new AbortController().signal);
      await lanes.close();
      return results.sort((a, b) => (a.path < b.path ? -1 : 1));
    };
    const warnings: string[] = [];
    const note = (warning: Error): void => void warnings.push(warning.message);
    process.on('warning', note);
    const first = await run();
    process.off('warning', note);
    assert.deepEqual(warnings, []);
    assert.deepEqual(
      first.map((result) => result.path),
      [...paths].sort(),
    );
    assert.ok(first.every((result) => 'facts' in result && !result.cached));
    const kept = (lane: string): string => fs.readFileSync(tree.path(`cache/facts-${lane}.txt`), 'utf8');
    for (const file of paths) {
      const [own, other] = file.endsWith('.py') ? ['grammars', 'others'] : ['others', 'grammars'];
      assert.ok(kept(own).includes(`${file}\t`) && !kept(other).includes(`${file}\t`), `${file} lies in its cache`);
    }
    const second = await run();
    assert.deepEqual(
      second,
      first.map((result) => ({ ...result, cached: true })),
    );
  });
});
