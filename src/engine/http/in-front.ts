/** Whether what stands in a middleware class is met by requests: the class itself must be added, one of the same name is another. */
import { isReached, type PlacedSignal } from '../readiness/served';
import { apps } from '../readiness/setup-check';
import { linkProgram } from '../routes/link/link';
import { runsOf } from '../routes/run/reach';
import type { Workspace } from '../workspace';
import { servedApps } from './apps';

/**
 * True when a served application gets to the signal, through its middleware where the signal stands in one. Where no application was
 * recognised, nothing is held against the code.
 */
export function runsInFront(workspace: Workspace, placed: PlacedSignal): boolean {
  if (apps(workspace).length === 0) return true;
  if (!isReached(workspace, placed)) return false;
  const { inClass } = placed.signal;
  if (inClass === null || !/Middleware$/.test(inClass) || !placed.path.endsWith('.py')) return true;
  const added = workspace.derive(addedClasses);
  return added === null || added.has(`${placed.path}#${inClass}`);
}

/** Middleware classes of Python applications whose setup is followed; null = there are none. Call through `workspace.derive`. */
function addedClasses(workspace: Workspace): ReadonlySet<string> | null {
  const python = workspace.derive(servedApps).filter(({ path }) => path.endsWith('.py'));
  if (python.length === 0) return null;
  const { interpreter } = workspace.derive(linkProgram);
  return new Set(
    python.flatMap(({ linked }) =>
      linked.uses.flatMap(({ value }) =>
        runsOf(value, interpreter).map(({ path, fact }) => `${path}#${fact.id.split('.')[0] ?? ''}`),
      ),
    ),
  );
}
