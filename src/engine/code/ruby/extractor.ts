/** Lowers Ruby files to code facts (`code/model.ts`). */
import { defineExtractor } from '../../collect/extractor';
import type { SourceFile } from '../../collect/source-file';
import { RUBY_FRAMEWORKS } from '../../routes/frameworks';
import { defineWords, holdsAny } from '../../text/words';
import type { CodeFacts } from '../facts';
import { named } from './values';
import { RubyLowering } from './lowering';

const WORDS = defineWords(RUBY_FRAMEWORKS.flatMap(({ words }) => words));

/** Code facts of Ruby files that have to do with routes. */
export const rubyCode = defineExtractor({
  part: 'code',
  version: 2,
  notOf: ['vendored'],
  languages: ['ruby'],
  prefilter: (text, path, fileClass) =>
    fileClass !== 'test' && (RUBY_FRAMEWORKS.some(({ accepts }) => accepts(path)) || holdsAny(text, WORDS)),
  extract,
});

function extract(file: SourceFile): CodeFacts | undefined {
  const tree = file.tree;
  if (!tree) return undefined;
  const root = tree.rootNode;
  const lowering = new RubyLowering(file.text, (start, end) => file.span(start, end), RUBY_FRAMEWORKS, file.path);
  const statements = lowering.file(root) ?? lowering.block(named(root), false);
  const { before, after } = lowering.names.statements();
  const broken = root.hasError ? (file.notes.find((note) => note.by === 'ruby')?.span ?? null) : null;
  return {
    language: 'ruby',
    body: [...before, ...lowering.types, ...statements, ...after],
    functions: lowering.functions,
    classes: lowering.classes,
    broken,
  };
}
