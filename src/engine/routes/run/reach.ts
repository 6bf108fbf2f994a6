/** What a middleware, dependency or handler does when it runs, as far as checks of HTTP behaviour ask: its body and what it calls. */
import type { Recorded } from '../../derived';
import type { Interpreter } from '../program/interpret';
import type { Expression, FunctionFact, Statement } from '../../code/model';
import { anchorOf } from './state';
import type { FunctionValue, Scope, Value } from '../program/values';
import { someExpressionIn, someOwn, somePart, someStatement } from '../../code/visit';

/** How deep calls are followed. */
const MAX_DEPTH = 5;
/** Methods that a framework calls on a middleware object or class. */
const ENTRIES = ['dispatch', '__call__', 'use', 'handle', 'intercept', 'middleware'];

/** Functions that run when a value is used as middleware, dependency or handler. */
export function runsOf(value: Value, interpreter: Interpreter): FunctionValue[] {
  switch (value.v) {
    case 'function':
      return [value];
    case 'instance':
      return methodsOf((name) => interpreter.bound(value.of, value, name));
    case 'class':
      return methodsOf((name) => interpreter.bound(value, value, name));
    case 'guard':
      return value.value ? runsOf(value.value, interpreter) : [];
    case 'choice':
      return value.options.flatMap((option) => runsOf(option, interpreter));
    default:
      return [];
  }
}

function methodsOf(find: (name: string) => Value | undefined): FunctionValue[] {
  return ENTRIES.map(find).filter((method) => method?.v === 'function');
}

/** What is met on the way through a function's body. */
export interface Visitor {
  statement?(statement: Statement, scope: Scope): void;
  expression?(expression: Expression, scope: Scope): void;
}

/**
 * Visits the statements and expressions of a function and of the functions of this workspace that it calls or writes inside itself, each
 * once. Nothing is evaluated but the names of what is called.
 */
export function visitRun(start: FunctionValue, interpreter: Interpreter, visitor: Visitor): void {
  for (const { body, scope } of reachedFrom(start, interpreter)) visitBody(body, scope, visitor);
}

function visitBody(statements: readonly Statement[], scope: Scope, visitor: Visitor): void {
  for (const met of metIn(statements))
    if ('s' in met) visitor.statement?.(met, scope);
    else visitor.expression?.(met, scope);
}

/** Everything in a body in the order in which it stands. A dozen checks go over the same bodies, and again with every keystroke. */
const met = new WeakMap<readonly Statement[], readonly (Statement | Expression)[]>();

function metIn(statements: readonly Statement[]): readonly (Statement | Expression)[] {
  const known = met.get(statements);
  if (known) return known;
  const all: (Statement | Expression)[] = [];
  const visit = (expression: Expression): boolean => {
    all.push(expression);
    return somePart(expression, visit);
  };
  someStatement(statements, (statement) => {
    all.push(statement);
    return statement.s === 'def' ? visit({ e: 'function', id: statement.id }) : someOwn(statement, visit);
  });
  met.set(statements, all);
  return all;
}

/** A function that runs, with what its own body tells. */
interface Reached {
  key: string;
  fact: FunctionFact;
  body: FunctionFact['body'];
  scope: Scope;
  /** What it calls or writes inside itself, in order. */
  calls: FunctionValue[];
}

/** The functions of one program, by what they close over: hundreds of handlers call the same helpers. */
const graphs = new WeakMap<Interpreter, WeakMap<object, Map<string, Recorded<Reached>>>>();

function reached(value: FunctionValue, interpreter: Interpreter): Reached {
  let graph = graphs.get(interpreter);
  if (!graph) graphs.set(interpreter, (graph = new WeakMap()));
  const anchor = anchorOf(value);
  let known = graph.get(anchor);
  if (!known) graph.set(anchor, (known = new Map()));
  const key = `${value.path}#${value.fact.id}`;
  let found = known.get(key);
  if (!found || !interpreter.workspace.holds(found)) {
    found = interpreter.workspace.record(() => reach(key, value, interpreter));
    // Once so much has run that no call is followed, its own would be missing for everybody.
    if (!interpreter.isExhausted) known.set(key, found);
  }
  return interpreter.workspace.take(found);
}

function reach(key: string, value: FunctionValue, interpreter: Interpreter): Reached {
  // Whatever rests on it hangs on the body.
  interpreter.workspace.part(value.path, 'code');
  return { key, fact: value.fact, body: value.fact.body, ...callsOf(value, interpreter) };
}

function callsOf(value: FunctionValue, interpreter: Interpreter): Pick<Reached, 'scope' | 'calls'> {
  const calls: FunctionValue[] = [];
  const scope = interpreter.enter(value, []);
  visitBody(value.fact.body, scope, {
    expression(expression) {
      const target = expression.e === 'call' ? expression.callee : expression;
      const isWritten = expression.e === 'function';
      const isCalled = expression.e === 'call' && ['name', 'member', 'function'].includes(target.e);
      if (!isWritten && !isCalled) return;
      const called = interpreter.evaluate(target, scope);
      if (called.v === 'function') calls.push(called);
      else if (called.v === 'instance') calls.push(...runsOf(called, interpreter));
    },
  });
  return { scope, calls };
}

/** The function and everything that runs with it, each once. */
function reachedFrom(start: FunctionValue, interpreter: Interpreter): Reached[] {
  const found = new Map<string, Reached>();
  const follow = (value: FunctionValue, depth: number): void => {
    if (depth > MAX_DEPTH || found.has(`${value.path}#${value.fact.id}`)) return;
    const one = reached(value, interpreter);
    found.set(one.key, one);
    for (const called of one.calls) follow(called, depth + 1);
  };
  follow(start, 0);
  return [...found.values()];
}

/** The functions that a function calls or writes inside itself. */
export function callsIn(value: FunctionValue, interpreter: Interpreter): readonly FunctionValue[] {
  return reached(value, interpreter).calls;
}

/** The functions that run, at any depth, when a value is used as middleware, dependency or handler. */
export function reachedBy(value: Value, interpreter: Interpreter): FunctionFact[] {
  return runsOf(value, interpreter).flatMap((run) => reachedFrom(run, interpreter).map(({ fact }) => fact));
}

/** The functions that run when a value is used, each with its body and the scope in which its names mean something. */
export function bodiesOf(value: Value, interpreter: Interpreter): Pick<Reached, 'key' | 'fact' | 'body' | 'scope'>[] {
  return runsOf(value, interpreter).flatMap((run) => reachedFrom(run, interpreter));
}

/** Visits the statements and expressions of one body, without what it calls. */
export function visitOwn(body: readonly Statement[], scope: Scope, visitor: Visitor): void {
  visitBody(body, scope, visitor);
}

/** True when a value, run as middleware or handler, may answer with one of these statuses. */
export function answers(value: Value, statuses: readonly number[], interpreter: Interpreter): boolean {
  return runsOf(value, interpreter).some((run) =>
    reachedFrom(run, interpreter).some(({ fact }) => statuses.some((status) => ownRefusals(fact).has(status))),
  );
}

const refused = new WeakMap<FunctionFact['body'], ReadonlySet<number>>();

/** Statuses with which the body of a function itself refuses. */
export function ownRefusals(fact: FunctionFact): ReadonlySet<number> {
  const known = refused.get(fact.body);
  if (known) return known;
  const found = new Set<number>();
  someExpressionIn(fact.body, (expression) => {
    if (expression.e === 'refusal' && expression.status !== null) found.add(expression.status);
    return false;
  });
  refused.set(fact.body, found);
  return found;
}

/** Every text literal met while a value runs, and those in the constants that it names. */
export function textsOf(value: Value, interpreter: Interpreter): Set<string> {
  const texts = new Set<string>();
  for (const run of runsOf(value, interpreter)) {
    visitRun(run, interpreter, {
      expression: (expression, scope) => {
        if (expression.e === 'text') texts.add(expression.value);
        if (expression.e === 'name' || expression.e === 'member')
          collectTexts(interpreter.evaluateKnown(expression, scope), texts);
      },
    });
  }
  return texts;
}

function collectTexts(value: Value, into: Set<string>): void {
  if (value.v === 'text') into.add(value.text);
  if (value.v === 'record') for (const key of value.entries.keys()) into.add(key);
  if (value.v === 'list') for (const item of value.items) collectTexts(item, into);
}
