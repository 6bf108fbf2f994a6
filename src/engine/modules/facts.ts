/** Facts of module resolution: what a JavaScript file loads, how a package is entered, which path mappings are in force. */

/** One specifier that a file loads. Names are the matter of code facts; this is the cheap graph over every file. */
export interface ImportFact {
  /** The specifier as written. */
  from: string;
  how: 'import' | 'require' | 'dynamic';
  line: number;
  /** In a template string, or a `require` behind the margin (in a `try`, a condition, a function): it may never run. */
  nested?: true;
}

declare module '../facts' {
  interface FactParts {
    /** Imports and exports of a JavaScript or TypeScript file. */
    module: ModuleFacts;
    /** How a `package.json` lets its package be entered. */
    packageEntry: PackageEntry;
    /** Path mappings of a `tsconfig*.json` or `jsconfig.json`. */
    pathMapping: PathMapping;
  }
}

export interface ModuleFacts {
  imports: ImportFact[];
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
  /** Flattened `imports` (`#internal/*`), and `_moduleAliases`. */
  imports: { pattern: string; targets: string[] }[];
}

/** What a `tsconfig*.json` or `jsconfig.json` says about resolution. */
export interface PathMapping {
  extends: string[];
  baseUrl: string | null;
  paths: { pattern: string; targets: string[] }[];
}
