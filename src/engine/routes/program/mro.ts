/** The order in which Python looks through a class and its bases. */
import type { Interpreter } from './interpret';
import type { FunctionFact } from '../../code/model';
import type { ClassValue, FunctionValue, Value } from './values';

/** Longest line of classes that is looked through. */
const MAX_LENGTH = 40;

/** A class, its bases and theirs in the order of C3 (docs.python.org, "The Python 2.3 Method Resolution Order"); packages' classes have no bases. */
export function linearized(type: ClassValue, program: Interpreter, depth = 0): Value[] {
  if (depth > 8) return [type];
  const known = lines.get(type);
  if (known) return known;
  const bases = program.bases(type);
  const above = bases.map((base) => (base.v === 'class' ? linearized(base, program, depth + 1) : [base]));
  const line = [type, ...merged([...above, bases])];
  // A module that is still running may not have its names yet.
  if (line.every(({ v }) => v === 'class' || v === 'external')) lines.set(type, line);
  return line;
}

/** One class is looked through for each of its members. */
const lines = new WeakMap<ClassValue, Value[]>();

function merged(all: readonly (readonly Value[])[]): Value[] {
  let rest = all.filter((line) => line.length > 0).map((line) => [...line]);
  const result: Value[] = [];
  while (rest.length > 0 && result.length < MAX_LENGTH) {
    // Where no order exists Python refuses the class; the first base goes on then.
    const head = rest.map(([first]) => first).find((first) => first && !rest.some((line) => tailHolds(line, first)));
    const next = head ?? rest[0]?.[0];
    if (!next) break;
    result.push(next);
    rest = rest.map((line) => line.filter((one) => !isSame(one, next))).filter((line) => line.length > 0);
  }
  return result;
}

function tailHolds(line: readonly Value[], wanted: Value): boolean {
  return line.slice(1).some((one) => isSame(one, wanted));
}

/** Whether two values are the same class. */
export function isSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.v === 'class' && b.v === 'class') return a.fact === b.fact;
  return a.v === 'external' && b.v === 'external' && a.symbol === b.symbol;
}

/** Name under which the scope of a running method holds the method itself. */
export const METHOD = '__method__';

/** The method of a name behind the class whose own method is given, in the order of a class's bases. */
export function methodBehind(
  type: ClassValue,
  method: FunctionFact,
  name: string,
  program: Interpreter,
): FunctionValue | null {
  const line = linearized(type, program);
  const at = line.findIndex((one) => one.v === 'class' && owns(one, method));
  for (const one of line.slice(at + 1)) {
    const next = one.v === 'class' ? one.attributes.get(name) : undefined;
    if (next?.v === 'function') return next;
  }
  return null;
}

function owns(type: ClassValue, fact: FunctionFact): boolean {
  const own = type.attributes.get(fact.name);
  const inner = own?.v === 'function' ? (own.wrapped?.inner ?? own) : undefined;
  return inner?.v === 'function' && inner.fact === fact;
}

/** Python's `@classmethod`: whoever calls it on the class hands it nothing for its first parameter. */
export function ofClass(type: ClassValue, value: Value | undefined): Value | undefined {
  if (value?.v !== 'function') return value;
  const isBound = value.fact.decorators.some((one) => one.e === 'name' && one.name === 'classmethod');
  return isBound ? { ...value, self: type } : value;
}
