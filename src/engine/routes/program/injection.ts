/** Objects that a container makes: the constructor of each is given what the types of its parameters name. */
import { HANDED_ON } from '../../code/model-setup';
import type { Recorded } from '../../derived';
import type { Interpreter } from './interpret';
import { methodBehind } from './mro';
import { external } from './state';
import { NOTHING, unknown, type ClassValue, type Value } from './values';

/** How deep what is injected has things injected itself. */
const MAX_INJECTED = 3;

/** What a class that is being made gets of itself. */
const NOTHING_INJECTED: Recorded<Value> = { key: undefined, value: NOTHING, madeAt: 0, validAt: Infinity };

export class Injection {
  private readonly made = new WeakMap<ClassValue, Recorded<Value>>();

  constructor(private readonly program: Interpreter) {}

  /** The one object of a class. */
  objectOf(type: ClassValue, depth = 0): Value {
    const { workspace } = this.program;
    const known = this.made.get(type);
    if (known && workspace.holds(known)) return workspace.take(known);
    this.made.set(type, NOTHING_INJECTED);
    const made = workspace.record(() => this.make(type, depth));
    this.made.set(type, made);
    return workspace.take(made);
  }

  private make(type: ClassValue, depth: number): Value {
    let constructor = this.program.bound(type, NOTHING, 'constructor') ?? null;
    while (constructor?.v === 'function' && constructor.fact.params[0]?.name === HANDED_ON)
      constructor = methodBehind(type, constructor.fact, 'constructor', this.program);
    const params = constructor?.v === 'function' ? constructor.fact.params : [];
    const scope = constructor?.v === 'function' ? constructor.scope : type.scope;
    const language = this.program.languageOf(type.path);
    const isTyped = language === 'java' || language === 'csharp';
    const args = params.map((param) => {
      // Where every parameter names its type, it is looked for when it is used.
      if (isTyped && param.type) return { name: null, value: { v: 'typed' as const, type: param.type, scope } };
      const wanted = param.type && depth < MAX_INJECTED ? this.program.evaluate(param.type, scope) : NOTHING;
      if (wanted.v === 'class') return { name: null, value: this.objectOf(wanted, depth + 1) };
      const value = wanted.v === 'external' ? external(`${wanted.symbol}()`) : unknown(null, param.name);
      return { name: null, value };
    });
    return this.program.call(type, args, 1) ?? NOTHING;
  }
}
