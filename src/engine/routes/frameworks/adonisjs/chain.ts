/** Chains on AdonisJS's router and server: `router.get(…).as('x').use(…)`, read from the outermost call. */
import type ts from 'typescript';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import { itemsOf, literalOf } from '../shared/method-calls';

/** One call of a chain. */
export interface Step {
  name: string;
  args: readonly ts.Expression[];
  node: ts.CallExpression;
  /** What it is called on, and the method's name. */
  owner: ts.Expression;
  named: ts.Node;
  /** The literal argument of a `prefix`. */
  prefix?: string | undefined;
}

export interface Chain {
  root: 'router' | 'server';
  node: ts.CallExpression;
  /** In the order in which they are written. */
  steps: Step[];
}

const ROOTS: Readonly<Record<string, Chain['root']>> = {
  '@adonisjs/core/services/router': 'router',
  '@adonisjs/core/services/server': 'server',
  '@ioc:Adonis/Core/Route': 'router',
  '@ioc:Adonis/Core/Server': 'server',
};
const MAX_STEPS = 20;

/** The chain that ends with a call; undefined when it does not begin at the router or the server. */
export function chainOf(node: ts.CallExpression, lower: Lowering): Chain | undefined {
  const { ts } = lower;
  const steps: Step[] = [];
  let at: ts.Expression = node;
  while (steps.length < MAX_STEPS) {
    at = unwrapped(at, ts);
    if (ts.isCallExpression(at) && ts.isPropertyAccessExpression(at.expression)) {
      const { expression: owner, name } = at.expression;
      const prefix = name.text === 'prefix' ? literalOf(at.arguments[0], lower) : undefined;
      steps.unshift({ name: name.text, args: at.arguments, node: at, owner, named: name, prefix });
      at = owner;
    } else if (ts.isPropertyAccessExpression(at)) {
      // `Server.middleware.registerNamed(…)`
      at = at.expression;
    } else break;
  }
  const root = ts.isIdentifier(at) ? ROOTS[lower.names.imports.get(at.text)?.from ?? ''] : undefined;
  return root && steps.length > 0 ? { root, node, steps } : undefined;
}

/** Texts of a list, or of one text. */
export function valuesOf(node: ts.Expression | undefined, lower: Lowering): string[] {
  return node ? itemsOf(node, lower).flatMap((one) => literalOf(one, lower) ?? []) : [];
}
