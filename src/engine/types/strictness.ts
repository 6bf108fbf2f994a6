/** Effective TypeScript strictness of every tsconfig and jsconfig. */
import type { StrictnessEntry } from '../report';
import type { Workspace } from '../workspace';

/** One entry per tsconfig/jsconfig, in path order. Call through `workspace.derive(strictness)`. */
export function strictness(_workspace: Workspace): StrictnessEntry[] {
  return [];
}
