/** The value of an expression in a scope. */
import { registeringMember } from './bound-methods';
import { memberOfData } from './builtins';
import type { CallRunner } from './calls';
import type { Interpreter } from './interpret';
import { fromPackage, type ModuleTable } from './modules';
import { compared, joined } from './comparisons';
import { beginningOfText } from './loading/places';
import { external } from './state';
import { askedBy } from '../packages/effects';
import type { Expression, MountStatement, RouterExpression, RouteStatement } from '../../code/model';
import { DeclaredTypes } from './declared-types';
import { ofClass } from './mro';
import { asSetting } from './settings-classes';
import {
  either,
  itemsOf,
  nameOf,
  NOTHING,
  text,
  textOf,
  truth,
  unknown,
  type RouterNode,
  type Scope,
  type ExternalValue,
  type Value,
} from './values';

/** Field of an object that says which method it is made to answer. */
export const REQUEST_METHOD = 'request.method';

export class Evaluator {
  private readonly globals = new Map<string, RouterNode>();
  private readonly objects: DeclaredTypes;

  constructor(
    private readonly program: Interpreter,
    private readonly table: ModuleTable,
    private readonly calls: CallRunner,
  ) {
    this.objects = new DeclaredTypes(program);
  }

  /** The value of an expression in a scope. */
  evaluate(expression: Expression, scope: Scope, depth = 0): Value {
    switch (expression.e) {
      case 'name':
        return this.lookup(expression.name, scope);
      case 'member':
        return this.member(this.evaluate(expression.of, scope, depth), expression.name);
      case 'index':
        return this.index(expression, scope, depth);
      case 'call':
        return this.calls.callExpression(expression, scope, depth);
      case 'text':
        return text(expression.value);
      case 'constant':
        return { v: 'constant', value: expression.value };
      case 'list':
        return { v: 'list', items: this.items(expression.items, scope, depth) };
      case 'record':
        return this.record(expression, scope, depth);
      case 'or':
        return this.or(expression, scope, depth);
      case 'and': {
        const left = this.evaluate(expression.left, scope, depth);
        return truth(left) === false ? left : this.evaluate(expression.right, scope, depth);
      }
      case 'error':
        return this.evaluate(expression.of, scope, depth);
      case 'not': {
        const certain = truth(this.evaluate(expression.of, scope, depth));
        return certain === undefined ? NOTHING : { v: 'constant', value: !certain };
      }
      case 'choose': {
        const certain = truth(this.evaluate(expression.test, scope, depth));
        if (certain !== undefined) return this.evaluate(certain ? expression.then : expression.else, scope, depth);
        return either(this.evaluate(expression.then, scope, depth), this.evaluate(expression.else, scope, depth));
      }
      case 'join':
        return this.join(expression.parts, scope, depth);
      case 'function': {
        const fact = this.program.facts(scope.path)?.functions[expression.id];
        return fact ? { v: 'function', path: scope.path, fact, scope, self: this.own(scope, 'this') } : NOTHING;
      }
      case 'import':
        return this.table.follow({ v: 'imported', from: scope.path, module: expression.from, name: null });
      case 'load':
        return this.program.loading.load(this.evaluate(expression.what, scope, depth), scope, expression.line);
      default:
        return this.special(expression, scope, depth);
    }
  }

  private special(expression: Expression, scope: Scope, depth: number): Value {
    switch (expression.e) {
      case 'setting':
        return {
          v: 'setting',
          name: expression.name,
          fallback: expression.fallback && this.evaluate(expression.fallback, scope, depth),
        };
      case 'router':
        return { v: 'router', node: this.router(expression, scope, depth) };
      case 'application':
        return this.program.applications
          .of(expression, scope.path)
          .map((node): Value => ({ v: 'router', node }))
          .reduce(either, NOTHING);
      case 'typed':
        return { v: 'typed', type: expression.type, scope };
      case 'default':
        return { v: 'default', name: expression.name };
      case 'site': {
        const node = this.program.sites.nodeOf(expression, scope);
        return node ? { v: 'router', node } : { v: 'constant', value: null };
      }
      case 'guard':
        return {
          v: 'guard',
          value: expression.value && this.evaluate(expression.value, scope, depth),
          name: nameOf(expression),
          path: scope.path,
          at: expression.at,
          scopes: expression.scopes !== undefined,
          ...(expression.as && { as: expression.as }),
          ...(expression.needs && { needs: expression.needs }),
          ...(expression.byDefault && { byDefault: true as const }),
          ...(expression.ineffective !== undefined && { ineffective: expression.ineffective }),
        };
      case 'attach':
        return {
          v: 'attachment',
          key: this.evaluate(expression.key, scope, depth),
          value: this.evaluate(expression.value, scope, depth),
        };
      case 'shared': {
        const plugin = this.evaluate(expression.of, scope, depth);
        return plugin.v === 'function' ? { ...plugin, shared: true } : plugin;
      }
      case 'named':
        return {
          v: 'named',
          name: textOf(this.evaluate(expression.key, scope, depth)),
          optional: expression.optional === true,
          ...(expression.otherwise && { otherwise: this.evaluate(expression.otherwise, scope, depth) }),
          ...(expression.args && { args: expression.args.map((one) => this.evaluate(one, scope, depth)) }),
        };
      case 'annotated':
        return {
          v: 'annotated',
          type: this.evaluateKnown(expression.type, scope),
          guards: expression.guards.map((guard) => this.evaluate(guard, scope, depth)),
        };
      case 'refusal':
        return expression.sends || expression.statusFrom ? NOTHING : refusalOf(expression, scope);
      case 'regex':
        return { v: 'regex', source: expression.source, flags: expression.flags };
      case 'request':
        return this.givenMethod(expression, scope) ?? { v: 'request', expression };
      case 'compare':
        return compared(this.evaluate(expression.left, scope, depth), expression.op, () =>
          this.evaluate(expression.right, scope, depth),
        );
      case 'view':
        return {
          v: 'view',
          of: this.evaluate(expression.of, scope, depth),
          args: this.calls.args(expression.args, scope, depth),
          ...(expression.member !== undefined && { member: expression.member }),
        };
      case 'other':
        if (expression.why !== undefined) return unknown(expression.why);
        return expression.op ? this.combined(expression.op, expression.parts, scope, depth) : NOTHING;
      case 'registration':
        return {
          v: 'registration',
          does: expression.does,
          scope: this.asNow(expression.does, scope),
          condition: this.program.condition,
        };
      default:
        return NOTHING;
    }
  }

  /** A list of routes that is mounted is the one its name holds now: the name may be given to a list around it. */
  private asNow(does: RouteStatement | MountStatement, scope: Scope): Scope {
    const list = does.s === 'mount' && does.what.e === 'router' ? does.what.routes : null;
    if (list?.e !== 'name') return scope;
    const held = this.program.own(scope, list.name);
    return held && itemsOf(held) ? { path: scope.path, vars: new Map([[list.name, held]]), parent: scope } : scope;
  }

  /** The method that a class is made to answer, where the routes it serves are worked out one by one (`views.ts`). */
  private givenMethod({ part }: Extract<Expression, { e: 'request' }>, scope: Scope): Value | null {
    if (part !== 'method') return null;
    const self = this.own(scope, 'this');
    return self?.v === 'instance' ? (self.fields.get(REQUEST_METHOD) ?? null) : null;
  }

  /** `A | B`, `A & B`, `~A` of classes and objects; of numbers, types and sets nothing is known. */
  private combined(op: '|' | '&' | '~', parts: readonly Expression[], scope: Scope, depth: number): Value {
    const of = parts.flatMap((part) => {
      const value = this.evaluate(part, scope, depth);
      return value.v === 'list' ? value.items : [value];
    });
    const isGuards = of.every(
      ({ v }) =>
        v === 'function' || v === 'class' || v === 'instance' || v === 'external' || v === 'combined' || v === 'named',
    );
    return isGuards ? { v: 'combined', op, of } : NOTHING;
  }

  /** As `evaluate`, without asking for files that were not collected: for types. */
  evaluateKnown(expression: Expression, scope: Scope): Value {
    if (expression.e === 'name') return this.lookup(expression.name, scope, false);
    if (expression.e === 'member') return this.member(this.evaluateKnown(expression.of, scope), expression.name, false);
    return expression.e === 'annotated' ? this.evaluate(expression, scope) : NOTHING;
  }

  /** A router object; one that the whole program shares is made once. */
  private router(fact: RouterExpression, scope: Scope, depth: number): RouterNode {
    const known = fact.global === undefined ? undefined : this.globals.get(fact.global);
    if (known) return known;
    const node = this.calls.createRouter(fact, scope, depth);
    if (fact.global !== undefined) this.globals.set(fact.global, node);
    return node;
  }

  private lookup(name: string, scope: Scope, want = true): Value {
    for (let at: Scope | null = scope; at; at = at.parent) {
      const value = at.vars.get(name);
      if (value) return this.settled(value, want);
    }
    return this.table.ambient(scope.path, name, want) ?? unknown(null, name);
  }

  /** A name of a scope or one around it, not followed to another module. */
  own(scope: Scope, name: string): Value | null {
    for (let at: Scope | null = scope; at; at = at.parent) {
      const value = at.vars.get(name);
      if (value) return value;
    }
    return null;
  }

  /** An attribute of a value. */
  member(of: Value, name: string, want = true): Value {
    switch (of.v) {
      case 'module':
        return this.program.loading.member(of, name) ?? this.table.attribute(of.path, name, want);
      case 'router':
        return this.routerMember(of.node, of, name);
      case 'instance':
        return this.settled(
          known(of.fields.get(name)) ??
            asSetting(of.of, name, this.program.bound(of.of, of, name)) ??
            of.fields.get(name) ??
            (of.node
              ? this.routerMember(of.node, of, name)
              : (this.objects.field(of, name, want) ?? this.program.outside(of.of, name) ?? unknown(null, name))),
        );
      case 'class':
        return this.settled(
          asSetting(of, name, ofClass(of, of.attributes.get(name) ?? this.program.inherited(of, name))) ??
            unknown(null, name),
        );
      case 'typed':
        return this.member(this.settled(of), name, want);
      case 'external':
        return name === 'default' ? of : (this.program.loading.member(of, name) ?? externalMember(of, name));
      case 'choice':
        return of.options.map((option) => this.member(option, name, want)).reduce(either);
      case 'imported':
        return this.member(this.table.follow(of, want), name, want);
      case 'unknown':
        return {
          ...unknown(of.why, of.name === null ? name : `${of.name}.${name}`),
          ...(of.loads && { loads: of.loads }),
        };
      default:
        return this.program.loading.member(of, name) ?? memberOfData(of, name);
    }
  }

  /** A value that is looked for when it is used: behind an imported name, or an object of a type. */
  settled(value: Value, want = true): Value {
    if (value.v === 'imported') return this.table.follow(value, want);
    if (value.v !== 'typed') return value;
    return value.otherwise ? this.objects.ofType(value, value.otherwise, want) : this.given(value);
  }

  /** An object of a type: of the class itself, or of the one that implements it. */
  private given({ type, scope }: Extract<Value, { v: 'typed' }>): Value {
    // A property may be called as its type: the class around is not asked.
    const named = this.evaluate(type, scope.parent ?? scope);
    const name = nameOf(type);
    if (named.v === 'external') return external(`${named.symbol}()`);
    if (named.v !== 'class') return unknown(null, name);
    if (!named.fact.abstract) return this.program.inject(named);
    const usual = [`${name}Impl`, `Default${name}`, ...(/^I[A-Z]/.test(name) ? [name.slice(1)] : [])].map((one) =>
      this.lookup(one, named.scope),
    );
    const implementing = usual.find((one) => one.v === 'class');
    return implementing?.v === 'class' ? this.program.inject(implementing) : unknown(null, name);
  }

  private routerMember(node: RouterNode, self: Value, name: string): Value {
    const field = node.fields.get(name);
    if (field) return field;
    // `app.router` and DRF's `router.urls` are where its routes are.
    if (name === 'router' || name === 'urls') return self;
    if (name === 'state') {
      const state: Value = { v: 'record', entries: new Map() };
      node.fields.set('state', state);
      return state;
    }
    return registeringMember(self, node, name) ?? unknown(null, name);
  }

  private index(expression: Extract<Expression, { e: 'index' }>, scope: Scope, depth: number): Value {
    const of = this.evaluate(expression.of, scope, depth);
    const key = this.evaluate(expression.key, scope, depth);
    if (of.v === 'list' && key.v === 'constant' && typeof key.value === 'number')
      return of.items.at(key.value) ?? NOTHING;
    const name = textOf(key);
    if (of.v === 'record' && name !== null) return of.entries.get(name) ?? unknown(null, name);
    // `Generic[X]` is the class; a JavaScript `object["name"]` is a member.
    if (of.v === 'class' || of.v === 'external') return of;
    return name === null ? unknown(null) : this.member(of, name);
  }

  private items(expressions: readonly Expression[], scope: Scope, depth: number): Value[] {
    const isGo = this.program.languageOf(scope.path) === 'go';
    return expressions.flatMap((item) => {
      if (item.e !== 'spread') return [this.evaluate(item, scope, depth)];
      const value = this.evaluate(item.of, scope, depth);
      if (value.v === 'router') return [value];
      // A list that nothing was put into yet.
      if (value.v === 'unknown' && value.why === null && isGo) return [];
      return itemsOf(value) ?? [unknown(`${nameOf(item.of)} is not literal`)];
    });
  }

  private record(expression: Extract<Expression, { e: 'record' }>, scope: Scope, depth: number): Value {
    const entries = new Map<string, Value>();
    for (const { key, value } of expression.entries) {
      if (key.e === 'spread') {
        const spread = this.evaluate(key.of, scope, depth);
        if (spread.v === 'record') for (const [name, item] of spread.entries) entries.set(name, item);
        continue;
      }
      const name = textOf(this.evaluate(key, scope, depth));
      if (name !== null) entries.set(name, this.evaluate(value, scope, depth));
    }
    return { v: 'record', entries };
  }

  private or(expression: Extract<Expression, { e: 'and' | 'or' }>, scope: Scope, depth: number): Value {
    const left = this.evaluate(expression.left, scope, depth);
    const certain = truth(left);
    if (certain === true) return left;
    const right = this.evaluate(expression.right, scope, depth);
    return certain === false ? right : either(left, right);
  }

  private join(parts: readonly Expression[], scope: Scope, depth: number): Value {
    const values = parts.map((part) => this.evaluate(part, scope, depth));
    if (values.some((value) => itemsOf(value))) return joined(values);
    const texts = values.map((value) => textOf(value.v === 'setting' && value.fallback ? value.fallback : value));
    if (texts.every((part) => part !== null)) return text(texts.join(''));
    const known = texts.slice(0, texts.indexOf(null)).join('');
    const begins = beginningOfText(known);
    return { ...unknown('a part of the text is not literal'), ...(begins !== '' && { begins }) } as Value;
  }
}

/** A field that something is known of: what a constructor is given without a value is not. */
function known(value: Value | undefined): Value | undefined {
  return value?.v === 'unknown' && value.why === null ? undefined : value;
}

function refusalOf({ status, redirect, at }: Extract<Expression, { e: 'refusal' }>, { path }: Scope): Value {
  return { v: 'refusal', refusal: { status, redirect: redirect ?? false, path, line: at.line, http: true } };
}

/** Members of what a package made; one that asks a function of the options that it was made with keeps these. */
function externalMember(of: ExternalValue, name: string): Value {
  const value = fromPackage(`${of.symbol}${of.separator}${name}`);
  return value.v === 'external' && of.values.length > 0 && askedBy(value.symbol)
    ? { ...value, values: of.values }
    : value;
}
