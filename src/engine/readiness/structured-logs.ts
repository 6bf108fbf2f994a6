/** Loggers that put JSON out and are no call of a library that a rule knows: formatters of one's own in Python, and those of Go. */
import { folderOf } from '../manifests';
import type { Workspace } from '../workspace';
import { isScript, isShipped } from './scope';
import { isReached, signalsOf, type PlacedSignal } from './served';
import type { Place } from '../span';

/** Where a formatter of the workspace is put to use, and those that never are. */
export function ownFormatters(workspace: Workspace): { used: PlacedSignal[]; idle: PlacedSignal[] } {
  const made = signalsOf(workspace, 'formatter-made').filter((placed) => isReached(workspace, placed));
  const defined = signalsOf(workspace, 'json-formatter');
  const uses = (one: PlacedSignal): PlacedSignal[] => made.filter(({ signal }) => signal.detail === one.signal.detail);
  return { used: defined.flatMap(uses), idle: defined.filter((one) => uses(one).length === 0) };
}

export interface GoLogger extends Place {
  library: string;
  /** The program makes it: in `main` or `init`, for the whole package, or in a function that is called. */
  used: boolean;
}

/** Structured loggers in shipped Go code. */
export function goLoggers(workspace: Workspace): GoLogger[] {
  const files = [...workspace.each('goLogs')].filter(({ file }) => isShipped(file) && !isScript(file.path));
  return files.flatMap(({ file, facts }) =>
    facts.made.map(({ library, within, span }) => ({
      path: file.path,
      span,
      library,
      used:
        within === null ||
        /^(?:main|init)$/.test(within) ||
        files.some(({ file: other, facts: { calls } }) =>
          calls.some((call) => isCallOf(call, other.path, within, file.path)),
        ),
    })),
  );
}

/** `logging.New` from anywhere, by the folder's name; `New` from the same folder; methods by their name alone. */
function isCallOf(call: string, from: string, name: string, path: string): boolean {
  const [last, of] = call.split('.').reverse();
  if (last !== name) return false;
  const sameFolder = folderOf(from) === folderOf(path);
  if (of === undefined) return sameFolder;
  return !/^New$|^Init$|^Setup$/.test(name) || of === folderOf(path).split('/').at(-1) || sameFolder;
}
