/** Routes and middleware that are given handlers one after another, as Koa and Hono take them. */
import type ts from 'typescript';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { Expression, UseStatement } from '../../../code/model';
import { guardOf, isFunctionLike, itemsOf, pathsOf, routeFrom, useFrom, type MethodCall } from './method-calls';

/** Handlers in order, lists of them flattened. */
export function handlersOf(nodes: readonly ts.Expression[], lower: Lowering): ts.Expression[] {
  return nodes.flatMap((node) => {
    const value = unwrapped(node, lower.ts);
    if (lower.ts.isSpreadElement(value)) return [value.expression];
    return lower.ts.isArrayLiteralExpression(value) ? handlersOf(value.elements, lower) : [value];
  });
}

/** What is the same for every route of a framework. */
export interface HandlerStyle {
  framework: string;
  /** A handler that is given for every method may hand on: it also stands before what is registered later. */
  match?: UseStatement['match'];
}

/** Emits a route whose last handler answers and whose other ones stand before it; false when the last is no handler. */
export function handlerRoute(
  call: MethodCall,
  on: Expression,
  methods: string[],
  path: ts.Expression,
  handlers: readonly ts.Expression[],
  { framework }: HandlerStyle,
  lower: Lowering,
): boolean {
  const flat = handlersOf(handlers, lower);
  const last = flat.at(-1);
  if (!last || !isFunctionLike(last, lower)) return false;
  const paths = pathsOf(path, lower).map(slashed);
  const guards = flat.slice(0, -1).map((one) => guardOf(one, 'middleware', lower));
  lower.emit(routeFrom(call, path, { framework, on, methods, paths, guards, handler: lower.expression(last) }, lower));
  const isPattern = itemsOf(path, lower).some((one) => one.getText(lower.source).includes('*'));
  if (!isPattern && methods[0] !== 'ALL') return true;
  for (const one of flat.filter((handler) => mayPass(handler, lower))) {
    const parts = { framework, on, paths, match: 'exact' as const, sockets: false, reach: 'later' as const };
    lower.emit(useFrom(guardOf(one, 'middleware', lower), { ...parts, ...(methods[0] !== 'ALL' && { methods }) }));
  }
  return true;
}

/** Routers put a slash in front of what has none. */
function slashed(path: Expression): Expression {
  return path.e === 'text' && /^\w/.test(path.value) ? { ...path, value: `/${path.value}` } : path;
}

/** A handler written in place that takes no `next` ends the request. */
function mayPass(node: ts.Expression, { ts }: Lowering): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node) ? node.parameters.length > 1 : true;
}
