/** What classes put before their actions by calls in their bodies: inherited, taken from mixins, added, taken away again. */
import type { ViewStyle } from '../framework';
import { isAuthName } from '../guards/names';
import { effectOf } from '../packages/effects';
import type { Interpreter } from '../program/interpret';
import { linearized } from '../program/mro';
import { external } from '../program/state';
import {
  NOTHING,
  textOf,
  type ClassValue,
  type Condition,
  type EvaluatedArgument,
  type FunctionValue,
  type Guard,
  type InstanceValue,
  type Scope,
  type Steps,
  type Value,
} from '../program/values';
import type { FilterFact, FunctionFact, GuardUse } from '../../code/model';
import type { Span } from '../../span';

/** How deep classes, mixins and class methods lead to each other at most. */
const MAX_DEPTH = 16;
/** Before the name of a class method among the attributes of its class. */
const OF_CLASS = 'self.';

/** Actions that something holds for; null = all. */
interface Reach {
  only: ReadonlySet<string> | null;
  except: ReadonlySet<string>;
}

interface Filter {
  name: string | null;
  guard: Guard;
  reach: Reach;
  /** Where it is taken away again, and whether only under a condition. */
  skips: (Reach & { conditional: boolean })[];
}

interface Chain {
  filters: Filter[];
  gaps: string[];
  /** Classes of packages whose own filters are known by symbol. */
  packages: { symbol: string; path: string; at: Span }[];
  instance: InstanceValue;
  /** Filters as they run after others, by the places of those in the chain. */
  steps: Map<string, Step>;
}

interface Step {
  value: FunctionValue;
  steps: Steps;
}

const chains = new WeakMap<ClassValue, Chain>();

/** The object on which a class's actions and filters run. */
export function actingInstance(type: ClassValue, style: ViewStyle, program: Interpreter): InstanceValue {
  return chainOf(type, style, program).instance;
}

/** What stands before one action, in order, and why that may not be all. */
export function filtersBefore(
  type: ClassValue,
  style: ViewStyle,
  member: string,
  program: Interpreter,
): { guards: Guard[]; gaps: string[]; steps?: Steps } {
  const chain = chainOf(type, style, program);
  const { filters, gaps, packages } = chain;
  let steps: Steps | undefined;
  let key = '';
  const before = filters.flatMap((filter, index): Guard[] => {
    if (!reaches(filter.reach, member)) return [];
    const guard = skipped(filter, member);
    const { value } = guard;
    if (guard.skipped !== undefined || value.v !== 'function') return [guard];
    const inOrder = stepAfter(chain, value, steps, key, index);
    const when = guard.when?.map((condition) => conditionAfter(condition, steps));
    key += `${index} `;
    steps = inOrder.steps;
    return [{ ...guard, value: inOrder.value, ...(when && { when }) }];
  });
  const known = packages.flatMap(({ symbol, path, at }): Guard[] => {
    const name = `${symbol}#${member}`;
    if (effectOf(name, []) === undefined) return [];
    return [{ use: { as: 'permission', value: { e: 'name', name: symbol }, at }, value: external(name), path }];
  });
  return { guards: [...before, ...known], gaps, ...(steps && { steps }) };
}

/** A filter as it runs after others, and what has run then: one object for the same ones, so that they are judged once. */
function stepAfter(chain: Chain, fn: FunctionValue, before: Steps | undefined, key: string, index: number): Step {
  const own = `${key}${index}`;
  let known = chain.steps.get(own);
  if (!known) {
    known = { value: before ? { ...fn, after: before } : fn, steps: { fn, before: before ?? null } };
    chain.steps.set(own, known);
  }
  return known;
}

function conditionAfter(condition: Condition, after: Steps | undefined): Condition {
  const { value } = condition;
  return after && value.v === 'function' ? { ...condition, value: { ...value, after } } : condition;
}

function skipped({ guard, name, skips }: Filter, member: string): Guard {
  const skip = skips.find((one) => reaches(one, member));
  if (!skip) return guard;
  if (skip.conditional) return { ...guard, use: { ...guard.use, bypassed: 'is skipped for some requests' } };
  return { ...guard, skipped: `${name ?? 'it'} is skipped for this action` };
}

function reaches({ only, except }: Reach, member: string): boolean {
  return (only === null || only.has(member)) && !except.has(member);
}

function chainOf(type: ClassValue, style: ViewStyle, program: Interpreter): Chain {
  let chain = chains.get(type);
  if (!chain) {
    const instance: InstanceValue = { v: 'instance', of: type, fields: new Map(), args: [], node: null };
    chain = { filters: [], gaps: [], packages: [], instance, steps: new Map() };
    chains.set(type, chain);
    new ChainMaker(type, style, program, chain).take(type, 0);
  }
  return chain;
}

class ChainMaker {
  private readonly taken = new Set<object>();
  private readonly line: Value[];
  private readonly home: string;

  constructor(
    type: ClassValue,
    style: ViewStyle,
    private readonly program: Interpreter,
    private readonly chain: Chain,
  ) {
    this.line = linearized(type, program);
    const symbols = this.line.flatMap((one) => (one.v === 'external' ? [one.symbol] : []));
    this.home = symbols.find((symbol) => style.base.test(symbol)) ?? symbols[0] ?? '';
    for (const { method, base } of style.kinds ?? [])
      chain.instance.fields.set(
        method,
        answering(
          method,
          type,
          symbols.some((symbol) => base.test(symbol)),
        ),
      );
  }

  /** Everything that a class says in its body, its superclass's first. */
  take(type: ClassValue, depth: number): void {
    if (depth > MAX_DEPTH || this.taken.has(type.fact)) return;
    this.taken.add(type.fact);
    for (const fact of type.fact.filters ?? []) this.one(fact, type.scope, depth);
  }

  private one(fact: FilterFact, scope: Scope, depth: number): void {
    if (fact.f === 'take') return this.other(fact, scope, depth);
    const args = this.program.args(fact.args, scope, 1);
    if (fact.f === 'call') return this.call(fact, args, scope.path, depth);
    this.change(fact, args, scope.path);
  }

  private other({ of, at }: Extract<FilterFact, { f: 'take' }>, scope: Scope, depth: number): void {
    const value = this.program.evaluate(of, scope);
    if (value.v === 'class') this.take(value, depth + 1);
    else if (value.v === 'external') this.chain.packages.push({ symbol: value.symbol, path: scope.path, at });
    else if (value.v === 'unknown' && value.why !== null) this.chain.gaps.push(value.why);
  }

  /** A class method of the workspace may add and take away; one of a package counts where it is known, or by its name. */
  private call(
    { name, at }: Extract<FilterFact, { f: 'call' }>,
    args: readonly EvaluatedArgument[],
    path: string,
    depth: number,
  ): void {
    const own = this.classMethod(name);
    if (own) {
      const scope = this.program.enter(own, args);
      if (depth < MAX_DEPTH) for (const fact of own.fact.filters ?? []) this.one(fact, scope, depth + 1);
      // One that a package knows by the same name is usually called by it.
      if (effectOf(`${this.home}.${name}`, []) === undefined) return;
    }
    const undone = /^skip_(\w+)$/.exec(name)?.[1];
    if (undone !== undefined) return this.skip(undone, args);
    const symbol = `${this.home}.${name}`;
    const effect = effectOf(symbol, []);
    if (effect === 'none' || (effect === undefined && !mayGuard(name))) return;
    const use: GuardUse = { as: 'step', value: { e: 'name', name }, at };
    this.chain.filters.push({ name, guard: { use, value: external(symbol), path }, reach: reachOf(args), skips: [] });
  }

  private classMethod(name: string): FunctionValue | undefined {
    for (const one of this.line) {
      const method = one.v === 'class' ? one.attributes.get(OF_CLASS + name) : undefined;
      if (method?.v === 'function') return method;
    }
    return undefined;
  }

  private change(
    fact: Extract<FilterFact, { args: unknown; as: unknown }>,
    args: readonly EvaluatedArgument[],
    path: string,
  ): void {
    const given = args.filter(({ name }) => name === null).map(({ value }) => value);
    if (fact.f === 'skip') {
      for (const value of given) this.skip(textOf(value), args);
      return;
    }
    const when = this.conditions(args);
    const made = given.flatMap((value): Filter[] => {
      const { title } = fact;
      const name =
        title !== undefined
          ? null
          : (textOf(value) ??
            (value.v === 'named' ? value.name : null) ??
            (value.v === 'class' ? value.fact.name : null));
      const use: GuardUse = {
        as: fact.as,
        value: { e: 'name', name: name ?? 'a filter written here' },
        ...(title !== undefined && { name: title }),
        at: fact.at,
      };
      const guard: Guard = { use, value: this.runnable(value), path, ...(when.length > 0 && { when }) };
      return [{ name, guard, reach: reachOf(args), skips: [] }];
    });
    // Added again, a filter takes the place of its former self (ActiveSupport::Callbacks, `remove_duplicates`).
    const { filters } = this.chain;
    for (const one of made)
      if (one.name !== null) {
        const at = filters.findIndex(({ name }) => name === one.name);
        if (at >= 0) filters.splice(at, 1);
      }
    if (fact.f === 'prepend') filters.unshift(...made);
    else filters.push(...made);
  }

  private skip(name: string | null, args: readonly EvaluatedArgument[]): void {
    const conditional = args.some((arg) => arg.name === 'if' || arg.name === 'unless');
    const reach = { ...reachOf(args), conditional };
    for (const filter of this.chain.filters) if (filter.name !== null && filter.name === name) filter.skips.push(reach);
  }

  /** A method by its name, or a function, as it runs on the object. */
  private runnable(value: Value): Value {
    const { instance } = this.chain;
    if (value.v === 'function') return { ...value, self: instance };
    if (value.v === 'class' || value.v === 'instance') {
      const type = value.v === 'class' ? value : value.of;
      const before = this.program.bound(type, value, 'before') ?? type.attributes.get(`${OF_CLASS}before`);
      return before ?? value;
    }
    const name = textOf(value);
    if (name === null) return value;
    const method = instance.fields.get(name) ?? this.program.bound(instance.of, instance, name);
    if (method?.v === 'function') return { ...method };
    return this.home === '' ? { v: 'unknown', why: null, name } : external(`${this.home}.${name}`);
  }

  private conditions(args: readonly EvaluatedArgument[]): Condition[] {
    return args.flatMap(({ name, value }): Condition[] => {
      if (name !== 'if' && name !== 'unless') return [];
      const listed = value.v === 'list' ? value.items : [value];
      return listed.map((one) => ({
        value: this.runnable(one),
        name: textOf(one) ?? 'a condition',
        holds: name === 'if',
      }));
    });
  }
}

function reachOf(args: readonly EvaluatedArgument[]): Reach {
  const listed = (wanted: string): Set<string> | null => {
    const value = args.find(({ name }) => name === wanted)?.value;
    if (!value) return null;
    const items = value.v === 'list' ? value.items : [value];
    return new Set(items.flatMap((item) => textOf(item) ?? []));
  };
  return { only: listed('only'), except: listed('except') ?? new Set() };
}

/** A method that gives one answer. */
function answering(name: string, type: ClassValue, value: boolean): FunctionValue {
  const { at } = type.fact;
  const fact: FunctionFact = {
    id: `<${name}>`,
    name,
    params: [],
    decorators: [],
    body: [{ s: 'return', value: { e: 'constant', value }, line: at.line }],
    doc: null,
    at,
    extent: at,
  };
  return { v: 'function', path: type.path, fact, scope: type.scope, self: NOTHING };
}

/** Whether a class method of a package may put a guard before the actions, by its name. */
function mayGuard(name: string): boolean {
  return isAuthName(name) && !/^(?:accept|allow|skip|has|helper|with|set|serialize)_/.test(name);
}
