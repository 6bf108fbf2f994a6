/** The members of classes that serve requests. */
import type { ViewStyle } from '../framework';
import type { Interpreter } from '../program/interpret';
import type { ClassValue, FunctionValue, InstanceValue, Value } from '../program/values';
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
  if (!method && style.templates && common.gap === null && !hasTemplate(type, member, style, program)) return [];
  const before = filtersBefore(type, style, member, program);
  const [gap] = before.gaps;
  const handler: Value = method
    ? { ...method, self: actingInstance(type, style, program), ...(before.steps && { after: before.steps }) }
    : { v: 'unknown', why: null, name: member };
  return [
    {
      ...common,
      guards: [...common.guards, ...before.guards],
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
