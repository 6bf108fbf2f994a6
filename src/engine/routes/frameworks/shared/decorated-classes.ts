/** Controllers that decorators make of classes, for frameworks whose decorators each come from a package: routes, prefixes, guards. */
import type ts from 'typescript';
import { other, text } from '../../../code/javascript/expressions';
import type { Lowering } from '../../../code/javascript/lowering';
import type { ClassFact, Expression, GuardUse, RouterExpression, RouteStatement } from '../../../code/model';

/** A decorator of a package. */
export interface Decorator {
  name: string;
  args: readonly ts.Expression[];
  node: ts.Decorator;
}

type Decorated = ts.ClassLikeDeclaration | ts.MethodDeclaration | ts.ParameterDeclaration;

/** The decorators of such a package on a class, method or parameter, in order. */
export function decoratorsOf(node: Decorated, from: RegExp, { ts, names }: Lowering): Decorator[] {
  if (!ts.canHaveDecorators(node)) return [];
  return (ts.getDecorators(node) ?? []).flatMap((decorator) => {
    const { expression } = decorator;
    const callee = ts.isCallExpression(expression) ? expression.expression : expression;
    const origin = names.imported(callee);
    if (!origin || !from.test(origin.from)) return [];
    return [{ name: origin.name, args: ts.isCallExpression(expression) ? expression.arguments : [], node: decorator }];
  });
}

/** A guard of a decorator's own. */
export function guardBy({ node }: Decorator, value: Expression, as: GuardUse['as'], lower: Lowering): GuardUse {
  return { as, value, at: lower.span(node) };
}

/** Each argument as something that stands before the handler. */
export function guardsIn({ args }: Pick<Decorator, 'args'>, as: GuardUse['as'], lower: Lowering): GuardUse[] {
  return args.map((one) => ({ as, value: lower.expression(one), at: lower.span(one) }));
}

/** A path with a slash in front and none at its end. */
export function slashed(node: ts.Expression | undefined, lower: Lowering): Expression {
  const path = node ? lower.expression(node) : text('');
  if (path.e !== 'text') return path;
  const own = path.value.replace(/^\/+|\/+$/g, '');
  return text(own === '' ? '' : `/${own}`);
}

/** The class stands for a router under a prefix. */
export function asRouter(fact: ClassFact, framework: string, prefix: Expression, at: ClassFact['at']): void {
  const router: RouterExpression = {
    e: 'router',
    role: 'router',
    framework,
    prefix,
    guards: [],
    routes: null,
    args: [],
    at,
  };
  fact.serves = { router, holds: null };
}

/** Methods of a class by their names. */
export function methodsOf(
  node: ts.ClassLikeDeclaration,
  { ts }: Lowering,
): (ts.MethodDeclaration & { name: ts.Identifier })[] {
  return node.members.filter(
    (one): one is ts.MethodDeclaration & { name: ts.Identifier } =>
      ts.isMethodDeclaration(one) && ts.isIdentifier(one.name),
  );
}

/** A route that a method answers. */
export function routeOf(
  method: ts.MethodDeclaration & { name: ts.Identifier },
  by: Decorator,
  parts: Pick<RouteStatement, 'framework' | 'methods' | 'paths' | 'guards'> & Partial<RouteStatement>,
  lower: Lowering,
): RouteStatement {
  return {
    s: 'route',
    on: other(),
    handler: { e: 'name', name: method.name.text },
    args: [],
    input: { state: 'unknown', at: null, what: null },
    at: lower.span(by.args[0] ?? by.node),
    line: lower.line(method.name),
    declLine: lower.line(by.node),
    ...parts,
  };
}
