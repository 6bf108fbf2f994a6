/**
 * Resolution of C# names to files of the workspace: a name is looked up in all namespaces that a file uses, and by custom a type lies in a
 * file of its name.
 */
import { dirname } from '../../modules/paths';
import type { Resolution } from '../../modules/resolve';
import type { Workspace } from '../../workspace';
import type { NameFinder } from './finders';

export class CSharpNames implements NameFinder {
  /** Paths by the name of the type. */
  private readonly files = new Map<string, string[]>();

  constructor(workspace: Workspace) {
    for (const path of workspace.files.keys()) {
      if (!path.endsWith('.cs')) continue;
      const [name = ''] = path.slice(path.lastIndexOf('/') + 1).split('.');
      const known = this.files.get(name);
      if (known) known.push(path);
      else this.files.set(name, [path]);
    }
  }

  /** Only what frameworks bring is named by where it comes from. */
  resolve(_: string, specifier: string): Resolution {
    return { kind: 'package', name: specifier, subpath: '' };
  }

  /** The same folder first, then the nearest of that name. */
  ambient(from: string, name: string): readonly string[] {
    const all = this.files.get(name) ?? [];
    const own = dirname(from).split('/');
    const shared = (path: string): number => {
      const other = dirname(path).split('/');
      const at = own.findIndex((segment, index) => segment !== other[index]);
      return at < 0 ? own.length : at;
    };
    return [...all].sort((a, b) => shared(b) - shared(a)).slice(0, 4);
  }
}

export function csharpNames(workspace: Workspace): CSharpNames {
  return new CSharpNames(workspace);
}
