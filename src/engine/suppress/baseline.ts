/** The baseline: findings a team accepted as old debt, committed as `.preflight/baseline.json`, keyed by fingerprint. */
import { getNodeValue } from 'jsonc-parser';
import { parseJson } from '../config/json';
import type { Finding } from '../finding';
import { comparePaths, type Span } from '../span';

export const BASELINE_PATH = '.preflight/baseline.json';

const EMPTY = 'The baseline is empty. Write { "findings": [] } for one that accepts nothing, or delete it.';

export interface Baseline {
  version: 1;
  /** Salt of the secret-value hashes in the fingerprints. */
  salt?: string;
  findings: { fingerprint: string; check: string; path: string | null }[];
}

/** Reads a baseline; a wrong one is an error in words, with its place where it has one, never an empty baseline. */
export function readBaseline(text: string): Baseline | { error: string; span?: Span } {
  const parsed = parseJson(text);
  if (!('tree' in parsed)) return { error: text.trim() === '' ? EMPTY : parsed.message, span: parsed.span };
  const value: unknown = getNodeValue(parsed.tree);
  if (typeof value !== 'object' || value === null || !('findings' in value) || !Array.isArray(value.findings)) {
    return { error: 'The baseline has no "findings" list.' };
  }
  const findings = (value.findings as unknown[]).flatMap(entryOf);
  if (findings.length !== value.findings.length) return { error: 'An entry of the baseline has no "fingerprint".' };
  const salt = 'salt' in value && typeof value.salt === 'string' ? { salt: value.salt } : {};
  return { version: 1, ...salt, findings };
}

function entryOf(entry: unknown): Baseline['findings'] {
  if (typeof entry !== 'object' || entry === null) return [];
  const { fingerprint, check, path } = entry as Record<string, unknown>;
  if (typeof fingerprint !== 'string') return [];
  return [{ fingerprint, check: typeof check === 'string' ? check : '', path: typeof path === 'string' ? path : null }];
}

/** The baseline that accepts these findings, besides entries that are kept as they are. */
export function baselineOf(
  findings: readonly Finding[],
  salt?: string,
  kept: readonly Baseline['findings'][number][] = [],
): Baseline {
  const accepted = findings
    .filter((finding) => finding.suppressed === null)
    .map(({ fingerprint, check, path }) => ({ fingerprint, check, path }));
  const entries = [...kept, ...accepted].sort(
    (a, b) =>
      comparePaths(a.path ?? '', b.path ?? '') ||
      comparePaths(a.check, b.check) ||
      comparePaths(a.fingerprint, b.fingerprint),
  );
  return { version: 1, ...(salt === undefined ? {} : { salt }), findings: entries };
}

/** A baseline as it stands in its file. */
export function baselineText(baseline: Baseline): string {
  return `${JSON.stringify(baseline, null, 2)}\n`;
}
