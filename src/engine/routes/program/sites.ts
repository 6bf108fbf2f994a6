/** Applications that are laid out as files: found by their configuration or manifest, one router object each. */
import { dirname, join } from '../../modules/paths';
import { packageMajor, packageRange } from '../../modules/versions';
import type { Span } from '../../span';
import { frameworkOf, type SiteLayout } from '../framework';
import type { Interpreter } from './interpret';
import type { SiteExpression } from '../../code/model';
import { LEADS } from '../run/relevance';
import { misplaced, neverRun, type Ignored, type PlacedSite, type UseEvent } from './misplaced';
import { NOTHING, textOf, type RouterNode, type Scope, type Value } from './values';

/** Applications have a place for people to look at: the file that makes them one. */
const FIRST_LINE: Span = { line: 1, column: 1, endLine: 1, endColumn: 1 };

interface Root {
  folder: string;
  /** The configuration or manifest that says so; null = only the files do. */
  by: string | null;
}

export class Sites {
  private readonly nodes = new Map<string, PlacedSite>();
  /** Middleware that never runs, once everything is settled. */
  readonly ignored: Ignored[] = [];
  private readonly unseen: { event: UseEvent; why: string; key: string }[] = [];

  constructor(private readonly program: Interpreter) {}

  /** The application of a file under one reading of its path; undefined when that reading is not the right one. */
  nodeOf(site: SiteExpression, scope: Scope): RouterNode | undefined {
    const layout = frameworkOf(site.framework)?.site;
    const root = layout && this.rootOf(site, layout);
    if (!layout || root?.folder !== site.root) return undefined;
    const node = this.madeFor(site, root, layout, scope);
    if (site.since && !this.isLookedAt(site.since, scope.path, node)) return undefined;
    return node;
  }

  /** Why a middleware is not looked at by the declared version; null = it may be, or it is no one's. */
  whyUnseen({ since, framework }: SiteExpression, path: string): string | null {
    const major = since ? packageMajor(this.program.workspace, path, since.package) : null;
    if (!since || major === null || major >= since.major) return null;
    const name = path.slice(path.lastIndexOf('/') + 1);
    return `lies in ${name}, which version ${major} of ${framework === since.package ? framework : since.package} never looks at: it reads that file from version ${since.major} on`;
  }

  /** Notes a middleware that the declared version does not look at. */
  notSeen(event: UseEvent, { framework, root }: SiteExpression, why: string): void {
    this.unseen.push({ event, why, key: `${framework}:${root}` });
  }

  /** Says of every middleware that never runs why, once all files have been read. */
  settle(): void {
    for (const { node } of this.nodes.values()) {
      const isListed = node.events.some((event) => event.kind === 'route' && event.fact.instead);
      if (isListed) node.events = node.events.filter((event) => event.kind !== 'route' || event.fact.instead);
    }
    this.ignored.push(...misplaced([...this.nodes.values()], this.program.workspace));
    for (const { event, why, key } of this.unseen)
      this.ignored.push(neverRun(event, why, this.nodes.get(key)?.node ?? null));
    for (const { node } of this.nodes.values())
      for (const event of node.events)
        if (event.kind === 'use' && event.guard.use.ineffective !== undefined && !this.ignored.includes(event))
          this.ignored.push(event);
  }

  /** Why callers can get around the middleware of the application in which a file lies; null = they cannot, as far as is known. */
  flawOf({ framework }: SiteExpression, path: string): string | null {
    const layout = frameworkOf(framework)?.site;
    const name = layout?.packages[0];
    if (!layout?.flaw || name === undefined) return null;
    const range = packageRange(this.program.workspace, path, name);
    return range === null ? null : layout.flaw(range);
  }

  /** Handlers in files of their own judge callers with what they import: asked for at once, before the bodies are walked one by one. */
  lookAhead(scope: Scope): void {
    for (const statement of this.program.facts(scope.path)?.body ?? []) {
      if (statement.s !== 'import') continue;
      for (const { as } of statement.names) if (LEADS.test(as)) this.program.evaluate({ e: 'name', name: as }, scope);
    }
  }

  private isLookedAt(since: NonNullable<SiteExpression['since']>, path: string, node: RouterNode): boolean {
    const major = packageMajor(this.program.workspace, path, since.package);
    if (major !== null) return major >= since.major;
    const name = path.slice(path.lastIndexOf('/') + 1);
    node.gaps.push(`whether ${name} runs depends on the version of ${since.package}, which package.json leaves open`);
    return false;
  }

  private madeFor(site: SiteExpression, root: Root, layout: SiteLayout, scope: Scope): RouterNode {
    const key = `${site.framework}:${root.folder}`;
    const known = this.nodes.get(key);
    if (known) return known.node;
    const path = root.by ?? scope.path;
    const home: Scope = { path, vars: new Map(), parent: null };
    const node = this.program.createRouter(
      {
        e: 'router',
        role: 'app',
        framework: site.framework,
        prefix: null,
        guards: [],
        routes: null,
        args: [],
        at: FIRST_LINE,
      },
      home,
      0,
    );
    node.prefix = layout.prefix === undefined ? '' : this.prefixOf(root, layout, layout.prefix);
    node.name = root.folder === '' ? site.framework : root.folder;
    node.served.push({ host: null, path, at: FIRST_LINE });
    this.nodes.set(key, { node, folder: root.folder, layout });
    return node;
  }

  /** The folder in which the layout begins: the innermost one with a configuration, else with a manifest, else the outermost one. */
  private rootOf({ among, sure }: SiteExpression, layout: SiteLayout): Root | undefined {
    const inwards = [...among].reverse();
    for (const folder of inwards) {
      const by = this.configOf(folder, layout);
      if (by !== undefined) return { folder, by };
    }
    for (const folder of inwards) {
      const by = this.manifestOf(projectFolder(folder), layout);
      if (by !== undefined) return { folder, by };
    }
    const [outermost] = among;
    if (outermost === undefined) return undefined;
    return sure || this.isDeclaredAbove(outermost, layout) ? { folder: outermost, by: null } : undefined;
  }

  private configOf(folder: string, { configs }: SiteLayout): string | undefined {
    const { files } = this.program.workspace;
    const home = projectFolder(folder);
    return configs.map((name) => join(home, name)).find((path) => files.has(path));
  }

  private manifestOf(folder: string, { packages }: SiteLayout): string | undefined {
    const path = join(folder, 'package.json');
    const manifest = this.program.workspace.part(path, 'manifest');
    return manifest?.dependencies.some(({ name }) => packages.includes(name)) ? path : undefined;
  }

  /** A manifest further up declares the framework for its packages, or there is none that could. */
  private isDeclaredAbove(folder: string, layout: SiteLayout): boolean {
    let hasManifest = false;
    for (let at = folder; ; at = dirname(at)) {
      if (this.manifestOf(at, layout) !== undefined) return true;
      hasManifest ||= this.program.workspace.files.has(join(at, 'package.json'));
      if (at === '') return !hasManifest;
    }
  }

  /** What the configuration puts before every path. One that is not literal is left out: what is known of the path stays readable. */
  private prefixOf({ folder }: Root, layout: SiteLayout, member: string): string {
    const path = this.configOf(folder, layout);
    const exported = path === undefined ? undefined : this.program.run(path)?.exports.get('default');
    const object = exported ?? (path === undefined ? undefined : this.commonJs(path));
    return object ? (textOf(this.inside(object, member.split('.'))) ?? '') : '';
  }

  private commonJs(path: string): Value | undefined {
    const module = this.program.modules.get(path)?.scope.vars.get('module');
    return module && this.program.member(module, 'exports');
  }

  /** A member of a configuration, through the helpers that wrap it (`withPlugin(config)`) and functions that return it. */
  private inside(value: Value, names: readonly string[], depth = 0): Value {
    if (depth > 4) return NOTHING;
    if (value.v === 'function') return this.inside(this.program.call(value, [], 1) ?? NOTHING, names, depth + 1);
    if (value.v === 'external') {
      const found = value.values.map((argument) => this.inside(argument.value, names, depth + 1));
      return found.find((one) => textOf(one) !== null) ?? NOTHING;
    }
    if (value.v !== 'record') return NOTHING;
    return names.reduce<Value>((of, name) => this.program.member(of, name), value);
  }
}

/** The folder with manifest and configuration: sources may lie in `src`. */
function projectFolder(root: string): string {
  return root === 'src' || root.endsWith('/src') ? dirname(root) : root;
}
