/** Entry modules: files without a word of a framework that call what makes an application (`app = create_app(routers)`). */
import { fileContext } from '../context';
import { moduleResolver } from '../../modules/resolve';
import { pythonModules } from '../names/python';
import type { Workspace } from '../../workspace';

/** A function that is given what it needs, or the class that it is a method of. */
export interface Waiting {
  path: string;
  name: string;
  /** It makes an application. */
  makes: boolean;
}

/** Files that import one of these names, in path order, tests left out. In the other languages such files are run as one program. */
export function entriesOf(waiting: readonly Waiting[], workspace: Workspace): string[] {
  return [...pythonEntries(waiting, workspace), ...scriptEntries(waiting, workspace)];
}

/** In JavaScript the names that a file takes are not known: any file that loads what makes an application. */
function scriptEntries(waiting: readonly Waiting[], workspace: Workspace): string[] {
  const makers = new Set(waiting.filter(({ path, makes }) => makes && SCRIPT.test(path)).map(({ path }) => path));
  if (makers.size === 0) return [];
  const names = new Set([...makers].map(moduleName));
  const modules = workspace.derive(moduleResolver);
  const found: string[] = [];
  for (const { file, facts } of workspace.each('module')) {
    const { path } = file;
    const isEntry = facts.imports.some(({ from, how, nested }) => {
      if (how === 'dynamic' || nested || !names.has(moduleName(from))) return false;
      const target = modules.resolve(path, from);
      return target.kind === 'file' && makers.has(target.path);
    });
    if (isEntry && SCRIPT.test(path) && fileContext(path, file) !== 'test') found.push(path);
  }
  return found;
}

const SCRIPT = /\.[cm]?[jt]sx?$/;

/** What a file is called in imports of it: its name, or that of its folder. */
function moduleName(path: string): string {
  return /([^/]*?)(?:\/index)?(?:\.[cm]?[jt]sx?)?$/.exec(path)?.[1] ?? path;
}

function pythonEntries(waiting: readonly Waiting[], workspace: Workspace): string[] {
  const names = new Set(waiting.filter(({ path }) => path.endsWith('.py')).map(({ name }) => name));
  if (names.size === 0) return [];
  const python = workspace.derive(pythonModules);
  const found: string[] = [];
  for (const { file, facts } of workspace.each('imports')) {
    const { path } = file;
    if (fileContext(path, file) === 'test') continue;
    const isEntry = facts.modules.some(({ from, names: taken }) =>
      taken.some((name) => {
        if (!names.has(name)) return false;
        const target = python.resolve(path, from);
        return target.kind === 'file' && waiting.some((one) => one.name === name && isFrom(one.path, target.path));
      }),
    );
    if (isEntry) found.push(path);
  }
  return found;
}

/** The module itself, or a package that hands on what is declared in it. */
function isFrom(declared: string, imported: string): boolean {
  if (declared === imported) return true;
  const folder = imported.endsWith('/__init__.py') ? imported.slice(0, -'__init__.py'.length) : null;
  return folder !== null && declared.startsWith(folder);
}
