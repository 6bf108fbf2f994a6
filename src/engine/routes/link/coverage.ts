/** Paths as they are served, and whether a registered middleware sees them. */
import { frameworkOf, type PathRule } from '../framework';
import type { LinkedUse } from './linked';
import type { RouteEvent, Way } from './mounts';
import type { RouterNode } from '../program/values';

/** Paths as served, each under each of its versions. */
export function urlsOf(event: RouteEvent, way: Way): (string | null)[] {
  const node = way.seen.at(-1);
  const settings = way.root?.versions;
  const versions = settings && node && (event.versions ?? node.version ?? settings.fallback);
  return event.urls.flatMap((url) => {
    const plain = join(way.prefix, url);
    const all = versions?.length
      ? versions.map((version) =>
          version === null
            ? plain
            : join(join(way.outer, `/${settings?.prefix}${version}`), join(node?.prefix ?? '', url)),
        )
      : [plain];
    return all.map((joined) => withoutPrefix(served(joined), way.root));
  });
}

/** The root is a slash; a dotted name stands below it. */
function served(path: string | null): string | null {
  return path === '' ? '/' : path?.startsWith('.') ? `/${path.slice(1)}` : path;
}

/** A path that the application serves without its prefix. */
function withoutPrefix(url: string | null, root: RouterNode | null): string | null {
  if (url === null || !root?.except?.length || !root.prefix || !url.startsWith(root.prefix)) return url;
  const rest = url.slice(root.prefix.length) || '/';
  return root.except.some((path) => matchesExactly(path, rest)) ? rest : url;
}

/** Prefixes and paths as served; null as soon as a part is not literal. */
export function join(prefix: string | null, path: string | null): string | null {
  if (prefix === null || path === null) return null;
  return prefix.endsWith('/') && path.startsWith('/') ? prefix + path.slice(1) : prefix + path;
}

export function both(a: string | null, b: string | null): string | null {
  return a && b ? `${a} and ${b}` : (a ?? b);
}

/** Whether a registered middleware sees a route, by method, path and kind of connection; null = the files can't say. */
export function reaches(use: LinkedUse, url: string | null, method: string): boolean | null {
  if (method === 'WEBSOCKET' && !use.sockets) return false;
  const methods = use.use?.fact.methods;
  if (methods && method !== 'ALL' && !methods.includes(method)) return false;
  if (url !== null && use.except?.some((path) => matchesExactly(path, url))) return false;
  return use.paths === null || url === null || fits(use, use.paths, url);
}

/** Whether one of the paths of a middleware covers a route's, as its framework compares them; null = only some of what it stands for. */
export function fits(use: LinkedUse, paths: readonly string[], url: string): boolean | null {
  const match = use.use?.fact.match ?? 'prefix';
  if (match === 'start') return paths.some((path) => url.toLowerCase().startsWith(path.toLowerCase()));
  const matches = frameworkOf(use.use?.fact.framework ?? '')?.covers ?? defaultRule;
  const found = paths.map((path) => matches(path, url, match, use.use?.major ?? null));
  return found.includes(true) || (found.includes(null) ? null : false);
}

const defaultRule: PathRule = (path, url, match) => {
  if (match === 'param') return new RegExp(`[:{]${path.replace(/\W/g, '')}\\b`).test(url);
  return match === 'exact' ? matchesExactly(path, url) : coversPath(path, url);
};

/** Prefix comparison by segment, ignoring case; `:x` and `*` in the prefix match any segment. */
export function coversPath(prefix: string, url: string): boolean {
  const wanted = segments(prefix);
  const given = segments(url);
  if (wanted.length > given.length && !wanted.slice(given.length).every(isWildcard)) return false;
  return wanted.every((segment, index) => isWildcard(segment) || segment.startsWith(':') || segment === given[index]);
}

function matchesExactly(path: string, url: string): boolean {
  const wanted = segments(path);
  const last = wanted[wanted.length - 1];
  if (last !== undefined && isWildcard(last)) return coversPath(wanted.slice(0, -1).join('/'), url);
  return wanted.length === segments(url).length && coversPath(path, url);
}

function isWildcard(segment: string): boolean {
  return segment.startsWith('*') || segment === '(.*)' || segment.startsWith('{*');
}

function segments(path: string): string[] {
  return path.toLowerCase().split('/').filter(Boolean);
}
