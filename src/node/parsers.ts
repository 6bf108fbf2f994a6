/** Loads the heavy parsers on first use. Bundled, they lie beside this file in `dist/`; from sources, in `node_modules/`. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { createTreeParser, GRAMMARS, type GrammarLanguage, type Memory } from '../engine/parse/tree';
import type { Parsers } from '../engine/collect/source-file';
import { isBundled } from './bundled';
import { loadBundle } from './code-cache';
import type * as ParserModule from './parser';

export class ParserLoader {
  /** What has been loaded so far. */
  readonly loaded: Parsers = {};
  private runtime: ReturnType<typeof loadRuntime> | undefined;
  private readonly loading = new Map<keyof Parsers, Promise<void>>();

  /** Loads a parser once; resolves when it stands in `loaded`. Rejects when its files are missing from the installation. */
  load(kind: keyof Parsers): Promise<void> {
    let promise = this.loading.get(kind);
    if (!promise) {
      promise = kind === 'javascript' ? this.loadJavaScript() : this.loadGrammar(kind);
      this.loading.set(kind, promise);
    }
    return promise;
  }

  private async loadJavaScript(): Promise<void> {
    // Loaded by name at run time: no bundler may draw it into the collector.
    const load = isBundled ? loadBundle(path.join(__dirname, 'parser.js')) : createRequire(__filename)('./parser');
    const parser = load as typeof ParserModule;
    this.loaded.javascript = parser.createJavaScriptParser();
  }

  private async loadGrammar(language: GrammarLanguage): Promise<void> {
    const { Language, Parser, folder, memory } = await (this.runtime ??= loadRuntime());
    const grammar = await Language.load(readWasm(path.join(folder, GRAMMARS[language])));
    this.loaded[language] = createTreeParser(new Parser(), grammar, memory);
  }
}

const RUNTIME = 'tree-sitter.wasm';

/** Bytes of a module; bundled, it is packed. */
function readWasm(file: string): Uint8Array<ArrayBuffer> {
  return isBundled ? brotliDecompressSync(fs.readFileSync(`${file}.br`)) : fs.readFileSync(file);
}

/** tree-sitter's runtime, with the folder in which it and the grammars lie. */
async function loadRuntime() {
  const module = await import('@vscode/tree-sitter-wasm');
  // A bundler finds the names of this UMD module, Node only its default export.
  const { Language, Parser } = 'Parser' in module ? module : (module as { default: typeof module }).default;
  const folder = isBundled ? __dirname : path.dirname(createRequire(__filename).resolve('@vscode/tree-sitter-wasm'));
  // Left alone it looks for its runtime beside the running script and ends the process when it is not there.
  const runtime = {
    locateFile: (name: string) => path.join(folder, name),
    wasmBinary: readWasm(path.join(folder, RUNTIME)),
  };
  await Parser.init(runtime);
  return { Language, Parser, folder, memory: runtime as unknown as Memory };
}
