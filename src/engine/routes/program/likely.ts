/**
 * Which modules the links of a module will likely ask for, told from its facts alone: those whose names it evaluates when it is loaded,
 * puts in a guard's or handler's place, or calls. A guess, by which facts are collected before anybody has asked for them.
 */
import type { Argument, CodeFacts, Expression, Statement } from '../../code/model';
import { blocksOf, expressionsOf, partsOf, someStatement } from '../../code/visit';

/** An import that is likely followed: the module as written, with the names taken from it (null = the module itself). */
export interface LikelyImport {
  from: string;
  names: (string | null)[];
}

const imports = new WeakMap<CodeFacts, LikelyImport[]>();

/** The imports of a module that are likely followed; `linked`: the module itself is only read because a link leads to it. */
export function likelyImports(facts: CodeFacts, linked: boolean): LikelyImport[] {
  let found = imports.get(facts);
  if (!found) imports.set(facts, (found = new Finder(linked).of(facts)));
  return found;
}

/** Methods that are called when an object is made, or used as a guard. Whose method any other call means is seldom known. */
const KNOWN_METHODS = /\.(?:__init__|__call__|constructor|dispatch|handle|use)$/;

function isOfObject(id: string, classes: CodeFacts['classes']): boolean {
  const dot = id.indexOf('.');
  return dot > 0 && classes[id.slice(0, dot)] !== undefined && !KNOWN_METHODS.test(id);
}

class Finder {
  private readonly used = new Set<string>();
  private readonly statements: Statement[] = [];

  constructor(private readonly linked: boolean) {}

  of({ body, functions, classes }: CodeFacts): LikelyImport[] {
    this.block(body, true);
    for (const { id, body: own, decorators, params } of Object.values(functions)) {
      if (
        this.linked &&
        isOfObject(id, classes) &&
        !someStatement(own, (statement) => registered(statement).length > 0)
      )
        continue;
      this.block(own, false);
      this.all(decorators);
      for (const param of params)
        this.all([param.default, ...(param.type?.e === 'annotated' ? param.type.guards : [])]);
    }
    for (const { bases, body: own } of Object.values(classes)) {
      this.all(bases);
      this.block(own, true);
    }
    return this.statements.flatMap((statement) => this.followed(statement));
  }

  private followed(statement: Statement): LikelyImport[] {
    if (statement.s === 'export-from')
      return [{ from: statement.from, names: statement.names.map(({ name }) => name) }];
    if (statement.s !== 'import') return [];
    const names = statement.names.filter(({ as }) => as === '*' || this.used.has(as.split('.')[0] ?? as));
    return names.length === 0 ? [] : [{ from: statement.from, names: names.map(({ name }) => name) }];
  }

  /** `evaluates`: every name counts, not only those that are called. */
  private block(statements: readonly Statement[], evaluates: boolean): void {
    for (const statement of statements) {
      if (statement.s === 'import' || statement.s === 'export-from') this.statements.push(statement);
      for (const expression of [...expressionsOf(statement), ...registered(statement)])
        this.expression(expression, evaluates || registered(statement).length > 0);
      for (const block of blocksOf(statement)) this.block(block, evaluates);
    }
  }

  private expression(expression: Expression, evaluates: boolean): void {
    if (evaluates && expression.e === 'name') this.used.add(expression.name);
    if (expression.e === 'call') this.root(expression.callee);
    // The tag of a template is called as well.
    if (expression.e === 'other') for (const part of expression.parts) if (part.e === 'member') this.root(part);
    for (const part of partsOf(expression)) this.expression(part, evaluates || expression.e === 'guard');
  }

  private all(expressions: readonly (Expression | null)[]): void {
    for (const expression of expressions) if (expression) this.expression(expression, true);
  }

  /** `a` of `a.b.c()`. */
  private root(callee: Expression): void {
    let at = callee;
    while (at.e === 'member' || at.e === 'index') at = at.of;
    if (at.e === 'name') this.used.add(at.name);
  }
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
