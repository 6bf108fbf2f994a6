/** An extractor turns one file into one kind of facts. It is pure and keeps nothing of the tree it reads. */
import type { FactParts, FileClass, Language } from '../facts';
import type { SourceFile } from './source-file';

export interface Extractor<K extends keyof FactParts = keyof FactParts> {
  /** Name of the facts it makes. */
  part: K;
  /** Raised with every change of shape or meaning; cached facts of an older version are collected again. */
  version: number;
  /** Languages it reads; absent = every text file. */
  languages?: readonly Language[];
  /** Narrower than the languages: by path alone. */
  accepts?(path: string): boolean;
  /** Classes of files that nobody asks for these facts unless a link leads there: held back as by a prefilter. */
  notOf?: readonly FileClass[];
  /** Facts of the file, or undefined when it has none. Parsers are loaded before it runs. */
  extract(file: SourceFile): NonNullable<FactParts[K]> | undefined;
  /** A cheap test on the text; when it says no and the file is not wanted deep, `extract` does not run and no parser is loaded for it. */
  prefilter?(text: string, path: string, fileClass: FileClass): boolean;
}

/** Types an extractor's definition. */
export function defineExtractor<K extends keyof FactParts>(extractor: Extractor<K>): Extractor<K> {
  return extractor;
}
