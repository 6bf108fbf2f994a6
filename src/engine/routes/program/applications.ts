/**
 * Applications that find by themselves what is declared for them (`ApplicationExpression`): which one a file belongs to, told by the
 * project that the file lies in and by the package that it names. What is registered on them waits until every module has run.
 */
import type { BuildFacts } from '../../collect/build';
import { dirname } from '../../modules/paths';
import type { Span } from '../../span';
import { addPage } from './served-docs';
import { frameworkOf, type ApplicationLayout } from '../framework';
import type { Interpreter } from './interpret';
import type { ApplicationExpression } from '../../code/site-expression';
import type { Expression, Statement, UseStatement } from '../../code/model';
import { textOf, type RouterNode, type Scope } from './values';

const FIRST_LINE: Span = { line: 1, column: 1, endLine: 1, endColumn: 1 };

/** What a project depends on: names of packages, folders of projects, and the build file that begins it. */
interface Dependencies {
  names: ReadonlySet<string>;
  homes: ReadonlySet<string>;
  path: string | undefined;
}

/** A statement about an application that is not known yet. */
interface Waiting {
  statement: Statement;
  scope: Scope;
  condition: string | null;
}

export class Applications {
  private readonly waiting: Waiting[] = [];
  private readonly made = new Map<string, RouterNode>();
  private readonly homes = new Map<string, ReadonlyMap<string, string>>();

  /** Only what is declared in code makes an application where none is: settings alone may be somebody else's. */
  private mayImply = false;

  constructor(private readonly program: Interpreter) {}

  /** Keeps a statement about such an application until all of them are known; false for any other statement. */
  wait(statement: Statement, scope: Scope, condition: string | null): boolean {
    if (subjectOf(statement)?.e !== 'application') return false;
    this.waiting.push({ statement, scope, condition });
    return true;
  }

  /** Registers everything that waits, and what stands before applications that say nothing of guards themselves. */
  settle(): void {
    const all = this.waiting.splice(0);
    // Settings are there before anything is made of them.
    const isSetting = ({ statement }: Waiting): boolean => statement.s === 'configure';
    const ordered = [...all.filter(isSetting), ...all.filter((one) => !isSetting(one))];
    // What is mounted makes an application where none is: before settings look for theirs.
    this.mayImply = true;
    for (const { statement, scope } of all) {
      const on = subjectOf(statement);
      if (on?.e === 'application' && (statement.s === 'mount' || isDeclared(statement))) this.of(on, scope.path);
    }
    for (const { statement, scope, condition } of ordered) {
      this.mayImply =
        statement.s === 'mount' ||
        isDeclared(statement) ||
        (statement.s === 'use' && !/\.(?:properties|ya?ml)$/.test(scope.path));
      for (const one of this.asRead(statement, scope.path))
        this.program.registrar.registerNow(one, scope, 0, condition);
    }
    for (const node of this.program.nodes) {
      if (!node.fact.scans) continue;
      this.presume(node);
      this.document(node);
      this.nameBy(node);
      this.admit(node);
    }
  }

  /** A route under each of the prefixes with which its file is read. */
  private asRead(statement: Statement, path: string): Statement[] {
    const on = statement.s === 'route' ? statement.on : null;
    const read = on?.e === 'application' ? frameworkOf(on.framework)?.application?.read : undefined;
    if (statement.s !== 'route' || on?.e !== 'application' || !read) return [statement];
    const listed = this.of(on, path)[0]?.settings.get(read.setting);
    const places = listed?.v === 'list' ? listed.items.flatMap((one) => textOf(one) ?? []) : [];
    const prefixes = read.prefixes(places, path);
    if (!prefixes) return [{ ...statement, undecided: read.gap }];
    return prefixes.map((value) => ({
      ...statement,
      paths: statement.paths.map((own) =>
        own.e === 'text' ? { ...own, value: value + own.value } : { e: 'join', parts: [{ e: 'text', value }, own] },
      ),
    }));
  }

  /** The applications that find what a file declares. */
  of(expression: ApplicationExpression, path: string): RouterNode[] {
    const layout = frameworkOf(expression.framework)?.application;
    if (!layout) return [];
    const all = this.program.nodes.filter(({ fact }) => fact.framework === expression.framework && fact.scans);
    const home = this.homeOf(path, layout, expression.framework);
    const beside = all.filter((node) => this.homeOf(node.path, layout, expression.framework) === home);
    const scanning = (nodes: readonly RouterNode[]): RouterNode[] =>
      nodes.filter(({ fact }) => fact.scans?.some((name) => isWithin(expression.package, name)));
    const [only] = beside;
    if (beside.length === 1 && only) return [only];
    if (beside.length > 1) return closest(scanning(beside), expression.package) ?? beside;
    const elsewhere = scanning(all);
    const using = elsewhere.filter((node) => {
      const own = this.homeOf(node.path, layout, expression.framework);
      return this.dependenciesOf(own, expression.framework).homes.has(home);
    });
    if (elsewhere.length > 0) return using.length > 0 ? using : elsewhere;
    const isMissing = this.mayImply && all.every(({ path: own }) => isTestPath(own));
    return isMissing ? [this.implied(expression.framework, home, path)] : [];
  }

  /** An application that nobody makes in code: the server that a project is deployed to does. */
  private implied(framework: string, home: string, path: string): RouterNode {
    const key = `${framework}:${home}`;
    const known = this.made.get(key);
    if (known) return known;
    const at = this.homes.get(framework)?.get(home) ?? path;
    const scope: Scope = { path: at, vars: new Map(), parent: null };
    const node = this.program.createRouter(
      { e: 'router', role: 'app', framework, prefix: null, guards: [], routes: null, args: [], at: FIRST_LINE },
      scope,
      0,
    );
    node.name = home === '' ? framework : home;
    node.served.push({ host: null, path: at, at: FIRST_LINE });
    node.fact = { ...node.fact, scans: [''] };
    this.made.set(key, node);
    return node;
  }

  /** Guards may stand in files that are not read. */
  private admit(node: RouterNode): void {
    const layout = frameworkOf(node.fact.framework)?.application;
    if (layout?.unruled !== undefined && !node.events.some((event) => event.kind === 'use' && event.fact.rule))
      node.gaps.push(layout.unruled);
    if (!layout?.unread) return;
    const home = this.homeOf(node.path, layout, node.fact.framework);
    const { files, language } = layout.unread;
    const isThere = [...this.program.workspace.files.keys()].some(
      (path) => (home === '' || path.startsWith(`${home}/`)) && files.test(path) && !isTestPath(path),
    );
    if (isThere) node.gaps.push(`guards may stand in its ${language} files, which are not read`);
  }

  /** What a package gives a meaning to by being there. */
  private nameBy(node: RouterNode): void {
    const layout = frameworkOf(node.fact.framework)?.application;
    if (!layout?.names) return;
    const { dependency, name, guard } = layout.names;
    const own = this.dependenciesOf(this.homeOf(node.path, layout, node.fact.framework), node.fact.framework);
    if (![...own.names].some((one) => dependency.test(one))) return;
    const scope: Scope = { path: own.path ?? node.path, vars: new Map(), parent: null };
    this.program.registrar.byName.set(name, this.program.evaluate(guard, scope));
  }

  /** What a package puts before everything until the application lists rules of its own. */
  private presume(node: RouterNode): void {
    const layout = frameworkOf(node.fact.framework)?.application;
    const { presumes } = layout ?? {};
    if (!layout || !presumes || presumes.unless(node.fact)) return;
    if (node.events.some((event) => event.kind === 'use' && event.fact.rule)) return;
    const { names, path } = this.dependenciesOf(
      this.homeOf(node.path, layout, node.fact.framework),
      node.fact.framework,
    );
    if (![...names].some((name) => presumes.dependency.test(name))) return;
    const guard: UseStatement['guard'] = { as: 'step', value: presumes.guard, name: presumes.name, at: FIRST_LINE };
    const byDefault = layout.names ? { byDefault: true as const } : {};
    const fact: UseStatement = {
      s: 'use',
      framework: node.fact.framework,
      on: { e: 'other', parts: [] },
      guard,
      paths: null,
      reach: 'app',
      sockets: true,
      role: 'middleware',
      args: [],
      at: FIRST_LINE,
      ...byDefault,
    };
    const scope: Scope = { path: path ?? node.path, vars: new Map(), parent: null };
    const value = this.program.evaluate(presumes.guard, scope);
    const of = { use: guard, value, path: scope.path };
    node.events.push({ kind: 'use', path: scope.path, fact, major: null, guard: of, paths: null, condition: null });
  }

  /** Pages about the interface that a package serves. */
  private document(node: RouterNode): void {
    const layout = frameworkOf(node.fact.framework)?.application;
    if (!layout?.docs) return;
    const home = this.homeOf(node.path, layout, node.fact.framework);
    const { names } = this.dependenciesOf(home, node.fact.framework);
    for (const { dependency, paths, setting, off } of layout.docs) {
      if (node.settings.has(off) || ![...names].some((name) => dependency.test(name))) continue;
      const given = node.settings.get(setting);
      const [moved] = given?.v === 'list' ? given.items.flatMap((item) => textOf(item) ?? []) : [];
      addPage(node, moved === undefined ? [...paths] : [moved], { guarded: true, condition: null });
    }
  }

  /** Folder of the project that a file lies in: the nearest one above it with a build file; the root of the workspace without one. */
  private homeOf(path: string, { builds }: ApplicationLayout, framework: string): string {
    let homes = this.homes.get(framework);
    if (!homes) {
      const found = new Map<string, string>();
      for (const file of this.program.workspace.files.keys())
        if (builds.test(file.slice(file.lastIndexOf('/') + 1))) found.set(dirname(file), file);
      this.homes.set(framework, (homes = found));
    }
    for (let folder = dirname(path); ; folder = dirname(folder)) if (folder === '' || homes.has(folder)) return folder;
  }

  /** What a project depends on, through the build files above it and the projects of the workspace that it names. */
  private dependenciesOf(home: string, framework: string): Dependencies {
    const homes = this.homes.get(framework) ?? new Map<string, string>();
    const { workspace } = this.program;
    const byName = new Map<string, string>();
    for (const [folder, path] of homes) {
      const name = workspace.part(path, 'build')?.name ?? folder.slice(folder.lastIndexOf('/') + 1);
      byName.set(name, folder);
    }
    const names = new Set<string>();
    const seen = new Set<string>();
    const visit = (folder: string): void => {
      if (seen.has(folder)) return;
      seen.add(folder);
      const path = homes.get(folder);
      const facts: BuildFacts | undefined = path === undefined ? undefined : workspace.part(path, 'build');
      for (const name of facts?.dependencies ?? []) {
        names.add(name);
        const inner = byName.get(name);
        if (inner !== undefined) visit(inner);
      }
      if (folder !== '') visit(dirname(folder));
    };
    visit(home);
    return { names, homes: seen, path: homes.get(home) };
  }
}

/** A route of a framework whose routes make an application, wherever they are declared. */
function isDeclared(statement: Statement): boolean {
  const on = statement.s === 'route' ? statement.on : undefined;
  return on?.e === 'application' && frameworkOf(on.framework)?.application?.read !== undefined;
}

/** What a statement registers something on. */
function subjectOf(statement: Statement): Expression | undefined {
  switch (statement.s) {
    case 'route':
    case 'use':
    case 'configure':
      return statement.on;
    case 'mount':
      return statement.into;
    default:
      return undefined;
  }
}

function isWithin(name: string, above: string): boolean {
  return above === '' || name === above || name.startsWith(`${above}.`);
}

/** Those that look into the innermost package; undefined when there is none. */
function closest(nodes: readonly RouterNode[], name: string): RouterNode[] | undefined {
  const depth = ({ fact }: RouterNode): number =>
    Math.max(...(fact.scans ?? []).filter((one) => isWithin(name, one)).map((one) => one.length));
  const best = Math.max(...nodes.map(depth));
  const found = nodes.filter((node) => depth(node) === best);
  return found.length > 0 ? found : undefined;
}

function isTestPath(path: string): boolean {
  return /(^|\/)(?:test|tests|it)\//.test(path);
}
