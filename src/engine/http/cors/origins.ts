/** Which origins a CORS configuration allows, followed through variables, settings with their defaults, and own functions. */
import type { Interpreter } from '../../routes/program/interpret';
import type { Expression, Statement } from '../../code/model';
import type { FunctionValue, Scope, Value } from '../../routes/program/values';
import { holdsInProduction } from '../in-production';
import { blocksOf } from '../../code/visit';

export interface Origins {
  /** Origins that are written down. */
  listed: Set<string>;
  /** `*`, or an answer that repeats whatever origin asks. */
  any: 'wildcard' | 'reflects' | null;
  /** Names of the settings that decide. */
  settings: Set<string>;
  /** A function decides origin by origin. */
  decides: boolean;
  /** It refuses to start without a list. */
  raises: boolean;
}

const MAX_DEPTH = 8;
/** An expression that every origin matches. */
const EVERYTHING = /^\^?(?:https\?:\/\/|https\?:\\\/\\\/)?\.[*+]\$?$/;

/** Nothing is allowed. */
export const NO_ORIGINS: Readonly<Origins> = {
  listed: new Set(),
  any: null,
  settings: new Set(),
  decides: false,
  raises: false,
};

/** What several options allow together. */
export function mergedOrigins(all: readonly Origins[]): Origins {
  return {
    listed: new Set(all.flatMap((one) => [...one.listed])),
    any: all.find((one) => one.any !== null)?.any ?? null,
    settings: new Set(all.flatMap((one) => [...one.settings])),
    decides: all.some((one) => one.decides),
    raises: all.some((one) => one.raises),
  };
}

/** Origins that an expression may stand for. */
export function originsOf(expression: Expression, scope: Scope, interpreter: Interpreter): Origins {
  const origins: Origins = { listed: new Set(), any: null, settings: new Set(), decides: false, raises: false };
  new Collector(interpreter, origins).expression(expression, scope, 0);
  return origins;
}

/** Origins that a value may stand for. */
export function originsOfValue(value: Value, interpreter: Interpreter): Origins {
  const origins: Origins = { listed: new Set(), any: null, settings: new Set(), decides: false, raises: false };
  new Collector(interpreter, origins).value(value, 0);
  return origins;
}

class Collector {
  private readonly seen = new Set<unknown>();

  constructor(
    private readonly interpreter: Interpreter,
    private readonly into: Origins,
  ) {}

  expression(expression: Expression, scope: Scope, depth: number): void {
    if (depth > MAX_DEPTH) return;
    switch (expression.e) {
      case 'call':
        return this.call(expression, scope, depth);
      case 'or':
      case 'and':
        this.expression(expression.left, scope, depth + 1);
        return this.expression(expression.right, scope, depth + 1);
      case 'choose': {
        // What developers allow themselves, production does not.
        const inProduction = holdsInProduction(expression.test);
        if (inProduction !== false) this.expression(expression.then, scope, depth + 1);
        if (inProduction !== true) this.expression(expression.else, scope, depth + 1);
        return;
      }
      case 'list':
        for (const item of expression.items) this.expression(item, scope, depth + 1);
        return;
      case 'spread':
        return this.expression(expression.of, scope, depth + 1);
      case 'join':
      case 'other':
        for (const part of expression.parts) this.expression(part, scope, depth + 1);
        return;
      case 'setting':
        if (expression.name !== null) this.into.settings.add(expression.name);
        if (expression.fallback) this.expression(expression.fallback, scope, depth + 1);
        return;
      case 'index':
        // `os.environ["X"]`
        if (expression.key.e === 'text' && /^[A-Z][A-Z0-9_]+$/.test(expression.key.value)) {
          this.into.settings.add(expression.key.value);
          return;
        }
        break;
      case 'member':
        this.into.settings.add(expression.name);
        break;
    }
    this.value(this.interpreter.evaluate(expression, scope), depth + 1);
  }

  /** `X.split(',')`, `list(x)`, `parse(x)`: what goes in is what comes out, besides what the function itself returns. */
  private call(expression: Extract<Expression, { e: 'call' }>, scope: Scope, depth: number): void {
    const { callee, args } = expression;
    const [first, ...rest] = args;
    // `os.getenv("X", y)`, `config("X", default=y)`, `env.list("X", y)`: a setting and what it is without one.
    if (first?.value.e === 'text' && /^[A-Z][A-Z0-9_]+$/.test(first.value.value)) {
      this.into.settings.add(first.value.value);
      for (const { value } of rest) this.expression(value, scope, depth + 1);
      return;
    }
    if (callee.e === 'member') this.expression(callee.of, scope, depth + 1);
    for (const { value } of args) if (value.e !== 'text') this.expression(value, scope, depth + 1);
    if (callee.e !== 'name' && callee.e !== 'member') return;
    const target = this.interpreter.evaluate(callee, scope);
    if (target.v === 'function') this.returns(target, depth + 1);
    else if (target.v === 'external' && /(?:^|\.)(?:Field|env|config)$/.test(target.symbol)) {
      for (const { value } of args) this.expression(value, scope, depth + 1);
    }
  }

  /** What a function of this workspace returns, and whether it refuses instead. */
  private returns(fn: FunctionValue, depth: number): void {
    if (this.seen.has(fn.fact) || depth > MAX_DEPTH) return;
    this.seen.add(fn.fact);
    const scope = this.interpreter.enter(fn, []);
    const visit = (statements: readonly Statement[]): void => {
      for (const statement of statements) {
        if (statement.s === 'let' && statement.to.e === 'name') this.expression(statement.value, scope, depth + 1);
        if (statement.s === 'return' && statement.value) this.expression(statement.value, scope, depth + 1);
        if (statement.s === 'throw') this.into.raises = true;
        for (const block of blocksOf(statement)) visit(block);
      }
    };
    visit(fn.fact.body);
  }

  value(value: Value, depth: number): void {
    if (depth > MAX_DEPTH || this.seen.has(value)) return;
    switch (value.v) {
      case 'text':
        return this.text(value.text);
      case 'constant':
        if (value.value === true) this.into.any ??= 'reflects';
        return;
      case 'regex':
        if (EVERYTHING.test(value.source)) this.into.any = 'wildcard';
        else this.into.listed.add(`/${value.source}/`);
        return;
      case 'list':
        for (const item of value.items) this.value(item, depth + 1);
        return;
      case 'choice':
        for (const option of value.options) this.value(option, depth + 1);
        return;
      case 'setting':
        if (value.name !== null) this.into.settings.add(value.name);
        if (value.fallback) this.value(value.fallback, depth + 1);
        return;
      case 'external':
        // `Field(default="…")`: a settings class with a default.
        for (const { name, value: argument } of value.values)
          if (name === null || name === 'default' || name === 'default_factory') this.value(argument, depth + 1);
        return;
      case 'function':
        return this.function(value, depth);
    }
  }

  /** A property or factory gives a list; a callback `(origin, callback)` decides by itself. */
  private function(fn: FunctionValue, depth: number): void {
    const isCallback = fn.fact.params.length >= 2 && !fn.self;
    const isPredicate = fn.fact.params.length === 1 && /origin/i.test(fn.fact.params[0]?.name ?? '');
    if (!isCallback && !isPredicate) return this.returns(fn, depth);
    this.into.decides = true;
    if (allowsAll(fn.fact.body)) this.into.any ??= 'reflects';
  }

  private text(text: string): void {
    for (const part of text.replace(/^\[|\]$/g, '').split(',')) {
      const origin = part.trim().replace(/^["']|["']$/g, '');
      if (origin === '*' || EVERYTHING.test(origin)) this.into.any = 'wildcard';
      else if (origin !== '') this.into.listed.add(origin);
    }
  }
}

/** `callback(null, true)` on every way through: nothing is compared. */
function allowsAll(statements: readonly Statement[]): boolean {
  return (
    statements.every((statement) => statement.s !== 'if') &&
    statements.some((statement) => {
      const value = statement.s === 'do' || statement.s === 'return' ? statement.value : null;
      if (value?.e !== 'call') return value?.e === 'constant' && value.value === true;
      const second = value.args[1]?.value;
      return (
        (second?.e === 'constant' && second.value === true) || (second?.e === 'name' && /origin/i.test(second.name))
      );
    })
  );
}

/** True for a manifest value that allows every origin. */
export function allowsAnyOrigin(value: string): boolean {
  return value
    .replace(/^\[|\]$/g, '')
    .split(/[,\s]+/)
    .some((part) => part.replace(/^["']|["']$/g, '') === '*');
}
