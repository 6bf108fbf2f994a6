/**
 * Code facts that know who reads what of them. While somebody types inside a function nothing changes but its body, and perhaps where the
 * first syntax error stands; above it, its doc: they change in place, and only what was derived from them is derived again.
 */
import { currentReading, type Cell } from '../reading';
import type { CodeFacts } from './facts';
import type { FunctionFact, HandlerInput, Parameter, Expression, FilterFact, Statement } from './model';
import type { Span } from '../span';

/** Something that changes in place, and the cell under which reading it is recorded: made by whoever reads it first. */
class Changing {
  #cell: Cell | undefined;

  noteRead(): void {
    const reading = currentReading();
    if (reading) reading.cells.add((this.#cell ??= { path: '', part: 'code', changedAt: 0 }));
  }

  get cell(): Cell | undefined {
    return this.#cell;
  }
}

/** Seen from outside it is as plain as before: what is tracked are properties of its own. */
class TrackedFunction extends Changing implements FunctionFact {
  declare id: string;
  declare name: string;
  declare params: Parameter[];
  declare decorators: Expression[];
  declare filters?: FilterFact[];
  declare input?: HandlerInput;
  declare body: Statement[];
  declare doc: string | null;
  declare at: Span;
  declare extent: Span;
  #body: Statement[];
  #doc: string | null;

  constructor({ body, doc, ...head }: FunctionFact) {
    super();
    Object.assign(this, head);
    this.#body = body;
    this.#doc = doc;
    Object.defineProperties(this, TrackedFunction.properties);
  }

  private static readonly properties: PropertyDescriptorMap & ThisType<TrackedFunction> = {
    body: {
      enumerable: true,
      get() {
        this.noteRead();
        return this.#body;
      },
      set(body: Statement[]) {
        this.#body = body;
      },
    },
    doc: {
      enumerable: true,
      get() {
        this.noteRead();
        return this.#doc;
      },
      set(doc: string | null) {
        this.#doc = doc;
      },
    },
  };
}

/** The versions of one file that differ in nothing but in what changes in place. */
class Home extends Changing {
  version = 0;
  /** What each version, the oldest first, has changed; the last few of them. */
  readonly log: (readonly Changing[])[] = [];

  constructor(public broken: Span | null) {
    super();
  }
}

/** Versions of a file that are remembered: more than a run that was overtaken misses. */
const MANY = 32;

class TrackedCode implements CodeFacts {
  readonly language: CodeFacts['language'];
  readonly body: Statement[];
  readonly functions: CodeFacts['functions'];
  readonly classes: CodeFacts['classes'];
  declare readonly broken: Span | null;
  readonly #home: Home;
  readonly #version: number;

  constructor({ language, body, functions, classes }: Omit<CodeFacts, 'broken'>, home: Home) {
    this.language = language;
    this.body = body;
    this.functions = functions;
    this.classes = classes;
    this.#home = home;
    this.#version = home.version;
    Object.defineProperties(this, TrackedCode.properties);
  }

  private static readonly properties: PropertyDescriptorMap & ThisType<TrackedCode> = {
    broken: {
      enumerable: true,
      get() {
        this.#home.noteRead();
        return this.#home.broken;
      },
    },
  };

  /** The same facts with functions whose bodies or docs are others now, and another first syntax error. */
  next(facts: CodeFacts, changed: readonly FunctionFact[]): TrackedCode {
    const home = this.#home;
    const isBroken = JSON.stringify(home.broken) !== JSON.stringify(facts.broken);
    home.broken = facts.broken;
    home.version++;
    const changing = changed.filter((fact) => fact instanceof Changing);
    home.log.push(isBroken ? [...changing, home] : changing);
    if (home.log.length > MANY) home.log.shift();
    return new TrackedCode(this, home);
  }

  /** What has changed in place since an earlier version, as far as anybody has read it; undefined when that is not all. */
  since(earlier: TrackedCode): readonly Cell[] | undefined {
    const home = this.#home;
    const first = home.log.length - (home.version - earlier.#version);
    if (earlier.#home !== home || first < 0 || this.#version !== home.version) return undefined;
    return home.log.slice(first).flatMap((changing) => changing.flatMap(({ cell }) => cell ?? []));
  }
}

/** Code facts as they came from the collector, tracked. */
export function tracked(facts: CodeFacts): CodeFacts {
  if (facts instanceof TrackedCode) return facts;
  const functions = Object.entries(facts.functions).map(([id, fact]) => [id, trackedFunction(fact)] as const);
  return new TrackedCode({ ...facts, functions: Object.fromEntries(functions) }, new Home(facts.broken));
}

function trackedFunction(fact: FunctionFact): FunctionFact {
  return fact instanceof TrackedFunction ? fact : new TrackedFunction(fact);
}

/** The former facts at a new version, which differs in bodies and docs of these functions and perhaps in the first syntax error. */
export function nextVersion(former: CodeFacts, fresh: CodeFacts, changed: readonly FunctionFact[]): CodeFacts {
  return former instanceof TrackedCode ? former.next(fresh, changed) : tracked({ ...former, broken: fresh.broken });
}

/** What has changed in place between two versions of code facts and was read; undefined when that is not all that has changed. */
export function changedInPlace(before: unknown, after: unknown): readonly Cell[] | undefined {
  return before instanceof TrackedCode && after instanceof TrackedCode ? after.since(before) : undefined;
}
