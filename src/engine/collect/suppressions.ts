/**
 * Suppression comments: our own (`preflight-ignore <check-or-rule> -- reason`, a `:` before the reason is read too; `preflight-ignore-file`;
 * `preflight-public -- reason`) and those of other scanners that teams already have. Found by text, in any file's own comment syntax.
 */
import type { SuppressionComment } from '../facts';
import type { SourceFile } from './source-file';

/** Longest line that is searched: a minified line holds no comment meant for people. */
const MAX_LINE = 2000;
const ANY = /preflight-(ignore|public)|:allow|allowlist|trufflehog|secretlint-disable|nosemgrep/;
const OURS = /(?:#|\/\/|\/\*|<!--|--|;|\{#|%)\s*preflight-(ignore-file|ignore|public)\b([^\r\n]*)/;
const ENDS = /\s*(?:\*\/|-->|#\})\s*.*$/;

/** Other scanners' comments: the tool, the pattern, and how many lines below the comment it reaches. */
const OTHERS: readonly { tool: string; pattern: RegExp; next: boolean }[] = [
  { tool: 'gitleaks', pattern: /(?:gitleaks|betterleaks):allow/, next: false },
  { tool: 'detect-secrets', pattern: /pragma:\s*(?:allowlist|whitelist) nextline secret/i, next: true },
  { tool: 'detect-secrets', pattern: /pragma:\s*(?:allowlist|whitelist) secret/i, next: false },
  { tool: 'trufflehog', pattern: /trufflehog:ignore/, next: false },
  { tool: 'secretlint', pattern: /secretlint-disable-next-line/, next: true },
  { tool: 'secretlint', pattern: /secretlint-disable-line/, next: false },
  { tool: 'semgrep', pattern: /\bnosemgrep\b/, next: false },
];

/** Every suppression comment of a file, in order. */
export function suppressionComments(file: SourceFile): SuppressionComment[] {
  if (!ANY.test(file.text)) return [];
  const found: SuppressionComment[] = [];
  for (let line = 1; line <= file.lines.count; line++) {
    const text = file.lines.line(line);
    if (text.length > MAX_LINE || !ANY.test(text)) continue;
    const comment = ours(file, line, text) ?? others(line, text);
    if (comment) found.push(comment);
  }
  return found;
}

function ours(file: SourceFile, line: number, text: string): SuppressionComment | undefined {
  const match = OURS.exec(text);
  if (!match?.[1]) return undefined;
  const rest = (match[2] ?? '').replace(ENDS, '').trim();
  const split = /^(.*?)(?:\s+--\s*|\s*:\s+|^--\s*|^:\s*)(.*)$/.exec(rest);
  const ids = (split ? (split[1] ?? '') : rest).split(/[\s,]+/).filter(Boolean);
  const kind = match[1] as 'ignore' | 'ignore-file' | 'public';
  const alone = text.slice(0, match.index).trim() === '';
  const below = kind === 'ignore-file' ? file.lines.count : alone ? nextCodeLine(file, line) : line;
  return {
    tool: 'preflight',
    kind,
    ids: kind === 'public' ? [] : ids,
    reason: split?.[2]?.trim() || null,
    span: { line, column: match.index + 1, endLine: line, endColumn: text.trimEnd().length + 1 },
    from: kind === 'ignore-file' ? 1 : line,
    to: below,
  };
}

/** The line a stand-alone comment speaks of: the next one that is neither blank nor another suppression comment. */
function nextCodeLine(file: SourceFile, line: number): number {
  for (let next = line + 1; next <= file.lines.count; next++) {
    const text = file.lines.line(next);
    if (text.trim() !== '' && !OURS.test(text)) return next;
  }
  return line;
}

function others(line: number, text: string): SuppressionComment | undefined {
  for (const { tool, pattern, next } of OTHERS) {
    const match = pattern.exec(text);
    if (!match) continue;
    return {
      tool,
      kind: 'ignore',
      ids: [],
      reason: null,
      span: { line, column: match.index + 1, endLine: line, endColumn: match.index + match[0].length + 1 },
      from: next ? line + 1 : line,
      to: next ? line + 1 : line,
    };
  }
  return undefined;
}
