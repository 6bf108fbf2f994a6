/**
 * Functions that are put around a handler or a whole router by a call (`auth(handler)`, `logging(mux)`): what comes out serves what went in,
 * behind what the function does first. Go's way of middleware.
 */
import type { Expression, FunctionFact, GuardUse, MountStatement } from '../../code/model';
import { someExpressionIn } from '../../code/visit';
import type { Interpreter } from './interpret';
import {
  nodeOf,
  type EvaluatedArgument,
  type FunctionValue,
  type Guard,
  type RouterNode,
  type Scope,
  type Value,
} from './values';

interface Made {
  callee: FunctionValue;
  args: readonly EvaluatedArgument[];
  /** What the call gives. */
  result: FunctionValue;
  expression: Extract<Expression, { e: 'call' }>;
  /** File of the call. */
  path: string;
}

/** The result of a call, with what it was put around; the result as it is when it is put around nothing. */
export function madeAround({ callee, args, result, expression, path }: Made, program: Interpreter): Value {
  const params = callee.self ? callee.fact.params.slice(1) : callee.fact.params;
  for (const [index, { value }] of args.entries()) {
    const name = params[index]?.name;
    const isServed = value.v === 'function' || value.v === 'external' || nodeOf(value) !== null;
    if (name === undefined || !isServed || params[index]?.rest || !hands(result.fact, name, result.path, program))
      continue;
    // The result may know something else under that name.
    if (program.own(result.scope, name) !== value) continue;
    const use: GuardUse = { as: 'middleware', value: expression.callee, at: expression.at };
    const others = args.filter((_, other) => other !== index).map((one) => one.value);
    const guard: Guard = { use, value: guardOf(callee, others, { ...result, next: name }, program), path };
    const node = nodeOf(value);
    if (node) return { v: 'router', node: behind(node, guard, result.scope, program) };
    return { ...result, wrapped: { inner: value, guards: [guard] } };
  }
  // What is already put around something may hand on further inside.
  const { wrapped } = result;
  if (wrapped?.inner.v !== 'function') return result;
  const inner = madeAround({ callee, args, result: wrapped.inner, expression, path }, program);
  return inner === wrapped.inner ? result : { ...result, wrapped: { ...wrapped, inner } };
}

/** A guard and what it was made of, besides what it is put around. */
export interface Around {
  self: Value | null;
  scope: Scope;
  others: readonly Value[];
  guard: FunctionValue;
}

/** The same guard for every handler that one function is put around in the same way: it is judged once. */
function guardOf(
  { fact, self, scope }: FunctionValue,
  others: readonly Value[],
  made: FunctionValue,
  program: Interpreter,
): FunctionValue {
  const known = program.around.get(fact) ?? [];
  program.around.set(fact, known);
  const same = known.find(
    (one) =>
      one.self === self &&
      one.scope === scope &&
      one.others.length === others.length &&
      one.others.every((value, index) => isSame(value, others[index])),
  );
  if (same) return same.guard;
  known.push({ self, scope, others, guard: made });
  return made;
}

function isSame(a: Value, b: Value | undefined): boolean {
  if (a === b) return true;
  return a.v === 'text' && b?.v === 'text' && a.text === b.text;
}

/** Whether a body, or a function written in it, hands on to what it knows under a name, or leaves that to somebody else. */
function hands({ body }: FunctionFact, name: string, path: string, program: Interpreter): boolean {
  const isIt = (one: Expression): boolean => one.e === 'name' && one.name === name;
  return someExpressionIn(body, (one) => {
    if (one.e === 'call') return [one.callee, ...one.args.map(({ value }) => value)].some(isIt);
    const inner = one.e === 'function' ? program.facts(path)?.functions[one.id] : undefined;
    return inner !== undefined && inner.body !== body && hands(inner, name, path, program);
  });
}

/** Go: a handler that a package is given with middleware behind it (`chain.Handler(serve, auth, log)`) is served inside these. */
export function servedInside(
  args: EvaluatedArgument[],
  around: (item: FunctionValue, inner: Value) => Value,
): EvaluatedArgument[] {
  const [first, ...others] = args;
  if (first?.value.v !== 'function') return args;
  const inner = others.reduceRight<Value>((value, { value: item }) => {
    const made = item.v === 'function' ? around(item, value) : value;
    return made.v === 'function' && made.wrapped ? made : value;
  }, first.value);
  return [{ ...first, value: inner }, ...others];
}

const NONE: Expression = { e: 'other', parts: [] };

/** A router behind a guard: one of its own in which it is mounted. */
export function behind(node: RouterNode, guard: Guard, scope: Scope, program: Interpreter): RouterNode {
  const { framework, role } = node.fact;
  const { at } = guard.use;
  const outer = program.createRouter(
    { e: 'router', role, framework, prefix: null, guards: [], routes: null, args: [], at },
    { ...scope, path: guard.path },
    1,
  );
  outer.name = node.name;
  outer.middleware.push(guard);
  const fact: MountStatement = {
    s: 'mount',
    into: NONE,
    what: NONE,
    prefix: null,
    guards: [],
    inherits: 'all',
    takes: 'live',
    args: [],
    at,
  };
  const target: Value = { v: 'router', node };
  outer.events.push({ kind: 'mount', path: guard.path, fact, target, prefix: '', guards: [], condition: null });
  return outer;
}
