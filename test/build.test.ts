// What the build gives: which bundle holds what, what it weighs, and whether the lean parser still is the parser.

import assert from 'node:assert/strict';
import { isAscii } from 'node:buffer';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

import * as Whole from '../src/engine/parse/javascript';
import { GRAMMARS } from '../src/engine/parse/tree';
import { loadBundle } from '../src/node/code-cache';

interface Account {
  outputs: Record<string, { bytes: number; inputs: Record<string, { bytesInOutput: number }> }>;
}

const root = path.resolve(__dirname, '..');

/** Packages that parse files: they belong into the collector and the parser only. */
const PARSERS = ['typescript', 'typescript-estree', '@vscode/tree-sitter-wasm', 'toml-eslint-parser', 'dockerfile-ast'];

/** Most kilobytes a bundle may have. A stray import of a whole package shows here. */
const LIMITS: Record<string, number> = {
  'extension.js': 150,
  'client.js': 500,
  'server-main.js': 1575,
  'cli-main.js': 1490,
  'collector-main.js': 1450,
  'parser.js': 1200,
};

/** Half-typed and unusual texts, beside the project's own files. */
const TEXTS: Record<string, string> = {
  'cut.ts': 'export class A { @Get("x") run(a: number, ',
  'member.ts': 'const x = foo.\nconst y = 1;\n',
  'template.js': 'const x = `a ${b\nfoo();\n',
  'cast.ts': 'const x = <T>y; let z = y satisfies T; enum E { A = 1 << 2 }\nnamespace N { export import a = b.c; }\n',
  'jsx.tsx': 'export const A = <T,>(p: T) => <><B {...p} c="&amp;">x{/* y */}</B></>;\n',
  'flow.js': 'import type { A } from "a";\nfunction f(x: string) {}\n',
  'decorators.ts': '@A() export default class B<const T> extends C<T> { accessor d = 1; static { e(); } #f?: g }\n',
  'legacy.cjs': 'with (a) { b = 010; }\n<!-- x\n',
  'u2028.ts': 'const a = "\u2028";\nconst b = 2;\n',
  'regexp.mjs': 'export * as ns from "m"; await import("x", { with: { type: "json" } }); /[\\p{L}--[a-z]]/v;\n',
};

describe('the build', function () {
  this.timeout(60_000);
  let folder: string;
  let account: Account;

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'preflight-build-'));
    const meta = path.join(folder, 'meta.json');
    execFileSync(process.execPath, ['esbuild.mjs', '--outdir', folder, '--meta', meta], { cwd: root, stdio: 'pipe' });
    account = JSON.parse(fs.readFileSync(meta, 'utf8')) as Account;
  });

  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  function bundle(name: string): { bytes: number; packages: string[] } {
    const found = Object.entries(account.outputs).find(([file]) => path.basename(file) === name);
    assert.ok(found, `there is no ${name}`);
    const packages = Object.keys(found[1].inputs).flatMap(
      (input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? [],
    );
    return { bytes: found[1].bytes, packages: [...new Set(packages)] };
  }

  for (const [name, limit] of Object.entries(LIMITS)) {
    it(`keeps ${name} below ${limit} KB`, () => {
      assert.ok(bundle(name).bytes <= limit * 1024, `it has ${Math.round(bundle(name).bytes / 1024)} KB`);
    });
  }

  it('puts parsers only where files are parsed', () => {
    for (const name of ['extension.js', 'client.js', 'server-main.js', 'cli-main.js']) {
      const { packages } = bundle(name);
      assert.deepEqual(
        PARSERS.filter((parser) => packages.includes(parser)),
        [],
        name,
      );
    }
    const { packages } = bundle('collector-main.js');
    assert.ok(packages.includes('@vscode/tree-sitter-wasm'));
    assert.ok(!packages.includes('typescript'));
  });

  it('puts what lowers code only where code is read', () => {
    const lowering = (name: string): number =>
      Object.entries(account.outputs)
        .filter(([file]) => path.basename(file) === name)
        .flatMap(([, { inputs }]) => Object.entries(inputs))
        .filter(([input]) => /src\/engine\/code\/(?:[a-z]+)\/(?:lowering|statements|expressions)\.ts$/.test(input))
        .reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
    assert.ok(lowering('collector-main.js') > 50_000);
    for (const name of ['server-main.js', 'cli-main.js']) assert.ok(lowering(name) < 1000, name);
  });

  it('writes every bundle in ASCII, which V8 holds at one byte a character', () => {
    for (const name of fs.readdirSync(folder).filter((file) => file.endsWith('.js')))
      assert.ok(isAscii(fs.readFileSync(path.join(folder, name))), name);
  });

  it('puts no library into what VS Code loads at start', () => {
    assert.deepEqual(bundle('extension.js').packages, []);
  });

  it('lays the WebAssembly files and the licences beside the bundles', () => {
    const head = (bytes: Buffer): string => bytes.toString('latin1', 0, 4);
    for (const file of ['tree-sitter.wasm', ...Object.values(GRAMMARS)])
      assert.equal(head(brotliDecompressSync(fs.readFileSync(path.join(folder, `${file}.br`)))), '\0asm');
    const notices = fs.readFileSync(path.join(folder, 'notices.txt'), 'utf8');
    for (const name of ['typescript 6.', 'yaml 2.', 'jsonc-parser 3.', '@vscode/tree-sitter-wasm 0.'])
      assert.ok(notices.includes(name), `${name} is not named`);
    assert.ok(!notices.includes('brings no licence text'), 'a package without a licence text was bundled');
  });

  it('gives a lean parser that makes the same trees as the whole package', () => {
    const load = loadBundle(path.join(folder, 'parser.js')) as Pick<typeof Whole, 'createJavaScriptParser'>;
    const lean = load.createJavaScriptParser();
    const whole = Whole.createJavaScriptParser();
    const texts = { ...TEXTS, ...ownTexts() };
    assert.ok(Object.keys(texts).length > 40);
    for (const [file, text] of Object.entries(texts))
      assert.equal(treeOf(lean, file, text), treeOf(whole, file, text), file);
  });
});

/** Some of the project's own sources, and its samples. */
function ownTexts(): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const start of ['src/extension', 'src/engine/secrets', 'scripts', 'examples']) {
    for (const name of fs.readdirSync(path.join(root, start), { recursive: true, encoding: 'utf8' })) {
      const file = path.join(root, start, name);
      if (/\.[cm]?[jt]sx?$/.test(name)) texts[file] = fs.readFileSync(file, 'utf8');
    }
  }
  return texts;
}

function treeOf(parser: Whole.JavaScriptParser, file: string, text: string): string {
  const source = parser.parseTypeScript(file, text);
  const error = parser.firstError(source);
  const program = parser.convert(source);
  return JSON.stringify({ error, program }, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}
