/** The endpoint inventory of a workspace, concluded from the facts of all files. */
import type { RouteEntry } from '../report';
import type { Workspace } from '../workspace';

/** Every endpoint with its verdict, in path order. Call through `workspace.derive(routeTable)`. */
export function routeTable(_workspace: Workspace): RouteEntry[] {
  return [];
}
