/**
 * The depth guard. Recursive parsers end the whole process on a few kilobytes of brackets (V8 aborts when a regular expression is first
 * compiled near the end of the stack), so the nesting is counted before any of them sees a text. The largest depth in 5,180 real files
 * was 34.
 */
export const MAX_DEPTH = 200;
const MAX_INDENT = 400;

/** What a character is to the nesting, by its code. */
const OPEN = 1;
const CLOSE = 2;
const LINE_END = 3;
const BLANK = 4;
const KINDS = new Uint8Array(128);
for (const [kind, characters] of [
  [OPEN, '([{'],
  [CLOSE, ')]}'],
  [LINE_END, '\n\r'],
  [BLANK, ' \t'],
] as const)
  for (const character of characters) KINDS[character.charCodeAt(0)] = kind;

/** True when a text is nested too deeply for the parsers: brackets beyond 200, or indentation beyond 400 columns. */
export function nestedTooDeeply(text: string): boolean {
  let depth = 0;
  let indent = 0;
  let atLineStart = true;
  for (let i = 0; i < text.length; i++) {
    const kind = KINDS[text.charCodeAt(i)];
    if (kind === LINE_END) {
      atLineStart = true;
      indent = 0;
    } else if (kind === BLANK) {
      if (atLineStart && ++indent > MAX_INDENT) return true;
    } else {
      atLineStart = false;
      if (kind === OPEN && ++depth > MAX_DEPTH) return true;
      if (kind === CLOSE && depth > 0) depth--;
    }
  }
  return false;
}
