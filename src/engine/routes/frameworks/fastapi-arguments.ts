/** Arguments of FastAPI's and Starlette's calls. */
import type { Argument, Expression } from '../model';

/** Name of the framework in facts and in the report. */
export const NAME = 'fastapi';

/** A keyword argument, or the positional one at an index. */
export function argument(args: readonly Argument[], name: string, index?: number): Expression | undefined {
  const named = args.find((arg) => arg.name === name);
  if (named) return named.value;
  return index === undefined
    ? undefined
    : args.filter((arg) => arg.name === null && arg.value.e !== 'spread')[index]?.value;
}

/** `dependencies=[…]` as guard expressions; something else than a list stays one expression that yields a list. */
export function guardsIn(value: Expression | undefined): Expression[] {
  if (!value) return [];
  return value.e === 'list' ? value.items : [value];
}

/** Stands where an expression is not needed. */
export function nothing(): Expression {
  return { e: 'other', parts: [] };
}
