/** Imports that cannot work, as far as the modules that they name have been read. */
import type { Statement } from '../../code/model';
import type { ModuleTable } from './modules';
import type { Module } from './state';

/** An import of Python. */
export interface PythonImport {
  statement: ImportStatement;
  /** The module that imports. */
  path: string;
  /** The module or package that it names. */
  target: string;
  /** Inside a `try`: where it fails, something else runs. */
  isGuarded: boolean;
}

type ImportStatement = Extract<Statement, { s: 'import' }>;

interface Outcome {
  /** Why it cannot work; null where nothing speaks against it. */
  why: string | null;
  /** Every module that it names has been read. */
  isRead: boolean;
}

type Modules = Pick<ModuleTable, 'python' | 'modules'>;

/** Imports that went well when they ran, as far as their modules had been read by then. */
export class ImportLog {
  private readonly guarded: PythonImport[] = [];
  private readonly others: PythonImport[] = [];
  private isWhole = true;
  /** How many modules had been read when nothing turned out otherwise. */
  private known = -1;

  /** @param isRead every module that it names had been read */
  note(one: PythonImport, isRead: boolean): void {
    (one.isGuarded ? this.guarded : this.others).push(one);
    this.isWhole &&= isRead;
  }

  /**
   * True when something else would have run after all: an import inside a `try` cannot work, now that more has been read. Modules that
   * cannot be imported are marked on the way.
   */
  turnsOut(modules: Modules): boolean {
    const count = modules.modules.size;
    if (this.isWhole || count === this.known) return false;
    const failureOf = (one: PythonImport): string | null =>
      importOutcome(one, modules, (path) => modules.modules.get(path), true).why;
    // Each round takes failures to who imports what fails.
    for (let isNew = true; isNew;) {
      isNew = false;
      for (const one of this.others) {
        const importer = modules.modules.get(one.path);
        if (!importer || importer.fails !== null) continue;
        importer.fails = failureOf(one);
        isNew ||= importer.fails !== null;
      }
    }
    const isOtherwise = this.guarded.some((one) => failureOf(one) !== null);
    if (!isOtherwise) this.known = count;
    return isOtherwise;
  }
}

/**
 * What an import of Python comes to.
 * @param stops nothing after a failure is imported, as it is inside a `try`
 */
export function importOutcome(
  { statement, target }: Pick<PythonImport, 'statement' | 'target'>,
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
