/** The *Routes* view as data: verdict, route, chain. */
import { ROUTE_ORDER, ROUTE_WORDS, routeTitle } from '../../engine/present';
import type { RouteEntry } from '../../engine/report';
import { ROUTE_ICONS } from './icons';
import type { TreeNode } from './node';
import { placeRow } from './place-row';
import type { Folder } from './readiness';
import { shortPlace } from './text';

/** Groups that are open at first: what a person has to look at. */
const OPEN_GROUPS: readonly string[] = ['unprotected', 'hollow', 'weak'];

export function routesTree(folders: readonly Folder[]): TreeNode[] {
  const withRoutes = folders.filter((folder) => (folder.report?.routes.length ?? 0) > 0);
  if (folders.length <= 1) return withRoutes.flatMap(groupsOf);
  return withRoutes.map((folder) => ({
    id: `${folder.folder}#routes`,
    label: folder.name,
    icon: { name: 'root-folder' },
    children: groupsOf(folder),
    expanded: true,
    context: 'folder',
  }));
}

function groupsOf({ folder, report }: Folder): TreeNode[] {
  return ROUTE_ORDER.flatMap((verdict) => {
    const routes = (report?.routes ?? []).filter((route) => route.verdict === verdict);
    if (routes.length === 0) return [];
    const words = ROUTE_WORDS[verdict];
    return [
      {
        id: `${folder}#routes/${verdict}`,
        label: `${words.charAt(0).toUpperCase()}${words.slice(1)} (${routes.length})`,
        icon: ROUTE_ICONS[verdict],
        children: routes.map((route, index) => routeNode(folder, route, index)),
        expanded: OPEN_GROUPS.includes(verdict),
        context: 'group',
      },
    ];
  });
}

function routeNode(folder: string, route: RouteEntry, index: number): TreeNode {
  const title = routeTitle(route);
  const where = `${route.file}:${route.line}`;
  const id = `${folder}#route/${route.verdict}/${title}/${route.file}/${index}`;
  const facts = [
    `${title}: ${ROUTE_WORDS[route.verdict]} (${where})`,
    ...(route.by ?? []).map((step) => `${step.note} (${step.path}:${step.line})`),
    `Rate limited: ${route.rateLimited}. Input validated: ${route.validated}.`,
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
    context: 'route',
    spoken: `${title}, ${ROUTE_WORDS[route.verdict]}, ${where}`,
  };
}
