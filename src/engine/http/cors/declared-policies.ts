/** What configuration says of origins, as policies of the routes that it reaches. */
import { boundedTest } from '../../text/bounded-regex';
import type { LinkedRoute } from '../../routes/link/linked';
import type { Workspace } from '../../workspace';
import { isAside } from '../apps';
import type { DeclaredCors } from './declared';
import { NO_ORIGINS, type Origins } from './origins';
import type { CorsPolicy } from './policy';

interface Placed {
  path: string;
  /** Folder of the application that it is about. */
  root: string;
  declared: DeclaredCors;
  policy: CorsPolicy;
}

/** Policies of all configurations. Call through `workspace.derive`. */
export function declaredPolicies(workspace: Workspace): Placed[] {
  const found: Placed[] = [];
  for (const { file, facts } of workspace.each('declaredCors')) {
    if (isAside(workspace, file.path)) continue;
    for (const declared of facts)
      found.push({ path: file.path, root: rootOf(file.path), declared, policy: policyOf(file.path, declared) });
  }
  return found;
}

/** What configuration says of a route; `ofRoute`: of its handler or its class. */
export function declaredFor(
  route: LinkedRoute,
  all: readonly Placed[],
): { policy: CorsPolicy; ofRoute: boolean } | undefined {
  const framework = route.app?.fact.framework;
  const own = all.filter(
    ({ declared, root, path }) =>
      declared.framework === framework &&
      (declared.handler === undefined ? route.path.startsWith(root) : path === route.path),
  );
  const line = route.handler?.fact.at.line ?? route.fact.line;
  const of = (wanted: number): Placed | undefined => own.find(({ declared }) => declared.handler === wanted);
  const marked = of(line) ?? of(0);
  if (marked) return { policy: marked.policy, ofRoute: true };
  const last = own.filter(({ declared }) => declared.handler === undefined && isFor(declared, route.url)).at(-1);
  return last && { policy: last.policy, ofRoute: false };
}

function isFor({ paths }: DeclaredCors, url: string | null): boolean {
  if (paths === null || url === null) return true;
  return paths.some((path) => boundedTest(`^${sourceOf(path)}$`, 'i', url) !== false);
}

/** `/api/:path*`, `/api/(.*)`, `/api/**`, `api/*`, `*`. */
function sourceOf(pattern: string): string {
  const path = pattern.startsWith('/') || pattern === '*' ? pattern : `/${pattern}`;
  return path
    .replace(/\/:\w+\*|\/\*\*$/g, '\0')
    .replace(/\(\.\*\)|:\w+\(\.\*\)|\*+/g, '\u0001')
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('\0', '(?:/.*)?')
    .replaceAll('\u0001', '.*');
}

function rootOf(path: string): string {
  const [, root] = /^(.*?\/?)(?:config\/.*|src\/main\/.*|[^/]*)$/.exec(path) ?? [];
  if (root !== undefined && /(?:^|\/)(?:config|src\/main)\//.test(path)) return root;
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function policyOf(
  path: string,
  { how, origins, settings, credentials, echoes, unseen, span }: DeclaredCors,
): CorsPolicy {
  const all: Origins = {
    ...NO_ORIGINS,
    listed: new Set(origins.filter((one) => one !== '*')),
    any: origins.includes('*') ? 'wildcard' : null,
    settings: new Set(settings),
  };
  return {
    path,
    span,
    origins: all,
    credentials,
    echoes,
    how,
    condition: null,
    pattern: null,
    unseen: unseen === true,
  };
}
