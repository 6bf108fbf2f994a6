/** Sizes of files against their budgets. */
import type { SizeEntry } from '../report';
import type { Workspace } from '../workspace';

/** Files over half of their budget, in path order. Call through `workspace.derive(sizes)`. */
export function sizes(_workspace: Workspace): SizeEntry[] {
  return [];
}
