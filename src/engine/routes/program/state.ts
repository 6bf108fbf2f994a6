/** What the interpreter keeps while it runs: modules and frames. */
import type { CodeFacts } from '../../code/facts';
import type { Expression } from '../../code/model';
import { either, type ExternalValue, type Scope, type Value } from './values';

/** Statements that are run per workspace before the linker gives up following calls. */
export const MAX_STEPS = 400_000;

/** The same for one module, those that it imports not counted: what never ends takes nothing from the others. */
export const MAX_MODULE = 100_000;

/** The same for a module of a language in which loading one may run a whole program (Go's `main`). */
export const MAX_PROGRAM = 40_000;

export interface Module {
  path: string;
  facts: CodeFacts;
  scope: Scope;
  exports: Map<string, Value>;
  /** Modules re-exported as a whole. */
  stars: string[];
  /** Modules of which everything was imported, and that had not been read by then (Python). */
  unread: string[];
  state: 'running' | 'done';
  /** Set when an import at module level cannot work, outside any `try`: what it was. */
  fails: string | null;
}

/** Thrown through the interpreter when module-level code cannot go on (an import that cannot work inside a `try`). */
export class Raised extends Error {}

export type Completion = 'normal' | 'return' | 'throw' | 'jump';

export interface Frame {
  scope: Scope;
  returns: Value[];
  depth: number;
  condition: string | null;
  /** Inside a `try` body. */
  guarded: boolean;
}

/** A value that a package gives; `separator`: what stands before its next member. */
export function external(symbol: string, separator: ':' | '.' = '.'): ExternalValue {
  return { v: 'external', symbol, separator, args: [], values: [] };
}

/** Joins what two branches have bound. */
export function merge(into: Map<string, Value>, from: ReadonlyMap<string, Value>): void {
  for (const [name, value] of from) {
    const present = into.get(name);
    into.set(name, present ? either(value, present) : value);
  }
}

/** The scope that holds a name, or the given one when none does. */
export function ownerOf(scope: Scope, name: string): Scope {
  for (let at: Scope | null = scope; at; at = at.parent) if (at.vars.has(name)) return at;
  return scope;
}

/** `super()`. */
export function isSuper(expression: Expression): boolean {
  return expression.e === 'call' && expression.callee.e === 'name' && expression.callee.name === 'super';
}

/** `__name__ == "__main__"`. */
export function isMainTest(test: Expression): boolean {
  return test.e === 'compare' && test.left.e === 'name' && test.left.name === '__name__';
}
