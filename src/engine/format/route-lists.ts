/** The endpoint inventory for other programs: CSV for spreadsheets, an OpenAPI stub for whoever writes the description. */
import { authorisationText, corsText, csrfText, ROUTE_WORDS } from '../report/present';
import type { RouteEntry } from '../report/report';
import { protectionOf } from '../routes/diff';

const HEAD = [
  'verdict',
  'method',
  'path',
  'file',
  'line',
  'framework',
  'rate limited',
  'validated',
  'authorisation',
  'cors',
  'csrf',
  'context',
  'why',
];

/** RFC 4180, with a head. Cells that a spreadsheet would take for a formula get an apostrophe in front. */
export function routesCsv(routes: readonly RouteEntry[]): string {
  const rows = routes.map((route) => [
    ROUTE_WORDS[route.verdict],
    route.method,
    route.path,
    route.file,
    String(route.line),
    route.framework,
    route.rateLimited,
    route.validated,
    authorisationText(route.authorisation),
    corsText(route.cors),
    csrfText(route.csrf),
    route.context ?? '',
    protectionOf(route).join('; '),
  ]);
  return [HEAD, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/** OWASP, CSV injection: these characters start a formula. */
function csvCell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE']);

interface Operation {
  summary: string;
  'x-preflight': { verdict: string; handler: string; authorisation?: string; cors?: string; csrf?: string };
  parameters?: { name: string; in: 'path'; required: true; schema: { type: 'string' } }[];
  security?: Record<string, never[]>[];
  responses: Record<string, { description: string }>;
}

/**
 * A stub of an OpenAPI 3.1 description as JSON: paths, methods, path parameters, and which operations ask for a credential. What a program
 * cannot know (bodies, schemas, the kind of credential) is left to people. WebSockets, catch-all methods and the pages about the interface
 * itself have no place in OpenAPI.
 */
export function routesOpenApi(routes: readonly RouteEntry[], title: string): string {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    if (!METHODS.has(route.method) || route.verdict === 'dead' || route.context === 'test' || route.builtIn) continue;
    const { path, names } = templated(route.path);
    const operations = (paths[path] ??= {});
    operations[route.method.toLowerCase()] ??= operationOf(route, names);
  }
  const document = {
    openapi: '3.1.0',
    info: { title, version: '0.0.0' },
    paths,
    components: { securitySchemes: { credential: { type: 'http', scheme: 'bearer' } } },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function operationOf(route: RouteEntry, names: string[]): Operation {
  const asks = route.verdict === 'protected';
  return {
    summary: ROUTE_WORDS[route.verdict],
    'x-preflight': {
      verdict: route.verdict,
      handler: `${route.file}:${route.line}`,
      ...(route.authorisation && { authorisation: route.authorisation.kind }),
      ...(route.cors && { cors: route.cors.kind }),
      ...(route.csrf && { csrf: route.csrf.kind }),
    },
    ...(names.length === 0
      ? {}
      : { parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })) }),
    ...(asks ? { security: [{ credential: [] }] } : {}),
    responses: {
      default: { description: 'not described yet' },
      ...(asks ? { '401': { description: 'refused' } } : {}),
    },
  };
}

/** Path parameters of the frameworks (`:id`, `{id:path}`, `<int:id>`, `[id]`, `[...slug]`, `*`) as OpenAPI writes them. */
function templated(path: string): { path: string; names: string[] } {
  const names: string[] = [];
  const take = (name: string): string => {
    const plain = name.replace(/[^\w-]/g, '') || `rest${names.length || ''}`;
    names.push(plain);
    return `{${plain}}`;
  };
  const result = path
    .split('/')
    .map((segment) =>
      segment
        .replace(
          /\{\*?([^}:]+)[^}]*\}|<(?:[^:>]+:)?([^>]+)>|\[+(?:\.\.\.)?([^\]]+)\]+/g,
          (_, a: string | undefined, b: string | undefined, c: string | undefined) => `\0${a ?? b ?? c ?? ''}\0`,
        )
        .replace(/:([A-Za-z_]\w*)(?:\([^)]*\))?[?*+]?/g, (_, name: string) => `\0${name}\0`)
        .replace(/^\*{1,2}(\w*)$/, (_, name: string) => `\0${name || 'rest'}\0`)
        .replace(/\0([^\0]*)\0/g, (_, name: string) => take(name)),
    )
    .join('/');
  return { path: result.startsWith('/') ? result : `/${result}`, names };
}
