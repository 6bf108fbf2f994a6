/**
 * Remix 1 and 2 and React Router 7 as a framework: the `loader` and `action` of route modules. A parent's loader does not stand before a
 * child's, they run side by side. Source: reactrouter.com, remix.run/docs ("Route file naming", "Route module").
 */
import type { JavaScriptFramework } from '../../../code/javascript/framework';
import type { Framework } from '../../framework';
import type { Lowering } from '../../../code/javascript/lowering';
import type { Expression, GuardUse } from '../../../code/model';
import { dirname } from '../../../modules/paths';
import { exportedNames, readingsOf, sitesOf, type ExportedName, type Reading } from '../shared/file-layout';
import { emitFileRoute } from '../shared/file-routes';
import { emitListed, isRouteList } from './listed';

const NAME = 'remix';
const ROUTE = /(?:^|\/)app\/routes\/.*\.[jt]sx?$/;
const EXPORTS = /export\b[^;]{0,60}\b(?:loader|action)\b/;
const PACKAGE = /['"](?:@remix-run\/[\w-]+|react-router|@react-router\/[\w-]+)['"]/;
/** HTTP methods of what a route module exports: everything that is not read goes to `action`. */
const METHODS: Readonly<Record<string, string>> = { loader: 'GET', action: 'POST' };

const files: JavaScriptFramework = {
  name: NAME,
  prefilter: (text, path) => isRouteList(path, text) || (ROUTE.test(path) && EXPORTS.test(text)),
  module(lower) {
    const { path, text } = lower.file;
    if (isRouteList(path, text)) {
      const root = { root: dirname(dirname(path)), rest: [] };
      for (const { site } of sitesOf([root], NAME, true)) emitListed(lower, site);
    }
    if (!ROUTE.test(path) || !EXPORTS.test(text)) return;
    for (const { reading, site } of sitesOf(readingsOf(path, 'app/routes').slice(0, 1), NAME, PACKAGE.test(text))) {
      const exports = exportedNames(lower);
      const guards = middlewareOf(exports, reading, lower);
      for (const exported of exports) {
        const method = METHODS[exported.name];
        if (method === undefined) continue;
        const above = method === 'GET' ? loadersAround(reading, exported, lower) : [];
        const all = [...guards, ...above];
        emitFileRoute(lower, { site, methods: [method], path: remixPath(reading.rest), exported, guards: all });
      }
    }
  },
};

/** The `middleware` of the root module and of the module itself, which run before its loader and action (React Router 7.9). */
function middlewareOf(exports: readonly ExportedName[], { rest }: Reading, lower: Lowering): GuardUse[] {
  const own = exports.find(({ name }) => name === 'middleware');
  const from = `${'../'.repeat(rest.length)}root`;
  const root: Expression = { e: 'member', of: { e: 'import', from, line: 1 }, name: 'middleware' };
  const at = lower.span(own?.node ?? lower.source.statements[0] ?? lower.source);
  return [root, ...(own ? [own.value] : [])].map((value) => ({ as: 'middleware', value, passes: true, at }));
}

/**
 * The loaders of the modules around a flat file (`app.tsx` around `app.orders.tsx`). Whoever asks for the data of the inner module alone
 * does without them: reactrouter.com ("Single Fetch", `_routes`).
 */
function loadersAround({ rest }: Reading, { node }: ExportedName, lower: Lowering): GuardUse[] {
  const [file = ''] = rest;
  if (rest.length !== 1) return [];
  const parts = file
    .replace(/\.[jt]sx?$/, '')
    .split('.')
    .slice(0, -1);
  return parts.map((_, index) => ({
    as: 'dependency',
    value: {
      e: 'member',
      of: { e: 'import', from: `./${parts.slice(0, index + 1).join('.')}`, line: lower.line(node) },
      name: 'loader',
    },
    name: 'the loader of a module around it',
    bypassed: 'does not stand before the data of this module, which can be asked for alone',
    at: lower.span(node),
  }));
}

/** Remix and React Router. */
export const remix: Framework = {
  name: NAME,
  readsCors: true,
  javascript: [files],
  guard: { as: 'body' },
  site: {
    packages: ['@remix-run/react', '@remix-run/node', '@remix-run/dev', '@react-router/dev', '@react-router/node'],
    configs: ['remix.config.js', 'remix.config.mjs', 'react-router.config.ts', 'react-router.config.js'],
  },
};

/** The URL of a route file: dots are slashes, `_pathless` parts and `_index` are left out, `$id` is a parameter. */
function remixPath(rest: readonly string[]): string {
  const file = (rest.at(-1) ?? '').replace(/\.[jt]sx?$/, '');
  const isInFolder = rest.length > 1 && /^(?:route|index|_index)$/.test(file);
  const parts = isInFolder ? rest.slice(0, -1) : [...rest.slice(0, -1), file];
  const segments = parts.flatMap((part) => part.replace(/\+$/, '').split(/\.(?![^[]*\])/));
  const shown = segments
    .filter((segment) => segment !== '' && !segment.startsWith('_') && segment !== 'index')
    .map((segment) =>
      segment
        .replace(/_$/, '')
        .replace(/^\((.*)\)$/, '$1')
        .replaceAll(/[[\]]/g, ''),
    )
    .map((segment) => (segment === '$' ? '*' : segment.replace(/^\$/, ':')));
  return `/${shown.join('/')}`;
}
