/** What a middleware, dependency or handler does when it runs, as far as checks of HTTP behaviour ask: its body and what it calls. */
import type { Interpreter } from '../routes/interpret';
import type { Expression, FunctionFact, Statement } from '../routes/model';
import type { FunctionValue, Scope, Value } from '../routes/values';
import { blocksOf, expressionsOf, partsOf, someExpressionIn } from '../routes/visit';

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
  new Run(interpreter, visitor).function(start, 0);
}

class Run {
  private readonly seen = new Set<string>();

  constructor(
    private readonly interpreter: Interpreter,
    private readonly visitor: Visitor,
  ) {}

  function(value: FunctionValue, depth: number): void {
    const key = `${value.path}#${value.fact.id}`;
    if (depth > MAX_DEPTH || this.seen.has(key)) return;
    this.seen.add(key);
    const scope = this.interpreter.enter(value, []);
    this.block(value.fact.body, scope, depth);
  }

  private block(statements: readonly Statement[], scope: Scope, depth: number): void {
    for (const statement of statements) {
      this.visitor.statement?.(statement, scope);
      for (const expression of expressionsOf(statement)) this.expression(expression, scope, depth);
      for (const block of blocksOf(statement)) this.block(block, scope, depth);
      if (statement.s === 'def') this.expression({ e: 'function', id: statement.id }, scope, depth);
    }
  }

  private expression(expression: Expression, scope: Scope, depth: number): void {
    this.visitor.expression?.(expression, scope);
    const target = expression.e === 'call' ? expression.callee : expression.e === 'function' ? expression : undefined;
    if (target && (target.e === 'name' || target.e === 'member' || target.e === 'function'))
      this.enter(target, scope, depth);
    for (const part of partsOf(expression)) this.expression(part, scope, depth);
  }

  private enter(target: Expression, scope: Scope, depth: number): void {
    const value = this.interpreter.evaluate(target, scope);
    if (value.v === 'function') this.function(value, depth + 1);
    else if (value.v === 'instance') for (const run of runsOf(value, this.interpreter)) this.function(run, depth + 1);
  }
}

/** Refusing statuses by value: the same middleware stands before every route of an application, and several checks ask. */
const answered = new WeakMap<Interpreter, Map<Value | FunctionFact, ReadonlySet<number>>>();

/** True when a value, run as middleware or handler, may answer with one of these statuses. */
export function answers(value: Value, statuses: readonly number[], interpreter: Interpreter): boolean {
  const found = refusals(value, interpreter);
  return statuses.some((status) => found.has(status));
}

function refusals(value: Value, interpreter: Interpreter): ReadonlySet<number> {
  let known = answered.get(interpreter);
  if (!known) answered.set(interpreter, (known = new Map()));
  // A function of a module is one and the same, however often it is named.
  const key = value.v === 'function' && !value.self && !value.scope.parent ? value.fact : value;
  const before = known.get(key);
  if (before) return before;
  const found = new Set<number>();
  for (const run of runsOf(value, interpreter)) {
    visitRun(run, interpreter, {
      expression: (expression) => {
        if (expression.e === 'refusal' && expression.status !== null) found.add(expression.status);
      },
    });
  }
  known.set(key, found);
  return found;
}

const refused = new WeakMap<FunctionFact, ReadonlySet<number>>();

/** Statuses with which the body of a function itself refuses. */
export function ownRefusals(fact: FunctionFact): ReadonlySet<number> {
  const known = refused.get(fact);
  if (known) return known;
  const found = new Set<number>();
  someExpressionIn(fact.body, (expression) => {
    if (expression.e === 'refusal' && expression.status !== null) found.add(expression.status);
    return false;
  });
  refused.set(fact, found);
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
