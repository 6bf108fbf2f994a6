/** Every endpoint as reports list it, with its verdict; `http/route-table.ts` adds what is asked of an endpoint besides. */
import type { RouteEntry } from '../report/report';
import { comparePlaces } from '../span';
import type { Workspace } from '../workspace';
import { judgedRoutes, type JudgedRoute } from './verdict';

export interface ListedRoute {
  judged: JudgedRoute;
  entry: RouteEntry;
}

/** Every endpoint, in the order of files, lines, paths and methods. Call through `workspace.derive(routeEntries)`. */
export function routeEntries(workspace: Workspace): ListedRoute[] {
  return workspace
    .derive(judgedRoutes)
    .map((judged) => ({ judged, entry: entryOf(judged) }))
    .sort(
      ({ entry: a }, { entry: b }) =>
        comparePlaces({ path: a.file, line: a.line }, { path: b.file, line: b.line }) ||
        compare(a.path, b.path) ||
        compare(a.method, b.method),
    );
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

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
