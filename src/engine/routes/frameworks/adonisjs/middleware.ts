/** Middleware of AdonisJS: by name, imported when it is needed, on routes, groups and actions of resources. */
import type ts from 'typescript';
import { text } from '../../../code/javascript/expressions';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { Expression, GuardUse } from '../../../code/model';
import { itemsOf, literalOf } from '../shared/method-calls';
import { valuesOf, type Chain } from './chain';
import { member } from './handlers';

/** What a chain puts before its routes; the last that is written runs first. `action`: of a resource. */
export function guardsOf(chain: Chain, lower: Lowering, action?: string): GuardUse[] {
  return chain.steps.slice(1).flatMap(({ name, args }): GuardUse[] => {
    if (name !== 'use' && name !== 'middleware') return [];
    const [first, second] = args;
    if (!first) return [];
    if (second) {
      const actions = valuesOf(first, lower);
      const isMeant = action === undefined || actions.includes('*') || actions.includes(action);
      return isMeant ? itemsOf(second, lower).map((one) => guardOf(one, lower)) : [];
    }
    return perAction(first, action, lower) ?? itemsOf(first, lower).map((one) => guardOf(one, lower));
  });
}

/** Version 5's `.middleware({ '*': ['auth'], store: ['role:admin'] })`. */
function perAction(node: ts.Expression, action: string | undefined, lower: Lowering): GuardUse[] | undefined {
  const { ts } = lower;
  const record = unwrapped(node, ts);
  if (!ts.isObjectLiteralExpression(record)) return undefined;
  return record.properties.flatMap((property) => {
    if (!ts.isPropertyAssignment(property)) return [];
    const key = property.name.getText(lower.source).replaceAll(/['"]/g, '');
    const isMeant = action === undefined || key === '*' || key.split(',').includes(action);
    return isMeant ? itemsOf(property.initializer, lower).map((one) => guardOf(one, lower)) : [];
  });
}

function guardOf(node: ts.Expression, lower: Lowering): GuardUse {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  const at = lower.span(node);
  const written = literalOf(value, lower);
  if (written !== undefined) {
    const [name = written] = written.split(':');
    return { as: 'middleware', value: { e: 'named', key: text(name) }, at };
  }
  // `middleware.auth({ guards: ['api'] })`: what it is given does not matter, which one it is does.
  const isNamed = ts.isCallExpression(value) && ts.isPropertyAccessExpression(value.expression);
  if (isNamed) return { as: 'middleware', value: lazyDefault(value.expression, lower), at };
  return { as: 'middleware', value: lower.expression(value), at };
}

/** The class that a function imports: `() => import('#middleware/auth_middleware')`. */
export function lazyDefault(node: ts.Expression, lower: Lowering): Expression {
  const value = lower.expression(node);
  return member({ e: 'call', callee: value, args: [], at: lower.span(node) }, 'default');
}
