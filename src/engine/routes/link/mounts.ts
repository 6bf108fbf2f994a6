/** Walks the mounts from every application to every handler: prefixes joined, guards collected in order, the way recorded. */
import { both, fits, join, reaches, urlsOf } from './coverage';
import type { Expression } from '../../code/model';
import type { ChainStep, LinkedApp, LinkedRoute, LinkedUse } from './linked';
import { decided } from './rules';
import { NOT_MOUNTED, straysOf, unmatched } from './strays';
import { COVERS_SOME, fromUse, linkedUse, writtenAs } from './uses';
import { defaultFor } from './view-permissions';
import type { Interpreter } from '../program/interpret';
import { nodeOf, type Guard, type RouterEvent, type RouterNode } from '../program/values';

/** How deep routers are nested at most. */
const MAX_NESTING = 12;

export type RouteEvent = Extract<RouterEvent, { kind: 'route' }>;
type MountEvent = Extract<RouterEvent, { kind: 'mount' }>;
type UseEvent = Extract<RouterEvent, { kind: 'use' }>;

/** The way from an application to a router. */
export interface Way {
  app: LinkedApp | null;
  /** The application's own router. */
  root: RouterNode | null;
  prefix: string | null;
  /** The prefix without that of the router at hand: versions stand between the two. */
  outer: string | null;
  uses: LinkedUse[];
  chain: ChainStep[];
  gaps: string[];
  /** Says that everything below is for everybody. */
  opens?: readonly Guard[] | undefined;
  condition: string | null;
  seen: RouterNode[];
  /** What the application gives to routes that leave something open. */
  defaults: RouterNode['defaults'];
  /** What the mount of the next router gives to them, in its place. */
  given?: RouterNode['defaults'] | undefined;
  /** The mount gave a prefix in the place of the router's own. */
  replaced?: boolean;
  /** Middleware for some paths in front of a mount whose prefix is not literal: it may stand there. */
  vague?: ReadonlySet<LinkedUse>;
  /** Prefixes of mounts on the way that are not literal, as they are written. */
  unread?: readonly string[];
  /** What stands before the outer application and not before what is mounted in it. */
  outside?: LinkedUse[];
}

/** What one router hands to whatever is registered after it on its parent; `levels`: mounts further outwards. */
type Leak = { use: LinkedUse; levels: number }[];

export class MountWalk {
  readonly routes: LinkedRoute[] = [];
  readonly reached = new Set<RouterNode>();
  /** Most registrations of a router that any of its mounts took, where they took copies. */
  private readonly taken = new Map<RouterNode, number>();
  private readonly once = new Map<RouterNode, Set<RouterNode>>();

  constructor(
    private readonly handlerUses: (event: RouteEvent) => LinkedUse[],
    private readonly inputOf: (event: RouteEvent, method: string) => LinkedRoute['input'],
    private readonly program: Interpreter,
  ) {}

  /** Everything below an application. */
  app(node: RouterNode, app: LinkedApp): void {
    const name = node.name ?? node.fact.framework;
    const chain: ChainStep[] = [
      { kind: 'app', path: node.path, at: node.fact.at, note: `the application ${name} is made here` },
    ];
    const uses = everywhere(node).map(({ event, at }) => fromUse(event, at === node ? 'app' : 'router', node.prefix));
    app.uses.push(...uses);
    this.walk(node, { ...start(chain, node), app, root: node, uses });
  }

  /** Routes of a router that no application reaches. */
  unmounted(node: RouterNode): void {
    const loaded = this.program.loading.why(node.path);
    const why = loaded ?? node.maybe;
    const by = loaded === null ? 'by an object that could not be followed' : 'where files are loaded by name';
    const mounted = why === null ? 'mounted nowhere' : `mounted ${by}, if at all`;
    const note = `the router ${node.name ?? ''} is made here and ${mounted}`.replace('  ', ' ');
    const chain: ChainStep[] = [{ kind: 'router', path: node.path, at: node.fact.at, note }];
    this.walk(node, { ...start(chain, node), gaps: why === null ? [] : [why] });
  }

  /** Routes that were added to a router after everybody who mounts it had taken what it had by then. */
  leftovers(): void {
    for (const [node, taken] of this.taken) {
      if (taken >= node.events.length) continue;
      const at = node.fact.at;
      const note = `the router ${node.name ?? ''} is mounted before this is added to it`.replace('  ', ' ');
      const chain: ChainStep[] = [{ kind: 'router', path: node.path, at, note }];
      this.walk({ ...node, events: node.events.slice(taken) }, start(chain, node));
    }
  }

  /** `taken`: registrations that are served, or, where it is open whether later ones are, that are for sure. */
  private walk(node: RouterNode, way: Way, taken?: number, open?: string): Leak {
    if (way.seen.includes(node) || way.seen.length > MAX_NESTING || !this.isFirst(node, way.root)) return [];
    this.reached.add(node);
    const isCut = taken !== undefined && open === undefined;
    this.take(node, isCut ? taken : undefined);
    const events = isCut ? node.events.slice(0, taken) : node.events;
    const sockets = node.former?.unguardedSockets !== true;
    const level = node.fact.role === 'app' ? 'app' : 'router';
    const standsAside = way.replaced === true && node.fact.alone === true;
    const prefix = join(way.prefix, way.replaced ? '' : node.prefix);
    const always = events.filter(
      (event): event is UseEvent =>
        event.kind === 'use' && event.fact.reach === 'all' && event.fact.role === 'middleware',
    );
    const inherited = [
      ...way.uses,
      ...(standsAside ? [] : node.middleware).map((guard) => linkedUse(guard, level, null, true)),
      ...always.map((event) => fromUse(event, level, prefix)),
      ...(standsAside ? [] : node.guards).map((guard) => linkedUse(guard, level, null, sockets)),
    ];
    way.app?.uses.push(...inherited.slice(way.uses.length));
    const later: LinkedUse[] = [];
    const own: Leak = [];
    const inner: Way = {
      ...way,
      prefix,
      gaps: [...way.gaps, ...node.gaps],
      opens: node.opens ?? way.opens,
      defaults: nearest(way.defaults, node.defaults, way.given),
      outer: way.prefix,
      seen: [...way.seen, node],
    };
    const strays = straysOf(events, level, prefix);
    for (const [index, event] of events.entries()) {
      const uses = [...inherited, ...later];
      if (open !== undefined && index === taken) inner.gaps.push(open);
      if (event.kind === 'route')
        this.route(
          event,
          { ...inner, uses },
          strays.filter(({ from }) => from > index).map(({ use }) => use),
        );
      else if (event.kind === 'mount') {
        const leaked = this.mount(event, { ...inner, uses });
        later.push(...leaked.map(({ use }) => use));
        own.push(...leaked.filter(({ levels }) => levels > 0));
      } else if (event.fact.reach === 'later') {
        const use = fromUse(event, level, prefix);
        later.push(use);
        own.push({ use, levels: event.fact.outwards ?? Infinity });
        way.app?.uses.push(use);
      } else if (event.fact.reach === 'all' && event.fact.outwards) {
        own.push({ use: fromUse(event, level, prefix), levels: event.fact.outwards });
      } else if (event.fact.role === 'error-handler') way.app?.uses.push(fromUse(event, level, prefix));
    }
    return node.fact.isolates ? [] : own;
  }

  /** False for a router that stays where it was mounted first in this application. */
  private isFirst(node: RouterNode, root: RouterNode | null): boolean {
    if (!node.fact.once || !root) return true;
    const known = this.once.get(root) ?? new Set();
    this.once.set(root, known);
    return !known.has(node) && known.add(node) !== undefined;
  }

  private take(node: RouterNode, taken: number | undefined): void {
    if (taken === undefined) this.taken.set(node, Infinity);
    else this.taken.set(node, Math.max(taken, this.taken.get(node) ?? 0));
  }

  private mount(event: MountEvent, way: Way): Leak {
    const { fact } = event;
    const node = nodeOf(event.target);
    if (!node) return [];
    way.app?.mounts.push({ path: event.path, fact });
    const sockets = way.seen.at(-1)?.former?.unguardedSockets !== true;
    const inherits = fact.s === 'mount' ? fact.inherits : 'all';
    const uses = inherits === 'all' ? way.uses : way.uses.filter(isMiddleware);
    const outside = way.uses.filter((use) => !uses.includes(use) && use.ineffective === null);
    // A prefix that is not literal (a base path from the configuration) is left out: what is known of the path stays readable.
    const prefix = join(way.prefix, event.prefix ?? '');
    const shown =
      event.prefix === null ? ' under a prefix that is not literal' : event.prefix ? ` under ${event.prefix}` : '';
    const step: ChainStep = { kind: 'mount', path: event.path, at: fact.at, note: `mounted here${shown}` };
    const partial = event.prefix === null ? uses.filter((use) => use.paths !== null && !use.use?.fact.rule) : [];
    const leak = this.walk(
      node,
      {
        ...way,
        prefix,
        ...(partial.length > 0 && { vague: new Set([...(way.vague ?? []), ...partial]) }),
        ...(event.prefix === null && { unread: [...(way.unread ?? []), ...writtenPrefixes(fact)] }),
        replaced: fact.s === 'mount' && fact.replaces === true,
        uses: [...uses, ...event.guards.map((guard) => linkedUse(guard, 'mount', null, sockets))],
        chain: [...way.chain, step],
        given: event.defaults,
        condition: both(way.condition, event.condition),
        outside: [...(way.outside ?? []), ...outside.map((use) => ({ ...use, ineffective: NOT_MOUNTED }))],
      },
      event.taken,
      event.later,
    );
    if (fact.s !== 'use' && fact.leaks !== true) return [];
    return leak
      .filter(({ levels }) => levels > 0)
      .map(({ use, levels }) => ({
        use: levels === Infinity ? { ...use, paths: use.paths ?? (prefix === null ? [] : [prefix]) } : use,
        levels: levels - 1,
      }));
  }

  private route(event: RouteEvent, way: Way, strays: LinkedUse[]): void {
    const { fact } = event;
    const handler = event.handler.v === 'function' ? { path: event.handler.path, fact: event.handler.fact } : null;
    const urls = fact.posted ? event.urls : urlsOf(event, way);
    const node = way.seen.at(-1);
    for (const full of urls) {
      for (const method of event.methods) {
        const reaching = way.uses
          .flatMap((use) => {
            const isOfRouter = node !== undefined && use.of?.includes(node) === true;
            const seen = isOfRouter ? { ...use, paths: null } : use;
            const reach = reaches(seen, fact.posted ? ANY_PAGE : full, method);
            if (reach !== false) return [reach === null ? { ...seen, unsettled: SOME_VALUES } : seen];
            return way.vague?.has(use) && reaches(use, null, method) ? [{ ...use, unsettled: COVERS_SOME }] : [];
          })
          .filter(
            (use) =>
              (!fact.bare || isMiddleware(use)) &&
              !isExempt(use, fact, way) &&
              !isLeftOut(use, event) &&
              (!use.use?.fact.classes || event.metadata !== undefined),
          )
          .map((use) => (fact.posted ? { ...use, bypassed: use.bypassed ?? BEFORE_PAGES } : use))
          .map((use) =>
            isSomewhere(use, way, event) || ((full === null || use.paths === null) && isElsewhere(use, way))
              ? { ...use, unsettled: COVERS_SOME }
              : use,
          );
        const inherited = decided(reaching, method, (use, paths) => full === null || fits(use, paths, full) !== false);
        const own = [
          ...(way.opens ?? []).map((guard) => linkedUse(guard, 'router', null, true)),
          ...ownGuards(event, way, this.program)
            .filter(({ use }) => !way.opens || !use.byDefault)
            .map((guard) => linkedUse(guard, 'route', null, true)),
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
          uses: [...inherited, ...own].map((use) => counted(use, way.root)),
          handler,
          owner: event.owner && { path: event.owner.path, fact: event.owner.fact },
          handlerValue: event.handler,
          input: this.inputOf(event, method),
          gaps: [...way.gaps, ...(event.gap === null ? [] : [event.gap]), ...handlerGaps(event)],
          condition: both(way.condition, event.condition),
          metadata: event.metadata ?? null,
          strays: [
            ...strays.filter((use) => reaches(use, full, method)),
            ...unmatched(way.uses, full, method),
            ...(way.outside ?? []),
          ],
        });
      }
    }
  }
}

/** A guard that needs something which its application does not have has no effect. */
function counted(use: LinkedUse, root: RouterNode | null): LinkedUse {
  const { needs } = use;
  if (!needs || use.ineffective !== null || !root || root.enables.has(needs.feature)) return use;
  return { ...use, ineffective: needs.without };
}

/** Why a rule may decide about a route or not. */
const SOME_VALUES = 'is for some values of its parameters only, as far as the files tell';
/** A page that no matcher names, and why what stands before pages does not hold off callers of what is posted to any of them. */
export const ANY_PAGE = '/preflight/unlisted/page';
const BEFORE_PAGES = 'stands before pages, and this answers under every page that it leaves out as well';
/** A middleware below a base that is not literal (`${base}/api`), put there by another call than what the route is mounted with. */
function isElsewhere({ path, use }: LinkedUse, { chain }: Way): boolean {
  if (!use || use.fact.rule || !use.fact.paths?.every(isBelowBase)) return false;
  return !chain.some((step) => step.path === path && step.at.line === use.fact.at.line);
}

/** What the path before everything goes by (`config.api.prefix`, `BASE_URL`), not one of many (`route.path`). */
const WHOLE = /(?:prefix|base|root|api|mount)\w*(?:\(\))?$/i;

/** A middleware for a path that is not literal, where nothing says that the route is below that. */
function isSomewhere({ path, use, unread }: LinkedUse, { chain, unread: mounts }: Way, event: RouteEvent): boolean {
  if (!use || !unread || unread.some((name) => WHOLE.test(name))) return false;
  const under = [...(mounts ?? []), ...event.fact.paths.map(writtenAs)];
  return (
    !unread.some((name) => under.some((one) => one.startsWith(name))) &&
    !chain.some((step) => step.path === path && step.at.line === use.fact.at.line)
  );
}

function writtenPrefixes(fact: MountEvent['fact']): string[] {
  return (fact.s === 'use' ? (fact.paths ?? []) : fact.prefix ? [fact.prefix] : []).map(writtenAs);
}

function isBelowBase(path: Expression): boolean {
  const tail = path.e === 'join' ? path.parts.at(-1) : undefined;
  return tail?.e === 'text' && /\/\w/.test(tail.value);
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
function ownGuards({ guards }: RouteEvent, { defaults }: Way, program: Interpreter): Guard[] {
  return guards.flatMap((guard) => {
    const { value } = guard;
    if (value.v !== 'default') return [guard];
    return (defaults.get(value.name) ?? []).map((given) => defaultFor(given, value.view, program));
  });
}

/** Why nobody can see what a handler does. */
function handlerGaps({ handler, fact }: RouteEvent): string[] {
  if (handler.v === 'unknown' && handler.why !== null) return [handler.why];
  if (fact.on.e !== 'site') return [];
  if (handler.v === 'external') return [`${handler.symbol} answers it, a package whose behaviour is not known`];
  return handler.v === 'function' ? [] : ['its handler could not be followed'];
}

/** What routes that leave something open get: from where their router is mounted, from itself, or from further out. */
function nearest(outer: Defaults, own: Defaults, mount: Defaults | undefined): Defaults {
  return own.size === 0 && !mount ? outer : new Map([...outer, ...own, ...(mount ?? [])]);
}

type Defaults = RouterNode['defaults'];

function start(chain: ChainStep[], { defaults }: RouterNode): Way {
  return {
    app: null,
    root: null,
    prefix: '',
    outer: '',
    uses: [],
    chain,
    gaps: [],
    condition: null,
    seen: [],
    defaults,
  };
}

/** A default does not count where the route says that it does without. */
function isExempt(use: LinkedUse, { exempt }: RouteEvent['fact'], { opens }: Way): boolean {
  return (exempt !== undefined || opens !== undefined) && use.byDefault === true;
}

/** Middleware and guards that cover a whole application wherever in it they are registered. */
function everywhere(node: RouterNode, seen = new Set<RouterNode>()): { event: UseEvent; at: RouterNode }[] {
  if (seen.has(node)) return [];
  seen.add(node);
  return node.events.flatMap((event) => {
    if (event.kind === 'use') return event.fact.reach === 'app' ? [{ event, at: node }] : [];
    const target = event.kind === 'mount' ? nodeOf(event.target) : null;
    return target ? everywhere(target, seen) : [];
  });
}
