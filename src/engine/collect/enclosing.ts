/** The function around a place, as text: what a rule may look at to tell what a call is for. */
import { closingOf, type MaskedText } from './mask';
import { pythonBlock } from './python-blocks';
import { javascriptSurroundings, pythonSurroundings } from './scope';

export interface EnclosingFunction {
  name: string;
  /** From its head to its end, comments blanked. */
  text: string;
}

/** The innermost named function of Python around an offset; null at module level. */
export function enclosingPython(masked: MaskedText, offset: number): EnclosingFunction | null {
  const lines = masked.code.split('\n');
  const line = masked.code.slice(0, offset).split('\n').length - 1;
  const { within, withinLine } = pythonSurroundings(lines, line);
  if (within === null || withinLine === null) return null;
  let head = 0;
  for (let i = 1; i < withinLine; i++) head = masked.code.indexOf('\n', head) + 1;
  const block = pythonBlock(masked.code, head) ?? '';
  const end = masked.code.indexOf(block, head) + block.length;
  return { name: within, text: masked.text.slice(head, end) };
}

/** Heads of blocks that are no functions. */
const OTHER_HEAD = /\b(?:if|for|while|switch|catch|with)\s*\([^{}]*$/;

/** The innermost function of JavaScript around an offset, with the name of the nearest one that has a name; null at module level. */
export function enclosingJavascript(masked: MaskedText, offset: number): EnclosingFunction | null {
  const { code, text } = masked;
  const name = javascriptSurroundings(code, offset).within ?? '';
  let depth = 0;
  for (let i = offset - 1; i >= 0; i--) {
    const char = code.charAt(i);
    if (char === '}') depth++;
    else if (char === '{' && depth > 0) depth--;
    else if (char === '{') {
      const head = code.slice(Math.max(0, i - 200), i);
      if (/(?:\)(?:\s*:[^;{}]*)?|=>)\s*$/.test(head) && !OTHER_HEAD.test(head.slice(head.lastIndexOf(';') + 1)))
        return { name, text: text.slice(Math.max(0, i - 200), closingOf(code, i)) };
    }
  }
  return null;
}
