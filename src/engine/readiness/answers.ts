/** Short ways to say what a check concludes. */
import type { Conclusion, Evidence, EvidenceLevel } from '../verdict';
import type { FindingDraft, RelatedPlace } from '../finding';
import type { Span } from '../span';

/** A place that proves something. */
export interface Proof {
  path: string;
  span: Span;
}

export function pass(level: EvidenceLevel, summary: string, evidence: Evidence[] = []): Conclusion {
  return { verdict: 'pass', level, summary, evidence: evidence.slice(0, MAX_EVIDENCE) };
}

export function fail(
  level: EvidenceLevel,
  summary: string,
  findings: FindingDraft[],
  evidence: Evidence[] = [],
): Conclusion {
  return { verdict: 'fail', level, summary, findings, evidence: evidence.slice(0, MAX_EVIDENCE) };
}

export function unknown(summary: string, evidence: Evidence[] = []): Conclusion {
  return { verdict: 'unknown', summary, evidence: evidence.slice(0, MAX_EVIDENCE) };
}

export function notApplicable(summary: string): Conclusion {
  return { verdict: 'not-applicable', summary };
}

const MAX_EVIDENCE = 12;

export function evidence(path: string, at: Span | number | null, note: string): Evidence {
  return { path, line: typeof at === 'number' ? at : (at?.line ?? 1), note };
}

/** A finding at a place; `span: null` = the file as such. */
export function findingAt(
  path: string,
  span: Span | null,
  message: string,
  identity: string,
  more: Partial<FindingDraft> = {},
): FindingDraft {
  return { place: { path, span }, message, identity, ...more };
}

/** A finding about something absent: where a person would act, or nowhere when there is no such file. */
export function missing(path: string | null, message: string, identity = 'missing'): FindingDraft {
  return { place: path === null ? null : { path, span: null }, message, identity };
}

export function relatedTo(path: string, span: Span, note: string): RelatedPlace {
  return { path, span, kind: 'evidence', note };
}

/** "1 image", "3 images". */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** Span of the start of a line. */
export function lineSpan(line: number): Span {
  return { line, column: 1, endLine: line, endColumn: 1 };
}

/** "a", "a and b", "a, b and 3 more". */
export function listed(items: readonly string[], most = 3): string {
  const unique = [...new Set(items)];
  if (unique.length <= 1) return unique[0] ?? '';
  if (unique.length <= most) return `${unique.slice(0, -1).join(', ')} and ${unique.at(-1) ?? ''}`;
  return `${unique.slice(0, most - 1).join(', ')} and ${unique.length - most + 1} more`;
}
