/** Lowers PHP files to code facts (`code/model.ts`). */
import { defineExtractor } from '../../collect/extractor';
import type { SourceFile } from '../../collect/source-file';
import { PHP_FRAMEWORKS } from '../../routes/frameworks';
import { defineWords, holdsAny } from '../../text/words';
import type { CodeFacts } from '../facts';
import { PhpLowering } from './lowering';

const WORDS = PHP_FRAMEWORKS.map(({ words, accepts }) => ({ words: defineWords(words), accepts }));

/** Code facts of PHP files that have to do with routes. */
export const phpCode = defineExtractor({
  part: 'code',
  version: 5,
  notOf: ['vendored'],
  languages: ['php'],
  prefilter: (text, path, fileClass) =>
    fileClass !== 'test' && WORDS.some(({ words, accepts }) => accepts(path, text) && holdsAny(text, words)),
  extract,
});

function extract(file: SourceFile): CodeFacts | undefined {
  const tree = file.tree;
  if (!tree) return undefined;
  const root = tree.rootNode;
  const lowering = new PhpLowering(file.text, (start, end) => file.span(start, end), PHP_FRAMEWORKS, file.path);
  const statements = lowering.module(root);
  const broken = root.hasError ? (file.notes.find((note) => note.by === 'php')?.span ?? null) : null;
  return {
    language: 'php',
    body: [...lowering.names.statements(), ...statements, ...lowering.registered],
    functions: lowering.functions,
    classes: lowering.classes,
    broken,
  };
}
