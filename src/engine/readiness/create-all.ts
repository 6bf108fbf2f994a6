/** Calls that make tables from models, past all migrations. */
import type { Workspace } from '../workspace';
import { isScript } from './scope';
import { isReached, signalsOf, type PlacedSignal } from './served';

/** All of them but those of scripts. */
export function createdAnywhere(workspace: Workspace): PlacedSignal[] {
  return signalsOf(workspace, 'create-all').filter(({ path }) => !isScript(path));
}

/** Those that run whenever the application starts. Call through `workspace.derive(createdAtStart)`. */
export function createdAtStart(workspace: Workspace): PlacedSignal[] {
  return createdAnywhere(workspace).filter((placed) => isReached(workspace, placed) && !isSwitched(placed));
}

/** Behind a setting that a person switches on. */
function isSwitched({ signal }: PlacedSignal): boolean {
  return (
    signal.guard !== null &&
    /settings|config|environ|getenv|\benv\b|process\.env|testing|debug|dev/i.test(signal.guard) &&
    !/prod/i.test(signal.guard)
  );
}
