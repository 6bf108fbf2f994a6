/** What frameworks that keep sessions themselves do about forged requests: one answer per write. */
import type { LinkedRoute, LinkedUse } from './link/linked';
import type { Interpreter } from './program/interpret';
import type { RouterNode, Value } from './program/values';
import type { JudgedGuard } from './chain';
import type { Place } from '../span';
import { bodiesOf, visitOwn } from './run/reach';

export interface Defence extends Place {
  note: string;
  /** `token`: a value that only our own pages know · `header`: something that a form of another site cannot send. */
  by: 'token' | 'header';
}

/**
 * `checked`: refused without a token or a header, or kept from other sites by SameSite · `switched-off`: taken out of the check, and signed in by a
 * session all the same · `open`: nothing checks · `unknown`: why the files cannot tell, as a sentence.
 */
export type ForgedWrite =
  | { state: 'checked'; by: 'token' | 'header' | 'same-site'; proof: Defence }
  | { state: 'switched-off'; place: Place }
  | { state: 'open'; place: Place; what: string; isNone: boolean }
  | { state: 'unknown'; reason: string };

/** Where a write is asked about. */
export interface Asked {
  route: LinkedRoute;
  /** What stands before it and has to do with access. */
  guards: readonly JudgedGuard[];
  node: RouterNode;
  interpreter: Interpreter;
}

/** A write's answer; null = no session of a browser signs it in. */
export type ForgedWrites = (asked: Asked) => ForgedWrite | null;

/** A check of a token at a place. */
export function byToken(place: Place, note: string): ForgedWrite {
  return { state: 'checked', by: 'token', proof: { ...place, note, by: 'token' } };
}

export function placeOf({ path, at }: LinkedUse): Place {
  return { path, span: at };
}

/** Symbols of what stands before a route: of packages, or of packages' classes that a class of the workspace extends. */
export function symbolsOf({ value }: LinkedUse, interpreter: Interpreter): string[] {
  if (value.v === 'external') return [value.symbol];
  const type = value.v === 'instance' ? value.of : value;
  return type.v === 'class' ? interpreter.externalBases(type) : [];
}

/** Whether a guard finds out who is calling by the session or a cookie. */
export function readsSession(value: Value, interpreter: Interpreter): boolean {
  let reads = false;
  for (const { body, scope } of bodiesOf(value, interpreter))
    visitOwn(body, scope, {
      expression: (expression) => {
        if (expression.e !== 'request') return;
        if (expression.part === 'session' || expression.part === 'user' || expression.part === 'cookie') reads = true;
      },
    });
  return reads;
}
