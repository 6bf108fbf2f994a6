/** The *Routes* view as data: verdict, route, chain. */
import {
  authorisationText,
  corsText,
  csrfText,
  ROUTE_ORDER,
  ROUTE_WORDS,
  routeTitle,
} from '../../engine/report/present';
import { SEVERITIES } from '../../engine/finding';
import type { RouteEntry } from '../../engine/report/report';
import type { ClientFinding, ClientReport } from '../../server/protocol';
import { findingContext, findingTarget } from './finding-actions';
import { ROUTE_ICONS } from './icons';
import type { TreeNode } from './node';
import { placeRow } from './place-row';
import type { Folder } from './readiness';
import { shortPlace } from './text';

/** What the rows are grouped by. */
export type RouteGrouping = 'verdict' | 'file' | 'path';

export interface RouteView {
  groupBy: RouteGrouping;
  /** Words that method, path, file or verdict must hold, at any case; empty = everything. */
  search: string;
}

export const ALL_ROUTES: RouteView = { groupBy: 'verdict', search: '' };

/** Groups that are open at first: what a person has to look at. */
const OPEN_GROUPS: readonly string[] = ['unprotected', 'hollow', 'weak'];

export function routesTree(folders: readonly Folder[], view: RouteView = ALL_ROUTES): TreeNode[] {
  const shown = folders
    .map((folder) => ({
      folder,
      routes: (folder.report?.routes ?? []).filter((route) => isWanted(route, view.search)),
    }))
    .filter(({ routes }) => routes.length > 0);
  if (folders.length <= 1) return shown.flatMap(({ folder, routes }) => groupsOf(folder, routes, view));
  return shown.map(({ folder, routes }) => ({
    id: `${folder.folder}#routes`,
    label: folder.name,
    icon: { name: 'root-folder' },
    children: groupsOf(folder, routes, view),
    expanded: true,
    context: 'folder',
  }));
}

function isWanted(route: RouteEntry, search: string): boolean {
  const text = `${routeTitle(route)} ${route.file} ${ROUTE_WORDS[route.verdict]}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function groupsOf(
  { folder, report }: Folder,
  routes: readonly RouteEntry[],
  { groupBy, search }: RouteView,
): TreeNode[] {
  const findings = findingsByRoute(report);
  return groups(routes, groupBy).map(({ key, label, own }) => ({
    id: `${folder}#routes/${groupBy === 'verdict' ? '' : `${groupBy}/`}${key}`,
    label: `${label} (${own.length})`,
    icon: groupIcon(key, own, groupBy),
    children: own.map((route, index) =>
      routeNode(folder, route, index, findings.get(placeKey(route.file, route.line))),
    ),
    // What was searched for should not have to be opened.
    expanded: search !== '' || (groupBy === 'verdict' && OPEN_GROUPS.includes(key)),
    context: 'group',
  }));
}

interface Group {
  key: string;
  label: string;
  own: RouteEntry[];
}

function groups(routes: readonly RouteEntry[], groupBy: RouteGrouping): Group[] {
  if (groupBy === 'verdict') {
    return ROUTE_ORDER.map((verdict) => ({
      key: verdict,
      label: `${ROUTE_WORDS[verdict].charAt(0).toUpperCase()}${ROUTE_WORDS[verdict].slice(1)}`,
      own: routes.filter((route) => route.verdict === verdict),
    })).filter(({ own }) => own.length > 0);
  }
  const byKey = new Map<string, RouteEntry[]>();
  for (const route of routes) {
    const key = groupBy === 'file' ? route.file : headOf(route.path);
    const own = byKey.get(key);
    if (own) own.push(route);
    else byKey.set(key, [route]);
  }
  return [...byKey]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, own]) => ({ key, label: key, own: own.sort(byPath) }));
}

/** The part of a path that names a resource: `/api/v1/orders` of `/api/v1/orders/{id}`. */
function headOf(path: string): string {
  const segments = path.split('/').filter(Boolean);
  const prefix = segments.findIndex((segment) => !/^(?:api|rest|v\d+(?:\.\d+)*)$/i.test(segment));
  const head = prefix < 0 ? segments : segments.slice(0, prefix + 1);
  return `/${head.filter((segment) => !/^[:{<[*]/.test(segment)).join('/')}`;
}

function byPath(a: RouteEntry, b: RouteEntry): number {
  const [left, right] = [`${a.path} ${a.method}`, `${b.path} ${b.method}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The icon of the worst verdict inside tells whether a group needs a look. */
function groupIcon(key: string, own: readonly RouteEntry[], groupBy: RouteGrouping): TreeNode['icon'] {
  if (groupBy === 'verdict') return ROUTE_ICONS[key as RouteEntry['verdict']];
  const worst = ROUTE_ORDER.find((verdict) => own.some((route) => route.verdict === verdict));
  return worst && ROUTE_ICONS[worst];
}

/** What changes nothing has nothing to fear from other sites. */
function isWrite({ method }: RouteEntry): boolean {
  return !/^(?:GET|HEAD|OPTIONS|QUERY|WEBSOCKET|SUBSCRIPTION)$/.test(method);
}

/**
 * What is found about who gets in, by the places of routes: what a row's actions work on. Where several findings name a route, the one that
 * names the fewest routes is about it; of those the most severe.
 */
function findingsByRoute(report: ClientReport | null): Map<string, ClientFinding> {
  const access = new Set(report?.checks.filter(({ category }) => category === 'access').map(({ id }) => id));
  const open = report?.findings.filter((finding) => access.has(finding.check) && isOpen(finding)) ?? [];
  const ranked = open
    .map((finding) => ({ finding, routes: finding.related.filter(({ kind }) => kind === 'route') }))
    .filter(({ routes }) => routes.length > 0)
    .sort((a, b) => a.routes.length - b.routes.length || severity(a.finding) - severity(b.finding));
  const byRoute = new Map<string, ClientFinding>();
  for (const { finding, routes } of ranked) {
    for (const { path, line } of routes) {
      const key = placeKey(path, line);
      if (!byRoute.has(key)) byRoute.set(key, finding);
    }
  }
  return byRoute;
}

function isOpen({ suppressed, baselined }: ClientFinding): boolean {
  return suppressed === null && !baselined;
}

function severity(finding: ClientFinding): number {
  return SEVERITIES.indexOf(finding.severity);
}

function placeKey(path: string, line: number): string {
  return `${path}:${line}`;
}

function routeNode(folder: string, route: RouteEntry, index: number, finding?: ClientFinding): TreeNode {
  const title = routeTitle(route);
  const where = `${route.file}:${route.line}`;
  const id = `${folder}#route/${route.verdict}/${title}/${route.file}/${index}`;
  const facts = [
    `${title}: ${ROUTE_WORDS[route.verdict]} (${where})`,
    ...(route.by ?? []).map((step) => `${step.note} (${step.path}:${step.line})`),
    `Rate limited: ${route.rateLimited}. Input validated: ${route.validated}.`,
    ...(route.authorisation ? [`Authorisation: ${authorisationText(route.authorisation)}.`] : []),
    ...(route.cors ? [`Cross-origin: ${corsText(route.cors)}.`] : []),
    ...(route.csrf && isWrite(route) ? [`Forged requests: ${csrfText(route.csrf)}.`] : []),
    ...(route.context ? [`Only reached as ${route.context}.`] : []),
  ];
  return {
    id,
    label: title,
    description: shortPlace(route.file, route.line),
    icon: ROUTE_ICONS[route.verdict],
    tooltip: facts.join('\n\n'),
    children: (route.by ?? []).map((step, at) => placeRow(`${id}/${at}`, { folder, ...step })),
    place: { folder, path: route.file, line: route.line },
    ...(finding && { target: findingTarget(folder, finding) }),
    context: finding ? `route ${findingContext(finding)}` : 'route',
    spoken: `${title}, ${ROUTE_WORDS[route.verdict]}, ${where}`,
  };
}
