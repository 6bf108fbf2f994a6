/**
 * Syntax trees by tree-sitter in WebAssembly: Python and every language of a server that is neither it nor JavaScript. The parsers never
 * throw on broken text (error nodes instead), their offsets are UTF-16 string indexes. The bytes of runtime and grammars come from whoever
 * loads them, the engine opens no file. Every tree must be deleted.
 */
import type { Language as Grammar, Parser, Tree } from '@vscode/tree-sitter-wasm';
import type { Language } from '../facts';

export type { Node as TreeNode, Query as TreeQuery, Tree as SyntaxTree } from '@vscode/tree-sitter-wasm';

/** Languages that are read through a grammar, with the name of its file. */
export const GRAMMARS = {
  python: 'tree-sitter-python.wasm',
  go: 'tree-sitter-go.wasm',
  java: 'tree-sitter-java.wasm',
  ruby: 'tree-sitter-ruby.wasm',
  php: 'tree-sitter-php.wasm',
  csharp: 'tree-sitter-c-sharp.wasm',
} as const satisfies Partial<Record<Language, string>>;

export type GrammarLanguage = keyof typeof GRAMMARS;

/** Whether a language is read through a grammar. */
export function hasGrammar(language: string): language is GrammarLanguage {
  return Object.hasOwn(GRAMMARS, language);
}

export interface TreeParser {
  /** Tree of a text; the caller deletes it. Undefined when the parser gave up. */
  parse(text: string): Tree | undefined;
  /** The grammar, for building queries once. */
  grammar: Grammar;
}

export function createTreeParser(parser: Parser, grammar: Grammar): TreeParser {
  parser.setLanguage(grammar);
  return {
    grammar,
    parse(text) {
      // A lone CR as line end turns the whole file into one error; CR → LF is one to one, so offsets stay true.
      const tree = parser.parse(text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text);
      if (!tree) parser.reset();
      return tree ?? undefined;
    },
  };
}
