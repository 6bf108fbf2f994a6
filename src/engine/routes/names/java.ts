/**
 * Resolution of Java names to files of the workspace: a public class lies in a file of its name, in folders named as its package (Java
 * Language Specification 7.2, 7.6); where source roots begin is not in the files, so paths are compared by their ends.
 */
import { dirname } from '../../modules/paths';
import type { Resolution } from '../../modules/resolve';
import type { Workspace } from '../../workspace';
import type { NameFinder } from './finders';

export class JavaNames implements NameFinder {
  /** Paths by the name of the class. */
  private readonly files = new Map<string, string[]>();

  constructor(workspace: Workspace) {
    for (const path of workspace.files.keys()) {
      if (!path.endsWith('.java')) continue;
      const name = path.slice(path.lastIndexOf('/') + 1, -5);
      const known = this.files.get(name);
      if (known) known.push(path);
      else this.files.set(name, [path]);
    }
  }

  /** `name` in a package, or inside a class. */
  resolve(from: string, specifier: string, name: string | null): Resolution {
    const found = (name === null ? undefined : this.find(from, specifier, name)) ?? this.outer(from, specifier);
    if (found !== undefined) return { kind: 'file', path: found };
    const [top = specifier] = specifier.split('.');
    return { kind: 'package', name: top, subpath: specifier.slice(top.length + 1) };
  }

  /** The same folder, the same package in another source root, and last the only class of that name. */
  ambient(from: string, name: string): readonly string[] {
    const all = this.files.get(name) ?? [];
    const beside = all.find((path) => dirname(path) === dirname(from));
    if (beside !== undefined) return [beside];
    const same = all.filter((path) => packageOf(path) === packageOf(from));
    if (same.length > 0) return same;
    return all.length === 1 ? all : [];
  }

  private find(from: string, folder: string, name: string): string | undefined {
    const end = `${folder.replaceAll('.', '/')}/${name}.java`;
    const all = (this.files.get(name) ?? []).filter((path) => path === end || path.endsWith(`/${end}`));
    return all.length < 2 ? all[0] : nearest(from, all);
  }

  /** `com.acme.Outer`, whose member is named. */
  private outer(from: string, specifier: string): string | undefined {
    const dot = specifier.lastIndexOf('.');
    const name = specifier.slice(dot + 1);
    return dot > 0 && /^[A-Z]/.test(name) ? this.find(from, specifier.slice(0, dot), name) : undefined;
  }
}

/** The folders below the source root, where it is a usual one. */
function packageOf(path: string): string {
  const folder = dirname(path);
  return /(?:^|\/)(?:java|kotlin)\/(.*)$/.exec(folder)?.[1] ?? folder;
}

/** The path that shares most folders with a file. */
function nearest(from: string, paths: readonly string[]): string | undefined {
  const own = from.split('/');
  const shared = (path: string): number => {
    const other = path.split('/');
    const at = own.findIndex((segment, index) => segment !== other[index]);
    return at < 0 ? own.length : at;
  };
  return [...paths].sort((a, b) => shared(b) - shared(a))[0];
}

export function javaNames(workspace: Workspace): JavaNames {
  return new JavaNames(workspace);
}
