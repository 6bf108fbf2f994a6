/**
 * Which modules the links of a module will likely ask for, told from its facts alone: those whose names it evaluates when it is loaded,
 * puts in a guard's or handler's place, or calls. A guess, by which facts are collected before anybody has asked for them.
 */
import type { CodeFacts } from '../../code/facts';
import type { Argument, Expression, FunctionFact, Statement } from '../../code/model';
import { blocksOf, expressionsOf, partsOf, someStatement } from '../../code/visit';

/** An import that is likely followed: the module as written, with the names taken from it (null = the module itself). */
export interface LikelyImport {
  from: string;
  names: (string | null)[];
  /** What the names stand for likely runs; else it is only looked at. */
  runs: boolean;
}

/** Names that other modules take from one. */
export interface Taken {
  /** Those that likely run. */
  run: Set<string>;
  /** Those that are only handed over. */
  handed: Set<string>;
}

/** Stands for a module that is taken as a whole, among the names that are taken from it. */
export const WHOLE = '*';

/** Methods that run when an object is made. */
const MAKING = new Set(['__init__', '__new__', 'constructor', 'initialize', '__construct']);
/** Methods that are called when an object is used as a guard. */
const GUARDING = new Set(['__call__', 'dispatch', 'handle', 'use']);

/** A function of which nobody is known yet to run it. */
interface Waiting {
  /** Its own name, and that of its class. */
  name: string;
  of: string | null;
  fact: FunctionFact;
}

/** Names of methods that are called somewhere, with what has been added lately. */
export class CalledMethods {
  private readonly names = new Set<string>();
  private fresh: string[] = [];

  add(names: Iterable<string>): void {
    for (const name of names) {
      if (this.names.has(name)) continue;
      this.names.add(name);
      this.fresh.push(name);
    }
  }

  has(name: string): boolean {
    return this.names.has(name);
  }

  /** What has been added since this was called last. */
  takeFresh(): string[] {
    return this.fresh.splice(0);
  }
}

/** A module of which is told step by step what is likely followed, as more becomes known of what is called. */
export class LikelyModule {
  /** Names that are called or evaluated. */
  private readonly names = new Set<string>();
  /** Names that are only handed over: a model to a query, a task to a scheduler. */
  private readonly handed = new Set<string>();
  /** Methods that are called, by their names alone. */
  private readonly calls = new Set<string>();
  private readonly statements: ImportStatement[] = [];
  private waiting: Waiting[] = [];
  private readonly given = new Set<string>();
  private isNew = true;
  /** How much was taken when imports were given last. */
  private takenSize = 0;

  /** `linked`: the module itself is only read because a link leads to it. */
  constructor({ body, functions, classes }: CodeFacts, linked: boolean) {
    const runsInPart = linked && !registersIn(body);
    this.block(body, true);
    for (const fact of Object.values(functions)) {
      const waits = runsInPart && fact.decorators.length === 0 && !registersIn(fact.body);
      if (waits) this.waiting.push({ ...partsOfId(fact.id, classes), fact });
      else this.read(fact);
    }
    for (const { bases, body: own } of Object.values(classes)) {
      this.all(bases);
      this.block(own, true);
    }
  }

  /** Names of the methods of which nobody is known yet to call them. */
  get awaited(): string[] {
    return this.waiting.flatMap(({ of, name }) => (of === null ? [] : [name]));
  }

  /**
   * The imports that are likely followed and have not been given before.
   * @param called methods that modules call; those that are called from here are added
   */
  imports(called: CalledMethods, taken: Taken): LikelyImport[] {
    const size = taken.run.size + taken.handed.size;
    if (this.isNew) called.add(this.calls);
    const isSame = !this.isNew && this.takenSize === size;
    if (!this.release(called, taken) && isSame) return [];
    this.isNew = false;
    this.takenSize = size;
    return this.statements.flatMap((statement) => this.followed(statement, taken));
  }

  /** Takes in what now runs; false when nothing more does. */
  private release(called: CalledMethods, taken: Taken): boolean {
    const { length } = this.waiting;
    for (let before = -1; before !== this.waiting.length;) {
      before = this.waiting.length;
      this.waiting = this.waiting.filter((one) => {
        if (!this.runs(one, called, taken)) return true;
        this.read(one.fact);
        return false;
      });
    }
    const hasGrown = this.waiting.length < length;
    if (hasGrown) called.add(this.calls);
    return hasGrown;
  }

  /** Takes in what a function uses that runs. */
  private read({ body, decorators, params }: FunctionFact): void {
    this.block(body, false);
    this.all(decorators);
    for (const param of params) this.all([param.default, ...(param.type?.e === 'annotated' ? param.type.guards : [])]);
  }

  /** Gives everything once more: names may now lead elsewhere. */
  again(): void {
    this.given.clear();
    this.isNew = true;
  }

  /** The names that it uses and has not imported, as far as they have not been given before. Call after `imports`. */
  ambientNames(): string[] {
    const imported = new Set(
      this.statements.flatMap(({ s, names }) => (s === 'import' ? names.map(({ as }) => as) : [])),
    );
    const used = [...this.names, ...this.handed];
    const fresh = used.filter((name) => !this.given.has(name) && !imported.has(name));
    for (const name of fresh) this.given.add(name);
    return fresh;
  }

  private runs({ name, of, fact }: Waiting, called: CalledMethods, { run }: Taken): boolean {
    const isUsed = (one: string): boolean => this.names.has(one) || run.has(one);
    if (this.names.has(fact.id)) return true;
    if (of === null) return isUsed(name) || (run.has(WHOLE) && called.has(name));
    return MAKING.has(name) || GUARDING.has(name) ? isUsed(of) : called.has(name) || this.calls.has(name);
  }

  /** Also what others take from here that is imported itself. */
  private followed(statement: ImportStatement, taken: Taken): LikelyImport[] {
    const { names: used, handed } = this;
    const runs = this.fresh(statement, (name) => used.has(name.split('.')[0] ?? name) || taken.run.has(name));
    const others = this.fresh(statement, (name) => handed.has(name.split('.')[0] ?? name) || taken.handed.has(name));
    return [
      ...(runs.length > 0 ? [{ from: statement.from, names: runs, runs: true }] : []),
      ...(others.length > 0 ? [{ from: statement.from, names: others, runs: false }] : []),
    ];
  }

  /** Names of a statement that are meant and have not been given before. */
  private fresh(statement: ImportStatement, isMeant: (name: string) => boolean): (string | null)[] {
    const names = statement.names.filter(({ as }) => statement.s === 'export-from' || as === '*' || isMeant(as));
    const fresh = names.map(({ name }) => name).filter((name) => !this.given.has(`${statement.from} ${name}`));
    for (const name of fresh) this.given.add(`${statement.from} ${name}`);
    return fresh;
  }

  /** `evaluates`: every name counts, not only those that are called. */
  private block(statements: readonly Statement[], evaluates: boolean): void {
    for (const statement of statements) {
      if (statement.s === 'import' || statement.s === 'export-from') this.statements.push(statement);
      const own = registered(statement);
      for (const expression of expressionsOf(statement)) this.expression(expression, evaluates || own.length > 0);
      for (const expression of own) this.expression(expression, true);
      for (const block of blocksOf(statement)) this.block(block, evaluates);
    }
  }

  private expression(expression: Expression, evaluates: boolean): void {
    const { names, handed } = this;
    if (evaluates && expression.e === 'name') names.add(expression.name);
    if (expression.e === 'function') names.add(expression.id);
    if (expression.e === 'call') {
      this.root(expression.callee, names);
      for (const { value } of expression.args) this.root(value, evaluates ? names : handed);
    }
    // The tag of a template is called as well.
    if (expression.e === 'other') for (const part of expression.parts) if (part.e === 'member') this.root(part, names);
    for (const part of partsOf(expression)) this.expression(part, evaluates || expression.e === 'guard');
  }

  private all(expressions: readonly (Expression | null)[]): void {
    for (const expression of expressions) if (expression) this.expression(expression, true);
  }

  /** `a` of `a.b.c`, where `c` may be a method. */
  private root(expression: Expression, into: Set<string>): void {
    if (expression.e === 'member' && into === this.names) this.calls.add(expression.name);
    let at = expression;
    while (at.e === 'member' || at.e === 'index') at = at.of;
    if (at.e === 'name') into.add(at.name);
  }
}

type ImportStatement = Extract<Statement, { s: 'import' | 'export-from' }>;

/** Name of a function, and of the class whose method it is; what stands inside another function goes with that one. */
function partsOfId(id: string, classes: CodeFacts['classes']): { name: string; of: string | null } {
  const [first = id, second] = id.split('.');
  return second !== undefined && classes[first] !== undefined ? { name: second, of: first } : { name: first, of: null };
}

function registersIn(body: readonly Statement[]): boolean {
  return someStatement(body, (statement) => registered(statement).length > 0);
}

/** Everything that a registration evaluates; the arguments that only checks read are left out. */
function registered(statement: Statement): Expression[] {
  switch (statement.s) {
    case 'route':
      return [statement.on, statement.handler, ...statement.paths, ...statement.guards.map(({ value }) => value)];
    case 'mount':
      return [
        statement.into,
        statement.what,
        ...orNone(statement.prefix),
        ...statement.guards.map(({ value }) => value),
      ];
    case 'use':
      return [statement.on, statement.guard.value, ...(statement.paths ?? []), ...valuesOf(statement.args)];
    case 'configure':
      return statement.hooks ? [statement.on, statement.hooks, ...orNone(statement.service ?? null)] : [];
    case 'override':
      return [statement.on, statement.guard, statement.by];
    case 'serve':
      return [statement.app, ...orNone(statement.host)];
    default:
      return [];
  }
}

function orNone(expression: Expression | null): Expression[] {
  return expression ? [expression] : [];
}

function valuesOf(args: readonly Argument[]): Expression[] {
  return args.map(({ value }) => value);
}
