/** Which calls are entered while modules are run: start-up code calls its helpers from everywhere, and once more often tells nothing new. */
import type { Interpreter } from './interpret';
import { nodeOf, type EvaluatedArgument, type FunctionValue, type Value } from './values';

/** Times that one function is entered, unless it is given a router. */
const MAX_ENTRIES = 8;
/** The same where whole programs are run (Go's `main`). */
const MAX_PROGRAM_ENTRIES = 4;
/** How deep a function calls itself over data that is known: lists of routes within lists of routes. */
const MAX_NESTED = 8;

export class Entries {
  private counts = new Map<string, number>();
  /** What was entered until everything was linked. */
  private linked: ReadonlyMap<string, number> = new Map();
  /** Functions that are being run, with how many of their calls are under way. */
  private readonly running = new Map<string, number>();

  constructor(private readonly program: Interpreter) {}

  /** Everything is linked. */
  settle(): void {
    this.linked = this.counts;
    this.startAnew();
  }

  /** Counts from where linking ended. */
  startAnew(): void {
    this.counts = new Map();
  }

  /**
   * True for a function that was entered so often that once more tells nothing new. Short ones (they build paths) and calls that hand over a
   * router, or are made on an object that has one, are never refused.
   */
  isWornOut(callee: FunctionValue, args: readonly EvaluatedArgument[]): boolean {
    const body = this.program.bodyOf(callee);
    // A guard factory makes a new guard with every call.
    if (body.some((statement) => statement.s === 'def')) return false;
    if (body.length <= 3 || args.some(({ value }) => nodeOf(value) !== null) || holdsRouter(callee.self)) return false;
    const key = keyOf(callee);
    const count = (this.counts.get(key) ?? this.linked.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    return count > (this.program.languageOf(callee.path) === 'go' ? MAX_PROGRAM_ENTRIES : MAX_ENTRIES);
  }

  /**
   * A call begins, and `end` is to be called after it. False for a function that calls itself over data that nobody knows: where it does so
   * twice, it would be run once for each leaf of a tree as deep as calls are followed.
   */
  begin(callee: FunctionValue, args: readonly EvaluatedArgument[]): boolean {
    const key = keyOf(callee);
    const count = this.running.get(key) ?? 0;
    if (count >= MAX_NESTED || (count > 0 && args.every(({ value }) => tellsNothing(value)))) return false;
    this.running.set(key, count + 1);
    return true;
  }

  end(callee: FunctionValue): void {
    const key = keyOf(callee);
    const count = (this.running.get(key) ?? 1) - 1;
    if (count > 0) this.running.set(key, count);
    else this.running.delete(key);
  }
}

/** True for an object with a router of its own: what its class registers is registered for each. */
function holdsRouter(self: Value | null): boolean {
  return self?.v === 'instance' && [...self.fields.values()].some((value) => nodeOf(value) !== null);
}

function keyOf({ path, fact }: FunctionValue): string {
  return `${path}#${fact.id}`;
}

/** True for a value with which a function runs as with any other: it holds nothing that could be registered or gone through. */
function tellsNothing(value: Value): boolean {
  switch (value.v) {
    case 'unknown':
    case 'constant':
    case 'setting':
    case 'external':
    case 'request':
      return true;
    case 'list':
      return value.items.every(tellsNothing);
    case 'record':
      return [...value.entries.values()].every(tellsNothing);
    case 'choice':
      return value.options.every(tellsNothing);
    default:
      return false;
  }
}
