/**
 * Resolution of Python imports to files of the workspace. Every folder above the importing file may be on the path (`sys.path` is not in
 * the files), so may any other folder that is no package itself; a package beats a module of the same name (docs.python.org, "The import
 * system").
 */
import { dirname, join } from '../../modules/paths';
import type { Resolution } from '../../modules/resolve';
import type { Workspace } from '../../workspace';

/** A virtual environment that was committed: what is installed there are packages, as they are where nobody has committed them. */
const INSTALLED = /(?:^|\/)(?:(?:site|dist)-packages|node_modules|__pypackages__)\//;

export class PythonModules {
  private readonly files = new Set<string>();
  /** Folders that hold Python files, at any depth. */
  private readonly folders = new Set<string>();
  /** By the name of a module or package, the folders that hold one of that name. */
  private readonly roots = new Map<string, Set<string>>();
  private readonly cache = new Map<string, Map<string, Resolution>>();

  constructor(workspace: Workspace) {
    for (const path of workspace.files.keys()) if (path.endsWith('.py') && !INSTALLED.test(path)) this.add(path);
  }

  private add(path: string): void {
    this.files.add(path);
    const name = path.slice(path.lastIndexOf('/') + 1, -3);
    const folder = dirname(path);
    this.addRoot(
      name === '__init__' ? folder.slice(folder.lastIndexOf('/') + 1) : name,
      name === '__init__' ? dirname(folder) : folder,
    );
    for (let up = folder; up !== '' && !this.folders.has(up); up = dirname(up)) {
      this.folders.add(up);
      this.addRoot(up.slice(up.lastIndexOf('/') + 1), dirname(up));
    }
  }

  private addRoot(name: string, root: string): void {
    const roots = this.roots.get(name);
    if (roots) roots.add(root);
    else this.roots.set(name, new Set([root]));
  }

  /**
   * What `import <module>` means in a file. A namespace package (a folder without `__init__.py`) is a `file` whose path ends with `/`.
   */
  resolve(from: string, module: string): Resolution {
    const folder = dirname(from);
    let known = this.cache.get(folder);
    if (!known) this.cache.set(folder, (known = new Map()));
    let result = known.get(module);
    if (!result) known.set(module, (result = this.compute(from, module)));
    return result;
  }

  /** A module inside a package, or undefined. `parent`: path of the package's `__init__.py`, or its folder with `/`. */
  submodule(parent: string, name: string): string | undefined {
    const folder = parent.endsWith('/')
      ? parent.slice(0, -1)
      : parent.endsWith('/__init__.py')
        ? dirname(parent)
        : undefined;
    return folder === undefined ? undefined : this.find(folder, [name]);
  }

  /** The dotted name of a module, from the folder that is no package any more. */
  nameOf(path: string): string {
    const parts: string[] = [];
    let at = path.replace(/(?:\/__init__)?\.py$|\/$/, '');
    do {
      parts.unshift(at.slice(at.lastIndexOf('/') + 1));
      at = dirname(at);
    } while (at !== '' && this.files.has(join(at, '__init__.py')));
    return parts.join('.');
  }

  private compute(from: string, module: string): Resolution {
    const dots = /^\.*/.exec(module)?.[0].length ?? 0;
    const parts = module.slice(dots).split('.').filter(Boolean);
    if (dots > 0) {
      let base = dirname(from);
      for (let up = 1; up < dots; up++) base = dirname(base);
      const path = this.find(base, parts);
      return path === undefined ? missing(module) : { kind: 'file', path };
    }
    const [top] = parts;
    if (top === undefined) return missing(module);
    // Most imports are of packages from elsewhere.
    if (!this.roots.has(top)) return { kind: 'package', name: top, subpath: parts.slice(1).join('.') };
    let partial = false;
    for (const root of this.candidates(from)) {
      const path = this.find(root, parts);
      if (path !== undefined && (path !== from || path.endsWith('/__init__.py'))) return { kind: 'file', path };
      if (path !== undefined || parts.length < 2 || this.files.has(join(root, '__init__.py'))) continue;
      // Only a package can lack a module; a lone file of that name shadows nothing that a program could import from.
      if (this.find(root, [top])?.endsWith('/__init__.py')) partial = true;
    }
    if (partial) return missing(module);
    const started = this.startedIn(from, parts);
    if (started !== undefined) return { kind: 'file', path: started };
    return this.elsewhere(from, parts) ?? { kind: 'package', name: top, subpath: parts.slice(1).join('.') };
  }

  /** Folders above the file that are no packages, nearest first; then its own folder, for scripts that are run where they are. */
  private candidates(from: string): string[] {
    const above: string[] = [];
    const own = dirname(from);
    for (let folder = own; ; folder = dirname(folder)) {
      if (!this.files.has(join(folder, '__init__.py'))) above.push(folder);
      if (folder === '') break;
    }
    if (!above.includes(own)) above.push(own);
    return above;
  }

  /**
   * In a folder above that is a package by a stray `__init__.py`, and where the program is started all the same: scripts have their folder on
   * the path. A name alone may be that of a package from elsewhere.
   */
  private startedIn(from: string, parts: string[]): string | undefined {
    for (let folder = dirname(from); folder !== ''; folder = dirname(folder)) {
      if (!this.files.has(join(folder, '__init__.py'))) continue;
      const isStart = this.files.has(join(folder, 'manage.py'));
      const path = isStart || parts.length > 1 ? this.find(folder, parts) : undefined;
      if (path !== undefined && path !== from && !path.endsWith('/')) return path;
    }
    return undefined;
  }

  /** A root that is not above the file: only where the whole dotted path leads to one file, or the folder is a usual source root. */
  private elsewhere(from: string, parts: string[]): Resolution | undefined {
    const found = new Set<string>();
    for (const root of this.roots.get(parts[0] ?? '') ?? []) {
      // Settings put `apps` on the path, a package or not (`sys.path.insert(0, root("apps"))`).
      const isApps = parts.length > 1 && /(^|\/)(apps|libs)$/.test(root);
      if (!isApps && this.files.has(join(root, '__init__.py'))) continue;
      const path = this.find(root, parts);
      if (path === undefined || path === from) continue;
      if (parts.length > 1 || /(^|\/)(src|lib|python|backend|server|api)$/.test(root)) found.add(path);
    }
    const [only] = found;
    return found.size === 1 && only !== undefined ? { kind: 'file', path: only, guessed: true } : undefined;
  }

  private find(root: string, parts: readonly string[]): string | undefined {
    const base = join(root, ...parts);
    for (let i = 1; i < parts.length; i++) if (!this.folders.has(join(root, ...parts.slice(0, i)))) return undefined;
    const init = join(base, '__init__.py');
    if (this.files.has(init)) return init;
    if (parts.length > 0 && this.files.has(`${base}.py`)) return `${base}.py`;
    return this.folders.has(base) ? `${base}/` : undefined;
  }
}

function missing(module: string): Resolution {
  return { kind: 'unresolved', reason: `"${module}" leads to no file of the workspace` };
}

/** The resolver of a workspace. Call through `workspace.derive(pythonModules)`. */
export function pythonModules(workspace: Workspace): PythonModules {
  let modules = resolvers.get(workspace.files);
  if (!modules) resolvers.set(workspace.files, (modules = new PythonModules(workspace)));
  return modules;
}

/** Resolution turns on the list of files alone, which outlives a workspace. */
const resolvers = new WeakMap<Workspace['files'], PythonModules>();
