/** Runs the checks over a workspace. A check that throws costs that check, never the run. */
import { CHECKS } from './checks';
import type { CheckDefinition } from './check';
import { notApplicable } from './readiness/answers';
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
  if (isBare(workspace)) withdraw(workspace);
  return workspace.conclusions;
}

/** Files in which nobody looks for a program: texts, pictures, papers, tables. Markdown may be a checklist. */
const PAPER =
  /\.(?:txt|rtf|pdf|docx?|xlsx?|pptx?|od[tsp]|csv|tsv|png|jpe?g|gif|svg|webp|ico|mp[34]|zip)$|(?:^|\/)\.(?:gitignore|gitattributes|editorconfig|DS_Store)$/i;

/** True for a folder that holds no program, no configuration and no document of one, and in which nothing was found at a place. */
function isBare({ files, conclusions }: Workspace): boolean {
  for (const { path } of files.values()) if (!PAPER.test(path)) return false;
  return [...conclusions.values()].every((conclusion) => {
    // What holds may have findings too: those that weigh little.
    const findings = 'findings' in conclusion ? (conclusion.findings ?? []) : [];
    if (findings.some(({ place }) => place !== null)) return false;
    return conclusion.verdict !== 'pass' || (conclusion.evidence ?? []).length === 0;
  });
}

/** What is asked of every project (a README, a pipeline) is not asked where there is none. */
function withdraw({ conclusions }: Workspace): void {
  for (const [id, { verdict }] of conclusions)
    if (verdict !== 'not-applicable')
      conclusions.set(id, notApplicable('The folder holds nothing that could go to production.'));
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
