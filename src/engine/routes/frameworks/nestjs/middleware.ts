/** NestJS middleware: `consumer.apply(a, b).exclude('health').forRoutes('*')`. NestJS documentation, "Middleware". */
import type ts from 'typescript';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { Expression, UseStatement } from '../../../code/model';
import { itemsOf } from '../shared/method-calls';
import { nestPath, optionOf } from './values';

const METHOD = /\bRequestMethod\.(\w+)$/;

/** One statement per middleware and place; undefined when the chain does not begin with `apply`. */
export function nestMiddleware(node: ts.CallExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const excluded: ts.Expression[] = [];
  let call: ts.Expression = (node.expression as ts.PropertyAccessExpression).expression;
  while (ts.isCallExpression(call) && ts.isPropertyAccessExpression(call.expression)) {
    const { name, expression } = call.expression;
    if (name.text === 'exclude') excluded.push(...call.arguments);
    else if (name.text === 'apply') return register(call, expression, node.arguments, excluded, lower);
    else return undefined;
    call = expression;
  }
  return undefined;
}

function register(
  apply: ts.CallExpression,
  consumer: ts.Expression,
  targets: readonly ts.Expression[],
  excluded: readonly ts.Expression[],
  lower: Lowering,
): Expression {
  const on = lower.expression(consumer);
  const except = excluded
    .flatMap((one) => itemsOf(one, lower))
    .map((one) => nestPath(optionOf(one, 'path', lower) ?? one, lower));
  const places = targets.flatMap((one) => itemsOf(one, lower)).map((one) => placeOf(one, lower));
  for (const middleware of apply.arguments.flatMap((one) => itemsOf(one, lower))) {
    const at = lower.span(middleware);
    const guard = { as: 'middleware' as const, value: lower.expression(middleware), at };
    for (const place of places)
      lower.emit({
        s: 'use',
        framework: 'nestjs',
        on,
        guard,
        ...place,
        ...(except.length > 0 && { except }),
        reach: 'app',
        sockets: false,
        role: 'middleware',
        args: [],
        at,
      });
  }
  // The consumer comes back, so that more can be applied.
  return on;
}

/** `'*'`, `'cats'`, `{ path: 'cats', method: RequestMethod.GET }`, or a controller. */
function placeOf(node: ts.Expression, lower: Lowering): Pick<UseStatement, 'paths' | 'match' | 'methods'> {
  const { ts } = lower;
  const path = optionOf(node, 'path', lower);
  const method = optionOf(node, 'method', lower);
  const value = unwrapped(path ?? node, ts);
  if (!path && !ts.isStringLiteralLike(value) && !ts.isTemplateExpression(value)) {
    return { paths: [lower.expression(value)], match: 'exact' };
  }
  const verb = method && METHOD.exec(method.getText(lower.source))?.[1];
  return {
    paths: [nestPath(value, lower)],
    match: 'exact',
    ...(verb && verb !== 'ALL' && { methods: [verb] }),
  };
}
