/** Findings: one place where a check fails. */
import type { Place, Span } from './span';

export type Severity = 'blocker' | 'high' | 'medium' | 'low' | 'info';

/** Most severe first. */
export const SEVERITIES: readonly Severity[] = ['blocker', 'high', 'medium', 'low', 'info'];

export type RelatedKind =
  'same-value' | 'guard' | 'mount' | 'definition' | 'claim' | 'route' | 'evidence' | 'placeholder';

/** A place in this or another file that explains a finding; `note` reads on its own. */
export interface RelatedPlace extends Place {
  kind: RelatedKind;
  note: string;
}

/** What a check says of one place; the session turns it into a `Finding`. */
export interface FindingDraft {
  /** Rule inside the check (`github-token`), or null. */
  rule?: string | null;
  /** Only where it differs from the check's own severity. */
  severity?: Severity;
  /** Where a person would act; `span: null` = the file as such (shown on line 1); null = no file to point at. */
  place: { path: string; span: Span | null } | null;
  /** What, why it matters, what to do: at most three short sentences. Never a secret's value. */
  message: string;
  /**
   * Normalised content that tells this finding from others of the same check, rule and path, for the fingerprint. Never a line number;
   * for secrets the salted hash of the value.
   */
  identity: string;
  /** Equal for places that belong together (the same secret value). */
  group?: string | null;
  related?: RelatedPlace[];
  /** Ids of the fixes that apply, best first. */
  fixes?: string[];
  /** What the fixes need to know, as JSON; never a secret's value. */
  data?: Record<string, unknown>;
}

/** A finding as the report holds it: the contract of `--format json`, lines and columns from 1. */
export interface Finding {
  check: string;
  rule: string | null;
  severity: Severity;
  path: string | null;
  line: number | null;
  column: number | null;
  endLine: number | null;
  endColumn: number | null;
  message: string;
  fingerprint: string;
  group: string | null;
  related: {
    path: string;
    line: number;
    column: number;
    endLine: number;
    endColumn: number;
    kind: RelatedKind;
    note: string;
  }[];
  fixes: string[];
  baselined: boolean;
  suppressed: { by: string; reason: string } | null;
  /** For fixes and faces inside the process; left out of every output format. */
  data: Record<string, unknown>;
}

/** A live finding counts against the gate. */
export function isLive(finding: Finding): boolean {
  return !finding.baselined && finding.suppressed === null;
}
