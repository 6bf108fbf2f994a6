/** Classes that stand for routers: their methods' routes, their bases' ones, what decorators put before them, and what they hold. */
import { heldBy } from '../framework';
import type { Interpreter } from './interpret';
import type { GuardUse, RouteStatement, UseStatement } from '../../code/model';
import type { Registrar } from './registrar';
import {
  nameOf,
  nodeOf,
  NOTHING,
  optionsOf,
  textOf,
  type ClassValue,
  type Guard,
  type Metadata,
  type RouterNode,
  type Scope,
  type Value,
} from './values';

/** How deep modules and lists hold each other at most. */
const MAX_DEPTH = 12;

/** What decorators come to: guards in order, and what they attach. */
interface Decoration {
  guards: Guard[];
  attached: { key: string | Value; value: Value }[];
}

export class ClassRoutes {
  private readonly waiting: ClassValue[] = [];
  private readonly numbers = new WeakMap<object, number>();
  private readonly prefixes: { node: RouterNode; prefix: string }[] = [];
  private count = 0;

  constructor(
    private readonly program: Interpreter,
    private readonly registrar: Registrar,
  ) {}

  /** Gives a class its router. It is filled by `settle`, once every module has run: classes may name each other in circles. */
  define(type: ClassValue, depth: number): void {
    const { serves } = type.fact;
    if (!serves) return;
    const node = this.program.createRouter(serves.router, type.scope, depth);
    node.name = type.fact.name;
    if (node.prefix) node.prefix = tidy(node.prefix);
    node.version = versionsOf(
      serves.router.versions ? this.program.evaluate(serves.router.versions, type.scope) : null,
    );
    type.node = node;
    this.waiting.push(type);
  }

  /** Fills the routers of all classes that were defined. */
  settle(): void {
    const all = this.waiting.splice(0);
    for (const type of all) this.fill(type);
    for (const node of this.program.nodes)
      for (const type of all)
        if (node.gathers && type.node?.fact.framework === node.gathers.framework)
          if (this.program.loading.isSamePackage(node.path, type.path))
            this.mounted(node, type, node.path, node.gathers.prefix);
    for (const { node, prefix } of this.prefixes.splice(0))
      for (const event of node.events)
        if (event.kind === 'mount' && !nodeOf(event.target)?.fact.once) event.prefix = prefix;
  }

  private fill(type: ClassValue): void {
    const { serves } = type.fact;
    const { node } = type;
    if (!serves || !node) return;
    const lineage = this.lineage(type);
    const own = lineage.map((one) => this.decoration(one.fact.decorators, one.scope));
    node.guards.push(...own.flatMap(({ guards }) => guards));
    const taken = new Set<string>();
    for (const one of lineage) {
      for (const route of one.fact.routes ?? []) this.route({ node, type }, one, route, taken, own);
      for (const name of one.attributes.keys()) taken.add(name);
    }
    if (serves.holds) this.hold(node, this.program.evaluate(serves.holds, type.scope), type.path, 0);
    this.setUp(type, node, serves.sets);
  }

  /** A method that registers more on the router that it is given. */
  private setUp(type: ClassValue, node: RouterNode, sets: string | undefined): void {
    const method = sets === undefined ? undefined : this.program.bound(type, type, sets);
    if (method?.v === 'function') this.program.call(method, [{ name: null, value: { v: 'router', node } }], 1);
  }

  /** The class and its bases, nearest first. */
  private lineage(type: ClassValue, depth = 0): ClassValue[] {
    const bases = depth > 6 ? [] : this.program.bases(type);
    return [type, ...bases.flatMap((base) => (base.v === 'class' ? this.lineage(base, depth + 1) : []))];
  }

  private route(
    { node, type }: { node: RouterNode; type: ClassValue },
    owner: ClassValue,
    route: RouteStatement,
    taken: ReadonlySet<string>,
    outer: readonly Decoration[],
  ): void {
    const method = route.handler.e === 'name' ? route.handler.name : '';
    // A subclass has a method of that name: the base's one, with its decorators, is not served.
    if (taken.has(method) && !node.fact.keeps) return;
    const serving = node.fact.keeps ? this.program.bound(type, type, method) : undefined;
    const declared = serving ?? owner.attributes.get(method) ?? { v: 'unknown' as const, why: null, name: method };
    // The framework makes the object whose method answers.
    const isOfObject = node.fact.keeps && declared.v === 'function';
    const handler = isOfObject ? { ...declared, self: this.program.inject(type) } : declared;
    const scope: Scope = { path: owner.path, vars: owner.attributes, parent: owner.scope };
    const own = this.decoration(handler.v === 'function' ? handler.fact.decorators : [], scope);
    node.events.push({
      kind: 'route',
      path: owner.path,
      fact: route,
      urls: route.paths.map((path) => {
        const url = textOf(this.program.evaluate(path, scope));
        return url === null ? null : tidy(url);
      }),
      methods: route.methods,
      guards: [...own.guards, ...route.guards.flatMap((guard) => this.registrar.guards(guard, scope, 1))],
      handler,
      leftOutBy: [],
      owner: null,
      gap: route.undecided ?? null,
      condition: null,
      metadata: this.metadata([own, ...outer]),
      ...(route.versions && { versions: versionsOf(this.program.evaluate(route.versions, scope)) ?? [null] }),
    });
  }

  /** Nearest first: what a method attaches stands before what its class does. */
  private metadata(decorations: readonly Decoration[]): Metadata {
    const entries = new Map<string | Value, Value>();
    for (const { attached } of decorations)
      for (const { key, value } of attached) if (!entries.has(key)) entries.set(key, value);
    return this.signed(entries);
  }

  /** What the options of a route attach to it; nothing is known of anything but a record. */
  attached(value: Value): { metadata?: Metadata } {
    return value.v === 'record' ? { metadata: this.signed(value.entries) } : {};
  }

  private signed(entries: Metadata['entries']): Metadata {
    const signature = [...entries].map(([key, value]) => `${this.shown(key)}=${this.shown(value)}`).join(';');
    return { entries, signature };
  }

  private shown(value: string | Value): string {
    if (typeof value === 'string') return value;
    if (value.v === 'constant') return String(value.value);
    if (value.v === 'list') return `[${value.items.map((item) => this.shown(item)).join()}]`;
    const text = textOf(value);
    if (text !== null) return text;
    const number = this.numbers.get(value) ?? ++this.count;
    this.numbers.set(value, number);
    return `#${number}`;
  }

  // Decorators -----------------------------------------------------------------------------------------------------------------------

  private decoration(decorators: readonly ClassValue['fact']['decorators'][number][], scope: Scope): Decoration {
    const found: Decoration = { guards: [], attached: [] };
    for (const decorator of decorators) {
      const value = this.program.evaluate(decorator, scope);
      const key = decorator.e === 'call' ? this.program.evaluate(decorator.callee, scope) : null;
      this.read(value, nameOf(decorator), key, scope.path, found, 0);
    }
    return found;
  }

  private read(value: Value, name: string, key: Value | null, path: string, found: Decoration, depth: number): void {
    if (depth > MAX_DEPTH) return;
    switch (value.v) {
      case 'list':
        for (const item of value.items) this.read(item, name, null, path, found, depth + 1);
        return;
      case 'choice':
        for (const option of value.options) this.read(option, name, key, path, found, depth + 1);
        return;
      case 'guard': {
        const { needs, byDefault, name: called } = value;
        const as = value.as ?? 'gate';
        const use: GuardUse = {
          as,
          value: { e: 'name', name: called },
          at: value.at,
          ...(needs && { needs }),
          ...(byDefault && { byDefault }),
        };
        if (value.value) found.guards.push({ use, value: value.value, path: value.path });
        return;
      }
      case 'attachment':
        found.attached.push({ key: textOf(value.key) ?? value.key, value: value.value });
        return;
      case 'external':
        // A decorator that a package makes is its own key: what it was called with is attached.
        if (key?.v === 'external' && key.symbol.endsWith('()'))
          found.attached.push({ key, value: value.values[0]?.value ?? { v: 'constant', value: null } });
    }
  }

  // Modules --------------------------------------------------------------------------------------------------------------------------

  private hold(node: RouterNode, value: Value, path: string, depth: number): void {
    if (depth > MAX_DEPTH) return;
    const held = heldBy(node.fact.framework, value);
    if (!held) return;
    for (const { value: inner } of held.mounts) this.mount(node, inner, path, depth);
    for (const { value: inner, prefix } of held.prefixes ?? []) {
      const target = nodeOf(inner);
      if (target) this.prefixes.push({ node: target, prefix: tidy(prefix) });
    }
    for (const { value: guard, made } of held.guards) {
      const value = made ? (this.program.call(guard, [], 1) ?? guard) : guard;
      this.everywhere(node, value, path);
    }
  }

  private mount(node: RouterNode, value: Value, path: string, depth: number): void {
    for (const option of optionsOf(value)) {
      if (option.v === 'list') for (const item of option.items) this.mount(node, item, path, depth + 1);
      else if (option.v === 'function') this.mount(node, this.program.call(option, [], 1) ?? NOTHING, path, depth + 1);
      else if (nodeOf(option)) this.mounted(node, option, path);
      else this.hold(node, option, path, depth + 1);
    }
  }

  private mounted(node: RouterNode, target: Value, path: string, prefix = ''): void {
    const at = node.fact.at;
    if (node.events.some((event) => event.kind === 'mount' && nodeOf(event.target) === nodeOf(target))) return;
    const fact = {
      s: 'mount',
      into: NONE,
      what: NONE,
      prefix: null,
      guards: [],
      inherits: 'all',
      takes: 'live',
      args: [],
      at,
    } as const;
    node.events.push({
      kind: 'mount',
      path,
      fact: { ...fact, guards: [], args: [] },
      target,
      prefix,
      guards: [],
      condition: null,
    });
  }

  /** A guard that stands before everything in the application. */
  private everywhere(node: RouterNode, value: Value, path: string): void {
    const at = value.v === 'class' && value.path === path ? value.fact.at : node.fact.at;
    const name = value.v === 'class' ? value.fact.name : value.v === 'instance' ? value.of.fact.name : 'the guard';
    const use: GuardUse = { as: 'gate', value: { e: 'name', name }, at };
    const fact: UseStatement = {
      s: 'use',
      framework: node.fact.framework,
      on: NONE,
      guard: use,
      paths: null,
      reach: 'app',
      sockets: true,
      role: 'middleware',
      args: [],
      at,
    };
    node.events.push({
      kind: 'use',
      path,
      fact,
      major: null,
      guard: { use, value, path },
      paths: null,
      condition: null,
    });
  }
}

const NONE = { e: 'other' as const, parts: [] };

/** One slash between segments, none at the end. */
function tidy(path: string): string {
  const joined = `/${path}`.replace(/\/{2,}/g, '/').replace(/\/$/, '');
  return joined;
}

/** Version names; null inside = served without one. */
function versionsOf(value: Value | null): (string | null)[] | undefined {
  if (value === null) return undefined;
  if (value.v === 'list') return value.items.map(textOf);
  const text = textOf(value);
  return text === null ? (value.v === 'constant' || value.v === 'external' ? [null] : undefined) : [text];
}
