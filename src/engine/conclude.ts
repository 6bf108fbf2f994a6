/** Runs the checks over a workspace. A check that throws costs that check, never the run. */
import { CHECKS } from './checks';
import type { CheckDefinition } from './check';
import { conclusionOf } from './readiness/unread';
import { LEVEL_WORDS, type Conclusion } from './verdict';
import type { Workspace } from './workspace';

/** Conclusions of all checks, by id, in the registry's order. */
export function concludeAll(
  workspace: Workspace,
  checks: readonly CheckDefinition[] = CHECKS,
): ReadonlyMap<string, Conclusion> {
  for (const check of [...checks].sort((a, b) => Number(a.last ?? false) - Number(b.last ?? false))) {
    workspace.conclusions.set(check.id, concludeOne(check, workspace));
  }
  return workspace.conclusions;
}

function concludeOne(check: CheckDefinition, workspace: Workspace): Conclusion {
  try {
    const conclusion = conclusionOf(check, workspace);
    if (conclusion.verdict === 'fail' && conclusion.findings.length === 0) {
      throw new Error(`failed at level "${LEVEL_WORDS[conclusion.level]}" without a finding`);
    }
    return conclusion;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { verdict: 'unknown', summary: `Could not be decided: the check itself failed (${message}).` };
  }
}
