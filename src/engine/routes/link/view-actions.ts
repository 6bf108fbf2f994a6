/** Views whose members are actions: which there are, and the paths under which a router serves them. */
import type { ActionStyle, ViewStyle } from '../framework';
import type { Interpreter } from '../program/interpret';
import { bases } from './view-classes';
import { textOf, type ClassValue, type FunctionValue, type Value } from '../program/values';

export interface Action {
  member: string;
  method: string;
  suffix: string;
  action: FunctionValue | null;
}

/** Actions of a class with the paths that a router gives them. */
export function actionsOf(
  type: ClassValue,
  style: ActionStyle,
  brings: NonNullable<ViewStyle['brings']>,
  program: Interpreter,
): Action[] {
  const symbols = bases(type, program);
  const brought = new Set(
    brings.filter(({ base }) => symbols.some((symbol) => base.test(symbol))).flatMap(({ members }) => members),
  );
  const item = itemPath(type, style, program);
  const names = program.bound(type, type, 'http_method_names');
  const allowed = (method: string): boolean =>
    names?.v !== 'list' || names.items.some((one) => one.v === 'text' && one.text.toUpperCase() === method);
  const actions: Action[] = Object.entries(style.members).flatMap(([member, { method, item: isItem }]) => {
    const own = program.bound(type, type, member);
    if (!own && !brought.has(member)) return [];
    return [{ member, method, suffix: isItem ? item : '/', action: own?.v === 'function' ? own : null }];
  });
  return [...actions, ...extraActions(type, style, item, program)].filter(({ method }) => allowed(method));
}

function itemPath(type: ClassValue, style: ActionStyle, program: Interpreter): string {
  for (const attribute of style.parameter) {
    const name = program.bound(type, type, attribute);
    const text = name && textOf(name);
    if (text) return `/<${text}>/`;
  }
  return '/<pk>/';
}

/** Methods that a decorator makes actions, those of the bases included. */
function extraActions(type: ClassValue, style: ActionStyle, item: string, program: Interpreter): Action[] {
  const seen = new Map<string, Action[]>();
  const visit = (one: ClassValue, depth: number): void => {
    for (const [member, value] of one.attributes) {
      if (seen.has(member) || value.v !== 'function') continue;
      const given = decoratorOf(value, style.extra);
      if (given) seen.set(member, extra(member, value, given, item));
    }
    if (depth < 8) for (const base of program.bases(one)) if (base.v === 'class') visit(base, depth + 1);
  };
  visit(type, 0);
  return [...seen.values()].flat();
}

/** The decorator of a function that matches, with its arguments. */
export function decoratorOf(value: FunctionValue, pattern: RegExp): Extract<Value, { v: 'external' }> | null {
  for (const { value: decorator } of value.wrapped?.guards ?? [])
    if (decorator.v === 'external' && pattern.test(decorator.symbol)) return decorator;
  return null;
}

function extra(
  member: string,
  action: FunctionValue,
  { values }: Extract<Value, { v: 'external' }>,
  item: string,
): Action[] {
  const named = (name: string): Value | undefined => values.find((arg) => arg.name === name)?.value;
  const detail = named('detail');
  const path = named('url_path');
  const methods = named('methods');
  const list =
    methods?.v === 'list' ? methods.items.flatMap((one) => (one.v === 'text' ? [one.text.toUpperCase()] : [])) : [];
  const isItem = detail?.v === 'constant' && detail.value === true;
  const suffix = `${isItem ? item : '/'}${(path && textOf(path)) ?? member}/`;
  return (list.length > 0 ? list : ['GET']).map((method) => ({ member, method, suffix, action }));
}
