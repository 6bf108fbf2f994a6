/** Elysia macros: options of a route that a plugin gives a meaning. Elysia documentation, "Macro". */
import type ts from 'typescript';
import { text } from '../../../code/javascript/expressions';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { Expression } from '../../../code/model';
import { literalOf, optionOf, type MethodCall } from '../shared/method-calls';

/** `.macro({ auth: { resolve } })`, `.macro('auth', { resolve })`, `.macro(({ onBeforeHandle }) => ({ auth(on) { onBeforeHandle(…) } }))` */
export function elysiaMacros(call: MethodCall, on: Expression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const [first, second] = call.args;
  const name = literalOf(first, lower);
  if (name !== undefined && second) register(name, second, lower);
  const all =
    first &&
    (ts.isArrowFunction(first) || ts.isFunctionExpression(first) ? returned(first, lower) : unwrapped(first, ts));
  if (all && ts.isObjectLiteralExpression(all)) {
    for (const property of all.properties) {
      const key =
        property.name && (ts.isIdentifier(property.name) || ts.isStringLiteralLike(property.name))
          ? property.name.text
          : '';
      if (key !== '') register(key, property, lower);
    }
  }
  return on;
}

/** The object that a function gives back. */
function returned(node: ts.ArrowFunction | ts.FunctionExpression, { ts }: Lowering): ts.Expression | undefined {
  if (!ts.isBlock(node.body)) return unwrapped(node.body, ts);
  const last = node.body.statements.find((one) => ts.isReturnStatement(one));
  return last && ts.isReturnStatement(last) && last.expression ? unwrapped(last.expression, ts) : undefined;
}

/** The first hook inside a macro is what it puts before a handler. */
function register(name: string, node: ts.Node, lower: Lowering): void {
  const guard = hookIn(node, lower);
  if (guard) lower.emit({ s: 'name-guard', name: text(name), guard, at: lower.span(node) });
}

function hookIn(node: ts.Node, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  if (ts.isObjectLiteralExpression(node)) {
    for (const key of ['beforeHandle', 'resolve', 'derive']) {
      const own = optionOf(node, key, lower);
      if (own) return ts.isMethodDeclaration(own) ? lower.method(own) : lower.expression(own);
    }
  }
  if (
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    /^on(?:BeforeHandle|Resolve)$/.test(node.expression.text)
  ) {
    const last = node.arguments.at(-1);
    if (last) return lower.expression(last);
  }
  let found: Expression | undefined;
  ts.forEachChild(node, (child) => {
    found ??= hookIn(child, lower);
  });
  return found;
}
