import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import type { Report } from '../../src/engine/report/report';
import type { Files } from '../support/memory-host';
import { commitAll, folderOf, LEAKY, preflight, read, removeFolders, runGit, TOKEN, write } from './support';

const ONLY = ['--only', 'hardcoded-secret'];

function reportOf(stdout: string): Report & { run?: unknown } {
  return JSON.parse(stdout) as Report & { run?: unknown };
}

describe('preflight check', function () {
  this.timeout(60_000);
  after(removeFolders);

  describe('ends with', () => {
    it('0 when nothing fails the gate', async () => {
      const folder = folderOf({ 'README.md': '# Shop\n' });
      const run = await preflight(folder, ['check', ...ONLY]);
      assert.deepEqual([run.code, run.stderr], [0, '']);
    });

    it('1 when a blocker is live', async () => {
      const run = await preflight(folderOf(LEAKY), ['check', ...ONLY]);
      assert.equal(run.code, 1, run.stderr);
      assert.match(run.stdout, /BLOCKED/);
      assert.match(run.stdout, /src\/client\.ts:1/);
    });

    it('0 when findings are below what fails the gate', async () => {
      const folder = folderOf({ ...LEAKY, 'preflight.json': '{ "severities": { "hardcoded-secret": "medium" } }' });
      assert.equal((await preflight(folder, ['check', ...ONLY])).code, 0);
      assert.equal((await preflight(folder, ['check', ...ONLY, '--fail-on', 'medium'])).code, 1);
      assert.equal((await preflight(folder, ['check', ...ONLY, '--fail-on', 'high'])).code, 0);
      assert.equal((await preflight(folderOf(LEAKY), ['check', ...ONLY, '--fail-on', 'never'])).code, 0);
    });

    it('what "failOn" of the configuration says, unless the command line says otherwise', async () => {
      const folder = folderOf({ ...LEAKY, 'preflight.jsonc': '{ "failOn": "never" } // for now\n' });
      assert.equal((await preflight(folder, ['check'])).code, 0);
      assert.equal((await preflight(folder, ['check', '--fail-on', 'blocker'])).code, 1);
    });
  });

  describe('takes wrong usage for', () => {
    const cases: [string, string[], RegExp][] = [
      ['a command that does not exist', ['chek'], /no command "chek". Did you mean "check"\?/],
      ['an option before the command', ['--format', 'json'], /A command comes first/],
      [
        'an option that does not exist',
        ['check', '--fromat', 'json'],
        /no option "--fromat". Did you mean "--format"\?/,
      ],
      ['a format that does not exist', ['check', '--format', 'xml'], /"--format" takes text, json, sarif/],
      ['an option without its value', ['check', '--output'], /"--output" needs a value/],
      ['an option whose value was forgotten', ['check', '--output', '--quiet'], /"--output" needs a value/],
      ['a switch with a value', ['check', '--quiet=yes'], /"--quiet" takes no value/],
      ['options that exclude each other', ['check', '--cache', '--no-cache'], /exclude each other/],
      ['a severity that does not exist', ['check', '--fail-on', 'fatal'], /"--fail-on" takes blocker/],
      ['a check that does not exist', ['check', '--only', 'hardcoded-secrets'], /Did you mean "hardcoded-secret"\?/],
      ['a path that does not exist', ['check', 'nope'], /There is no file or folder "nope"/],
      ['a path outside of the root', ['check', '--root', 'src', 'other'], /lies outside the root/],
      ['a root that is a file', ['check', '--root', 'other/a.txt'], /is not a folder/],
      ['a configuration outside of the root', ['check', '--config', '../x.json'], /must be a file inside the root/],
      ['a baseline that is not there', ['check', '--baseline', 'nope.json'], /There is no baseline "nope.json"/],
      ['changes without git', ['check', '--changed-since', 'main'], /needs git/],
      ['an output that is a folder', ['check', '--output', 'src'], /Cannot write "src": it is a folder/],
      ['an output in no folder', ['check', '--output', 'no/where.json'], /the folder does not exist/],
    ];
    let folder = '';
    before(() => {
      folder = folderOf({ 'src/a.ts': 'export {};\n', 'other/a.txt': 'x\n', 'preflight.json': '{}' });
    });
    for (const [name, args, message] of cases) {
      it(name, async () => {
        const run = await preflight(folder, args);
        assert.equal(run.code, 2, run.stderr);
        assert.match(run.stderr, message);
        assert.equal(run.stdout, '');
      });
    }
  });

  describe('finds its root', () => {
    it('at the nearest folder above that holds a configuration', async () => {
      const folder = folderOf({ ...LEAKY, 'preflight.json': '{}', 'docs/readme.md': '# x\n' });
      const run = await preflight(path.join(folder, 'docs'), ['check', '--format', 'json']);
      assert.equal(reportOf(run.stdout).root, folder);
    });

    it('at the first path’s folder where there is no mark', async () => {
      const folder = folderOf(LEAKY);
      const run = await preflight('/', ['check', path.join(folder, 'src/client.ts'), '--format', 'json']);
      assert.equal(reportOf(run.stdout).root, path.join(folder, 'src'));
    });

    it('where --root says', async () => {
      const folder = folderOf(LEAKY, { git: true });
      const run = await preflight(folder, ['check', '--root', 'src', '--format', 'json']);
      const report = reportOf(run.stdout);
      assert.equal(report.root, path.join(folder, 'src'));
      assert.deepEqual(
        report.findings.filter((f) => f.check === 'hardcoded-secret').map((f) => f.path),
        ['client.ts'],
      );
    });
  });

  describe('shows', () => {
    const two: Files = {
      ...LEAKY,
      'lib/b.ts': `export const token = '${TOKEN.replace('Zt7', 'Qr9')}';\n`,
      'preflight.json': '{}',
    };

    it('what stands in the paths only, and gates on that', async () => {
      const folder = folderOf(two);
      const run = await preflight(folder, ['check', 'lib', ...ONLY, '--format', 'json']);
      assert.deepEqual(
        reportOf(run.stdout).findings.map((finding) => finding.path),
        ['lib/b.ts'],
      );
      assert.equal((await preflight(folder, ['check', 'src/clean.ts', ...ONLY])).code, 0);
    });

    it('the chosen checks only', async () => {
      const folder = folderOf(two);
      const only = reportOf((await preflight(folder, ['check', ...ONLY, '--format', 'json'])).stdout);
      assert.deepEqual(
        only.checks.map((check) => check.id),
        ['hardcoded-secret'],
      );
      const skip = reportOf(
        (await preflight(folder, ['check', '--skip', 'secrets,ts-strict', '--format', 'json'])).stdout,
      );
      assert.ok(skip.checks.length > 0);
      assert.ok(!skip.checks.some((check) => check.category === 'secrets' || check.id === 'ts-strict'));
    });

    it('changed files only, in a repository', async () => {
      const folder = folderOf(two, { git: true });
      runGit(folder, 'checkout', '-q', '-b', 'work');
      write(folder, {
        'src/new.ts': `export const token = '${TOKEN.replace('Zt7', 'Lw3')}';\n`,
        'lib/b.ts': read(folder, 'lib/b.ts') + '// changed\n',
      });
      commitAll(folder, 'second');
      write(folder, { 'src/untracked.ts': `export const token = '${TOKEN.replace('Zt7', 'Vc5')}';\n` });
      const run = await preflight(folder, ['check', ...ONLY, '--changed-since', 'main', '--format', 'json']);
      assert.deepEqual(
        reportOf(run.stdout).findings.map((finding) => finding.path),
        ['lib/b.ts', 'src/new.ts', 'src/untracked.ts'],
      );
      const below = await preflight(folder, ['check', 'lib', ...ONLY, '--changed-since', 'HEAD', '--format', 'json']);
      assert.deepEqual(reportOf(below.stdout).findings, []);
      const unknown = await preflight(folder, ['check', '--changed-since', 'nope']);
      assert.equal(unknown.code, 2);
      assert.match(unknown.stderr, /git knows no commit "nope"/);
      const hostile = await preflight(folder, ['check', '--changed-since=--output=x']);
      assert.equal(hostile.code, 2);
      assert.equal(fs.existsSync(path.join(folder, 'x')), false);
    });

    it('the verdict and the blockers only, when quiet', async () => {
      const run = await preflight(folderOf(two), ['check', '--quiet']);
      assert.match(run.stdout.split('\n')[0] ?? '', /BLOCKED/);
      assert.doesNotMatch(run.stdout, /Next best step/);
      assert.equal(run.stderr, '');
    });

    it('what was read and how long it took, when asked for statistics', async () => {
      const folder = folderOf(two);
      const plain = reportOf((await preflight(folder, ['check', '--format', 'json'])).stdout);
      assert.equal(plain.run, undefined);
      const stats = reportOf((await preflight(folder, ['check', '--format', 'json', '--stats', '--no-cache'])).stdout);
      assert.equal((stats.run as { collected: number }).collected, 4);
    });
  });

  it('says which named files were not analysed', async () => {
    const folder = folderOf({
      ...LEAKY,
      '.gitignore': 'local.ts\n',
      'local.ts': 'x\n',
      'preflight.json': '{ "exclude": ["src/**"] }',
    });
    runGit(folder, 'init', '-q');
    const run = await preflight(folder, ['check', 'local.ts', 'src/clean.ts']);
    assert.match(run.stderr, /^local\.ts was not analysed: an ignore rule leaves it out\.$/m);
    assert.match(run.stderr, /^src\/clean\.ts was not analysed: excluded by configuration\.$/m);
  });

  describe('prints the same bytes', () => {
    for (const format of ['text', 'json', 'sarif']) {
      it(`as ${format}, run after run, with a cache and without`, async () => {
        const folder = folderOf(LEAKY, { git: true });
        const runs = [];
        for (const args of [['--no-cache'], ['--cache'], ['--cache'], []])
          runs.push((await preflight(folder, ['check', '--format', format, ...args])).stdout);
        assert.ok((runs[0] ?? '').length > 100);
        assert.equal(new Set(runs).size, 1);
      });
    }

    it('wherever it is started', async () => {
      const folder = folderOf(LEAKY, { git: true });
      const above = await preflight(folder, ['check']);
      const below = await preflight(path.join(folder, 'src'), ['check', '..']);
      assert.equal(below.stdout, above.stdout);
    });
  });

  describe('never prints a secret', () => {
    for (const format of ['text', 'json', 'sarif']) {
      it(`as ${format}`, async () => {
        const run = await preflight(folderOf(LEAKY), ['check', '--format', format]);
        assert.ok(
          !run.stdout.includes(TOKEN) && !run.stdout.includes(TOKEN.slice(0, 12)),
          'the value is in the output',
        );
      });
    }
  });

  describe('colours', () => {
    const escape = '\u001b[';
    const colours: [string, string[], NodeJS.ProcessEnv, boolean][] = [
      ['not into a pipe', [], {}, false],
      ['with --color', ['--color'], {}, true],
      ['with FORCE_COLOR', [], { FORCE_COLOR: '1' }, true],
      ['not with FORCE_COLOR=0', [], { FORCE_COLOR: '0' }, false],
      ['not with --no-color', ['--no-color'], { FORCE_COLOR: '1' }, false],
      ['with --color although NO_COLOR is set', ['--color'], { NO_COLOR: '1' }, true],
    ];
    for (const [name, args, env, expected] of colours) {
      it(name, async () => {
        const run = await preflight(folderOf(LEAKY), ['check', ...args], { env });
        assert.equal(run.stdout.includes(escape), expected);
      });
    }

    it('never the machine formats', async () => {
      const run = await preflight(folderOf(LEAKY), ['check', '--color', '--format', 'json']);
      assert.ok(!run.stdout.includes(escape));
    });
  });

  describe('fits', () => {
    for (const columns of [40, 50, 80, 120]) {
      it(`${columns} columns`, async () => {
        const run = await preflight(folderOf(LEAKY), ['check'], { env: { COLUMNS: String(columns) } });
        for (const line of run.stdout.split('\n')) assert.ok([...line].length <= columns, line);
      });
    }
  });

  it('writes to a file, and tells the verdict on standard error', async () => {
    const folder = folderOf(LEAKY);
    const run = await preflight(folder, ['check', '--format', 'json', '--output', 'out.json']);
    assert.deepEqual([run.code, run.stdout], [1, '']);
    assert.match(run.stderr, /^Blocked · .*\nWrote out\.json\.\n$/);
    assert.equal(reportOf(read(folder, 'out.json')).schemaVersion, 1);
    assert.deepEqual(fs.readdirSync(folder).sort(), ['out.json', 'src']);
  });

  it('says so of an empty folder', async () => {
    const run = await preflight(folderOf({}), ['check']);
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /0 files/);
  });

  it('reads text of any sort without a crash', async () => {
    const folder = folderOf({
      'bom.ts': '\ufeffexport const a = 1;\r\n',
      'broken.py': 'def f(:\n  "\n',
      'deep.json': '['.repeat(5000),
      'wide.ts': `const s = '${'漢'.repeat(300)}'; // ${TOKEN}\n`,
      'escape.ts': `const token = '${TOKEN}'; // \u001b[31m\u202e\n`,
    });
    fs.writeFileSync(path.join(folder, 'latin.txt'), Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a]));
    const run = await preflight(folder, ['check', '--no-color']);
    assert.notEqual(run.code, 3, run.stderr);
    assert.ok(
      !run.stdout.includes('\u001b') && !run.stdout.includes('\u202e'),
      'control characters reach the terminal',
    );
  });
});
