/**
 * The Python parser: tree-sitter in WebAssembly. It never throws on broken text (error nodes instead), its offsets are UTF-16 string
 * indexes. The bytes of runtime and grammar come from whoever loads it, the engine opens no file. Every tree must be deleted.
 */
import type { Language, Parser, Tree } from '@vscode/tree-sitter-wasm';

export type { Node as PythonNode, Query as PythonQuery, Tree as PythonTree } from '@vscode/tree-sitter-wasm';

export interface PythonParser {
  /** Tree of a text; the caller deletes it. Undefined when the parser gave up. */
  parse(text: string): Tree | undefined;
  /** The grammar, for building queries once. */
  language: Language;
}

export function createPythonParser(parser: Parser, language: Language): PythonParser {
  parser.setLanguage(language);
  return {
    language,
    parse(text) {
      // A lone CR as line end turns the whole file into one error; CR → LF is one to one, so offsets stay true.
      const tree = parser.parse(text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text);
      if (!tree) parser.reset();
      return tree ?? undefined;
    },
  };
}
