/** Guards that are registered under names, groups of them included. */
import type { LinkedRoute, LinkedUse } from './linked';
import type { Value } from '../program/values';
import { whatIs } from './uses';

/** How deep groups hold each other at most. */
const MAX_DEPTH = 4;

/** A route with what its named guards are in their places. */
export function withoutNames(route: LinkedRoute, byName: ReadonlyMap<string, Value>): LinkedRoute {
  if (!route.uses.some(({ value }) => value.v === 'named' || value.v === 'list')) return route;
  return { ...route, uses: route.uses.flatMap((use) => unnamed(use, byName, 0)) };
}

function unnamed(use: LinkedUse, byName: ReadonlyMap<string, Value>, depth: number): LinkedUse[] {
  const { value } = use;
  if (depth > MAX_DEPTH) return [use];
  if (value.v === 'list') return value.items.flatMap((item) => unnamed(asItem(use, item), byName, depth + 1));
  if (value.v !== 'named' || value.optional || value.args) return [use];
  const found = byName.get(value.name ?? '') ?? value.otherwise;
  return found && found !== value ? unnamed({ ...use, ...whatIs(found) }, byName, depth + 1) : [use];
}

function asItem(use: LinkedUse, item: Value): LinkedUse {
  const name = item.v === 'class' ? item.fact.name : item.v === 'named' ? item.name : null;
  return { ...use, name: name ?? use.name, ...whatIs(item) };
}
