/**
 * Resolution of JavaScript and TypeScript specifiers to files of the workspace: relative paths, folders, `.js` written for `.ts`, path
 * mappings of tsconfig, `#imports`, packages of the workspace with their `exports`, and, where a bundler's alias is the likely reason, a
 * unique match by the end of the path. Rules: Node's "Modules: Packages" and TypeScript's `moduleResolution: bundler`.
 */
import type { Lineage, Workspace } from '../workspace';
import type { PackageEntry, PathMapping } from './facts';
import { dirname, join } from './paths';

export type Resolution =
  /** A file of the workspace. `guessed`: by the end of its path alone. */
  | { kind: 'file'; path: string; guessed?: true }
  /** A package from outside the workspace, or one that Node brings (`node:fs`). */
  | { kind: 'package'; name: string; subpath: string }
  /** Should be a file of the workspace and is none. */
  | { kind: 'unresolved'; reason: string };

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.vue', '.svelte', '.astro', '.json'];
/** A specifier's written extension and the sources it may stand for (TypeScript writes the extension of its output). */
const WRITTEN_FOR: Readonly<Record<string, string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};
const MAX_EXTENDS = 8;
/** Packages that were committed with the project are what they are where nobody commits them: known by name, not by their files. */
const INSTALLED = /(?:^|\/)node_modules\//;

export class ModuleResolver {
  private readonly cache = new Map<string, Map<string, Resolution>>();
  private readonly packagesByName = new Map<string, { folder: string; facts: PackageEntry }>();
  private readonly mappings = new Map<string, { base: string; mapping: PathMapping }[]>();
  private suffixes: Map<string, string[]> | undefined;
  /** Folders, and files without their extension: what is none of them leads nowhere, which is what most names do that are tried. */
  private readonly beginnings = new Set<string>();
  /** Paths as they are written, by those in small letters. */
  private written: Map<string, string> | undefined;

  private readonly lineage: Lineage;

  constructor(workspace: Workspace) {
    this.lineage = workspace.lineage;
    // Mappings are looked up when a specifier is resolved; the resolver turns on them all the same.
    workspace.each('pathMapping');
    for (const path of workspace.folders) this.beginnings.add(path);
    for (const path of workspace.files.keys()) this.beginnings.add(path.slice(0, path.lastIndexOf('.')));
    for (const { file, facts } of workspace.each('packageEntry')) {
      if (facts.name !== null && !INSTALLED.test(file.path) && !this.packagesByName.has(facts.name)) {
        this.packagesByName.set(facts.name, { folder: dirname(file.path), facts });
      }
    }
  }

  private get workspace(): Workspace {
    return this.lineage.latest;
  }

  /** What a specifier means in a file. */
  resolve(from: string, specifier: string): Resolution {
    const folder = dirname(from);
    let known = this.cache.get(folder);
    if (!known) this.cache.set(folder, (known = new Map()));
    let result = known.get(specifier);
    if (!result) known.set(specifier, (result = this.compute(folder, specifier)));
    return result;
  }

  /** The nearest `package.json` at or above a file. */
  packageOf(path: string): { path: string; facts: PackageEntry } | undefined {
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      const manifest = join(folder, 'package.json');
      const facts = this.workspace.part(manifest, 'packageEntry');
      if (facts) return { path: manifest, facts };
      if (folder === '') return undefined;
    }
  }

  private compute(folder: string, specifier: string): Resolution {
    if (/^\.{1,2}(\/|$)/.test(specifier)) {
      const path = this.file(join(folder, specifier));
      return path !== undefined ? { kind: 'file', path } : this.inOtherCase(join(folder, specifier), specifier);
    }
    if (specifier.startsWith('/')) return this.missing(specifier);
    if (specifier === '$lib' || specifier.startsWith('$lib/')) return this.library(folder, specifier);
    if (specifier.startsWith('node:')) return { kind: 'package', name: specifier, subpath: '' };
    const found =
      this.mapped(folder, specifier) ?? this.internal(folder, specifier) ?? this.workspacePackage(specifier);
    if (found !== undefined) return { kind: 'file', path: found };
    return this.alias(folder, specifier) ?? this.external(specifier);
  }

  /** A file whose name differs in capitals only, as the disks of macOS and Windows find it. */
  private inOtherCase(path: string, specifier: string): Resolution {
    if (!this.written) {
      this.written = new Map();
      for (const one of this.workspace.files.keys()) this.written.set(one.toLowerCase(), one);
    }
    const stem = path.toLowerCase();
    for (const ending of ['', ...EXTENSIONS]) {
      const found = this.written.get(stem + ending);
      if (found !== undefined) return { kind: 'file', path: found, guessed: true };
    }
    return this.missing(specifier);
  }

  private missing(specifier: string): Resolution {
    return { kind: 'unresolved', reason: `"${specifier}" leads to no file of the workspace` };
  }

  private external(specifier: string): Resolution {
    const parts = specifier.split('/');
    const name = parts.splice(0, specifier.startsWith('@') ? 2 : 1).join('/');
    return { kind: 'package', name, subpath: parts.join('/') };
  }

  /** A path as written to the file that is there. */
  private file(path: string): string | undefined {
    const has = (candidate: string): boolean => this.workspace.files.has(candidate);
    const written = /\.[cm]?jsx?$/.exec(path)?.[0];
    if (written !== undefined) {
      const stem = path.slice(0, -written.length);
      // A hand-written `.js` beside a `.ts` of the same name is a build output more often than not, but Node would load the `.js`.
      if (has(path)) return path;
      for (const extension of WRITTEN_FOR[written] ?? []) if (has(stem + extension)) return stem + extension;
    } else if (/\.\w+$/.test(path) && has(path)) return path;
    if (!this.beginnings.has(path)) return undefined;
    for (const extension of EXTENSIONS) if (has(path + extension)) return path + extension;
    const folder = path === '' ? '' : `${path}/`;
    const inside = this.workspace.part(`${folder}package.json`, 'packageEntry');
    const main = inside && this.entryOf(path, inside);
    if (main !== undefined) return main;
    for (const extension of EXTENSIONS) if (has(`${folder}index${extension}`)) return `${folder}index${extension}`;
    return undefined;
  }

  /** `compilerOptions.paths` and `baseUrl` of the nearest configuration that maps the specifier. */
  private mapped(folder: string, specifier: string): string | undefined {
    for (let at = folder; ; at = dirname(at)) {
      for (const { base, mapping } of this.mappingsAt(at)) {
        for (const target of bestTargets(mapping.paths, specifier)) {
          const path = this.file(join(base, target));
          if (path !== undefined) return path;
        }
        if (mapping.baseUrl !== null) {
          const path = this.file(join(base, specifier));
          if (path !== undefined) return path;
        }
      }
      if (at === '') return undefined;
    }
  }

  /** Mappings of every configuration file in a folder, what they extend included, each with the folder its targets start from. */
  private mappingsAt(folder: string): { base: string; mapping: PathMapping }[] {
    let found = this.mappings.get(folder);
    if (found) return found;
    found = [];
    this.mappings.set(folder, found);
    for (const path of this.configsIn().get(folder) ?? []) this.collectMappings(path, found, MAX_EXTENDS);
    return found;
  }

  private configsIn(): Map<string, string[]> {
    return this.workspace.derive(configsByFolder);
  }

  private collectMappings(path: string, into: { base: string; mapping: PathMapping }[], depth: number): void {
    const mapping = this.workspace.part(path, 'pathMapping');
    if (!mapping || depth === 0) return;
    const folder = dirname(path);
    into.push({ base: mapping.baseUrl === null ? folder : join(folder, mapping.baseUrl), mapping });
    for (const base of mapping.extends) {
      const file = this.extended(folder, base);
      if (file !== undefined) this.collectMappings(file, into, depth - 1);
    }
  }

  private extended(folder: string, base: string): string | undefined {
    if (base.startsWith('.')) {
      const path = join(folder, base);
      return [path, `${path}.json`, join(path, 'tsconfig.json')].find((candidate) =>
        this.workspace.files.has(candidate),
      );
    }
    const { name, subpath } = this.external(base) as { name: string; subpath: string };
    const owner = this.packagesByName.get(name);
    if (!owner) return undefined;
    const path = join(owner.folder, subpath === '' ? 'tsconfig.json' : subpath);
    return [path, `${path}.json`].find((candidate) => this.workspace.files.has(candidate));
  }

  /** SvelteKit's `$lib`: `src/lib` of the application. The configuration that maps it is generated (svelte.dev/docs/kit, "$lib"). */
  private library(folder: string, specifier: string): Resolution {
    for (let at = folder; ; at = dirname(at)) {
      const path = this.file(join(at, `src/lib${specifier.slice('$lib'.length)}`));
      if (path !== undefined) return { kind: 'file', path };
      if (at === '') return this.missing(specifier);
    }
  }

  /** `#internal/x` through `imports` of the nearest package, other names through its `_moduleAliases` (package `module-alias`). */
  private internal(folder: string, specifier: string): string | undefined {
    const owner = this.packageOf(join(folder, 'x'));
    if (!owner) return undefined;
    return this.firstFile(dirname(owner.path), bestTargets(owner.facts.imports, specifier));
  }

  private workspacePackage(specifier: string): string | undefined {
    const { name, subpath } = this.external(specifier) as { name: string; subpath: string };
    const found = this.packagesByName.get(name);
    if (!found) return undefined;
    if (subpath === '') return this.entryOf(found.folder, found.facts);
    const exported = bestTargets(found.facts.exports, `./${subpath}`);
    return (
      this.firstFile(found.folder, exported) ??
      this.file(join(found.folder, subpath)) ??
      this.file(join(found.folder, 'src', subpath))
    );
  }

  /** The entry of a package: its source where it can be told, since what is built is rarely in the workspace. */
  private entryOf(folder: string, facts: PackageEntry): string | undefined {
    const root = facts.exports.find((entry) => entry.pattern === '.')?.targets ?? [];
    const written = [facts.source, ...root, facts.module, facts.main].filter((target) => target !== null);
    return this.firstFile(folder, [...written, './src/index', './index', './src/main', './lib/index']);
  }

  private firstFile(folder: string, targets: readonly string[]): string | undefined {
    for (const target of targets) {
      const path = join(folder, target);
      const found = this.file(path) ?? this.sourceOf(folder, path);
      if (found !== undefined && !found.endsWith('.json') && !found.endsWith('.d.ts')) return found;
    }
    return undefined;
  }

  /** `dist/routes/a.js` → `src/routes/a.ts`: the source of a file that the build writes. */
  private sourceOf(folder: string, path: string): string | undefined {
    const inner = folder === '' ? path : path.slice(folder.length + 1);
    const match = /^(?:dist|build|lib|out|esm|cjs)\/(?:esm\/|cjs\/)?(.+?)(?:\.d)?\.[cm]?[jt]sx?$/.exec(inner);
    if (!match) return undefined;
    return this.file(join(folder, 'src', match[1] ?? '')) ?? this.file(join(folder, match[1] ?? ''));
  }

  /** An alias that only a bundler's configuration knows (`@/auth`, `~/auth`, `src/auth`): a file whose path ends so, if there is just one. */
  private alias(folder: string, specifier: string): Resolution | undefined {
    const match =
      /^(?:@@?|~~?|#|src|app|server)\/(.+)$/.exec(specifier) ?? /^@(?:src|app|server|lib)\/(.+)$/.exec(specifier);
    if (!match) return undefined;
    for (let at = folder; ; at = dirname(at)) {
      for (const root of [at, join(at, 'src'), join(at, 'app')]) {
        const path = this.file(join(root, match[1] ?? ''));
        if (path !== undefined) return { kind: 'file', path, guessed: true };
      }
      if (at === '') break;
    }
    const ending = (match[1] ?? '').replace(/\.[cm]?[jt]sx?$/, '');
    const candidates = this.bySuffix(ending);
    const [only, ...others] = candidates;
    return only !== undefined && others.length === 0
      ? { kind: 'file', path: only, guessed: true }
      : { kind: 'unresolved', reason: `"${specifier}" is an alias that no configuration file explains` };
  }

  private bySuffix(ending: string): string[] {
    if (!this.suffixes) {
      this.suffixes = new Map();
      for (const path of this.workspace.files.keys()) {
        const match = /([^/]+)\.[cm]?[jt]sx?$/.exec(path);
        const name = match?.[1];
        if (name === undefined) continue;
        const list = this.suffixes.get(name);
        if (list) list.push(path);
        else this.suffixes.set(name, [path]);
      }
    }
    const name = ending.slice(ending.lastIndexOf('/') + 1);
    const stem = (path: string): string => path.replace(/\.[cm]?[jt]sx?$/, '');
    const direct = (this.suffixes.get(name) ?? []).filter((path) => `/${stem(path)}`.endsWith(`/${ending}`));
    const index = (this.suffixes.get('index') ?? []).filter((path) => `/${stem(path)}`.endsWith(`/${ending}/index`));
    return [...direct, ...index];
  }
}

/** The resolver of a workspace. Call through `workspace.derive(moduleResolver)`. */
export function moduleResolver(workspace: Workspace): ModuleResolver {
  return new ModuleResolver(workspace);
}

function configsByFolder(workspace: Workspace): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const { file } of workspace.each('pathMapping')) {
    const folder = dirname(file.path);
    const list = folders.get(folder) ?? [];
    // `tsconfig.json` decides for the editor and comes first; `tsconfig.app.json` and its like only add.
    if (/(^|\/)(tsconfig|jsconfig)\.json$/.test(file.path)) list.unshift(file.path);
    else list.push(file.path);
    folders.set(folder, list);
  }
  return folders;
}

/** Targets of the most specific pattern that matches, with `*` filled in (Node and TypeScript agree: the longest prefix wins). */
function bestTargets(patterns: readonly { pattern: string; targets: string[] }[], specifier: string): string[] {
  let best: { targets: string[]; length: number; middle: string } | undefined;
  for (const { pattern, targets } of patterns) {
    if (pattern === specifier) return targets;
    const star = pattern.indexOf('*');
    const folder = pattern.endsWith('/') ? pattern : undefined;
    const prefix = folder ?? (star < 0 ? undefined : pattern.slice(0, star));
    if (prefix === undefined) continue;
    const suffix = folder === undefined ? pattern.slice(star + 1) : '';
    const matches =
      specifier.length >= prefix.length + suffix.length && specifier.startsWith(prefix) && specifier.endsWith(suffix);
    if (matches && (!best || prefix.length > best.length)) {
      const middle = specifier.slice(prefix.length, specifier.length - suffix.length);
      best = {
        targets: folder === undefined ? targets : targets.map((target) => `${target}*`),
        length: prefix.length,
        middle,
      };
    }
  }
  const { middle = '' } = best ?? {};
  return (best?.targets ?? []).map((target) => target.replace('*', () => middle));
}
