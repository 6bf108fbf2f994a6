/** What views take from the body, and whether a serializer or form looks at it first. Which names say so is data (`InputStyle`). */
import type { Expression, FunctionFact } from '../../code/model';
import { someExpressionIn } from '../../code/visit';
import type { Span } from '../../span';
import { usualStyleOf, viewStyleOf, type InputStyle } from '../framework';
import type { Interpreter } from '../program/interpret';
import { nameOf, type ClassValue } from '../program/values';
import type { LinkedRoute } from './linked';
import type { RouteEvent } from './mounts';
import { bases } from './view-classes';

type Input = LinkedRoute['input'];

/** Input of a view; undefined where its framework has no such views, or nothing could be told. */
export function viewInput({ fact, path, handler, owner }: RouteEvent, program: Interpreter): Input | undefined {
  const style = (viewStyleOf(owner ? bases(owner, program) : []) ?? usualStyleOf(fact.framework))?.input;
  if (!style) return undefined;
  const at = (state: Input['state'], span: Span | null = null, what: string | null = null): Input => ({
    state,
    at: span,
    what,
    path: handler.v === 'function' ? handler.path : path,
  });
  if (handler.v === 'function') {
    const { state, span } = taken(handler.fact, style);
    const inherited = state === 'above' && owner ? declares(owner, style, program) : false;
    if (state === 'above') return at(inherited ? 'schema' : 'unknown');
    return at(state, span ?? null, span ? 'all of the body' : null);
  }
  // The member that a package's class brings along.
  if (!owner || handler.v !== 'unknown') return undefined;
  if (style.takes.test(handler.name ?? '')) return at(declares(owner, style, program) ? 'schema' : 'unknown');
  return style.leaves.test(handler.name ?? '') ? at('none') : undefined;
}

/** The class names what the body goes through, or has a method that gives it. */
function declares(type: ClassValue, { names }: InputStyle, program: Interpreter): boolean {
  return names.some((name) => program.bound(type, type, name) !== undefined);
}

/** `above`: left to the class that it extends. */
function taken(fact: FunctionFact, style: InputStyle): { state: Input['state'] | 'above'; span?: Span } {
  const { body } = fact;
  const calls = callsIn(fact);
  if (calls.some((call) => style.checks.test(lastName(call.callee)))) return { state: 'schema' };
  // `Order.objects.create(**request.data)`: whatever was sent becomes the thing.
  const spread = calls.find(({ args }) => args.some(({ value }) => value.e === 'spread' && isBody(value.of)));
  if (spread) return { state: 'loose', span: spread.at };
  if (someExpressionIn(body, isBody)) return { state: 'unknown' };
  if (calls.some(({ callee }) => isAbove(callee))) return { state: 'above' };
  const hands = calls.some(
    (call) => call.args.some(({ value }) => isRequest(value)) && !style.keeps.test(lastName(call.callee)),
  );
  return { state: hands ? 'unknown' : 'none' };
}

type Call = Extract<Expression, { e: 'call' }>;

function callsIn({ body }: FunctionFact): Call[] {
  const found: Call[] = [];
  someExpressionIn(body, (one) => {
    if (one.e === 'call') found.push(one);
    return false;
  });
  return found;
}

function lastName(callee: Expression): string {
  return callee.e === 'member' ? callee.name : nameOf(callee);
}

/** `super().create(…)`, whatever the method is called. */
function isAbove(callee: Expression): boolean {
  return callee.e === 'member' && callee.of.e === 'call' && nameOf(callee.of.callee) === 'super';
}

function isBody(value: Expression): boolean {
  return value.e === 'request' && value.part === 'body';
}

function isRequest(value: Expression): boolean {
  return (
    (value.e === 'name' && /^_?req(?:uest)?$/.test(value.name)) ||
    (value.e === 'member' && value.name === 'request' && value.of.e === 'name')
  );
}
