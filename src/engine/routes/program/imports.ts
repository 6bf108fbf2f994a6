/** Imports that cannot work, as far as the modules that they name have been read. */
import type { Statement } from '../../code/model';
import type { ModuleTable } from './modules';
import type { Module } from './state';

/** An import of which not all modules had been read when it ran. */
export interface UnreadImport {
  statement: ImportStatement;
  /** Where it leads. */
  target: string;
}

type ImportStatement = Extract<Statement, { s: 'import' }>;

interface Outcome {
  /** Why it cannot work; null where nothing speaks against it. */
  why: string | null;
  /** Every module that it names has been read. */
  isRead: boolean;
}

/**
 * What an import of Python comes to.
 * @param target module or package that it names
 * @param stops nothing after a failure is imported, as it is inside a `try`
 */
export function importOutcome(
  { statement, target }: UnreadImport,
  { python }: Pick<ModuleTable, 'python'>,
  moduleAt: (path: string) => Module | undefined,
  stops: boolean,
): Outcome {
  const module = moduleAt(target);
  const outcome: Outcome = { why: null, isRead: module !== undefined };
  for (const { name } of statement.names) {
    if (name === null || name === '*') continue;
    const submodule = python.submodule(target, name);
    const own = submodule !== undefined && !module?.scope.vars.has(name) ? moduleAt(submodule) : module;
    outcome.isRead &&= own !== undefined;
    outcome.why ??=
      own?.fails ?? (submodule === undefined && module && lacks(module, name) ? lackOf(module, name) : null);
    if (outcome.why !== null && stops) return outcome;
  }
  outcome.why ??= module?.fails ?? null;
  return outcome;
}

function lacks({ state, stars, scope }: Module, name: string): boolean {
  return state === 'done' && stars.length === 0 && !scope.vars.has(name) && !scope.vars.has('__getattr__');
}

function lackOf({ path }: Module, name: string): string {
  return `${name} is not defined in ${path}`;
}
