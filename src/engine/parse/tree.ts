/**
 * Syntax trees by tree-sitter in WebAssembly: Python and every language of a server that is neither it nor JavaScript. The parsers never
 * throw on broken text (error nodes instead), their offsets are UTF-16 string indexes. The bytes of runtime and grammars come from whoever
 * loads them, the engine opens no file.
 */
import type { Language as Grammar, Parser, Tree } from '@vscode/tree-sitter-wasm';
import type { Language } from '../facts';
import { copyTree, productionsOf, type Memory } from './copy-tree';
import { SyntaxTree, type GrammarNames } from './syntax-tree';

export type { Memory } from './copy-tree';
export type { SyntaxTree, TreeNode } from './syntax-tree';

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
  /** Tree of a text. Undefined when the parser gave up. */
  parse(text: string): SyntaxTree | undefined;
}

/** @param memory that of the runtime: Emscripten puts it into the object that `Parser.init` is given */
export function createTreeParser(parser: Parser, grammar: Grammar, memory: Memory): TreeParser {
  parser.setLanguage(grammar);
  const names = namesOf(grammar);
  const productions = productionsOf(memory, addressOf(grammar));
  return {
    parse(text) {
      // A lone CR as line end turns the whole file into one error; CR → LF is one to one, so offsets stay true.
      const plain = text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
      const tree = parser.parse(plain);
      if (!tree) {
        parser.reset();
        return undefined;
      }
      try {
        return new SyntaxTree(plain, names, copyTree(memory, productions, addressOf(tree)));
      } finally {
        tree.delete();
      }
    },
  };
}

function namesOf(grammar: Grammar): GrammarNames {
  const ids = Array.from({ length: grammar.nodeTypeCount }, (_, id) => id);
  const fieldIds = new Map<string, number>();
  grammar.fields.forEach((name, id) => name && fieldIds.set(name, id));
  return {
    types: ids.map((id) => interned(grammar.types[id] ?? 'ERROR')),
    isNamed: ids.map((id) => grammar.nodeTypeIsNamed(id)),
    fieldIds,
  };
}

/**
 * The same text as one that V8 knows by identity: the name of a property is one, a text out of WebAssembly is not. Lowering compares names
 * of nodes all the time, and two such texts are told apart without looking at them.
 */
function interned(name: string): string {
  return Object.keys({ [name]: true })[0] ?? name;
}

/** Where an object lies in WebAssembly's memory: web-tree-sitter keeps the address in the property `0`. */
function addressOf(object: Grammar | Tree): number {
  return (object as unknown as { 0: number })[0];
}
