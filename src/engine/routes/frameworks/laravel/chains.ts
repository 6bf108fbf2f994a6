/** Chains of calls: `Route::middleware('auth')->prefix('admin')->group(…)`. */
import type { Argument, Expression } from '../../../code/model';
import type { Span } from '../../../span';

export interface Link {
  name: string;
  args: readonly Argument[];
  at: Span;
}

/** What a chain begins with, and its calls in order; null for anything else. */
export function chainOf(expression: Expression): { root: string; links: Link[] } | null {
  const links: Link[] = [];
  let at = expression;
  while (at.e === 'call' && at.callee.e === 'member') {
    links.unshift({ name: at.callee.name, args: at.args, at: at.at });
    at = at.callee.of;
  }
  return at.e === 'name' && links.length > 0 ? { root: at.name, links } : null;
}

/** Literal texts of an argument that is one or a list. */
export function textsOf(value: Expression | undefined): string[] {
  if (value?.e === 'text') return [value.value];
  return value?.e === 'list' ? value.items.flatMap(textsOf) : [];
}

/** Positional arguments, lists among them item by item. */
export function itemsOf(args: readonly Argument[]): Expression[] {
  return args.flatMap(({ name, value }) => {
    if (name !== null) return [];
    return value.e === 'list' ? value.items : [value];
  });
}

/** An entry of a record by its key. */
export function entryOf(value: Expression | undefined, key: string): Expression | undefined {
  if (value?.e !== 'record') return undefined;
  return value.entries.find((entry) => entry.key.e === 'text' && entry.key.value === key)?.value;
}
