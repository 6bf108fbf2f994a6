/** Guards that would refuse callers and never get to: they are never run, or reach none of the routes that they are meant for. */
import type { Workspace } from '../workspace';
import { GuardJudge } from './guards/judge';
import { linkProgram } from './link/link';
import type { LinkedUse } from './link/linked';
import { linkedUse } from './link/uses';
import { judgedRoutes, type JudgedRoute } from './verdict';

/** Middleware that its framework never looks at, and that would refuse callers. */
export function ignoredGuards(workspace: Workspace): LinkedUse[] {
  const { interpreter } = workspace.derive(linkProgram);
  const judge = new GuardJudge(interpreter);
  return interpreter.sites.ignored
    .map((event) => linkedUse(event.guard, 'app', event, true))
    .filter((use) => interpreter.apart(() => judge.isMeant(use, null)));
}

export interface UnreachedGuard {
  use: LinkedUse;
  routes: JudgedRoute[];
}

/**
 * Guards beside open routes that do not reach them. One that is registered too late, or that a plugin keeps to itself, may be meant for
 * what comes later: it counts only where it reaches nothing at all.
 */
export function unreachedGuards(workspace: Workspace, routes: readonly JudgedRoute[]): UnreachedGuard[] {
  const groups = new Map<string, UnreachedGuard>();
  const ignored = new Set(ignoredGuards(workspace).map(keyOf));
  const reaching = new Set(
    workspace
      .derive(judgedRoutes)
      .flatMap(({ route }) => route.uses.filter(({ ineffective }) => !ineffective).map(keyOf)),
  );
  for (const judged of routes) {
    const { missed } = judged;
    if (!missed) continue;
    const key = keyOf(missed);
    if (ignored.has(key) || (mayBeMeant(missed) && reaching.has(key))) continue;
    const group = groups.get(key);
    if (group) group.routes.push(judged);
    else groups.set(key, { use: missed, routes: [judged] });
  }
  return [...groups.values()];
}

/** Registered on a router by a call: its place says what it is for. */
function mayBeMeant({ use }: LinkedUse): boolean {
  return use !== null && use.fact.on.e !== 'site';
}

function keyOf({ path, at, name }: LinkedUse): string {
  return `${path}:${at.line}:${at.column}:${name}`;
}
