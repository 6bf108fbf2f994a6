/** Arguments of FastAPI's and Starlette's calls. */
import type { Expression } from '../../../code/model';

export { argument, nothing } from '../shared/python-arguments';

/** Name of the framework in facts and in the report. */
export const NAME = 'fastapi';

/** `dependencies=[…]` as guard expressions; something else than a list stays one expression that yields a list. */
export function guardsIn(value: Expression | undefined): Expression[] {
  if (!value) return [];
  return value.e === 'list' ? value.items : [value];
}
