/** What proxies other than nginx bound: only limits that requests meet, in files that a container is given. */
import type { Evidence } from '../verdict';
import { evidence } from '../readiness/answers';
import type { Workspace } from '../workspace';
import { isAside } from './apps';
import { givenFiles } from './proxies';
import type { ProxyLimit, ProxyLimits } from './proxy-limits';
import { stageOf } from './settings';

interface Placed {
  path: string;
  limit: ProxyLimit;
}

/** Limits in force, in path order. Call through `workspace.derive(proxyBounds)`. */
export function proxyBounds(workspace: Workspace): Placed[] {
  const given = workspace.derive(givenFiles);
  const all = workspace
    .each('proxyLimits')
    .filter(({ file }) => stageOf(file.path) === 'production' && !isAside(workspace, file.path));
  const used = usedOf(all.map(({ facts }) => facts));
  return all.flatMap(({ file, facts }) =>
    facts.limits
      .filter(({ middleware }) =>
        middleware === null ? given(file.path) || isManifest(workspace, file.path) : used(middleware),
      )
      .map((limit) => ({ path: file.path, limit })),
  );
}

/** Limits of a kind as evidence, those of more than `most` (bytes or seconds) and none at all left out. */
export function boundsOf(workspace: Workspace, of: ProxyLimit['of'], most: number): Evidence[] {
  return workspace
    .derive(proxyBounds)
    .filter(({ limit }) => limit.of === of && limit.value > 0 && limit.value <= most)
    .map(({ path, limit: { proxy, value, span } }) =>
      evidence(
        path,
        span,
        of === 'size' ? `${proxy} refuses bodies of more than ${size(value)}` : `${proxy} gives up after ${value} s`,
      ),
    );
}

/** Compose files and cluster objects are what runs; other YAML is a file of a proxy's. */
function isManifest(workspace: Workspace, path: string): boolean {
  return workspace.part(path, 'compose') !== undefined || workspace.part(path, 'deployment') !== undefined;
}

/** Whether a router or entry point names a middleware, also through a chain; in a cluster the name has its namespace before it. */
function usedOf(all: readonly ProxyLimits[]): (name: string) => boolean {
  const used = new Set(all.flatMap((facts) => facts.used));
  const isUsed = (name: string): boolean => used.has(name) || [...used].some((one) => one.endsWith(`-${name}`));
  const chains = all.flatMap((facts) => facts.chains);
  for (let round = 0; round < 3; round++) for (const [chain, name] of chains) if (isUsed(chain)) used.add(name);
  return isUsed;
}

function size(bytes: number): string {
  return bytes >= 1_000_000 ? `${Math.round(bytes / 1_000_000)} MB` : `${Math.round(bytes / 1000)} kB`;
}
