/** Handlers of AdonisJS: functions, `[Controller, 'method']` with a controller that is imported when it is needed, `'Controller.method'`. */
import type ts from 'typescript';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { Expression } from '../../../code/model';
import { literalOf } from '../shared/method-calls';

export function handlerOf(node: ts.Expression, lower: Lowering): Expression {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  if (ts.isArrayLiteralExpression(value)) {
    const [controller, method] = value.elements;
    const called = method ? literalOf(method, lower) : 'handle';
    return controller && called !== undefined ? memberOfController(controller, called, lower) : lower.expression(value);
  }
  const written = literalOf(value, lower);
  const [, controller, method] = /^([\w/]+)\.(\w+)$/.exec(written ?? '') ?? [];
  if (controller === undefined || method === undefined) return lower.expression(value);
  const from = `App/Controllers/Http/${controller}`;
  return member(member({ e: 'import', from, line: lower.line(node) }, 'default'), method);
}

/** A method of a controller: a class, or a function that imports it. */
export function memberOfController(node: ts.Expression, method: string, lower: Lowering): Expression {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  const written = literalOf(value, lower);
  if (written !== undefined) return handlerOf(ts.factory.createStringLiteral(`${written}.${method}`), lower);
  const isLazy = ts.isArrowFunction(value) || (ts.isIdentifier(value) && lower.names.functions.has(value.text));
  const own = lower.expression(value);
  const type = isLazy ? member({ e: 'call', callee: own, args: [], at: lower.span(node) }, 'default') : own;
  return member(type, method);
}

export function member(of: Expression, name: string): Expression {
  return { e: 'member', of, name };
}
