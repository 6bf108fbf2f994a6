/** How each language reads a variable of the environment, and how the read is put in the place of a literal. */
import type { TextEdit } from '../../fix';
import type { LiteralSpan } from './literal';

export type Dialect = 'python' | 'javascript' | 'typescript' | 'deno' | 'ruby' | 'php' | 'java' | 'csharp';

/** The dialect of a source file, or undefined for languages that are not rewritten. */
export function dialectOf(path: string, text: string): Dialect | undefined {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  if (extension === 'py') return 'python';
  if (['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx'].includes(extension)) {
    if (/\bDeno\.(?:env|serve)\b|from\s+["']https:\/\/(?:deno\.land|esm\.sh)/.test(text)) return 'deno';
    return /^(?:ts|mts|cts|tsx)$/.test(extension) ? 'typescript' : 'javascript';
  }
  return ({ rb: 'ruby', php: 'php', java: 'java', kt: 'java', cs: 'csharp' } as const)[extension];
}

/** The expression that reads a variable and fails, or is plainly missing, when it is not set. */
export function readExpression(name: string, dialect: Dialect, quote = '"'): string {
  switch (dialect) {
    case 'python':
      return `os.environ[${quote}${name}${quote}]`;
    case 'javascript':
      return `process.env.${name}`;
    case 'typescript':
      return `process.env.${name}!`;
    case 'deno':
      return `Deno.env.get(${quote}${name}${quote})!`;
    case 'ruby':
      return `ENV.fetch(${quote}${name}${quote})`;
    case 'php':
      return `getenv('${name}')`;
    case 'java':
      return `System.getenv("${name}")`;
    case 'csharp':
      return `System.Environment.GetEnvironmentVariable("${name}")!`;
  }
}

/** Puts a read in the place of `[from, to)` inside a literal: the whole literal, a hole of a template, or a part of a sum. */
export function replaceInLiteral(
  text: string,
  literal: LiteralSpan,
  [from, to]: readonly [number, number],
  name: string,
  dialect: Dialect,
): TextEdit | undefined {
  const inner = literal.quote === '"' ? "'" : '"';
  const quote = literal.quote.length === 1 && literal.quote !== '`' ? literal.quote : '"';
  if (from === literal.contentStart && to === literal.contentEnd) {
    return whole(text, literal, readExpression(name, dialect, quote), dialect);
  }
  if (dialect === 'python' && /f/i.test(literal.prefix))
    return { start: from, end: to, newText: `{${readExpression(name, dialect, inner)}}` };
  if (literal.quote === '`') return { start: from, end: to, newText: `\${${readExpression(name, dialect, "'")}}` };
  return part(text, literal, [from, to], readExpression(name, dialect, quote), dialect);
}

function whole(text: string, literal: LiteralSpan, expression: string, dialect: Dialect): TextEdit {
  const isBytes = dialect === 'python' && /b/i.test(literal.prefix);
  // An attribute of JSX takes an expression in braces.
  const isAttribute =
    (dialect === 'javascript' || dialect === 'typescript') &&
    /<[A-Za-z][^<>]*\s[\w-]+=$/.test(text.slice(Math.max(0, literal.start - 200), literal.start));
  const newText = isBytes ? `${expression}.encode()` : isAttribute ? `{${expression}}` : expression;
  return { start: literal.start, end: literal.end, newText };
}

/** `"Bearer v"` → `("Bearer " + read)`. Literals that stand next to another one cannot be taken apart. */
function part(
  text: string,
  literal: LiteralSpan,
  [from, to]: readonly [number, number],
  expression: string,
  dialect: Dialect,
): TextEdit | undefined {
  const isJoined =
    /["'`]\s*$/.test(text.slice(Math.max(0, literal.start - 40), literal.start)) ||
    /^\s*[rbuf]{0,2}["'`]/.test(text.slice(literal.end, literal.end + 40));
  if (isJoined || literal.prefix !== '' || literal.quote.length > 1) return undefined;
  if (dialect === 'php' || dialect === 'ruby') return undefined;
  const before = text.slice(literal.contentStart, from);
  const after = text.slice(to, literal.contentEnd);
  const pieces = [
    before === '' ? '' : `${literal.quote}${before}${literal.quote}`,
    expression,
    after === '' ? '' : `${literal.quote}${after}${literal.quote}`,
  ];
  return { start: literal.start, end: literal.end, newText: `(${pieces.filter(Boolean).join(' + ')})` };
}

/** The import that a read needs, if the file lacks it. */
export function importEdit(text: string, dialect: Dialect): TextEdit | undefined {
  if (
    dialect !== 'python' ||
    /^(?:import[ \t]+(?:[\w. ,]+,[ \t]*)?os\b(?![.\w])|from[ \t]+os[ \t]+import[ \t]+environ\b.*\n(?=[\s\S]*^import os\b))/m.test(
      text,
    )
  )
    return undefined;
  const place = importPlace(text);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const [block = ''] = /^(?:(?:import|from)\b[^\n]*(?:\n|$))*/.exec(text.slice(place)) ?? [];
  const modules = [...block.matchAll(/^(?:import|from)[ \t]+([\w.]+)/gm)].map(
    ([, name = '']) => name.split('.')[0] ?? '',
  );
  const isOwnGroup = modules.length === 0 ? place < text.length : !modules.some((name) => STANDARD.has(name));
  // In the order of the alphabet among the imports of the standard library, as sorted imports have it.
  const before = /^(?:import[ \t]+[a-n]\w*[ \t]*\r?\n)*/.exec(isOwnGroup ? '' : block)?.[0].length ?? 0;
  const at = place + before;
  return { start: at, end: at, newText: `import os${newline}${isOwnGroup ? newline : ''}` };
}

/** Modules of Python's standard library that programs import most (docs.python.org, "The Python Standard Library"). */
const STANDARD = new Set(
  (
    'abc argparse array ast asyncio base64 binascii bisect calendar collections concurrent configparser contextlib contextvars copy csv ' +
    'dataclasses datetime decimal difflib email enum errno fnmatch fractions ftplib functools gc getpass glob gzip hashlib heapq hmac html ' +
    'http imaplib importlib inspect io ipaddress itertools json logging math mimetypes multiprocessing numbers operator os pathlib pickle ' +
    'pkgutil platform pprint queue random re sched secrets select shelve shlex shutil signal smtplib socket sqlite3 ssl stat statistics ' +
    'string struct subprocess sys sysconfig tarfile tempfile textwrap threading time timeit tomllib traceback types typing unicodedata ' +
    'unittest urllib uuid warnings weakref xml zipfile zlib zoneinfo'
  ).split(' '),
);

/** Before the first import that is not from `__future__`; else below shebang, comments and docstring. */
function importPlace(text: string): number {
  for (const match of text.matchAll(/^(?:import|from)[ \t]+(?!__future__)/gm)) {
    if (!isInDocstring(text, match.index)) return match.index;
  }
  const head =
    /^(?:(?:#[^\n]*|[ \t]*)\n)*(?:[rRuU]?("""|''')[\s\S]*?\1[^\n]*\n)?(?:(?:#[^\n]*|[ \t]*|from __future__[^\n]*)\n)*/.exec(
      text,
    )?.[0] ?? '';
  return head.length;
}

function isInDocstring(text: string, at: number): boolean {
  return regionsBefore(text, at) % 2 === 1;
}

function regionsBefore(text: string, at: number): number {
  return (text.slice(0, at).match(/"""|'''/g) ?? []).length;
}
