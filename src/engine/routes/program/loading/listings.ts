/** What folders of the workspace hold, as programs list them. */
import { matchesGlob } from '../../../config/config';
import { dirname, join } from '../../../modules/paths';
import type { Workspace } from '../../../workspace';

/** Entries that are listed at most: more is no folder of routes. */
const MAX_ENTRIES = 400;

export interface Entry {
  name: string;
  isFolder: boolean;
}

export class Listings {
  private readonly folders = new Map<string, Entry[]>();

  constructor(files: Workspace['files']) {
    const add = (folder: string, name: string, isFolder: boolean): boolean => {
      const known = this.folders.get(folder);
      if (!known) this.folders.set(folder, [{ name, isFolder }]);
      else if (isFolder && known.some((one) => one.isFolder && one.name === name)) return false;
      else known.push({ name, isFolder });
      return true;
    };
    for (const path of [...files.keys()].sort()) {
      let folder = dirname(path);
      add(folder, path.slice(folder === '' ? 0 : folder.length + 1), false);
      while (folder !== '') {
        const above = dirname(folder);
        if (!add(above, folder.slice(above === '' ? 0 : above.length + 1), true)) break;
        folder = above;
      }
    }
  }

  isFolder(path: string): boolean {
    return this.folders.has(path);
  }

  /** What lies directly in a folder, by name; undefined where there is none, or too much in it. */
  in(folder: string): readonly Entry[] | undefined {
    const entries = this.folders.get(folder);
    if (!entries || entries.length > MAX_ENTRIES) return undefined;
    return [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Files at any depth below a folder, as paths from it. */
  below(folder: string): string[] | undefined {
    const found: string[] = [];
    const visit = (at: string, prefix: string): boolean =>
      (this.in(at) ?? []).every((entry) => {
        if (found.length > MAX_ENTRIES || entry.name === 'node_modules') return found.length <= MAX_ENTRIES;
        if (entry.isFolder) return visit(join(at, entry.name), `${prefix}${entry.name}/`);
        return found.push(prefix + entry.name) > 0;
      });
    return this.folders.has(folder) && visit(folder, '') ? found : undefined;
  }

  /** Files that a glob matches, as paths from `base`; only folders that it names are looked into. */
  matching(base: string, pattern: string): string[] | undefined {
    const clean = pattern.replace(/^\.\//, '');
    const parts = clean.split('/');
    const wild = parts.slice(0, -1).findIndex((part) => /[*?[{(!]/.test(part));
    const [part = '', ...rest] = wild < 0 ? [] : parts.slice(wild);
    const fixed = parts.slice(0, wild < 0 ? -1 : wild).join('/');
    if (/\*\*|[{(]/.test(part) || wild < 0) return this.matchingBelow(base, clean, fixed);
    const found = (this.in(join(base, fixed)) ?? []).flatMap(({ name, isFolder }) => {
      if (!isFolder || !matchesGlob(name, part)) return [];
      const folder = fixed === '' ? name : `${fixed}/${name}`;
      return (this.matching(join(base, folder), rest.join('/')) ?? []).map((path) => `${folder}/${path}`);
    });
    return this.folders.has(join(base, fixed)) ? found : undefined;
  }

  private matchingBelow(base: string, pattern: string, folder: string): string[] | undefined {
    const rest = folder === '' ? pattern : pattern.slice(folder.length + 1);
    const isDeep = rest.includes('**') || rest.includes('/') || /[{(]/.test(rest);
    const at = join(base, folder);
    const files = isDeep ? this.below(at) : this.in(at)?.flatMap(({ name, isFolder }) => (isFolder ? [] : [name]));
    return files?.filter((path) => matchesGlob(path, rest)).map((path) => (folder === '' ? path : `${folder}/${path}`));
  }
}

/** The folders of a workspace. */
export function listingsOf({ files }: Workspace): Listings {
  let known = listings.get(files);
  if (!known) listings.set(files, (known = new Listings(files)));
  return known;
}

/** They turn on the list of files alone, which outlives a workspace. */
const listings = new WeakMap<Workspace['files'], Listings>();
