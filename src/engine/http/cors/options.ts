/** Options of a registration by name, wherever they are written: named arguments, an object, a structure that was filled before, settings. */
import type { Argument, Expression, Statement } from '../../code/model';
import { blocksOf } from '../../code/visit';
import type { Interpreter } from '../../routes/program/interpret';
import type { LinkedUse } from '../../routes/link/linked';
import type { Scope, Value } from '../../routes/program/values';
import type { Workspace } from '../../workspace';

/** What an option was given: as it is written, or as the value that was found. */
export type Given = { expression: Expression; scope: Scope } | { value: Value };

export interface Options {
  get(name: string): Given | undefined;
  /** More may be set than was seen. */
  open: boolean;
  /** A function was given in the place of options. */
  decides: boolean;
}

/** Names of options as `CorsPackage` has them. */
export function plain(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

/** Options of a use. `settings`: they are variables of its module. */
export function optionsOfUse(
  use: LinkedUse,
  settings: boolean,
  workspace: Workspace,
  interpreter: Interpreter,
): Options | null {
  const scope = interpreter.modules.get(use.path)?.scope;
  if (!scope) return null;
  if (settings) return settingsOf(scope);
  const args = use.args.length > 0 ? use.args : (use.origin?.args ?? []);
  const found = new Map<string, Given>();
  const options: Options = { get: (name) => found.get(name), open: false, decides: false };
  const add = (name: string, given: Given): void => {
    found.set(plain(name), given);
  };
  const local = (expression: Expression): Expression => localOf(expression, use, workspace);
  const object = (expression: Expression): void => {
    const written = local(expression);
    if (written.e === 'record') return record(written);
    // A structure of Go, or an object of options that a class makes.
    if (written.e === 'call' && written.args.some(({ name }) => name !== null)) return named(written.args);
    // Kept in a variable, and filled line by line.
    const filled = expression.e === 'name' ? filledOf(expression.name, use, workspace) : [];
    for (const [name, value] of filled) add(name, { expression: value, scope });
    const value = interpreter.evaluate(written, scope);
    if (value.v === 'record') for (const [name, entry] of value.entries) add(name, { value: entry });
    else if (value.v === 'instance') for (const [name, field] of value.fields) add(name, { value: field });
    else if (value.v === 'function') options.decides = true;
    else if (filled.length === 0 && !isRouter(value)) options.open = true;
  };
  const record = ({ entries }: Extract<Expression, { e: 'record' }>): void => {
    for (const { key, value } of entries)
      if (key.e === 'text') add(key.value, { expression: local(value), scope });
      else if (key.e === 'spread') object(key.of);
      else options.open = true;
  };
  const named = (all: readonly Argument[]): void => {
    for (const { name, value } of all)
      if (name !== null) add(name, { expression: local(value), scope });
      else if (value.e === 'spread') object(value.of);
  };
  if (args.some(({ name, value }) => name !== null || value.e === 'spread')) named(args);
  else for (const { value } of givenValues(use, args, interpreter, scope)) object(value);
  for (const { name, value } of valuesOf(use)) if (name !== null && !found.has(plain(name))) add(name, { value });
  // What the object was made with that is given the application now, `CORS(origins=…)`, is out of sight here.
  if (use.origin?.symbol.endsWith('.init_app()') && found.size === 0) options.open = true;
  return options;
}

/** Positional arguments that may hold options: not the class or application that it is about. */
function givenValues(
  use: LinkedUse,
  args: readonly Argument[],
  interpreter: Interpreter,
  scope: Scope,
): readonly Argument[] {
  return args.filter(({ value }) => {
    if (value.e === 'record' || value.e === 'call') return true;
    const known = interpreter.evaluate(value, scope);
    return !isRouter(known) && !(known.v === 'external' && known.symbol === use.origin?.symbol);
  });
}

function isRouter(value: Value): boolean {
  return value.v === 'router' || (value.v === 'instance' && value.node !== null);
}

function valuesOf({ value }: LinkedUse): readonly { name: string | null; value: Value }[] {
  return value.v === 'external' ? value.values : [];
}

function settingsOf(scope: Scope): Options {
  const names = new Map([...scope.vars.keys()].map((name) => [plain(name), name]));
  return {
    get(name) {
      const own = names.get(name);
      return own === undefined ? undefined : { expression: { e: 'name', name: own }, scope };
    },
    open: false,
    decides: false,
  };
}

/** A variable of the function around a registration, as it was last set before. */
function localOf(expression: Expression, use: LinkedUse, workspace: Workspace): Expression {
  if (expression.e !== 'name') return expression;
  for (const body of bodiesAround(use, workspace)) {
    const set = lastSet(body, expression.name, use.at.line);
    if (set) return set;
  }
  return expression;
}

/** Bodies in which a registration stands, the innermost first. */
function bodiesAround(use: LinkedUse, workspace: Workspace): Statement[][] {
  const facts = workspace.part(use.path, 'code');
  const around = Object.values(facts?.functions ?? {})
    .filter((fact) => fact.extent.line <= use.at.line && fact.extent.endLine >= use.at.line)
    .sort((a, b) => b.extent.line - a.extent.line);
  return [...around.map((fact) => fact.body), facts?.body ?? []];
}

function lastSet(statements: readonly Statement[], name: string, before: number): Expression | undefined {
  let found: Expression | undefined;
  for (const statement of statements) {
    if (statement.s === 'let' && statement.line <= before && statement.to.e === 'name' && statement.to.name === name)
      found = statement.value;
    for (const block of blocksOf(statement)) found = lastSet(block, name, before) ?? found;
  }
  return found;
}

/** `config.AllowOrigins = …` */
function filledOf(name: string, use: LinkedUse, workspace: Workspace): [string, Expression][] {
  const found: [string, Expression][] = [];
  const visit = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      if (statement.s === 'let' && statement.line <= use.at.line && statement.to.e === 'member') {
        const { of, name: field } = statement.to;
        if (of.e === 'name' && of.name === name) found.push([field, statement.value]);
      }
      blocksOf(statement).forEach(visit);
    }
  };
  bodiesAround(use, workspace).forEach(visit);
  return found;
}
