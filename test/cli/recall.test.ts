// The report of an earlier run is taken again only where nothing has changed.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Report } from '../../src/engine/report/report';
import { folderOf, LEAKY, preflight, removeFolders, write } from './support';

interface Answer {
  report: Omit<Report, 'run'>;
  /** No file was collected, not even out of the cache of facts. */
  recalled: boolean;
}

async function check(folder: string, ...args: string[]): Promise<Answer> {
  const { stdout } = await preflight(folder, ['check', '--format', 'json', '--stats', ...args]);
  const { run, ...report } = JSON.parse(stdout) as Report & { run: { timings: Record<string, number> } };
  return { report, recalled: run.timings.collect === undefined };
}

/** What changes within two seconds of a run may go unseen by a file's times: such a report is not kept. */
const SETTLED = 2100;

describe('a second run', function () {
  this.timeout(60_000);
  after(removeFolders);

  it('recalls the report where nothing has changed, and only there', async () => {
    const folder = folderOf({ ...LEAKY, 'notes.md': '# Notes\n' }, { git: true });
    const fresh = await check(folder, '--no-cache');
    await sleep(SETTLED);
    assert.equal((await check(folder)).recalled, false);
    assert.deepEqual(await check(folder), { report: fresh.report, recalled: true });
    assert.deepEqual(await check(folder, '--no-cache'), { report: fresh.report, recalled: false });
    assert.equal((await preflight(folder, ['check', 'notes.md'])).stderr, '');

    const steps: [string, () => void][] = [
      ['a file of the same size', () => write(folder, { 'notes.md': '# Other\n' })],
      ['a new file', () => write(folder, { 'more.md': '# More\n' })],
      ['a configuration', () => write(folder, { 'preflight.json': '{ "severities": { "hardcoded-secret": "low" } }' })],
      ['a file that is gone', () => fs.rmSync(path.join(folder, 'more.md'))],
    ];
    for (const [what, step] of steps) {
      step();
      const { report } = await check(folder, '--no-cache');
      assert.deepEqual(await check(folder), { report, recalled: false }, what);
    }
  });

  it('scans again when the memory is damaged', async () => {
    const folder = folderOf(LEAKY, { git: true });
    await sleep(SETTLED);
    const first = await check(folder);
    const cache = `${folder}.cache`;
    const name = fs.readdirSync(cache).find((file) => file.endsWith('-report.txt'));
    assert.ok(name !== undefined);
    const text = fs.readFileSync(path.join(cache, name), 'utf8');
    fs.writeFileSync(path.join(cache, name), text.replace('"blocker"', '"medium"'));
    assert.deepEqual(await check(folder), { ...first, recalled: false });
    assert.deepEqual(await check(folder), { ...first, recalled: true });
  });

  it('tells of lists that a recalled report says nothing of', async () => {
    const folder = folderOf({ ...LEAKY, '.gitleaksignore': 'src/gone.ts:github-pat:1\n' }, { git: true });
    await sleep(SETTLED);
    await check(folder);
    assert.equal((await check(folder)).recalled, true);
    const run = await preflight(folder, ['init', '--baseline']);
    assert.match(run.stdout, /1 entry of \.gitleaksignore meets nothing that is found here/);
  });

  it('fixes what a recalled report tells of', async () => {
    const folder = folderOf(LEAKY, { git: true });
    await sleep(SETTLED);
    await check(folder);
    assert.equal((await check(folder)).recalled, true);
    const run = await preflight(folder, ['fix', 'hardcoded-secret', '--yes']);
    assert.equal(run.code, 0, run.stderr);
    assert.deepEqual(
      (await check(folder)).report.findings.filter((finding) => finding.check === 'hardcoded-secret'),
      [],
    );
  });
});
