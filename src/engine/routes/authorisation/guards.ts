/** The functions that run when a guard stands before a route, and what they ask about the caller. */
import type { GuardUse } from '../../code/model';
import { someExpressionIn } from '../../code/visit';
import { guardValues } from '../link/link';
import type { LinkedRoute, LinkedUse } from '../link/linked';
import { effectOf } from '../packages/effects';
import { asksOf } from '../packages/asks';
import type { Interpreter } from '../program/interpret';
import { textOf, type FunctionValue, type Value } from '../program/values';
import type { BodyReader } from './body';
import type { Read } from './read';
import type { Question } from './tests';
import { ROLE_ASKED } from './words';

/** Methods of guard objects that are asked, or run before the handler. */
const ENTRIES = [
  'has_permission',
  'has_object_permission',
  'canActivate',
  'handleRequest',
  'test_func',
  'authorize',
  'handle',
  'dispatch',
  '__call__',
  '__init__',
  'use',
  'before',
  'authenticate',
  'OnAuthorization',
  'InvokeAsync',
  'preHandle',
  'doFilterInternal',
  'matches?',
];
const MAX_DEPTH = 4;

/** Something that a guard asks. */
export interface GuardAsks {
  question: Question;
  place: { path: string; line: number };
  byName?: true;
}

/** What stands in a guard's place asks; `callers`: parameters that are given who calls. */
export class GuardReader {
  constructor(
    private readonly bodies: BodyReader,
    private readonly program: Interpreter,
  ) {}

  asksOf(use: LinkedUse, route: LinkedRoute): GuardAsks[] {
    const here = { path: use.path, line: use.at.line };
    return this.ofValue(use.value, use, route, 0).map((asked) =>
      'place' in asked ? asked : { ...asked, place: here },
    );
  }

  private ofValue(
    value: Value,
    use: LinkedUse,
    route: LinkedRoute,
    depth: number,
  ): (GuardAsks | Omit<GuardAsks, 'place'>)[] {
    if (depth > MAX_DEPTH) return [];
    switch (value.v) {
      case 'guard': {
        const inner = value.value ? this.ofValue(value.value, use, route, depth + 1) : [];
        return value.scopes ? [{ question: 'role' }, ...inner] : inner;
      }
      case 'combined':
        return value.of.flatMap((one) => this.ofValue(one, use, route, depth + 1));
      case 'choice':
        return value.options.flatMap((one) => this.ofValue(one, use, route, depth + 1));
      case 'named': {
        const registered = this.program.registrar.byName.get(value.name ?? '') ?? value.otherwise;
        return registered ? this.ofValue(registered, use, route, depth + 1) : [];
      }
      case 'external':
        return this.packaged(value, use, route, depth);
      case 'function':
        return this.ofFunction(value, use.as, route, depth);
      case 'class':
      case 'instance': {
        const type = value.v === 'class' ? value : value.of;
        const methods = ENTRIES.flatMap((name) => this.program.bound(type, value, name) ?? []);
        const own = methods.flatMap((method) =>
          method.v === 'function' ? this.ofFunction(method, use.as, route, depth) : [],
        );
        const packages = this.program.externalBases(type).flatMap((symbol) => asksOf(symbol, use.name) ?? []);
        return [...own, ...packages.map((question) => ({ question }))];
      }
      case 'unknown':
        return ROLE_ASKED.test(shortName(use.name)) ? [{ question: 'role', byName: true }] : [];
      default:
        return [];
    }
  }

  private packaged(
    value: Extract<Value, { v: 'external' }>,
    use: LinkedUse,
    route: LinkedRoute,
    depth: number,
  ): (GuardAsks | Omit<GuardAsks, 'place'>)[] {
    const { symbol } = value;
    const asks = asksOf(symbol, use.name) ?? (value.by?.v === 'external' ? asksOf(value.by.symbol, use.name) : null);
    if (asks) return [{ question: asks }];
    const [test] = value.values;
    if (effectOf(symbol, value.args) === 'asks' && test?.value.v === 'function')
      return this.ofFunction(test.value, 'permission', route, depth);
    const isKnown = effectOf(symbol, value.args) !== undefined;
    return !isKnown && ROLE_ASKED.test(shortName(use.name)) ? [{ question: 'role', byName: true }] : [];
  }

  /** Fields in which functions that run before the handler leave who is calling. */
  fieldsOf({ uses }: LinkedRoute): string[] {
    return uses.flatMap(({ value, as }) =>
      as === 'step' && value.v === 'function' ? this.bodies.read(value, { callers: [] }).fields : [],
    );
  }

  private ofFunction(fn: FunctionValue, as: GuardUse['as'], route: LinkedRoute, depth: number): GuardAsks[] {
    if (!this.isAskedHere(fn, route)) return [];
    const dependencies = this.dependenciesOf(fn);
    const callers = fn.fact.params.flatMap(({ name }) =>
      isCallerGiven(dependencies.get(name)) ||
      /^_?(?:current_?)?(?:user|account|member|principal|auth|identity|u)$/i.test(name)
        ? [name]
        : [],
    );
    const inner = [...dependencies.values()].flatMap((value) =>
      value.v === 'guard' && value.value?.v === 'function' && depth < MAX_DEPTH
        ? this.ofFunction(value.value, 'dependency', route, depth + 1)
        : [],
    );
    return [...ownAsks(this.bodies.read(fn, { callers }), fn, as), ...inner];
  }

  /** Guards that the framework fills its parameters with. */
  private dependenciesOf(fn: FunctionValue): Map<string, Value> {
    const found = new Map<string, Value>();
    for (const param of fn.fact.params) {
      const [guard] = guardValues(param.default, param.type, fn.scope, this.program);
      if (guard) found.set(param.name, guard);
    }
    return found;
  }

  /** A guard that reads what decorators attached to a route asks nothing where they attached nothing. */
  private isAskedHere(fn: FunctionValue, { metadata }: LinkedRoute): boolean {
    const keys: Value[] = [];
    someExpressionIn(fn.fact.body, (expression) => {
      if (expression.e === 'metadata') keys.push(this.program.evaluate(expression.key, fn.scope));
      return false;
    });
    if (keys.length === 0) return true;
    return keys.some((key) => {
      const attached = metadata?.entries.get(textOf(key) ?? key);
      return attached !== undefined && !(attached.v === 'list' && attached.items.length === 0);
    });
  }
}

/** A dependency of the workspace tells who is calling; schemes of packages only give what was sent. */
function isCallerGiven(value: Value | undefined): boolean {
  return value?.v === 'guard' && value.value?.v === 'function';
}

/** Answers count where they decide. */
function ownAsks(read: Read, fn: FunctionValue, as: GuardUse['as']): GuardAsks[] {
  const asked = read.asks
    // Whoever finds out who is calling looks callers up.
    .filter(({ self, lookUp }) => !self && (lookUp === undefined || lookUp === 'asked'))
    .map(({ question, path, line, byName }) => ({
      question,
      place: { path, line },
      ...(byName && { byName: true as const }),
    }));
  const decides = as === 'permission' || as === 'gate' || as === 'step';
  const place = { path: fn.path, line: fn.fact.at.line };
  return decides ? [...asked, ...read.answers.map((question) => ({ question, place }))] : asked;
}

/** `require_role("admin")` → `require_role`. */
function shortName(written: string): string {
  return written.replace(/\(.*$/s, '').split(/[.:]/).pop() ?? written;
}
