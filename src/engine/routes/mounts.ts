/** Walks the mounts from every application to every handler: prefixes joined, guards collected in order, the way recorded. */
import type { Span } from '../span';
import { frameworkOf, type PathRule } from './framework';
import type { ChainStep, LinkedApp, LinkedRoute, LinkedUse } from './linked';
import { guardName } from './registrar';
import { nodeOf, type Guard, type RouterEvent, type RouterNode, type Value } from './values';

/** How deep routers are nested at most. */
const MAX_NESTING = 12;

type RouteEvent = Extract<RouterEvent, { kind: 'route' }>;
type MountEvent = Extract<RouterEvent, { kind: 'mount' }>;
type UseEvent = Extract<RouterEvent, { kind: 'use' }>;

interface Way {
  app: LinkedApp | null;
  prefix: string | null;
  uses: LinkedUse[];
  chain: ChainStep[];
  gaps: string[];
  condition: string | null;
  seen: RouterNode[];
  /** What the application gives to routes that leave something open. */
  defaults: RouterNode['defaults'];
  /** The mount gave a prefix in the place of the router's own. */
  replaced?: boolean;
}

/** What one router hands to whatever is registered after it on its parent (Express). */
type Leak = LinkedUse[];

export class MountWalk {
  readonly routes: LinkedRoute[] = [];
  readonly reached = new Set<RouterNode>();

  constructor(private readonly handlerUses: (event: RouteEvent) => LinkedUse[]) {}

  /** Everything below an application. */
  app(node: RouterNode, app: LinkedApp): void {
    const name = node.name ?? node.fact.framework;
    const chain: ChainStep[] = [
      { kind: 'app', path: node.path, at: node.fact.at, note: `the application ${name} is made here` },
    ];
    const uses = lifted(node).map((event) => fromUse(event, 'app', ''));
    app.uses.push(...uses);
    const { defaults } = node;
    this.walk(node, { app, prefix: '', uses, chain, gaps: [], condition: null, seen: [], defaults });
  }

  /** Routes of a router that no application reaches. */
  unmounted(node: RouterNode): void {
    const chain: ChainStep[] = [
      {
        kind: 'router',
        path: node.path,
        at: node.fact.at,
        note: `the router ${node.name ?? ''} is made here and mounted nowhere`.replace('  ', ' '),
      },
    ];
    const { defaults } = node;
    this.walk(node, { app: null, prefix: '', uses: [], chain, gaps: [], condition: null, seen: [], defaults });
  }

  private walk(node: RouterNode, way: Way): Leak {
    if (way.seen.includes(node) || way.seen.length > MAX_NESTING) return [];
    this.reached.add(node);
    const level = node.fact.role === 'app' ? 'app' : 'router';
    const prefix = join(way.prefix, way.replaced ? '' : node.prefix);
    const always = node.events.filter(
      (event): event is UseEvent =>
        event.kind === 'use' && event.fact.reach === 'all' && event.fact.role === 'middleware' && !event.fact.lifts,
    );
    const inherited = [
      ...way.uses,
      ...node.middleware.map((guard) => linkedUse(guard, level, null, true)),
      ...always.map((event) => fromUse(event, level, prefix)),
      ...node.guards.map((guard) => linkedUse(guard, level, null, true)),
    ];
    way.app?.uses.push(...inherited.slice(way.uses.length));
    const later: LinkedUse[] = [];
    const own: LinkedUse[] = [];
    const inner: Way = { ...way, prefix, seen: [...way.seen, node] };
    for (const event of node.events) {
      const uses = [...inherited, ...later];
      if (event.kind === 'route') this.route(event, { ...inner, uses });
      else if (event.kind === 'mount') {
        const leaked = this.mount(event, { ...inner, uses });
        later.push(...leaked);
        own.push(...leaked);
      } else if (event.fact.reach === 'later') {
        const use = fromUse(event, level, prefix);
        later.push(use);
        own.push(use);
        way.app?.uses.push(use);
      } else if (event.fact.role === 'error-handler') way.app?.uses.push(fromUse(event, level, prefix));
    }
    return own;
  }

  private mount(event: MountEvent, way: Way): Leak {
    const { fact } = event;
    const node = nodeOf(event.target);
    if (!node) return [];
    way.app?.mounts.push({ path: event.path, fact });
    const inherits = fact.s === 'mount' ? fact.inherits : 'all';
    const uses = inherits === 'all' ? way.uses : way.uses.filter(isMiddleware);
    // A prefix that is not literal (a base path from the configuration) is left out: what is known of the path stays readable.
    const prefix = join(way.prefix, event.prefix ?? '');
    const shown =
      event.prefix === null ? ' under a prefix that is not literal' : event.prefix ? ` under ${event.prefix}` : '';
    const step: ChainStep = { kind: 'mount', path: event.path, at: fact.at, note: `mounted here${shown}` };
    const leak = this.walk(node, {
      ...way,
      prefix,
      replaced: fact.s === 'mount' && fact.replaces === true,
      uses: [...uses, ...event.guards.map((guard) => linkedUse(guard, 'mount', null, true))],
      chain: [...way.chain, step],
      condition: both(way.condition, event.condition),
    });
    const leaks = fact.s === 'use' || fact.leaks === true;
    return leaks ? leak.map((use) => ({ ...use, paths: use.paths ?? (prefix === null ? [] : [prefix]) })) : [];
  }

  private route(event: RouteEvent, way: Way): void {
    const { fact } = event;
    const handler = event.handler.v === 'function' ? { path: event.handler.path, fact: event.handler.fact } : null;
    for (const url of event.urls) {
      const joined = join(way.prefix, url);
      const full = joined === '' ? '/' : joined;
      for (const method of event.methods) {
        const inherited = way.uses.filter(
          (use) => (!fact.bare || isMiddleware(use)) && reaches(use, full, method) && !isLeftOut(use, event),
        );
        const own = [
          ...ownGuards(event, way).map((guard) => linkedUse(guard, 'route', null, true)),
          ...this.handlerUses(event),
        ];
        this.routes.push({
          path: event.path,
          fact,
          method,
          url: full,
          endpoint: endpointOf(event, way),
          app: way.app,
          chain: [
            ...way.chain,
            { kind: 'route', path: event.path, at: fact.at, note: `${method} ${full ?? '…'} is declared here` },
          ],
          uses: [...inherited, ...own],
          handler,
          handlerValue: event.handler,
          gaps: event.gap === null ? way.gaps : [...way.gaps, event.gap],
          condition: both(way.condition, event.condition),
        });
      }
    }
  }
}

/** Hooks for the whole application that are registered on what is mounted in it. */
function lifted(node: RouterNode, depth = 0): UseEvent[] {
  if (depth > MAX_NESTING) return [];
  return node.events.flatMap((event) => {
    const inner = event.kind === 'mount' ? nodeOf(event.target) : null;
    if (inner && inner !== node) return lifted(inner, depth + 1);
    return event.kind === 'use' && event.fact.lifts ? [event] : [];
  });
}

/** Mounted applications are inside the middleware and hooks of what they are mounted on, outside its dependencies. */
function isMiddleware({ as }: LinkedUse): boolean {
  return as === 'middleware' || as === 'hook';
}

function isLeftOut({ origin }: LinkedUse, { leftOutBy }: RouteEvent): boolean {
  return origin !== null && leftOutBy.some((pattern) => pattern.test(origin.symbol));
}

/** Routers that are given a name as their first argument put it before those of their routes (Flask's blueprints). */
function endpointOf({ fact, handler }: RouteEvent, { seen }: Way): string | null {
  const given = fact.args.find(({ name }) => name === 'endpoint')?.value;
  const own = given?.e === 'text' ? given.value : handler.v === 'function' ? handler.fact.name : '';
  if (own === '') return null;
  const routers = seen.flatMap((node) => {
    const [first] = node.fact.role === 'router' ? node.fact.args : [];
    return first?.name === null && first.value.e === 'text' ? [first.value.value] : [];
  });
  return [...routers, own].join('.');
}

/** Guards of the route itself, with the application's where it leaves them open. */
function ownGuards({ guards }: RouteEvent, { defaults }: Way): Guard[] {
  return guards.flatMap((guard) => (guard.value.v === 'default' ? (defaults.get(guard.value.name) ?? []) : [guard]));
}

/** Prefixes and paths as served; null as soon as a part is not literal. */
export function join(prefix: string | null, path: string | null): string | null {
  if (prefix === null || path === null) return null;
  return prefix.endsWith('/') && path.startsWith('/') ? prefix + path.slice(1) : prefix + path;
}

function both(a: string | null, b: string | null): string | null {
  return a && b ? `${a} and ${b}` : (a ?? b);
}

/** Whether a registered middleware sees a route, by method, path and kind of connection. */
function reaches(use: LinkedUse, url: string | null, method: string): boolean {
  if (method === 'WEBSOCKET' && !use.sockets) return false;
  const methods = use.use?.fact.methods;
  if (methods && method !== 'ALL' && !methods.includes(method)) return false;
  if (use.paths === null || url === null) return true;
  const match = use.use?.fact.match ?? 'prefix';
  const matches = frameworkOf(use.use?.fact.framework ?? '')?.covers ?? defaultRule;
  return use.paths.some((path) => matches(path, url, match, use.use?.major ?? null));
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

function fromUse(event: UseEvent, level: LinkedUse['level'], prefix: string | null): LinkedUse {
  const paths = event.paths?.map((path) => (event.fact.match === 'param' ? path : join(prefix, path))) ?? null;
  const literal = paths === null || paths.includes(null) ? null : (paths as string[]);
  const whole =
    level === 'app' || prefix === '' || prefix === null ? null : event.fact.reach === 'later' ? [prefix] : null;
  return { ...linkedUse(event.guard, level, event, event.fact.sockets), paths: literal ?? whole };
}

/** A guard as a step of the way. */
export function linkedUse(
  guard: Guard,
  level: LinkedUse['level'],
  event: UseEvent | null,
  sockets: boolean,
): LinkedUse {
  const inner = guard.value.v === 'guard' && guard.value.value ? guard.value.value : guard.value;
  return {
    as: guard.use.as,
    level,
    path: guard.path,
    at: guard.use.at as Span,
    name: guardName(guard),
    definition: inner.v === 'function' ? { path: inner.path, fact: inner.fact } : null,
    origin: originOf(inner),
    value: guard.value,
    sockets,
    paths: null,
    use: event && { path: event.path, fact: event.fact, major: event.major },
    args: event?.fact.args ?? [],
    ineffective: guard.use.ineffective ?? null,
  };
}

function originOf(value: Value): LinkedUse['origin'] {
  if (value.v === 'external') return { symbol: value.symbol, args: value.args };
  return null;
}
