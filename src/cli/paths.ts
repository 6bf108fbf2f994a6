/** From the paths of a command line to the root and to paths inside it. */
import fs from 'node:fs';
import path from 'node:path';
import { mayRead } from '../node/permission';
import { UsageError } from './errors';

/** What makes a folder a root. */
const ROOT_MARKS = ['preflight.json', 'preflight.jsonc', '.git'];

export interface Target {
  /** Absolute, symbolic links resolved. */
  root: string;
  /** Paths relative to the root, with `/`; empty = everything. */
  paths: string[];
}

/**
 * The root is `--root`, else the nearest folder at or above the first path that holds a mark, else that path's folder. Paths are looked for
 * where the command runs; below a `--root` that is named also there, for reports name them so.
 * @throws UsageError when a path does not exist or lies outside
 */
export function targetOf(given: readonly string[], rootOption: string | undefined, command: string): Target {
  const named = rootOption === undefined ? undefined : rootFolder(rootOption, command);
  const absolute = given.map((one) => realPath(whereIs(one, named) ?? one, command));
  const root = named ?? nearestRoot(folderOf(absolute[0] ?? realPath('.', command)));
  if (!mayRead(root)) throw new UsageError(`There is no permission to read "${root}".`, command);
  const paths = absolute.map((one, i) => {
    const relative = insideOf(root, one);
    if (relative === undefined)
      throw new UsageError(`"${given[i] ?? ''}" lies outside the root ${root}. Give --root, or run it there.`, command);
    return relative;
  });
  return { root, paths: paths.includes('') ? [] : [...new Set(paths)] };
}

/** A file or folder of the command line that is there: where the command runs unless that lies outside of the root, else in the root. */
export function whereIs(given: string, root: string | undefined): string | undefined {
  const isHere = fs.existsSync(given);
  const real = root !== undefined && fs.existsSync(root) ? fs.realpathSync(root) : undefined;
  if (root === undefined || (real !== undefined && isHere && insideOf(real, fs.realpathSync(given)) !== undefined))
    return isHere ? given : undefined;
  const below = path.resolve(root, given);
  if (fs.existsSync(below)) return below;
  return isHere ? given : undefined;
}

/** A path relative to the root, with `/`; undefined for one outside, '' for the root itself. */
export function insideOf(root: string, absolute: string): string | undefined {
  const relative = path.relative(root, absolute);
  if (relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)) return undefined;
  return relative.split(path.sep).join('/');
}

/** A file named on the command line, relative to the root; it need not exist. @throws UsageError when it lies outside */
export function fileInside(root: string, given: string, command: string): string {
  const absolute = path.resolve(given);
  const folder = path.dirname(absolute);
  const real = fs.existsSync(folder) ? path.join(fs.realpathSync(folder), path.basename(absolute)) : absolute;
  const relative = insideOf(root, real);
  if (relative === undefined || relative === '')
    throw new UsageError(`"${given}" must be a file inside the root ${root}.`, command);
  return relative;
}

function realPath(given: string, command: string): string {
  try {
    return fs.realpathSync(given);
  } catch {
    throw new UsageError(`There is no file or folder "${given}".`, command);
  }
}

function rootFolder(given: string, command: string): string {
  const real = realPath(given, command);
  if (!fs.statSync(real).isDirectory()) throw new UsageError(`The root "${given}" is not a folder.`, command);
  return real;
}

function folderOf(absolute: string): string {
  return fs.statSync(absolute).isDirectory() ? absolute : path.dirname(absolute);
}

function nearestRoot(folder: string): string {
  for (let at = folder; ; at = path.dirname(at)) {
    if (ROOT_MARKS.some((mark) => fs.existsSync(path.join(at, mark)))) return at;
    if (path.dirname(at) === at) return folder;
  }
}
