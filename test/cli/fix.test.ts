import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { folderOf, preflight, read, removeFolders, write } from './support';

const LOOSE = {
  'tsconfig.json': '{\n  // ours\n  "compilerOptions": {\n    "strict": false\n  }\n}\n',
  'src/a.ts': 'export const a: number = 1;\n',
};

describe('preflight fix', function () {
  this.timeout(60_000);
  after(removeFolders);

  it('shows a diff and writes nothing on a dry run', async () => {
    const folder = folderOf(LOOSE, { git: true });
    const run = await preflight(folder, ['fix', 'ts-strict', '--dry-run']);
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /^--- tsconfig\.json\n\+\+\+ tsconfig\.json\n@@ /);
    assert.match(run.stdout, /^- {4}"strict": false$/m);
    assert.match(run.stdout, /^\+ {4}"strict": true$/m);
    assert.match(run.stdout, /Nothing was written/);
    assert.equal(read(folder, 'tsconfig.json'), LOOSE['tsconfig.json']);
  });

  it('writes nothing when nobody can be asked', async () => {
    const folder = folderOf(LOOSE, { git: true });
    const run = await preflight(folder, ['fix', 'ts-strict']);
    assert.match(run.stdout, /Give --yes/);
    assert.equal(read(folder, 'tsconfig.json'), LOOSE['tsconfig.json']);
  });

  it('writes when told to, keeps the rest of the file and its mode, and is done', async () => {
    const folder = folderOf(LOOSE, { git: true });
    fs.chmodSync(path.join(folder, 'tsconfig.json'), 0o600);
    const run = await preflight(folder, ['fix', 'ts-strict', '--yes']);
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /1 finding fixed in 1 file/);
    assert.equal(read(folder, 'tsconfig.json'), LOOSE['tsconfig.json'].replace('false', 'true'));
    assert.equal(fs.statSync(path.join(folder, 'tsconfig.json')).mode & 0o777, 0o600);
    assert.deepEqual(fs.readdirSync(folder).sort(), ['.git', 'src', 'tsconfig.json']);
    const again = await preflight(folder, ['fix', 'ts-strict', '--yes']);
    assert.match(again.stdout, /Nothing to fix here/);
  });

  it('writes a template once, what has a default as a comment', async () => {
    const code = 'import os\nHOST = os.environ["MAIL_HOST"]\nPORT = os.environ.get("MAIL_PORT", "25")\n';
    const folder = folderOf({ 'mail.py': code, '.gitignore': 'dist\n' }, { git: true });
    await preflight(folder, ['fix', '--yes']);
    assert.equal(read(folder, '.env.example'), '# mail.py\nMAIL_HOST=\n# MAIL_PORT=\n');
    assert.match((await preflight(folder, ['fix', '--yes'])).stdout, /Nothing to fix here/);
  });

  it('ignores a committed dotenv file of another name once, by its path', async () => {
    const value = ['kf8', 'Lq2', 'Zr7', 'Wm5', 'Xc9', 'Vb3'].join('');
    const folder = folderOf({ 'deploy/api.env': `API_SECRET=${value}\n`, '.gitignore': '.env*\n' }, { git: true });
    await preflight(folder, ['fix', 'secret-file-committed', '--yes']);
    assert.equal(read(folder, '.gitignore'), '.env*\n/deploy/api.env\n');
  });

  it('takes one finding by its fingerprint', async () => {
    const folder = folderOf(
      { ...LOOSE, 'other/tsconfig.json': '{ "compilerOptions": { "strict": false } }\n', 'other/b.ts': 'export {};\n' },
      { git: true },
    );
    const report = JSON.parse(
      (await preflight(folder, ['check', '--only', 'ts-strict', '--format', 'json'])).stdout,
    ) as {
      findings: { path: string; fingerprint: string }[];
    };
    const one = report.findings.find((finding) => finding.path === 'other/tsconfig.json');
    await preflight(folder, ['fix', one?.fingerprint ?? '', '--yes']);
    assert.match(read(folder, 'other/tsconfig.json'), /"strict": true/);
    assert.equal(read(folder, 'tsconfig.json'), LOOSE['tsconfig.json']);
  });

  it('takes all of several that say the same in one file, or those that were picked', async () => {
    const seeds = ['shop-1', 'clerk-1', 'store-1', 'guest-1'];
    const seeder = `class Seeder {\n${seeds.map((word) => `  String ${word.slice(0, -2)}() { return passwordEncoder.encode("${word}23"); }\n`).join('')}}\n`;
    const folder = folderOf({ 'src/Seeder.java': seeder }, { git: true });
    const found = async (): Promise<{ fingerprint: string; line: number }[]> => {
      const run = await preflight(folder, ['check', '--only', 'default-secret-value', '--format', 'json']);
      return (JSON.parse(run.stdout) as { findings: { fingerprint: string; line: number }[] }).findings;
    };
    const findings = await found();
    assert.equal(findings.length, 4);
    const picked = findings.filter(({ line }) => line === 3 || line === 4).map(({ fingerprint }) => fingerprint);
    await preflight(folder, ['fix', ...picked, '--yes']);
    assert.deepEqual(
      (await found()).map(({ line }) => line),
      [2, 5],
    );
    write(folder, { 'src/Seeder.java': seeder });
    const all = await preflight(folder, ['fix', 'default-secret-value', '--yes']);
    assert.match(all.stdout, /4 findings fixed/);
    assert.deepEqual(await found(), []);
  });

  it('keeps a byte-order mark and Windows line ends', async () => {
    const text = `\ufeff${LOOSE['tsconfig.json'].replaceAll('\n', '\r\n')}`;
    const folder = folderOf({ ...LOOSE, 'tsconfig.json': text }, { git: true });
    await preflight(folder, ['fix', 'ts-strict', '--yes']);
    assert.equal(read(folder, 'tsconfig.json'), text.replace('false', 'true'));
  });

  it('moves a secret of several files without showing it, into a file for the owner alone', async () => {
    const key = ['sk', '_live_', 'Zt7Qm2Xw9Lk4Vb8Nc3Hd6Jf1'].join('');
    const folder = folderOf(
      { 'app/pay.py': `KEY = "${key}"\n`, 'app/pay.ts': `export const key = '${key}';\n`, '.gitignore': '.env\n' },
      { git: true },
    );
    write(folder, { '.env': 'OTHER=of-another-one\n' });
    if (process.platform !== 'win32') fs.chmodSync(path.join(folder, '.env'), 0o600);
    const dry = await preflight(folder, ['fix', 'hardcoded-secret', '--dry-run']);
    assert.match(dry.stdout, /^\+\+\+ \.env$/m);
    assert.ok(!`${dry.stdout}${dry.stderr}`.includes(key.slice(0, 12)), 'the value is in the diff');
    assert.match(dry.stdout, /^ OTHER=••••••$/m);
    const run = await preflight(folder, ['fix', 'hardcoded-secret', '--yes']);
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /Next: Rotate/);
    assert.ok(!run.stdout.includes(key.slice(0, 12)));
    assert.ok(read(folder, '.env').includes(key));
    if (process.platform !== 'win32') assert.equal(fs.statSync(path.join(folder, '.env')).mode & 0o777, 0o600);
    assert.ok(!read(folder, 'app/pay.py').includes(key) && !read(folder, 'app/pay.ts').includes(key));
    assert.equal((await preflight(folder, ['check', '--only', 'hardcoded-secret'])).code, 0);
    assert.match((await preflight(folder, ['fix', 'hardcoded-secret', '--yes'])).stdout, /Nothing to fix here/);
  });

  it('changes neither documents nor what may be called, unless it is asked to', async () => {
    const files = {
      'app/main.py':
        'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.delete("/carts")\ndef drop():\n    return 1\n',
      'docs/PRODUCTION_CHECKLIST.md': '# Production checklist\n\n- [x] Health check endpoint\n',
    };
    const folder = folderOf(files, { git: true });
    const run = await preflight(folder, ['fix', '--yes']);
    assert.match(run.stdout, /Nothing that may be fixed unasked\./);
    assert.match(
      run.stdout.replace(/\s+/g, ' '),
      /Name the check to see them: preflight fix checklist-contradiction\./,
    );
    for (const [file, text] of Object.entries(files)) assert.equal(read(folder, file), text);
    // Even by name, nothing says that a route is open on purpose but a person who looks at this one.
    assert.match((await preflight(folder, ['fix', 'route-unprotected', '--yes'])).stdout, /Nothing that/);
    assert.equal(read(folder, 'app/main.py'), files['app/main.py']);
    await preflight(folder, ['fix', 'checklist-contradiction', '--yes']);
    assert.match(read(folder, 'docs/PRODUCTION_CHECKLIST.md'), /- \[ \] Health/);
  });

  it('refuses what it does not know', async () => {
    const folder = folderOf({ ...LOOSE, 'preflight.json': '{}' });
    const run = await preflight(folder, ['fix', 'ts-strct']);
    assert.equal(run.code, 2);
    assert.match(run.stderr, /Did you mean "ts-strict"\?/);
  });

  it('does not follow a link out of the workspace', async function () {
    if (process.platform === 'win32') this.skip();
    const outside = folderOf({ 'tsconfig.json': LOOSE['tsconfig.json'] });
    const folder = folderOf({ 'src/a.ts': LOOSE['src/a.ts'], 'preflight.json': '{}' });
    fs.symlinkSync(path.join(outside, 'tsconfig.json'), path.join(folder, 'tsconfig.json'));
    await preflight(folder, ['fix', '--yes']);
    assert.equal(read(outside, 'tsconfig.json'), LOOSE['tsconfig.json']);
  });
});

describe('writing changes', () => {
  after(removeFolders);

  it('refuses a file that changed since the scan, and writes none of the others', async () => {
    const { writeChanges, WriteRefused } = await import('../../src/cli/apply');
    const folder = folderOf({ 'a.txt': 'a\n', 'b.txt': 'b\n' });
    write(folder, { 'b.txt': 'changed\n' });
    assert.throws(
      () =>
        writeChanges(folder, [
          { path: 'a.txt', before: 'a\n', after: 'A\n' },
          { path: 'b.txt', before: 'b\n', after: 'B\n' },
        ]),
      WriteRefused,
    );
    assert.equal(read(folder, 'a.txt'), 'a\n');
    const inUtf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const bytes of [inUtf16('ä\r\n'), inUtf16('ä\r\n').swap16()]) {
      fs.writeFileSync(path.join(folder, 'a.txt'), bytes);
      writeChanges(folder, [{ path: 'a.txt', before: 'ä\r\n', after: 'b\r\n' }]);
      const expected = bytes[0] === 0xff ? inUtf16('b\r\n') : inUtf16('b\r\n').swap16();
      assert.deepEqual(fs.readFileSync(path.join(folder, 'a.txt')), expected);
    }
    write(folder, { 'a.txt': 'a\n' });
    assert.throws(() => writeChanges(folder, [{ path: 'a.txt', before: undefined, after: 'A\n' }]), /come into being/);
    assert.throws(
      () => writeChanges(folder, [{ path: 'c.txt', before: 'c\n', after: 'C\n' }]),
      /changed since the scan/,
    );
  });

  it('keeps the bytes of lines that it leaves alone, in whatever encoding they are', async () => {
    const { writeChanges } = await import('../../src/cli/apply');
    const folder = folderOf({ 'a.py': '' });
    const file = path.join(folder, 'a.py');
    const [latin, text] = [
      Buffer.from('# caf\xe9\r\nx = 1\r\n# na\xefve', 'latin1'),
      '# caf\ufffd\r\nx = 1\r\n# na\ufffdve',
    ];
    fs.writeFileSync(file, latin);
    writeChanges(folder, [{ path: 'a.py', before: text, after: text.replace('x = 1', 'import os\r\nx = 2') }]);
    assert.equal(fs.readFileSync(file, 'latin1'), '# caf\xe9\r\nimport os\r\nx = 2\r\n# na\xefve');
    fs.writeFileSync(file, latin);
    for (const after of [text.replace('caf', 'tea'), text.replace('x = 1', "x = 'ö'")])
      assert.throws(() => writeChanges(folder, [{ path: 'a.py', before: text, after }]), /no Unicode text/);
    assert.deepEqual(fs.readFileSync(file), latin);
  });

  it('says how a folder is named', async () => {
    const folder = folderOf({ 'src/a.txt': 'a\n' });
    assert.match(
      (await preflight(folder, ['fix', 'src'])).stderr,
      /no finding "src"\. A folder is named with --root src\./,
    );
  });
});
