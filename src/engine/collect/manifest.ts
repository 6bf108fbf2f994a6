/**
 * Manifest facts: what package.json, pyproject.toml, setup.cfg, Pipfile, requirements files and pnpm-workspace.yaml declare. One shape
 * for both languages, so that a check asks "is X declared?" once (see `declares` in `manifests.ts`).
 */
import { isMap, isSeq } from 'yaml';
import type { Span } from '../span';
import { isManifest, REQUIREMENTS } from '../manifest-names';
import { defineExtractor } from './extractor';
import { childOf, propertiesOf, stringOf, stringsOf, jsonOf } from './json-nodes';
import { pythonManifest, requirementsManifest } from './manifest-python';
import type { SourceFile } from './source-file';

/** `main` = needed to run; `optional` = an extra or an optional dependency. */
export type DependencyGroup = 'main' | 'dev' | 'peer' | 'optional';

export interface Dependency {
  /** npm: as written. Python: normalised as PEP 503 says (lower case, runs of `-_.` become `-`). */
  name: string;
  /** The version specifier as written (`^5.1.0`, `>=2,<3`, `workspace:*`, a URL); `''` when there is none. */
  version: string;
  group: DependencyGroup;
  span: Span;
}

export interface ManifestScript {
  name: string;
  command: string;
  /** The whole `"name": "command"`. */
  span: Span;
}

declare module '../facts' {
  interface FactParts {
    /** Declared packages, scripts and dependencies. */
    manifest: ManifestFacts;
  }
}

export interface ManifestFacts {
  kind: 'npm' | 'pnpm-workspace' | 'pyproject' | 'setup-cfg' | 'pipfile' | 'requirements';
  ecosystem: 'npm' | 'python';
  /** Name of the package, if it says one. */
  name: string | null;
  version: string | null;
  /** npm's `private`. */
  private: boolean;
  /** Workspace globs (`workspaces` in either form, pnpm's `packages`); null = none declared. */
  workspaces: string[] | null;
  /** npm: `scripts`. Python: console scripts (name → `module:function`). */
  scripts: ManifestScript[];
  dependencies: Dependency[];
  /** npm: `main`, `module`, `types`, `bin` and the string targets of `exports`, as written. */
  entries: string[];
  /** npm: `engines.node`; Python: `requires-python`. */
  engine: string | null;
  /** npm: `packageManager` (`pnpm@9.1.0`). Python: the build backend's name. */
  manager: string | null;
  /** npm: `type` is `module`. */
  esm: boolean;
  /** requirements files: other files it includes with `-r` or `-c`, as written. */
  includes: string[];
}

/** Facts with nothing in them, to fill in. */
export function emptyManifest(kind: ManifestFacts['kind']): ManifestFacts {
  return {
    kind,
    ecosystem: kind === 'npm' || kind === 'pnpm-workspace' ? 'npm' : 'python',
    name: null,
    version: null,
    private: false,
    workspaces: null,
    scripts: [],
    dependencies: [],
    entries: [],
    engine: null,
    manager: null,
    esm: false,
    includes: [],
  };
}

export const manifest = defineExtractor({
  part: 'manifest',
  version: 1,
  accepts: isManifest,
  extract(file): ManifestFacts | undefined {
    if (file.name === 'package.json') return npmManifest(file);
    if (file.name === 'pnpm-workspace.yaml') return pnpmWorkspace(file);
    if (REQUIREMENTS.test(file.path)) return requirementsManifest(file);
    return pythonManifest(file);
  },
});

const GROUPS: readonly [string, DependencyGroup][] = [
  ['dependencies', 'main'],
  ['devDependencies', 'dev'],
  ['peerDependencies', 'peer'],
  ['optionalDependencies', 'optional'],
];

/** https://docs.npmjs.com/cli/configuring-npm/package-json */
function npmManifest(file: SourceFile): ManifestFacts | undefined {
  const root = file.json;
  if (root?.type !== 'object') return undefined;
  const facts = emptyManifest('npm');
  facts.name = stringOf(childOf(root, 'name')) ?? null;
  facts.version = stringOf(childOf(root, 'version')) ?? null;
  facts.private = childOf(root, 'private')?.value === true;
  const workspaces = childOf(root, 'workspaces');
  facts.workspaces = stringsOf(workspaces) ?? stringsOf(childOf(workspaces, 'packages')) ?? null;
  facts.engine = stringOf(childOf(root, 'engines', 'node')) ?? null;
  facts.manager = stringOf(childOf(root, 'packageManager')) ?? null;
  facts.esm = stringOf(childOf(root, 'type')) === 'module';
  for (const { key, value, property } of propertiesOf(childOf(root, 'scripts'))) {
    const command = stringOf(value);
    if (command !== undefined)
      facts.scripts.push({ name: key, command, span: file.span(property.offset, property.offset + property.length) });
  }
  for (const [field, group] of GROUPS)
    for (const { key, value, property } of propertiesOf(childOf(root, field))) {
      const span = file.span(property.offset, property.offset + property.length);
      facts.dependencies.push({ name: key, version: stringOf(value) ?? '', group, span });
    }
  for (const field of ['main', 'module', 'types', 'bin', 'exports']) {
    const value = childOf(root, field);
    if (value) facts.entries.push(...stringsWithin(jsonOf(value)));
  }
  return facts;
}

/** Every string inside a JSON value: `exports` nests conditions. */
function stringsWithin(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsWithin);
}

/** https://pnpm.io/pnpm-workspace_yaml */
function pnpmWorkspace(file: SourceFile): ManifestFacts {
  const facts = emptyManifest('pnpm-workspace');
  const root = file.yaml?.[0]?.contents;
  const packages = isMap(root) ? root.get('packages') : undefined;
  facts.workspaces = isSeq(packages)
    ? packages.toJSON().filter((item: unknown): item is string => typeof item === 'string')
    : [];
  return facts;
}
