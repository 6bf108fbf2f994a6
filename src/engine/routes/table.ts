/** The endpoint inventory of a workspace, concluded from the facts of all files. */
import { corsEntry, routeCors } from '../http/cors/route-cors';
import { routeLimits, type LimitOf } from '../http/limits';
import { csrfEntry, routeForgery } from '../http/route-forgery';
import type { RouteEntry } from '../report/report';
import { comparePlaces } from '../span';
import type { Workspace } from '../workspace';
import { authorisationEntry, routeAuthorisation } from './authorisation/authorisation';
import type { LinkedRoute } from './link/linked';
import { judgedRoutes, type JudgedRoute } from './verdict';

/** Every endpoint with its verdict, in path order. Call through `workspace.derive(routeTable)`. */
export function routeTable(workspace: Workspace): RouteEntry[] {
  const authorisationOf = workspace.derive(routeAuthorisation);
  const corsOf = workspace.derive(routeCors);
  const forgeryOf = workspace.derive(routeForgery);
  return workspace
    .derive(limitedRoutes)
    .map(({ judged, entry }) => ({
      ...entry,
      authorisation: authorisationEntry(judged, authorisationOf(judged)),
      cors: corsEntry(judged.route, corsOf(judged.route), workspace),
      csrf: csrfEntry(judged, forgeryOf(judged)),
    }))
    .sort(
      (a, b) =>
        comparePlaces({ path: a.file, line: a.line }, { path: b.file, line: b.line }) ||
        compare(a.path, b.path) ||
        compare(a.method, b.method),
    );
}

/** Every endpoint, and whether it is limited. Call through `workspace.derive(limitedRoutes)`. */
export function limitedRoutes(workspace: Workspace): { judged: JudgedRoute; entry: RouteEntry }[] {
  const limitOf = workspace.derive(routeLimits);
  return workspace
    .derive(judgedRoutes)
    .map((judged) => ({ judged, entry: { ...entryOf(judged), rateLimited: limitedOf(judged.route, limitOf) } }));
}

function entryOf({ route, url, verdict, reason, chain, context }: JudgedRoute): RouteEntry {
  const by = chain.map((place) => ({ path: place.path, line: place.at.line, note: place.note }));
  if (verdict === 'unknown' || verdict === 'dead') by.push({ path: route.path, line: route.fact.line, note: reason });
  return {
    framework: route.fact.framework,
    method: route.method,
    path: url,
    file: route.path,
    line: route.fact.line,
    declLine: route.fact.declLine,
    verdict,
    by,
    rateLimited: 'unknown',
    validated: { schema: 'yes', loose: 'no', none: 'yes', unknown: 'unknown' }[
      route.input.state
    ] as RouteEntry['validated'],
    authorisation: null,
    cors: null,
    csrf: null,
    context,
    ...(route.fact.builtIn && { builtIn: true }),
  };
}

/** `partly`: a limiter stands there and lets everybody pass while its store is not configured. */
function limitedOf(route: LinkedRoute, limitOf: LimitOf): RouteEntry['rateLimited'] {
  if (!route.app) return 'unknown';
  const limit = limitOf(route);
  if (!limit) return route.gaps.length > 0 ? 'unknown' : 'no';
  return limit.failsOpen ? 'partly' : 'yes';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
