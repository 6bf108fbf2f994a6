/** Attestations that have ended, and those that the files speak against, are told where they stand. */
import { defineCheck } from '../check';
import type { Conclusion } from '../verdict';
import { checklistRows } from '../checklist/checklist';
import type { FindingDraft } from '../finding';
import { ATTESTATION_CHECK_ID } from '../report/present';
import type { Workspace } from '../workspace';
import type { StatedAttestation } from './attestation';
import { statementOf } from './statements';

/** Not in the registry of checks: it decides nothing about production, it keeps the attestations honest. */
export const ATTESTATION_CHECK = defineCheck({
  id: ATTESTATION_CHECK_ID,
  title: 'Attestations hold',
  question: 'Does every attestation still hold, and do the files say nothing else?',
  category: 'docs',
  severity: 'high',
  effort: 'medium',
  since: '0.1.0',
  asks: [],
  rules: {
    'attestation-expired': 'An attestation after its last day',
    'attestation-refuted': 'An attestation of a check that the files decide otherwise',
    'ticked-expired': 'A ticked checklist item whose attestation has ended',
  },
  conclude: () => ({ verdict: 'not-applicable', summary: 'Judged with the attestations.' }),
});

/** Needs the conclusions of all checks. */
export function attestationFindings(workspace: Workspace): FindingDraft[] {
  const { path, stated } = workspace.attestations;
  if (stated.size === 0) return [];
  const own = [...stated.values()].flatMap((attestation) =>
    entryFinding(path, attestation, workspace.conclusions.get(attestation.id)),
  );
  return [...own, ...itemFindings(workspace)];
}

function entryFinding(
  path: string,
  attestation: StatedAttestation,
  conclusion: Conclusion | undefined,
): FindingDraft[] {
  const { id, span, by, date, expires, state } = attestation;
  const isStatement = statementOf(id) !== undefined;
  const shared = { place: { path, span }, identity: id };
  if (conclusion?.verdict === 'fail')
    return [
      {
        ...shared,
        rule: 'attestation-refuted',
        severity: 'low',
        message: `${by} attested ${id}, and the files say that it does not hold yet: ${conclusion.summary} Put it right, then take the attestation out.`,
      },
    ];
  if (state !== 'expired' || !(isStatement || conclusion?.verdict === 'unknown')) return [];
  const title = statementOf(id)?.title ?? id;
  return [
    {
      ...shared,
      rule: 'attestation-expired',
      message: `“${title}”, attested by ${by} on ${date}, held until ${expires}. Nobody knows whether it is still so. Do it again and renew it: preflight attest ${id}.`,
    },
  ];
}

/** A tick that rested on an attestation which has ended: told quietly, nobody has lied. */
function itemFindings(workspace: Workspace): FindingDraft[] {
  const { stated } = workspace.attestations;
  return workspace.derive(checklistRows).flatMap((row): FindingDraft[] => {
    if (row.claim !== 'done' || row.contradiction || row.verdict !== 'expired') return [];
    if (row.strength !== 'strong' && row.strength !== 'bound') return [];
    const ended = row.checks.flatMap((id) => stated.get(id) ?? []).find(({ state }) => state === 'expired');
    if (!ended) return [];
    return [
      {
        rule: 'ticked-expired',
        severity: 'info',
        place: { path: row.doc, span: row.span },
        message: `Ticked here, and what ${ended.by} attested held until ${ended.expires}. Do it again and renew it: preflight attest ${ended.id}.`,
        identity: `${ended.id} ${row.text}`,
        related: [
          {
            path: workspace.attestations.path,
            span: ended.span,
            kind: 'evidence',
            note: 'The attestation that has ended.',
          },
        ],
      },
    ];
  });
}
