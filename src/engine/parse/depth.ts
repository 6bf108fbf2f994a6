/**
 * The depth guard. Recursive parsers end the whole process on a few kilobytes of brackets (V8 aborts when a regular expression is first
 * compiled near the end of the stack), so the nesting is counted before any of them sees a text. The largest depth in 5,180 real files
 * was 34.
 */
export const MAX_DEPTH = 200;
const MAX_INDENT = 400;

/** True when a text is nested too deeply for the parsers: brackets beyond 200, or indentation beyond 400 columns. */
export function nestedTooDeeply(text: string): boolean {
  let depth = 0;
  let indent = 0;
  let atLineStart = true;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 40 || unit === 91 || unit === 123) {
      if (++depth > MAX_DEPTH) return true;
    } else if (unit === 41 || unit === 93 || unit === 125) {
      if (depth > 0) depth--;
    }
    if (unit === 10 || unit === 13) {
      atLineStart = true;
      indent = 0;
    } else if (atLineStart && (unit === 32 || unit === 9)) {
      if (++indent > MAX_INDENT) return true;
    } else atLineStart = false;
  }
  return false;
}
