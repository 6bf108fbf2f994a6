/** Functions that a body writes and hands to others, who call them back: what they close over is theirs to keep, and tells them apart. */
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

/** Names of arguments by which the outcomes of a helper are remembered. */
export class ArgumentKinds {
  /** Numbers by which what functions close over is told apart. */
  private readonly anchors = new WeakMap<object, number>();
  private anchored = 0;

  /** A function is told from others by what it closes over as well. */
  of(value: Abstract): string {
    if (value.v === 'unknown') return value.name ?? '';
    if (value.v !== 'function') return kindOf(value);
    const { parent, vars } = value.scope;
    const anchor = parent ?? anchorOf(value);
    const number = this.anchors.get(anchor) ?? ++this.anchored;
    this.anchors.set(anchor, number);
    const closes = parent ? [...vars].map(([name, one]) => `${name}:${kindOf(one)}`).join() : '';
    return `${value.path}#${value.fact.id}(${closes})@${number}`;
  }
}
