/** What the checks on routes share: which routes count, how a chain becomes related places, which guard the siblings use. */
import type { RelatedPlace, Severity } from '../finding';
import type { Workspace } from '../workspace';
import { frameworkOf, type DecoratorStyle } from './framework';
import type { LinkedUse } from './link/linked';
import { writtenGuard, type WrittenGuard } from './edits/written-guard';
import type { ChainPlace } from './chain';
import { judgedRoutes, type JudgedRoute } from './verdict';

/** Methods that only read, and that frameworks answer by themselves. */
const SILENT = new Set(['HEAD', 'OPTIONS', 'TRACE']);
const READING = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);
/** Paths whose very reading gives away what is inside. */
const SENSITIVE =
  /(^|[/_-])(users?|accounts?|tenants?|org(anization)?s?|members?|customers?|admin|internal|debug|export|backup|dump|logs?|audit|keys?|tokens?|secrets?|credentials?|sessions?|payments?|invoices?|billing|orders?|config|settings|env)([/_-]|$)/i;

/**
 * Routes that somebody wrote and that are served to others: not dead, not in tests or examples, not bound to the loopback address, not the
 * pages that a framework adds.
 */
export function servedRoutes(workspace: Workspace): JudgedRoute[] {
  return workspace
    .derive(judgedRoutes)
    .filter(
      ({ verdict, context, route }) =>
        verdict !== 'dead' && context === null && !SILENT.has(route.method) && !route.fact.builtIn,
    );
}

/** Routes of an application that listens on this machine only. */
export function loopbackRoutes(workspace: Workspace): JudgedRoute[] {
  return workspace
    .derive(judgedRoutes)
    .filter(({ verdict, context, route }) => verdict !== 'dead' && context === 'loopback' && !SILENT.has(route.method));
}

/** How bad it is that a route is open: by what a caller can change, then by what it can see. */
export function severityOf({ route, url }: JudgedRoute): Severity {
  if (/(^|\/)(metrics|prometheus)(\/|$)/i.test(url)) return 'medium';
  if (!READING.has(route.method)) return 'blocker';
  return SENSITIVE.test(url) ? 'blocker' : 'high';
}

/** `DELETE /api/orders/{id}`. */
export function shown({ route, url }: JudgedRoute): string {
  return `${route.method === 'ALL' ? 'Every method of' : route.method} ${url}`;
}

/** A chain as related places, in order; the last place is the route itself and left out when it is where the finding stands. */
export function relatedChain(
  chain: readonly ChainPlace[],
  own: { path: string; line: number } | null = null,
): RelatedPlace[] {
  return chain
    .filter((place) => own === null || place.path !== own.path || place.at.line !== own.line)
    .map(({ path, at, note, kind }) => ({ path, span: at, note, kind }));
}

/** `main.py:31`: the last folder and name are enough for people. */
export function shortPlace(path: string, line: number): string {
  return `${path.slice(path.lastIndexOf('/') + 1)}:${line}`;
}

/** A guard that stands in a route's declaration. */
export interface UsedGuard {
  use: LinkedUse;
  name: string;
  /** How many routes it protects. */
  count: number;
}

/** What protects the routes nearby: a guard in their declarations, or statements in their handlers. */
export type SiblingGuard = UsedGuard | WrittenGuard;

/** The guard that most protected routes nearby use: in the same file, else in the same application, else anywhere. */
export function siblingGuard(workspace: Workspace, of: JudgedRoute): SiblingGuard | null {
  // Who may come without signing in was thought of there.
  if (isCatchAll(of) || of.route.uses.some(({ name }) => /optional/i.test(name))) return null;
  if (frameworkOf(of.route.fact.framework)?.guard.as === 'body') return writtenGuard(workspace, of);
  const all = workspace
    .derive(judgedRoutes)
    .filter(({ verdict, route }) => verdict === 'protected' && route.fact.framework === of.route.fact.framework);
  const circles = [
    all.filter(({ route }) => route.path === of.route.path),
    all.filter(({ route }) => route.app !== null && route.app === of.route.app),
    all,
  ];
  for (const [distance, circle] of circles.entries()) {
    const best = mostUsed(circle, of, distance === 0 || ADMIN_PATH.test(of.url));
    if (best) return best;
  }
  return null;
}

/** `GET *`: what answers whatever no other route does, which is the page of an application in the browser, the way to sign in among it. */
function isCatchAll({ url, route }: JudgedRoute): boolean {
  return (
    route.method === 'GET' &&
    /^\/?(?:\^?\/?\(?\.?\*\)?\$?|\{\/?\*\w+\}|\*\w+|\{\w+:path\}|<path:\w+>|:\w+(?:\*|\(\.?\*\)))$/.test(url)
  );
}

const ADMIN_PATH = /(?:^|[/_-])(?:admins?|administration|superuser|superadmin|staff|backoffice|internal)(?:[/_-]|$)/i;
/** A guard that asks for more than somebody who has signed in. */
const ASKS_MORE = /admin|super_?user|staff|permission/i;
/** A guard that asks whether what the route is about may be read, or changed, by the caller. */
const ASKS_ABOUT = /permission|owner|author(?!i[sz]|ent)|(?:modif|edit|updat|delet|creat)(?!or)/i;

/** Whether what is asked before one route can be asked before the other: it is about the same things, and does the same to them. */
function isAlike(known: JudgedRoute, of: JudgedRoute): boolean {
  const [theirs, own] = [known, of].map(({ url }) => [...url.matchAll(PARAMETER)].map(String));
  const reads = [known, of].map(({ route }) => READING.has(route.method));
  return reads[0] === reads[1] && !theirs?.some((name) => !own?.includes(name));
}

/** `{id}`, `:id`, `<int:id>`, `[id]`. */
const PARAMETER = /[{:<[]+[.\w:]+/g;

/** A decorator is no dependency, an application's middleware no guard of one route, and what is made in place has no name. */
function canStandBefore(use: LinkedUse, { fact, owner }: JudgedRoute['route']): boolean {
  const { as, name } = use;
  const style = frameworkOf(fact.framework)?.guard;
  // One that is cut short cannot be copied.
  if (style?.as === 'annotation') return use.level !== 'app' && style.written.test(name);
  if (style?.as === 'filter') return as === 'step' && /^\w+[!?]?$/.test(name) && owner !== null;
  // An alias, with what it is given; a class would have to be imported.
  if (style?.as === 'chain') return as === 'middleware' && /^[a-z][\w.:,-]*$/.test(name) && !/^(?:web|api)$/.test(name);
  if (style?.as === 'decorator') return canDecorate(use, style, fact.framework, owner !== null);
  if (style?.as === 'with' || style?.as === 'last') return as === 'middleware' && isNamedInGo(name);
  const wanted = style?.as === 'option' ? style.of : (style?.as ?? 'middleware');
  if (name.startsWith('this.')) return false;
  return as === wanted && /^[\w$.]+$/.test(name);
}

/** A function by its name; what belongs to the receiver of a method is called otherwise elsewhere. */
function isNamedInGo(name: string): boolean {
  return /^[\w.]+$/.test(name) && !name.startsWith('this.');
}

/** Functions are decorated; classes take mixins or permission classes. A decorator that is given something is no one else's. */
function canDecorate(use: LinkedUse, style: DecoratorStyle, framework: string, isClass: boolean): boolean {
  if (use.level !== 'route') return false;
  if (style.permissions?.views === framework) return use.as === 'permission' && /^\w+$/.test(use.name);
  if (isClass) return style.mixins === true && use.as === 'middleware' && /^\w+$/.test(use.name);
  const isPlain = use.value.v === 'external' ? use.value.args.length === 0 : !use.name.endsWith(')');
  return use.as === 'decorator' && isPlain && /^[\w.]+(\(\))?$/.test(use.name);
}

/**
 * Guards that verify and can be named in a route's own declaration. What routes of other files are kept for (a role) says nothing of this
 * one.
 */
function mostUsed(routes: readonly JudgedRoute[], of: JudgedRoute, mayAskMore: boolean): UsedGuard | null {
  const counted = new Map<string, UsedGuard>();
  for (const known of routes) {
    for (const { use, judgement } of known.guards) {
      if (judgement.effect !== 'deny' || !canStandBefore(use, of.route)) continue;
      if (!mayAskMore && ASKS_MORE.test(use.name)) continue;
      if (ASKS_ABOUT.test(use.name) && !isAlike(known, of)) continue;
      const key = `${judgement.definition?.path ?? use.path}#${use.name}`;
      const present = counted.get(key);
      if (present) present.count++;
      else counted.set(key, { use, name: use.name, count: 1 });
    }
  }
  // The plainest guard wins a tie: the one that comes first in the alphabet is the same on every machine.
  return [...counted.values()].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))[0] ?? null;
}
