/**
 * Which functions the linker has to enter for what they do: those that may register routes, mounts or middleware, make an application, or
 * call one that does. Told by names over all modules, so it says yes too often and never no wrongly for a direct call; without it, running
 * an application's start-up code would enter everything it calls.
 */
import { moduleResolver } from '../modules/resolve';
import type { Workspace } from '../workspace';
import type { CodeFacts, Expression, FunctionFact, Statement } from './model';
import { expressionsOf, partsOf, someExpression, someStatement } from './visit';

/** Methods that put something into a list or record, so that it is found there later. */
const COLLECTS = new Set([
  'append',
  'push',
  'unshift',
  'extend',
  'insert',
  'update',
  'set',
  'add',
  'setdefault',
  'assign',
  'register',
]);

/** A function that does not register anything by itself. */
interface Waiting {
  key: string;
  names: string[];
  /** Last names of what it calls. */
  calls: Set<string>;
  /** Keys of the functions written inside it. */
  inner: string[];
}

export class Relevance {
  /** Names under which relevant functions and classes are called. */
  private readonly names = new Set<string>();
  private readonly functions = new Set<string>();

  constructor(workspace: Workspace) {
    const modules = [...workspace.each('code')].map(({ file, facts }) => ({ path: file.path, facts }));
    const waiting: Waiting[] = [];
    for (const { path, facts } of modules) {
      for (const fact of Object.values(facts.functions)) {
        const key = `${path}#${fact.id}`;
        const names = namesOf(fact, facts);
        if (registersDirectly(fact)) this.mark(key, names);
        else waiting.push({ key, names, ...usesOf(fact, path) });
      }
    }
    this.spread(waiting);
    this.aliases(workspace, modules);
    this.spread(waiting);
  }

  /** Whether a function may register something. */
  function(path: string, fact: FunctionFact): boolean {
    return this.functions.has(`${path}#${fact.id}`);
  }

  /** Whether a call made for its effect has to be followed. */
  call(expression: Extract<Expression, { e: 'call' }>, path: string): boolean {
    const { callee, args } = expression;
    if (callee.e !== 'name' && callee.e !== 'member') return true;
    if (this.names.has(callee.name) || (callee.e === 'member' && COLLECTS.has(callee.name))) return true;
    return args.some(({ value }) => value.e === 'function' && this.functions.has(`${path}#${value.id}`));
  }

  private mark(key: string, names: readonly string[]): void {
    this.functions.add(key);
    for (const name of names) this.names.add(name);
  }

  private spread(waiting: readonly Waiting[]): void {
    for (let changed = true; changed;) {
      changed = false;
      for (const { key, names, calls, inner } of waiting) {
        if (this.functions.has(key)) continue;
        if (!inner.some((one) => this.functions.has(one)) && ![...calls].some((name) => this.names.has(name))) continue;
        this.mark(key, names);
        changed = true;
      }
    }
  }

  /** Local names of whole modules and default exports that hold relevant functions: `import users from './users'`, `users(app)`. */
  private aliases(workspace: Workspace, modules: readonly { path: string; facts: CodeFacts }[]): void {
    const resolver = workspace.derive(moduleResolver);
    const relevant = new Set([...this.functions].map((key) => key.slice(0, key.indexOf('#'))));
    const take = (path: string, from: string, as: string): void => {
      const target = resolver.resolve(path, from);
      if (target.kind === 'file' && relevant.has(target.path)) this.names.add(as);
    };
    for (const { path, facts } of modules) {
      if (facts.language !== 'javascript') continue;
      for (const statement of facts.body) {
        if (statement.s === 'import') {
          for (const { name, as } of statement.names)
            if (name === null || name === 'default') take(path, statement.from, as);
        } else if (statement.s === 'let' && statement.to.e === 'name' && statement.value.e === 'import') {
          take(path, statement.value.from, statement.to.name);
        }
      }
    }
  }
}

/** The relevance of a workspace's functions. Call through `workspace.derive(relevanceOf)`. */
export function relevanceOf(workspace: Workspace): Relevance {
  return new Relevance(workspace);
}

/** Names it is called by; a constructor goes by its class. A function without a name is reached through the one around it. */
function namesOf(fact: FunctionFact, facts: CodeFacts): string[] {
  const owner = facts.classes[fact.id.slice(0, Math.max(0, fact.id.lastIndexOf('.')))];
  const isConstructor = fact.name === 'constructor' || fact.name === '__init__';
  if (isConstructor && owner) return [owner.name];
  return fact.name.startsWith('<') ? [] : [fact.name];
}

function registersDirectly(fact: FunctionFact): boolean {
  return someStatement(
    fact.body,
    (statement) => registers(statement) || expressionsOf(statement).some((one) => someExpression(one, isRouter)),
  );
}

function registers(statement: Statement): boolean {
  return ['route', 'mount', 'use', 'serve', 'override'].includes(statement.s);
}

function isRouter(expression: Expression): boolean {
  return expression.e === 'router';
}

function usesOf(fact: FunctionFact, path: string): Pick<Waiting, 'calls' | 'inner'> {
  const calls = new Set<string>();
  const inner: string[] = [];
  const visit = (expression: Expression): void => {
    if (expression.e === 'call' && (expression.callee.e === 'name' || expression.callee.e === 'member'))
      calls.add(expression.callee.name);
    if (expression.e === 'function') inner.push(`${path}#${expression.id}`);
    partsOf(expression).forEach(visit);
  };
  someStatement(fact.body, (statement) => {
    if (statement.s === 'def') inner.push(`${path}#${statement.id}`);
    expressionsOf(statement).forEach(visit);
    return false;
  });
  return { calls, inner };
}
