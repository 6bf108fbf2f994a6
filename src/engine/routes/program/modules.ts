/** The modules of a program: run once each, with what they export, and the names of one followed to another. */
import { moduleResolver } from '../../modules/resolve';
import type { Lineage, Workspace } from '../../workspace';
import { constantOf } from '../framework';
import type { Interpreter } from './interpret';
import { external, MAX_MODULE, MAX_PROGRAM, type Frame, type Module } from './state';
import { methodsOf } from '../../code/go/declarations';
import type { CodeFacts } from '../../code/facts';
import type { CodeLanguage } from '../../code/model';
import { nameFinder, nameFinders, type NameFinder } from '../names/finders';
import { pythonModules } from '../names/python';
import { NOTHING, text, unknown, type ClassValue, type Scope, type Value } from './values';

export class ModuleTable {
  readonly modules = new Map<string, Module>();
  private readonly languages = new Map<string, CodeLanguage>();
  readonly python;
  readonly javascript;
  /** Of every language in which packages are folders. */
  private readonly finders: NameFinder[];
  private readonly lineage: Lineage;

  constructor(
    workspace: Workspace,
    private readonly program: Interpreter,
  ) {
    this.lineage = workspace.lineage;
    // Versions of packages are looked up on the way.
    workspace.each('manifest');
    this.python = workspace.derive(pythonModules);
    this.javascript = workspace.derive(moduleResolver);
    this.finders = nameFinders(workspace).filter(({ members }) => members !== undefined);
  }

  /** The workspace as it is now: a linked program outlives the moment it was linked in while its modules stay the same. */
  get workspace(): Workspace {
    return this.lineage.latest;
  }

  /** Runs a module once; undefined when there are no facts of it. `want`: ask for them. */
  run(path: string, want = false): Module | undefined {
    if (want) this.workspace.want(path, 'code');
    const known = this.modules.get(path);
    if (known) return known;
    const facts = this.workspace.part(path, 'code');
    if (!facts) return undefined;
    const scope: Scope = { path, vars: new Map(), parent: null };
    const module: Module = {
      path,
      facts,
      scope,
      exports: new Map(),
      stars: [],
      unread: [],
      state: 'running',
      fails: null,
    };
    this.modules.set(path, module);
    if (facts.language === 'javascript') {
      const exported: Value = { v: 'record', entries: new Map() };
      scope.vars.set('module', { v: 'record', entries: new Map([['exports', exported]]) });
      scope.vars.set('exports', exported);
    }
    for (const [name, place] of this.program.loading.placesOf(path, facts.language)) scope.vars.set(name, place);
    const frame: Frame = { scope, returns: [], depth: 0, condition: null, guarded: false };
    // A module runs once, whoever imports it first.
    const { condition } = this.program;
    this.program.condition = null;
    const most = facts.language === 'go' ? MAX_PROGRAM : MAX_MODULE;
    this.program.module(path, most, () => this.program.block(facts.body, frame));
    this.program.condition = condition;
    module.state = 'done';
    return module;
  }

  /** An attribute of a module, re-exports and submodules included. */
  attribute(path: string, name: string, want: boolean, seen: ReadonlySet<string> = new Set()): Value {
    const key = `${path}:${name}`;
    if (seen.has(key)) {
      // `from package import submodule` inside the package itself.
      const submodule = this.python.submodule(path, name);
      return submodule === undefined ? unknown(`${name} imports itself`, name) : { v: 'module', path: submodule };
    }
    const next = new Set(seen).add(key);
    const folder = path.endsWith('/') ? this.inFolder(path, name, want, next) : undefined;
    if (folder) return folder;
    const module = path.endsWith('/') ? undefined : this.run(path, want);
    const exported = module?.exports.get(name) ?? (module ? this.commonJs(module, name) : undefined);
    const own =
      exported ?? (module && module.facts.language !== 'javascript' ? module.scope.vars.get(name) : undefined);
    if (own) return own.v === 'imported' ? this.follow(own, want, next) : own;
    for (const star of module?.stars ?? []) {
      const value = this.attribute(star, name, want, next);
      if (value.v !== 'unknown') return value;
    }
    const submodule = this.python.submodule(path, name);
    if (submodule !== undefined) return { v: 'module', path: submodule };
    if (!module) return unknown(this.workspace.files.has(path) ? null : `${path} is missing`, name);
    return unknown(module.state === 'done' ? `${name} is not defined in ${path}` : null, name);
  }

  /** Names that a module gives. */
  names(path: string): ReadonlySet<string> {
    const module = path.endsWith('/') ? undefined : this.run(path, true);
    if (!module) return new Set();
    if (module.facts.language !== 'javascript')
      return new Set([...module.scope.vars.keys()].filter((name) => !name.startsWith('__')));
    const exported = module.exports.size > 0 ? undefined : this.exportsOf(module);
    const names = exported?.v === 'record' ? exported.entries.keys() : module.exports.keys();
    return new Set([...names, ...module.stars.flatMap((star) => [...this.names(star)])]);
  }

  /** An attribute of a package that is a folder of files. */
  private inFolder(folder: string, name: string, want: boolean, seen: ReadonlySet<string>): Value | undefined {
    for (const file of this.finders.flatMap((finder) => finder.members?.(folder, name) ?? [])) {
      const value = this.attribute(file, name, want, seen);
      if (value.v !== 'unknown') return value;
    }
    return undefined;
  }

  /** The value of a name that a file uses without having or importing it; undefined where no other file gives one. */
  ambient(path: string, name: string, want: boolean, member?: string): Value | undefined {
    const language = this.languageOf(path);
    const finder = language && nameFinder(this.workspace, language);
    for (const file of finder?.ambient?.(path, name, member) ?? []) {
      const value = file === path ? undefined : this.run(file, want)?.scope.vars.get(name);
      if (value) return this.follow(value, want);
    }
    const late = want ? this.starred(path, name) : undefined;
    return late && this.follow(late, want);
  }

  /** Takes over the names of a module that was imported with `import *` (Python); false while it has not been read. */
  takeStar(star: string, into: Scope, want = false): boolean {
    const module = this.run(star, want);
    for (const [name, value] of module?.scope.vars ?? [])
      if (!name.startsWith('_') && !(want && into.vars.has(name))) into.vars.set(name, value);
    return module !== undefined;
  }

  /** A name that may have come with `import *` of a module that had not been read by then. */
  private starred(path: string, name: string): Value | undefined {
    const module = this.modules.get(path);
    for (const star of [...(module?.unread ?? [])]) {
      if (!module || !this.takeStar(star, module.scope, true)) continue;
      module.unread.splice(module.unread.indexOf(star), 1);
      const value = module.scope.vars.get(name);
      if (value) return value;
    }
    // What it took with `import *` itself, from modules that may not have been read by then either.
    for (const star of name.startsWith('_') ? [] : (module?.stars ?? [])) {
      const value = this.attribute(star, name, true);
      if (value.v !== 'unknown') return value;
    }
    return undefined;
  }

  /** Names of the file that declares a variable which another one of its package gives a value (Go). */
  declaring(path: string, name: string): Scope | undefined {
    if (this.languageOf(path) !== 'go') return undefined;
    const [file] = nameFinder(this.workspace, 'go')?.ambient?.(path, name) ?? [];
    return file === undefined ? undefined : this.run(file, true)?.scope;
  }

  /** A method that another file adds to a type (Go). */
  added({ path, fact }: ClassValue, name: string): Value | undefined {
    if (this.languageOf(path) !== 'go') return undefined;
    const methods = this.ambient(path, methodsOf(fact.name), true, name);
    return methods?.v === 'class' ? methods.attributes.get(name) : undefined;
  }

  /** Types of the workspace that have all these methods. */
  implementing(path: string, methods: readonly string[]): ClassValue[] {
    const language = this.languageOf(path);
    const finder = language && nameFinder(this.workspace, language);
    return (finder?.implementing?.(methods) ?? []).flatMap(({ file, name }) => {
      const value = this.run(file, true)?.scope.vars.get(name);
      return value?.v === 'class' ? [value] : [];
    });
  }

  private commonJs(module: Module, name: string): Value | undefined {
    if (module.facts.language !== 'javascript') return undefined;
    const exported = this.exportsOf(module);
    if (name === 'default') return exported;
    return exported.v === 'record' ? exported.entries.get(name) : undefined;
  }

  private exportsOf(module: Module): Value {
    const object = module.scope.vars.get('module');
    return (object?.v === 'record' ? object.entries.get('exports') : undefined) ?? NOTHING;
  }

  /** The value behind an imported name. */
  follow(value: Value, want = true, seen: ReadonlySet<string> = new Set()): Value {
    if (value.v !== 'imported') return value;
    const { from, module, name } = value;
    const language = this.languageOf(from);
    if (language === 'javascript') return this.followJavaScript(from, module, name, want, seen);
    const finder = language && nameFinder(this.workspace, language);
    const resolution = finder?.resolve(from, module, name);
    if (!resolution || resolution.kind === 'package')
      return fromPackage(finder?.symbolOf?.(module) ?? (name === null ? module : `${module}.${name}`));
    if (resolution.kind === 'unresolved') return unknown(resolution.reason, name ?? module);
    const { path } = resolution;
    if (name === null) return { v: 'module', path };
    // A folder that is no package gives its modules and nothing else; what is installed under that name goes before it (docs.python.org,
    // "The import system", "Namespace packages").
    const isBare = language === 'python' && path.endsWith('/') && /^\w+$/.test(module);
    if (isBare && this.python.submodule(path, name) === undefined) return fromPackage(`${module}.${name}`);
    return this.attribute(path, name, want, seen);
  }

  private followJavaScript(
    from: string,
    specifier: string,
    name: string | null,
    want: boolean,
    seen: ReadonlySet<string>,
  ): Value {
    const resolution = this.javascript.resolve(from, specifier);
    if (resolution.kind === 'package') {
      const symbol = resolution.subpath ? `${resolution.name}/${resolution.subpath}` : resolution.name;
      return name === null || name === 'default' ? external(symbol, ':') : external(`${symbol}:${name}`);
    }
    if (resolution.kind === 'unresolved') return unknown(resolution.reason, name ?? specifier);
    if (name !== null) return this.attribute(resolution.path, name, want, seen);
    const module = this.run(resolution.path, want);
    if (module && module.exports.size === 0 && module.stars.length === 0) return this.exportsOf(module);
    return { v: 'module', path: resolution.path };
  }

  /** The language of a file's code. It comes with the file's name: nobody hangs on the facts for it. */
  languageOf(path: string): CodeLanguage | undefined {
    const known = this.languages.get(path);
    if (known) return known;
    const language = this.facts(path)?.language;
    if (language) this.languages.set(path, language);
    return language;
  }

  /** Code facts of a file. */
  facts(path: string): CodeFacts | undefined {
    // Asked even where the module has them: whoever looks at them hangs on them.
    const present = this.workspace.part(path, 'code');
    return this.modules.get(path)?.facts ?? present;
  }
}

/** What a package gives under a name: one of its constants where it is known, else the symbol. */
export function fromPackage(symbol: string): Value {
  const constants = constantOf(symbol);
  return constants ? { v: 'list', items: constants.map((item) => text(item)) } : external(symbol);
}
