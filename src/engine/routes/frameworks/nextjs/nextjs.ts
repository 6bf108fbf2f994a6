/**
 * Next.js: route handlers of the app router, `pages/api`, and the middleware (since version 16: proxy) file. Sources: nextjs.org/docs
 * ("Route Handlers", "Project Structure", "API Routes", "Middleware"/"Proxy"); what reaches what was executed for 14, 15 and 16, see the
 * cases in the tests.
 */
import type { Lowering } from '../../../code/javascript/lowering';
import { text } from '../../../code/javascript/expressions';
import type { JavaScriptFramework } from '../../../code/javascript/framework';
import type { Framework } from '../../framework';
import type { Expression, RouteStatement } from '../../../code/model';
import { exportedNames, readingsOf, sitesOf, type ExportedName, type Reading } from '../shared/file-layout';
import { emitActions, mayHoldActions } from './actions';
import { nextCovers } from './matcher';
import { safeActions } from './safe-actions';
import { emitMiddleware, isMiddlewareFile } from './middleware';
import { middlewareFlaw } from './versions';
import { sessions } from '../shared/sessions';
import { webHttp } from '../shared/web-http';
import { webInputOf } from '../shared/web-input';

const NAME = 'nextjs';
const ROUTE_FILE = /(?:^|\/)app\/(?:.*\/)?route\.[cm]?[jt]sx?$/;
const API_FILE = /(?:^|\/)pages\/api\/.*\.[cm]?[jt]sx?$/;
const VERBS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

const files: JavaScriptFramework = {
  name: NAME,
  prefilter: (source, path) =>
    ROUTE_FILE.test(path) ||
    API_FILE.test(path) ||
    isMiddlewareFile(path) ||
    mayHoldActions(source) ||
    (/(?:^|\/)next\.config\.[cm]?[jt]s$/.test(path) && source.includes('basePath')),
  module(lower) {
    const { path } = lower.file;
    if (ROUTE_FILE.test(path)) routeHandlers(lower);
    else if (API_FILE.test(path)) apiRoute(lower);
    else if (isMiddlewareFile(path)) emitMiddleware(lower);
    if (mayHoldActions(lower.file.text)) emitActions(lower);
  },
};

/** Next.js 13 to 16. */
export const nextjs: Framework = {
  readsCors: true,
  name: NAME,
  javascript: [files, safeActions, webHttp, sessions],
  covers: nextCovers,
  // nextjs.org/docs, "Custom Server".
  effects: [{ pattern: /^next(?::default)?\(\)\.getRequestHandler\(\)/, effect: 'pages' }],
  guard: { as: 'body' },
  servesRouters: true,
  site: {
    packages: ['next'],
    configs: ['js', 'mjs', 'ts', 'cjs', 'mts'].map((end) => `next.config.${end}`),
    prefix: 'basePath',
    beside: ['app', 'pages'],
    flaw: middlewareFlaw,
  },
};

/** `app/…/route.ts` exports one function per verb; OPTIONS and HEAD change nothing and are answered without it. */
function routeHandlers(lower: Lowering): void {
  const readings = readingsOf(lower.file.path, 'app');
  const exports = exportedNames(lower);
  for (const exported of exports) {
    if (!VERBS.has(exported.name)) continue;
    emitRoutes(exported, [exported.name], readings, appPath, lower);
  }
  for (const from of starsOf(lower)) {
    for (const name of VERBS) {
      if (exports.some((one) => one.name === name)) continue;
      const value: Expression = { e: 'member', of: { e: 'import', from: from.from, line: from.line }, name };
      const exported = { name, value, node: lower.source.statements[0] ?? lower.source, fn: undefined };
      emitRoutes(exported, [name], readings, appPath, lower, true);
    }
  }
}

/** `export * from './handlers'` */
function starsOf(lower: Lowering): { from: string; line: number }[] {
  return lower.out.flatMap((statement) =>
    statement.s === 'export-from' && statement.names.some(({ name, as }) => name === '*' && as === '*')
      ? [{ from: statement.from, line: statement.line }]
      : [],
  );
}

/** `pages/api/**`: the default export answers every method, unless it looks at the method itself. */
function apiRoute(lower: Lowering): void {
  const exported = exportedNames(lower).find(({ name }) => name === 'default');
  if (!exported) return;
  const readings = readingsOf(lower.file.path, 'pages').filter(({ rest }) => rest[0] === 'api');
  emitRoutes(exported, methodsOf(lower.file.text), readings, apiPath, lower);
}

function emitRoutes(
  exported: ExportedName,
  methods: string[],
  readings: readonly Reading[],
  pathOf: (rest: readonly string[]) => string | undefined,
  lower: Lowering,
  maybe?: true,
): void {
  const sure = /from\s+['"]next\b|require\(['"]next\b/.test(lower.file.text);
  for (const { reading, site } of sitesOf(readings, NAME, sure)) {
    const path = pathOf(reading.rest);
    if (path === undefined) continue;
    const route: RouteStatement = {
      s: 'route',
      framework: NAME,
      on: site,
      methods,
      paths: [text(path)],
      guards: [],
      handler: exported.value,
      ...publicOf(path, lower.file.text),
      ...(maybe && { maybe }),
      args: [],
      input: webInputOf(exported.fn, lower),
      at: lower.span(exported.node),
      line: lower.line(exported.node),
      declLine: null,
    };
    lower.emit(route);
  }
}

/** The URL of a folder of the app router: groups and slots are left out, a private folder has none. */
function appPath(rest: readonly string[]): string | undefined {
  const segments = rest.slice(0, -1);
  if (segments.some((segment) => segment.startsWith('_'))) return undefined;
  const shown = segments.filter((segment) => !/^\((?!\.)[^)]*\)$/.test(segment) && !segment.startsWith('@'));
  return `/${shown.map((segment) => segment.replace(/^%5F/i, '_')).join('/')}`;
}

/** The URL of a file under `pages`. */
function apiPath(rest: readonly string[]): string {
  const path = rest.join('/').replace(/\.[cm]?[jt]sx?$/, '');
  return `/${path.replace(/\/index$/, '')}`;
}

/** Methods that a `pages/api` file tells apart. */
function methodsOf(source: string): string[] {
  const found = new Set<string>();
  for (const [, quoted] of source.matchAll(/\bmethod\b[^;{}\n]{0,40}?['"](GET|POST|PUT|PATCH|DELETE)['"]/g))
    if (quoted) found.add(quoted);
  if (/switch\s*\(\s*(?:req(?:uest)?\s*\.\s*)?method\b/.test(source)) {
    for (const [, quoted] of source.matchAll(/\bcase\s+['"](GET|POST|PUT|PATCH|DELETE)['"]/g))
      if (quoted) found.add(quoted);
  }
  return found.size > 0 ? [...found] : ['ALL'];
}

/**
 * The catch-all of a sign-in library: `/api/auth/[...nextauth]`, also under a name of its own (better-auth.com/docs/integrations/next), and
 * that of tRPC's procedures, which are routes of their own.
 */
function publicOf(path: string, source: string): { public?: string } {
  if (/\btoNextJsHandler\b/.test(source)) return { public: 'the endpoints of the sign-in library' };
  if (/\b(?:fetchRequestHandler|createNextApiHandler)\b/.test(source) && source.includes('@trpc/server'))
    return { public: 'it leads to the procedures, which are listed one by one' };
  return /\/auth\/(?:\[{1,2}\.{3}\w+\]{1,2}|\[\w+\])$/.test(path)
    ? { public: 'the endpoints of the sign-in library' }
    : {};
}
