import assert from 'node:assert/strict';

import { reconcile, walk, type TreeNode } from '../../src/extension/tree/node';
import { NO_FILTER, readinessTree, type Folder } from '../../src/extension/tree/readiness';
import { firstSentence, shortPlace } from '../../src/extension/tree/text';
import { routesTree } from '../../src/extension/tree/routes';
import { toClientReport } from '../../src/server/exports';
import type { RouteEntry } from '../../src/engine/report/report';
import { analyze, type Files } from '../support/analyze';

const LONG = Array.from({ length: 2800 }, (_, index) => `value_${index} = ${index}\n`).join('');
const FILES: Files = {
  'src/long.py': LONG,
  'docs/PRODUCTION_READINESS.md': [
    '# Production readiness',
    '',
    '## Code',
    '',
    '- [x] Files are short <!-- preflight: oversized-file -->',
    '',
    '## Operations',
    '',
    '- [x] Restore tested',
    '',
  ].join('\n'),
};

async function folderOf(files: Files, name = 'acme-shop'): Promise<Folder> {
  const report = toClientReport(await analyze(files));
  return { folder: `file:///${name}`, name, state: 'ready', message: null, openFilesOnly: false, report };
}

/** A tree as indented lines: `label · description`. */
function drawn(nodes: readonly TreeNode[], depth = 0): string[] {
  return nodes.flatMap((node) => [
    `${'  '.repeat(depth)}${node.label}${node.description ? ` · ${node.description}` : ''}`,
    ...drawn(node.children, depth + 1),
  ]);
}

function rowOf(nodes: readonly TreeNode[], label: string | RegExp): TreeNode {
  const row = [...walk(nodes)].find((node) =>
    typeof label === 'string' ? node.label === label : label.test(node.label),
  );
  assert.ok(row, `there is a row ${label}`);
  return row;
}

describe('the Readiness view as data', () => {
  it('has the verdict on top, the next step, the checklist, then what does not hold', async () => {
    const rows = readinessTree([await folderOf(FILES)]);
    const titles = rows.map(({ label }) => label);
    assert.match(titles[0] ?? '', /^(Blocked|Early|Alpha|Beta|Not decided) · \d+ of 100$/);
    assert.match(titles[1] ?? '', /^Next: /);
    assert.equal(titles[2], 'Your checklist');
    assert.ok(titles.indexOf('Size and structure') > 2);
  });

  it('leads from a category over check and finding to the place', async () => {
    const rows = readinessTree([await folderOf(FILES)]);
    const check = rowOf(rowOf(rows, 'Size and structure').children, 'No source file is too long');
    assert.equal(check.description, 'does not hold yet');
    const finding = check.children[0];
    assert.equal(finding?.description, 'long.py:1');
    assert.equal(finding?.place?.path, 'src/long.py');
  });

  it('shows a place once, below its finding, and says of what is accepted that it is', async () => {
    const main = `from fastapi import FastAPI
app = FastAPI()
@app.post("/orders")
def order(): return 1
@app.delete("/orders")
def cancel(): return 1
`;
    const folder = await folderOf({ 'main.py': main });
    const label = 'Routes are protected';
    const routes = rowOf(readinessTree([folder]), label);
    assert.deepEqual(
      routes.children.map(({ context }) => context),
      ['finding fixable', 'finding fixable'],
    );
    for (const finding of folder.report?.findings ?? []) finding.baselined = true;
    const accepted = rowOf(readinessTree([folder]), label);
    assert.equal(accepted.description, 'does not hold yet · accepted as old debt');
  });

  it('holds the checklist against the evidence, without the heading that all items share', async () => {
    const rows = readinessTree([await folderOf(FILES)]);
    const list = rowOf(rows, 'Your checklist');
    assert.equal(list.description, '1 contradicted · 0 of 2 proven · PRODUCTION_READINESS.md');
    assert.deepEqual(
      drawn(list.children).filter((line) => !line.startsWith('    ')),
      [
        'Code · 0 of 1 proven',
        '  Files are short · claimed, not so',
        'Operations · 0 of 1 proven',
        '  Restore tested · only people can say',
      ],
    );
  });

  it('has what people answer for in a block, what has ended first, with what it takes to attest it', async () => {
    const entry = (id: string, date: string): object => ({ id, by: 'Ana', date });
    const attestations = [entry('att-on-call', '2026-01-10'), entry('att-staging', '2025-11-01')];
    const files = { ...FILES, '.preflight/attestations.json': JSON.stringify({ attestations }) };
    const rows = readinessTree([await folderOf(files)]);
    const block = rowOf(rows, 'Attested by people');
    assert.equal(block.description, '1 ended · 1 of 16 hold');
    assert.equal(block.children.length, 16);
    assert.deepEqual(
      block.children.slice(0, 3).map(({ label, description, context }) => [label, description, context]),
      [
        [
          'It ran on staging and passed a smoke test',
          'Ana, 2025-11-01 · held until 2025-11-15',
          'attestation attestable',
        ],
        ['Somebody is on call', 'Ana, 2026-01-10 · holds until 2026-04-10', 'attestation renewable'],
        ['A backup was restored', 'not stated', 'attestation attestable'],
      ],
    );
    const item = rowOf(rows, 'Restore tested');
    assert.equal(item.context, 'item attestable');
    assert.equal(item.target?.attest?.id, 'att-restore-tested');
    const failing = rowOf(readinessTree([await folderOf(files)], { ...NO_FILTER, failingOnly: true }), /^Attested/);
    assert.equal(failing.children.length, 1);
  });

  it('offers to attest a check that the files do not decide', async () => {
    const server =
      "const express = require('express');\nconst app = express();\napp.get('/books', (req, res) => res.json([]));\n";
    const row = [...walk(readinessTree([await folderOf({ 'src/server.js': server })]))].find(({ id }) =>
      id.endsWith('#check/https-enforced'),
    );
    assert.equal(row?.context, 'check attestable');
  });

  it('puts several documents below one row, what contradicts the code first', async () => {
    const note = (mark: string): string => `# Plan\n\n- [${mark}] Files are short <!-- preflight: oversized-file -->\n`;
    const files = {
      'src/long.py': LONG,
      'A_PRODUCTION_READINESS.md': note(' '),
      'B_PRODUCTION_READINESS.md': note('x'),
    };
    const list = rowOf(readinessTree([await folderOf(files)]), 'Your checklists (2)');
    assert.equal(list.description, '1 contradicted · 0 of 2 proven');
    assert.deepEqual(
      list.children.map(({ label }) => label),
      ['B_PRODUCTION_READINESS.md', 'A_PRODUCTION_READINESS.md'],
    );
  });

  it('gathers the places of one secret value below the first of them', async () => {
    const token = ['gh', 'p_', 'r4Kd81LmQ0zXv7Tb', '5NcW2yHs9JfE6uGa3PoV'].join('');
    const line = `TOKEN = "${token}"\n`;
    const rows = readinessTree([await folderOf({ 'a.py': line, 'b.py': line, 'c.py': line })]);
    const [row, ...others] = rowOf(rows, 'No credential is written into the tree').children;
    assert.equal(row?.description, 'a.py:1 · 3 places');
    assert.deepEqual(
      row.children.map(({ description }) => description),
      ['b.py:1', 'c.py:1'],
    );
    assert.deepEqual(others, []);
  });

  it('says every outcome in words, not by an icon alone', async () => {
    for (const row of walk(readinessTree([await folderOf(FILES)]))) {
      if (row.icon) assert.ok(row.spoken ?? row.description, `${row.label} has words`);
    }
  });

  it('speaks what a row shows beside its title, in the right number', async () => {
    const rows = readinessTree([await folderOf(FILES)]);
    assert.match(
      rowOf(rows, 'Size and structure').spoken ?? '',
      /^Size and structure, \d+ of 100, 1 does not hold yet$/,
    );
  });

  it('gives rows ids that are unique and survive a change elsewhere', async () => {
    const before = [...walk(readinessTree([await folderOf(FILES)]))].map(({ id }) => id);
    assert.equal(new Set(before).size, before.length);
    const after = [...walk(readinessTree([await folderOf({ ...FILES, 'src/other.py': LONG })]))].map(({ id }) => id);
    assert.deepEqual(
      before.filter((id) => !after.includes(id)),
      [],
    );
  });

  it('shows only what does not hold, or hides what holds', async () => {
    const folder = await folderOf({ ...FILES, 'src/long.py': 'value = 1\n' });
    const labels = (filter: Partial<typeof NO_FILTER>): string[] =>
      readinessTree([folder], { ...NO_FILTER, ...filter }).map(({ label }) => label.replace(/ \(\d+\)$/, ''));
    assert.ok(labels({}).includes('Holds'));
    assert.ok(!labels({ hideHolding: true }).includes('Holds'));
    const failing = labels({ failingOnly: true });
    assert.deepEqual(
      failing.filter((label) => ['Holds', 'Does not apply', 'Unknown'].includes(label)),
      [],
    );
  });

  it('shows only findings in changed files', async () => {
    const folder = await folderOf({ ...FILES, 'src/other.py': LONG });
    const changedFiles = new Set(['file:///acme-shop/src/other.py']);
    const rows = readinessTree([folder], { ...NO_FILTER, changedFiles });
    assert.deepEqual(
      rowOf(rows, 'No source file is too long').children.map(({ description }) => description),
      ['other.py:1'],
    );
    assert.equal(
      rows.some(({ label }) => label === 'Your checklist'),
      false,
    );
  });

  it('says which of several folders could not be scanned', async () => {
    const [good, before] = [await folderOf(FILES, 'shop'), await folderOf(FILES, 'gone')];
    const failed = {
      state: 'failed',
      message: 'The folder could not be scanned: it is not there (any more).',
    } as const;
    const never: Folder = { ...before, ...failed, folder: 'file:///never', name: 'never', report: null };
    const rows = readinessTree([good, { ...before, ...failed }, never]);
    assert.deepEqual(
      rows.map(({ label }) => label),
      ['shop', 'gone', 'never'],
    );
    assert.doesNotMatch(rows[0]?.description ?? '', /from before/);
    assert.match(rows[1]?.description ?? '', /^from before · \d+/);
    assert.match(rows[1]?.tooltip ?? '', /not there/);
    assert.equal(rows[2]?.description, 'not scanned');
    assert.equal(rows[2]?.tooltip, failed.message);
  });

  it('names the folders that are still to be read as soon as there is something to show', async () => {
    const first = await folderOf(FILES, 'shop');
    const next: Folder = { ...first, folder: 'file:///next', name: 'next', state: 'scanning', report: null };
    const last: Folder = { ...next, folder: 'file:///last', name: 'last', state: 'waiting' };
    assert.deepEqual(readinessTree([{ ...first, state: 'scanning', report: null }, next, last]), []);
    const rows = readinessTree([first, next, last]);
    assert.deepEqual(
      rows.slice(1).map(({ label, description }) => `${label}: ${description}`),
      ['next: being read…', 'last: waits to be read'],
    );
  });

  it('keeps several folders apart', async () => {
    const rows = readinessTree([await folderOf(FILES, 'one'), await folderOf({ 'a.py': 'x = 1\n' }, 'two')]);
    assert.deepEqual(
      rows.map(({ label }) => label),
      ['one', 'two'],
    );
    const all = [...walk(rows)].map(({ id }) => id);
    assert.equal(new Set(all).size, all.length);
  });

  it('gives a folder that holds nothing no score', async () => {
    const [books, empty] = readinessTree([await folderOf(FILES, 'books'), await folderOf({}, 'empty')]);
    assert.match(books?.description ?? '', /^\d+/);
    assert.equal(empty?.description, 'nothing here that a check applies to');
    assert.deepEqual(empty.children, []);
    assert.equal(empty.spoken, 'empty, Not decided · nothing here that a check applies to');
  });

  it('names a place in short, with its folder where the name alone says nothing', () => {
    assert.equal(shortPlace('api/app/routers/tenants.py', 57), 'tenants.py:57');
    assert.equal(shortPlace('web/src/app/page.tsx', 3), 'app/page.tsx:3');
    assert.equal(shortPlace('main.py', 3), 'main.py:3');
    assert.equal(shortPlace(null, null), 'the workspace');
  });

  it('takes the first sentence of a message, whatever stands in it', () => {
    assert.equal(firstSentence('The value in config.py is v1.2. Change it.'), 'The value in config.py is v1.2');
    assert.equal(firstSentence('One sentence.'), 'One sentence');
  });
});

describe('the Routes view as data', () => {
  const route: RouteEntry = {
    framework: 'fastapi',
    method: 'GET',
    path: '/books',
    file: 'api.py',
    line: 4,
    declLine: 3,
    verdict: 'protected',
    by: [{ path: 'main.py', line: 2, note: 'mounted here' }],
    rateLimited: 'no',
    validated: 'unknown',
    authorisation: null,
    cors: null,
    csrf: null,
    context: null,
  };

  it('groups routes by verdict, what needs a person first, and shows the chain', async () => {
    const folder = await folderOf({ 'a.py': 'x = 1\n' });
    const open: RouteEntry = { ...route, method: 'POST', verdict: 'unprotected' };
    folder.report = folder.report && { ...folder.report, routes: [route, open] };
    assert.deepEqual(drawn(routesTree([folder])), [
      'Open to anyone (1)',
      '  POST /books · api.py:4',
      '    mounted here · main.py:2',
      'Protected (1)',
      '  GET /books · api.py:4',
      '    mounted here · main.py:2',
    ]);
  });

  it('offers on a route what is offered on its finding', async () => {
    const app = ['from fastapi import Depends, FastAPI, HTTPException', 'app = FastAPI()', ''];
    const guard = ['def user(token: str):', '    raise HTTPException(401)', ''];
    const routes = ['books', 'shelves', 'readers'].flatMap((name) => [
      `@app.post('/${name}', dependencies=[Depends(user)])`,
      `def add_${name}(): ...`,
    ]);
    const open = ["@app.delete('/books')", 'def delete_books(): ...', ''];
    const folder = await folderOf({ 'main.py': [...app, ...guard, ...routes, ...open].join('\n') });
    const rows = routesTree([folder]);
    const { target, context } = rowOf(rows, 'DELETE /books');
    assert.equal(context, 'route finding fixable');
    assert.equal(target?.check, 'route-unprotected');
    assert.equal(target.fingerprint, rowOf(readinessTree([folder]), /^DELETE \/books answers/).target?.fingerprint);
    assert.ok((target.actions?.length ?? 0) > 0);
    assert.equal(rowOf(rows, 'POST /books').context, 'route');
    assert.equal(rowOf(rows, 'POST /books').target, undefined);
  });

  it('groups by file or by path, worst first in the icon, and searches in words', async () => {
    const folder = await folderOf({ 'a.py': 'x = 1\n' });
    const routes: RouteEntry[] = [
      { ...route, path: '/api/v1/books/{id}', by: null },
      { ...route, path: '/api/v1/books', method: 'POST', verdict: 'unprotected', by: null },
      { ...route, path: '/health', file: 'main.py', verdict: 'public-by-design', by: null },
    ];
    folder.report = folder.report && { ...folder.report, routes };
    assert.deepEqual(drawn(routesTree([folder], { groupBy: 'path', search: '' })), [
      '/api/v1/books (2)',
      '  POST /api/v1/books · api.py:4',
      '  GET /api/v1/books/{id} · api.py:4',
      '/health (1)',
      '  GET /health · main.py:4',
    ]);
    const byFile = routesTree([folder], { groupBy: 'file', search: '' });
    assert.deepEqual(
      byFile.map(({ label }) => label),
      ['api.py (2)', 'main.py (1)'],
    );
    assert.deepEqual(byFile[0]?.icon, routesTree([folder], { groupBy: 'verdict', search: 'open' })[0]?.icon);
    const found = routesTree([folder], { groupBy: 'verdict', search: 'POST  Books' });
    assert.deepEqual(drawn(found), ['Open to anyone (1)', '  POST /api/v1/books · api.py:4']);
    assert.deepEqual(routesTree([folder], { groupBy: 'verdict', search: 'nowhere' }), []);
  });
});

describe('bringing shown rows up to date', () => {
  const leaf = (id: string, label = id): TreeNode => ({ id, label, children: [], context: '' });
  const parent = (id: string, ...children: TreeNode[]): TreeNode => ({ ...leaf(id), children });

  it('redraws nothing when nothing changed', () => {
    const shown = [parent('a', leaf('b')), leaf('c')];
    assert.deepEqual(reconcile(shown, [parent('a', leaf('b')), leaf('c')]), []);
  });

  it('redraws only the row that changed, which stays the same object', () => {
    const shown = [parent('a', leaf('b')), leaf('c')];
    const row = shown[0]?.children[0];
    assert.deepEqual(reconcile(shown, [parent('a', leaf('b', 'new')), leaf('c')]), [row]);
    assert.equal(shown[0]?.children[0], row);
    assert.equal(row?.label, 'new');
  });

  it('redraws the parent when rows come or go', () => {
    const shown = [parent('a', leaf('b')), leaf('c')];
    const row = shown[0];
    assert.deepEqual(reconcile(shown, [parent('a', leaf('b'), leaf('d')), leaf('c')]), [row]);
    assert.deepEqual(reconcile(shown, [parent('a', leaf('b'), leaf('d'))]), [null]);
  });
});
