/** Loads the heavy parsers on first use. Bundled, they lie beside this file in `dist/`; from sources, in `node_modules/`. */
import { createRequire } from 'node:module';
import path from 'node:path';
import type { GrammarLanguage } from '../engine/parse/tree';
import type { Parsers } from '../engine/collect/source-file';
import { isBundled } from './bundled';
import { loadBundle } from './code-cache';
import type * as ParserModule from './parser';
import { TreeSitter } from './tree-sitter';

export class ParserLoader {
  /** What has been loaded so far. */
  readonly loaded: Parsers = {};
  private treeSitter: Promise<TreeSitter> | undefined;
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
    const treeSitter = await (this.treeSitter ??= TreeSitter.load());
    this.loaded[language] = await treeSitter.parserOf(language);
  }
}
