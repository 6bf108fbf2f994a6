/**
 * Facts: what one file says, as plain JSON. A pure function of (path, text, depth, extractor version); no syntax tree, no value of a
 * secret, no other file's data. To add a kind of fact: describe its shape beside its extractor, add one line to `FactParts` and one to
 * `collect/extractors.ts`.
 */
import type { AlertingFacts } from './collect/alerting';
import type { BuildFacts } from './collect/build';
import type { ChecklistFacts } from './collect/checklist';
import type { DebugCalls } from './collect/debug-calls';
import type { ForeignKeyFacts } from './database/facts';
import type { ManifestFacts } from './collect/manifest';
import type { SettingsFacts } from './collect/settings';
import type { DeclaredCors } from './http/cors/declared';
import type { CorsHeaderFacts } from './http/cors/header-names';
import type { HttpSettings } from './http/settings';
import type { ModuleFacts, PackageEntry, PathMapping } from './modules/facts';
import type { GoNames } from './code/go/names';
import type { CodeFacts } from './code/model';
import type { AttributeFacts } from './size/attributes';
import type { SizeFacts } from './size/measure';
import type { CiFacts } from './collect/ci';
import type { ComposeFacts } from './collect/compose';
import type { DeploymentFacts } from './collect/deployment';
import type { DockerfileFacts } from './collect/dockerfile';
import type { DockerignoreFacts, HookFacts, UpdateBotFacts } from './collect/hooks';
import type { PythonImportFacts } from './collect/imports';
import type { MigrationConfigFacts, MigrationFacts } from './collect/migrations';
import type { OutlineFacts } from './collect/outline';
import type { ScannerList } from './collect/scanner-lists';
import type { ServerLimit } from './collect/server-limits';
import type { ShellCommand } from './collect/shell';
import type { Signal } from './collect/signals/signals';
import type { SqlText } from './collect/sql-text';
import type { TestCaseFacts } from './collect/test-cases';
import type { MakefileFacts, Reference } from './references/facts';
import type { Span } from './span';
import type { EnvFacts, IgnoreFacts } from './env/facts';
import type { GuardFact } from './secrets/guards';
import type { SecretFacts } from './secrets/facts';
import type { CoverageFacts } from './testing/coverage-report';
import type { TestConfigFacts } from './testing/test-config';
import type { TypeEscapes } from './types/escapes';
import type { TsconfigFacts } from './types/tsconfig';

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

/** Every kind of fact, by the name of its extractor. */
export interface FactParts {
  /** Deployment settings that decide HTTP hardening. */
  httpSettings: HttpSettings;
  corsHeaders: CorsHeaderFacts;
  declaredCors: DeclaredCors[];
  /** Imports and exports of a JavaScript or TypeScript file. */
  module: ModuleFacts;
  /** How a `package.json` lets its package be entered. */
  packageEntry: PackageEntry;
  /** Path mappings of a `tsconfig*.json` or `jsconfig.json`. */
  pathMapping: PathMapping;
  /** What build files of the JVM and of .NET declare. */
  build: BuildFacts;
  /** Declared packages, scripts and dependencies. */
  manifest: ManifestFacts;
  /** Sections and keys of tools' configuration files. */
  settings: SettingsFacts;
  /** Checklist items of a Markdown document. */
  checklist: ChecklistFacts;
  /** Start-up conditions on secrets. */
  secretGuards: GuardFact[];
  /** Environment variables that are read and declared. */
  env: EnvFacts;
  /** Rules of a `.gitignore`. */
  ignore: IgnoreFacts;
  /** Credentials, by shape and place. */
  secrets: SecretFacts;
  /** What another secret scanner's list accepts. */
  scannerList: ScannerList;
  /** CI workflows and pipelines: jobs, steps, commands. */
  ci: CiFacts;
  compose: ComposeFacts;
  dockerfile: DockerfileFacts;
  /** Kubernetes objects, Helm values, platforms' files. */
  deployment: DeploymentFacts;
  /** One revision of a schema. */
  migration: MigrationFacts;
  migrationConfig: MigrationConfigFacts;
  /** Foreign keys of models and tables, and indexes. */
  foreignKeys: ForeignKeyFacts;
  /** Headings of a Markdown document. */
  outline: OutlineFacts;
  /** What a Markdown document names: files, scripts, targets. */
  references: Reference[];
  makefile: MakefileFacts;
  /** Python: modules imported and set-up functions called. */
  imports: PythonImportFacts;
  /** Alert rules, and what loads them. */
  alerting: AlertingFacts;
  /** How long a request may take, in other languages than Python and JavaScript. */
  serverLimits: ServerLimit[];
  /** Well-known calls and declarations. */
  signals: Signal[];
  /** Calls that run SQL put together from values. */
  sqlText: SqlText[];
  /** Commands of a shell script. */
  shellScript: ShellCommand[];
  /** What runs before a commit. */
  hooks: HookFacts;
  /** Dependabot, Renovate. */
  updateBot: UpdateBotFacts;
  dockerignore: DockerignoreFacts;
  /** Cases and assertions of a test file. */
  testCases: TestCaseFacts;
  /** Modules, routes, mounts and guards (`code/model.ts`). */
  code: CodeFacts;
  /** Names that a Go file declares, the module that a `go.mod` does. */
  goNames: GoNames;
  /** linguist attributes of a `.gitattributes`. */
  attributes: AttributeFacts;
  /** Code lines and largest parts of longer source files. */
  size: SizeFacts;
  /** A TypeScript configuration. */
  tsconfig: TsconfigFacts;
  /** Explicit `any` and silenced type errors. */
  typeEscapes: TypeEscapes;
  /** `console.log`, `print` and breakpoints. */
  debugCalls: DebugCalls;
  /** Thresholds and projects of a test runner's JavaScript configuration. */
  testConfig: TestConfigFacts;
  /** What a test run covered, as its report says. */
  coverage: CoverageFacts;
}

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
