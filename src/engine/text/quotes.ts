/** Where quoted text ends, for scanners: one search by the regular-expression engine instead of a look at each character. */

/** Up to what ends it: a backslash takes the next character along, and a text of one line stops at its line's end. */
const ONE_LINE: Readonly<Record<string, RegExp>> = {
  '"': /[^"\\\n]*(?:\\[^][^"\\\n]*)*/y,
  "'": /[^'\\\n]*(?:\\[^][^'\\\n]*)*/y,
};
const MANY_LINES: Readonly<Record<string, RegExp>> = {
  '"': /[^"\\]*(?:\\[^][^"\\]*)*/y,
  "'": /[^'\\]*(?:\\[^][^'\\]*)*/y,
  '"""': /[^"\\]*(?:(?:\\[^]|"(?!""))[^"\\]*)*/y,
  "'''": /[^'\\]*(?:(?:\\[^]|'(?!''))[^'\\]*)*/y,
};
/** JavaScript's template: up to its end or to a hole. */
const TEMPLATE = /[^`\\$]*(?:(?:\\[^]|\$(?!\{))[^`\\$]*)*/y;

/**
 * Offset behind the closing mark of a text that begins at `from`, behind its opening mark. A text of one line that is not closed ends with its
 * line, any other with the file.
 */
export function endOfQuoted(text: string, from: number, mark: string, multiline: boolean): number {
  const pattern = (multiline ? MANY_LINES : ONE_LINE)[mark];
  if (!pattern) return text.length;
  const at = skip(text, from, pattern);
  if (text.startsWith(mark, at)) return at + mark.length;
  return text.charCodeAt(at) === 10 ? at : text.length;
}

/** Offset of what ends a stretch of a template: its closing back quote, or the `$` of a hole; the end of the file where there is neither. */
export function endOfTemplate(text: string, from: number): number {
  const at = skip(text, from, TEMPLATE);
  // A backslash at the very end takes nothing along.
  return text.charCodeAt(at) === 92 ? text.length : at;
}

function skip(text: string, from: number, pattern: RegExp): number {
  pattern.lastIndex = from;
  pattern.test(text);
  return pattern.lastIndex;
}
