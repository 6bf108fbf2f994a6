/** What a middleware is registered for. */
import type { Expression } from '../../code/model';
import type { Interpreter } from './interpret';
import type { UseEvent } from './misplaced';
import { optionsOf, textOf, type RouterNode, type Scope, type Value } from './values';

/** Paths (null = all), and classes that stand for routers: their own routes, wherever others have the same path. */
export function placesOf(
  covers: readonly Expression[] | null,
  node: RouterNode,
  scope: Scope,
  depth: number,
  program: Interpreter,
): Pick<UseEvent, 'paths' | 'of'> {
  if (!covers) return { paths: null };
  const all = covers.flatMap((path) => covered(path, node, scope, depth, program));
  const of = all.flatMap((one) => (one.v === 'class' && one.node ? [one.node] : []));
  const others = all.filter((one) => one.v !== 'class' || !one.node);
  return { paths: others.map(textOf), ...(of.length > 0 && { of }) };
}

/** A path, those of a list, or classes. */
export function covered(
  path: Expression,
  node: RouterNode,
  scope: Scope,
  depth: number,
  program: Interpreter,
): Value[] {
  const given = program.evaluate(path.e === 'spread' ? path.of : path, scope, depth);
  const value = (given.v === 'setting' ? node.settings.get(given.name ?? '') : undefined) ?? given;
  return optionsOf(value).flatMap((option) => (option.v === 'list' ? option.items : [option]));
}
