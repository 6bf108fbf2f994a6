/** Object and list literals on one path of a body. */
import { isTainted, type Abstract } from './abstract';
import type { Expression } from '../../code/model';
import type { Interpreter } from '../program/interpret';
import type { Value } from '../program/values';
import { found, MAX_ALTERNATIVES, SPECIAL, UNKNOWN, type Context, type Result, type State } from './state';

export abstract class LiteralRunner {
  constructor(readonly program: Interpreter) {}

  /** The ways an expression can turn out (`expressions.ts`). */
  protected abstract evaluate(expression: Expression, state: State, context: Context): Result[];

  /**
   * An object literal. Where it holds what only this path knows (a missing credential, an answer), or is what a helper gives back
   * (`given`), its members are kept apart from the literal's own.
   */
  protected record(
    expression: Extract<Expression, { e: 'record' }>,
    state: State,
    context: Context,
    given: boolean,
  ): Result[] {
    let made: { result: Result; entries: Map<string, Abstract>; rest: Abstract }[] = [
      { result: found(state, UNKNOWN), entries: new Map(), rest: { v: 'constant', value: null } },
    ];
    for (const { key, value } of expression.entries) {
      made = made
        .flatMap((before) => {
          if (before.result.raised) return [before];
          return this.evaluate(key.e === 'spread' ? key.of : value, before.result.state, context).map((result) => {
            const entries = new Map(before.entries);
            if (key.e === 'text') entries.set(key.value, result.value);
            if (key.e !== 'spread') return { ...before, result, entries };
            const spread = result.value;
            const isKnown = spread.v === 'made' || spread.v === 'record';
            if (isKnown) for (const [name, one] of spread.entries) entries.set(name, one);
            const rest: Abstract = spread.v === 'made' ? spread.rest : isKnown ? before.rest : UNKNOWN;
            return { result, entries, rest };
          });
        })
        .slice(0, MAX_ALTERNATIVES);
    }
    return made.map(({ result, entries, rest }) => {
      if (result.raised) return result;
      const isSpecial = given || rest.v !== 'constant' || [...entries.values()].some((one) => SPECIAL.has(one.v));
      return found(
        result.state,
        isSpecial ? { v: 'made', entries, rest } : { v: 'record', entries: entries as Map<string, Value> },
      );
    });
  }

  /**
   * A list literal: made-up as a whole when everything in it is; where only some of it is (`[header, query]`), or in a list that is waited
   * for (`apart`), each item stays what it is.
   */
  protected list(
    expression: Extract<Expression, { e: 'list' }>,
    state: State,
    context: Context,
    apart = false,
  ): Result[] {
    let made: { result: Result; items: Abstract[] }[] = [{ result: found(state, UNKNOWN), items: [] }];
    for (const item of expression.items) {
      made = made
        .flatMap(({ result: before, items }) => {
          if (before.raised) return [{ result: before, items }];
          return this.evaluate(item, before.state, context).map((result) => ({
            result,
            items: [...items, result.value],
          }));
        })
        .slice(0, MAX_ALTERNATIVES);
    }
    return made.map(({ result, items }) => {
      if (result.raised) return result;
      const tainted = items.find(isTainted);
      const isMixed = items.some((one) => !isTainted(one) && one.v !== 'text' && one.v !== 'constant');
      if (tainted && !isMixed && !apart) return found(result.state, tainted);
      if (!tainted && !apart) return found(result.state, this.program.evaluate(expression, context.scope));
      return found(result.state, { v: 'list', items: items as Value[] });
    });
  }
}
