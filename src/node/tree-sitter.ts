/** tree-sitter's runtime and grammars. Bundled, they lie in `dist/`, the grammars packed; from sources, in their package. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import type * as TreeSitterModule from '@vscode/tree-sitter-wasm';
import { createTreeParser, GRAMMARS, type GrammarLanguage, type Memory, type TreeParser } from '../engine/parse/tree';
import { isBundled } from './bundled';
import { CompiledWasm, type WasmModule } from './wasm-cache';

declare const WebAssembly: {
  Instance: new (module: WasmModule, imports: Imports) => { exports: object };
};

/** What tree-sitter's WebAssembly calls, by module and name. */
type Imports = Record<string, Record<string, unknown>>;

/** The object that `Parser.init` is given and that Emscripten fills. */
interface Runtime extends Memory {
  instantiateWasm(imports: Imports, done: (instance: { exports: object }, module: WasmModule) => object): object;
  /** Loads a grammar; what it exports. */
  loadWebAssemblyModule(wasm: Buffer | WasmModule, options: object): Promise<object>;
  /** The text that is being parsed, from an offset. */
  currentParseCallback(from: number): string;
}

/** UTF-16 units that tree-sitter takes at once (`INPUT_BUFFER_SIZE` of lib/binding_web). */
const MOST_UNITS = 5119;

export class TreeSitter {
  /** Grammars that are being loaded, by their bytes. */
  private readonly grammars = new Map<Buffer, CompiledWasm>();

  private constructor(
    private readonly module: typeof TreeSitterModule,
    private readonly folder: string,
    private readonly runtime: Runtime,
  ) {
    // `Language.load` takes bytes alone, and gives them to this function.
    const { loadWebAssemblyModule } = runtime;
    runtime.loadWebAssemblyModule = async (bytes, options) => {
      const wasm = this.grammars.get(bytes as Buffer);
      const exports = await loadWebAssemblyModule(wasm?.module ?? bytes, options);
      wasm?.keepLater(exports);
      return exports;
    };
  }

  static async load(): Promise<TreeSitter> {
    const imported = await import('@vscode/tree-sitter-wasm');
    // A bundler finds the names of this UMD module, Node only its default export.
    const module = 'Parser' in imported ? imported : (imported as { default: typeof imported }).default;
    const folder = isBundled ? __dirname : path.dirname(createRequire(__filename).resolve('@vscode/tree-sitter-wasm'));
    const file = path.join(folder, 'tree-sitter.wasm');
    const wasm = new CompiledWasm(file, fs.readFileSync(file));
    const runtime = {
      instantiateWasm(imports, done) {
        const env = { ...imports.env, tree_sitter_parse_callback: readerOf(runtime) };
        const instance = new WebAssembly.Instance(wasm.module, { ...imports, env });
        wasm.keepLater(instance.exports);
        return done(instance, wasm.module);
      },
    } as Runtime;
    await module.Parser.init(runtime as unknown as Parameters<typeof module.Parser.init>[0]);
    return new TreeSitter(module, folder, runtime);
  }

  async parserOf(language: GrammarLanguage): Promise<TreeParser> {
    const { Language, Parser } = this.module;
    const file = path.join(this.folder, GRAMMARS[language]);
    const bytes = isBundled ? brotliDecompressSync(fs.readFileSync(`${file}.br`)) : fs.readFileSync(file);
    this.grammars.set(bytes, new CompiledWasm(file, bytes));
    const grammar = await Language.load(bytes);
    this.grammars.delete(bytes);
    return createTreeParser(new Parser(), grammar, this.runtime);
  }
}

/**
 * Hands tree-sitter the next piece of a text. Its own way cuts off the rest of the text for every piece and writes it unit by unit through
 * a function, which is a twentieth of parsing.
 */
function readerOf(runtime: Runtime) {
  return (address: number, from: number, _row: number, _column: number, lengthAddress: number): void => {
    const text = runtime.currentParseCallback(0);
    const count = Math.max(0, Math.min(text.length - from, MOST_UNITS));
    const units = runtime.HEAPU16;
    const start = address >> 1;
    for (let i = 0; i < count; i++) units[start + i] = text.charCodeAt(from + i);
    runtime.HEAP32[lengthAddress >> 2] = count;
  };
}
