/** Source lines as they may be shown: a secret's value never, its first three characters at most. */
import type { Finding } from '../finding';
import type { Span } from '../span';

/** Checks whose findings stand on a value that must not be shown. */
const SECRET_CHECKS: ReadonlySet<string> = new Set([
  'hardcoded-secret',
  'default-secret-value',
  'weak-datastore-credentials',
]);
/** Shorter values show nothing at all. */
const SHOWN_FROM = 8;
const SHOWN = 3;

/** Knows every stretch of text that a secret finding covers, silenced and accepted ones included. */
export class SecretMask {
  private readonly spans = new Map<string, Span[]>();

  constructor(findings: readonly Finding[]) {
    for (const finding of findings) {
      if (!SECRET_CHECKS.has(finding.check)) continue;
      const { path, line, column, endLine, endColumn } = finding;
      if (path !== null && line !== null && column !== null && endLine !== null && endColumn !== null)
        this.add(path, { line, column, endLine, endColumn });
      for (const place of finding.related) if (place.kind === 'same-value') this.add(place.path, place);
    }
  }

  private add(path: string, span: Span): void {
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
