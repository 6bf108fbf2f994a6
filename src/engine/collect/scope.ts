/** Where in its file a stretch of code stands: the function around it and the condition it is under. Works on masked code. */

export interface Surroundings {
  /** Innermost named function; null = module level. */
  within: string | null;
  /** Line of that function's head, from 1; null at module level. */
  withinLine: number | null;
  /** Innermost class; null = none. */
  inClass: string | null;
  /** Nearest `if` around it inside the function, as written; null = none. */
  guard: string | null;
  /** The function carries a decorator: a framework calls it. */
  decorated: boolean;
}

/** Surroundings in Python, by indentation. `lines` are the lines of the masked code; `index` counts from 0. */
export function pythonSurroundings(lines: readonly string[], index: number): Surroundings {
  const out: Surroundings = { within: null, withinLine: null, inClass: null, guard: null, decorated: false };
  let indent = indentOf(lines[index] ?? '');
  for (let i = index - 1; i >= 0 && indent > 0; i--) {
    const line = lines[i] ?? '';
    if (line.trim() === '') continue;
    const own = indentOf(line);
    if (own >= indent) continue;
    const def = /^\s*(?:async\s+)?def\s+(\w+)/.exec(line);
    const cls = /^\s*class\s+(\w+)/.exec(line);
    const test = /^\s*(?:if|elif)\s+(.*?):?\s*$/.exec(line);
    if (def && out.within === null) {
      out.within = def[1] ?? null;
      out.withinLine = i + 1;
      out.decorated = /^\s*(?:@|\))/.test(lines[i - 1] ?? '');
    }
    if (cls && out.inClass === null) out.inClass = cls[1] ?? null;
    if (test && out.guard === null && out.within === null) out.guard = (test[1] ?? '').slice(0, 120);
    // A closing bracket's line is no head of a block.
    if (/^\s*[)\]}]/.test(line)) continue;
    indent = own;
  }
  return out;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Surroundings in JavaScript, by braces. */
export function javascriptSurroundings(code: string, offset: number): Surroundings {
  const out: Surroundings = { within: null, withinLine: null, inClass: null, guard: null, decorated: false };
  let depth = 0;
  const braces = bracesOf(code);
  for (let at = braces.findLastIndex((brace) => brace < offset); at >= 0; at--) {
    // What is outside of the function and the class is of no interest.
    if (out.within !== null && out.inClass !== null) break;
    const i = braces[at] ?? 0;
    if (code[i] === '}') depth++;
    else if (depth > 0) depth--;
    else {
      const head = headBefore(code, i);
      const test = head.includes('if') ? /\bif\s*\((.*)\)\s*$/s.exec(head) : null;
      const name = nameOfFunction(head);
      const cls = head.includes('class') ? /\bclass\s+(\w+)[^{]*$/.exec(head) : null;
      if (test && out.within === null && out.guard === null)
        out.guard = (test[1] ?? '').replace(/\s+/g, ' ').trim().slice(0, 120);
      else if (cls && out.inClass === null) out.inClass = cls[1] ?? null;
      else if (name && out.within === null) {
        out.within = name;
        out.withinLine = lineOf(code, i);
      }
    }
  }
  return out;
}

/** Braces of the last text: a file is asked about once for each of its signals. */
let last: { code: string; braces: number[] } | undefined;

/** Offsets of all braces, in order. */
function bracesOf(code: string): readonly number[] {
  if (last?.code !== code) {
    const braces: number[] = [];
    const pattern = /[{}]/g;
    while (pattern.test(code)) braces.push(pattern.lastIndex - 1);
    last = { code, braces };
  }
  return last.braces;
}

function headBefore(code: string, brace: number): string {
  const from = Math.max(0, brace - 400);
  const text = code.slice(from, brace);
  let depth = 0;
  for (let i = text.length - 1; i >= 0; i--) {
    const char = text.charAt(i);
    if (char === ')' || char === ']') depth++;
    else if (char === '(' || char === '[') depth--;
    else if (depth <= 0 && (char === ';' || char === '{' || char === '}')) return text.slice(i + 1);
  }
  return text;
}

const NOT_NAMES = new Set(['if', 'for', 'while', 'switch', 'catch', 'function', 'return', 'with', 'do', 'else', 'try']);

function nameOfFunction(head: string): string | null {
  // What every match holds is looked for first: these patterns are slow where they fail.
  const isFunction = head.includes('function');
  const isArrow = head.includes('=>');
  const declared = !isFunction ? null : /\bfunction\s*\*?\s*(\w+)\s*(?:<[^>]*>)?\s*\([^]*\)\s*(?::[^]*)?$/.exec(head);
  if (declared?.[1]) return declared[1];
  const assigned = !isArrow
    ? null
    : /(?:const|let|var)?\s*\b([\w.]+)\s*(?::[^=]+)?[=:]\s*(?:async\s*)?(?:function\s*)?(?:\([^]*\)|\w+)\s*(?::[^=]+)?(?:=>)\s*$/.exec(
        head,
      );
  if (assigned?.[1]) return assigned[1].split('.').at(-1) ?? null;
  const expression = !isFunction ? null : /\b([\w.]+)\s*[=:]\s*(?:async\s+)?function\b[^]*$/.exec(head);
  if (expression?.[1]) return expression[1].split('.').at(-1) ?? null;
  if (isArrow || !head.includes(')')) return null;
  const method =
    /(?:^|\s)(?:async\s+|static\s+|public\s+|private\s+|protected\s+)*\*?(\w+)\s*\([^]*\)\s*(?::[^]*)?$/.exec(head);
  return method?.[1] && !NOT_NAMES.has(method[1]) ? method[1] : null;
}

function lineOf(code: string, offset: number): number {
  let line = 1;
  for (let i = code.indexOf('\n'); i >= 0 && i < offset; i = code.indexOf('\n', i + 1)) line++;
  return line;
}
