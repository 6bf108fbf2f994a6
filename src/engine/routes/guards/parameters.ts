/** What the parameters of a guard say of themselves. */
import type { Expression, Parameter } from '../../code/model';
import { NOTHING, type FunctionValue, type Value } from '../program/values';
import type { Abstract, Scenario } from '../run/abstract';
import type { Mode } from '../run/state';

/** Parameters that are filled by whoever calls. */
export function parametersOf({ self, fact }: FunctionValue): Parameter[] {
  return self && fact.params[0]?.name === 'this' ? fact.params.slice(1) : fact.params;
}

/** Arguments behind the request, by the names of what they fill. */
export function givenTo(fn: FunctionValue, args: readonly Value[]): Map<string, Abstract> {
  const [, ...params] = parametersOf(fn);
  return new Map(params.slice(0, args.length).map((param, index) => [param.name, args[index] ?? NOTHING]));
}

/** `Annotated[str, Header()]`. */
export function requestMarker(type: Expression | null): Extract<Expression, { e: 'request' }> | null {
  if (type?.e !== 'annotated') return null;
  return type.guards.find((guard) => guard.e === 'request') ?? null;
}

/** Types that a query parameter has. */
export function isPlain(type: Expression | null): boolean {
  if (type === null) return true;
  if (type.e === 'name') return type.name === 'str';
  if (type.e === 'index') return isPlain(type.key.e === 'list' ? (type.key.items[0] ?? null) : type.key);
  return type.e === 'other' && type.parts.some((part) => part.e === 'name' && part.name === 'str');
}

/**
 * Whether a plain parameter comes from the query: that of a dependency does; that of a handler where it is typed, is no part of the path
 * (FastAPI documentation, "Query Parameters") and no password, with which somebody signs in there.
 */
export function isOfQuery({ name, type }: Parameter, { url }: Scenario, mode: Mode): boolean {
  if (mode !== 'handler') return mode === 'dependency';
  const isOfPath = url !== null && new RegExp(`[{<:]${name}\\b`).test(url);
  return type !== null && !isOfPath && !/passw|secret/i.test(name);
}
