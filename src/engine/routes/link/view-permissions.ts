/** Classes that are asked before a view: where they are named, for one action of it. */
import { isViewPermissions, viewFunctionStyle, type PermissionStyle, type ViewStyle } from '../framework';
import type { Interpreter } from '../program/interpret';
import { REQUEST_METHOD } from '../program/expressions';
import type { Expression, GuardUse, RouteStatement, Statement } from '../../code/model';
import { someExpressionIn } from '../../code/visit';
import type { Span } from '../../span';
import { decoratorOf } from './view-actions';
import { bases, shortName } from './view-classes';
import type { View } from './views';
import {
  nameOf,
  text,
  type EvaluatedArgument,
  type FunctionValue,
  type Guard,
  type InstanceValue,
  type Value,
} from '../program/values';

/** Permission classes of a view for one member, in order; the application's where the view names none. */
export function permissionsOf(view: View, action: FunctionValue | null, program: Interpreter): Guard[] {
  const style = view.style.permissions;
  if (!style) return [];
  const instance = instanceFor(view);
  const { value, at, path } = listed(view, style, action, instance, program);
  if (value.v === 'default') {
    const open: Value = { ...value, view: instance };
    return [place({ as: 'permission', value: named(style.attribute), at }, open, path)];
  }
  const oneOfSeveral = alternatives(value, instance, program);
  if (oneOfSeveral) return [place({ as: 'permission', value: named(style.method), at }, oneOfSeveral, path)];
  if (value.v !== 'list') return [place({ as: 'permission', value: named(style.method), at }, value, path)];
  return value.items.flatMap((item) => [
    place(
      { as: 'permission', value: named(shortName(item) || style.attribute), at },
      ready(item, instance, program),
      path,
    ),
    ...objectGuard(item, view, style, instance, program, at, path),
  ]);
}

/** Lists of which a condition that is not decided chooses one: all of the one, or all of the other, have to let in. */
function alternatives(value: Value, view: InstanceValue, program: Interpreter): Value | null {
  if (value.v !== 'choice') return null;
  const options = value.options.map((option): Value | null => {
    const { v, items } = { items: [], ...instances(option) };
    return v === 'list' && items.length > 0
      ? { v: 'combined', op: '&', of: items.map((item) => ready(item, view, program)) }
      : null;
  });
  return options.every((option) => option !== null) ? { v: 'choice', options } : null;
}

/** An object of the view class at work for one member. */
function instanceFor({ type, member, method }: View): InstanceValue {
  const fields = new Map<string, Value>([
    ['action', text(member)],
    [REQUEST_METHOD, text(method)],
  ]);
  return { v: 'instance', of: type, fields, args: [], node: null };
}

interface Listed {
  value: Value;
  at: Span;
  path: string;
}

function listed(
  { type, args, at, path }: View,
  style: PermissionStyle,
  action: FunctionValue | null,
  instance: InstanceValue,
  program: Interpreter,
): Listed {
  const attribute = given(action, style, args) ?? program.bound(type, instance, style.attribute) ?? fallback(style);
  instance.fields.set(style.attribute, attribute);
  instance.fields.set(`super.${style.method}`, attribute);
  const home = { at: type.fact.at, path: type.path };
  const method = program.bound(type, instance, style.method);
  if (method?.v === 'function') {
    const called = program.call(method, [], 1) ?? { v: 'unknown', why: null, name: style.method };
    // What the next class's method gives is the attribute as it stands then: the method may have set it before.
    const value = called === attribute ? (instance.fields.get(style.attribute) ?? called) : called;
    if (value === attribute && attribute.v !== 'default') return { value: instances(value), ...home };
    return { value: instances(value), at: method.fact.at, path: method.path };
  }
  return attribute.v === 'default' ? { value: attribute, at, path } : { value: attribute, ...home };
}

/** A list made of one list and others is one. */
function instances(value: Value): Value {
  if (value.v !== 'list') return value;
  return { v: 'list', items: value.items.flatMap((item) => (item.v === 'list' ? item.items : [item])) };
}

function fallback({ fallback: name }: PermissionStyle): Value {
  return { v: 'default', name };
}

/** `@action(permission_classes=[…])` and `as_view(permission_classes=[…])`. */
function given(
  action: FunctionValue | null,
  { attribute }: PermissionStyle,
  args: readonly EvaluatedArgument[],
): Value | undefined {
  const decorator = action && decoratorOf(action, /(^|\.)action\(\)$/);
  return (
    (decorator?.values ?? args).find(({ name }) => name === attribute)?.value ??
    args.find(({ name }) => name === attribute)?.value
  );
}

/** What the application gives to views that name no permissions, for one that looks at the view at hand. */
export function defaultFor(guard: Guard, view: InstanceValue | undefined, program: Interpreter): Guard {
  const { value } = guard;
  if (!view || value.v !== 'class') return guard;
  const looks = someExpressionIn([...value.fact.body, ...methodsOf(value)], isView);
  return looks ? { ...guard, value: ready(value, view, program) } : guard;
}

/** `view`, as Django REST framework calls what it hands to a permission. */
function isView(expression: Expression): boolean {
  return expression.e === 'name' && expression.name === 'view';
}

function methodsOf({ attributes }: Extract<Value, { v: 'class' }>): readonly Statement[] {
  return [...attributes.values()].flatMap((one) => (one.v === 'function' ? one.fact.body : []));
}

/** A permission as it is asked: an object that knows the view. */
function ready(item: Value, view: InstanceValue, program: Interpreter): Value {
  if (item.v === 'class') {
    const made = program.call(item, [], 1);
    return made?.v === 'instance' ? withView(made, view) : item;
  }
  if (item.v === 'instance') return withView(item, view);
  if (item.v === 'combined') return { ...item, of: item.of.map((one) => ready(one, view, program)) };
  return item;
}

function withView(made: InstanceValue, view: InstanceValue): InstanceValue {
  return { ...made, fields: new Map(made.fields).set('view', view) };
}

/** What is asked about the object itself, where the package's own member looks one up. */
function objectGuard(
  item: Value,
  { type, style: view, member }: View,
  { object }: PermissionStyle,
  instance: InstanceValue,
  program: Interpreter,
  at: Span,
  path: string,
): Guard[] {
  const made = ready(item, instance, program);
  if (made.v !== 'instance' || !object.members.includes(member)) return [];
  const own = program.bound(type, type, member);
  const isPackaged =
    !own && bases(type, program).some((symbol) => (view.brings ?? []).some(({ base }) => base.test(symbol)));
  const asks =
    isPackaged ||
    (own?.v === 'function' &&
      /"name":"(get_object|check_object_permissions)"/.test(JSON.stringify(program.bodyOf(own))));
  const method = asks ? program.bound(made.of, made, object.method) : undefined;
  if (method?.v !== 'function') return [];
  return [place({ as: 'permission', value: named(`${shortName(made)}.${object.method}`), at }, method, path)];
}

function named(name: string): GuardUse['value'] {
  return { e: 'name', name };
}

function place(use: GuardUse, value: Value, path: string): Guard {
  return { use, value, path };
}

/** A function that a decorator makes a view with permissions; undefined when none does. */
export function functionPermissions(
  guards: readonly Guard[],
  fact: RouteStatement,
  path: string,
): { style: ViewStyle | null; guards: Guard[] } | undefined {
  const at = guards.findIndex(({ value }) => value.v === 'external' && viewFunctionStyle(value.symbol) !== undefined);
  const by = guards[at]?.value;
  const style = by?.v === 'external' ? viewFunctionStyle(by.symbol) : undefined;
  if (!style?.functions || !style.permissions) return without(guards);
  const { permissions } = style.functions;
  const isPermissions = ({ value }: Guard): boolean => value.v === 'external' && permissions.test(value.symbol);
  const below = guards.slice(at + 1).find(isPermissions);
  const inOrder = guards.flatMap((guard, index): Guard[] => {
    if (!isPermissions(guard)) return [guard];
    if (index > at) return asked(guard);
    const ineffective = `stands above ${nameOf(guards[at]?.use.value ?? guard.use.value)}, where it has no effect`;
    return [{ ...guard, use: { ...guard.use, ineffective } }];
  });
  const open = place(
    { as: 'permission', value: named(style.permissions.attribute), at: fact.at },
    fallback(style.permissions),
    path,
  );
  return { style, guards: below ? inOrder : [...inOrder, open] };
}

/** `@permission_classes` on a function that is no API view: nothing asks them. */
function without(guards: readonly Guard[]): { style: null; guards: Guard[] } | undefined {
  const isPermissions = ({ value }: Guard): boolean => value.v === 'external' && isViewPermissions(value.symbol);
  if (!guards.some(isPermissions)) return undefined;
  const ineffective = 'stands on a function that is no API view, where nothing asks it';
  return {
    style: null,
    guards: guards.map((guard) => (isPermissions(guard) ? { ...guard, use: { ...guard.use, ineffective } } : guard)),
  };
}

/** The classes that `@permission_classes([…])` names. */
function asked(guard: Guard): Guard[] {
  const list = guard.value.v === 'external' ? guard.value.values[0]?.value : undefined;
  if (list?.v !== 'list') return [guard];
  return list.items.map((item) => ({
    ...guard,
    use: { ...guard.use, as: 'permission', value: named(shortName(item)) },
    value: item,
  }));
}
