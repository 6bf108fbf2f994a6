/**
 * Where PHP classes are defined, by the convention that autoloading follows (PSR-4): the file is called after the class, its folders after
 * the end of the namespace. What the namespace begins with stands in composer.json; the end tells as well.
 */
import { addByName, ResolutionMemo } from './lookups';
import { BY_PATH, UNREAD } from '../../code/php/names';
import { dirname, join } from '../../modules/paths';
import type { Resolution } from '../../modules/resolve';
import type { Workspace } from '../../workspace';
import type { NameFinder } from './finders';

/** Packages whose names are never the workspace's. */
const VENDOR =
  /^(?:Illuminate|Symfony|Laravel|Livewire|Inertia|Spatie|Tymon|Carbon|GuzzleHttp|Psr|Monolog|League|Filament|Laminas)\\/;

class PhpNames implements NameFinder {
  /** Files by the names of their classes. */
  private readonly byName = new Map<string, string[]>();
  private readonly files = new Set<string>();
  private readonly helpers: string[] = [];
  private readonly known = new ResolutionMemo();

  constructor(files: Workspace['files']) {
    for (const path of files.keys()) {
      if (!path.endsWith('.php')) continue;
      this.files.add(path);
      if (/(?:^|\/)(?:\w*helpers?|functions)\.php$/i.test(path) && !/(?:^|\/)(?:vendor|tests?)\//i.test(path))
        this.helpers.push(path);
      addByName(this.byName, path);
    }
  }

  /** `App\Models\User`; `file:routes/auth.php`: from the folder of the asking file, or of the project around it. */
  resolve(from: string, specifier: string): Resolution {
    return this.known.get(from, specifier, () => this.compute(from, specifier));
  }

  private compute(from: string, specifier: string): Resolution {
    if (specifier === UNREAD)
      return { kind: 'unresolved', reason: 'no file says literally how this file of routes is read, and behind what' };
    if (specifier.startsWith(BY_PATH)) return this.byPath(from, specifier.slice(BY_PATH.length));
    const path = VENDOR.test(specifier) ? undefined : this.find(specifier.split('\\'), from);
    return path === undefined ? { kind: 'package', name: specifier, subpath: '' } : { kind: 'file', path };
  }

  /** Functions that are there everywhere stand in files of helpers. */
  ambient(_from: string, name: string): readonly string[] {
    return /^[a-z_]\w*$/.test(name) ? this.helpers : [];
  }

  symbolOf(specifier: string): string {
    return specifier;
  }

  private byPath(from: string, path: string): Resolution {
    for (let folder = dirname(from); ; folder = dirname(folder)) {
      const full = join(folder, path);
      if (this.files.has(full)) return { kind: 'file', path: full };
      if (folder === '') break;
    }
    return { kind: 'unresolved', reason: `"${path}" leads to no file of the workspace` };
  }

  /** The file whose folders are the end of the namespace: the most of it, then the nearest. */
  private find(parts: readonly string[], from: string): string | undefined {
    const name = parts.at(-1) ?? '';
    const spaces = parts.slice(0, -1).map((part) => part.toLowerCase());
    let best: { path: string; score: number } | undefined;
    for (const path of this.byName.get(name) ?? []) {
      if (path === from) continue;
      const folders = path.toLowerCase().split('/').slice(0, -1);
      let same = 0;
      while (same < spaces.length && same < folders.length && spaces.at(-1 - same) === folders.at(-1 - same)) same++;
      // `App\Kernel` may lie in `src`: what the namespace begins with need not be a folder.
      if (same === 0 && spaces.length > 1) continue;
      if (same < spaces.length - 2) continue;
      const score = same * 1000 + shared(path, from);
      if (!best || score > best.score) best = { path, score };
    }
    return spaces.length === 0 ? undefined : best?.path;
  }
}

/** Length of the folder that two files share. */
function shared(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

/** The finder of a workspace. Call through `workspace.derive(phpNames)`. */
export function phpNames(workspace: Workspace): NameFinder {
  let names = finders.get(workspace.files);
  if (!names) finders.set(workspace.files, (names = new PhpNames(workspace.files)));
  return names;
}

/** Resolution turns on the list of files alone, which outlives a workspace. */
const finders = new WeakMap<Workspace['files'], PhpNames>();
