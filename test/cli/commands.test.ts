import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { version } from '../../package.json';
import { COMMANDS } from '../../src/cli/usage';
import { folderOf, LEAKY, preflight, read, removeFolders, TOKEN, write } from './support';

describe('preflight', function () {
  this.timeout(60_000);
  after(removeFolders);
  let folder = '';
  before(() => {
    folder = folderOf({ ...LEAKY, 'preflight.json': '{}' });
  });

  it('prints its version', async () => {
    const run = await preflight(folder, ['--version']);
    assert.deepEqual([run.code, run.stdout], [0, `${version}\n`]);
  });

  it('prints help without a command', async () => {
    const run = await preflight(folder, []);
    assert.equal(run.code, 0);
    for (const name of Object.keys(COMMANDS)) assert.match(run.stdout, new RegExp(`^ {2}${name}\\b`, 'm'));
  });

  for (const [name, spec] of Object.entries(COMMANDS)) {
    it(`explains "${name}" with all of its options`, async () => {
      const run = await preflight(folder, [name, '--help'], { env: { COLUMNS: '60' } });
      assert.equal(run.code, 0);
      assert.match(run.stdout, new RegExp(`^Usage: preflight ${name}`));
      for (const option of Object.keys(spec.options)) assert.match(run.stdout, new RegExp(`--${option}\\b`));
      for (const line of run.stdout.split('\n'))
        if (!line.startsWith('  preflight')) assert.ok(line.length <= 60, line);
    });
  }
});

describe('preflight explain', function () {
  this.timeout(60_000);
  after(removeFolders);
  let folder = '';
  before(() => {
    folder = folderOf({ ...LEAKY, 'preflight.json': '{}' });
  });

  it('explains a check with its places and its page', async () => {
    const { code, stdout } = await preflight(folder, ['explain', 'hardcoded-secret']);
    assert.equal(code, 0);
    assert.match(stdout, /^hardcoded-secret/);
    assert.match(stdout, /Here: does not hold yet/);
    assert.match(stdout, /src\/client\.ts:1/);
    assert.match(stdout, /Why it matters/);
    assert.ok(!stdout.includes(TOKEN.slice(0, 12)));
  });

  it('explains a line', async () => {
    assert.match((await preflight(folder, ['explain', 'src/client.ts:1'])).stdout, /^hardcoded-secret/);
    assert.match((await preflight(folder, ['explain', 'src/client.ts:1:7'])).stdout, /^hardcoded-secret/);
    assert.match(
      (await preflight(path.join(folder, 'src'), ['explain', 'clean.ts:9'])).stdout,
      /Nothing is said of clean\.ts:9/,
    );
  });

  it('finds a line where the command runs, and below the root that is named', async () => {
    const elsewhere = folderOf({ 'src/client.ts': 'export {};\n' });
    for (const command of [
      ['explain', 'src/client.ts:1'],
      ['explain', path.join(folder, 'src/client.ts:1')],
    ])
      assert.match((await preflight(elsewhere, [...command, '--root', folder])).stdout, /^hardcoded-secret/);
    const below = await preflight(path.join(folder, 'src'), ['explain', 'client.ts:1', '--root', folder]);
    assert.match(below.stdout, /^hardcoded-secret/);
    const none = await preflight(elsewhere, ['explain', 'src/nowhere.ts:1', '--root', folder]);
    assert.deepEqual([none.code, /There is no file "src\/nowhere\.ts"/.test(none.stderr)], [2, true]);
    const check = await preflight(elsewhere, ['check', 'src', '--root', folder, '--no-color']);
    assert.match(check.stdout, /src\/client\.ts:1/);
  });

  it('keeps the chain of a route inside the terminal', async () => {
    const routes = folderOf({
      'preflight.json': '{}',
      'package.json': '{ "dependencies": { "express": "^5.0.0" } }',
      'src/server/application.js': [
        "const express = require('express');",
        'const application = express();',
        "application.post('/organisations/:organisation/invitations/:invitation/answer', (req, res) => res.json(req.body));",
        'application.listen(3000);',
        '',
      ].join('\n'),
    });
    const args = ['explain', 'src/server/application.js:3', '--no-color'];
    const { stdout } = await preflight(routes, args, { env: { COLUMNS: '60' } });
    assert.match(stdout, /· src\/server\/application\.js:3 POST\n {4}\/org/);
    for (const line of stdout.split('\n').filter((row) => row.startsWith('  '))) assert.ok(line.length <= 60, line);
  });

  const wrong: [string, string[], RegExp][] = [
    ['nothing', [], /Say what to explain/],
    ['a misspelt check', ['hardcoded-secrt'], /Did you mean "hardcoded-secret"\?/],
    ['a file that does not exist', ['src/nope.ts:3'], /There is no file "src\/nope\.ts"/],
    ['two things', ['a', 'b'], /takes one argument/],
  ];
  for (const [name, args, message] of wrong) {
    it(`refuses ${name}`, async () => {
      const run = await preflight(folder, ['explain', ...args]);
      assert.equal(run.code, 2);
      assert.match(run.stderr, message);
    });
  }
});

describe('preflight init', function () {
  this.timeout(60_000);
  after(removeFolders);

  it('writes a configuration that is right, and nothing else', async () => {
    const folder = folderOf({ ...LEAKY, '.trivyignore': '' }, { git: true });
    const run = await preflight(folder, ['init']);
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /Wrote preflight\.jsonc/);
    assert.match(run.stdout, /Next: preflight check/);
    assert.match(read(folder, 'preflight.jsonc'), /\.trivyignore \(Trivy\)/);
    assert.deepEqual(fs.readdirSync(folder).sort(), ['.git', '.trivyignore', 'preflight.jsonc', 'src']);
    assert.equal((await preflight(folder, ['check', '--only', 'hardcoded-secret'])).code, 1);
  });

  it('overwrites nothing', async () => {
    const folder = folderOf({ ...LEAKY, 'preflight.json': '{ "failOn": "low" }' });
    const run = await preflight(folder, ['init']);
    assert.equal(run.code, 0);
    assert.match(run.stdout, /preflight\.json is there already/);
    assert.equal(read(folder, 'preflight.json'), '{ "failOn": "low" }');
    assert.equal(fs.existsSync(path.join(folder, 'preflight.jsonc')), false);
  });

  it('accepts what is there as old debt, when asked to', async () => {
    const folder = folderOf(LEAKY, { git: true });
    assert.match((await preflight(folder, ['init', '--baseline'])).stdout, /accepted as old debt/);
    assert.equal((await preflight(folder, ['check'])).code, 0);
    assert.match((await preflight(folder, ['init', '--baseline'])).stdout, /is there already/);
  });

  it('takes over what was accepted with other scanners, says what, and goes by content from then on', async () => {
    const lines = '\n\n';
    const folder = folderOf(
      {
        ...LEAKY,
        'b.ts': `export const token = '${TOKEN.replace('Zt7', 'Qr9')}'; // gitleaks:allow\n`,
        '.gitleaksignore': 'src/client.ts:github-pat:1\nsrc/gone.ts:github-pat:1\n',
      },
      { git: true },
    );
    const run = await preflight(folder, ['init'], { env: { COLUMNS: '200' } });
    assert.match(run.stdout, /Took over what is accepted already: 1 from \.gitleaksignore \(gitleaks\)\./);
    assert.match(run.stdout, /1 entry of \.gitleaksignore meets nothing that is found here/);
    assert.match(run.stdout, /Comments of gitleaks silence 1 finding/);
    assert.match(run.stdout, /Wrote \.preflight\/baseline\.json: 1 finding accepted/);
    fs.rmSync(path.join(folder, '.gitleaksignore'));
    write(folder, { 'src/client.ts': `${lines}${LEAKY['src/client.ts']}` });
    assert.equal((await preflight(folder, ['check', '--only', 'hardcoded-secret'])).code, 0);
  });

  it('works in the folder that is named', async () => {
    const folder = folderOf({ 'a/x.ts': 'export {};\n' });
    await preflight(folder, ['init', 'a']);
    assert.ok(fs.existsSync(path.join(folder, 'a/preflight.jsonc')));
  });
});

describe('the baseline', function () {
  this.timeout(60_000);
  after(removeFolders);
  const other = `export const token = '${TOKEN.replace('Zt7', 'Qr9')}';\n`;

  it('accepts what is there, lets new findings fail, and drops what is gone', async () => {
    const folder = folderOf(LEAKY, { git: true });
    const update = await preflight(folder, ['check', '--update-baseline']);
    assert.equal(update.code, 0, update.stderr);
    assert.match(update.stderr, /\.preflight\/baseline\.json accepts \d+ findings?/);
    const first = read(folder, '.preflight/baseline.json');
    assert.ok(!first.includes(TOKEN.slice(0, 12)));
    await preflight(folder, ['check', '--update-baseline']);
    assert.equal(read(folder, '.preflight/baseline.json'), first, 'writing it twice changes nothing');
    assert.equal((await preflight(folder, ['check'])).code, 0);
    assert.equal((await preflight(folder, ['check', '--no-baseline'])).code, 1);

    write(folder, { 'src/client.ts': `\n\n// moved down\n${read(folder, 'src/client.ts')}` });
    assert.equal((await preflight(folder, ['check'])).code, 0, 'a finding is known wherever it moves in its file');

    write(folder, { 'src/other.ts': other });
    const fresh = await preflight(folder, ['check', '--format', 'json', '--only', 'hardcoded-secret']);
    assert.equal(fresh.code, 1);
    const flags = (JSON.parse(fresh.stdout) as { findings: { path: string; baselined: boolean }[] }).findings;
    assert.deepEqual(
      flags.map(({ path: file, baselined }) => [file, baselined]),
      [
        ['src/client.ts', true],
        ['src/other.ts', false],
      ],
    );

    fs.rmSync(path.join(folder, 'src/client.ts'));
    assert.match((await preflight(folder, ['check'])).stdout, /matche?s? nothing any more/);
    await preflight(folder, ['check', '--update-baseline']);
    assert.doesNotMatch(read(folder, '.preflight/baseline.json'), /client\.ts/);
  });

  it('is renewed in the chosen paths only', async () => {
    const folder = folderOf({ ...LEAKY, 'lib/b.ts': other, 'preflight.json': '{}' });
    await preflight(folder, ['check', '--update-baseline', 'lib']);
    assert.doesNotMatch(read(folder, '.preflight/baseline.json'), /src\/client/);
    await preflight(folder, ['check', '--update-baseline', 'src']);
    assert.match(read(folder, '.preflight/baseline.json'), /src\/client[^]*/);
    assert.match(read(folder, '.preflight/baseline.json'), /lib\/b\.ts/);
  });

  it('stands where the configuration or the command line says', async () => {
    const folder = folderOf({ ...LEAKY, 'preflight.json': '{ "baseline": "ci/debt.json" }' });
    await preflight(folder, ['check', '--update-baseline']);
    assert.ok(fs.existsSync(path.join(folder, 'ci/debt.json')));
    assert.equal((await preflight(folder, ['check'])).code, 0);
    write(folder, { 'none.json': '{ "version": 1, "findings": [] }' });
    assert.equal((await preflight(folder, ['check', '--baseline', 'none.json'])).code, 1);
  });

  it('that is broken is an error with its place', async () => {
    const folder = folderOf({ ...LEAKY, '.preflight/baseline.json': '{ "findings": 7 }' });
    const run = await preflight(folder, ['check', '--root', '.']);
    assert.equal(run.code, 2);
    assert.match(run.stderr, /^\.preflight\/baseline\.json\n {2}The baseline has no "findings" list/);
  });
});

describe('a wrong configuration', function () {
  this.timeout(60_000);
  after(removeFolders);

  it('ends every command with 2, its place and its line', async () => {
    const folder = folderOf({ ...LEAKY, 'preflight.json': '{\n  "exlude": ["src/**"]\n}\n' });
    for (const command of ['check', 'routes', 'checklist', 'fix', 'init']) {
      const run = await preflight(folder, [command]);
      assert.equal(run.code, 2, command);
      assert.equal(run.stdout, '');
      assert.match(
        run.stderr,
        /^preflight\.json:2:3\n {2}There is no setting "exlude" here\. Did you mean "exclude"\?\n/,
      );
      assert.match(run.stderr, /2 │ {3}"exlude": \["src/);
    }
  });

  it('is told when half-typed', async () => {
    const run = await preflight(folderOf({ 'preflight.json': '{ "exclude": [' }), ['check']);
    assert.equal(run.code, 2);
    assert.match(run.stderr, /not valid JSON yet/);
  });

  it('may be replaced on the command line', async () => {
    const folder = folderOf({ ...LEAKY, 'preflight.json': '{ "x": 1 }', 'ci/ci.json': '{ "exclude": ["src/**"] }' });
    const run = await preflight(folder, ['check', '--config', 'ci/ci.json', '--only', 'hardcoded-secret']);
    assert.equal(run.code, 0, run.stderr);
  });
});

describe('preflight routes and checklist', function () {
  this.timeout(60_000);
  after(removeFolders);

  it('say so when there is nothing', async () => {
    const folder = folderOf({ 'a.ts': 'export {};\n', 'preflight.json': '{}' });
    assert.equal((await preflight(folder, ['routes'])).stdout, 'No routes found.\n');
    assert.match((await preflight(folder, ['checklist'])).stdout, /^No checklist found/);
  });

  it('list a checklist item by item', async () => {
    const folder = folderOf({
      'docs/GO-LIVE.md': '# Go live checklist\n\n- [x] Team lunch\n- [ ] Party\n',
      'preflight.json': '{}',
    });
    const { stdout } = await preflight(folder, ['checklist']);
    assert.match(stdout, /Team lunch/);
    const json = JSON.parse((await preflight(folder, ['checklist', '--format', 'json'])).stdout) as {
      checklist: unknown[];
    };
    assert.equal(json.checklist.length, 2);
    assert.match((await preflight(folder, ['checklist', '--format', 'markdown'])).stdout, /^\| Item \|/);
  });

  it('refuse verdicts that do not exist', async () => {
    const run = await preflight(folderOf({ 'preflight.json': '{}' }), ['routes', '--verdict', 'unprotcted']);
    assert.equal(run.code, 2);
    assert.match(run.stderr, /Did you mean "unprotected"\?/);
  });
});

describe('preflight ignore', function () {
  this.timeout(60_000);
  after(removeFolders);

  it('shows the comment, writes it, and the gate holds', async () => {
    const folder = folderOf(LEAKY, { git: true });
    const args = ['ignore', 'src/client.ts:1', '--check', 'hardcoded-secret', '--reason', 'revoked in May'];
    const dry = await preflight(folder, [...args, '--dry-run']);
    assert.match(dry.stdout, /^\+\/\/ preflight-ignore hardcoded-secret -- revoked in May$/m);
    assert.match(dry.stdout, /nothing was written/);
    assert.ok(!dry.stdout.includes(TOKEN.slice(0, 12)));
    assert.equal(read(folder, 'src/client.ts'), LEAKY['src/client.ts']);
    const run = await preflight(folder, args);
    assert.equal(run.code, 0, run.stderr);
    assert.equal(
      read(folder, 'src/client.ts'),
      `// preflight-ignore hardcoded-secret -- revoked in May\n${LEAKY['src/client.ts']}`,
    );
    assert.equal((await preflight(folder, ['check', '--only', 'hardcoded-secret'])).code, 0);
    const again = await preflight(folder, ['ignore', 'src/client.ts:2', '--reason', 'revoked in May']);
    assert.equal(again.code, 2);
    assert.match(again.stderr, /no finding that is not silenced already/);
  });

  const wrong: [string, string[], RegExp][] = [
    ['nothing', [], /Say which finding/],
    ['no reason', ['src/client.ts:1'], /A reason is required/],
    ['a line without a finding', ['src/clean.ts:9', '--reason', 'x'], /There is no finding at/],
  ];
  for (const [name, args, message] of wrong) {
    it(`refuses ${name}`, async () => {
      const run = await preflight(folderOf({ ...LEAKY, 'preflight.json': '{}' }), ['ignore', ...args]);
      assert.equal(run.code, 2);
      assert.match(run.stderr, message);
    });
  }
});
