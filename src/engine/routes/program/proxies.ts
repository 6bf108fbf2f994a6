/**
 * Objects that stand for another one which is made when it is first asked (`new Proxy({} as Client, { get(_, name) { return client()[name]; } })`).
 * Source: developer.mozilla.org, "Proxy": the trap `get` is given the target and the name, and gives the member.
 */
import type { Expression, FunctionFact } from '../../code/model';
import { someExpressionIn } from '../../code/visit';
import type { Interpreter } from './interpret';
import { nameOf, type EvaluatedArgument, type Value } from './values';

/** What a proxy stands for; undefined when its trap takes members from nothing that can be told. */
export function standsFor(args: readonly EvaluatedArgument[], program: Interpreter, depth: number): Value | undefined {
  const traps = args[1]?.value;
  const trap = traps?.v === 'record' ? traps.entries.get('get') : undefined;
  if (trap?.v !== 'function') return undefined;
  const of = askedFor(trap.fact);
  if (!of) return undefined;
  const given = args.slice(0, 1);
  const scope = program.enter(trap, given);
  program.block(program.bodyOf(trap), { scope, returns: [], depth, condition: null, guarded: false });
  const value = program.evaluate(of, scope, depth);
  return value.v === 'unknown' ? undefined : value;
}

/** The object of which the trap takes the member by the name that it is given: `client()[name]`, `Reflect.get(client(), name)`. */
function askedFor({ body, params }: FunctionFact): Expression | undefined {
  const name = params[1]?.name;
  let found: Expression | undefined;
  someExpressionIn(body, (one) => {
    if (one.e === 'index' && one.key.e === 'name' && one.key.name === name) found = one.of;
    const isGet = one.e === 'call' && nameOf(one.callee) === 'Reflect.get';
    if (isGet && one.args[1]?.value.e === 'name' && one.args[1].value.name === name) found = one.args[0]?.value;
    return found !== undefined;
  });
  return found;
}
