import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { DEFAULT_SALT } from '../../src/engine/hash';
import type { FileFacts } from '../../src/engine/facts';
import type { Report } from '../../src/engine/report/report';
import { createSession, type Session } from '../../src/engine/session/session';
import { FactsCache } from '../../src/node/cache';
import { Collector } from '../../src/node/collector';
import { createNodeHost, type NodeHost, type NodeHostOptions } from '../../src/node/host';
import { listWithGit, listWithoutGit } from '../../src/node/list';
import { TempTree } from './temp-tree';

const isWindows = process.platform === 'win32';

/** Texts that no parser accepts, by file name: one for every language that is parsed. */
const BROKEN: Record<string, string> = {
  'broken.js': "app.get('/', (req => {\n",
  'broken.ts': "router.get('/', async <T,(req\n",
  'broken.tsx': 'export const A = () => <div><span>\n',
  'broken.vue': '<script setup lang="ts">\nimport { x from\n',
  'broken.py': '@app.get("/")\ndef handler(:\n  return (\n',
  'broken/package.json': '{ "name": "x", "scripts": { "test": \n',
  'broken/tsconfig.json': '{ "compilerOptions": { "strict": tru\n',
  'broken/pyproject.toml': '[tool.ruff\nline-length = = 3\n',
  'broken/docker-compose.yml': 'services:\n  web:\n image: "x\n\tports: [\n',
  '.github/workflows/broken.yml': 'on: push\njobs:\n  a:\n   steps: - run: x\n  b: {{{\n',
  'broken/Dockerfile': 'FROM\nRUN <<EOF\nCOPY --from\n',
  'broken/.env': 'A="unclosed\nexport\n= 3\n',
  'broken/README.md': '# [x](\n- [x ] - [\n```\n|a|\n|--\n',
  'broken/setup.cfg': '[unclosed\nkey\n  = value\n',
  'preflight.json': '{ "exclude": ["*.gen.ts", \n',
};

describe('bad input', () => {
  let tree: TempTree;
  let host: NodeHost | undefined;
  let session: Session;

  async function scan(options: NodeHostOptions = {}): Promise<Report> {
    host = createNodeHost(tree.root, options);
    session = createSession(host, { version: '1', today: '2026-01-15' });
    await session.scan();
    return session.report();
  }

  afterEach(async () => {
    await host?.dispose();
    host = undefined;
    tree.remove();
  });

  function reasonFor(report: Report, file: string): string | undefined {
    return report.stats.skipped.find((skipped) => skipped.path === file)?.reason;
  }

  function notesOf(file: string): string[] {
    return session.factsOf(file)?.notes.map(({ by, message }) => `${by}: ${message}`) ?? ['no facts'];
  }

  it('costs a file at most: binary, huge, minified, wrong encodings', async () => {
    const text = 'first = "grün"\nsecond = "ß"\n';
    tree = new TempTree({
      'data.dat': Buffer.from([0x50, 0x4b, 0, 4]),
      'late.dat': Buffer.concat([Buffer.alloc(9000, 97), Buffer.from([0, 97])]),
      'utf16le.py': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
      'utf16be.py': Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]),
      'utf16odd.py': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a\n', 'utf16le'), Buffer.from([65])]),
      'latin1.py': Buffer.from(text, 'latin1'),
      'bom.py': `\ufeff${text}`,
      'bom.json': '\ufeff{ "name": "x" }\n',
      'crlf.py': text.replaceAll('\n', '\r\n'),
      'cr.py': text.replaceAll('\n', '\r'),
      'separators.ts': 'const a = "\u2028\u2029";\nconst b = 1;\n',
      'empty.ts': '',
      'bundle.js': `!function(){${'var a=function(e,t){return e+t};'.repeat(20_000)}}();`,
    });
    tree.write('huge.log', '');
    fs.truncateSync(tree.path('huge.log'), 50 * 1024 * 1024);
    const report = await scan();
    assert.equal(report.stats.files, 14);
    assert.equal(reasonFor(report, 'data.dat'), 'binary');
    assert.equal(reasonFor(report, 'huge.log'), 'larger than 1 MiB');
    assert.equal(session.factsOf('late.dat')?.lines, 1);
    for (const file of ['utf16le.py', 'utf16be.py', 'bom.py', 'crlf.py', 'cr.py', 'separators.ts']) {
      assert.equal(session.factsOf(file)?.lines, 2, file);
      assert.deepEqual(notesOf(file), [], file);
    }
    for (const file of ['latin1.py', 'utf16odd.py'])
      assert.match(notesOf(file).join(), /^encoding: .*unreadable characters/, file);
    assert.deepEqual(notesOf('bom.json'), []);
    assert.equal(session.factsOf('empty.ts')?.lines, 0);
    assert.equal(session.factsOf('bundle.js')?.fileClass, 'minified');
    assert.equal(await host?.readText('bom.py'), text);
    assert.equal(await host?.readText('utf16be.py'), text);
    assert.equal(await host?.readText('data.dat'), undefined);
  });

  it('never stops a scan: broken syntax in every language', async () => {
    tree = new TempTree(BROKEN);
    const report = await scan();
    assert.equal(report.stats.files, Object.keys(BROKEN).length);
    for (const file of Object.keys(BROKEN)) assert.ok(session.factsOf(file), `${file} has no facts`);
    const failed = report.checks.filter((check) => check.summary.includes('the check itself failed'));
    assert.deepEqual(failed, []);
    assert.deepEqual(
      session.configProblems().map(({ path: file }) => file),
      ['preflight.json'],
    );
  });

  it('is not taken down by nesting', async () => {
    const deep = 20_000;
    const nested: Record<string, string> = {
      'a.ts': `app.get('/', ${'['.repeat(deep)}${']'.repeat(deep)});`,
      'a.js': `router.use(${'('.repeat(deep)}`,
      'a.py': `@app.get("/")\ndef f():\n  return ${'['.repeat(deep)}${']'.repeat(deep)}\n`,
      'package.json': '{"a":'.repeat(deep) + '1' + '}'.repeat(deep),
      'tsconfig.json': '['.repeat(deep),
      'docker-compose.yml': `services: ${'['.repeat(deep)}`,
      '.github/workflows/ci.yml': Array.from({ length: 1500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      'pyproject.toml': `a = ${'['.repeat(deep)}${']'.repeat(deep)}`,
      Dockerfile: `FROM node\nRUN ${'$('.repeat(deep)}`,
      'README.md': `${'>'.repeat(deep)}\n${'- '.repeat(deep)}[x] done\n${'['.repeat(deep)}`,
      'sum.ts': `app.get('/', ${'a + '.repeat(50_000)}a);`,
      'chain.ts': `app${".get('/')".repeat(20_000)};`,
      'else.py': `def f(x):\n${'  if x:\n    pass\n  elif x:\n    pass\n'.repeat(3000)}`,
    };
    tree = new TempTree(nested);
    const report = await scan();
    assert.equal(report.stats.files, Object.keys(nested).length);
    for (const file of Object.keys(nested)) {
      const known = session.factsOf(file) !== undefined || reasonFor(report, file) !== undefined;
      assert.ok(known, `nothing is said of ${file}`);
    }
    assert.deepEqual(
      report.checks.filter((check) => check.summary.includes('the check itself failed')),
      [],
    );
  });

  it('follows no link and opens no pipe', async () => {
    tree = new TempTree({ 'src/a.ts': 'export const a = 1;\n' });
    fs.symlinkSync('..', tree.path('src/up'));
    fs.symlinkSync('self', tree.path('self'));
    fs.symlinkSync('/etc/hosts', tree.path('outside'));
    if (!isWindows) execFileSync('mkfifo', [tree.path('pipe')]);
    const report = await scan();
    assert.deepEqual([report.stats.files, [...(session.factsOf('src/a.ts') ? ['src/a.ts'] : [])]], [1, ['src/a.ts']]);
    for (const link of ['src/up', 'self', 'outside']) assert.equal(reasonFor(report, link), 'symbolic link');
    if (!isWindows) assert.equal(reasonFor(report, 'pipe'), 'not a regular file');
    assert.equal(await host?.readText('outside'), undefined);
    assert.equal(await host?.readText('pipe'), undefined);
    assert.equal(await host?.readText('../../etc/hosts'), undefined);
    assert.equal(await host?.readText('src/a.ts\0'), undefined);
    assert.equal(await host?.exists('..'), false);
  });

  it('forgets files that vanish during the scan', async () => {
    const names = Array.from({ length: 200 }, (_, i) => `f${i}.txt`);
    tree = new TempTree(Object.fromEntries(names.map((name) => [name, 'text\n'])));
    host = createNodeHost(tree.root);
    const { list } = host;
    host.list = async (signal) => {
      const listing = await list.call(host, signal);
      for (const name of names.slice(100)) fs.rmSync(tree.path(name));
      return listing;
    };
    session = createSession(host, { version: '1', today: '2026-01-15' });
    await session.scan();
    assert.equal(session.report().stats.files, 100);
    assert.deepEqual(session.report().stats.skipped, []);
  });

  it('names what the disk refuses', async () => {
    tree = new TempTree({ 'denied.ts': 'x', 'faulty.ts': 'x', 'fine.ts': 'x' });
    const openSync = ((file: string, flags: number) => {
      const code = { 'denied.ts': 'EACCES', 'faulty.ts': 'EIO' }[path.basename(file)];
      if (code) throw Object.assign(new Error(code), { code });
      return fs.openSync(file, flags);
    }) as typeof fs.openSync;
    const cache = new FactsCache(null, '');
    const collector = new Collector({ root: tree.root, salt: DEFAULT_SALT, cache, io: { ...fs, openSync } });
    const of = (file: string): unknown => collector.collect({ path: file, deep: false });
    assert.deepEqual(of('denied.ts'), { path: 'denied.ts', skipped: 'no permission to read it' });
    assert.deepEqual(of('faulty.ts'), { path: 'faulty.ts', skipped: 'could not be read (EIO)' });
    const fine = (await of('fine.ts')) as { facts: string };
    assert.equal((JSON.parse(fine.facts) as FileFacts).lines, 1);
  });

  it('includes ignore files and globs that are made to take for ever', async () => {
    const name = 'a'.repeat(61);
    tree = new TempTree({
      [`${name}.ts`]: '',
      [`${name}/b.ts`]: '',
      '.gitignore': `${'*a'.repeat(30)}*b\n**/${'**/'.repeat(50)}*b*${'[a-z]*'.repeat(30)}c\n`,
      'preflight.json': JSON.stringify({
        exclude: [`${'*a'.repeat(30)}*b`, '{a,b}'.repeat(30), `+(${'+(a|'.repeat(20)}b`, '*'.repeat(2000)],
      }),
    });
    const started = performance.now();
    const report = await scan({ mayRunGit: false });
    assert.equal(report.stats.files, 4);
    assert.ok(performance.now() - started < 10_000);
  });

  it('gives a word for an empty folder and one that is not there', async () => {
    tree = new TempTree();
    assert.equal((await scan()).stats.files, 0);
    await host?.dispose();
    host = createNodeHost(path.join(tree.root, 'nothing'));
    session = createSession(host, { version: '1', today: '2026-01-15' });
    await assert.rejects(session.scan(), /it is not there/);
  });

  it('may be a hundred thousand files', async function () {
    this.timeout(120_000);
    tree = new TempTree();
    for (let folder = 0; folder < 1000; folder++) {
      tree.write(`p${folder % 10}/d${folder}/`, '');
      for (let file = 0; file < 100; file++) fs.writeFileSync(tree.path(`p${folder % 10}/d${folder}/f${file}.txt`), '');
    }
    const walked = listWithoutGit(tree.root);
    assert.equal(walked.files.length, 100_000);
    assert.deepEqual(walked.skipped, []);
    tree.git('init', '-q');
    const listed = await listWithGit(tree.root, { maxFiles: 60_000 });
    assert.equal(listed?.files.length, 60_000);
    assert.deepEqual(listed.skipped, [{ path: './', reason: 'more than 60,000 files: the rest was left out' }]);
  });
});
