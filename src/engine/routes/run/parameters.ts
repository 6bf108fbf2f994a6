/** What the parameters of a function hold when it is called. */
import type { Interpreter } from '../program/interpret';
import type { FunctionValue, Value } from '../program/values';
import { requestValue, type Abstract, type Scenario } from './abstract';
import type { Expression } from '../../code/model';

/** An argument of a call; `spread`: more of them may stand in it. */
export interface GivenArgument {
  name: string | null;
  value: Abstract;
  spread?: true;
}

/** What an argument gives: a list that is spread out, each of its items. */
export function given(name: string | null, value: Abstract, isSpread: boolean): GivenArgument[] {
  if (!isSpread) return [{ name, value }];
  return value.v === 'list'
    ? value.items.map((item) => ({ name: null, value: item }))
    : [{ name, value, spread: true }];
}

/** Arguments by parameter name; defaults where nothing is given. */
export function bound(
  fn: FunctionValue,
  values: readonly GivenArgument[],
  program: Interpreter,
  scenario: Scenario,
): Map<string, Abstract> {
  const given = new Map<string, Abstract>();
  // In JavaScript what is not given is nothing.
  const isCertain = values.every(({ spread }) => spread !== true) && program.languageOf(fn.path) === 'javascript';
  const positional = values.filter((arg) => arg.name === null);
  const params = fn.self && fn.fact.params[0]?.name === 'this' ? fn.fact.params.slice(1) : fn.fact.params;
  params.forEach((param, index) => {
    const rest = param.rest === 'list' ? positional.slice(index) : [];
    if (rest.length > 0) {
      const isKnown = !rest.some(({ spread }) => spread);
      const items = rest.map(({ value }) => value as Value);
      return void given.set(param.name, isKnown ? { v: 'list', items } : { v: 'unknown', why: null, name: param.name });
    }
    const arg = values.find((one) => one.name === param.name) ?? (param.rest ? undefined : positional[index]);
    given.set(
      param.name,
      arg?.value ??
        (param.default
          ? defaultOf(param.default, fn, program, scenario)
          : isCertain && param.rest === undefined
            ? { v: 'constant', value: null }
            : { v: 'unknown', why: null, name: param.name }),
    );
  });
  return given;
}

function defaultOf(expression: Expression, fn: FunctionValue, program: Interpreter, scenario: Scenario): Abstract {
  if (expression.e === 'request') return requestValue(expression.part, expression.name, scenario);
  return program.evaluate(expression, fn.scope);
}
