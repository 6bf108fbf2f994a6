/** Arguments of the calls in a routes file. */
import type { Argument, Expression } from '../../../code/model';

export class RouteOptions {
  constructor(
    readonly args: readonly Argument[],
    private readonly variables: ReadonlyMap<string, string>,
  ) {}

  /** Literal texts among the positional arguments. */
  get paths(): string[] {
    return this.args.flatMap(({ name, value }) => {
      if (name !== null) return [];
      if (value.e === 'spread') return this.texts(value.of);
      const text = this.textOf(value);
      return text === null ? [] : [text];
    });
  }

  /** `'users' => 'users#index'`: pairs with a text for a key. */
  get pairs(): { path: string; to: Expression }[] {
    return this.args.flatMap(({ name, value }) => {
      if (name !== null || value.e !== 'record') return [];
      return value.entries.flatMap(({ key, value: to }) => {
        const path = this.textOf(key);
        return path === null ? [] : [{ path, to }];
      });
    });
  }

  value(name: string): Expression | undefined {
    return this.args.find((arg) => arg.name === name)?.value;
  }

  text(name: string): string | null {
    const value = this.value(name);
    return value ? this.textOf(value) : null;
  }

  /** Texts of an option that takes one or several; null where it is not given. */
  list(name: string): string[] | null {
    const value = this.value(name);
    return value ? this.texts(value) : null;
  }

  has(name: string): boolean {
    return this.args.some((arg) => arg.name === name);
  }

  isTrue(name: string): boolean {
    const value = this.value(name);
    return value?.e === 'constant' && value.value === true;
  }

  /** What an expression says literally, variables of the blocks around it included. */
  textOf(value: Expression): string | null {
    if (value.e === 'text') return value.value;
    if (value.e === 'name') return this.variables.get(value.name) ?? null;
    if (value.e !== 'join') return null;
    const parts = value.parts.map((part) => this.textOf(part));
    return parts.every((part) => part !== null) ? parts.join('') : null;
  }

  texts(value: Expression): string[] {
    if (value.e !== 'list') {
      const text = this.textOf(value);
      return text === null ? [] : [text];
    }
    return value.items.flatMap((item) => this.texts(item));
  }
}
