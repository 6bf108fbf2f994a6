/** Which exception is thrown, and whether a handler takes it. */
import type { Interpreter } from '../program/interpret';
import { linearized } from '../program/mro';
import type { Expression, Statement } from '../../code/model';
import { nameOf, type Refusal } from '../program/values';
import type { Abstract } from './abstract';

const EVERYTHING = /^(Base)?Exception$/;
const HTTP = /HTTPException$/;

/** Codes by which one class of errors says what went wrong (tRPC, GraphQL, gRPC, errors of applications). */
const NO_CALLER = /^(?:unauthori[sz]ed|unauthenticated|not[_-]?authenticated|auth[_-]?required)$/i;
const NO_RIGHT = /^(?:forbidden|permission[_-]?denied|access[_-]?denied|not[_-]?allowed)$/i;
const CODE = /^(?:code|type|kind|name|status|reason|extensions)$/i;

/** Status that an exception speaks of by its own name, or by its code: `raise UnauthorizedError()`, `new AppError({ code: 'FORBIDDEN' })`. */
export function statusByName(expression: Expression | null): number | null {
  if (!expression) return null;
  const name = expression.e === 'call' ? nameOf(expression.callee) : nameOf(expression);
  if (/unauth|not_?authenticated|authentication|credential|invalid_?token|login_?required/i.test(name)) return 401;
  if (/forbidden|permission|access_?denied|not_?allowed|authoriz/i.test(name)) return 403;
  const coded = expression.e === 'call' ? expression.args.map(({ value }) => statusByCode(value)) : [];
  return coded.find((status) => status !== null) ?? (/not_?found/i.test(name) ? 404 : null);
}

function statusByCode(value: Expression): number | null {
  if (value.e === 'text') return NO_CALLER.test(value.value) ? 401 : NO_RIGHT.test(value.value) ? 403 : null;
  // `ErrorCode.Unauthorized`
  if (value.e === 'member') return statusByCode({ e: 'text', value: value.name });
  if (value.e !== 'record') return null;
  for (const { key, value: entry } of value.entries) {
    const status = key.e === 'text' && CODE.test(key.value) ? statusByCode(entry) : null;
    if (status !== null) return status;
  }
  return null;
}

/** `raise Unauthorized(…)`: an exception that turns callers away by its name. */
export function throwsAtCallers(statement: Statement): boolean {
  const status = statement.s === 'throw' ? statusByName(statement.value) : null;
  return status === 401 || status === 403;
}

/** Names of the class of an exception of the workspace and of what it is derived from; undefined = not known. */
export function kindsOf(thrown: Abstract, program: Interpreter): string[] | undefined {
  if (thrown.v !== 'instance') return undefined;
  const own = linearized(thrown.of, program).flatMap((one) => (one.v === 'class' ? [one.fact.name] : []));
  return [...own, ...program.externalBases(thrown.of).map(last)];
}

/** Whether a handler for these types (none = all) takes what was thrown; one for a type that nothing is known of may. */
export function takes(types: readonly string[], refusal: Refusal | null): boolean {
  if (refusal === null || types.length === 0 || types.some((type) => EVERYTHING.test(type))) return true;
  const names = types.map(last);
  const { kinds } = refusal;
  if (kinds) return names.some((name) => kinds.includes(name));
  return names.some((name) => HTTP.test(name)) === refusal.http;
}

function last(name: string): string {
  return name
    .slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf(':'), name.lastIndexOf('\\')) + 1)
    .replace(/\(\)$/, '');
}
