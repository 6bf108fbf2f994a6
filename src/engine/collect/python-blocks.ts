/** Blocks of Python code by their indentation, on masked text. */

/** Body of the block whose head (`def`, `class`, `except`; decorators before it included) starts on the line of an offset; null when there is none. */
export function pythonBlock(code: string, offset: number): string | null {
  let at = code.lastIndexOf('\n', offset - 1) + 1;
  if (code.charAt(offset) === '\n') at = offset + 1;
  let line = lineAt(code, at);
  // Decorators stand above the head.
  while (/^\s*@/.test(line.text) && line.next <= code.length) {
    at = endOfBrackets(code, at);
    line = lineAt(code, at);
  }
  const indent = indentOf(line.text);
  let body = endOfBrackets(code, at);
  const start = body;
  while (body < code.length) {
    const next = lineAt(code, body);
    if (next.text.trim() !== '' && indentOf(next.text) <= indent && !/^\s*[)\]}]/.test(next.text)) break;
    if (next.next <= body) break;
    body = next.next;
  }
  return body === start ? null : code.slice(start, body);
}

/** What stands behind the first `yield` of a body at its level. */
export function statementsAfterYield(body: string): string {
  const match = /^[ \t]*yield\b[^\n]*$/m.exec(body);
  return match ? body.slice(match.index + match[0].length) : '';
}

function lineAt(code: string, at: number): { text: string; next: number } {
  const end = code.indexOf('\n', at);
  return end < 0 ? { text: code.slice(at), next: code.length } : { text: code.slice(at, end), next: end + 1 };
}

/** Offset of the line behind a statement that may span lines inside brackets. */
function endOfBrackets(code: string, at: number): number {
  let depth = 0;
  for (let i = at; i < code.length; i++) {
    const char = code.charAt(i);
    if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']' || char === '}') depth--;
    else if (char === '\n' && depth <= 0) return i + 1;
  }
  return code.length;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
