/** What is registered on a Fastify instance: plugins of the workspace, folders of them, and packages that bring routes or hooks. */
import type ts from 'typescript';
import { joined, text } from '../../../code/javascript/expressions';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { Expression } from '../../../code/model';
import type { PluginFolder } from '../../../code/model-setup';
import { guardsOf, routerOf } from './fastify';
import { guardOf, literalOf, optionOf, optionValue, routeFrom, useFrom, type MethodCall } from '../shared/method-calls';

/** Packages that serve something below their prefix. */
const ENDPOINTS: Readonly<Record<string, { methods: string[]; option: string; at: string; public?: string }>> = {
  '@fastify/static': { methods: ['GET'], option: 'prefix', at: '/', public: 'static files' },
  '@fastify/swagger-ui': {
    methods: ['GET'],
    option: 'routePrefix',
    at: '/documentation',
    public: 'the documentation of the API',
  },
  '@fastify/http-proxy': { methods: ['ALL'], option: 'prefix', at: '' },
  '@fastify/websocket': { methods: [], option: 'prefix', at: '' },
};
/** Packages that say which origins may read answers, for everything on and below the instance. */
const ORIGINS = new Set(['@fastify/cors', 'fastify-cors']);
const AUTOLOAD = new Set(['@fastify/autoload', 'fastify-autoload']);
/** Packages whose registration is a hook that refuses. */
const HOOKS = new Set(['@fastify/bearer-auth', 'fastify-bearer-auth']);

/** `app.register(plugin, { prefix })`; gives the instance back. */
export function fastifyPlugin(call: MethodCall, on: Expression, lower: Lowering): Expression | undefined {
  const [plugin, options] = call.args;
  if (!plugin) return undefined;
  const from = lower.names.imported(unwrapped(plugin, lower.ts))?.from ?? moduleOf(plugin, lower);
  if (ORIGINS.has(from)) origins(plugin, options, on, lower);
  else if (ENDPOINTS[from]) endpoint(call, from, options, on, lower);
  else if (HOOKS.has(from)) hook(plugin, options, on, lower);
  else plug(call, plugin, AUTOLOAD.has(from), on, lower);
  return on;
}

function plug(call: MethodCall, plugin: ts.Expression, isFolder: boolean, on: Expression, lower: Lowering): void {
  const [, options] = call.args;
  const literal = options && lower.ts.isObjectLiteralExpression(unwrapped(options, lower.ts));
  const prefix = literal && !isFolder ? optionOf(options, 'prefix', lower) : undefined;
  const given = isFolder ? optionValue(options, 'options', lower) : options && lower.expression(options);
  lower.emit({
    s: 'plug',
    into: on,
    plugin: isFolder ? null : lower.expression(plugin),
    ...(isFolder && { folder: folderOf(options, lower) }),
    prefix: prefix && !lower.ts.isMethodDeclaration(prefix) ? prefixOf(lower.expression(prefix)) : null,
    router: routerOf('router', call.node, lower),
    args: given ? [{ name: null, value: given }] : [],
    at: lower.span(call.node),
  });
}

/** `autoHooks: true` takes files called `autohooks` for hooks, `cascadeHooks: true` also for folders below. */
function hooksOf(options: ts.Expression | undefined, lower: Lowering): Pick<PluginFolder, 'hooks'> {
  const isOn = (key: string): boolean => optionOf(options, key, lower)?.kind === lower.ts.SyntaxKind.TrueKeyword;
  return isOn('autoHooks') ? { hooks: { name: 'autohooks', below: isOn('cascadeHooks') } } : {};
}

/** A prefix of `/` is none: Fastify joins without a second slash, and puts the first where none is written. */
function prefixOf(prefix: Expression): Expression {
  return prefix.e === 'text' ? text(prefix.value.replace(/\/$/, '').replace(/^(?=[^/])/, '/')) : prefix;
}

/** Options of `@fastify/autoload`, by its documentation: `dir`, `options.prefix`, `matchFilter`, `ignorePattern`, `ignoreFilter`, `maxDepth`. */
function folderOf(options: ts.Expression | undefined, lower: Lowering): PluginFolder {
  const value = (key: string): Expression | null => optionValue(options, key, lower) ?? null;
  const depth = value('maxDepth');
  const given = optionOf(options, 'options', lower);
  const isFlat = optionOf(options, 'dirNameRoutePrefix', lower)?.kind === lower.ts.SyntaxKind.FalseKeyword;
  return {
    written: writtenFolder(options, lower),
    dir: value('dir'),
    prefix: (given && !lower.ts.isMethodDeclaration(given) && optionValue(given, 'prefix', lower)) || null,
    takes: value('matchFilter'),
    leaves: [value('ignorePattern'), value('ignoreFilter')],
    depth: depth?.e === 'constant' && typeof depth.value === 'number' ? depth.value : null,
    ...(isFlat && { flat: true }),
    index: 'index',
    ...hooksOf(options, lower),
  };
}

/** `{ dir: path.join(__dirname, 'routes') }` as a folder beside the file. */
function writtenFolder(options: ts.Expression | undefined, lower: Lowering): string | null {
  const dir = optionOf(options, 'dir', lower);
  if (!dir || lower.ts.isMethodDeclaration(dir)) return null;
  const written = dir.getText(lower.source);
  const parts =
    /(?:join|resolve)\(\s*(?:__dirname|import\.meta\.dirname|dirname\([^)]*\)+|\w*[dD]ir\w*)\s*,\s*(.*)\)\s*$/s.exec(
      written,
    )?.[1];
  const names = parts?.match(/(['"`])(?:(?!\1).)*\1/g)?.map((part) => part.slice(1, -1));
  return names?.join('/') ?? null;
}

function endpoint(
  call: MethodCall,
  from: string,
  options: ts.Expression | undefined,
  on: Expression,
  lower: Lowering,
): void {
  const kind = ENDPOINTS[from];
  if (!kind || kind.methods.length === 0) return;
  const prefix = optionValue(options, kind.option, lower) ?? text(kind.at);
  const path = prefix.e === 'text' ? text(`${prefix.value.replace(/\/$/, '')}/*`) : joined([prefix, text('/*')]);
  const parts = {
    framework: 'fastify',
    on,
    methods: kind.methods,
    paths: [path],
    guards: guardsOf(options, lower),
    handler: lower.expression(call.args[0] ?? call.node),
    ...(kind.public !== undefined && { public: kind.public }),
  };
  lower.emit(routeFrom(call, call.node, parts, lower));
}

/** `register(import('@fastify/cors'))` */
function moduleOf(plugin: ts.Expression, lower: Lowering): string {
  const value = lower.ts.isCallExpression(unwrapped(plugin, lower.ts)) ? lower.expression(plugin) : null;
  return value?.e === 'import' ? value.from : '';
}

function origins(plugin: ts.Expression, options: ts.Expression | undefined, on: Expression, lower: Lowering): void {
  const args = options ? [{ name: null, value: lower.expression(options) }] : [];
  const use = useFrom(guardOf(plugin, 'step', lower), { framework: 'fastify', on, reach: 'all' });
  lower.emit({ ...use, args });
}

function hook(plugin: ts.Expression, options: ts.Expression | undefined, on: Expression, lower: Lowering): void {
  const { ts } = lower;
  const off = optionOf(options, 'addHook', lower);
  if (off?.kind === ts.SyntaxKind.FalseKeyword || (off && literalOf(off as ts.Expression, lower) !== undefined)) return;
  lower.emit(useFrom(guardOf(plugin, 'step', lower), { framework: 'fastify', on, reach: 'all' }));
}
