/**
 * Where names of Go lead: packages are folders, their paths begin with the path of the module in whose folder they lie (go.dev/ref/mod,
 * "go.mod files"; go.dev/ref/spec, "Packages"). All files of a folder share their names; an index of the names that each declares tells
 * which of them has one.
 */
import { dirname } from '../../modules/paths';
import type { Resolution } from '../../modules/resolve';
import { isStandard } from '../../code/go/types';
import type { Workspace } from '../../workspace';
import type { NameFinder } from './name-finders';

export class GoPackages implements NameFinder {
  /** Files by folder, tests left out. */
  private readonly folders = new Map<string, string[]>();
  /** Names that a file declares at top level; `Type.Method` for methods. */
  private readonly names = new Map<string, ReadonlySet<string>>();
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

  resolve(from: string, specifier: string): Resolution {
    if (!isStandard(specifier)) {
      for (const { path, folder } of this.modules) {
        if (specifier !== path && !specifier.startsWith(`${path}/`)) continue;
        const below = specifier.slice(path.length + 1);
        const target = [folder, below].filter(Boolean).join('/');
        if (this.folders.has(target)) return { kind: 'file', path: `${target}/` };
        return { kind: 'unresolved', reason: `"${specifier}" leads to no folder of the workspace` };
      }
    }
    void from;
    return { kind: 'package', name: specifier, subpath: '' };
  }

  members(folder: string, name?: string): readonly string[] {
    const files = this.folders.get(folder.replace(/\/$/, '')) ?? [];
    return name === undefined ? files : files.filter((path) => this.names.get(path)?.has(name));
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
