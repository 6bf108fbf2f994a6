/** A check: one yes/no question about production readiness. One file per check in `checks/`, named by its id. */
import type { FindingDraft, Severity } from './finding';
import type { Workspace } from './workspace';

export type Category =
  | 'secrets'
  | 'access'
  | 'http'
  | 'types'
  | 'structure'
  | 'testing'
  | 'database'
  | 'observability'
  | 'containers'
  | 'ci'
  | 'docs';

export type Verdict = 'pass' | 'fail' | 'unknown' | 'not-applicable' | 'attested' | 'expired';

/**
 * How far the evidence reaches. E0 absent · E1 declared (a dependency, a setting, a document) · E2 configured (exists, nothing reaches it)
 * · E3 wired (on the served path, but bypassable, failing or overridden) · E4 enforced.
 */
export type EvidenceLevel = 'E0' | 'E1' | 'E2' | 'E3' | 'E4';

/** A place that proves a verdict. */
export interface Evidence {
  path: string;
  line: number;
  note: string;
}

/** What a check concludes of a workspace. A failing check has at least one finding; `summary` is one plain sentence for people. */
export type Conclusion =
  | { verdict: 'pass'; level: EvidenceLevel; summary: string; evidence?: Evidence[]; findings?: FindingDraft[] }
  | { verdict: 'fail'; level: EvidenceLevel; summary: string; evidence?: Evidence[]; findings: FindingDraft[] }
  | { verdict: 'unknown'; summary: string; evidence?: Evidence[]; findings?: FindingDraft[] }
  | { verdict: 'not-applicable'; summary: string };

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
  /** Planning documents that asked for it (`000` … `004`). */
  asks: string[];
  /** Ids of rules inside the check, with a short description each, for SARIF and suppressions; absent = none. */
  rules?: Record<string, string>;
  /** Runs after all other checks and may read their conclusions from `workspace.conclusions`. */
  last?: boolean;
  /** Pure: no I/O, no clock, no syntax tree. */
  conclude(workspace: Workspace): Conclusion;
}

/** Identity function that types a check's definition. */
export function defineCheck(definition: CheckDefinition): CheckDefinition {
  return definition;
}

/** Weight of a check in the score by severity (`readiness`: blocker 10, high 5, medium 2, low 1). */
export const WEIGHTS: Readonly<Record<Severity, number>> = { blocker: 10, high: 5, medium: 2, low: 1, info: 0 };

/** Human names of the categories, in the order in which they are shown. */
export const CATEGORY_TITLES: Readonly<Record<Category, string>> = {
  secrets: 'Secrets and configuration',
  access: 'Access control',
  http: 'Input, errors and HTTP',
  types: 'Type safety',
  structure: 'Size and structure',
  testing: 'Testing and coverage',
  database: 'Database',
  observability: 'Observability',
  containers: 'Containers and deployment',
  ci: 'CI and supply chain',
  docs: 'Documentation',
};

/** Evidence levels in words; codes are never shown to people. */
export const LEVEL_WORDS: Readonly<Record<EvidenceLevel, string>> = {
  E0: 'absent',
  E1: 'declared only',
  E2: 'exists, never reached',
  E3: 'wired, but can be bypassed',
  E4: 'enforced',
};
