/**
 * Paths of rules against paths of routes, and which files of routes read what. symfony.com/doc, "How Does the Security access_control
 * Work?" (a regular expression, found anywhere in the path), "Routing" ("Route Groups and Prefixes").
 */
import { boundedTest } from '../../../text/bounded-regex';
import type { PathRule } from '../../framework';

/** Values that parameters of a path may have; the locale's are known. */
const VALUES = ['x', '7'];
const PARAMETER = /\{!?(\w+)(?::[\w.]+)?(?:<[^{}]*(?:\{[^{}]*\}[^{}]*)*>)?(?:\?[^{}]*)?\}/g;

/** Whether a rule's expression is found in a path, whatever its parameters are; null where that turns on them. */
export const symfonyCovers: PathRule = (path, url) => {
  const found = VALUES.map((value) => {
    const example = url.replace(PARAMETER, (_, name: string) => (name === '_locale' ? 'en' : value));
    // A container's parameter may begin with the slash.
    return boundedTest(path.replace('^/%', '^%'), '', example.replace(/^\/(?=%)/, '')) ?? null;
  });
  const [first = null, ...others] = found;
  const same = others.every((one) => one === first) ? first : null;
  // What a container's parameter stands for is compared as it is written: where that does not fit, it may all the same.
  return same === false && (path.includes('%') || url.includes('%')) && !isElsewhere(path, url) ? null : same;
};

/** Both begin with literal segments, and these differ. */
function isElsewhere(path: string, url: string): boolean {
  const wanted = /^\^\/([\w-]+)/.exec(path)?.[1];
  const given = /^\/([\w-]+)/.exec(url)?.[1];
  return wanted !== undefined && given !== undefined && !given.startsWith(wanted);
}

/** Whether a rule's expression names nothing in particular: everything, or everything below `/api`. */
export function isEverything(path: string): boolean {
  return /^\^?\/?(?:api\/?)?(?:\.\*)?\$?$/.test(path) && !/^\^\/\$$/.test(path);
}

/** A place that a file of routes reads, with what it puts before the paths found there. */
export interface Import {
  /** Folder or file; a `~` in front: any that ends so; empty = everything. */
  place: string;
  prefix: string;
  /** Before names of routes: the same route twice is one, where these are the same. */
  name: string;
  except: string[];
  /** Read later than others. */
  last: boolean;
}

/** What paths of a file begin with by what reads it: of what reads it under the same names the last one counts; null = nothing does. */
export function prefixesOf(places: readonly string[], path: string): string[] | null {
  const all = places.map((one) => JSON.parse(one) as Import);
  const found = new Map<string, string>();
  for (const last of [false, true])
    for (const one of all)
      if (one.last === last && lies(path, one.place) && !one.except.some((left) => lies(path, left)))
        found.set(one.name, one.prefix);
  if (isRead(path)) found.set('', '');
  return found.size > 0 ? [...found.values()] : null;
}

function lies(path: string, place: string): boolean {
  if (place.startsWith('~')) return `/${path}`.includes(place.slice(1));
  return place === '' || path === place || path.startsWith(place.endsWith('/') ? place : `${place}/`);
}

/** Files of routes that the kernel itself reads (`MicroKernelTrait::configureRoutes`; `app/config` before Symfony 4). */
export function isRead(path: string): boolean {
  return /(?:^|\/)config\/(?:routes\/[^/]+|routes|routing)\.ya?ml$/.test(path);
}
