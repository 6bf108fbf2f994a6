/**
 * Facts: what one file says, as plain JSON. A pure function of (path, text, depth, extractor version); no syntax tree, no value of a
 * secret, no other file's data. To add a kind of fact: describe its shape beside its extractor, declare it there as one of the `FactParts`,
 * and add one line to `collect/extractors.ts`.
 */
import type { Span } from './span';

/** Language of a file, by name and extension; decides which parser reads it. */
export type Language =
  | 'javascript'
  | 'typescript'
  | 'vue'
  | 'svelte'
  | 'astro'
  | 'python'
  | 'go'
  | 'java'
  | 'ruby'
  | 'php'
  | 'csharp'
  | 'json'
  | 'yaml'
  | 'toml'
  | 'ini'
  | 'dotenv'
  | 'dockerfile'
  | 'markdown'
  | 'sql'
  | 'shell'
  | 'html'
  | 'css'
  | 'other';

/** What sort of file it is, by stated rules (`size/classify.ts`). */
export type FileClass = 'hand-written' | 'test' | 'generated' | 'vendored' | 'minified' | 'data' | 'artefact';

/** A parser's or extractor's complaint about a file; what rests on the missing part is `unknown`. */
export interface ParseNote {
  by: string;
  message: string;
  span: Span | null;
}

/** An inline suppression comment, ours or another scanner's. */
export interface SuppressionComment {
  /** `preflight`, or the name of the tool whose comment it is. */
  tool: string;
  kind: 'ignore' | 'ignore-file' | 'public';
  /** Check or rule ids it names; empty = everything the tool reports (other tools' comments only). */
  ids: string[];
  reason: string | null;
  /** The comment itself. */
  span: Span;
  /** In a code sample of a document: honoured, but not reported when it silences nothing. */
  sample?: true;
  /** Lines whose findings it silences, inclusive. */
  from: number;
  to: number;
}

/** Facts of one file. */
export interface FileFacts {
  path: string;
  /** Bytes on disk (UTF-8 length for an editor buffer). */
  size: number;
  /** SHA-1 of the content, git's blob id. */
  hash: string;
  language: Language;
  /** By path and text; `Workspace.facts` carries what the whole workspace says (`size/workspace-classes.ts`). */
  fileClass: FileClass;
  /** Name of the rule that gave the class (`lock-file`, `migration`, `generated-header` …); null = no rule applied. */
  classRule: string | null;
  /** Physical lines; a last line without a line break counts. */
  lines: number;
  /** True when no extractor was held back by its prefilter: it let the text through, or a link points here. */
  deep: boolean;
  parts: Partial<FactParts>;
  suppressions: SuppressionComment[];
  notes: ParseNote[];
}

/** What an edit hardly ever changes of a file. */
export type FileView = Pick<FileFacts, 'path' | 'language' | 'fileClass' | 'classRule'>;

/**
 * Every kind of fact, by the name of its extractor. Each is declared where its shape is described (`declare module`, TypeScript's module
 * augmentation), so that this file knows none of them.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled where facts are described
export interface FactParts {}

/** A file of the workspace as the host lists it. */
export interface FileEntry {
  path: string;
  /** In git's index. Without git: false. */
  tracked: boolean;
  /** Matched by an ignore rule although listed (tracked beats ignored). */
  ignored: boolean;
}

/** A file or folder that gives no text facts, with its reason; folders end with `/`. */
export interface SkippedPath {
  path: string;
  reason: string;
}
