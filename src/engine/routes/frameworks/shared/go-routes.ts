/** Registrations as Go frameworks have them: a path, functions around or before the handler, the handler. */
import { other, text } from '../../../code/go/expressions';
import type { GoLowering } from '../../../code/go/lowering';
import type { Expression, GuardUse, RouteStatement, RouterExpression, UseStatement } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import { literal } from './go-http';

/** What is registered on; a router that is made in place gets a name, since it is registered on again. */
export function receiver(node: TreeNode, lower: GoLowering): Expression {
  const value = lower.expression(node);
  return value.e === 'router' && value.global === undefined ? lower.temporary(value, node) : value;
}

/** A guard as it is written. */
export function guardOf(node: TreeNode, lower: GoLowering): GuardUse {
  return { as: 'middleware', value: lower.expression(node), at: lower.span(node) };
}

/** A path with a slash in front and none at the end, as frameworks join them. */
export function rooted(path: Expression): Expression {
  if (path.e !== 'text' || path.value === '') return path;
  return path.value.startsWith('/') ? path : text(`/${path.value}`);
}

/** A group's prefix: a slash at its end is joined with that of the path. */
export function prefixOf(node: TreeNode, lower: GoLowering): Expression {
  const path = rooted(lower.expression(node));
  return path.e === 'text' ? text(path.value.replace(/\/+$/, '')) : path;
}

export interface GoRoute {
  framework: string;
  on: Expression;
  methods: string[];
  methodFrom?: Expression;
  path: Expression;
  guards: readonly TreeNode[];
  handler: Expression;
  /** Where it is declared: the path. */
  at: TreeNode;
  public?: string;
}

/** One route. */
export function emitRoute(route: GoRoute, lower: GoLowering): void {
  const { framework, on, methods, methodFrom, path, guards, handler, at } = route;
  const statement: RouteStatement = {
    s: 'route',
    framework,
    on,
    methods,
    ...(methodFrom && { methodFrom }),
    paths: [path],
    guards: guards.map((node) => guardOf(node, lower)),
    handler,
    ...(route.public !== undefined && { public: route.public }),
    args: [],
    input: { state: 'unknown', at: null, what: null },
    at: lower.span(at),
    line: lower.line(at),
    declLine: null,
  };
  lower.emit(statement);
}

/** A route whose last function answers, with those in front of it as its guards. */
export function routeOf(
  framework: string,
  on: TreeNode,
  methods: string[],
  path: TreeNode,
  handlers: readonly TreeNode[],
  lower: GoLowering,
): Expression {
  const target = receiver(on, lower);
  const handler = handlers.at(-1);
  if (!handler) return target;
  const own = rooted(lower.expression(path));
  const guards = handlers.slice(0, -1);
  emitRoute({ framework, on: target, methods, path: own, guards, handler: lower.expression(handler), at: path }, lower);
  return target;
}

/** Files that are served from a folder or a file. */
export function filesOf(
  framework: string,
  on: TreeNode,
  node: TreeNode,
  pathOf: (own: Expression) => Expression,
  lower: GoLowering,
): Expression {
  const target = receiver(on, lower);
  const path = pathOf(lower.expression(node));
  const route = { framework, on: target, methods: ['GET'], path, guards: [], handler: other(), at: node };
  emitRoute({ ...route, public: 'static files' }, lower);
  return target;
}

/** `r.Use(a, b)` */
export function useOf(
  framework: string,
  on: TreeNode,
  args: readonly TreeNode[],
  lower: GoLowering,
): Expression | undefined {
  if (args.length === 0) return undefined;
  const target = receiver(on, lower);
  emitUses(framework, target, args, {}, lower);
  return target;
}

/** A router of its own under a prefix, for a function that fills it. */
export function plugOf(
  router: RouterExpression,
  on: TreeNode,
  prefix: TreeNode | null,
  fills: TreeNode,
  node: TreeNode,
  lower: GoLowering,
): Expression {
  const into = receiver(on, lower);
  const plugin = lower.expression(fills);
  const under = prefix && prefixOf(prefix, lower);
  lower.emit({ s: 'plug', into, plugin, prefix: under, router, args: [], at: lower.span(node) });
  return into;
}

/** A router that is written elsewhere, under a prefix. */
export function mountOf(on: TreeNode, prefix: TreeNode, what: TreeNode, node: TreeNode, lower: GoLowering): Expression {
  const into = receiver(on, lower);
  lower.emit({
    s: 'mount',
    into,
    what: lower.expression(what),
    prefix: prefixOf(prefix, lower),
    guards: [],
    inherits: 'all',
    takes: 'live',
    args: [],
    at: lower.span(node),
  });
  return into;
}

/** One use per middleware. */
export function emitUses(
  framework: string,
  on: Expression,
  nodes: readonly TreeNode[],
  parts: Partial<Pick<UseStatement, 'reach' | 'paths' | 'match'>>,
  lower: GoLowering,
): void {
  for (const node of nodes)
    lower.emit({
      s: 'use',
      framework,
      on,
      guard: guardOf(node, lower),
      paths: null,
      reach: 'later',
      sockets: true,
      role: 'middleware',
      args: [],
      at: lower.span(node),
      ...parts,
    });
}

/** An application, or a router that hangs on another one. */
export function routerOf(
  framework: string,
  role: RouterExpression['role'],
  node: TreeNode,
  lower: GoLowering,
  parts: Partial<RouterExpression> = {},
): RouterExpression {
  const base = { e: 'router', role, framework, prefix: null, guards: [], routes: null, args: [] } as const;
  return { ...base, guards: [], args: [], ...parts, at: lower.span(node) };
}

/** A router that hangs on another one, with what stands before everything in it. */
export function groupOf(
  framework: string,
  on: Expression,
  prefix: Expression | null,
  middleware: readonly TreeNode[],
  node: TreeNode,
  lower: GoLowering,
): RouterExpression {
  return routerOf(framework, 'router', node, lower, {
    prefix,
    into: on,
    adapts: true,
    ...(middleware.length > 0 && { before: middleware.map((one) => guardOf(one, lower)) }),
  });
}

/** Starts serving. */
export function emitServe(app: Expression, address: TreeNode | undefined, node: TreeNode, lower: GoLowering): void {
  lower.emit({ s: 'serve', app, host: hostOf(address, lower), at: lower.span(node) });
}

/** `127.0.0.1` of `"127.0.0.1:8080"`; null = every address, or not literal. */
function hostOf(address: TreeNode | undefined, lower: GoLowering): Expression | null {
  const host = literal(address, lower)?.replace(/:\d*$/, '');
  return host === undefined || host === '' ? null : text(host);
}

/** The prefix of files that are served from a folder, and everything below. */
export function below(path: Expression, wildcard: string): Expression {
  return path.e === 'text' ? text(`${path.value.replace(/\/$/, '')}/${wildcard}`) : path;
}

/** A list of methods, or every one where it is not literal. */
export function methodsIn(node: TreeNode, lower: GoLowering): string[] {
  const list = lower.expression(node);
  const items = list.e === 'list' ? list.items : [list];
  const methods = items.flatMap((one) => (one.e === 'text' ? [one.value.toUpperCase()] : []));
  return methods.length > 0 ? methods : ['ALL'];
}

/** Whether routes may be registered on a receiver: of a framework's own type, of a struct that may hold one, or of an unknown one. */
export function isRouterType(type: string | undefined, own: RegExp): boolean {
  return type === undefined || type.startsWith('.') || own.test(type);
}

/** Name of a member of a package itself. */
export function memberOf(symbol: string, of: RegExp): string | undefined {
  const dot = symbol.lastIndexOf('.');
  return of.test(symbol.slice(0, dot)) ? symbol.slice(dot + 1) : undefined;
}
