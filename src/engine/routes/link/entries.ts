/** Entry modules: files without a word of a framework that call what makes an application (`app = create_app(routers)`). */
import { fileContext } from '../context';
import { pythonModules } from '../names/python';
import type { Workspace } from '../../workspace';

/** A function that is given what it needs, or the class that it is a method of. */
export interface Waiting {
  path: string;
  name: string;
}

/**
 * Files that import one of these names, in path order, tests left out. Python alone: in the other languages such files are collected for
 * their imports, or run as one program.
 */
export function entriesOf(waiting: readonly Waiting[], workspace: Workspace): string[] {
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
