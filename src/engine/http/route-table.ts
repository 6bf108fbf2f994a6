/** The endpoint inventory of a workspace, concluded from the facts of all files. */
import type { RouteEntry } from '../report/report';
import { authorisationEntry, routeAuthorisation } from '../routes/authorisation/authorisation';
import { routeEntries, type ListedRoute } from '../routes/entries';
import type { LinkedRoute } from '../routes/link/linked';
import type { Workspace } from '../workspace';
import { corsEntry, routeCors } from './cors/route-cors';
import { routeLimits, type LimitOf } from './limits';
import { csrfEntry, routeForgery } from './route-forgery';

/** Every endpoint with its verdict and what is asked of it besides, in path order. Call through `workspace.derive(routeTable)`. */
export function routeTable(workspace: Workspace): RouteEntry[] {
  const authorisationOf = workspace.derive(routeAuthorisation);
  const corsOf = workspace.derive(routeCors);
  const forgeryOf = workspace.derive(routeForgery);
  return workspace.derive(limitedRoutes).map(({ judged, entry }) => ({
    ...entry,
    authorisation: authorisationEntry(judged, authorisationOf(judged)),
    cors: corsEntry(judged.route, corsOf(judged.route), workspace),
    csrf: csrfEntry(judged, forgeryOf(judged)),
  }));
}

/** Every endpoint, and whether it is limited. Call through `workspace.derive(limitedRoutes)`. */
export function limitedRoutes(workspace: Workspace): ListedRoute[] {
  const limitOf = workspace.derive(routeLimits);
  return workspace
    .derive(routeEntries)
    .map(({ judged, entry }) => ({ judged, entry: { ...entry, rateLimited: limitedOf(judged.route, limitOf) } }));
}

/** `partly`: a limiter stands there and lets everybody pass while its store is not configured. */
function limitedOf(route: LinkedRoute, limitOf: LimitOf): RouteEntry['rateLimited'] {
  if (!route.app) return 'unknown';
  const limit = limitOf(route);
  if (!limit) return route.gaps.length > 0 ? 'unknown' : 'no';
  return limit.failsOpen ? 'partly' : 'yes';
}
