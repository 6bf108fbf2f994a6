/**
 * Middleware files that a framework never looks at: in another folder than the one that it reads, under a name of another version, or
 * exported under a name that it does not call. Nothing says so when the application runs.
 */
import { dirname, join } from '../../modules/paths';
import type { Workspace } from '../../workspace';
import type { SiteLayout } from '../framework';
import type { Guard, RouterEvent, RouterNode } from './values';

export type UseEvent = Extract<RouterEvent, { kind: 'use' }>;

/** A middleware that never runs; `guard.use.ineffective` says why. */
export type Ignored = UseEvent;

/** An application that is laid out as files, with the folder in which its layout begins. */
export interface PlacedSite {
  node: RouterNode;
  folder: string;
  layout: SiteLayout;
}

/**
 * What lies in the wrong place. An application that consists of middleware alone is none: its middleware is meant for the one whose routes
 * and pages lie a folder further in or out, and is put there as what never runs.
 */
export function misplaced(sites: readonly PlacedSite[], workspace: Workspace): Ignored[] {
  return sites.flatMap(({ node, folder, layout }) => {
    const { beside } = layout;
    if (!beside || node.events.length === 0 || node.events.some(({ kind }) => kind !== 'use')) return [];
    const right = rightFolder(folder, beside, workspace);
    if (right === null) return [];
    const name = right === join(folder, 'src') ? 'outside src' : `inside ${folder.slice(folder.lastIndexOf('/') + 1)}`;
    const why = `lies ${name}, where it is never looked at: it belongs beside the folder ${besideIn(right, beside, workspace)}`;
    const target = sites.find((one) => one.folder === right && one.layout === layout);
    return node.events
      .filter((event): event is UseEvent => event.kind === 'use')
      .map((event) => neverRun(event, why, target?.node ?? null));
  });
}

/** The same event as one that never runs, put on the application that it is meant for. */
export function neverRun(event: UseEvent, why: string, target: RouterNode | null): Ignored {
  const guard: Guard = { ...event.guard, use: { ...event.guard.use, ineffective: why } };
  const ignored = { ...event, guard, paths: null };
  if (target?.events.some(({ kind }) => kind === 'route')) target.events.push(ignored);
  return ignored;
}

/** Where the middleware of a folder should lie; null when it lies well, or belongs to nothing. */
function rightFolder(folder: string, beside: readonly string[], workspace: Workspace): string | null {
  const isHome = (candidate: string): boolean => besideIn(candidate, beside, workspace) !== null;
  if (isHome(folder)) return null;
  const inner = join(folder, 'src');
  if (isHome(inner)) return inner;
  const own = folder.slice(folder.lastIndexOf('/') + 1);
  return beside.includes(own) ? dirname(folder) : null;
}

/** Which of the framework's folders lies in a folder; null = none does. */
function besideIn(folder: string, beside: readonly string[], { files }: Workspace): string | null {
  for (const name of beside) {
    const start = `${join(folder, name)}/`;
    for (const path of files.keys()) if (path.startsWith(start)) return name;
  }
  return null;
}
