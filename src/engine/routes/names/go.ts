/**
 * Where names of Go lead: packages are folders, their paths begin with the path of the module in whose folder they lie (go.dev/ref/mod,
 * "go.mod files"; go.dev/ref/spec, "Packages"). All files of a folder share their names; an index of the names that each declares tells
 * which of them has one.
 */
import { dirname } from '../../modules/paths';
import type { Resolution } from '../../modules/resolve';
import { isStandard } from '../../code/go/types';
import type { Workspace } from '../../workspace';
import type { NameFinder } from './finders';

/** Types that stand in for others in tests. */
const MOCK = /mock|fake|stub|noop|(?:^|\/)tests?(?:\/|$)/i;

export class GoPackages implements NameFinder {
  /** Files by folder, tests left out. */
  private readonly folders = new Map<string, string[]>();
  /** Names that a file declares at top level; `Type.Method` for methods. */
  private readonly names = new Map<string, ReadonlySet<string>>();
  private methods: Map<string, { folder: string; name: string; own: Set<string> }> | undefined;
  /** Folders of modules by their paths, the longest first. */
  private readonly modules: { path: string; folder: string }[] = [];

  constructor(workspace: Workspace) {
    for (const { file, facts } of workspace.each('goNames')) {
      if (facts.module !== null) this.modules.push({ path: facts.module, folder: dirname(file.path) });
      else if (file.fileClass !== 'vendored' && !file.path.endsWith('_test.go')) this.add(file.path, facts.names);
    }
    this.modules.sort((a, b) => b.path.length - a.path.length);
  }

  private add(path: string, names: readonly string[]): void {
    const folder = dirname(path);
    this.folders.set(folder, [...(this.folders.get(folder) ?? []), path]);
    this.names.set(path, new Set(names));
  }

  resolve(_from: string, specifier: string): Resolution {
    if (!isStandard(specifier)) {
      for (const { path, folder } of this.modules) {
        if (specifier !== path && !specifier.startsWith(`${path}/`)) continue;
        const below = specifier.slice(path.length + 1);
        const target = [folder, below].filter(Boolean).join('/');
        if (this.folders.has(target)) return { kind: 'file', path: `${target}/` };
        return { kind: 'unresolved', reason: `"${specifier}" leads to no folder of the workspace` };
      }
    }
    return { kind: 'package', name: specifier, subpath: '' };
  }

  members(folder: string, name?: string): readonly string[] {
    const files = this.folders.get(folder.replace(/\/$/, '')) ?? [];
    return name === undefined ? files : files.filter((path) => this.names.get(path)?.has(name));
  }

  implementing(methods: readonly string[]): { file: string; name: string }[] {
    if (methods.length === 0) return [];
    this.methods ??= this.byType();
    const found: { file: string; name: string }[] = [];
    for (const { folder, name, own } of this.methods.values()) {
      if (MOCK.test(name) || MOCK.test(folder) || !methods.every((method) => own.has(method))) continue;
      const file = this.members(folder, name)[0];
      if (file !== undefined) found.push({ file, name });
    }
    return found;
  }

  /** Methods of every type, whichever files they stand in. */
  private byType(): Map<string, { folder: string; name: string; own: Set<string> }> {
    const types = new Map<string, { folder: string; name: string; own: Set<string> }>();
    for (const [path, names] of this.names)
      for (const full of names) {
        const dot = full.indexOf('.');
        if (dot < 0) continue;
        const folder = dirname(path);
        const name = full.slice(0, dot);
        const key = `${folder} ${name}`;
        const known = types.get(key) ?? { folder, name, own: new Set() };
        known.own.add(full.slice(dot + 1));
        types.set(key, known);
      }
    return types;
  }

  ambient(from: string, name: string, member?: string): readonly string[] {
    const wanted = member === undefined ? name : `${name.replace(/\(\)$/, '')}.${member}`;
    return this.members(dirname(from), wanted).filter((path) => path !== from);
  }
}

/** The finder of a workspace. Call through `workspace.derive(goPackages)`. */
export function goPackages(workspace: Workspace): GoPackages {
  return new GoPackages(workspace);
}
