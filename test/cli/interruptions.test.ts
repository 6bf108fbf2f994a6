import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { folderOf, LEAKY, preflight, PROGRAM, removeFolders, start, TOKEN } from './support';

/** A folder whose scan does not end by itself: the `git` that is found first on the path sleeps. `begun`: once it has been asked. */
function endlessFolder(): { folder: string; env: NodeJS.ProcessEnv; begun: () => Promise<void> } {
  const folder = folderOf(LEAKY, { git: true });
  const asked = `${folder}.asked`;
  const tools = folderOf({ git: `#!/bin/sh\n: > "${asked}"\nexec sleep 60\n` });
  fs.chmodSync(path.join(tools, 'git'), 0o755);
  const begun = async (): Promise<void> => {
    while (!fs.existsSync(asked)) await wait(20);
    fs.rmSync(asked);
  };
  return { folder, env: { PATH: `${tools}${path.delimiter}${process.env.PATH ?? ''}` }, begun };
}

describe('an interrupted run', function () {
  this.timeout(30_000);
  after(removeFolders);
  before(function () {
    if (process.platform === 'win32') this.skip();
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`ends with 130 on ${signal} and leaves nothing behind`, async () => {
      const { folder, env, begun } = endlessFolder();
      const child = start(folder, ['check', '--format', 'json', '--output', 'out.json', '--update-baseline'], { env });
      let output = '';
      child.stdout?.on('data', (text: Buffer) => (output += text.toString()));
      let errors = '';
      child.stderr?.on('data', (text: Buffer) => (errors += text.toString()));
      await begun();
      const started = performance.now();
      child.kill(signal);
      const code = await new Promise((resolve) => child.on('close', resolve));
      assert.equal(code, 130);
      assert.ok(performance.now() - started < 5000, 'it took too long to stop');
      assert.equal(output, '');
      assert.match(errors, /^Stopped\. Nothing was written\.\n$/);
      assert.deepEqual(fs.readdirSync(folder).sort(), ['.git', 'src']);
    });
  }
});

describe('an interrupted search of the history', function () {
  this.timeout(30_000);
  after(removeFolders);
  before(function () {
    if (process.platform === 'win32') this.skip();
  });

  it('ends git with it', async () => {
    const folder = folderOf(LEAKY, { git: true });
    // Everything is quick but the log, which tells its process id and a commit, and then nothing more.
    const script = `#!/bin/sh
case "$*" in *--patch*) echo $$ > "${folder}.pid"; printf '\\000abc 2026-01-01T00:00:00Z\\n'; exec sleep 60;; esac
PATH="$REAL" exec git "$@"
`;
    const tools = folderOf({ git: script });
    fs.chmodSync(path.join(tools, 'git'), 0o755);
    const real = process.env.PATH ?? '';
    const env = { REAL: real, PATH: `${tools}${path.delimiter}${real}` };
    const child = start(folder, ['history', '--output', 'out.txt'], { env });
    while (!fs.existsSync(`${folder}.pid`)) await wait(50);
    await wait(100);
    const git = Number(fs.readFileSync(`${folder}.pid`, 'utf8'));
    fs.rmSync(`${folder}.pid`);
    child.kill('SIGINT');
    assert.equal(await new Promise((resolve) => child.on('close', resolve)), 130);
    assert.deepEqual(fs.readdirSync(folder).sort(), ['.git', 'src']);
    await wait(100);
    assert.throws(() => process.kill(git, 0), { code: 'ESRCH' });
  });
});

describe('a reader that goes away', function () {
  this.timeout(60_000);
  after(removeFolders);
  before(function () {
    if (process.platform === 'win32') this.skip();
  });

  it('is no error', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 400 }, (_, i) => [
        `src/f${i}.ts`,
        `export const token = '${TOKEN.slice(0, -4)}${1000 + i}';\n`,
      ]),
    );
    const folder = folderOf({ ...files, 'preflight.json': '{}' });
    const script = `"${process.execPath}" "${PROGRAM}" check --no-cache --format json | head -c 20; echo " code \${PIPESTATUS[0]}"`;
    const child = spawn('bash', ['-c', script], { cwd: folder });
    let output = '';
    let errors = '';
    child.stdout.on('data', (text: Buffer) => (output += text.toString()));
    child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
    await new Promise((resolve) => child.on('close', resolve));
    assert.equal(errors, '');
    assert.match(output, /code 1\n$/);
  });
});

describe('output that cannot be written', () => {
  before(function () {
    if (!fs.existsSync('/dev/full')) this.skip();
  });

  it('ends with the reason and code 2', async () => {
    const folder = folderOf({ ...LEAKY, 'preflight.json': '{}' });
    const full = fs.openSync('/dev/full', 'w');
    try {
      const { code, stderr } = await preflight(folder, ['check', '--no-cache'], { stdio: ['pipe', full, 'pipe'] });
      assert.equal(stderr, 'Cannot write the output: no space left.\n');
      assert.equal(code, 2);
      const told = await preflight(folder, ['check', '--no-cache'], { stdio: ['pipe', 'pipe', full] });
      assert.match(told.stdout, /blocker/);
      assert.equal(told.code, 1);
    } finally {
      fs.closeSync(full);
    }
  });
});
