/** Source lines as they may be shown: a secret's value never, its first three characters at most. */
import type { Finding } from '../finding';
import type { Span } from '../span';

/** Checks whose findings stand on a value that must not be shown. */
const SECRET_CHECKS: ReadonlySet<string> = new Set([
  'hardcoded-secret',
  'default-secret-value',
  'weak-datastore-credentials',
]);

/** Checks whose findings stand on a value or on the name of a variable, on a guard, on a whole file. */
const MIXED_CHECKS: ReadonlySet<string> = new Set(['client-exposed-secret', 'default-secret-guard']);

/** True when the place of a finding may be a value that must not be shown. */
export function mayPointAtSecret({ check }: Pick<Finding, 'check'>): boolean {
  return SECRET_CHECKS.has(check) || MIXED_CHECKS.has(check);
}

/** True when the text at a finding's place is a value: mixed checks point at names and code as well. */
export function isSecretText({ check }: Pick<Finding, 'check'>, text: string): boolean {
  return SECRET_CHECKS.has(check) || (MIXED_CHECKS.has(check) && looksLikeValue(text));
}

function looksLikeValue(text: string): boolean {
  return !/^[A-Z][A-Z0-9_]*$/.test(text) && !/[\s()]/.test(text);
}

interface MaskedSpan extends Span {
  /** Only when it looks like a value. */
  ifValue: boolean;
}

/** Shorter values show nothing at all. */
const SHOWN_FROM = 8;
const SHOWN = 3;

/** Knows every stretch of text that a secret finding covers, silenced and accepted ones included. */
export class SecretMask {
  private readonly spans = new Map<string, MaskedSpan[]>();

  constructor(findings: readonly Finding[]) {
    for (const finding of findings) {
      if (!mayPointAtSecret(finding)) continue;
      const { path, line, column, endLine, endColumn } = finding;
      if (path !== null && line !== null && column !== null && endLine !== null && endColumn !== null)
        this.add(path, { line, column, endLine, endColumn, ifValue: MIXED_CHECKS.has(finding.check) });
      for (const place of finding.related)
        if (place.kind === 'same-value') this.add(place.path, { ...place, ifValue: false });
    }
  }

  private add(path: string, span: MaskedSpan): void {
    const spans = this.spans.get(path);
    if (spans) spans.push(span);
    else this.spans.set(path, [span]);
  }

  /** A line of a file with dots in place of values; every character keeps its column. */
  line(path: string, number: number, text: string): string {
    let masked = text;
    for (const span of this.spans.get(path) ?? []) {
      if (number < span.line || number > span.endLine) continue;
      const start = number === span.line ? span.column - 1 : 0;
      const end = number === span.endLine ? span.endColumn - 1 : text.length;
      if (span.ifValue && !looksLikeValue(text.slice(start, end))) continue;
      masked = masked.slice(0, start) + dots(masked.slice(start, end), number === span.line) + masked.slice(end);
    }
    return masked;
  }
}

/** A value as dots of the same length; quotes around it stay. */
function dots(value: string, showStart: boolean): string {
  const quotes = /^(["'`])(.*)\1$/.exec(value);
  if (quotes) return `${quotes[1] ?? ''}${dots(quotes[2] ?? '', showStart)}${quotes[1] ?? ''}`;
  const shown = showStart && value.length >= SHOWN_FROM ? SHOWN : 0;
  return value.slice(0, shown) + '•'.repeat(value.length - shown);
}
