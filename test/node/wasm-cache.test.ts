// Grammars are loaded as an earlier run has compiled them, and compiled anew wherever that cannot be trusted.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { TempTree } from './temp-tree';

/** How a process is started, and whether V8's functions are reached in it. */
interface Run {
  flags?: readonly string[];
  isReached?: boolean;
  isDebugged?: boolean;
}

/** Names of the modules that a parser of Python consists of. */
const MODULES = ['tree-sitter-python.wasm', 'tree-sitter.wasm'];

describe('compiled grammars', () => {
  let tree: TempTree;

  beforeEach(() => {
    tree = new TempTree({ 'cache/': '' });
  });

  afterEach(() => tree.remove());

  /** Parses in a process of its own and keeps what was compiled; kinds of the statements of a Python module. */
  function run({ flags = [], isReached = true, isDebugged = false }: Run = {}): unknown {
    const source = (name: string): string => JSON.stringify(path.resolve(__dirname, '../../src/node', name));
    const code = `
      ${isReached ? `require(${source('wasm-cache')}).reachCompiledWasm();` : ''}
      const session = new (require('node:inspector').Session)();
      session.connect();
      ${isDebugged ? "session.post('Debugger.enable');" : ''}
      const { ParserLoader } = require(${source('parsers')});
      const loader = new ParserLoader();
      loader.load('python').then(() => {
        const text = 'import os\\n' + 'def f(a):\\n    return a\\n'.repeat(2000);
        const { children } = loader.loaded.python.parse(text).rootNode;
        console.log(JSON.stringify([...new Set(children.map(({ type }) => type)), children.length]));
        require(${source('code-cache')}).keepCompiled(false);
      });`;
    const env = { ...process.env, XDG_CACHE_HOME: tree.path('cache') };
    const output = execFileSync(process.execPath, [...flags, '--import', 'tsx', '-e', code], { env, encoding: 'utf8' });
    return JSON.parse(output);
  }

  const right = ['import_statement', 'function_definition', 2001];

  function kept(): Map<string, string> {
    const folder = tree.path('cache/preflight/compiled');
    const names = fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
    return new Map(names.map((name) => [name.replace(/\.[^.]*$/, ''), path.join(folder, name)]));
  }

  it('parse what they parsed, and are written once', () => {
    assert.deepEqual(run(), right);
    const files = kept();
    assert.deepEqual([...files.keys()], MODULES);
    const times = [...files.values()].map((file) => fs.statSync(file).mtimeMs);
    assert.deepEqual(run(), right);
    assert.deepEqual(
      [...files.values()].map((file) => fs.statSync(file).mtimeMs),
      times,
    );
  });

  it('are not taken when they are damaged', () => {
    run();
    for (const file of kept().values()) {
      const whole = fs.readFileSync(file);
      const damaged = Buffer.from(whole);
      damaged.fill(0xff, whole.length - 200, whole.length - 100);
      fs.writeFileSync(file, damaged);
    }
    assert.deepEqual(run(), right);
    for (const file of kept().values()) assert.ok(!fs.readFileSync(file).includes(Buffer.alloc(100, 0xff)));
  });

  it('are not taken by a V8 with other flags', () => {
    run();
    assert.deepEqual(run({ flags: ['--no-wasm-bounds-checks'] }), right);
  });

  it('are not kept of a run under a debugger, which has none of what is worth keeping', () => {
    assert.deepEqual(run({ isDebugged: true }), right);
    assert.equal(kept().size, 0);
  });

  it('are compiled by every run where V8 keeps its functions to itself', () => {
    assert.deepEqual(run({ isReached: false }), right);
    assert.equal(kept().size, 0);
  });
});
