/** React applications, each with what catches errors while it renders. */
import { declarationsOf, folderOf, isWithin, nearestManifest } from '../manifests';
import type { Span } from '../span';
import type { Workspace } from '../workspace';
import { isShipped } from './scope';
import { isReached, signalsOf } from './served';

export interface ReactApp {
  folder: string;
  /** Where it starts. */
  path: string;
  span: Span | null;
  caught: { path: string; span: Span | null; what: string } | null;
}

/** `error.js` and `global-error.js` of the App Router, `_error.js` of the Pages Router (nextjs.org/docs, "error.js", "Custom Errors"). */
const ERROR_FILE = /^(?:src\/)?(?:app\/(?:.+\/)?(?:error|global-error)\.[jt]sx?$)/;
/** Loaded by their place (reactrouter.com, "Root Route", "Route Module"). */
const ROUTE_MODULE = /(?:^|\/)app\/(?:root|layout|routes\/.+)\.[jt]sx$/;
const NEXT_ENTRY = /^(?:src\/)?(?:app\/(?:.+\/)?layout|pages\/_app|app\/page|pages\/index)\.[jt]sx?$/;

const FRAMEWORKS: readonly [RegExp, RegExp][] = [
  [/^next$/, NEXT_ENTRY],
  [/^(?:@react-router\/dev|@remix-run\/(?:dev|react))$/, /^app\/root\.[jt]sx$/],
];
/** Tools for those who write components. */
const PREVIEW = /(?:^|\/)(?:preview|playground|\.?storybook)\//;

/** In path order. Call through `workspace.derive(reactApps)`. */
export function reactApps(workspace: Workspace): ReactApp[] {
  const boundaries = signalsOf(workspace, 'error-boundary').filter(
    (placed) => placed.signal.good && (ROUTE_MODULE.test(placed.path) || isReached(workspace, placed)),
  );
  const apps = FRAMEWORKS.flatMap(([name, entry]) => appsOf(workspace, name, entry));
  for (const { path, signal } of signalsOf(workspace, 'react-root')) {
    if (PREVIEW.test(path)) continue;
    const folder = folderOf(nearestManifest(workspace, path, 'npm')?.path ?? '');
    if (!apps.some((app) => app.folder === folder)) apps.push({ folder, path, span: signal.span, caught: null });
  }
  for (const app of apps) {
    // Which of several applications loads a shared package, the signal does not tell.
    const own = apps.length === 1 ? boundaries[0] : boundaries.find(({ path }) => isWithin(path, app.folder));
    if (own) app.caught ??= { path: own.path, span: own.signal.span, what: own.signal.detail };
  }
  return apps;
}

/** Applications whose framework starts React: a package with a dependency and an entry at its place. */
function appsOf(workspace: Workspace, name: RegExp, place: RegExp): ReactApp[] {
  const found: ReactApp[] = [];
  for (const { path } of declarationsOf(workspace, 'npm', name)) {
    const folder = folderOf(path);
    const own = [...workspace.views]
      .filter((file) => isWithin(file.path, folder) && isShipped(file))
      .map((file) => file.path);
    const within = (file: string): string => (folder === '' ? file : file.slice(folder.length + 1));
    const entry = own.filter((file) => place.test(within(file))).sort((a, b) => a.length - b.length)[0];
    if (!entry || found.some((app) => app.folder === folder)) continue;
    const errorFile = own.find((file) => ERROR_FILE.test(within(file)));
    found.push({
      folder,
      path: entry,
      span: null,
      caught: errorFile ? { path: errorFile, span: null, what: 'an error page around its segment' } : null,
    });
  }
  return found;
}
