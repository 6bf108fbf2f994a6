/** Module facts of one JavaScript or TypeScript file: what it takes from other modules and what it gives to them. */
import type { Span } from '../span';

/** The name under which CommonJS knows the whole of `module.exports` (and TypeScript's `export =`). */
export const WHOLE = '=';

/** One name that a file takes from another module. */
export interface ImportFact {
  /** Name in this file; null for an import that binds nothing (`import './setup'`, `require('./a')(app)`). */
  local: string | null;
  /** Exported name there: `default`, a name, `*` for the namespace, `=` for what `require` returns. */
  name: string;
  /** The specifier as written. */
  from: string;
  how: 'import' | 'require' | 'dynamic';
  /** TypeScript's `import type`: gone at run time. */
  typeOnly?: true;
  /** Inside `try` or under a condition: may be missing at run time. */
  guarded?: true;
  span: Span;
}

/** One name that a file gives to others. */
export interface ExportFact {
  /** Exported name: `default`, a name, `=` for `module.exports`, `*` for a re-export of everything. */
  name: string;
  /**
   * Name in this file that stands for the value. An anonymous value (`export default express.Router()`) is known by its exported name in
   * angle brackets, `<default>`; facts about values use the same key.
   */
  local?: string;
  /** Members of `local`, for `exports.a = controller.list`. */
  members?: string[];
  /** Specifier of a re-export, with the name there. */
  from?: string;
  fromName?: string;
  typeOnly?: true;
  span: Span;
}

export interface ModuleFacts {
  /** Written as CommonJS (`require`, `module.exports`) and not as ECMAScript module. */
  commonJs: boolean;
  imports: ImportFact[];
  exports: ExportFact[];
}

/** How a package of the workspace is entered: the parts of its `package.json` that decide resolution (dependencies: `manifest` facts). */
export interface PackageEntry {
  name: string | null;
  main: string | null;
  module: string | null;
  /** `source`, read by bundlers and monorepo tools. */
  source: string | null;
  /** Flattened `exports`: subpath pattern to targets, best first (source before built). */
  exports: { pattern: string; targets: string[] }[];
  /** Flattened `imports` (`#internal/*`). */
  imports: { pattern: string; targets: string[] }[];
}

/** What a `tsconfig*.json` or `jsconfig.json` says about resolution. */
export interface PathMapping {
  extends: string[];
  baseUrl: string | null;
  paths: { pattern: string; targets: string[] }[];
}
