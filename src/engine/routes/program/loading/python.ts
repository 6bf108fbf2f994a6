/** Modules that Python programs list and import by name: `os`, `pkgutil`, `importlib`, werkzeug's `find_modules`. */
import { dirname, join } from '../../../modules/paths';
import type { Interpreter } from '../interpret';
import type { ModuleTable } from '../modules';
import { NOTHING, text, textOf, type Value } from '../values';
import type { Loading, LoadingCall } from './loading';
import { beginningOf, placeOf, pathOf } from './places';

const LISTS =
  /^(?:os\.(?:listdir|scandir)|pkgutil\.(?:iter_modules|walk_packages)|werkzeug\.utils\.find_modules|os\.path\.(?:exists|isfile|isdir))$/;
const LOADS =
  /^(?:importlib\.import_module|(?:werkzeug\.utils|django\.utils\.module_loading)\.import_string|importlib\.util\.(?:spec_from_file_location|module_from_spec))$/;

export class PythonLoading {
  constructor(
    private readonly program: Interpreter,
    private readonly table: ModuleTable,
    private readonly loading: Loading,
  ) {}

  /** What such a function gives; undefined = it is another one. */
  external(symbol: string, call: LoadingCall): Value | undefined {
    if (LISTS.test(symbol)) return this.listed(symbol, call);
    return LOADS.test(symbol) ? this.loaded(symbol, call) : undefined;
  }

  /** A module by its name. */
  loaded(symbol: string, { args, scope, line }: LoadingCall): Value | undefined {
    const [first, second] = args.map(({ value }) => value);
    if (symbol.endsWith('module_from_spec')) return first;
    if (symbol.endsWith('spec_from_file_location')) {
      const path = second && pathOf(textOf(second) ?? '');
      return path === undefined ? this.loading.module(NOTHING, scope, line) : { v: 'module', path };
    }
    const written = first ? textOf(first) : null;
    if (written === null) {
      const folder = first ? this.packageOf(first, scope.path) : null;
      return { v: 'unknown', why: null, name: null, loads: { path: scope.path, line, folder } };
    }
    const [module = '', attribute] = written.split(':');
    const given = second ? textOf(second) : null;
    const name = module.startsWith('.') && given !== null ? given + module : module;
    const value = this.table.follow({ v: 'imported', from: scope.path, module: name, name: null });
    return attribute === undefined ? value : this.program.member(value, attribute);
  }

  /** The folder of the package that a name begins with (`f"depot.plugins.{name}"`); null = not known. */
  private packageOf(name: Value, from: string): string | null {
    const begins = beginningOf(name);
    const found = begins === null ? undefined : this.table.python.resolve(from, begins);
    if (found?.kind !== 'file') return null;
    return /^(?<folder>.+?)(?:\/__init__\.py|\/)$/.exec(found.path)?.groups?.folder ?? null;
  }

  private listed(symbol: string, { args, scope }: LoadingCall): Value | undefined {
    const [first] = args.map(({ value }) => value);
    const given = first?.v === 'list' ? first.items[0] : first;
    const written = given ? textOf(given) : null;
    if (written === null) return undefined;
    const isPackage = symbol.endsWith('find_modules');
    const found = isPackage ? this.table.python.resolve(scope.path, written) : undefined;
    const folder =
      found?.kind === 'file'
        ? dirname(`${found.path.replace(/\/$/, '')}/`.replace(/\/__init__\.py\/$/, '/'))
        : this.loading.find(written, scope);
    if (folder === undefined) return undefined;
    if (symbol.startsWith('os.path.')) return this.loading.exists(folder, symbol.replace('os.path.is', 'is_'));
    const entries = this.entriesOf(folder);
    if (symbol === 'os.listdir') return listOf(entries.map(({ name }) => text(name)));
    if (symbol === 'os.scandir') return listOf(entries.map(({ name }) => text(placeOf(join(folder, name)))));
    const prefixes = [args.find(({ name }) => name === 'prefix')?.value, isPackage ? undefined : args[1]?.value];
    const prefix = isPackage ? `${written}.` : (prefixes.flatMap((one) => (one ? (textOf(one) ?? []) : []))[0] ?? '');
    const isDeep =
      symbol.endsWith('walk_packages') ||
      args.some(({ name, value }) => name === 'recursive' && value.v === 'constant' && value.value === true);
    const modules = this.modulesIn(folder, prefix, isDeep);
    if (isPackage) return listOf(modules.filter(({ isPackage: own }) => !own).map(({ name }) => text(name)));
    return listOf(
      modules.map(({ name, isPackage: own }): Value => {
        const items: Value[] = [NOTHING, text(name), { v: 'constant', value: own }];
        return { v: 'list', items, names: ['module_finder', 'name', 'ispkg'] };
      }),
    );
  }

  private modulesIn(folder: string, prefix: string, isDeep: boolean): { name: string; isPackage: boolean }[] {
    const { workspace } = this.program;
    return this.entriesOf(folder).flatMap(({ name, isFolder }) => {
      if (!isFolder) {
        const module = /^(?!__init__\.)(\w+)\.py$/.exec(name)?.[1];
        return module === undefined ? [] : [{ name: prefix + module, isPackage: false }];
      }
      if (!workspace.files.has(join(folder, name, '__init__.py'))) return [];
      const own = { name: prefix + name, isPackage: true };
      return isDeep ? [own, ...this.modulesIn(join(folder, name), `${prefix}${name}.`, true)] : [own];
    });
  }

  private entriesOf(folder: string): ReturnType<Loading['entriesOf']> {
    return this.loading.entriesOf(folder);
  }
}

function listOf(items: Value[]): Value {
  return { v: 'list', items };
}
