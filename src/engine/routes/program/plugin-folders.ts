/** Folders whose files are plugins: which of them are taken, and below which path each of them comes. */
import type { PlugStatement, PluginFolder } from '../../code/model-setup';
import { dirname, join } from '../../modules/paths';
import { boundedTest } from '../../text/bounded-regex';
import type { Interpreter } from './interpret';
import { pathOf } from './loading/places';
import { text, textOf, truth, type Scope, type Value } from './values';

/** A plugin with what comes before its paths, and the hooks that stand before it, outermost first. */
interface Plugin {
  value: Value;
  below: string;
  hooks: Value[];
}

/** The plugins of a folder; none where nobody knows which folder. */
export function pluginsIn(program: Interpreter, { folder }: PlugStatement, scope: Scope, depth: number): Plugin[] {
  const base = folder && baseOf(program, folder, scope, depth);
  if (!folder || base === undefined) return [];
  const prefix = folder.prefix ? (textOf(program.evaluate(folder.prefix, scope, depth)) ?? '') : '';
  const takes = folder.takes && program.evaluate(folder.takes, scope, depth);
  const leaves = folder.leaves.flatMap((one) => (one ? [program.evaluate(one, scope, depth)] : []));
  const paths = program.folder(base).filter((path) => {
    const inner = path.slice(base.length);
    if (folder.depth !== null && inner.split('/').length - 2 > folder.depth) return false;
    const fits = (filter: Value): boolean | undefined => isFor(inner, filter, program, depth);
    return (!takes || fits(takes) !== false) && !leaves.some((one) => fits(one) === true);
  });
  const { hooks } = folder;
  const isHook = (path: string): boolean => nameOf(path) === hooks?.name;
  const own = paths.filter((path) => !isHook(path));
  const withIndex = new Set(own.filter((path) => nameOf(path) === folder.index).map(dirname));
  const belowOf = (path: string): string => dirname(path).slice(base.length);
  return own
    .filter((path) => nameOf(path) === folder.index || !withIndex.has(dirname(path)))
    .map((path) => {
      const below = belowOf(path);
      return {
        value: program.fileModule(path),
        // A folder that begins with an underscore is a parameter.
        below: prefix + (folder.flat ? '' : below.replace(/\/_(\w+)/g, '/:$1')),
        hooks: paths
          .filter(isHook)
          .filter((one) => belowOf(one) === below || (hooks?.below === true && below.startsWith(`${belowOf(one)}/`)))
          .map((one) => program.fileModule(one)),
      };
    });
}

function baseOf(program: Interpreter, folder: PluginFolder, scope: Scope, depth: number): string | undefined {
  const place = folder.dir && textOf(program.evaluate(folder.dir, scope, depth));
  const known = place ? pathOf(place) : undefined;
  return known ?? (folder.written === null ? undefined : join(dirname(scope.path), folder.written));
}

/** Name of a file without its ending. */
function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
}

/** Whether a path is one that a filter speaks of; undefined = cannot be told. */
function isFor(path: string, filter: Value, program: Interpreter, depth: number): boolean | undefined {
  if (filter.v === 'text') return path.includes(filter.text);
  if (filter.v === 'regex') return boundedTest(filter.source, filter.flags, path);
  const answer = filter.v === 'function' && program.call(filter, [{ name: null, value: text(path) }], depth + 1);
  return answer ? truth(answer) : undefined;
}
