/**
 * Where Ruby constants are defined, by the convention that autoloading follows (Zeitwerk, "File structure"): `Api::V1::UsersController` is in
 * `api/v1/users_controller.rb` below any root. Roots are not in the files; the folders of an application and `lib` usually are.
 */
import { addByName, ResolutionMemo } from './lookups';
import { BY_PATH, camelized, NESTING, OR } from '../../code/ruby/names';
import { dirname, join } from '../../modules/paths';
import type { Resolution } from '../../modules/resolve';
import type { Workspace } from '../../workspace';
import type { NameFinder } from './finders';

/** Folders that are roots wherever they lie: those below `app`, `concerns` in them, `lib`. */
const ROOT = /(^|\/)(?:app\/[^/]+|app\/[^/]+\/concerns|lib|lib\/concerns|app\/lib)$/;

class RubyNames implements NameFinder {
  /** Files by the last part of their names. */
  private readonly byName = new Map<string, string[]>();
  /** Files in which routes are drawn. */
  private readonly drawn: string[] = [];

  constructor(files: Workspace['files']) {
    for (const path of files.keys()) {
      if (!path.endsWith('.rb')) continue;
      addByName(this.byName, path);
      if (/(^|\/)config\/routes\.rb$/.test(path)) this.drawn.push(path);
    }
  }

  private readonly known = new ResolutionMemo();

  /** `Api::V1>BaseController`: a constant inside modules. `routes/admin`: a file of routes. */
  resolve(from: string, specifier: string): Resolution {
    return this.known.get(from, specifier, () => this.compute(from, specifier));
  }

  private compute(from: string, specifier: string): Resolution {
    if (specifier.startsWith('routes/')) return this.routeFile(from, specifier);
    if (specifier.startsWith(BY_PATH)) {
      const paths = specifier.slice(BY_PATH.length).split(OR);
      const path = paths.map((one) => this.find(one, from)).find((one) => one !== undefined);
      return path === undefined ? { kind: 'package', name: specifier, subpath: '' } : { kind: 'file', path };
    }
    const [inner, written = inner ?? ''] = specifier.split(NESTING);
    const nesting = written === inner ? [] : (inner ?? '').split('::');
    for (let depth = nesting.length; depth >= 0; depth--) {
      const name = [...nesting.slice(0, depth), written].join('::');
      const path = this.find(underscored(name), from);
      if (path !== undefined) return { kind: 'file', path };
    }
    return { kind: 'package', name: written, subpath: '' };
  }

  /** What a package's constant is called, whatever stands around it here. */
  symbolOf(specifier: string): string {
    if (specifier.startsWith(BY_PATH)) return camelized(specifier.slice(BY_PATH.length).split(OR).at(-1) ?? '');
    return specifier.slice(specifier.indexOf(NESTING) + 1);
  }

  /** An engine's routes lie in its own `config/routes.rb`. */
  ambient(from: string, name: string): readonly string[] {
    if (!name.endsWith('.routes')) return [];
    const own = underscored(name.replace(/::Engine\.routes$/, ''));
    const others = this.drawn.filter((path) => path !== from);
    return [...others.filter((path) => path.includes(own)), ...others.filter((path) => !path.includes(own))];
  }

  /** `draw :admin` (Rails guides, "Breaking Up a Large Route File"). */
  private routeFile(from: string, specifier: string): Resolution {
    for (let folder = dirname(from); ; folder = dirname(folder)) {
      const path = join(folder, `${specifier}.rb`);
      if (this.byName.get(specifier.slice(specifier.lastIndexOf('/') + 1))?.includes(path))
        return { kind: 'file', path };
      if (folder === '') break;
    }
    return { kind: 'unresolved', reason: `"${specifier}.rb" leads to no file of the workspace` };
  }

  /** The file of a constant: below a root, the nearest one to the asking file first. */
  private find(path: string, from: string): string | undefined {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const ending = `/${path}.rb`;
    const found = (this.byName.get(name) ?? []).filter(
      (one) => one !== from && (one.endsWith(ending) || one === ending.slice(1)) && ROOT.test(rootOf(one, ending)),
    );
    return found.sort((a, b) => shared(b, from) - shared(a, from))[0];
  }
}

function rootOf(path: string, ending: string): string {
  return path.slice(0, Math.max(0, path.length - ending.length));
}

/** Length of the folder that two files share. */
function shared(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

/** `Api::V1::UsersController` → `api/v1/users_controller` (ActiveSupport's `underscore`). */
export function underscored(name: string): string {
  return name
    .replaceAll('::', '/')
    .replaceAll(/([A-Z\d]+)([A-Z][a-z])/g, '$1_$2')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** The finder of a workspace. Call through `workspace.derive(rubyNames)`. */
export function rubyNames(workspace: Workspace): NameFinder {
  let names = finders.get(workspace.files);
  if (!names) finders.set(workspace.files, (names = new RubyNames(workspace.files)));
  return names;
}

/** Resolution turns on the list of files alone, which outlives a workspace. */
const finders = new WeakMap<Workspace['files'], RubyNames>();
