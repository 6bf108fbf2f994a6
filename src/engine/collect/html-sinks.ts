/** What flows into an HTML sink: a constant, a sanitised value, the output of a renderer, or something raw. */
import { closingOf, type MaskedText } from './mask';
import type { RuleAnswer } from './signals/signals';

/** DOMPurify, sanitize-html, xss, isomorphic-dompurify; hand-written escapers by their names. */
const SANITISER = /\b\w*(?:sanitiz|sanitis|purif|escap|encod|xss|striptags|stripHtml)\w*(?:\.\w+)?\s*\(/i;
const NUMBER =
  /^\s*(?:-?\d[\d.]*|[\w.]+\.(?:length|size|toFixed\([^)]*\)|toLocaleString\(\))|(?:Math|Number|parseInt|parseFloat)\b.*|index|idx|i|\w*(?:Count|Index|count|index|Id|percent|Percent|width|height))\s*$/;
const CONSTANT_CHOICE = /^[^?]*\?\s*(["'`])[^"'`$]*\1\s*:\s*(["'`])[^"'`$]*\2\s*$/;

/** Reads the value that starts at an offset. */
export function htmlValue(masked: MaskedText, from: number, sink: string): RuleAnswer {
  const to = endOfValue(masked.code, from);
  const text = masked.text.slice(from, to).trim();
  const state = judge(text, masked.text);
  return { detail: `${sink}: ${state}`, good: state === 'constant' || state === 'sanitised' };
}

function endOfValue(code: string, from: number): number {
  let depth = 0;
  for (let i = from; i < code.length; i++) {
    const char = code.charAt(i);
    if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']' || char === '}') {
      if (depth-- === 0) return i;
    } else if (char === ';' && depth === 0) return i;
    else if (
      char === '\n' &&
      depth === 0 &&
      code.slice(from, i).trim() !== '' &&
      !/^\s*[+.?:]/.test(code.slice(i + 1, i + 60)) &&
      !inTemplate(code, from, i)
    )
      return i;
  }
  return code.length;
}

function inTemplate(code: string, from: number, to: number): boolean {
  return (code.slice(from, to).split('`').length - 1) % 2 === 1;
}

function judge(text: string, file: string): 'constant' | 'sanitised' | 'unclear' | 'raw' {
  if (/^(["'])[^"'\\]*\1$/.test(text) || /^`[^$]*`$/.test(text) || text === '') return 'constant';
  if (/^[A-Z][A-Z0-9_]+$/.test(text)) return 'constant';
  if (new RegExp(`^${SANITISER.source}`, 'i').test(text)) return 'sanitised';
  const holes = templateHoles(text);
  if (holes.length > 0) return holes.every(isSafeHole) ? 'sanitised' : 'raw';
  if (/^JSON\.stringify\(/.test(text)) return 'sanitised';
  const variable = /^(\w+)(?:\s*(?:\|\||\?\?)\s*["'][^"']*["'])?$/.exec(text)?.[1];
  if (variable !== undefined) return ofVariable(variable, file);
  // What a function returns, or a chain on a constant, cannot be told from here.
  return /^(?:await\s+)?\w+(?:\.\w+)*\(/.test(text) ? 'unclear' : 'raw';
}

/** A local variable is as good as what is assigned to it. */
function ofVariable(name: string, file: string): 'sanitised' | 'constant' | 'unclear' {
  const value = new RegExp(`\\b(?:const|let|var)\\s+${name}\\s*(?::[^=]+)?=\\s*([^\\n]+)`).exec(file)?.[1] ?? '';
  if (SANITISER.test(value)) return 'sanitised';
  return /^(["'])[^"']*\1;?$/.test(value) ? 'constant' : 'unclear';
}

/** `const html = computed(() => DOMPurify.sanitize(…))`. */
export function isMadeSafe(name: string, file: string): boolean {
  return /^\w+$/.test(name) && ofVariable(name, file) === 'sanitised';
}

function isSafeHole(hole: string): boolean {
  const inner = templateHoles(hole);
  if (inner.length > 0 && /[`]/.test(hole)) return inner.every(isSafeHole);
  return SANITISER.test(hole) || NUMBER.test(hole) || CONSTANT_CHOICE.test(hole) || /^\s*(["'])[^"']*\1\s*$/.test(hole);
}

/** Expressions inside `${…}` of the outermost templates. */
function templateHoles(text: string): string[] {
  const out: string[] = [];
  for (let at = text.indexOf('${'); at >= 0;) {
    const end = closingOf(text, at + 1);
    out.push(text.slice(at + 2, end));
    at = text.indexOf('${', end);
  }
  return out;
}
