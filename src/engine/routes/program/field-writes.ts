/** What is written to the fields of objects, so that branches of which either may be taken leave what either of them wrote. */
import { either, type Value } from './values';

type Fields = Map<string, Value>;

/** Per object, what its fields held before they were written to; undefined = nothing. */
type Before = Map<Fields, Map<string, Value | undefined>>;

/** The ways of one branch: each starts from the same fields. */
export interface Fork {
  /** Ends a way. `counts`: whether anything goes on from its end. */
  next(counts: boolean): void;
  /** Puts together what the ways left. */
  join(): void;
}

export class FieldWrites {
  private before: Before | null = null;

  set(fields: Fields, key: string, value: Value): void {
    if (this.before) noteBefore(this.before, fields, key);
    fields.set(key, value);
  }

  fork(): Fork {
    const outer = this.before;
    const all: Before = new Map();
    const ways: { fields: Fields; left: Map<string, Value | undefined> }[][] = [];
    this.before = new Map();
    return {
      next: (counts) => {
        const way = [...(this.before ?? [])].map(([fields, keys]) => {
          const left = new Map([...keys.keys()].map((key) => [key, fields.get(key)]));
          for (const [key, value] of keys) {
            noteBefore(all, fields, key);
            restore(fields, key, value);
          }
          return { fields, left };
        });
        if (counts) ways.push(way);
        this.before = new Map();
      },
      join: () => {
        this.before = outer;
        for (const [fields, keys] of all)
          for (const [key, value] of keys) {
            const left = ways.map((way) => way.find((one) => one.fields === fields)?.left ?? new Map([[key, value]]));
            const values = left.map((one) => (one.has(key) ? one.get(key) : value));
            const known = values.filter((one) => one !== undefined);
            if (known.length > 0) this.set(fields, key, known.reduce(either));
          }
      },
    };
  }
}

function noteBefore(before: Before, fields: Fields, key: string): void {
  const keys = before.get(fields) ?? new Map<string, Value | undefined>();
  before.set(fields, keys);
  if (!keys.has(key)) keys.set(key, fields.get(key));
}

function restore(fields: Fields, key: string, value: Value | undefined): void {
  if (value === undefined) fields.delete(key);
  else fields.set(key, value);
}
