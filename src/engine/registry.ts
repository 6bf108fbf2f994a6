/** Looking checks up: the registry plus the checks that guard suppressions and attestations. */
import type { CheckDefinition } from './check';
import { CHECKS } from './checks';
import { ATTESTATION_CHECK } from './attestations/findings';
import { SUPPRESSION_CHECK } from './suppress/findings';

/** Every check that may have findings, in the registry's order. */
export const ALL_CHECKS: readonly CheckDefinition[] = [...CHECKS, SUPPRESSION_CHECK, ATTESTATION_CHECK];

/** A check by its id. */
export function checkById(id: string): CheckDefinition | undefined {
  return ALL_CHECKS.find((check) => check.id === id);
}

/** Every id that a person may name: checks and the rules inside them. */
export function checkAndRuleIds(): string[] {
  return ALL_CHECKS.flatMap((check) => [check.id, ...Object.keys(check.rules ?? {})]);
}

/** Where the pages are read in a browser. */
export const PAGES_URL = 'https://github.com/preflight-dev/preflight/blob/main/';

/** The page that explains a check, relative to the project. */
export function pageOf(check: string): string {
  if (check === ATTESTATION_CHECK.id) return 'docs/attestations.md';
  return check === SUPPRESSION_CHECK.id ? 'docs/configuration.md' : `docs/checks/${check}.md`;
}
