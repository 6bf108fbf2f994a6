/** Functions that a body writes and hands to others, who call them back: what they close over is theirs to keep, and tells them apart. */
import type { FunctionValue } from '../program/values';
import type { Abstract } from './abstract';
import { anchorOf, kindOf, type Context, type State } from './state';
import { closed } from './results';

type Given = { name: string | null; value: Abstract };

/** Functions written in this body keep what its variables are, where they are handed to somebody else who calls them. */
export function closedOver(values: Given[], state: State, { scope }: Context): Given[] {
  return values.map((arg) =>
    arg.value.v === 'function' && arg.value.scope === scope ? { ...arg, value: closed(arg.value, state) } : arg,
  );
}

/** How deep what is handed over is looked at, and how much of it. */
const MAX_DEPTH = 2;
const MAX_PARTS = 12;

/**
 * Names of arguments by which the outcomes of a helper are remembered. What may be called decides as much as what is asked for, so functions are
 * told apart wherever they stand: in a list, an object, a field, or among what another function closes over.
 */
export class ArgumentKinds {
  /** Numbers by which scopes and classes are told apart. */
  private readonly numbers = new WeakMap<object, number>();
  private count = 0;

  of(value: Abstract, depth = 0): string {
    if (value.v === 'unknown') return value.name ?? '';
    if (value.v === 'function') return this.ofFunction(value, depth);
    if (depth > MAX_DEPTH) return kindOf(value);
    switch (value.v) {
      case 'list':
        return `[${value.items.length}:${this.parts(value.items, depth)}]`;
      case 'choice':
        return `(${this.parts(value.options, depth)})`;
      case 'record':
      case 'made':
        return `{${this.entries(value.entries, depth)}}`;
      case 'instance':
        return `${this.numberOf(value.of)}{${this.entries(value.fields, depth)}}`;
      case 'class':
        return `class${this.numberOf(value)}`;
      case 'refusal':
        return `refusal ${value.refusal.status}`;
      case 'external':
        return `external ${value.symbol}`;
      default:
        return kindOf(value);
    }
  }

  /** A function is told from others by what it closes over as well. */
  private ofFunction(fn: FunctionValue, depth: number): string {
    const { parent, vars } = fn.scope;
    const closes = parent && depth <= MAX_DEPTH ? this.entries(vars, depth) : '';
    return `${fn.path}#${fn.fact.id}(${closes})@${this.numberOf(parent ?? anchorOf(fn))}`;
  }

  private parts(values: readonly Abstract[], depth: number): string {
    return values
      .slice(0, MAX_PARTS)
      .map((one) => this.of(one, depth + 1))
      .join();
  }

  private entries(entries: ReadonlyMap<string, Abstract>, depth: number): string {
    return [...entries]
      .slice(0, MAX_PARTS)
      .map(([name, one]) => `${name}:${this.of(one, depth + 1)}`)
      .join();
  }

  private numberOf(thing: object): number {
    const number = this.numbers.get(thing) ?? ++this.count;
    this.numbers.set(thing, number);
    return number;
  }
}
