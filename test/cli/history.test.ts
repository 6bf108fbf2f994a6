// `preflight history` on repositories of its own.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import type { HistoryReport } from '../../src/engine/history/report';
import { githubToken, strongPassword } from '../support/made-up-secrets';
import { commitAll, folderOf, preflight, read, removeFolders, type Run, runGit, write } from './support';

const gone = githubToken('history');
const kept = githubToken('history, kept');
const password = strongPassword(70);
const code = (value: string): string => `export const token = '${value}';\n`;

async function found(folder: string, ...args: string[]): Promise<HistoryReport> {
  const run = await preflight(folder, ['history', '--format', 'json', '--fail-on', 'never', ...args]);
  assert.equal(run.code, 0, run.stderr);
  for (const value of [gone, kept, password]) assert.ok(!run.stdout.includes(value), 'a value was printed');
  return JSON.parse(run.stdout) as HistoryReport;
}

/** `rule oldest place → places of today` of every secret. */
function told({ secrets }: HistoryReport): string[] {
  return secrets.map(({ rule, places, tree }) => {
    const today = tree.map(({ path: file, line }) => `${file}:${line}`).join(' ');
    return `${rule} ${places[0]?.path}:${places[0]?.line} → ${today || 'gone'}`;
  });
}

function text(run: Run): string {
  return run.stdout.replace(/\s+/g, ' ');
}

describe('preflight history', function () {
  this.timeout(60_000);
  after(removeFolders);

  it('tells what was committed, when, and whether it still stands there', async () => {
    const folder = folderOf({ 'src/a.ts': `// first\n${code(gone)}`, 'b.ts': code(kept) }, { git: true });
    write(folder, { 'src/a.ts': code('process.env.TOKEN'), 'b.ts': `\n\n${code(kept)}` });
    commitAll(folder, 'second');
    const report = await found(folder);
    assert.deepEqual(told(report), ['github-token b.ts:1 → b.ts:3', 'github-token src/a.ts:2 → gone']);
    const [first, second] = report.secrets;
    assert.equal(report.history.commits, 2);
    assert.match(first?.places[0]?.commit ?? '', /^[0-9a-f]{40}$/);
    assert.match(second?.places[0]?.date ?? '', /^\d{4}-\d{2}-\d{2}T/);
    assert.equal(second?.severity, 'blocker');
    const run = await preflight(folder, ['history']);
    assert.equal(run.code, 1);
    assert.match(text(run), /2 secrets were committed, in 2 commits since .*; 1 still stands in the tree\./);
    assert.match(text(run), /Gone from the tree.*src\/a\.ts:2.*rotate https:/);
    assert.ok(!run.stdout.includes(gone));
  });

  it('sees branches, merges and renames, each value once', async () => {
    const folder = folderOf({ 'a.ts': code('a') + 'const x = 1;\n'.repeat(20) }, { git: true });
    runGit(folder, 'checkout', '-q', '-b', 'side');
    write(folder, { 'side.ts': code(gone) });
    commitAll(folder, 'side');
    runGit(folder, 'mv', 'side.ts', 'moved.ts');
    commitAll(folder, 'moved');
    runGit(folder, 'checkout', '-q', 'main');
    write(folder, { 'c.ts': 'export {};\n' });
    commitAll(folder, 'main');
    assert.deepEqual(told(await found(folder)), ['github-token side.ts:1 → gone']);
    runGit(folder, 'merge', '-q', '--no-ff', '--no-commit', 'side');
    write(folder, { 'evil.ts': code(kept) });
    commitAll(folder, 'merge');
    const report = await found(folder);
    assert.deepEqual(told(report).sort(), [
      'github-token evil.ts:1 → evil.ts:1',
      'github-token side.ts:1 → moved.ts:1',
    ]);
    assert.deepEqual(
      report.secrets.map(({ count }) => count),
      [1, 1],
    );
  });

  it('is narrowed by paths, also of files that are gone, by date and by number', async () => {
    const folder = folderOf({ 'old/a.ts': code(gone), 'b.ts': code(kept) }, { git: true });
    fs.rmSync(path.join(folder, 'old'), { recursive: true });
    commitAll(folder, 'second');
    assert.deepEqual(told(await found(folder, 'old/a.ts')), ['github-token old/a.ts:1 → gone']);
    assert.deepEqual(told(await found(folder, 'old')), ['github-token old/a.ts:1 → gone']);
    assert.deepEqual(told(await found(folder, '--max-commits', '1')), []);
    assert.deepEqual(told(await found(folder, '--since', '2038-01-01')), []);
    assert.equal((await found(folder, '--since', '2 days')).secrets.length, 2);
    for (const wrong of [['--since', 'last summer'], ['--max-commits', 'all'], ['../elsewhere.ts']])
      assert.equal((await preflight(folder, ['history', ...wrong])).code, 2, wrong.join(' '));
  });

  it('searches a folder of a repository as a root of its own', async () => {
    const folder = folderOf({ 'app/a.ts': code(gone), 'b.ts': code(kept) }, { git: true });
    assert.deepEqual(told(await found(folder, '--root', 'app')), ['github-token a.ts:1 → a.ts:1']);
  });

  it('honours comments, exclusions and exemptions, and the lists of other scanners', async () => {
    const folder = folderOf(
      {
        'a.ts': code(gone).replace('\n', ' // gitleaks:allow\n'),
        'b.ts': code(kept),
        'x/c.ts': code(githubToken('excluded')),
        'y/d.py': `MAIL_PASSWORD = "${password}"\n`,
      },
      { git: true },
    );
    const commit = runGit(folder, 'rev-parse', 'HEAD').trim();
    write(folder, {
      '.gitleaksignore': `${commit}:b.ts:github-pat:1\n`,
      'preflight.json': JSON.stringify({
        exclude: ['x/**'],
        exemptions: [{ check: 'hardcoded-secret', paths: ['y/**'], reason: 'a sample' }],
      }),
    });
    const { secrets } = await found(folder);
    assert.deepEqual(secrets.map(({ suppressed }) => suppressed?.by).sort(), ['config', 'gitleaks', 'gitleaks']);
    assert.equal((await preflight(folder, ['history'])).code, 0);
  });

  it('accepts what was dealt with, and fails on new secrets only', async () => {
    const folder = folderOf({ 'a.ts': code(gone) }, { git: true });
    assert.equal((await preflight(folder, ['history', '--update-baseline'])).code, 0);
    assert.ok(!read(folder, '.preflight/history.json').includes(gone));
    assert.equal((await preflight(folder, ['history'])).code, 0);
    assert.equal((await preflight(folder, ['history', '--no-baseline'])).code, 1);
    runGit(folder, 'mv', 'a.ts', 'z.ts');
    write(folder, { 'z.ts': `\n\n${code(gone)}\nexport const more = 'of other things';\n` });
    commitAll(folder, 'moved');
    assert.equal((await preflight(folder, ['history'])).code, 0);
    write(folder, { 'b.ts': code(kept) });
    commitAll(folder, 'new');
    assert.equal((await preflight(folder, ['history'])).code, 1);
    assert.equal((await preflight(folder, ['history', '--fail-on', 'never'])).code, 0);
  });

  it('says clearly what there is not', async () => {
    const none = await preflight(folderOf({ 'a.ts': code(gone) }), ['history']);
    assert.deepEqual([none.code, none.stdout], [2, '']);
    assert.match(none.stderr, /no history to search/);
    const empty = folderOf({ 'a.ts': code(gone) });
    runGit(empty, 'init', '-q');
    const run = await preflight(empty, ['history']);
    assert.equal(run.code, 0);
    assert.match(run.stdout, /There is no commit yet/);
    const clean = await preflight(folderOf({ 'a.ts': 'export {};\n' }, { git: true }), ['history']);
    assert.equal(clean.code, 0);
    assert.match(clean.stdout, /No secret was ever committed, as far as can be told: 1 commit since/);
  });

  it('tells that a clone is shallow, and refuses a partial one', async () => {
    const origin = folderOf({ 'a.ts': code(gone) }, { git: true });
    write(origin, { 'a.ts': 'export {};\n' });
    commitAll(origin, 'second');
    const shallow = folderOf({});
    runGit(shallow, 'clone', '-q', '--depth', '1', `file://${origin}`, '.');
    const report = await found(shallow);
    assert.deepEqual([report.history.shallow, report.history.commits, report.secrets], [true, 1, []]);
    assert.match(text(await preflight(shallow, ['history'])), /This clone is shallow: older commits were not searched/);
    runGit(shallow, 'config', 'remote.origin.promisor', 'true');
    const partial = await preflight(shallow, ['history']);
    assert.equal(partial.code, 2);
    assert.match(partial.stderr, /partial clone/);
  });

  it('runs nothing that the repository asks for, and reads what its settings would reshape', async () => {
    const folder = folderOf({ 'a.ts': code(gone), '.gitattributes': '*.ts diff=own\n' }, { git: true });
    const settings = {
      'diff.external': 'touch external',
      'diff.own.textconv': 'touch textconv',
      'diff.own.command': 'touch command',
      'log.showSignature': 'true',
      'gpg.program': 'touch gpg',
      'diff.noprefix': 'true',
      'diff.mnemonicPrefix': 'true',
      'color.ui': 'always',
      'color.diff': 'always',
      'diff.wordRegex': '.',
      'diff.suppressBlankEmpty': 'true',
      'log.date': 'relative',
      'format.pretty': 'oneline',
      'diff.renames': 'copies',
      'log.decorate': 'full',
      'core.pager': 'touch pager',
    };
    for (const [name, value] of Object.entries(settings)) runGit(folder, 'config', name, value);
    assert.deepEqual(told(await found(folder)), ['github-token a.ts:1 → a.ts:1']);
    assert.deepEqual(fs.readdirSync(folder).sort(), ['.git', '.gitattributes', 'a.ts']);
  });

  it('reads binary files, odd names and odd encodings without harm', async () => {
    const folder = folderOf({ 'ü b.ts': code(gone), 'a"b.ts': code(kept) });
    fs.writeFileSync(path.join(folder, 'x.bin'), Buffer.from([0, 1, 2, 255, 10, 43, 43]));
    fs.writeFileSync(
      path.join(folder, 'latin.ts'),
      Buffer.from(`// caf\xe9\r\n${code(githubToken('latin'))}`, 'latin1'),
    );
    runGit(folder, 'init', '-q');
    commitAll(folder, 'first');
    assert.deepEqual(told(await found(folder)).sort(), [
      'github-token a"b.ts:1 → a"b.ts:1',
      'github-token latin.ts:2 → latin.ts:2',
      'github-token ü b.ts:1 → ü b.ts:1',
    ]);
  });
});
