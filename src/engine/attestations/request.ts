/** From what a person says to the edit of the attestations file, or a sentence why there is none. Editor and command line share it. */
import type { EngineEdit } from '../fix';
import type { Report } from '../report/report';
import { VERDICT_WORDS } from '../report/present';
import { didYouMean } from '../text/did-you-mean';
import { ATTESTABLE, attestableOf, MAX_DAYS, standardEnd } from './attestable';
import type { Attestation } from './attestation';
import { daysAfter, whyNoLastDay } from '../days';
import { withAttestation, withoutAttestation } from './edit';

export interface AttestRequest {
  id: string;
  by: string;
  commit?: string | undefined;
  link?: string | undefined;
  note?: string | undefined;
  /** Last day it holds. */
  expires?: string | undefined;
}

/** What the edit is made in. */
export interface AttestContext {
  report: Report;
  /** The attestations file, and its text if it is there. */
  path: string;
  text: string | undefined;
  /** ISO date. */
  today: string;
}

type Answer = EngineEdit | { refused: string };

/** The edit that states something as of today. */
export function attestEdit(request: AttestRequest, { report, path, text, today }: AttestContext): Answer {
  const refused = whyNot(request, report, today);
  if (refused !== undefined) return { refused };
  const after = withAttestation(text, entryOf(request, today));
  if (after === undefined) return { refused: `${path} is not valid JSON yet. Put it right first.` };
  const title = attestableOf(request.id)?.title ?? request.id;
  return editOf(path, text, after, `Attest “${title}”`);
}

/** The edit that takes a statement back. */
export function withdrawEdit(id: string, { path, text }: Pick<AttestContext, 'path' | 'text'>): Answer {
  const unknown = unknownId(id);
  if (unknown !== undefined) return { refused: unknown };
  const after = text === undefined ? undefined : withoutAttestation(text, id);
  if (text === undefined || after === undefined) return { refused: `Nobody has attested ${id}.` };
  return editOf(path, text, after, `Take back ${id}`);
}

function whyNot({ id, by, expires }: AttestRequest, report: Report, today: string): string | undefined {
  const unknown = unknownId(id);
  if (unknown !== undefined) return unknown;
  if (by.trim() === '') return 'An attestation needs the name of who answers for it.';
  if (expires === undefined && attestableOf(id)?.days === null)
    return `${id} belongs to one release: give the last day it holds, as YYYY-MM-DD.`;
  const wrongDay = expires === undefined ? undefined : whyNoLastDay(expires, today);
  if (wrongDay !== undefined) return wrongDay;
  if (expires !== undefined && expires > daysAfter(today, MAX_DAYS))
    return `An attestation holds for ${MAX_DAYS} days at most: until ${daysAfter(today, MAX_DAYS)}.`;
  const check = report.checks.find((candidate) => candidate.id === id);
  if (!check) return attestableOf(id)?.kind === 'check' ? `${id} is switched off here.` : undefined;
  if (check.verdict === 'unknown' || check.verdict === 'expired') return undefined;
  const isRenewal = check.verdict === 'attested' && report.attestations.some((entry) => entry.id === id && entry.date);
  return isRenewal
    ? undefined
    : `The files decide ${id}: it ${VERDICT_WORDS[check.verdict]}. An attestation would change nothing.`;
}

function unknownId(id: string): string | undefined {
  if (attestableOf(id)) return undefined;
  const ids = ATTESTABLE.map((candidate) => candidate.id);
  return `"${id}" cannot be attested.${didYouMean(id, ids) || ' preflight attest --list shows what can.'}`;
}

/** Only what was said, in the order in which people read it. */
function entryOf({ id, by, commit, link, note, expires }: AttestRequest, today: string): Attestation {
  const told = (text: string | undefined): string | undefined => text?.replace(/\s+/g, ' ').trim() || undefined;
  const end = expires ?? standardEnd(id, today) ?? undefined;
  const entry = { id, by: told(by), date: today, commit, link: told(link), note: told(note), expires: end };
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as unknown as Attestation;
}

function editOf(path: string, before: string | undefined, after: string, title: string): EngineEdit {
  const edits = [{ start: 0, end: before?.length ?? 0, newText: after }];
  return {
    title,
    files: [{ path, create: before === undefined, edits, label: title }],
    needsConfirmation: false,
    nextSteps: [],
  };
}
