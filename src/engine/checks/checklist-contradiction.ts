import { statementOf } from '../attestations/statements';
import { defineCheck, type Conclusion, type Evidence } from '../check';
import { speaksOfAbsence } from '../checklist/bind';
import { checklistRows, type ChecklistRow } from '../checklist/checklist';
import { isNegative } from '../checklist/item';
import type { FindingDraft, RelatedPlace } from '../finding';
import type { Workspace } from '../workspace';

/** Places per contradiction: enough to be convinced. */
const MAX_PROOFS = 5;

export default defineCheck({
  id: 'checklist-contradiction',
  title: 'The checklist agrees with the code',
  question: 'Does every item of the team’s checklists say what the code shows?',
  category: 'docs',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  asks: ['000', '001', '002', '003', '004'],
  last: true,
  rules: {
    'claimed-not-so': 'An item is ticked and the code shows that it does not hold yet.',
    'proven-not-ticked': 'An item is open and the code proves it.',
  },
  conclude(workspace) {
    const rows = workspace.derive(checklistRows);
    const bound = rows.filter((row) => (row.strength === 'strong' || row.strength === 'bound') && namesCheck(row));
    if (bound.length === 0)
      return { verdict: 'not-applicable', summary: 'No checklist names anything that is checked.' };
    const wrong = bound.filter((row) => row.contradiction);
    if (wrong.length === 0) {
      return {
        verdict: 'pass',
        level: 'E4',
        summary: `${countOf(bound.length, 'item')} ${bound.length === 1 ? 'agrees' : 'agree'} with the code.`,
      };
    }
    return {
      verdict: 'fail',
      level: 'E0',
      summary: `${countOf(wrong.length, 'item')} of ${bound.length} ${wrong.length === 1 ? 'says' : 'say'} something else than the code.`,
      evidence: wrong.slice(0, MAX_PROOFS).map((row) => ({ path: row.doc, line: row.line, note: row.text })),
      findings: wrong.map((row) => findingOf(row, workspace)),
    };
  },
});

/** True for "No health checks": ticking it would say the same once more. "No secrets in the code" is ticked. */
function isToBeStruck({ text, against }: ChecklistRow): boolean {
  return isNegative(text) && !speaksOfAbsence(against);
}

/** What only people answer for cannot disagree with the code. */
function namesCheck({ checks }: ChecklistRow): boolean {
  return checks.some((id) => statementOf(id) === undefined);
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function findingOf(row: ChecklistRow, workspace: Workspace): FindingDraft {
  const conclusions = row.against.flatMap((id) => workspace.conclusions.get(id) ?? []);
  const because = conclusions.map((conclusion) => conclusion.summary).join(' ');
  const isDone = row.claim === 'done';
  return {
    rule: isDone ? 'claimed-not-so' : 'proven-not-ticked',
    severity: isDone ? 'medium' : 'low',
    place: { path: row.doc, span: row.span },
    message: isDone
      ? `Claimed done, and it does not hold yet: ${because} Finish it or take back the mark.`
      : `Still open here, and the code proves it: ${because} ${isToBeStruck(row) ? 'Take the sentence back.' : 'Tick it.'}`,
    identity: `${row.claim} ${row.checks.join(' ')} ${row.text}`,
    related: conclusions.flatMap(proofsOf).slice(0, MAX_PROOFS),
    fixes: ['flip-checklist-mark'],
    data: { checks: row.against, claim: row.claim },
  };
}

/** Places of the verdict that speaks against the claim: its evidence, else its findings. */
function proofsOf(conclusion: Conclusion): RelatedPlace[] {
  const evidence = 'evidence' in conclusion ? (conclusion.evidence ?? []) : [];
  if (evidence.length > 0) return evidence.map(placeOf);
  const findings = 'findings' in conclusion ? (conclusion.findings ?? []) : [];
  return findings.flatMap(({ place, message }) =>
    place?.span ? [{ path: place.path, span: place.span, kind: 'evidence' as const, note: message }] : [],
  );
}

function placeOf({ path, line, note }: Evidence): RelatedPlace {
  return { path, span: { line, column: 1, endLine: line, endColumn: 1 }, kind: 'evidence', note };
}
