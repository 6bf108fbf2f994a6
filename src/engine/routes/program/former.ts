/** What an older version of a framework does differently, where the nearest manifest declares one. */
import { pythonRange, rangeAgainst, type Release } from '../../modules/python-versions';
import type { Workspace } from '../../workspace';
import { frameworkOf } from '../framework';

/** Releases of a Python package before which it behaved differently. */
export interface FormerVersions {
  package: string;
  /** Before it, dependencies of applications, routers and mounts did not stand before websockets. */
  guardsSockets: Release;
  /** Before it, including a router took only what was registered on it by then. */
  takesLater: Release;
}

/** How the declared version of a router's framework behaves. */
export interface Former {
  /** Guards of applications, routers and mounts do not stand before websockets. */
  unguardedSockets?: true;
  /** What is added to a router after it was included is not served; `open` = that depends on the version, why. */
  later?: 'missing' | { open: string };
}

/**
 * Undefined = as the newest version has it. Of a range the newest version counts, which is what gets installed; where a route would not
 * even exist before, that is left open.
 */
export function formerOf(framework: string, path: string, workspace: Workspace): Former | undefined {
  const versions = frameworkOf(framework)?.former;
  const range = versions && pythonRange(workspace, path, versions.package);
  if (!versions || range === null || range === undefined || range === '') return undefined;
  const sockets = rangeAgainst(range, versions.guardsSockets);
  const later = rangeAgainst(range, versions.takesLater);
  const [major, minor] = versions.takesLater;
  const why = `whether it is served depends on the version of ${versions.package}: before ${major}.${minor} a router was included as it was`;
  return {
    ...(sockets === 'before' && { unguardedSockets: true }),
    ...(later !== 'from' && { later: later === 'before' ? 'missing' : { open: why } }),
  };
}
