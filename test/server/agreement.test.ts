// Terminal, JSON, Problems, tree and status bar say the same of one workspace.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { attestationText, checkOutcome, statusText, verdictFigures } from '../../src/engine/report/present';
import { isLive, type Finding } from '../../src/engine/finding';
import type { Report } from '../../src/engine/report/report';
import { walk, type TreeNode } from '../../src/extension/tree/node';
import { readinessTree } from '../../src/extension/tree/readiness';
import { firstSentence } from '../../src/extension/tree/text';
import { makeFolder, TestClient } from './lsp';
import { SAMPLE } from './samples';

const cli = path.resolve(__dirname, '../../dist/cli.js');

const FILES = {
  ...SAMPLE,
  'tsconfig.json': '{ "compilerOptions": { "strict": false } }\n',
  'src/index.ts': 'export const answer = 42;\n',
  '.preflight/attestations.json': '{ "attestations": [{ "id": "att-staging", "by": "Ana", "date": "2020-01-01" }] }\n',
  'preflight.json':
    '{ "exemptions": [{ "check": "oversized-file", "paths": ["src/kept.py"], "reason": "generated once" }] }\n',
  'src/kept.py': SAMPLE['src/long.py'],
};

describe('the faces of one report', () => {
  let folder: string;
  let client: TestClient;
  let text: string;
  let json: Report;
  let tree: TreeNode[];
  let live: Finding[];

  before(async () => {
    folder = makeFolder(FILES);
    const run = (format: string): string =>
      spawnSync(process.execPath, [cli, 'check', folder, '--no-cache', '--no-color', '--format', format], {
        encoding: 'utf8',
        env: { ...process.env, COLUMNS: '400' },
      }).stdout;
    text = run('text');
    json = JSON.parse(run('json')) as Report;
    live = json.findings.filter(isLive);
    client = await TestClient.start({ folders: [folder] });
    tree = readinessTree(await client.reports());
  });

  after(async () => {
    await client.stop();
    fs.rmSync(path.dirname(folder), { recursive: true, force: true });
  });

  it('agree on the verdict', async () => {
    const figures = verdictFigures(json);
    assert.ok(text.includes(figures), `the terminal says "${figures}"`);
    assert.equal(`${tree[0]?.label.split(' · ')[1]} · ${tree[0]?.description}`, figures);
    const [answer] = await client.reports();
    assert.ok(answer?.report);
    assert.equal(statusText(answer.report), statusText(json));
  });

  it('agree on every check', async () => {
    const [answer] = await client.reports();
    const told = (checks: Report['checks']): string[] =>
      checks.map((check) => `${check.id} ${check.verdict} ${check.summary}`);
    assert.deepEqual(told(answer?.report?.checks ?? []), told(json.checks));
    for (const check of json.checks) {
      const row = [...walk(tree)].find(({ id }) => id.endsWith(`#check/${check.id}`));
      assert.equal(row?.label, check.title);
      assert.ok(row.description?.startsWith(checkOutcome(check)), `${check.id}: ${row.description}`);
    }
  });

  it('agree on every finding that has a place', () => {
    const published = [...client.published].flatMap(([uri, diagnostics]) =>
      diagnostics.map(({ code, message, range }) => {
        const file = path.relative(folder, new URL(uri).pathname);
        return `${file}:${range.start.line + 1}:${range.start.character + 1} ${code} ${message}`;
      }),
    );
    const reported = live
      .filter((finding) => finding.path !== null)
      .map(({ path: file, line, column, check, message }) => `${file}:${line}:${column} ${check} ${message}`);
    assert.deepEqual(published.sort(), reported.sort());
  });

  it('agree on what a finding says and where it is', () => {
    for (const finding of live) {
      const row = [...walk(tree)].find(({ id }) => id.endsWith(`#finding/${finding.fingerprint}`));
      assert.equal(row?.label, firstSentence(finding.message));
      assert.ok(row.tooltip?.startsWith(finding.message));
      if (finding.path !== null) {
        assert.ok(row.tooltip?.endsWith(`${finding.path}:${finding.line}`));
        // The terminal names the document of a checklist once and the lines below it.
        const place =
          finding.check === 'checklist-contradiction' ? `line ${finding.line} ` : `${finding.path}:${finding.line}`;
        assert.ok(text.includes(place), `the terminal names ${place}`);
      }
    }
  });

  it('agree on what people answer for', async () => {
    const [answer] = await client.reports();
    assert.deepEqual(answer?.report?.attestations, json.attestations);
    const stated = json.attestations.filter(({ state }) => state !== 'not-stated');
    assert.deepEqual(
      stated.map(({ id, state }) => `${id} ${state}`),
      ['att-staging expired'],
    );
    for (const entry of json.attestations.filter(({ kind }) => kind === 'statement')) {
      const row = [...walk(tree)].find(({ id }) => id.endsWith(`#attestation/${entry.id}`));
      assert.equal(row?.description, attestationText(entry));
    }
    for (const entry of stated) assert.ok(text.includes(attestationText(entry)), entry.id);
  });

  it('agree on what is silenced', () => {
    const silenced = json.findings.filter((finding) => finding.suppressed !== null);
    assert.deepEqual(
      silenced.map(({ path: file, suppressed }) => `${file}: ${suppressed?.reason}`),
      ['src/kept.py: generated once'],
    );
    assert.deepEqual(client.shown('src/kept.py'), []);
    const group = tree.find(({ label }) => label === 'Ignored with a reason (1)');
    assert.match(group?.children[0]?.tooltip ?? '', /generated once/);
  });
});
