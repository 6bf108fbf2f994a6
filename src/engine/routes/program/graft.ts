/**
 * Code facts of a file that was collected again, put together from the former ones where they differ in positions only. Those objects are
 * moved in place: a linked program that was made of them goes on with the positions of the latest text.
 */
import type { CodeFacts } from '../../code/facts';
import type { FunctionFact } from '../../code/model';
import { nextVersion, tracked } from '../../code/tracked';

/**
 * The fresh facts; equal to `fresh` in content. A function whose name, parameters and decorators are the same stays the same object, and
 * gets the fresh body where that says something else. Where nothing else has changed, not even a position outside of those bodies, the
 * facts are the former ones at their next version.
 */
export function graft(former: CodeFacts, fresh: CodeFacts): CodeFacts {
  if (former.language !== fresh.language) return tracked(fresh);
  const graft = new Graft();
  const body = graft.moved(former.body, fresh.body);
  const functions = graft.mapped(former.functions, fresh.functions, (old, fact) => graft.grafted(old, fact));
  const classes = graft.mapped(former.classes, fresh.classes, (old, fact) => graft.moved(old, fact));
  if (graft.isMore) return tracked({ ...fresh, body, functions, classes });
  const isSame = graft.changed.length === 0 && !hasMoved(former.broken, fresh.broken);
  return isSame ? former : nextVersion(former, fresh, graft.changed);
}

class Graft {
  /** Functions whose bodies or docs say something else. */
  readonly changed: FunctionFact[] = [];
  /** Something else has changed, or has moved. */
  isMore = false;

  /** The former value at the fresh one's positions where the two differ in nothing else, otherwise the fresh one. */
  moved<T extends object>(former: T, fresh: T): T {
    if (!isSameShape(former, fresh)) {
      this.isMore = true;
      return fresh;
    }
    if (move(former, fresh)) this.isMore = true;
    return former;
  }

  grafted(former: FunctionFact, fresh: FunctionFact): FunctionFact {
    const { body, doc, ...head } = fresh;
    const formerHead = headOf(former);
    if (!isSameShape(formerHead, head)) {
      this.isMore = true;
      return fresh;
    }
    if (move(formerHead, head)) this.isMore = true;
    const isSame = isSameShape(former.body, body);
    if (!isSame || former.doc !== doc) this.changed.push(former);
    if (!isSame) former.body = body;
    else if (move(former.body, body)) this.isMore = true;
    former.doc = doc;
    return former;
  }

  mapped<T>(former: Record<string, T>, fresh: Record<string, T>, change: (old: T, value: T) => T): Record<string, T> {
    const keys = Object.keys(former);
    const names = Object.keys(fresh);
    if (names.length !== keys.length || names.some((name, i) => name !== keys[i])) this.isMore = true;
    return Object.fromEntries(
      Object.entries(fresh).map(([key, value]) => {
        const old = Object.hasOwn(former, key) ? former[key] : undefined;
        return [key, old === undefined ? value : change(old, value)];
      }),
    );
  }
}

/** A function without what may change of it. The objects in it are the function's own. */
function headOf(fact: FunctionFact): Omit<FunctionFact, 'body' | 'doc'> {
  const head: Partial<FunctionFact> = { ...fact };
  delete head.body;
  delete head.doc;
  return head as Omit<FunctionFact, 'body' | 'doc'>;
}

function hasMoved(a: CodeFacts['broken'], b: CodeFacts['broken']): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
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

/** Writes the positions of the second value of a shape into the first; true when any of them is another. */
function move(to: object, from: object): boolean {
  let hasMoved = false;
  for (const key of Object.keys(to)) {
    const [target, source] = [valueAt(to, key), valueAt(from, key)];
    if (isPosition(key, target, source)) {
      if (target !== source) hasMoved = true;
      (to as Record<string, unknown>)[key] = source;
    } else if (typeof target === 'object' && target !== null && move(target, source as object)) hasMoved = true;
  }
  return hasMoved;
}

function valueAt(object: object, key: string): unknown {
  return (object as Record<string, unknown>)[key];
}
