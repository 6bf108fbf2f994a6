/**
 * Shell scripts as lists of simple commands, with what happens when one of them fails. Not a shell: quoting, `&&`, `||`, `|`, `;`,
 * continuation lines, `if`, here-documents and `set +e` are understood as POSIX describes them; expansions are left as text.
 */

/** One line of a script with its line number in the file. */
export interface ScriptLine {
  line: number;
  text: string;
}

declare module '../facts' {
  interface FactParts {
    /** Commands of a shell script. */
    shellScript: ShellCommand[];
  }
}

/** A simple command: `npm test`, `pytest --cov=app`. */
export interface ShellCommand {
  /** Words joined by one space, without redirections at the end of a pipe being resolved. */
  text: string;
  line: number;
  /** Folder it runs in, relative to where the script started; `''` = there; null = cannot be told. */
  folder: string | null;
  /** How its failure is kept from failing the script (`|| true`, `set +e`, a pipe), or null. */
  swallowed: string | null;
  /** The script asks whether a file that it names is there (`[ -f run.sh ]`). */
  optional?: true;
}

export interface ShellOptions {
  /** The script stops at the first failing command (`bash -e`); without it only the last command counts. */
  errexit: boolean;
  /** A pipe fails when any part fails. */
  pipefail: boolean;
}

type Operator = '&&' | '||' | '|' | ';' | '&';

interface Part {
  text: string;
  line: number;
  /** Operator that follows. */
  next: Operator | null;
}

/** Tests of `[` for a file (POSIX, "test"). */
const ASKED = /(?:\[\[?|\btest)\s+(?:!\s+)?-[efrsx]\s+["']?(?:\.\/)?([\w./-]+)/g;

/** Simple commands of a script, in order. */
export function shellCommands(lines: readonly ScriptLine[], options: ShellOptions): ShellCommand[] {
  const commands: ShellCommand[] = [];
  let { errexit, pipefail } = options;
  let relaxed = false;
  let folder: string | null = '';
  const whole = lines.map((line) => line.text).join('\n');
  const asked = whole.includes(' -') ? [...whole.matchAll(ASKED)].map((match) => match[1] ?? '') : [];
  const failsLater = /(^|[\s;{(])(exit|return)\s+("?\$|[1-9])|(^|[\s;&|])false(\s|;|$)/m.test(whole);
  for (const logical of joinLines(lines)) {
    const parts = splitParts(logical);
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index];
      if (!part) continue;
      const { text, tested } = stripKeywords(part.text);
      if (text === '') continue;
      const set = /^set\s+([-+])(\w*)(?:\s+(\w+))?/.exec(text);
      if (set) {
        const on = set[1] === '-';
        if (set[2]?.includes('e')) {
          errexit = on;
          relaxed = !on;
        }
        if (set[2]?.includes('o') && set[3] === 'pipefail') pipefail = on;
        continue;
      }
      const cd = /^(?:cd|pushd)\s+(\S+)$/.exec(text);
      if (cd?.[1]) {
        folder = joinFolder(folder, unquote(cd[1]));
        continue;
      }
      let swallowed = swallowedBy(parts, index, pipefail);
      if (!swallowed && tested && !failsLater) swallowed = 'its result is only tested with `if`';
      if (!swallowed && !errexit && !failsLater && !isLast(logical, parts, index))
        swallowed = relaxed ? '`set +e`' : 'a script without `set -e`';
      const isOptional = asked.some((name) => text.includes(name));
      commands.push({ text, line: part.line, folder, swallowed, ...(isOptional && { optional: true }) });
    }
  }
  return commands;

  function isLast(logical: ScriptLine[], parts: Part[], index: number): boolean {
    return logical.at(-1) === lines.at(-1) && index === parts.length - 1;
  }
}

/** Words of a simple command; quotes removed. */
export function wordsOf(command: string): string[] {
  return [...command.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );
}

/** Logical lines: continuation lines joined, comments and the bodies of here-documents left out. */
function joinLines(lines: readonly ScriptLine[]): ScriptLine[][] {
  const out: ScriptLine[][] = [];
  let current: ScriptLine[] = [];
  let until: string | null = null;
  for (const line of lines) {
    if (until !== null) {
      if (line.text.trim() === until) until = null;
      continue;
    }
    const trimmed = line.text.trim();
    if (current.length === 0 && (trimmed === '' || trimmed.startsWith('#'))) continue;
    current.push(line);
    until = line.text.includes('<<') ? (/<<-?\s*['"]?(\w+)['"]?/.exec(line.text)?.[1] ?? null) : null;
    if (/(?:\\|\||&&)$/.test(trimmed) && until === null) continue;
    out.push(current);
    current = [];
  }
  if (current.length > 0) out.push(current);
  return out;
}

/** Where a stretch of characters without a meaning of their own ends, by the quote it stands in. */
const PLAIN: Readonly<Record<string, RegExp>> = {
  '': /[^"'`\\$()#>&|;]+/y,
  '"': /[^"\\]+/y,
  "'": /[^']+/y,
  '`': /[^`]+/y,
};

function endOfPlain(text: string, at: number, quote: string): number {
  const plain = PLAIN[quote];
  if (!plain) return at;
  plain.lastIndex = at;
  return plain.test(text) ? plain.lastIndex : at;
}

/** Splits one logical line at its operators, outside of quotes and substitutions. */
function splitParts(logical: ScriptLine[]): Part[] {
  const parts: Part[] = [];
  let text = '';
  let isBlank = true;
  let line = logical[0]?.line ?? 1;
  let current = line;
  let quote = '';
  let depth = 0;
  const add = (piece: string): void => {
    // A part stands on the line of its first character.
    if (isBlank && piece.trim() !== '') {
      isBlank = false;
      line = current;
    }
    text += piece;
  };
  const push = (next: Operator | null): void => {
    if (!isBlank) parts.push({ text: text.trim().replace(/\s+/g, ' '), line, next });
    else if (next && parts.length > 0 && next !== ';') (parts.at(-1) as Part).next = next;
    text = '';
    isBlank = true;
  };
  for (const source of logical) {
    const content = source.text.replace(/\\$/, ' ');
    current = source.line;
    for (let i = 0; i < content.length;) {
      const end = endOfPlain(content, i, quote);
      if (end > i) {
        add(content.slice(i, end));
        i = end;
        continue;
      }
      const char = content.charAt(i);
      const two = content.slice(i, i + 2);
      let piece = char;
      if (char === '\\') piece = two;
      else if (quote !== '') quote = '';
      else if (char === '"' || char === "'" || char === '`') quote = char;
      else if (two === '$(' || (char === '(' && !isBlank)) {
        depth++;
        if (char === '$') piece = two;
      } else if (char === ')' && depth > 0) depth--;
      else if (char === '#' && (i === 0 || /\s/.test(content.charAt(i - 1))) && depth === 0) break;
      else if (depth > 0) piece = char;
      else if (two === '&&' || two === '||') {
        push(two);
        i += 2;
        continue;
      } else if (two === '>&' || two === '&>') piece = two;
      else if (char === '|' || char === ';' || char === '&') {
        push(char);
        i++;
        continue;
      }
      add(piece);
      i += piece.length;
    }
    add(' ');
  }
  push(null);
  return parts;
}

const HARMLESS = /^[({\s]*(true|:|echo|printf|exit 0|continue|cat|warn\b|>&2 echo|\{|\()(\s|$)/;

/** Why the failure of a part does not reach the end of its line. */
function swallowedBy(parts: readonly Part[], index: number, pipefail: boolean): string | null {
  for (let i = index; i < parts.length; i++) {
    const part = parts[i];
    if (!part || part.next === null || part.next === ';') return null;
    if (part.next === '&') return 'it runs in the background';
    if (part.next === '|' && i === index && !pipefail) {
      const reader = wordsOf(parts[index + 1]?.text ?? '')[0] ?? 'the next command';
      return `the pipe into \`${reader}\` reports the last command only`;
    }
    if (part.next === '||') {
      const rest = parts.slice(i + 1).map((other) => other.text);
      const fallback = rest[0] ?? '';
      if (rest.some((other) => /(^|[\s({])(exit [1-9$"]|false\b|return 1)/.test(other))) return null;
      return HARMLESS.test(fallback)
        ? `\`|| ${fallback.split(' ')[0] === 'exit' ? 'exit 0' : fallback.split(' ')[0]}\``
        : null;
    }
  }
  return null;
}

function stripKeywords(part: string): { text: string; tested: boolean } {
  let text = part;
  let tested = false;
  for (;;) {
    const match = /^(if|elif|while|until|then|do|else|fi|done|!|\{|\(|time|sudo|exec|nohup)(\s+|$)|^\((?=\S)/.exec(
      text,
    );
    if (!match) break;
    if (match[1] === 'if' || match[1] === 'elif' || match[1] === 'until') tested = true;
    text = text.slice(match[0].length);
  }
  text = text.replace(/^(?:[A-Za-z_]\w*=(?:"[^"]*"|'[^']*'|\S*)\s+)+/, '').trim();
  if (/^(esac|fi|done|\}|\)|;;|\[\[?|test\s)/.test(text)) return { text: '', tested };
  return { text, tested };
}

function joinFolder(base: string | null, next: string): string | null {
  if (base === null || next.includes('$') || next === '-' || next.startsWith('~') || next.startsWith('/')) return null;
  return joinPath(base, next);
}

/** Joins two relative paths and removes `.` and `..`; null when it leaves the root. */
export function joinPath(base: string, next: string): string | null {
  const out: string[] = [];
  for (const segment of `${base}/${next}`.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') {
      if (out.pop() === undefined) return null;
    } else out.push(segment);
  }
  return out.join('/');
}

function unquote(word: string): string {
  return word.replace(/^(["'])(.*)\1$/, '$2');
}
