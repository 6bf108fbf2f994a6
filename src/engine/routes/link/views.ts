/**
 * Handlers as they are served: what decorators have wrapped is unwrapped, a class becomes a route for each member that answers, with what
 * stands before it in the order of its bases. Which classes and members those are is data of the frameworks (`ViewStyle`).
 */
import type { Span } from '../../span';
import { effectOf } from '../packages/effects';
import { exemptionsOf, methodsOf, opensPackages, usualStyleOf, viewStyleOf, type ViewStyle } from '../framework';
import type { Interpreter } from '../program/interpret';
import type { Statement, GuardUse, RouteStatement } from '../../code/model';
import { linearized } from '../program/mro';
import { external } from '../program/state';
import { actionsOf } from './view-actions';
import { bases, endsHere, shortName } from './view-classes';
import { actionOf, methodOf } from './view-member';
import { permissionsOf, functionPermissions } from './view-permissions';
import {
  type ClassValue,
  type EvaluatedArgument,
  type FunctionValue,
  type Guard,
  type InstanceValue,
  type Value,
} from '../program/values';

/** One way in which a handler is served. */
export interface Served {
  handler: Value;
  /** In order. */
  guards: Guard[];
  /** Null = as the registration says. */
  methods: readonly string[] | null;
  /** What comes behind the registered path. */
  suffix: string;
  framework: string | null;
  leftOutBy: readonly RegExp[];
  /** The class, where one serves it. */
  owner: ClassValue | null;
  /** What could not be followed; null = nothing. */
  gap: string | null;
}

/** A view class at work for one of its members. */
export interface View {
  type: ClassValue;
  style: ViewStyle;
  /** The member, as the class calls it, and the method that it answers. */
  member: string;
  method: string;
  /** What the class was given where it is registered. */
  args: readonly EvaluatedArgument[];
  at: Span;
  path: string;
}

/** Every way in which a registered handler is served; one where it is a plain function or out of reach. */
export function servedAs(value: Value, fact: RouteStatement, path: string, program: Interpreter): Served[] {
  const { inner, guards } = unwrapped(value, fact, path);
  const leftOutBy = exemptionsOf(symbolsOf(guards));
  const common = { guards, methods: null, suffix: '', framework: null, leftOutBy, owner: null, gap: null };
  const given: Extract<Value, { v: 'view' }> = inner.v === 'view' ? inner : { v: 'view', of: inner, args: [] };
  const type = given.of;
  if (type.v === 'external' && (inner.v === 'view' || isPackaged(type, fact)))
    return [packagedView(type, given.member, common, path, fact)];
  if (type.v !== 'class') return [plain(inner, common, fact, path)];
  const symbols = bases(type, program);
  const known = viewStyleOf(symbols);
  const isView = inner.v === 'view' || fact.methods[0] === 'ALL';
  const style = known ?? (isView ? usualStyleOf(fact.framework) : undefined);
  if (!style) return [{ ...common, handler: inner }];
  // A view that extends one of a package which is not known: what that one asks of callers is out of reach.
  const [foreign] = known ? [] : symbols;
  const gap =
    foreign === undefined
      ? turnedToFunction(type, style, program)
      : `${foreign} comes from a package: what it asks of callers cannot be seen here`;
  const exempt = style.leftOutBy ? [...common.leftOutBy, style.leftOutBy] : common.leftOutBy;
  if (given.member !== undefined) return actionOf(type, given.member, style, { ...common, gap }, program);
  const base = { type, style, args: given.args, at: fact.at, path };
  return membersOf(base, fact, program).map(({ member, method, suffix, action }) => {
    const view: View = { ...base, member, method };
    const before = entryGuards(view, program);
    return {
      ...common,
      guards: [
        ...guards,
        ...before.guards,
        ...wrapperGuards(view, program),
        ...permissionsOf(view, action, program),
      ].concat(memberGuards(view, program)),
      handler: before.ends ?? methodOf(type, member, program) ?? { v: 'unknown', why: null, name: member },
      methods: [method],
      suffix,
      framework: style.name,
      gap,
      owner: type,
      leftOutBy: [...exempt, ...exemptionsOf(symbolsOf(before.guards))],
    };
  });
}

/** A decorator of functions above a class leaves a function, which cannot be served as one: the program stops there. Null = none does. */
function turnedToFunction(type: ClassValue, { onMember }: ViewStyle, program: Interpreter): string | null {
  if (!onMember) return null;
  for (const decorator of type.fact.decorators) {
    const value = program.evaluate(decorator, type.scope);
    if (value.v !== 'external' || onMember.test(value.symbol) || effectOf(value.symbol, value.args) !== 'deny')
      continue;
    return `${shortName(value)}() above the class makes a function of it, which cannot be served as a class`;
  }
  return null;
}

/** A function of a package as a view, where the framework serves whatever it is given. */
function isPackaged({ symbol }: Extract<Value, { v: 'external' }>, { framework, guards }: RouteStatement): boolean {
  return opensPackages(framework) && guards.length === 0 && !symbol.endsWith(')');
}

/** What is left of a handler without the decorators around it, and those, outermost first. */
function unwrapped(value: Value, fact: RouteStatement, path: string): { inner: Value; guards: Guard[] } {
  const guards: Guard[] = [];
  let inner = value;
  for (let depth = 0; depth < 8; depth++) {
    if (inner.v === 'function' && inner.wrapped) {
      guards.push(...inner.wrapped.guards);
      inner = inner.wrapped.inner;
      continue;
    }
    const first = inner.v === 'external' ? inner.values.find((argument) => isHandler(argument.value)) : undefined;
    if (inner.v !== 'external' || !inner.by || !first) break;
    const use: GuardUse = { as: 'decorator', value: { e: 'name', name: shortName(inner.by) }, at: fact.at };
    guards.push({ use, value: inner.by, path });
    inner = first.value;
  }
  return { inner, guards };
}

function isHandler(value: Value): boolean {
  return (
    value.v === 'function' ||
    value.v === 'view' ||
    value.v === 'class' ||
    // An object that can be called: `login_required(FormPreview(Form))`.
    value.v === 'instance' ||
    (value.v === 'external' && isHandlerCall(value))
  );
}

function isHandlerCall({ values }: Extract<Value, { v: 'external' }>): boolean {
  return values.length > 0 && values.some(({ value }) => isHandler(value));
}

function symbolsOf(guards: readonly Guard[]): string[] {
  return guards.flatMap(({ value }) => (value.v === 'external' ? [value.symbol] : []));
}

/** A function: its decorators may list its methods, and make it a view with permissions. */
function plain(inner: Value, common: Omit<Served, 'handler'>, fact: RouteStatement, path: string): Served {
  const methods = methodsOf(common.guards.map(({ value }) => value));
  const asView = functionPermissions(common.guards, fact, path);
  const served = { ...common, handler: inner, methods };
  if (!asView) return served;
  const { style, guards } = asView;
  if (!style) return { ...served, guards };
  return {
    ...served,
    guards,
    framework: style.name,
    leftOutBy: style.leftOutBy ? [...common.leftOutBy, style.leftOutBy] : common.leftOutBy,
  };
}

/** A view that a package brings along, served as it is: open or closed where its package says so, else out of reach. */
function packagedView(
  { symbol }: Extract<Value, { v: 'external' }>,
  member: string | undefined,
  common: Omit<Served, 'handler'>,
  path: string,
  fact: RouteStatement,
): Served {
  const type = external(member === undefined ? symbol : `${symbol}#${member}`);
  const name = symbol.replace(/\(\)/g, '').split(/[.:]/).pop() ?? symbol;
  const use: GuardUse = { as: 'permission', value: { e: 'name', name }, at: fact.at };
  const isKnown = effectOf(type.symbol, []) !== undefined;
  return {
    ...common,
    guards: isKnown ? [...common.guards, { use, value: type, path }] : common.guards,
    handler: { v: 'unknown', why: null, name },
    methods: methodsOf(common.guards.map(({ value }) => value)),
    gap: isKnown ? null : `${symbol} comes from a package: what it asks of callers cannot be seen here`,
  };
}

// Members -----------------------------------------------------------------------------------------------------------------------------

interface Member {
  member: string;
  method: string;
  suffix: string;
  /** The function behind it, where it is an action with arguments of its own. */
  action: FunctionValue | null;
}

function membersOf(
  { type, style, args }: Pick<View, 'type' | 'style' | 'args'>,
  fact: RouteStatement,
  program: Interpreter,
): Member[] {
  const [first] = args;
  // `as_view({'get': 'list'})` says which member answers what.
  if (style.actions && first?.name === null && first.value.v === 'record')
    return [...first.value.entries].flatMap(([verb, name]) => {
      const member = name.v === 'text' ? name.text : null;
      if (member === null) return [];
      const own = program.bound(type, type, member);
      return [{ member, method: verb.toUpperCase(), suffix: '', action: own?.v === 'function' ? own : null }];
    });
  if (fact.resource && style.actions) return actionsOf(type, style.actions, style.brings ?? [], program);
  const asked = fact.methods.includes('ALL') ? null : new Set(fact.methods);
  const own = Object.entries(style.members)
    .filter(([member]) => answers(type, member, style, program))
    .map(([member, method]) => ({ member, method, suffix: '', action: null }));
  const { any } = style;
  if (own.length === 0 && any && program.bound(type, type, any.member)) {
    const listed = program.bound(type, type, any.methods);
    const methods =
      listed?.v === 'list' ? listed.items.flatMap((item) => (item.v === 'text' ? [item.text.toUpperCase()] : [])) : [];
    const from = methods.length > 0 ? methods : asked ? [...asked] : any.fallback;
    return from.map((method) => ({ member: any.member, method, suffix: '', action: null }));
  }
  // A registration that lists methods leaves out the rest.
  const kept = asked && !isDefault(asked) ? own.filter(({ method }) => asked.has(method)) : own;
  return kept.length > 0 ? kept : [{ member: style.entry ?? 'get', method: 'ALL', suffix: '', action: null }];
}

/** GET alone is what a registration says that says nothing. */
function isDefault(methods: ReadonlySet<string>): boolean {
  return methods.size === 1 && methods.has('GET');
}

function answers(type: ClassValue, member: string, { brings }: ViewStyle, program: Interpreter): boolean {
  const names = program.bound(type, type, 'http_method_names');
  if (names?.v === 'list' && !names.items.some((item) => item.v === 'text' && item.text === member)) return false;
  if (program.bound(type, type, member)) return true;
  const symbols = bases(type, program);
  return (brings ?? []).some(
    ({ base, members }) => members.includes(member) && symbols.some((symbol) => base.test(symbol)),
  );
}

// Guards ------------------------------------------------------------------------------------------------------------------------------

/** What a request meets on its way through the entry method of a class and its bases; `ends`: one of them that does not go on. */
function entryGuards(
  { type, style, at, path, args }: View,
  program: Interpreter,
): { guards: Guard[]; ends: Value | null } {
  const guards: Guard[] = [];
  for (const name of [style.entry, ...(style.before ?? [])]) {
    if (name === null) continue;
    for (const one of linearized(type, program)) {
      if (one.v !== 'class') {
        if (name !== style.entry) continue;
        if (endsHere(one, style)) {
          // A view that is closed by itself closes what is made of it.
          if (one.v === 'external' && effectOf(one.symbol, []) === 'deny')
            guards.push(...mixinGuards(one, type, program, at, path));
          guards.push(...tooLate(type, one, style, program));
          break;
        }
        guards.push(...mixinGuards(one, type, program, at, path));
        continue;
      }
      guards.push(...classDecorators(one, name, style, program));
      const own = one.attributes.get(name);
      if (own?.v !== 'function') continue;
      const inner = own.wrapped?.inner.v === 'function' ? own.wrapped.inner : own;
      guards.push(...(own.wrapped?.guards ?? []).map(undecorated));
      const bound: FunctionValue = { ...inner, self: madeWith(type, args) };
      const use: GuardUse = {
        as: name === style.entry ? 'middleware' : 'dependency',
        value: { e: 'name', name: `${one.fact.name}.${name}` },
        at: inner.fact.at,
      };
      const goesOn = handsOn(program.bodyOf(inner));
      if (name === style.entry && !goesOn) return { guards, ends: bound };
      guards.push({ use, value: bound, path: one.path });
    }
  }
  return { guards, ends: null };
}

/** An object of a view class: what it is given where it is registered takes the place of its attributes (`as_view(closed=True)`). */
function madeWith(type: ClassValue, args: readonly EvaluatedArgument[]): InstanceValue {
  const fields = new Map(args.flatMap(({ name, value }) => (name === null ? [] : [[name, value] as const])));
  return { v: 'instance', of: type, fields, args: [], node: null };
}

/** Whether a method leaves the request to the next class's. */
function handsOn(body: readonly Statement[]): boolean {
  let result = handing.get(body);
  if (result === undefined) handing.set(body, (result = JSON.stringify(body).includes('"e":"proceed"')));
  return result;
}

const handing = new WeakMap<readonly Statement[], boolean>();

/** Mixins right of the view class: its entry method does not call theirs. */
function tooLate(type: ClassValue, view: Value, style: ViewStyle, program: Interpreter): Guard[] {
  const line = linearized(type, program);
  return line.slice(line.indexOf(view) + 1).flatMap((mixin) => {
    if (mixin.v !== 'external' || endsHere(mixin, style)) return [];
    const effect = effectOf(mixin.symbol, []);
    if (effect !== 'deny' && effect !== 'asks') return [];
    const ineffective = `stands right of ${shortName(view)}, which answers without asking it`;
    const use: GuardUse = {
      as: 'middleware',
      value: { e: 'name', name: shortName(mixin) },
      at: type.fact.at,
      ineffective,
    };
    return [{ use, value: mixin, path: type.path }];
  });
}

/** A class of a package among the bases, which is no view itself. */
function mixinGuards(mixin: Value, type: ClassValue, program: Interpreter, at: Span, path: string): Guard[] {
  if (mixin.v !== 'external' && mixin.v !== 'unknown') return [];
  const name = mixin.v === 'external' ? shortName(mixin) : (mixin.name ?? '');
  const use: GuardUse = { as: 'middleware', value: { e: 'name', name }, at: baseSpan(type) ?? at };
  if (mixin.v === 'external' && effectOf(mixin.symbol, []) === 'asks') {
    const test = program.bound(type, { v: 'instance', of: type, fields: new Map(), args: [], node: null }, 'test_func');
    return test?.v === 'function' ? [{ use: { ...use, as: 'permission' }, value: test, path: type.path }] : [];
  }
  return [{ use, value: mixin, path: type.path || path }];
}

function baseSpan(type: ClassValue): Span | undefined {
  return type.fact.at;
}

/** `@method_decorator(login_required, name='dispatch')` above the class. */
function classDecorators(type: ClassValue, member: string, { onMember }: ViewStyle, program: Interpreter): Guard[] {
  if (!onMember) return [];
  return type.fact.decorators.flatMap((decorator) => {
    const applied = program.evaluate(decorator, type.scope);
    if (applied.v !== 'external' || !onMember.test(applied.symbol)) return [];
    const name = applied.values.find((arg) => arg.name === 'name')?.value;
    if (name?.v !== 'text' || name.text !== member) return [];
    const at = decorator.e === 'call' ? decorator.at : type.fact.at;
    return decoratorsIn(applied).map((value) => guardOf(value, at, type.path));
  });
}

/** The decorators that `method_decorator(…)` is given, in the order in which a request meets them. */
function decoratorsIn(applied: Extract<Value, { v: 'external' }>): Value[] {
  const first = applied.values[0]?.value;
  return first?.v === 'list' ? first.items : first ? [first] : [];
}

function guardOf(value: Value, at: Span, path: string): Guard {
  return { use: { as: 'decorator', value: { e: 'name', name: shortName(value) }, at }, value, path };
}

/** `@method_decorator(login_required)` on a method stands for what it is given. */
function undecorated(guard: Guard): Guard {
  const { value } = guard;
  if (value.v !== 'external' || !/(^|\.)method_decorator\(\)$/.test(value.symbol)) return guard;
  const [first] = decoratorsIn(value);
  return first ? guardOf(first, guard.use.at, guard.path) : guard;
}

/** Decorators in attributes of the class: the nearest class that has the attribute counts. */
function wrapperGuards({ type, style, method }: View, program: Interpreter): Guard[] {
  return (style.wrappers ?? []).flatMap((attribute) => {
    const value = program.bound(type, type, attribute);
    const listed = value?.v === 'record' ? (value.entries.get(method.toLowerCase()) ?? null) : (value ?? null);
    // The last of a list is put around last: a request meets it first.
    return listed?.v === 'list'
      ? [...listed.items].reverse().map((item) => guardOf(item, type.fact.at, type.path))
      : [];
  });
}

/** Decorators on the member itself. */
function memberGuards({ type, style, member }: View, program: Interpreter): Guard[] {
  const guards: Guard[] = [];
  for (const one of linearized(type, program)) {
    if (one.v !== 'class') continue;
    guards.push(...classDecorators(one, member, style, program));
    const own = one.attributes.get(member);
    if (own?.v !== 'function') continue;
    guards.push(...(own.wrapped?.guards ?? []).map(undecorated));
    break;
  }
  return guards;
}
