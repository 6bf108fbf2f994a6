/**
 * Code facts of a file that was collected again, put together from the former ones where they differ in positions only. Those objects are
 * moved in place: a linked program that was made of them goes on with the positions of the latest text.
 */
import type { ClassFact, CodeFacts, FunctionFact } from '../../code/model';

/**
 * The fresh facts; equal to `fresh` in content. A function whose name, parameters and decorators are the same stays the same object, and
 * gets the fresh body where that says something else.
 */
export function graft(former: CodeFacts, fresh: CodeFacts): CodeFacts {
  if (former.language !== fresh.language) return fresh;
  return {
    ...fresh,
    body: moved(former.body, fresh.body),
    functions: mapped(fresh.functions, (fact, id) => graftFunction(own(former.functions, id), fact)),
    classes: mapped(fresh.classes, (fact, id) => graftClass(own(former.classes, id), fact)),
  };
}

function graftFunction(former: FunctionFact | undefined, fresh: FunctionFact): FunctionFact {
  if (!former) return fresh;
  const { body, doc, ...head } = fresh;
  const { body: formerBody, doc: formerDoc, ...formerHead } = former;
  void formerDoc;
  if (!isSameShape(formerHead, head)) return fresh;
  move(formerHead, head);
  former.doc = doc;
  former.body = moved(formerBody, body);
  return former;
}

function graftClass(former: ClassFact | undefined, fresh: ClassFact): ClassFact {
  return former ? moved(former, fresh) : fresh;
}

function own<T>(record: Record<string, T>, id: string): T | undefined {
  return Object.hasOwn(record, id) ? record[id] : undefined;
}

function mapped<T>(record: Record<string, T>, change: (value: T, key: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}

/** The former value at the fresh one's positions where the two differ in nothing else, otherwise the fresh one. */
function moved<T extends object>(former: T, fresh: T): T {
  if (!isSameShape(former, fresh)) return fresh;
  move(former, fresh);
  return former;
}

/** Names under which code facts keep positions as numbers, spans included. */
const POSITIONS = new Set(['line', 'column', 'endLine', 'endColumn', 'declLine']);

function isSameShape(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => {
    if (!Object.hasOwn(b, key)) return false;
    const [left, right] = [valueAt(a, key), valueAt(b, key)];
    return isPosition(key, left, right) || isSameShape(left, right);
  });
}

function isPosition(key: string, a: unknown, b: unknown): boolean {
  return POSITIONS.has(key) && typeof a === 'number' && typeof b === 'number';
}

/** Writes the positions of the second value of a shape into the first. */
function move(to: object, from: object): void {
  for (const key of Object.keys(to)) {
    const [target, source] = [valueAt(to, key), valueAt(from, key)];
    if (isPosition(key, target, source)) (to as Record<string, unknown>)[key] = source;
    else if (typeof target === 'object' && target !== null) move(target, source as object);
  }
}

function valueAt(object: object, key: string): unknown {
  return (object as Record<string, unknown>)[key];
}
