/** Values that the parts of the ASP.NET Core description share. */
import type { CSharpLowering } from '../../../code/csharp/lowering';
import { calledName, stringOf } from '../../../code/csharp/expressions';
import { named } from '../../../code/csharp/lowering';
import type { Expression, GuardUse } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';

/** What ASP.NET Core's authorization does with callers, by symbol (`effects` of the description). */
export function meaning(name: 'refuses' | 'permits'): Expression {
  return { e: 'import', from: `Microsoft.AspNetCore.Authorization.${name}`, line: 0 };
}

/** A limiter by its policy: it counts only where the middleware stands (documentation, "Rate limiting middleware"). */
export function limiter(lower: CSharpLowering, node: TreeNode, name: string): GuardUse {
  const value: Expression = { e: 'import', from: 'Microsoft.AspNetCore.RateLimiting.limits', line: 0 };
  const needs = {
    feature: 'rate limiter',
    without: 'has no effect, because the application never calls UseRateLimiter',
  };
  return { as: 'step', value, name, needs, at: lower.span(node) };
}

/** The application whose assembly this file is part of. */
export function aspnetApplication(lower: CSharpLowering): Expression {
  return { e: 'application', framework: 'aspnet', package: lower.namespace };
}

/** One call of a chain. */
export interface Step {
  name: string;
  args: TreeNode[];
  /** Type arguments: `UseMiddleware<X>()`. */
  types: TreeNode[];
  /** What it is called on; null = nothing. */
  on: TreeNode | null;
  node: TreeNode;
}

/** The calls of a chain, first one first. */
export function stepsOf(node: TreeNode, lower: CSharpLowering): Step[] {
  const callee = node.type === 'invocation_expression' ? node.childForFieldName('function') : null;
  if (!callee) return [];
  const on = callee.type === 'member_access_expression' ? callee.childForFieldName('expression') : null;
  const last = on ? callee.childForFieldName('name') : callee;
  const list = node.childForFieldName('arguments');
  const called = calledName(node);
  const step: Step = {
    name: called ? lower.source(called) : '',
    args: list ? named(list).flatMap((one) => one.lastNamedChild ?? []) : [],
    types: last?.type === 'generic_name' ? named(last.lastNamedChild ?? last) : [],
    on,
    node,
  };
  return [...(on ? stepsOf(on, lower) : []), step];
}

/** A literal text, or null. */
export function literalOf(node: TreeNode | null | undefined, lower: CSharpLowering): string | null {
  return node && /string_literal$/.test(node.type) ? stringOf(lower, node) : null;
}

/** A route's template: constraints, defaults and marks of parameters are left out. */
export function templateOf(written: string): string {
  return written.replace(/\{\*{0,2}(\w+)[^{}]*\}/g, '{$1}');
}

/** A path with one slash in front. */
export function rooted(path: string): string {
  const plain = path.replace(/^~?\/+/, '').replace(/\/+$/, '');
  return plain === '' ? '' : `/${plain}`;
}
