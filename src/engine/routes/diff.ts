/** What changed between two inventories of endpoints: the question a reviewer asks of a pull request. */
import { ROUTE_ORDER } from '../report/present';
import type { RouteEntry, RouteVerdict } from '../report/report';

export interface ChangedRoute {
  before: RouteEntry;
  after: RouteEntry;
}

export interface RouteDiff {
  added: RouteEntry[];
  removed: RouteEntry[];
  /** Endpoints of which something else is told now: protection, rate limit, validation, who may read answers, forged requests. */
  changed: ChangedRoute[];
}

/** Verdicts under which somebody without the right credential gets in. */
const OPEN: ReadonlySet<RouteVerdict> = new Set<RouteVerdict>(['unprotected', 'hollow', 'weak']);

/** Compares two inventories of one workspace. Moving a handler to another line or file changes nothing that this tells of. */
export function diffRoutes(before: readonly RouteEntry[], after: readonly RouteEntry[]): RouteDiff {
  const old = byEndpoint(before);
  const diff: RouteDiff = { added: [], removed: [], changed: [] };
  for (const [endpoint, now] of byEndpoint(after)) {
    const then = old.get(endpoint) ?? [];
    old.delete(endpoint);
    for (const route of now) {
      const same = takeMatch(then, route);
      if (!same) diff.added.push(route);
      else if (isOther(same, route)) diff.changed.push({ before: same, after: route });
    }
    diff.removed.push(...then);
  }
  for (const gone of old.values()) diff.removed.push(...gone);
  const order = (a: RouteEntry, b: RouteEntry): number =>
    ROUTE_ORDER.indexOf(a.verdict) - ROUTE_ORDER.indexOf(b.verdict) ||
    compare(a.path, b.path) ||
    compare(a.method, b.method);
  diff.added.sort(order);
  diff.removed.sort(order);
  diff.changed.sort((a, b) => order(a.after, b.after));
  return diff;
}

/** Endpoints that let somebody in who did not get in before: new ones that are open, and those that became so. */
export function newlyOpen({ added, changed }: RouteDiff): RouteEntry[] {
  const became = changed.filter(({ before, after }) => isOpen(after) && !isOpen(before)).map(({ after }) => after);
  return [...added.filter(isOpen), ...became];
}

/** Names of what stands between a request and the handler, from the places of the chain behind the declaration. */
export function protectionOf(route: RouteEntry): string[] {
  const chain = route.by ?? [];
  const at = chain.findIndex((step) => step.path === route.file && step.line === (route.declLine ?? route.line));
  return chain.slice(at + 1).map((step) => step.note);
}

function isOpen(route: RouteEntry): boolean {
  return OPEN.has(route.verdict) && route.context !== 'test' && route.context !== 'example';
}

function isOther(before: RouteEntry, after: RouteEntry): boolean {
  return (
    before.verdict !== after.verdict ||
    before.rateLimited !== after.rateLimited ||
    before.validated !== after.validated ||
    before.authorisation?.kind !== after.authorisation?.kind ||
    originsOf(before) !== originsOf(after) ||
    before.csrf?.kind !== after.csrf?.kind ||
    protectionOf(before).join('\n') !== protectionOf(after).join('\n')
  );
}

/** Who may read answers, as one text. */
function originsOf({ cors }: RouteEntry): string {
  return cors ? [cors.kind, ...[...cors.origins].sort(compare)].join(' ') : '';
}

function byEndpoint(routes: readonly RouteEntry[]): Map<string, RouteEntry[]> {
  const out = new Map<string, RouteEntry[]>();
  for (const route of routes) {
    const endpoint = [route.context ?? '', route.framework, route.method, route.path].join('\t');
    const own = out.get(endpoint);
    if (own) own.push(route);
    else out.set(endpoint, [route]);
  }
  return out;
}

/** Several applications may declare the same endpoint: the one in the same file is the same one, else any. */
function takeMatch(candidates: RouteEntry[], route: RouteEntry): RouteEntry | undefined {
  const inFile = candidates.findIndex(({ file }) => file === route.file);
  return candidates.splice(inFile < 0 ? 0 : inFile, 1)[0];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
