/** Which files the served applications load: everything that the modules with an application object import, and what they import. */
import type { Signal, SignalKind } from '../collect/signals/signals';
import type { FileView } from '../facts';
import { folderOf, isWithin } from '../manifests';
import { closestTo } from '../modules/paths';
import { ModuleResolver } from '../modules/resolve';
import type { Workspace } from '../workspace';
import { isShipped } from './scope';

export interface Served {
  /** Files that start serving, in path order. */
  entries: string[];
  /** Everything they reach, entries included. */
  files: ReadonlySet<string>;
  /** Python: names of set-up functions that a reached file calls. */
  calls: ReadonlySet<string>;
  /** Python: names of middleware classes that a reached file adds. */
  middlewares: ReadonlySet<string>;
}

/** Files that a framework loads by their name. */
const CONVENTION =
  /(?:^|\/)(?:src\/)?(?:app\/(?:.*\/)?(?:page|layout|route|error|global-error|template)|pages\/.+|middleware|proxy|instrumentation(?:-client)?|sentry\.(?:client|server|edge)\.config|src\/hooks(?:\.server|\.client)?|server\/(?:api|routes|plugins)\/.+)\.[cm]?[jt]sx?$/;
/** `index.ts` is the door of a library more often than of a page. */
const BROWSER_ENTRY = /(?:^|\/)(?:src\/)?(?:main\.[cm]?[jt]sx?|(?:index|App)\.[jt]sx)$/;

/** Reachability from served entries. Call through `workspace.derive(served)`. */
export function served(workspace: Workspace): Served {
  const isApp = new Set(workspace.derive(appFiles));
  const isModule = new Set(workspace.derive(moduleFiles));
  const found = [...workspace.views].filter((file) => isEntry(file, isApp, isModule)).map((file) => file.path);
  const entries = [...new Set([...found, ...startersOf(workspace, isApp), ...workspace.derive(declaredFiles)])];
  const files = walk(workspace, entries);
  const calls = new Set<string>();
  for (const path of files) for (const name of workspace.part(path, 'imports')?.calls ?? []) calls.add(name);
  const middlewares = new Set<string>();
  for (const path of files)
    for (const name of workspace.part(path, 'imports')?.middlewares ?? []) middlewares.add(name);
  return { entries, files, calls, middlewares };
}

/** What one file loads, and whether a served application is among it. */
export function reaches(workspace: Workspace, path: string): { files: ReadonlySet<string>; entry: boolean } {
  const files = walk(workspace, [path]);
  const isApp = (file: string): boolean => workspace.part(file, 'signals')?.some(({ kind }) => kind === 'app') ?? false;
  return { files, entry: [...files].some(isApp) };
}

/** Files of the workspace that a file imports directly. */
export function importsOf(workspace: Workspace, path: string): string[] {
  const { resolver, python } = workspace.derive(modules);
  return [...javascriptImports(workspace, resolver, path), ...pythonImports(workspace, python, path)];
}

interface Modules {
  resolver: ModuleResolver;
  python: Map<string, string[]>;
}

function modules(workspace: Workspace): Modules {
  return { resolver: new ModuleResolver(workspace), python: pythonModules(workspace) };
}

function walk(workspace: Workspace, entries: readonly string[]): Set<string> {
  const files = new Set(entries);
  const { resolver, python } = workspace.derive(modules);
  const queue = [...entries];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const next = [...javascriptImports(workspace, resolver, path), ...pythonImports(workspace, python, path)];
    for (const target of next) {
      if (files.has(target) || workspace.view(target)?.fileClass === 'test') continue;
      files.add(target);
      queue.push(target);
    }
  }
  return files;
}

/** Files that load the one in which an application is made, as `index.js` does to let it listen: they are where the program starts. */
function startersOf(workspace: Workspace, isApp: ReadonlySet<string>): string[] {
  return [...workspace.views]
    .filter((file) => STARTER.test(file.path) && isShipped(file) && !isApp.has(file.path))
    .map(({ path }) => path)
    .filter((path) => importsOf(workspace, path).some((target) => isApp.has(target)));
}

/** What people call the program that lets an application listen. Others load it as well: scripts, helpers of tests. */
const STARTER =
  /(?:^|\/)(?:index|main|server|(?:start|run)(?:[-_]?(?:server|app|api|web))?|serve|www|wsgi|asgi|bootstrap|cluster|__main__)(?:\.(?:py|[cm]?[jt]s))?$/;

/** Files that a platform loads because they, or manifests, declare what it serves; those that manifests name. */
function declaredFiles(workspace: Workspace): string[] {
  const { resolver } = workspace.derive(modules);
  const found: string[] = [];
  for (const { file, facts } of workspace.each('code')) {
    if (!isShipped(file)) continue;
    const declared = facts.body.filter(
      (one) => (one.s === 'route' && one.on.e === 'site') || (one.s === 'mount' && one.into.e === 'site'),
    );
    if (declared.length > 0) found.push(file.path);
    for (const one of declared) {
      if (one.s !== 'route' || one.handler.e !== 'member' || one.handler.of.e !== 'import') continue;
      const target = resolver.resolve(file.path, one.handler.of.from);
      if (target.kind === 'file') found.push(target.path);
    }
  }
  return found;
}

/** Files that make an application. */
function appFiles(workspace: Workspace): string[] {
  return workspace
    .each('signals')
    .filter(({ facts }) => facts.some(({ kind }) => kind === 'app'))
    .map(({ file }) => file.path);
}

/** Files with imports or exports. */
function moduleFiles(workspace: Workspace): string[] {
  return workspace.each('module').map(({ file }) => file.path);
}

function isEntry(file: FileView, isApp: ReadonlySet<string>, isModule: ReadonlySet<string>): boolean {
  if (!isShipped(file)) return false;
  if (isApp.has(file.path)) return true;
  return (
    file.language !== 'python' &&
    (CONVENTION.test(file.path) || (BROWSER_ENTRY.test(file.path) && isModule.has(file.path)))
  );
}

function javascriptImports(workspace: Workspace, resolver: ModuleResolver, path: string): string[] {
  return (workspace.part(path, 'module')?.imports ?? []).flatMap(({ from }) => {
    const target = resolver.resolve(path, from);
    return target.kind === 'file' ? [target.path] : [];
  });
}

/** Python files by their dotted name, every suffix of it, so that any source root is found. */
function pythonModules(workspace: Workspace): Map<string, string[]> {
  const byName = new Map<string, string[]>();
  for (const path of workspace.files.keys()) {
    if (!path.endsWith('.py')) continue;
    const parts = path.replace(/(?:\/__init__)?\.py$/, '').split('/');
    const last = parts.at(-1) ?? '';
    byName.set(last, [...(byName.get(last) ?? []), path]);
  }
  return byName;
}

function pythonImports(workspace: Workspace, byName: Map<string, string[]>, path: string): string[] {
  const facts = workspace.part(path, 'imports');
  if (!facts) return [];
  const folder = path.split('/').slice(0, -1);
  const loaded = (facts.loads ?? []).flatMap(loadedAs).flatMap((name) => absolute(byName, name.split('.'), path));
  const imported = facts.modules.flatMap(({ from, names }) => {
    const dots = /^\.*/.exec(from)?.[0].length ?? 0;
    const dotted = from.slice(dots).split('.').filter(Boolean);
    const base = dots === 0 ? null : folder.slice(0, folder.length - dots + 1);
    const found = [dotted, ...names.map((name) => [...dotted, name])].flatMap((parts) => {
      if (base !== null) return existing(workspace, [...base, ...parts]);
      return absolute(byName, parts, path);
    });
    return [...new Set(found)];
  });
  return [...imported, ...loaded];
}

/**
 * Modules behind a name that Django loads: the module, the one of a class in it, what it looks for in an application ("Applications"), and
 * the settings for production beside those that it names: a manifest chooses among them.
 */
function loadedAs(name: string): string[] {
  const above = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : null;
  const beside = above !== null && /\bsettings?$/.test(above) ? [`${above}.production`, `${above}.prod`] : [];
  return [name, `${name}.apps`, `${name}.models`, `${name}.admin`, ...(above === null ? [] : [above]), ...beside];
}

function existing(workspace: Workspace, parts: string[]): string[] {
  const stem = parts.join('/');
  return [`${stem}.py`, `${stem}/__init__.py`].filter((path) => workspace.files.has(path));
}

/** The file whose path ends in the dotted name; of several, the one with the longest common way to the importer. */
function absolute(byName: Map<string, string[]>, parts: string[], importer: string): string[] {
  const stem = parts.join('/');
  const candidates = (byName.get(parts.at(-1) ?? '') ?? []).filter((path) =>
    `/${path.replace(/(?:\/__init__)?\.py$/, '')}`.endsWith(`/${stem}`),
  );
  if (candidates.length <= 1) return candidates;
  return [closestTo(importer, candidates) ?? ''];
}

/**
 * True for files that served applications load, and for all where none was found. Django loads the modules of its project by names in its
 * settings (docs.djangoproject.com, "Applications"): everything beside a project's entry counts.
 */
export function isLoaded(workspace: Workspace, path: string): boolean {
  const { entries, files } = workspace.derive(served);
  if (entries.length === 0 || files.has(path)) return true;
  return path.endsWith('.py') && workspace.derive(djangoFolders).some((folder) => isWithin(path, folder));
}

/** Folders of Django projects: those around the package of their entry. */
function djangoFolders(workspace: Workspace): string[] {
  return signalsOf(workspace, 'app')
    .filter(({ signal }) => /^get_[aw]sgi_application$/.test(signal.detail))
    .map(({ path }) => folderOf(folderOf(path)));
}

/** A signal with its file. */
export interface PlacedSignal {
  path: string;
  file: FileView;
  signal: Signal;
}

/** Signals of some kinds in shipped files, in path order. */
export function signalsOf(workspace: Workspace, ...kinds: SignalKind[]): PlacedSignal[] {
  const out: PlacedSignal[] = [];
  for (const { file, facts } of workspace.each('signals')) {
    if (!isShipped(file)) continue;
    for (const signal of facts) if (kinds.includes(signal.kind)) out.push({ path: file.path, file, signal });
  }
  return out;
}

/** True when a served application gets to the signal: its file is loaded and, in Python, the function around it is called by set-up code. */
export function isReached(workspace: Workspace, { path, signal }: PlacedSignal): boolean {
  const reach = workspace.derive(served);
  if (!reach.files.has(path)) return false;
  if (signal.within === null || !path.endsWith('.py')) return true;
  // A middleware that nothing adds sees no request.
  if (signal.inClass !== null && /^(?:dispatch|__call__|process_request|process_response)$/.test(signal.within))
    return reach.middlewares.has(signal.inClass);
  if (signal.inClass !== null) return true;
  return signal.decorated || !SET_UP.test(signal.within) || reach.calls.has(signal.within);
}

/** Functions whose calls are collected (`collect/imports.ts`). */
const SET_UP =
  /^_?(?:setup|set_up|configure|init|install|register|create|start|enable|instrument|lifespan|bootstrap|run|validate)/i;
