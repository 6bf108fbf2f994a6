/** What a check concludes: verdicts, how far their evidence reaches, and the words that people read for both. */
import type { FindingDraft, Severity } from './finding';

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
  | {
      verdict: 'fail';
      level: EvidenceLevel;
      summary: string;
      evidence?: Evidence[];
      findings: FindingDraft[];
      /** It holds at some of the places, whatever its check asks elsewhere (`CheckDefinition.everyPlace`). */
      everyPlace?: boolean;
    }
  | { verdict: 'unknown'; summary: string; evidence?: Evidence[]; findings?: FindingDraft[] }
  | { verdict: 'not-applicable'; summary: string };

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
