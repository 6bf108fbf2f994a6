/** The block *Attested by people* of the Readiness view, and what rows need so that they can be attested. */
import { attestationText, isStatementId } from '../../engine/report/present';
import type { AttestationEntry } from '../../engine/report/report';
import type { ClientReport } from '../../server/protocol';
import { ICONS, VERDICT_ICONS } from './icons';
import type { NodeTarget, TreeNode } from './node';

interface AttestationFilter {
  failingOnly: boolean;
  hideHolding: boolean;
}

/** The block: what has ended first, then what is asked for, what holds, and what nobody has stated. */
export function attestationNodes(
  folder: string,
  { attestations }: ClientReport,
  filter: AttestationFilter,
): TreeNode[] {
  const statements = attestations.filter(({ kind }) => kind === 'statement');
  const shown = statements.filter((entry) => isShown(entry, filter)).sort((a, b) => rank(a) - rank(b));
  if (shown.length === 0) return [];
  const count = (state: AttestationEntry['state']): number =>
    statements.filter((entry) => entry.state === state).length;
  const ended = count('expired');
  const figures = [ended > 0 ? `${ended} ended` : '', `${count('attested')} of ${statements.length} hold`];
  const description = figures.filter(Boolean).join(' · ');
  return [
    {
      id: `${folder}#attestations`,
      label: 'Attested by people',
      description,
      icon: ICONS.people,
      tooltip: 'What no file can prove: a person answers for it, with a name and an end.',
      children: shown.map((entry) => rowOf(folder, entry)),
      context: 'attestations',
      spoken: `Attested by people, ${description}`,
    },
  ];
}

function isShown({ state, required }: AttestationEntry, { failingOnly, hideHolding }: AttestationFilter): boolean {
  if (failingOnly) return state === 'expired' || (required && state !== 'attested');
  return !(hideHolding && state === 'attested');
}

function rank({ state, required }: AttestationEntry): number {
  if (state === 'expired') return 0;
  if (state === 'not-stated') return required ? 1 : 3;
  return 2;
}

function rowOf(folder: string, entry: AttestationEntry): TreeNode {
  const says = attestationText(entry);
  const { path, line } = entry;
  return {
    id: `${folder}#attestation/${entry.id}`,
    label: entry.title,
    description: says,
    icon: iconOf(entry),
    tooltip: [`${entry.title}: ${says}`, entry.note ?? '', entry.link ?? ''].filter(Boolean).join('\n\n'),
    children: [],
    ...(path === null ? {} : { place: { folder, path, line: line ?? 1 } }),
    target: { folder, check: entry.id, attest: attestOf(entry) },
    context: `attestation ${entry.state === 'attested' ? 'renewable' : 'attestable'}`,
    spoken: `${entry.title}, ${says}`,
  };
}

function iconOf({ state, required }: AttestationEntry): TreeNode['icon'] {
  if (state !== 'not-stated') return VERDICT_ICONS[state];
  return required ? ICONS.understated : ICONS.open;
}

function attestOf({ id, title, days }: AttestationEntry): NonNullable<NodeTarget['attest']> {
  return { id, title, endsWithRelease: days === null };
}

/** What makes the row of a check attestable: nothing where the files decide. */
export function attestable(report: ClientReport, check: string): NonNullable<NodeTarget['attest']> | undefined {
  const entry = report.attestations.find(({ id, state }) => id === check && state !== 'attested');
  return entry && attestOf(entry);
}

/** The same for an item of a checklist, by the first of its statements that nobody answers for. */
export function attestableItem(
  report: ClientReport,
  checks: readonly string[],
): NonNullable<NodeTarget['attest']> | undefined {
  return checks.filter(isStatementId).flatMap((id) => attestable(report, id) ?? [])[0];
}
