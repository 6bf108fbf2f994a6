/** A check: one yes/no question about production readiness. One file per check in `checks/`, named by its id. */
import type { Severity } from './finding';
import type { Category, Conclusion } from './verdict';
import type { Workspace } from './workspace';

// The words in which a check's file speaks come from one place.
export type { Conclusion, Evidence, EvidenceLevel } from './verdict';

export interface CheckDefinition {
  /** Id of the catalogue; never changes after release. */
  id: string;
  /** Short name for lists, a proposition: "Routes are protected". */
  title: string;
  /** The yes/no question; "yes" is the good answer. */
  question: string;
  category: Category;
  severity: Severity;
  /** What putting it right costs: a line, an hour, days. */
  effort: 'low' | 'medium' | 'high';
  since: string;
  /**
   * The question is put to every place there is (every route, every image), not to whether one thing is set up. Where it fails, a level from
   * E2 on then says that it holds at some of them, and not how far the one thing reaches.
   */
  everyPlace?: true;
  /** Planning documents that asked for it (`000` … `004`). */
  asks: string[];
  /** Ids of rules inside the check, with a short description each, for SARIF and suppressions; absent = none. */
  rules?: Record<string, string>;
  /**
   * What it reads of applications: `code` = Python and JavaScript; `setup` = also only frameworks whose set-up is known; `routes` = all
   * languages in which routes are found. Where it finds nothing because an application lies outside of that, the answer is unknown.
   * Absent = it does not ask about applications.
   */
  reads?: 'code' | 'setup' | 'routes';
  /**
   * What a platform for functions does in this matter by itself: "Supabase starts each function when it is called and …". Where nothing was
   * found and such a platform runs everything, the answer is unknown.
   */
  platform?: string;
  /** Runs after all other checks and may read their conclusions from `workspace.conclusions`. */
  last?: boolean;
  /** Pure: no I/O, no clock, no syntax tree. */
  conclude(workspace: Workspace): Conclusion;
}

/** Identity function that types a check's definition. */
export function defineCheck(definition: CheckDefinition): CheckDefinition {
  return definition;
}
