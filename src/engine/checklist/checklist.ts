/** The team's own checklists, read as items and bound to checks. */
import type { ChecklistEntry } from '../report';
import type { Workspace } from '../workspace';

/** Every item with its claim, checks and verdict. Needs the conclusions of all other checks. Call through `workspace.derive(checklist)`. */
export function checklist(_workspace: Workspace): ChecklistEntry[] {
  return [];
}
