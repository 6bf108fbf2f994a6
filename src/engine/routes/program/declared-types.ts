/**
 * Objects of which nothing but their declared type is known, in languages in which types say what a name means (Go): a parameter that
 * nobody was seen to give, a field that nobody was seen to fill. One object per type stands for all of them.
 */
import type { Expression } from '../../code/model';
import type { Interpreter } from './interpret';
import { either, optionsOf, type ClassValue, type InstanceValue, type Scope, type Value } from './values';

/** How deep structs are embedded in one another at most. */
const MAX_EMBEDDED = 4;
/** Types that are followed for one interface. */
const MAX_IMPLEMENTATIONS = 4;

export class DeclaredTypes {
  private readonly implementations = new WeakMap<ClassValue, Value | null>();
  private readonly samples = new WeakMap<ClassValue, InstanceValue>();

  constructor(private readonly program: Interpreter) {}

  /** What stands for a parameter with a declared type. */
  ofType({ type, scope }: Extract<Value, { v: 'typed' }>, otherwise: Value, want: boolean): Value {
    return this.sampleOf(type, scope, want) ?? otherwise;
  }

  /** A field that was never seen filled, by its declared type; those of embedded structs count as its own. */
  field({ of, fields, literal }: InstanceValue, name: string, want: boolean, depth = 0): Value | undefined {
    const declared = of.fact.fields;
    if (!declared || depth > MAX_EMBEDDED) return undefined;
    if (Object.hasOwn(declared, name)) {
      const type = declared[name];
      const known = type && this.sampleOf(type, of.scope, want);
      if (known) return known;
      // A function that a literal leaves out is not there.
      if (literal && type?.e === 'constant') return { v: 'constant', value: null };
      return /settings|config|options/i.test(of.fact.name) ? { v: 'setting', name, fallback: null } : undefined;
    }
    for (const base of of.fact.bases) {
      const embedded =
        (base.e === 'name' || base.e === 'member' ? fields.get(base.name) : undefined) ??
        this.sampleOf(base, of.scope, want);
      if (embedded?.v !== 'instance') continue;
      const found = embedded.fields.get(name) ?? this.field(embedded, name, want, depth + 1);
      if (found) return found;
    }
    return undefined;
  }

  private sampleOf(type: Expression, scope: Scope, want: boolean): Value | undefined {
    // A list of them: what is done with one is done with each.
    const [item] = type.e === 'list' ? type.items : [];
    if (item) {
      const one = this.sampleOf(item, scope, want);
      return one && { v: 'list', items: optionsOf(one) };
    }
    const value = want ? this.program.evaluate(type, scope) : this.program.evaluateKnown(type, scope);
    if (value.v !== 'class') return undefined;
    return value.fact.abstract ? this.implementing(value) : this.sample(value);
  }

  /** What implements an interface, where no more than a few types do. */
  private implementing(type: ClassValue): Value | undefined {
    const known = this.implementations.get(type);
    if (known !== undefined) return known ?? undefined;
    this.implementations.set(type, null);
    const types = this.program.implementing(type.path, Object.keys(type.fact.fields ?? {}));
    const samples = types.length > MAX_IMPLEMENTATIONS ? [] : types.map((one) => this.sample(one));
    const [first, ...rest] = samples;
    const value = first ? rest.reduce<Value>((all, one) => either(one, all), first) : null;
    this.implementations.set(type, value);
    return value ?? undefined;
  }

  private sample(value: ClassValue): InstanceValue {
    const known = this.samples.get(value);
    if (known) return known;
    const sample: InstanceValue = { v: 'instance', of: value, fields: new Map(), args: [], node: null };
    this.samples.set(value, sample);
    return sample;
  }
}

/** A parameter that was given nothing, or nothing that is known, as its declared type has it. */
export function asDeclared(given: Value, type: Expression | null, scope: Scope): Value {
  // A variable that something else fills is nothing yet.
  const isOpen = given.v === 'unknown' || (given.v === 'constant' && given.value === null);
  return type && isOpen ? { v: 'typed', type, scope, otherwise: given } : given;
}
