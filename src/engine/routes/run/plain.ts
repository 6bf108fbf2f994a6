/** Calls of what the language gives, on one path of a body: methods of plain data, and functions that only look at a value's form. */
import { abstractTruth, isTainted, type Abstract, type Scenario } from './abstract';
import { callBuiltin } from '../program/builtins';
import type { Expression } from '../../code/model';
import { ExpressionRunner } from './expressions';
import {
  FAILED,
  FORMAL,
  found,
  PLAIN,
  UNKNOWN,
  type Context,
  type Mode,
  type Outcome,
  type Result,
  type State,
} from './state';
import type { EvaluatedArgument, FunctionValue, Value } from '../program/values';

export abstract class PlainCallRunner extends ExpressionRunner {
  /** Every way a function can end (`body.ts`). */
  abstract run(
    fn: FunctionValue,
    given: ReadonlyMap<string, Abstract>,
    scenario: Scenario,
    mode: Mode,
    depth?: number,
  ): Outcome[];

  /** Methods of literal lists, records, texts and regular expressions. */
  protected plainMethod(
    value: Value,
    name: string,
    values: { name: string | null; value: Abstract }[],
    state: State,
    context: Context,
  ): Result | undefined {
    if (!PLAIN.has(value.v)) return undefined;
    if (values.some((arg) => isTainted(arg.value))) {
      if (name === 'includes' || name === 'get' || name === 'index') {
        const claimed = values.some((arg) => arg.value.v === 'junk' && arg.value.claimed);
        return claimed ? found(state, UNKNOWN) : found({ ...state, credential: true }, FAILED);
      }
      return undefined;
    }
    const copy: Value = value.v === 'list' ? { v: 'list', items: [...value.items] } : value;
    const result = callBuiltin(copy, name, values as EvaluatedArgument[], (callee, items) =>
      this.applied(callee, items, state, context),
    );
    return result && found(state, result);
  }

  /** A function applied to one literal item: certain or unknown. */
  protected applied(callee: Value, items: EvaluatedArgument[], state: State, context: Context): Value {
    if (callee.v !== 'function') return { v: 'unknown', why: null, name: null };
    const vars = new Map(state.vars);
    callee.fact.params.forEach((param, index) => vars.set(param.name, items[index]?.value ?? UNKNOWN));
    const outcomes = this.run(callee, vars, context.scenario, 'helper', context.depth + 1);
    // A callback that only throws ends what it is called from.
    if (outcomes.length > 0 && outcomes.every((outcome) => outcome.end === 'refuse'))
      return { v: 'constant', value: false };
    const certain = new Set(
      outcomes.map((outcome) => (outcome.end === 'pass' ? abstractTruth(outcome.value) : undefined)),
    );
    const [only] = certain;
    return certain.size === 1 && only !== undefined
      ? { v: 'constant', value: only }
      : { v: 'unknown', why: null, name: null };
  }

  /** `of`: what an object is asked to be an instance of, as written. */
  protected formal(value: Abstract | undefined, name: string, state: State, of: Expression | undefined): Result {
    if (value?.v === 'anonymous' && name === 'isinstance') {
      const is = of && isNobody(of);
      return found({ ...state, credential: true }, is === undefined ? FORMAL : { v: 'constant', value: is });
    }
    if (!value || !isTainted(value))
      return found(state, name === 'typeof' && value?.v === 'text' ? { v: 'text', text: 'string' } : UNKNOWN);
    const certain = value.v === 'absent' ? false : undefined;
    const at = { ...state, credential: true };
    // What is sent is a text.
    if (name === 'typeof' && (value.v === 'absent' || value.v === 'junk'))
      return found(at, { v: 'text', text: value.v === 'absent' ? 'undefined' : 'string' });
    if (name === 'isinstance' || certain === undefined)
      return found(at, value.v === 'absent' ? { v: 'constant', value: false } : FORMAL);
    return found(at, { v: 'constant', value: certain });
  }
}

/**
 * Whether the object that stands for somebody who has not signed in is one of a class: of those that say so, and of none that stands for a
 * user (Starlette's UnauthenticatedUser, Django's AnonymousUser). Undefined for what both may extend.
 */
function isNobody(type: Expression): boolean | undefined {
  if (type.e !== 'name' && type.e !== 'member') return undefined;
  if (/anonymous|unauthenticated|guest/i.test(type.name)) return true;
  return /^(?:base|abstract|object$)|mixin$|protocol$/i.test(type.name) ? undefined : false;
}
