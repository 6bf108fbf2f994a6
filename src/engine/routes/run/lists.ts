/**
 * Methods of lists that call a function back, on one path of a body: `NAMES.reduce((found, name) => found || req.headers[name], '')`,
 * `NAMES.map((name) => req.headers[name]).find(Boolean)`. Each item may be what the caller sent.
 */
import { abstractTruth, isTainted, type Abstract } from './abstract';
import type { BodyRunner, Context, Result, State } from './body';
import { UNKNOWN } from './state';
import { either, type FunctionValue, type Value } from '../program/values';

type List = Extract<Value, { v: 'list' }>;

/** Items that a function is called for, and ways that are kept apart, at most. */
const MAX_ITEMS = 12;
const MAX_WAYS = 8;

/** What a method of a list gives, in all ways it can turn out; undefined when it is another method or a plain one. */
export function overItems(
  runner: BodyRunner,
  list: List,
  method: string,
  values: readonly { value: Abstract }[],
  state: State,
  context: Context,
): Result[] | undefined {
  const [first, second] = values.map(({ value }) => value);
  if (list.items.length > MAX_ITEMS) return undefined;
  if (method === 'find' && list.items.some((item) => isTainted(item))) return found(list, first, state);
  if (first?.v !== 'function' || !runner.isRelevant(first)) return undefined;
  if (method === 'reduce') return reduced(runner, first, list, second, state, context);
  return method === 'map' ? mapped(runner, first, list, state, context) : undefined;
}

function reduced(
  runner: BodyRunner,
  fn: FunctionValue,
  { items }: List,
  start: Abstract | undefined,
  state: State,
  context: Context,
): Result[] | undefined {
  const [head, ...tail] = start === undefined ? (items as readonly Abstract[]) : [start, ...items];
  if (head === undefined) return undefined;
  let ways: Result[] = [{ state, value: head, raised: null }];
  for (const item of tail) {
    ways = ways
      .flatMap((way) => (way.raised ? [way] : (runner.inPlace(fn, [way.value, item], way.state, context) ?? [])))
      .slice(0, MAX_WAYS);
  }
  return ways.length > 0 ? ways : undefined;
}

function mapped(
  runner: BodyRunner,
  fn: FunctionValue,
  { items }: List,
  state: State,
  context: Context,
): Result[] | undefined {
  let ways: { state: State; made: Abstract[]; raised: Result | null }[] = [{ state, made: [], raised: null }];
  for (const item of items) {
    ways = ways
      .flatMap((way) => {
        if (way.raised) return [way];
        return (runner.inPlace(fn, [item], way.state, context) ?? []).map((result) => ({
          state: result.state,
          made: [...way.made, result.value],
          raised: result.raised ? result : null,
        }));
      })
      .slice(0, MAX_WAYS);
  }
  if (ways.length === 0) return undefined;
  return ways.map(
    (way) => way.raised ?? { state: way.state, value: { v: 'list', items: way.made as Value[] }, raised: null },
  );
}

/** `.find(Boolean)`, `.find((one) => one)`: the first that is there; one that nobody sent is not. */
function found(list: List, test: Abstract | undefined, state: State): Result[] | undefined {
  const isBoolean = test?.v === 'unknown' && test.name === 'Boolean';
  const [only, more] = test?.v === 'function' ? test.fact.body : [];
  const isItself =
    test?.v === 'function' &&
    more === undefined &&
    only?.s === 'return' &&
    only.value?.e === 'name' &&
    only.value.name === test.fact.params[0]?.name;
  if (!isBoolean && !isItself) return undefined;
  const items: readonly Abstract[] = list.items;
  const value = items.find((item) => abstractTruth(item) !== false) ?? items.find((item) => isTainted(item));
  return value && [{ state: { ...state, credential: true }, value, raised: null }];
}

/** A table of functions from which one is taken by a key that is not known: any of them. */
export function anyOf(values: readonly Value[]): Abstract {
  const isTable = values.length > 0 && values.length <= MAX_TABLE && values.every(({ v }) => v === 'function');
  return isTable ? values.reduce(either) : UNKNOWN;
}

const MAX_TABLE = 12;
