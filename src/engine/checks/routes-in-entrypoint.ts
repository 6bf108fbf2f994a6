import { defineCheck, type Conclusion } from '../check';
import type { FindingDraft } from '../finding';
import { evidence, fail, findingAt, lineSpan, notApplicable, pass, relatedTo } from '../readiness/answers';
import { isShipped } from '../readiness/scope';
import type { RouteEntry } from '../report/report';
import { routeEntries } from '../routes/entries';
import { count } from '../size/words';
import type { Workspace } from '../workspace';

/** A small service may live in one file. */
const ALONE = 10;
/** Where routers exist, a route or two in the entry file are not worth a word. */
const BESIDE_ROUTERS = 2;

/** Operational routes: they belong to the application, not to a topic. */
const OPERATIONAL =
  /^\/?$|^\/(?:api\/)?(?:v\d+\/)?(?:health\w*|healthz|livez|readyz|ready|readiness|live|liveness|metrics|status|info|ping|version|docs|redoc|openapi\.json|favicon\.ico|robots\.txt|static|\.well-known)(?:\/|$)/i;
/** Frameworks that register routes on an application object; file-based routers have no entry file. */
const FRAMEWORKS = new Set(['fastapi', 'express', 'flask', 'starlette', 'fastify', 'koa', 'hono']);

export default defineCheck({
  id: 'routes-in-entrypoint',
  title: 'Routes live in routers',
  question: 'Are the routes in routers of their own instead of the file that starts the application?',
  category: 'structure',
  severity: 'medium',
  effort: 'medium',
  since: '0.1.0',
  everyPlace: true,
  asks: ['003'],
  conclude(workspace): Conclusion {
    const routes = workspace
      .derive(routeEntries)
      .map(({ entry }) => entry)
      .filter((route) => counts(workspace, route));
    if (routes.length === 0) return notApplicable('No routes are registered on an application object.');
    const byFile = group(routes);
    const entries = [...byFile].filter(([path]) => isEntry(workspace, path));
    if (entries.length === 0) return pass('E4', 'No file that starts an application registers routes.');
    const crowded = entries.flatMap(([path, own]) => {
      const business = own.filter((route) => !OPERATIONAL.test(route.path));
      const hasRouters = routes.some((route) => route.file !== path && isMountedIn(route, path));
      return business.length > (hasRouters ? BESIDE_ROUTERS : ALONE) ? [{ path, business, hasRouters }] : [];
    });
    const proof = entries.map(([path, own]) =>
      evidence(path, own[0]?.line ?? 1, `${count(own.length, 'route')} in the entry file`),
    );
    if (crowded.length === 0)
      return pass('E4', 'The files that start the applications hold few routes or none.', proof);
    const most = Math.max(...crowded.map(({ business }) => business.length));
    return fail(
      most > ALONE ? 'E0' : 'E1',
      crowded
        .map(({ path, business }) => `${path} starts the application and holds ${count(business.length, 'route')}.`)
        .join(' '),
      crowded.map(toFinding),
      crowded.flatMap(({ path, business }) =>
        business.slice(0, 4).map((route) => evidence(path, route.line, `${route.method} ${route.path}`)),
      ),
    );
  },
});

function counts(workspace: Workspace, route: RouteEntry): boolean {
  const file = workspace.file(route.file);
  return (
    file !== undefined &&
    isShipped(file) &&
    FRAMEWORKS.has(route.framework) &&
    route.verdict !== 'dead' &&
    (route.context === null || route.context === 'loopback')
  );
}

function group(routes: readonly RouteEntry[]): Map<string, RouteEntry[]> {
  const files = new Map<string, RouteEntry[]>();
  for (const route of routes) files.set(route.file, [...(files.get(route.file) ?? []), route]);
  return files;
}

/** A file that makes an application or starts serving. */
function isEntry(workspace: Workspace, path: string): boolean {
  return workspace.part(path, 'signals')?.some(({ kind }) => kind === 'app') ?? false;
}

/** The chain of the route leads through the entry file. */
function isMountedIn(route: RouteEntry, entry: string): boolean {
  return route.by?.some(({ path }) => path === entry) ?? false;
}

function toFinding({
  path,
  business,
  hasRouters,
}: {
  path: string;
  business: RouteEntry[];
  hasRouters: boolean;
}): FindingDraft {
  const [first] = business;
  const advice = hasRouters
    ? 'Move them to the routers.'
    : 'Group them by their first path segment and move each group to a router.';
  const message = `${count(business.length)} routes stand in the file that starts the application. It grows with every feature, and a guard on a router does not reach them. ${advice}`;
  return findingAt(path, lineSpan(first?.line ?? 1), message, 'routes', {
    related: business
      .slice(1, 6)
      .map((route) => relatedTo(path, lineSpan(route.line), `${route.method} ${route.path}`)),
  });
}
