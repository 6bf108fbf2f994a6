/**
 * Names, texts and members of names make up half of all code facts, and are nearly always the same ones. They carry no position and nobody
 * changes them, so one object stands for all that say the same.
 */
import type { CodeFacts } from './facts';
import type { Expression } from './model';

/** Longer texts are hardly ever there twice. */
const MAX_TEXT = 80;

export class Sharing {
  private readonly names = new Map<string, Expression>();
  private readonly texts = new Map<string, Expression>();
  private readonly constants = new Map<unknown, Expression>();
  /** By the shared object of which it is a member, then by its name; `?.` apart. */
  private readonly members = new Map<unknown, Map<string, Expression>>();

  /** Puts shared objects into facts that nobody has seen yet. */
  into(facts: CodeFacts): void {
    this.inside(facts);
  }

  /** The object to take in the place of this one. */
  private of(value: object): object {
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) {
        const item: unknown = value[i];
        if (typeof item === 'object' && item !== null) value[i] = this.of(item);
      }
      return value;
    }
    if (!('e' in value)) return this.inside(value);
    const expression = value as Expression;
    switch (expression.e) {
      case 'name':
        return sharedIn(this.names, expression.name, expression);
      case 'text':
        return expression.value.length > MAX_TEXT ? value : sharedIn(this.texts, expression.value, expression);
      case 'constant':
        return sharedIn(this.constants, expression.value, expression);
      case 'member':
        return this.member(expression);
      default:
        return this.inside(value);
    }
  }

  private member(expression: Extract<Expression, { e: 'member' }>): object {
    expression.of = this.of(expression.of) as Expression;
    const { of, name, maybe } = expression;
    let known = this.members.get(of);
    if (!known) {
      if (!this.isShared(of)) return expression;
      this.members.set(of, (known = new Map<string, Expression>()));
    }
    return sharedIn(known, maybe ? `?.${name}` : name, expression);
  }

  private isShared(of: Expression): boolean {
    if (of.e === 'name') return this.names.get(of.name) === of;
    return of.e === 'member' && this.members.get(of.of)?.get(of.maybe ? `?.${of.name}` : of.name) === of;
  }

  private inside(value: object): object {
    const record = value as Record<string, unknown>;
    for (const key in record) {
      const item = record[key];
      if (typeof item === 'object' && item !== null && key !== 'at' && key !== 'extent') record[key] = this.of(item);
    }
    return value;
  }
}

function sharedIn<K>(known: Map<K, Expression>, key: K, fresh: Expression): Expression {
  const present = known.get(key);
  if (present) return present;
  known.set(key, fresh);
  return fresh;
}
