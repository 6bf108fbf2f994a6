/** Where a file gets a guard from that another one uses: a name that it has already, or the import that the other file has. */
import { dirname, join, relativeTo } from '../../modules/paths';
import { moduleResolver } from '../../modules/resolve';
import type { Span } from '../../span';
import type { Workspace } from '../../workspace';
import type { UsedGuard } from '../findings';
import { linkProgram } from '../link/link';
import type { LinkedRoute } from '../link/linked';
import type { CodeFacts } from '../../code/facts';
import type { Expression, Statement } from '../../code/model';
import { pythonModules } from '../names/python';
import type { Scope, Value } from '../program/values';

/** `from` as the file has to write it; `name` in that module, `default`, or null for the module itself; `as` the local name. */
export interface GuardImport {
  from: string;
  name: string | null;
  as: string;
  style: 'python' | 'esm' | 'commonjs';
  /** Imported as a type only. */
  type?: true;
}

/** What a file needs for a guard: null = nothing, it has the name. */
export type GuardSource = { needs: GuardImport | null } | { refused: string };

/** How the file of a route gets at the guard of its siblings. Asks no text, so that a fix is offered only where it can be made. */
export function guardSource(route: LinkedRoute, guard: UsedGuard, workspace: Workspace): GuardSource {
  const facts = workspace.part(route.path, 'code');
  const home = workspace.part(guard.use.path, 'code');
  if (!facts || !home || facts.broken) return { refused: 'The file has a syntax error.' };
  const name = guard.name.replace(/\(\)$/, '').split('.')[0] ?? guard.name;
  if (guard.use.path === route.path && isSameFunction(facts, route.fact.at, guard.use.at)) return { needs: null };
  const binding = bindingOf(facts, name);
  if (binding) {
    if (guard.use.path !== route.path && !isSameValue(guard, route.path, workspace))
      return { refused: `${name} means something else in this file.` };
    return isThereInTime(binding, facts, route)
      ? { needs: null }
      : { refused: `${name} is made after this route: move it up first.` };
  }
  return importedFrom(name, guard.use.path, route.path, workspace);
}

/** How a file gets at a name that another file uses in the body of a function. */
export function nameSource(name: string, home: string, path: string, workspace: Workspace): GuardSource {
  if (path === home) return { needs: null };
  const facts = workspace.part(path, 'code');
  if (!facts || !bindingOf(facts, name)) return importedFrom(name, home, path, workspace);
  const { modules } = workspace.derive(linkProgram).interpreter;
  const theirs = modules.get(home)?.scope;
  const isSame = theirs && meansThere({ e: 'name', name }, theirs, path, workspace);
  return isSame ? { needs: null } : { refused: `${name} means something else in this file.` };
}

/** The import that one file has, as another has to write it. */
function importedFrom(name: string, home: string, path: string, workspace: Workspace): GuardSource {
  const facts = workspace.part(path, 'code');
  const theirs = workspace.part(home, 'code');
  if (theirs?.language === 'go') {
    // All files of a Go package share their names; imports are each file's own.
    const isShared = dirname(home) === dirname(path) && bindingOf(theirs, name) && !isImported(theirs, name);
    return isShared ? { needs: null } : { refused: `${name} is not known in this file: import its package first.` };
  }
  const source = theirs && importIn(theirs, name);
  if (!facts || !source)
    return { refused: `${name} is not imported where it is used: move it to a module of its own first.` };
  const style = styleOf(facts);
  if (source.style !== 'python' && style !== null && source.style !== style)
    return { refused: 'The two files load modules in different ways.' };
  const from = specifierFor(path, home, source, workspace);
  return from === undefined
    ? { refused: `${name} cannot be imported into this file from ${home}.` }
    : { needs: { ...source, from } };
}

/** Whether the guard that stands at one place is in reach at another: both lie in the same function, or in none. */
function isSameFunction(facts: CodeFacts, route: Span, use: Span): boolean {
  const own = enclosing(facts, route);
  return own !== null && own === enclosing(facts, use) && use.line < route.line;
}

/** Id of the innermost function around a place; what stands before its name (a decorator) is outside. */
function enclosing(facts: CodeFacts, { line }: Span): string | null {
  const around = Object.values(facts.functions)
    .filter(({ at, extent }) => at.line < line && extent.endLine >= line)
    .sort((a, b) => b.at.line - a.at.line);
  return around[0]?.id ?? null;
}

function isImported({ body }: CodeFacts, name: string): boolean {
  return body.some((statement) => statement.s === 'import' && binds(statement, name));
}

interface Binding {
  line: number;
  /** A function that may be used above the place where it is written. */
  hoisted: boolean;
}

function bindingOf(facts: CodeFacts, name: string): Binding | undefined {
  for (const statement of facts.body) {
    if (!binds(statement, name)) continue;
    const hoisted = statement.s === 'def' && facts.language === 'javascript';
    return { line: 'line' in statement ? statement.line : 0, hoisted };
  }
  return undefined;
}

/** True for the statement that gives a module a name. */
export function binds(statement: Statement, name: string): boolean {
  if (statement.s === 'import') return statement.names.some(({ as }) => as === name);
  if (statement.s === 'let') return statement.to.e === 'name' && statement.to.name === name;
  return (statement.s === 'def' || statement.s === 'class') && statement.id === name;
}

function isThereInTime({ line, hoisted }: Binding, facts: CodeFacts, { fact }: LinkedRoute): boolean {
  return hoisted || line < fact.at.line || enclosing(facts, fact.at) !== null;
}

/** Whether the name of the guard means the same thing in another file. */
function isSameValue(guard: UsedGuard, path: string, workspace: Workspace): boolean {
  const { interpreter } = workspace.derive(linkProgram);
  const scope = interpreter.modules.get(path)?.scope;
  if (!scope) return false;
  const [first = '', ...members] = guard.name.replace(/\(\)$/, '').split('.');
  const expression = members.reduce<Expression>((of, name) => ({ e: 'member', of, name }), { e: 'name', name: first });
  const theirs = guard.use.value.v === 'guard' ? guard.use.value.value : guard.use.value;
  return theirs !== null && sameValue(interpreter.evaluate(expression, scope), theirs);
}

/** Whether an expression means in another file what it means in this scope. */
function meansThere(expression: Expression, theirs: Scope, path: string, workspace: Workspace): boolean {
  const { interpreter } = workspace.derive(linkProgram);
  const scope = interpreter.modules.get(path)?.scope;
  return (
    scope !== undefined && sameValue(interpreter.evaluate(expression, scope), interpreter.evaluate(expression, theirs))
  );
}

function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.v === 'function' && b.v === 'function') return a.fact === b.fact;
  if (a.v === 'class' && b.v === 'class') return a.fact === b.fact;
  if (a.v === 'instance' && b.v === 'instance') return a.of.fact === b.of.fact;
  return a.v === 'external' && b.v === 'external' && a.symbol === b.symbol;
}

/** The import that gives a file a name. */
function importIn(facts: CodeFacts, name: string): GuardImport | undefined {
  for (const statement of facts.body) {
    if (!binds(statement, name)) continue;
    if (statement.s === 'import') {
      const found = statement.names.find(({ as }) => as === name);
      const style = facts.language === 'python' ? 'python' : 'esm';
      return found && { from: statement.from, name: found.name, as: name, style };
    }
    const required = statement.s === 'let' ? requiredBy(statement.value) : undefined;
    return required && { ...required, as: name, style: 'commonjs' };
  }
  return undefined;
}

/** `require('x')`, or one member of it. */
export function requiredBy(value: Expression): { from: string; name: string | null } | undefined {
  if (value.e === 'import') return { from: value.from, name: null };
  return value.e === 'member' && value.of.e === 'import' ? { from: value.of.from, name: value.name } : undefined;
}

/** How a JavaScript file loads others; null when it loads none. */
function styleOf(facts: CodeFacts): 'esm' | 'commonjs' | null {
  if (facts.body.some(({ s }) => s === 'import')) return 'esm';
  return facts.body.some((statement) => statement.s === 'let' && requiredBy(statement.value)) ? 'commonjs' : null;
}

/** The module as another file has to write it; undefined when it would not lead to the same file. */
function specifierFor(path: string, home: string, source: GuardImport, workspace: Workspace): string | undefined {
  const resolver = source.style === 'python' ? workspace.derive(pythonModules) : workspace.derive(moduleResolver);
  const { from } = source;
  const own = from.startsWith('.') ? moved(from, home, path, source.style) : from;
  const there = resolver.resolve(home, from);
  const here = resolver.resolve(path, own);
  if (there.kind === 'file') return here.kind === 'file' && here.path === there.path ? own : undefined;
  return there.kind === 'package' && here.kind === 'package' && here.name === there.name ? own : undefined;
}

/** A relative module, seen from another file. */
function moved(from: string, home: string, path: string, style: GuardImport['style']): string {
  if (style !== 'python') return relativeTo(dirname(path), join(dirname(home), from));
  const dots = /^\.+/.exec(from)?.[0].length ?? 1;
  const target = join(dirname(home), ...Array<string>(dots - 1).fill('..'), ...from.slice(dots).split('.'));
  const [, ...steps] = `./${relativeTo(dirname(path), target)}`.split('/');
  const up = steps.filter((step) => step === '..').length;
  const down = steps.filter((step) => step !== '..' && step !== '.');
  return '.'.repeat(up + 1) + down.join('.');
}
