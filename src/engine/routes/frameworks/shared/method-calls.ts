/** What frameworks share that register by calling methods of an application, often in chains: the call taken apart, and a route made of it. */
import type ts from 'typescript';
import { text } from '../../../code/javascript/expressions';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type {
  Expression,
  GuardUse,
  RouteInput,
  RouterExpression,
  RouteStatement,
  UseStatement,
} from '../../../code/model';

/** Methods of routers that are methods of HTTP. */
export const VERBS: Readonly<Record<string, string>> = {
  get: 'GET',
  post: 'POST',
  put: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  del: 'DELETE',
  head: 'HEAD',
  options: 'OPTIONS',
  all: 'ALL',
};

/** A router that stands by itself: what is mounted and asked on it comes with later statements. */
export function madeRouter(
  framework: string,
  role: 'app' | 'router',
  node: ts.Node,
  lower: Lowering,
): RouterExpression {
  const at = lower.span(node);
  return { e: 'router', role, framework, prefix: null, guards: [], routes: null, args: [], at };
}

/** `owner.name(...args)` */
export interface MethodCall {
  node: ts.CallExpression;
  owner: ts.Expression;
  name: string;
  /** The method's name, where one call of a chain stands. */
  named: ts.Node;
  args: readonly ts.Expression[];
}

export function methodCall(node: ts.CallExpression | ts.NewExpression, { ts }: Lowering): MethodCall | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression: owner, name } = node.expression;
  return { node, owner, name: name.text, named: name, args: node.arguments };
}

/** What a method is called on; an application that is made in place, here or by a function, gets a name: it is registered on again. */
export function receiverOf(owner: ts.Expression, lower: Lowering): Expression {
  const value = lower.expression(owner);
  return value.e === 'router' || (value.e === 'call' && value.callee.e === 'name')
    ? lower.temporary(value, owner)
    : value;
}

/** The items of a list as written, or the one thing that is there. */
export function itemsOf(node: ts.Expression, { ts }: Lowering): readonly ts.Expression[] {
  const value = unwrapped(node, ts);
  return ts.isArrayLiteralExpression(value) ? value.elements : [value];
}

/** The value of a key of an object literal; a method counts as its function. */
export function optionOf(
  node: ts.Expression | undefined,
  key: string,
  { ts }: Lowering,
): ts.Expression | ts.MethodDeclaration | undefined {
  const value = node && unwrapped(node, ts);
  if (!value || !ts.isObjectLiteralExpression(value)) return undefined;
  for (const property of value.properties) {
    const { name } = property;
    if (!name || !(ts.isIdentifier(name) || ts.isStringLiteralLike(name)) || name.text !== key) continue;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    if (ts.isShorthandPropertyAssignment(property)) return property.name;
    if (ts.isMethodDeclaration(property)) return property;
  }
  return undefined;
}

/**
 * A key of an object of options as an expression: of a literal what is written there, or what its spread parts have; of anything else its
 * member. Undefined when a literal has no such key.
 */
export function optionValue(node: ts.Expression | undefined, key: string, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const value = node && unwrapped(node, ts);
  if (!value) return undefined;
  if (!ts.isObjectLiteralExpression(value)) {
    const of = lower.expression(value);
    return of.e === 'function' ? undefined : { e: 'member', of, name: key };
  }
  const own = optionOf(value, key, lower);
  if (own) return ts.isMethodDeclaration(own) ? lower.method(own) : lower.expression(own);
  const spread = value.properties.findLast((property) => ts.isSpreadAssignment(property));
  return spread && { e: 'member', of: lower.expression(spread.expression), name: key };
}

/** Text of a literal, else undefined. */
export function literalOf(node: ts.Expression | undefined, { ts }: Lowering): string | undefined {
  const value = node && unwrapped(node, ts);
  return value && ts.isStringLiteralLike(value) ? value.text : undefined;
}

/** Paths as written; the root is the empty path, so that prefixes join. */
export function pathsOf(node: ts.Expression, lower: Lowering): Expression[] {
  return itemsOf(node, lower).map((one) => {
    const path = lower.expression(one);
    return path.e === 'text' && path.value === '/' ? text('') : path;
  });
}

/** A function, a name, a call: something that may handle a request. */
export function isFunctionLike(node: ts.Expression | undefined, { ts }: Lowering): boolean {
  const value = node && unwrapped(node, ts);
  return (
    value !== undefined &&
    (ts.isArrowFunction(value) ||
      ts.isFunctionExpression(value) ||
      ts.isIdentifier(value) ||
      ts.isPropertyAccessExpression(value) ||
      ts.isElementAccessExpression(value) ||
      ts.isCallExpression(value))
  );
}

/** A path as written: a text that starts like one, a template, or a name. */
export function isPath(node: ts.Expression | undefined, lower: Lowering): boolean {
  const { ts } = lower;
  const value = node && unwrapped(node, ts);
  if (!value) return false;
  if (ts.isStringLiteralLike(value)) return value.text === '' || /^[/*:(]/.test(value.text);
  if (ts.isArrayLiteralExpression(value))
    return value.elements.length > 0 && value.elements.every((one) => isPath(one, lower));
  return ts.isTemplateExpression(value) || ts.isRegularExpressionLiteral(value) || ts.isBinaryExpression(value);
}

export function guardOf(node: ts.Expression, as: GuardUse['as'], lower: Lowering): GuardUse {
  return { as, value: lower.expression(node), at: lower.span(node) };
}

/** What a route is made of; the rest is filled in. */
export interface RouteParts extends Partial<RouteStatement> {
  framework: string;
  on: Expression;
  methods: string[];
  paths: Expression[];
  handler: Expression;
}

const NO_INPUT: RouteInput = { state: 'unknown', at: null, what: null };

/** A route that a call declares. `path`: where a finding stands. */
export function routeFrom(call: MethodCall, path: ts.Node, parts: RouteParts, lower: Lowering): RouteStatement {
  const inChain = lower.ts.isCallExpression(unwrapped(call.owner, lower.ts));
  return {
    s: 'route',
    guards: [],
    args: [],
    input: NO_INPUT,
    at: lower.span(path),
    line: lower.line(inChain ? call.named : call.node),
    declLine: null,
    ...parts,
  };
}

/** A middleware or hook that a call registers. */
export function useFrom(
  guard: GuardUse,
  parts: Pick<UseStatement, 'framework' | 'on' | 'reach'> & Partial<UseStatement>,
): UseStatement {
  return { s: 'use', guard, paths: null, sockets: true, role: 'middleware', args: [], at: guard.at, ...parts };
}
