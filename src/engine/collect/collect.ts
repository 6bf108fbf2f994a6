/** `collect`: one file's text to its facts. Pure; the caller reads the file and loads the parser that the plan asks for. */
import type { FactParts, FileFacts, Language, ParseNote } from '../facts';
import { classify, holdsCode, type Classification } from '../size/classify';
import type { Extractor } from './extractor';
import { EXTRACTORS } from './extractors';
import { languageOf } from './language';
import { SourceFile, type Parsers } from './source-file';
import { mayHoldSuppressions, suppressionComments } from './suppressions';

/** Trees are not built for texts above this size (UTF-16 units); line-based extractors still run. */
export const MAX_TREE_LENGTH = 512 * 1024;

/** What collecting one text involves; made once per file, since prefilters read the whole text. */
export interface CollectPlan {
  language: Language;
  classification: Classification;
  deep: boolean;
  /** The extractors whose facts are wanted, in order. */
  extractors: readonly Extractor[];
  /** Facts of the same text that are there already, and the extractors that need not run again for them. */
  given?: { facts: FileFacts; from: ReadonlySet<Extractor> } | undefined;
  /** The heavy parser they would use: the collector loads it first. */
  parser: keyof Parsers | undefined;
}

export interface CollectInput {
  path: string;
  text: string;
  /** Bytes. */
  size: number;
  /** Content hash. */
  hash: string;
  plan: CollectPlan;
  parsers: Parsers;
  salt: string;
}

export interface PlanOptions {
  /** Regardless of prefilters. */
  deep?: boolean;
  /** Somebody else's project. */
  foreign?: boolean;
  /** Facts of the same text that were collected without `deep`: only what was held back then runs, and is added to them. */
  usual?: FileFacts | undefined;
}

/** Decides what runs on a text: by language, path, the class of the file, and, unless `deep`, prefilter. */
export function planCollect(path: string, text: string, options: PlanOptions = {}): CollectPlan {
  const { deep = false, foreign = false, usual } = options;
  const language = languageOf(path);
  const classification = classify(path, text);
  const possible = extractorsOf(language).filter((extractor) => extractor.accepts?.(path) ?? true);
  const fileClass = foreign ? 'vendored' : classification.fileClass;
  const passes = ({ prefilter, notOf }: Extractor): boolean =>
    !notOf?.includes(fileClass) && (!prefilter || prefilter(text, path, fileClass));
  const extractors = deep ? possible : possible.filter(passes);
  const given = deep && usual ? { facts: usual, from: new Set(possible.filter(passes)) } : undefined;
  // Generated and minified code gives no code facts; its text is still searched for secrets.
  const trees = text.length <= MAX_TREE_LENGTH && holdsCode(classification);
  const parser = trees ? PARSERS[language] : undefined;
  const needed =
    extractors.some((extractor) => !given?.from.has(extractor) && extractor.languages?.includes(language)) ||
    (!given && mayHoldSuppressions(text));
  const isDeep = extractors.length === possible.length;
  return { language, classification, deep: isDeep, extractors, given, parser: needed ? parser : undefined };
}

/** Languages whose parser is loaded on first use. */
const PARSERS: Partial<Record<Language, keyof Parsers>> = {
  python: 'python',
  go: 'go',
  java: 'java',
  ruby: 'ruby',
  php: 'php',
  csharp: 'csharp',
  javascript: 'javascript',
  typescript: 'javascript',
  vue: 'javascript',
  svelte: 'javascript',
  astro: 'javascript',
};

const byLanguage = new Map<Language, readonly Extractor[]>();

/** The extractors that read a language, in order. */
function extractorsOf(language: Language): readonly Extractor[] {
  let extractors = byLanguage.get(language);
  if (!extractors) {
    extractors = EXTRACTORS.filter(({ languages }) => languages?.includes(language) ?? true);
    byLanguage.set(language, extractors);
  }
  return extractors;
}

/** Facts of one file. An extractor that throws costs its own facts: the others stay, the error becomes a note. */
export function collect(input: CollectInput): FileFacts {
  const { path, text } = input;
  const { language, classification, deep, extractors, given, parser } = input.plan;
  const { fileClass, rule } = classification;
  const file = new SourceFile(path, text, language, fileClass, deep, parser ? input.parsers : {}, input.salt);
  const parts: Partial<Record<keyof FactParts, unknown>> = {};
  for (const extractor of extractors) {
    const facts = given?.from.has(extractor)
      ? given.facts.parts[extractor.part]
      : guarded(file, extractor.part, () => extractor.extract(file));
    if (facts !== undefined) parts[extractor.part] = facts;
  }
  const suppressions =
    given?.facts.suppressions ?? guarded(file, 'suppressions', () => suppressionComments(file)) ?? [];
  return {
    path,
    size: input.size,
    hash: input.hash,
    language,
    fileClass,
    classRule: rule,
    lines: file.lines.count,
    deep,
    parts: parts as Partial<FactParts>,
    suppressions,
    notes: given ? withoutRepeats([...given.facts.notes, ...file.notes]) : file.notes,
  };
}

/** What `work` returns; when it throws, a note and nothing. */
function guarded<T>(file: SourceFile, by: string, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    file.notes.push({ by, message: error instanceof Error ? error.message : String(error), span: null });
    return undefined;
  }
}

/** A parser that has run twice says the same twice. */
function withoutRepeats(notes: readonly ParseNote[]): ParseNote[] {
  const said = new Set<string>();
  return notes.filter(({ message, span }) => {
    const key = JSON.stringify([message, span]);
    return !said.has(key) && said.add(key);
  });
}
