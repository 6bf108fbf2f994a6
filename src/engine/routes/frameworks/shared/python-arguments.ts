/** Arguments of Python calls, for the adapters of Python frameworks. */
import type { Call, StatementContext } from '../../../code/python/expressions';
import type { Argument, Expression, RouteInput, RouteStatement } from '../../../code/model';
import { inputOf } from '../fastapi/input';

/** A keyword argument, or the positional one at an index. */
export function argument(args: readonly Argument[], name: string, index?: number): Expression | undefined {
  const named = args.find((arg) => arg.name === name);
  if (named) return named.value;
  return index === undefined
    ? undefined
    : args.filter((arg) => arg.name === null && arg.value.e !== 'spread')[index]?.value;
}

/** Stands where an expression is not needed. */
export function nothing(): Expression {
  return { e: 'other', parts: [] };
}

/** Names of a literal list, upper case; null = it is no literal list. */
export function methodNames(value: Expression | undefined): string[] | null {
  if (value?.e === 'text') return [value.value.toUpperCase()];
  if (value?.e !== 'list') return null;
  const names = value.items.flatMap((item) => (item.e === 'text' ? [item.value.toUpperCase()] : []));
  return names.length > 0 ? names : null;
}

/** A literal status: a number, `status.HTTP_401_UNAUTHORIZED`, `HTTPStatus.UNAUTHORIZED`; null = not literal, undefined = none given. */
export function statusOf(value: Expression | undefined): number | null | undefined {
  if (!value) return undefined;
  if (value.e === 'constant') return typeof value.value === 'number' ? value.value : null;
  const name = value.e === 'member' || value.e === 'name' ? value.name : '';
  const digits = /^HTTP_(\d{3})\b|^HTTP_(\d{3})_/.exec(name);
  if (digits) return Number(digits[1] ?? digits[2]);
  return STATUS_NAMES[name] ?? null;
}

const STATUS_NAMES: Readonly<Record<string, number>> = {
  OK: 200,
  CREATED: 201,
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_MANY_REQUESTS: 429,
};

/** Whether something that is redirected to is where people sign in, by its words. */
export function leadsToLogin(target: Expression | undefined): boolean {
  switch (target?.e) {
    case 'text':
      return LOGIN.test(target.value);
    case 'join':
      return target.parts.some(leadsToLogin);
    case 'call':
      return target.args.some(({ value }) => leadsToLogin(value)) || leadsToLogin(target.callee);
    case 'name':
    case 'member':
      return LOGIN.test(target.name);
    default:
      return false;
  }
}

const LOGIN = /log_?-?in|sign_?-?in|auth(?!or)|unauthori[sz]ed/i;

/** A refusal, where a status is one. */
export function refusalWith(
  status: number | null | undefined,
  { at }: Pick<Call, 'at'>,
  how: { throws?: true } = {},
): Expression | undefined {
  if (status === undefined || (status !== null && status < 400)) return undefined;
  return { e: 'refusal', status, sends: false, ...how, at };
}

/** An answer with a status: a refusal where that is one, or may turn out to be one where it is a variable. */
export function answerWith(value: Expression | undefined, { at }: Pick<Call, 'at'>): Expression | undefined {
  const status = statusOf(value);
  if (typeof status === 'number') return refusalWith(status, { at });
  return value?.e === 'name' ? { e: 'refusal', status: null, statusFrom: value, sends: false, at } : undefined;
}

/** What a handler takes from the body, as far as its facts tell. */
export function inputFrom(handler: Expression, context: StatementContext, methods: readonly string[]): RouteInput {
  const fact = handler.e === 'function' ? context.functions[handler.id] : undefined;
  return fact ? inputOf(fact, methods) : { state: 'unknown', at: null, what: null };
}

/** The last part of a dotted name. */
export function lastOf(symbol: string): string {
  return symbol.slice(symbol.lastIndexOf('.') + 1);
}

/** `super().name(…)`. */
export function isSuperCall({ callee }: Call, name: string): boolean {
  return (
    callee.e === 'member' &&
    callee.name === name &&
    callee.of.e === 'call' &&
    callee.of.callee.e === 'name' &&
    callee.of.callee.name === 'super'
  );
}

/** `View.as_view(…)`. */
export function viewOf({ callee, args, at }: Call): Expression | undefined {
  return callee.e === 'member' && callee.name === 'as_view' ? { e: 'view', of: callee.of, args, at } : undefined;
}

/** The route that a call registers at one path; undefined where a literal path is none. */
export function pathRoute(
  framework: string,
  call: Call,
  on: Expression,
  path: Expression | undefined,
  methods: string[],
  handler: Expression,
  context: StatementContext,
): RouteStatement | undefined {
  if (!path || (path.e === 'text' && !path.value.startsWith('/') && path.value !== '')) return undefined;
  return {
    s: 'route',
    framework,
    on,
    methods,
    paths: [path],
    guards: [],
    handler,
    args: call.args,
    input: inputFrom(handler, context, methods),
    at: context.spanOf(path) ?? call.at,
    line: call.at.line,
    declLine: null,
  };
}
