/** The team's own checklists, read as items and bound to checks. */
import type { Conclusion, Verdict } from '../check';
import { matchesGlob, type Config } from '../config/config';
import type { ChecklistEntry } from '../report/report';
import type { Span } from '../span';
import type { Workspace } from '../workspace';

/** An item with its place, for findings. */
export interface ChecklistRow extends ChecklistEntry {
  span: Span;
  /** Checks that speak against the claim. */
  against: string[];
}

/** Documents of the past: what they say of it is history. */
const PAST = /(?:^|\/)\.?(?:archived?|archives|history|historical|deprecated|old)\//i;

/** Every item with its claim, checks and verdict. Needs the conclusions of all other checks. Call through `workspace.derive(checklist)`. */
export function checklist(workspace: Workspace): ChecklistEntry[] {
  return workspace.derive(checklistRows).map(({ span: _span, against: _against, ...entry }) => entry);
}

/** The same with places. Call through `workspace.derive(checklistRows)`. */
export function checklistRows(workspace: Workspace): ChecklistRow[] {
  const rows: ChecklistRow[] = [];
  for (const { file, facts } of workspace.each('checklist')) {
    const choice = chosen(file.path, workspace.config);
    if (choice === 'out') continue;
    const isPast = choice === null && PAST.test(file.path);
    for (const item of facts.items) {
      const checks = item.checks.filter((id) => workspace.conclusions.has(id));
      const strength = checks.length === 0 ? 'none' : item.strength;
      const claim = isPast ? 'unstated' : item.claim;
      const against = strength === 'strong' || strength === 'bound' ? contradicting(checks, claim, workspace) : [];
      rows.push({
        doc: file.path,
        line: item.line,
        text: item.text,
        section: item.section,
        claim,
        checks,
        strength,
        verdict: checks.length === 0 ? null : worst(checks, workspace),
        contradiction: against.length > 0,
        owner: item.owner,
        due: item.due,
        span: item.span,
        against,
      });
    }
  }
  return rows;
}

/** What the nearest configuration says of a document; null = nothing. Its globs are relative to its folder. */
function chosen(path: string, config: Config): 'in' | 'out' | null {
  const layer = config.layersFor(path).find(({ file }) => file.checklists !== undefined);
  const matches = (globs: readonly string[]): boolean => globs.some((glob) => matchesGlob(path, glob, layer?.folder));
  const { include, exclude = [] } = layer?.file.checklists ?? {};
  if (matches(exclude)) return 'out';
  if (include === undefined) return null;
  return matches(include) ? 'in' : 'out';
}

/** Order in which one part decides for the whole item. */
const ORDER: readonly Verdict[] = ['fail', 'expired', 'unknown', 'pass', 'attested', 'not-applicable'];

function worst(checks: readonly string[], workspace: Workspace): Verdict {
  const verdicts = checks.map((id) => (workspace.conclusions.get(id) as Conclusion).verdict);
  return ORDER.find((verdict) => verdicts.some((own) => own === verdict)) ?? 'unknown';
}

/** "Done" is contradicted by one part that does not hold; "not done" only when every part holds. */
function contradicting(checks: readonly string[], claim: ChecklistEntry['claim'], workspace: Workspace): string[] {
  const verdictOf = (id: string): Verdict | undefined => workspace.conclusions.get(id)?.verdict;
  if (claim === 'done') return checks.filter((id) => verdictOf(id) === 'fail');
  if (claim === 'not-done' && checks.every((id) => verdictOf(id) === 'pass')) return [...checks];
  return [];
}
