/**
 * Suppression comments: our own (`preflight-ignore <check-or-rule> -- reason`, a `:` before the reason is read too; `preflight-ignore-file`;
 * `preflight-public -- reason`) and those of other scanners that teams already have. Ours are read in the file's own comment syntax.
 */
import type { SuppressionComment } from '../facts';
import { defineWords, holdsAny } from '../text/words';
import { isCommentAt, openersOf } from './comment-syntax';
import type { SourceFile } from './source-file';

/** Longest line that is searched: a minified line holds no comment meant for people. */
const MAX_LINE = 2000;
/** Words without which there is no such comment: searched in every text, so plainly. */
const OUR_LIST = ['preflight-ignore', 'preflight-public'];
const ALL_LIST = [...OUR_LIST, ':allow', 'llowlist', 'hitelist', 'trufflehog', 'secretlint-disable', 'nosem'];
const OUR_WORDS = defineWords(OUR_LIST);
const ALL_WORDS = defineWords(ALL_LIST);
const OURS = /(\/\/|\/\*|<!--|--|\{#|[#;%])\s*preflight-(ignore-file|ignore|public)(?![\w-])([^\r\n]*)/g;
const ENDS = /\s*(?:\*\/|-->|#\})\s*.*$/;
/** Lines that a decorator with its arguments may take. */
const MAX_DECORATOR = 60;

/**
 * Other scanners' comments: the tool, the pattern with the rules it names, and which lines it speaks of: its own, the next one, also the
 * next one when it stands alone, or all up to the comment that ends it.
 */
const OTHERS: readonly { tool: string; pattern: RegExp; reach: 'line' | 'next' | 'alone' | 'block' }[] = [
  { tool: 'gitleaks', pattern: /(?:gitleaks|betterleaks):allow/, reach: 'line' },
  { tool: 'detect-secrets', pattern: /pragma:\s*(?:allowlist|whitelist) nextline secret/i, reach: 'next' },
  { tool: 'detect-secrets', pattern: /pragma:\s*(?:allowlist|whitelist) secret/i, reach: 'line' },
  { tool: 'trufflehog', pattern: /trufflehog:ignore/, reach: 'line' },
  { tool: 'secretlint', pattern: /secretlint-disable-next-line(?![\w-])([^\r\n]*)/, reach: 'next' },
  { tool: 'secretlint', pattern: /secretlint-disable-line(?![\w-])([^\r\n]*)/, reach: 'line' },
  { tool: 'secretlint', pattern: /secretlint-disable(?![\w-])([^\r\n]*)/, reach: 'block' },
  { tool: 'semgrep', pattern: /\bnosem(?:grep)?\b(?::([^\r\n]*))?/, reach: 'alone' },
];

/** True when the text may hold a comment of ours, so that its parser is worth loading. */
export function mayHoldSuppressions(text: string): boolean {
  return holdsAny(text, OUR_WORDS);
}

/** Every suppression comment of a file, in order. */
export function suppressionComments(file: SourceFile): SuppressionComment[] {
  if (!holdsAny(file.text, ALL_WORDS)) return [];
  const found: SuppressionComment[] = [];
  let fenced: ReadonlySet<number> | undefined;
  for (const line of linesWithWords(file)) {
    const text = file.lines.line(line);
    if (text.length > MAX_LINE) continue;
    fenced ??= fencedLines(file);
    const comment = ours(file, line, text, fenced.has(line)) ?? others(file, line, text);
    if (comment) found.push(comment);
  }
  return found;
}

/** Numbers of the lines that hold one of the words, in order. */
function linesWithWords(file: SourceFile): number[] {
  const lines = new Set<number>();
  for (const word of ALL_LIST) {
    for (let at = file.text.indexOf(word); at >= 0; at = file.text.indexOf(word, at + word.length))
      lines.add(file.lines.position(at).line);
  }
  return [...lines].sort((a, b) => a - b);
}

function ours(file: SourceFile, line: number, text: string, isSample: boolean): SuppressionComment | undefined {
  const start = file.lines.offset(line, 1);
  const openers = openersOf(isSample ? 'other' : file.language);
  for (const match of text.matchAll(OURS)) {
    const [, opener = '', kind, payload = ''] = match;
    if (!openers.includes(opener)) continue;
    if (!isSample && !isCommentAt(file, start + match.index, opener)) continue;
    const { ids, reason } = parsePayload(payload);
    const comment: SuppressionComment = {
      tool: 'preflight',
      kind: kind as SuppressionComment['kind'],
      ids: kind === 'public' ? [] : ids,
      reason,
      span: { line, column: match.index + 1, endLine: line, endColumn: text.trimEnd().length + 1 },
      from: kind === 'ignore-file' ? 1 : line,
      to: kind === 'ignore-file' ? file.lines.count : reachOf(file, line, isAlone(text, match.index)),
    };
    return isSample ? { ...comment, sample: true } : comment;
  }
  return undefined;
}

/** `check-a check-b -- reason` to its parts. */
function parsePayload(payload: string): { ids: string[]; reason: string | null } {
  const rest = payload.replace(ENDS, '').trim();
  const split = /^(.*?)(?:\s+--\s*|\s*:\s+|^--\s*|^:\s*)(.*)$/.exec(rest);
  const ids = (split ? (split[1] ?? '') : rest).split(/[\s,]+/).filter(Boolean);
  return { ids, reason: split?.[2]?.trim() || null };
}

/** A comment with nothing but an opening `{` of JSX before it. */
function isAlone(text: string, index: number): boolean {
  return /^\s*\{?\s*$/.test(text.slice(0, index));
}

/**
 * The last line a comment speaks of: its own, or for one that stands alone the next that is neither blank nor another such comment. Where
 * that is a decorator, the definition below it is meant too.
 */
function reachOf(file: SourceFile, line: number, isAloneOnLine: boolean): number {
  let reach = line;
  for (let next = line + 1; isAloneOnLine && next <= file.lines.count; next++) {
    const text = file.lines.line(next);
    if (text.trim() === '' || text.search(OURS) >= 0) continue;
    reach = next;
    break;
  }
  return pastDecorators(file, reach);
}

function pastDecorators(file: SourceFile, line: number): number {
  let at = line;
  while (/^\s*@[\w$.]+/.test(file.lines.line(at))) {
    let depth = 0;
    const last = Math.min(file.lines.count, at + MAX_DECORATOR);
    for (; at <= last; at++) {
      const text = file.lines.line(at).replace(/(["'`])(?:\\.|(?!\1).)*\1|#.*$/g, '');
      for (const character of text) depth += '([{'.includes(character) ? 1 : ')]}'.includes(character) ? -1 : 0;
      if (depth <= 0) break;
    }
    at++;
    if (at > file.lines.count) return line;
  }
  return at;
}

/** Lines inside of a Markdown document's code fences: comments there are in the syntax of the sample, and may be samples themselves. */
function fencedLines(file: SourceFile): ReadonlySet<number> {
  const inside = new Set<number>();
  if (file.language !== 'markdown') return inside;
  let fence: string | undefined;
  for (let line = 1; line <= file.lines.count; line++) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(file.lines.line(line))?.[1];
    if (fence === undefined) fence = mark;
    else if (mark?.startsWith(fence)) fence = undefined;
    else inside.add(line);
  }
  return inside;
}

function others(file: SourceFile, line: number, text: string): SuppressionComment | undefined {
  for (const { tool, pattern, reach } of OTHERS) {
    const match = pattern.exec(text);
    if (!match) continue;
    const next = reach === 'alone' && /^\s*(?:#|\/\/|\/\*|<!--|--|;|\{\/\*)?\s*$/.test(text.slice(0, match.index));
    return {
      tool,
      kind: 'ignore',
      ids: foreignIds(match[1] ?? ''),
      reason: null,
      span: { line, column: match.index + 1, endLine: line, endColumn: match.index + match[0].trimEnd().length + 1 },
      from: reach === 'next' ? line + 1 : line,
      to: reach === 'block' ? blockEnd(file, line, match[1] ?? '') : reach === 'next' || next ? line + 1 : line,
    };
  }
  return undefined;
}

/** Rules that a comment of another scanner names; what follows ` -- ` explains. */
function foreignIds(rest: string): string[] {
  const [names = ''] = rest.replace(ENDS, '').split(/\s--(?:\s|$)/);
  return names.split(/[\s,]+/).filter((word) => /^[@\w][\w@./-]*$/.test(word));
}

/** The line of the comment that switches the same rules on again, else the last line. */
function blockEnd(file: SourceFile, line: number, rest: string): number {
  const own = foreignIds(rest);
  for (let at = file.text.indexOf('secretlint-enable'); at >= 0; at = file.text.indexOf('secretlint-enable', at + 1)) {
    const end = file.lines.position(at).line;
    const match = /secretlint-enable(?![\w-])(.*)/.exec(file.lines.line(end));
    if (end <= line || !match) continue;
    const ids = foreignIds(match[1] ?? '');
    if (ids.length === 0 || own.some((id) => ids.includes(id))) return end;
  }
  return file.lines.count;
}
