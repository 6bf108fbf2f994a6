/**
 * SvelteKit: `+server.ts` endpoints, form actions and loads of `+page.server.ts`, and the `handle` of `hooks.server.ts`, which stands before
 * all of them. A `+layout.server.ts` stands before none of the endpoints and actions, and before pages that wait for it. Source:
 * svelte.dev/docs/kit ("Routing", "Form actions", "Hooks").
 */
import type { Lowering } from '../../code/javascript/lowering';
import { unwrapped } from '../../code/javascript/scope';
import type { JavaScriptFramework } from '../../code/javascript/framework';
import type { GuardUse } from '../../code/model';
import type { Framework } from '../framework';
import { exportedNames, readingsOf, sitesOf, type ExportedName, type Reading } from './shared/file-layout';
import { emitFileMiddleware, emitFileRoute } from './shared/file-routes';
import { pageEvents } from './shared/page-events';

const NAME = 'sveltekit';
const ENDPOINT = /(?:^|\/)\+server\.[jt]s$/;
const PAGE = /(?:^|\/)\+page\.server\.[jt]s$/;
const HOOKS = /(?:^|\/)src\/hooks\.server(?:\/index)?\.[jt]s$/;
const VERBS: Readonly<Record<string, string>> = {
  GET: 'GET',
  POST: 'POST',
  PUT: 'PUT',
  PATCH: 'PATCH',
  DELETE: 'DELETE',
  fallback: 'ALL',
};

const files: JavaScriptFramework = {
  name: NAME,
  prefilter: (_, path) => ENDPOINT.test(path) || PAGE.test(path) || HOOKS.test(path),
  module(lower) {
    const { path } = lower.file;
    if (ENDPOINT.test(path)) endpoints(lower);
    else if (PAGE.test(path)) page(lower);
    else if (HOOKS.test(path)) hooks(lower);
  },
};

/** SvelteKit 1 and 2. */
export const sveltekit: Framework = {
  name: NAME,
  readsCors: true,
  javascript: [files, pageEvents],
  guard: { as: 'body' },
  servesRouters: true,
  site: { packages: ['@sveltejs/kit'], configs: ['svelte.config.js', 'svelte.config.ts'], prefix: 'kit.paths.base' },
};

function readings(lower: Lowering): Reading[] {
  return readingsOf(lower.file.path, 'src/routes').slice(0, 1);
}

function endpoints(lower: Lowering): void {
  for (const { reading, site } of sitesOf(readings(lower), NAME, true)) {
    for (const exported of exportedNames(lower)) {
      const method = VERBS[exported.name];
      if (method !== undefined) emitFileRoute(lower, { site, methods: [method], path: pathOf(reading), exported });
    }
  }
}

/** `actions` are posted to the page, each under its name. What a page loads is shown to whoever may open it. */
function page(lower: Lowering): void {
  for (const { reading, site } of sitesOf(readings(lower), NAME, true)) {
    for (const exported of exportedNames(lower)) {
      if (exported.name === 'load') {
        const guards = layoutsAbove(reading, exported, lower);
        emitFileRoute(lower, { site, methods: ['GET'], path: pathOf(reading), exported, guards });
      }
      if (exported.name !== 'actions') continue;
      for (const action of actionsOf(exported, lower)) {
        const path = pathOf(reading) + (action.name === 'default' ? '' : `?/${action.name}`);
        emitFileRoute(lower, { site, methods: ['POST'], path, exported: action });
      }
    }
  }
}

/**
 * What the layouts around a page load, the nearest last. It stands before the page where that waits for it; otherwise the page's own data can
 * be asked for alone. Source: svelte.dev/docs/kit ("Load", "Implications for authentication").
 */
function layoutsAbove({ rest }: Reading, { node, fn }: ExportedName, lower: Lowering): GuardUse[] {
  const waits = /\bparent\s*\(/.test(fn ? fn.getText(lower.source) : lower.file.text);
  const line = lower.line(node);
  const files = rest.map((_, up) => `${up === 0 ? './' : '../'.repeat(up)}+layout.server`);
  return files.reverse().map((from) => ({
    as: 'dependency',
    value: { e: 'member', of: { e: 'import', from, line }, name: 'load' },
    name: 'the load of a layout above it',
    at: lower.span(node),
    ...(!waits && { bypassed: ALONE }),
  }));
}

const ALONE =
  'does not stand before the data of the page, which can be asked for alone: the page does not await parent()';

/** Members of the object that is exported as `actions`. */
function actionsOf({ value, node }: ExportedName, lower: Lowering): ExportedName[] {
  const { ts } = lower;
  const declaration = node.parent;
  const object =
    ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrapped(declaration.initializer, ts)
      : undefined;
  if (!object || !ts.isObjectLiteralExpression(object)) return [];
  return object.properties.flatMap((property): ExportedName[] => {
    if (!property.name || ts.isSpreadAssignment(property)) return [];
    const name = property.name.getText(lower.source);
    const own = ts.isPropertyAssignment(property) ? unwrapped(property.initializer, ts) : property;
    const isFunction = ts.isArrowFunction(own) || ts.isFunctionExpression(own) || ts.isMethodDeclaration(own);
    return [{ name, value: { e: 'member', of: value, name }, node: property.name, fn: isFunction ? own : undefined }];
  });
}

function hooks(lower: Lowering): void {
  const exported = exportedNames(lower).find(({ name }) => name === 'handle');
  const [reading] = readingsOf(lower.file.path, 'src');
  if (!exported || !reading) return;
  for (const { site } of sitesOf([reading], NAME, true)) emitFileMiddleware(lower, site, exported);
}

function pathOf({ rest }: Reading): string {
  const segments = rest.slice(0, -1).filter((segment) => !/^\(.*\)$/.test(segment));
  return `/${segments.join('/')}`;
}
