/** The endpoint inventory of a workspace, concluded from the facts of all files. */
import type { RouteEntry } from '../report';
import type { Workspace } from '../workspace';
import { linkProgram } from './link';

/** Every endpoint with its verdict, in path order. Call through `workspace.derive(routeTable)`. */
export function routeTable(workspace: Workspace): RouteEntry[] {
  const program = workspace.derive(linkProgram);
  return program.routes.map((route) => ({
    framework: route.fact.framework,
    method: route.method,
    path: route.url ?? '?',
    file: route.path,
    line: route.fact.line,
    declLine: route.fact.declLine,
    verdict: route.app ? 'unknown' : 'dead',
    by: route.chain.map((step) => ({ path: step.path, line: step.at.line, note: step.note })),
    rateLimited: 'unknown',
    validated: 'unknown',
    context: null,
  }));
}
