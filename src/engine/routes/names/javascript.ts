/**
 * What names mean in JavaScript: modules as the language resolves them, and the names that Nuxt and Nitro import by themselves: what the
 * files of `server/utils` (and `shared/utils`) export is at hand everywhere in `server`. Sources: nuxt.com/docs ("server/", "Server
 * Utilities"; "shared/"), nitro.build ("Utils").
 */
import { moduleResolver, type ModuleResolver, type Resolution } from '../../modules/resolve';
import type { Workspace } from '../../workspace';
import type { NameFinder } from './finders';

const UTILITIES = /^(.*\/)?(?:server|shared)\/utils\/.*\.[cm]?[jt]s$/;
const SERVER = /^(.*?\/)??server\//;
/** Names that the language and the platform give. */
const GIVEN =
  /^(?:console|process|globalThis|Object|Array|Promise|Date|Math|JSON|String|Number|Boolean|Error|Set|Map|RegExp|Symbol|URL|URLSearchParams|Response|Request|Headers|Buffer|fetch|undefined|set\w+out|require|module)$/;
/** Files that are looked into for a name that none of them is called after. */
const MAX_FILES = 30;

class JavaScriptNames implements NameFinder {
  /** Files of utilities by the folder in which `server` lies. */
  private readonly utilities = new Map<string, string[]>();
  /** Every name is asked for again and again. */
  private readonly known = new Map<string, readonly string[]>();

  constructor(
    private readonly modules: ModuleResolver,
    files: Workspace['files'],
  ) {
    for (const path of files.keys()) {
      if (!path.includes('/utils/')) continue;
      const match = UTILITIES.exec(path);
      if (!match || /\.d\.[cm]?ts$|\.(?:test|spec)\./.test(path)) continue;
      const root = match[1] ?? '';
      this.utilities.set(root, [...(this.utilities.get(root) ?? []), path]);
    }
  }

  resolve(from: string, specifier: string): Resolution {
    return this.modules.resolve(from, specifier);
  }

  ambient(from: string, name: string): readonly string[] {
    if (this.utilities.size === 0 || GIVEN.test(name)) return [];
    const match = SERVER.exec(from);
    const root = match?.[1] ?? '';
    const files = match && this.utilities.get(root);
    if (!files) return [];
    const key = `${root}\0${name}`;
    const known = this.known.get(key) ?? this.among(files, name);
    this.known.set(key, known);
    return known;
  }

  /** Those called after the name first. */
  private among(files: readonly string[], name: string): readonly string[] {
    const isNamed = (path: string): boolean => path.slice(path.lastIndexOf('/') + 1).startsWith(`${name}.`);
    return [...files.filter(isNamed), ...files.filter((path) => !isNamed(path)).slice(0, MAX_FILES)];
  }
}

/** The finder of a workspace. Call through `workspace.derive(javascriptNames)`. */
export function javascriptNames(workspace: Workspace): NameFinder {
  return new JavaScriptNames(workspace.derive(moduleResolver), workspace.files);
}
