/**
 * Filters that many classes inherit: what one does is the same for two classes in which everything that it looks up on the object at hand
 * is the same. Judged once for all of them, instead of once per class.
 */
import type { Recorded } from '../../derived';
import type { LinkedUse } from '../link/linked';
import type { Interpreter } from '../program/interpret';
import { methodBehind } from '../program/mro';
import type { ClassValue, FunctionValue, InstanceValue, Steps, Value } from '../program/values';

/** Classes that are compared for one filter; beyond them it is judged anew. */
const MAX_ALIKE = 48;

/** What was looked up on objects of a class, with how it is looked up on another. */
type LookUps = Map<string, { of: (type: ClassValue) => unknown; found: unknown }>;

interface Shared<T> {
  self: InstanceValue;
  lookUps: LookUps;
  judged: Recorded<T>;
}

export class AlikeSteps<T> {
  private readonly lookUps = new WeakMap<ClassValue, LookUps>();
  /** Classes of which an action was run: what is remembered of them since then was looked up for other reasons. */
  private readonly closed = new WeakSet<ClassValue>();
  private readonly shared = new Map<string, Shared<T>[]>();

  constructor(private readonly program: Interpreter) {
    program.watch = (type, name, behind, value) => this.note(type, name, behind, value);
  }

  /** The judgement of such a filter, as `make` gives it for the first of its kind. */
  judge(use: LinkedUse, make: () => Recorded<T>): Recorded<T> {
    const { value } = use;
    const self = value.v === 'function' && use.as === 'step' && !use.when ? value.self : null;
    if (value.v !== 'function' || self?.v !== 'instance' || !self.of.fact.filters) return make();
    const key = `${use.name} ${keyOf(value, value.after)}`;
    const all = this.shared.get(key) ?? [];
    const alike = all.find((one) => this.isAlike(one, self));
    if (alike) return alike.judged;
    const judged = make();
    if (!this.closed.has(self.of) && all.length < MAX_ALIKE)
      this.shared.set(key, [...all, { self, lookUps: new Map(this.lookUps.get(self.of)), judged }]);
    return judged;
  }

  /** An action of a class is run: from now on nothing that is judged of it is taken for another one. */
  close(type: ClassValue): void {
    this.closed.add(type);
  }

  private isAlike({ self, lookUps }: Shared<T>, other: InstanceValue): boolean {
    const bases = (type: ClassValue): string => this.program.externalBases(type).join();
    if (bases(self.of) !== bases(other.of) || self.fields.size !== other.fields.size) return false;
    for (const { of, found } of lookUps.values()) if (of(other.of) !== found) return false;
    return true;
  }

  private note(type: ClassValue, name: string, behind: FunctionValue | null, value: Value | null | undefined): void {
    if (!type.fact.filters || this.closed.has(type)) return;
    let lookUps = this.lookUps.get(type);
    if (!lookUps) this.lookUps.set(type, (lookUps = new Map()));
    const key = behind ? `${behind.path}#${behind.fact.id} ${name}` : name;
    if (lookUps.has(key)) return;
    const { program } = this;
    const of = behind
      ? (other: ClassValue) => identityOf(methodBehind(other, behind.fact, name, program))
      : (other: ClassValue) => identityOf(program.bound(other, other, name));
    lookUps.set(key, { of, found: identityOf(value) });
  }
}

function identityOf(value: Value | null | undefined): unknown {
  return value?.v === 'function' ? value.fact : (value ?? null);
}

/** The filter and those before it, by where they are written. */
function keyOf({ path, fact }: FunctionValue, after: Steps | undefined): string {
  const own = `${path}#${fact.id}`;
  return after ? `${own} ${keyOf(after.fn, after.before ?? undefined)}` : own;
}
