/**
 * How each language finds what a name means in other files. One finder per language, listed here; whatever follows names asks these and
 * knows no language. Finders are made from the list of files and from manifests alone, and do little until they are asked.
 */
import type { CodeLanguage } from '../../code/model';
import type { Resolution } from '../../modules/resolve';
import type { Workspace } from '../../workspace';
import { goPackages } from './go';
import { csharpNames } from './csharp';
import { javaNames } from './java';
import { javascriptNames } from './javascript';
import { pythonModules } from './python';
import { phpNames } from './php';
import { rubyNames } from './ruby';

export interface NameFinder {
  /**
   * What an import means in a file; `name`: what is taken from it (null = the module itself). A `file` whose path ends with `/` is a
   * package that is a folder.
   */
  resolve(from: string, specifier: string, name: string | null): Resolution;
  /** Files whose names at top level are the attributes of a package that is a folder (`/` at its end); `name`: those that may have it. */
  members?(folder: string, name?: string): readonly string[];
  /** Types that have all methods of an interface, where types do not say what they implement. */
  implementing?(methods: readonly string[]): readonly { file: string; name: string }[];
  /** A module inside a package, or undefined. */
  submodule?(parent: string, name: string): string | undefined;
  /**
   * Files that may declare a name which a file uses without importing it, the likeliest first: the rest of its package, the file of a class
   * or constant of that name. Names inside them are looked up at their top level. `member`: one that it should have, where several files
   * add to it.
   */
  ambient?(from: string, name: string, member?: string): readonly string[];
  /** What an import that leads to a package is called there, where the import itself does not say. */
  symbolOf?(specifier: string): string;
}

const FINDERS: Partial<Record<CodeLanguage, (workspace: Workspace) => NameFinder>> = {
  javascript: javascriptNames,
  python: pythonModules,
  java: javaNames,
  csharp: csharpNames,
  go: goPackages,
  ruby: rubyNames,
  php: phpNames,
};

/** The finder of a language; undefined where names are not followed across files. */
export function nameFinder(workspace: Workspace, language: CodeLanguage): NameFinder | undefined {
  const finder = FINDERS[language];
  return finder && workspace.derive(finder);
}

/** The finders of all languages: whoever follows names depends on what each is made of. */
export function nameFinders(workspace: Workspace): NameFinder[] {
  return Object.values(FINDERS).map((finder) => workspace.derive(finder));
}
