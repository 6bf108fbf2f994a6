/**
 * Files that programs load by listing folders: `readdirSync(dir).forEach((file) => app.use(require(join(dir, file))))`,
 * `for module in pkgutil.iter_modules(routers.__path__)`. Where the folder is known, the loop is followed file by file; where a name is
 * only known to the running program, what lies in the folder is not taken for unmounted.
 */
import type { Expression } from '../../../code/model';
import { dirname, join, relativeTo } from '../../../modules/paths';
import { typeOf } from '../comparisons';
import type { Interpreter } from '../interpret';
import { isSame, linearized } from '../mro';
import type { ModuleTable } from '../modules';
import { NOTHING, optionsOf, text, textOf, type EvaluatedArgument, type Scope, type Value } from '../values';
import { directoryEntry, isOfPackage, isTyped, kindOf, listOf, named, textsOf } from './entries';
import { whyOpen, type Load } from './load';
import { listingsOf, type Entry } from './listings';
import { PythonLoading } from './python';
import { beginningOf, joinedPath, memberOfPlace, pathCall, pathOf, placeOf } from './places';

/** What is called, and with what. */
export interface LoadingCall {
  args: readonly EvaluatedArgument[];
  scope: Scope;
  depth: number;
  line: number;
}

const PATHS = /^(?:(?:node:)?path:(?:posix\.|default\.)?|(?:node:)?url:|os\.path\.|pathlib\.)(\w+)$/;
const LISTS =
  /^(?:(?:node:)?fs(?:\/promises)?|fs-extra|graceful-fs)(?::|:promises\.|:default\.)(readdir(?:Sync)?|existsSync|statSync|lstatSync|stat|lstat)$/;
const GLOBS =
  /^(?:glob|fast-glob|globby|tinyglobby|tiny-glob|glob-promise)(?::(?:sync|glob|globSync|globbySync|globby|async|default))?(?:\.sync)?$|^glob\.i?glob$/;
const FOLDERS = /^(?:require-dir|require-directory|require-all|include-all|require-dir-all)$/;

export class Loading {
  /** Where modules are loaded that only the running program names, and handed to an application. */
  private readonly loads: Load[] = [];
  /** Where an object that could not be followed is first given a router. */
  private handed: { path: string; line: number } | undefined;
  private readonly python: PythonLoading;

  constructor(
    private readonly program: Interpreter,
    private readonly table: ModuleTable,
  ) {
    this.python = new PythonLoading(program, table, this);
  }

  /** What a function of a package gives that has to do with files; undefined = it is another one. */
  external(symbol: string, call: LoadingCall): Value | undefined {
    const path = PATHS.exec(symbol)?.[1];
    if (path !== undefined) {
      const isPython = symbol.startsWith('os.');
      const own = pathCall(isPython && path === 'join' ? 'os.join' : path, call.args, this.cwd(call.scope));
      if (own || !isPython) return own;
    }
    const list = LISTS.exec(symbol)?.[1];
    if (list !== undefined) return this.withCallback(this.listed(list, call), call);
    if (GLOBS.test(symbol)) return this.withCallback(this.globbed(call), call);
    if (FOLDERS.test(symbol)) return this.folderOf(call);
    if (symbol === 'inspect.getmembers' && call.args[0]?.value.v === 'module') return this.members(call.args[0].value);
    return this.python.external(symbol, call);
  }

  /** The same for what a language has without an import. */
  global(name: string, call: LoadingCall): Value | undefined {
    const [first, second] = call.args.map(({ value }) => value);
    switch (name) {
      case 'process.cwd':
        return text(this.cwd(call.scope));
      case 'URL':
        return second ? this.besides(first, second) : undefined;
      case 'Promise.all':
      case 'Promise.resolve':
        return first;
      case 'require.resolve':
        return first?.v === 'text' ? first : undefined;
      case 'require.context':
        return this.context(call);
      case 'import.meta.glob':
        return this.context(call, true);
      case '__import__':
        return this.python.loaded('importlib.import_module', call);
      case 'getattr':
        if (first && second?.v === 'text') return this.program.member(first, second.text);
        return first?.v === 'unknown' && first.loads ? first : undefined;
      case 'dir':
      case 'vars':
        return first?.v === 'module' ? this.names(first, name === 'vars') : undefined;
      case 'hasattr':
        return first?.v === 'module' && second?.v === 'text'
          ? { v: 'constant', value: this.table.names(first.path).has(second.text) }
          : undefined;
      case 'typeof':
        return first && typeOf(first);
      case 'isinstance':
        return first && second ? this.isOf(first, second) : undefined;
      default:
        return undefined;
    }
  }

  /** Methods of objects for paths, and of modules that are looked through as objects. */
  method(of: Value, name: string, call: LoadingCall): Value | undefined {
    if (of.v === 'module' && /^(?:items|keys|values|entries)$/.test(name)) return this.entries(of, name);
    if (of.v !== 'text' || !/^(?:r?glob|iterdir|joinpath|is_file|is_dir|exists)$/.test(name)) return undefined;
    const folder = pathOf(of.text);
    if (folder === undefined) return undefined;
    switch (name) {
      case 'joinpath':
        return pathCall('Path', [{ name: null, value: of }, ...call.args], '');
      case 'iterdir':
        return listOf(this.entriesOf(folder).map((entry) => text(placeOf(join(folder, entry.name)))));
      case 'glob':
      case 'rglob': {
        const pattern = call.args[0] ? textOf(call.args[0].value) : null;
        return pattern === null
          ? undefined
          : this.matches(folder, [name === 'rglob' ? `**/${pattern}` : pattern], true, call.scope);
      }
      default:
        return this.exists(folder, name);
    }
  }

  /** A member of a path, or of a module as it knows itself. */
  member(of: Value, name: string): Value | undefined {
    if (of.v === 'text') return memberOfPlace(of.text, name);
    if (of.v === 'external') return /^os\.(?:path\.)?sep$/.test(`${of.symbol}.${name}`) ? text('/') : undefined;
    if (of.v !== 'module' || !/^__(?:path|file|name|package|dict)__$/.test(name)) return undefined;
    if (name === '__dict__') return this.names(of, true);
    const folder = of.path.endsWith('/') ? of.path.slice(0, -1) : dirname(of.path);
    if (name === '__path__') return listOf([text(placeOf(folder))]);
    if (name === '__file__') return text(placeOf(of.path));
    return text(this.table.python.nameOf(of.path));
  }

  /** Where a module lies, as it may ask. */
  placesOf(path: string, language: string): [string, Value][] {
    if (language === 'javascript')
      return [
        ['__filename', text(placeOf(path))],
        ['__dirname', text(placeOf(dirname(path)))],
      ];
    return language === 'python' ? [['__file__', text(placeOf(path))]] : [];
  }

  /** `require(what)`, `import(what)`: the module, or what is known of which it may be. */
  load(what: Value, scope: Scope, line: number): Value {
    const found = optionsOf(what).map((option) => this.module(option, scope, line));
    const [only] = found;
    return found.length === 1 && only ? only : { v: 'choice', options: found };
  }

  /** A module of which only the running program knows which it is was given an application or handed to one. */
  note(value: Value): void {
    if (value.v === 'unknown' && value.loads && !this.loads.includes(value.loads)) this.loads.push(value.loads);
  }

  /** Why it is open whether a file is loaded; null = nothing loads files by names that are not known. */
  why(path: string): string | null {
    const load = this.loads.find(
      (one) =>
        one.path !== path && path.startsWith(one.folder === null ? this.packageFolder(one.path) : `${one.folder}/`),
    );
    return load ? whyOpen(load) : null;
  }

  /** Why it is open whether a function is called that no file calls; null = nothing of its package loads files by names that are not known. */
  whyCalled(path: string): string | null {
    const load = this.loads.find((one) => this.isSamePackage(one.path, path));
    return load ? whyOpen(load) : null;
  }

  /** What could not be followed is given a router: in Go a method of it may hand that to functions that nobody calls by their name. */
  noteGiven(value: Value, { callee, at }: Extract<Expression, { e: 'call' }>, path: string): void {
    this.note(value);
    if (callee.e === 'member' && value.v === 'unknown') this.handed ??= { path, line: at.line };
  }

  /** Why it is open whether what a function registers that nobody calls is served; null = nothing could hand it a router. */
  whyHanded(path: string): string | null {
    if (!this.handed || !this.program.registrar.uncalled || this.program.languageOf(path) !== 'go') return null;
    return `${this.handed.path}:${this.handed.line} gives a router to objects that could not be followed`;
  }

  /** Classes that the files of a glob export; undefined where it matches no file. */
  classesIn(pattern: string, from: string): Value[] | undefined {
    const scope: Scope = { path: from, vars: new Map(), parent: null };
    const base = pathOf(this.cwd(scope)) ?? '';
    const found = this.matches(base, [pattern], true, scope);
    const modules = found.v === 'list' ? found.items.map((path) => this.module(path, scope, 1)) : [];
    if (modules.length === 0) return undefined;
    return modules.flatMap((module) => {
      const exported = module.v === 'module' ? this.entries(module, 'values') : module;
      const values =
        exported.v === 'list' ? exported.items : exported.v === 'record' ? [...exported.entries.values()] : [];
      return values.filter(({ v }) => v === 'class');
    });
  }

  /** Whether files belong to one package. */
  isSamePackage(path: string, other: string): boolean {
    return this.packageFolder(path) === this.packageFolder(other);
  }

  // Modules --------------------------------------------------------------------------------------------------------------------------

  /** The module of a path or name, or what is known of which it is. */
  module(what: Value, scope: Scope, line: number): Value {
    const named = textOf(what);
    if (named === null) {
      const begins = beginningOf(what);
      const folder = pathOf(this.absolute(begins ?? '', scope)) || null;
      return { v: 'unknown', why: null, name: null, loads: { path: scope.path, line, folder } };
    }
    const path = pathOf(named);
    const module = path === undefined ? named : relativeTo(dirname(scope.path), path);
    return this.table.follow({ v: 'imported', from: scope.path, module, name: null });
  }

  /** What begins with a dot is beside the file. */
  private absolute(path: string, { path: from }: Scope): string {
    return path.startsWith('.') ? joinedPath([placeOf(dirname(from)), path]) : path;
  }

  /** `require.context('./routes', true, /\.js$/)` and `import.meta.glob('./routes/*.ts')`: modules by their paths. */
  private context({ args, scope, line }: LoadingCall, byGlob = false): Value | undefined {
    const [first, deep] = args.map(({ value }) => value);
    const patterns = first ? textsOf(first) : undefined;
    if (!patterns) return undefined;
    const base = dirname(scope.path);
    const all = byGlob
      ? patterns
      : patterns.map((one) => join(one, deep?.v === 'constant' && !deep.value ? '*' : '**/*'));
    const entries = new Map<string, Value>();
    for (const pattern of all)
      for (const path of listingsOf(this.program.workspace).matching(base, pattern) ?? [])
        entries.set(`./${path}`, this.module(text(placeOf(join(base, path))), scope, line));
    return { v: 'record', entries };
  }

  /** `require-dir` and its like: what each file of a folder exports, by its name. */
  private folderOf({ args, scope, line }: LoadingCall): Value | undefined {
    const [first] = args;
    const option = first?.value.v === 'record' ? first.value.entries.get('dirname') : first?.value;
    const given =
      option && option.v !== 'module' && option.v !== 'record' ? textOf(option) : placeOf(dirname(scope.path));
    const folder = given === null || given === undefined ? undefined : pathOf(this.absolute(given, scope));
    if (folder === undefined) return undefined;
    const entries = new Map<string, Value>();
    for (const { name, isFolder } of this.entriesOf(folder)) {
      if (isFolder || !/\.[cm]?[jt]s$/.test(name) || join(folder, name) === scope.path) continue;
      entries.set(name.replace(/\.\w+$/, ''), this.module(text(placeOf(join(folder, name))), scope, line));
    }
    return { v: 'record', entries };
  }

  /** What a module exports, as a method of an object gives it. */
  entries(of: Extract<Value, { v: 'module' }>, name: string): Value {
    const pairs = [...this.table.names(of.path)].map((key): Value[] => [text(key), this.program.member(of, key)]);
    if (name === 'keys') return listOf(pairs.flatMap(([key]) => key ?? []));
    if (name === 'values') return listOf(pairs.flatMap(([, value]) => value ?? []));
    return listOf(pairs.map((items): Value => ({ v: 'list', items })));
  }

  /** Whether an object is of a class, or of a class that extends it. */
  private isOf(value: Value, type: Value): Value | undefined {
    if (type.v === 'external') return isOfPackage(value);
    if (type.v !== 'class') return undefined;
    if (value.v === 'unknown' || value.v === 'choice' || value.v === 'external') return NOTHING;
    const line = value.v === 'instance' ? linearized(value.of, this.program) : [];
    return { v: 'constant', value: line.some((one) => isSame(one, type)) };
  }

  private members(of: Extract<Value, { v: 'module' }>): Value {
    return this.entries(of, 'items');
  }

  private names(of: Extract<Value, { v: 'module' }>, asRecord: boolean): Value {
    const names = [...this.table.names(of.path)];
    if (!asRecord) return listOf(names.map((name) => text(name)));
    return { v: 'record', entries: new Map(names.map((name) => [name, this.program.member(of, name)])) };
  }

  // Folders --------------------------------------------------------------------------------------------------------------------------

  private listed(name: string, { args, scope }: LoadingCall): Value | undefined {
    const place = args[0] ? textOf(args[0].value) : null;
    const folder = place === null ? undefined : this.find(place, scope);
    if (folder === undefined) return undefined;
    if (!name.startsWith('readdir')) return name === 'existsSync' ? this.exists(folder, 'exists') : this.status(folder);
    const [, options] = args.map(({ value }) => value);
    const isOn = (key: string): boolean => {
      const value = options?.v === 'record' ? options.entries.get(key) : undefined;
      return value?.v === 'constant' && value.value === true;
    };
    const entries = isOn('recursive')
      ? listingsOf(this.program.workspace)
          .below(folder)
          ?.map((one): Entry => ({ name: one, isFolder: false }))
      : this.entriesOf(folder);
    if (!isOn('withFileTypes')) return listOf((entries ?? []).map((entry) => named(entry.name, scope)));
    return listOf((entries ?? []).map((entry) => directoryEntry(entry, folder, scope)));
  }

  private globbed({ args, scope }: LoadingCall): Value | undefined {
    const [first, options] = args.map(({ value }) => value);
    const patterns = first ? textsOf(first) : undefined;
    if (!patterns) return undefined;
    const option = options?.v === 'record' ? options.entries.get('cwd') : undefined;
    const cwd = option ? textOf(option) : this.cwd(scope);
    const base = cwd === null ? undefined : this.find(cwd, scope);
    if (base === undefined) return undefined;
    const absolute = options?.v === 'record' ? options.entries.get('absolute') : undefined;
    return this.matches(base, patterns, absolute?.v === 'constant' && absolute.value === true, scope);
  }

  /** Files that globs match; those that begin with an exclamation mark take away. */
  matches(base: string, patterns: readonly string[], isAbsolute: boolean, scope: Scope): Value {
    const listings = listingsOf(this.program.workspace);
    const find = (pattern: string): string[] => {
      const own = pathOf(pattern);
      const places = (listings.matching(own === undefined ? base : '', own ?? pattern) ?? []).map((path) =>
        own === undefined ? (isAbsolute ? placeOf(join(base, path)) : path) : placeOf(path),
      );
      // What is asked for is what the sources are built to.
      if (places.length === 0 && /\.[cm]?js$/.test(pattern) && isTyped(scope))
        return find(pattern.replace(/\.([cm]?)js$/, '.$1ts'));
      return places;
    };
    const out = new Set(patterns.filter((one) => one.startsWith('!')).flatMap((one) => find(one.slice(1))));
    const found = patterns.filter((one) => !one.startsWith('!')).flatMap(find);
    return listOf([...new Set(found)].filter((path) => !out.has(path)).map((path) => named(path, scope)));
  }

  private withCallback(value: Value | undefined, { args, depth }: LoadingCall): Value | undefined {
    const last = args.at(-1)?.value;
    if (!value || last?.v !== 'function') return value;
    this.program.call(
      last,
      [
        { name: null, value: { v: 'constant', value: null } },
        { name: null, value },
      ],
      depth + 1,
    );
    return value;
  }

  /** What lies in a folder. */
  entriesOf(folder: string): readonly Entry[] {
    return listingsOf(this.program.workspace).in(folder) ?? [];
  }

  /** Whether there is a file or folder. */
  exists(path: string, name: string): Value {
    const isFolder = listingsOf(this.program.workspace).isFolder(path);
    const isFile = this.program.workspace.files.has(path);
    return { v: 'constant', value: name === 'exists' ? isFolder || isFile : name === 'is_dir' ? isFolder : isFile };
  }

  private status(path: string): Value {
    const isFolder = listingsOf(this.program.workspace).isFolder(path);
    return kindOf(isFolder);
  }

  /** The workspace path of what a program names: from where it is started, as far as can be told. */
  find(place: string, scope: Scope): string | undefined {
    const own = pathOf(place);
    if (own !== undefined) return own;
    if (place.startsWith('/')) return undefined;
    const listings = listingsOf(this.program.workspace);
    const bases = [this.packageFolder(scope.path).replace(/\/$/, ''), '', dirname(scope.path)];
    return bases
      .map((base) => join(base, place))
      .find((path) => listings.isFolder(path) || this.program.workspace.files.has(path));
  }

  /** Where a program is started: its package. */
  private cwd({ path }: Scope): string {
    return placeOf(this.packageFolder(path).replace(/\/$/, ''));
  }

  /** The folder of a file's manifest, with a slash; empty = the root. */
  private packageFolder(path: string): string {
    const manifest = this.table.javascript.packageOf(path)?.path;
    const folder = manifest === undefined || path.endsWith('.py') ? '' : dirname(manifest);
    return folder === '' ? '' : `${folder}/`;
  }

  /** `new URL('./routes', import.meta.url)` */
  private besides(path: Value | undefined, file: Value): Value | undefined {
    const [own, base] = [path ? textOf(path) : null, textOf(file)];
    const at = base === null ? undefined : pathOf(base);
    return own === null || at === undefined ? undefined : text(placeOf(join(dirname(at), own)));
  }
}
