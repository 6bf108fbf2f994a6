/** The attestations as the report lists them, and what they do to verdicts and to the level. */
import type { CheckDefinition } from '../check';
import type { Conclusion } from '../verdict';
import type { AttestationEntry, CheckResult } from '../report/report';
import type { Workspace } from '../workspace';
import { ATTESTABLE, attestableOf, type Attestable } from './attestable';
import type { StatedAttestation } from './attestation';

/**
 * Every statement, and the checks that a person has answered for or could: those that the files do not decide. `results` are the checks
 * with their verdicts.
 */
export function attestationEntries(workspace: Workspace, results: readonly CheckResult[]): AttestationEntry[] {
  const { path, stated } = workspace.attestations;
  const required = new Set(workspace.config.root.attestations?.required);
  return ATTESTABLE.flatMap((attestable) => {
    const own = stated.get(attestable.id);
    if (
      attestable.kind === 'check' &&
      !isOpen(
        results.find(({ id }) => id === attestable.id),
        own,
      )
    )
      return [];
    return [entryOf(attestable, own, path, required.has(attestable.id))];
  });
}

/** True for a check whose answer people give, or could give. */
function isOpen(result: CheckResult | undefined, own: StatedAttestation | undefined): boolean {
  if (!result) return false;
  return result.verdict === 'unknown' || (own !== undefined && result.verdict === own.state);
}

function entryOf(
  { id, title, kind, days }: Attestable,
  own: StatedAttestation | undefined,
  path: string,
  required: boolean,
): AttestationEntry {
  return {
    id,
    title,
    kind,
    state: own?.state ?? 'not-stated',
    required,
    days,
    by: own?.by ?? null,
    date: own?.date ?? null,
    commit: own?.commit ?? null,
    link: own?.link ?? null,
    note: own?.note ?? null,
    expires: own?.expires ?? null,
    path: own ? path : null,
    line: own?.span.line ?? null,
  };
}

/** What a check's result says where the files cannot decide and a person did. */
export function answeredBy(
  check: CheckDefinition,
  conclusion: Conclusion,
  { attestations }: Workspace,
): Pick<CheckResult, 'verdict' | 'summary' | 'evidence'> | undefined {
  const own =
    conclusion.verdict === 'unknown' && attestableOf(check.id) ? attestations.stated.get(check.id) : undefined;
  if (!own) return undefined;
  const evidence = 'evidence' in conclusion ? (conclusion.evidence ?? []) : [];
  const place = { path: attestations.path, line: own.span.line, note: `${own.by} attested it on ${own.date}` };
  const says =
    own.state === 'attested'
      ? `${own.by} attested it on ${own.date}; it holds until ${own.expires}.`
      : `What ${own.by} attested on ${own.date} held until ${own.expires}.`;
  return { verdict: own.state, summary: `${says} ${conclusion.summary}`, evidence: [place, ...evidence] };
}

/** Statements as they weigh: like a check of severity "high". What nobody has stated weighs nothing. */
export function weightOf(entries: readonly AttestationEntry[]): Pick<CheckResult, 'severity' | 'verdict'>[] {
  return entries.flatMap(({ kind, state }) =>
    kind === 'statement' && state !== 'not-stated' ? [{ severity: 'high' as const, verdict: state }] : [],
  );
}
