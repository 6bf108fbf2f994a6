/**
 * Findings that a team has accepted with another secret scanner, as its files list them: `.gitleaksignore` (fingerprints, see the README of
 * gitleaks), `.secrets.baseline` (README of detect-secrets) and `.secretlintignore` (gitignore rules, README of secretlint).
 */
import { parse } from 'jsonc-parser';
import { hashValue } from '../hash';
import { defineExtractor } from './extractor';
import type { SourceFile } from './source-file';

/** One accepted finding. Paths are relative to the folder of the list. */
export interface ScannerEntry {
  path: string;
  /** Line, from 1; null where the list goes by the value alone. */
  line: number | null;
  /** Commit that the fingerprint belongs to. */
  commit: string | null;
  /** Salted hash of the value's SHA-1. */
  sha1: string | null;
  /** A person has said that the value is a real secret: it is known, not accepted. */
  confirmed: boolean;
}

declare module '../facts' {
  interface FactParts {
    /** What another secret scanner's list accepts. */
    scannerList: ScannerList;
  }
}

/** What one such file says. */
export type ScannerList =
  { tool: 'gitleaks' | 'detect-secrets'; entries: ScannerEntry[] } | { tool: 'secretlint'; rules: string };

const NAMES = /(?:^|\/)(?:\.gitleaksignore|\.secrets\.baseline|\.secretlintignore)$/;
/** Longer lists are written by machines for other machines. */
const MAX_ENTRIES = 20_000;

export const scannerList = defineExtractor({
  part: 'scannerList',
  version: 1,
  accepts: (path) => NAMES.test(path),
  extract(file): ScannerList | undefined {
    if (file.name === '.secretlintignore') return { tool: 'secretlint', rules: file.text };
    const isGitleaks = file.name === '.gitleaksignore';
    const entries = isGitleaks ? gitleaksEntries(file.text) : detectSecretsEntries(file);
    return { tool: isGitleaks ? 'gitleaks' : 'detect-secrets', entries: entries.slice(0, MAX_ENTRIES) };
  },
});

/** `commit:file:rule:line` or `file:rule:line`; a file's name may hold colons, the others hold none. */
function gitleaksEntries(text: string): ScannerEntry[] {
  const entries: ScannerEntry[] = [];
  for (const line of text.split(/\r?\n/)) {
    const match = /^(?:([0-9a-f]{40}|[0-9a-f]{64}):)?([^#\s].*):[^:\s]+:(\d+)$/.exec(line.trim());
    if (match)
      entries.push({
        path: normal(match[2] ?? ''),
        line: Number(match[3]),
        commit: match[1] ?? null,
        sha1: null,
        confirmed: false,
      });
  }
  return entries;
}

interface BaselineEntry {
  type?: unknown;
  hashed_secret?: unknown;
  line_number?: unknown;
  is_secret?: unknown;
}

function detectSecretsEntries(file: SourceFile): ScannerEntry[] {
  const value: unknown = parse(file.text);
  if (typeof value !== 'object' || value === null || !('results' in value)) return [];
  const { results } = value;
  if (typeof results !== 'object' || results === null) return [];
  return Object.entries(results).flatMap(([path, list]: [string, unknown]) =>
    (Array.isArray(list) ? (list as BaselineEntry[]) : []).flatMap((entry): ScannerEntry[] => {
      const { type, hashed_secret: hash, line_number: line, is_secret: confirmed } = entry;
      if (typeof hash !== 'string' || !/^[0-9a-f]{40}$/.test(hash)) return [];
      return [
        {
          path: normal(path),
          // Of a private key, that tool hashes the first line only: its place says which one is meant.
          line: type === 'Private Key' && typeof line === 'number' ? line : null,
          commit: null,
          sha1: hashValue(hash, file.salt),
          confirmed: confirmed === true,
        },
      ];
    }),
  );
}

function normal(path: string): string {
  return path.replace(/\\/g, '/').replace(/^\.\//, '');
}
