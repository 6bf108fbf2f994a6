/** Secrets of the history that a team has dealt with (rotated), by a fingerprint that knows no file, commit or line. */
import { parse, type ParseError } from 'jsonc-parser';
import type { HistorySecret } from './report';

/** Beside the baseline of the tree; committed like it. */
export const HISTORY_BASELINE_PATH = '.preflight/history.json';

/** Fingerprints of a baseline of the history, or what is wrong with it in words. */
export function readAccepted(text: string): Set<string> | { error: string } {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || typeof value !== 'object' || value === null || !('secrets' in value))
    return { error: 'has no list of "secrets"' };
  const { secrets } = value;
  if (!Array.isArray(secrets)) return { error: 'has no list of "secrets"' };
  const prints = (secrets as unknown[]).map((entry) =>
    typeof entry === 'object' && entry !== null && 'fingerprint' in entry ? entry.fingerprint : undefined,
  );
  return prints.every((print) => typeof print === 'string')
    ? new Set(prints)
    : { error: 'has an entry without a "fingerprint"' };
}

/** The text of a baseline that accepts these secrets, besides fingerprints that are kept. */
export function acceptedText(secrets: readonly HistorySecret[], kept: ReadonlySet<string>): string {
  const rules = new Map(secrets.map(({ fingerprint, rule }) => [fingerprint, rule]));
  const all = new Set([...kept, ...secrets.filter(({ suppressed }) => suppressed === null).map((s) => s.fingerprint)]);
  const entries = [...all].sort().map((fingerprint) => ({ fingerprint, rule: rules.get(fingerprint) }));
  return `${JSON.stringify({ version: 1, secrets: entries }, null, 2)}\n`;
}
