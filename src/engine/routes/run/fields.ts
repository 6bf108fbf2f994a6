/**
 * Fields of an object (`@user`) as the steps leave them that ran on it before: one step finds out who is calling, a later one refuses
 * whom it has not found.
 */
import type { Recorded } from '../../derived';
import { someStatement } from '../../code/visit';
import type { Statement } from '../../code/model';
import type { FunctionValue, Steps } from '../program/values';
import { isTainted, type Abstract, type Scenario } from './abstract';
import { kindOf, UNKNOWN, type Outcome } from './state';

export type Fields = ReadonlyMap<string, Abstract>;

const NONE: Fields = new Map();

/** Who runs the steps. */
interface Runner {
  readonly notes: { sawPath: boolean };
  readonly program: { workspace: { record<T>(make: () => T): Recorded<T>; take<T>(recorded: Recorded<T>): T } };
  step(fn: FunctionValue, fields: Fields, scenario: Scenario): Outcome[];
}

export class FieldsBefore {
  private readonly known = new WeakMap<Steps, Map<string, Recorded<Fields>>>();

  constructor(private readonly runner: Runner) {}

  /** The fields after these steps, for a caller that came through them on any path. */
  of(steps: Steps | undefined, { credential }: Pick<Scenario, 'credential'>): Fields {
    if (!steps) return NONE;
    const cache = this.known.get(steps) ?? new Map<string, Recorded<Fields>>();
    this.known.set(steps, cache);
    const { workspace } = this.runner.program;
    let known = cache.get(credential);
    if (!known) {
      // What a step finds out seldom turns on the path: it is asked once for all of them.
      const outer = this.runner.notes.sawPath;
      known = workspace.record(() => this.after(steps, { credential, url: null, method: null }));
      this.runner.notes.sawPath = outer;
      cache.set(credential, known);
    }
    return workspace.take(known);
  }

  private after({ fn, before }: Steps, scenario: Scenario): Fields {
    const fields = this.of(before ?? undefined, scenario);
    const passed = this.runner.step(fn, fields, scenario).filter(({ end }) => end === 'pass');
    const names = new Set([...assigned(fn.fact.body), ...passed.flatMap((one) => [...(one.fields?.keys() ?? [])])]);
    if (names.size === 0) return fields;
    const after = new Map(fields);
    for (const name of names) after.set(name, leftBy(passed, name));
    return after;
  }
}

/** What a step leaves in a field; where it never gets to fill it for want of a credential, nothing. */
function leftBy(passed: readonly Outcome[], name: string): Abstract {
  const values = passed.flatMap((one) => one.fields?.get(name) ?? []);
  const [first] = values;
  if (values.some((value) => !isTainted(value) && !isNothing(value))) return UNKNOWN;
  if (values.length < passed.length || !first)
    return passed.some(({ credential }) => credential) ? { v: 'absent' } : UNKNOWN;
  const tainted = values.find(isTainted);
  return tainted ?? (new Set(values.map(kindOf)).size === 1 ? first : UNKNOWN);
}

function isNothing(value: Abstract): boolean {
  return value.v === 'constant' && value.value === null;
}

/** Fields that statements assign. */
export function assigned(body: readonly Statement[]): ReadonlySet<string> {
  let names = lists.get(body);
  if (!names) {
    const found = new Set<string>();
    someStatement(body, (statement) => {
      if (statement.s === 'let' && statement.to.e === 'name' && statement.to.name.startsWith('@'))
        found.add(statement.to.name);
      return false;
    });
    lists.set(body, (names = found));
  }
  return names;
}

const lists = new WeakMap<readonly Statement[], ReadonlySet<string>>();
