/** The members of classes that serve requests. */
import type { ViewStyle } from '../framework';
import type { Interpreter } from '../program/interpret';
import { linearized } from '../program/mro';
import type { GuardUse } from '../../code/model';
import { someExpressionIn, someStatement } from '../../code/visit';
import type { ClassValue, FunctionValue, Guard, InstanceValue, Value } from '../program/values';
import { actingInstance, filtersBefore } from './view-filters';
import { hasTemplate } from './view-templates';
import type { Served } from './views';

/** One method of a class, behind what the class puts before it; none where there is no such method and nothing stands in for it. */
export function actionOf(
  type: ClassValue,
  member: string,
  style: ViewStyle,
  common: Omit<Served, 'handler'>,
  program: Interpreter,
): Served[] {
  const method = methodOf(type, member, program);
  if (!method && style.written && common.gap === null && !mayBringMembers(type, style.written, program)) return [];
  if (!method && style.templates && common.gap === null && !hasTemplate(type, member, style, program)) return [];
  const before = filtersBefore(type, style, member, program);
  const [gap] = before.gaps;
  const handler: Value = method
    ? { ...method, self: actingInstance(type, style, program), ...(before.steps && { after: before.steps }) }
    : { v: 'unknown', why: null, name: member };
  return [
    {
      ...common,
      guards: [...common.guards, ...before.guards, ...askedGuards(method, style, program)],
      handler,
      framework: style.name,
      gap: common.gap ?? gap ?? null,
      owner: type,
    },
  ];
}

/** A method as it runs on an object of its class, without its decorators. */
export function methodOf(type: ClassValue, member: string, program: Interpreter): FunctionValue | null {
  const method = program.bound(type, type, member);
  if (method?.v !== 'function') return null;
  const inner = method.wrapped?.inner;
  const self: InstanceValue = { v: 'instance', of: type, fields: new Map(), args: [], node: null };
  return { ...(inner?.v === 'function' ? inner : method), self };
}

/** Whether a class of a package among the bases may have members that nobody can see. */
function mayBringMembers(type: ClassValue, without: RegExp, program: Interpreter): boolean {
  return linearized(type, program).some(
    (one) => one.v === 'unknown' || (one.v === 'external' && !without.test(one.symbol)),
  );
}

/** Parameters that are asked for permission before the method runs. One that answers true to everybody says nothing. */
function askedGuards(method: FunctionValue | null, { asked }: ViewStyle, program: Interpreter): Guard[] {
  if (!method || !asked) return [];
  return method.fact.params.flatMap(({ type }): Guard[] => {
    if (type?.e !== 'name' || !asked.type.test(type.name)) return [];
    const value = program.evaluate(type, method.scope);
    const own = value.v === 'class' ? program.bound(value, value, asked.method) : undefined;
    if (value.v !== 'class' || own?.v !== 'function' || answersTrue(own)) return [];
    const use: GuardUse = {
      as: 'permission',
      value: { e: 'name', name: `${value.fact.name}.${asked.method}` },
      at: own.fact.at,
    };
    return [{ use, value, path: own.path }];
  });
}

/**
 * Every way through it ends in `true`: the documented way to say that somebody else decides (laravel.com "Form Request Validation").
 */
function answersTrue({ fact }: FunctionValue): boolean {
  let answers = 0;
  const other = someStatement(fact.body, (statement) => {
    if (statement.s === 'throw') return true;
    if (statement.s !== 'return') return false;
    answers++;
    return statement.value?.e !== 'constant' || statement.value.value !== true;
  });
  return !other && answers > 0 && !someExpressionIn(fact.body, (part) => part.e === 'refusal');
}
