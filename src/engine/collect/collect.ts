/** `collect`: one file's text to its facts. Pure; the caller reads the file and loads the parsers that `parsersFor` asks for. */
import type { FactParts, FileFacts } from '../facts';
import { classifyFile } from '../size/classify';
import { EXTRACTORS } from './extractors';
import { languageOf } from './language';
import { SourceFile, type Parsers } from './source-file';
import { suppressionComments } from './suppressions';

/** Trees are not built for texts above this size (UTF-16 units); line-based extractors still run. */
export const MAX_TREE_LENGTH = 512 * 1024;

export interface CollectInput {
  path: string;
  text: string;
  /** Bytes. */
  size: number;
  /** Content hash. */
  hash: string;
  deep: boolean;
  parsers: Parsers;
  salt: string;
}

/** The heavy parser an extractor run on this text would use: lets the collector load it first. */
export function parserFor(path: string, text: string, deep: boolean): keyof Parsers | undefined {
  const language = languageOf(path);
  const parser =
    language === 'python'
      ? 'python'
      : language === 'javascript' ||
          language === 'typescript' ||
          language === 'vue' ||
          language === 'svelte' ||
          language === 'astro'
        ? 'javascript'
        : undefined;
  if (!parser || text.length > MAX_TREE_LENGTH) return undefined;
  const fileClass = classifyFile(path, text);
  const needed = EXTRACTORS.some(
    (extractor) =>
      extractor.languages?.includes(language) && applies(extractor, path, text, deep) && !skipsTrees(fileClass),
  );
  return needed ? parser : undefined;
}

/** Generated, vendored and minified code gives no code facts; its text is still searched for secrets. */
function skipsTrees(fileClass: FileFacts['fileClass']): boolean {
  return fileClass === 'minified' || fileClass === 'generated' || fileClass === 'artefact';
}

function applies(extractor: (typeof EXTRACTORS)[number], path: string, text: string, deep: boolean): boolean {
  if (extractor.accepts && !extractor.accepts(path)) return false;
  return deep || !extractor.prefilter || extractor.prefilter(text, path);
}

/** Facts of one file. An extractor that throws costs its own facts: the others stay, the error becomes a note. */
export function collect(input: CollectInput): FileFacts {
  const { path, text, deep } = input;
  const language = languageOf(path);
  const fileClass = classifyFile(path, text);
  const trees = text.length <= MAX_TREE_LENGTH && !skipsTrees(fileClass);
  const file = new SourceFile(path, text, language, fileClass, deep, trees ? input.parsers : {}, input.salt);
  const parts: Partial<Record<keyof FactParts, unknown>> = {};
  try {
    for (const extractor of EXTRACTORS) {
      if (extractor.languages && !extractor.languages.includes(language)) continue;
      if (!applies(extractor, path, text, deep)) continue;
      try {
        const facts = extractor.extract(file);
        if (facts !== undefined) parts[extractor.part] = facts;
      } catch (error) {
        file.notes.push({
          by: extractor.part,
          message: error instanceof Error ? error.message : String(error),
          span: null,
        });
      }
    }
    return {
      path,
      size: input.size,
      hash: input.hash,
      language,
      fileClass,
      lines: file.lines.count,
      deep,
      parts: parts as Partial<FactParts>,
      suppressions: suppressionComments(file),
      notes: file.notes,
    };
  } finally {
    file.dispose();
  }
}
