/** How each language reads a variable of the environment, and how the read is put in the place of a literal. */
import type { TextEdit } from '../../fix';
import { isJoined, type LiteralSpan } from './literal';

export type Dialect =
  | 'python'
  | 'javascript'
  | 'typescript'
  | 'deno'
  /** Deno, in a file of JavaScript. */
  | 'deno-javascript'
  | 'astro'
  | 'sveltekit'
  | 'ruby'
  | 'php'
  | 'laravel'
  | 'java'
  | 'kotlin'
  | 'scala'
  | 'csharp'
  | 'go'
  | 'rust'
  | 'elixir'
  | 'prisma';

const BY_EXTENSION: Readonly<Record<string, Dialect>> = {
  ...{
    rb: 'ruby',
    rake: 'ruby',
    php: 'php',
    java: 'java',
    groovy: 'java',
    gradle: 'java',
    kt: 'kotlin',
    kts: 'kotlin',
  },
  ...{ scala: 'scala', cs: 'csharp', go: 'go', rs: 'rust', ex: 'elixir', exs: 'elixir', prisma: 'prisma' },
};

/** What a file runs in, where that decides how variables are read. */
export type Framework = 'astro' | 'sveltekit' | 'laravel' | null;

/** The dialect of a source file, or undefined for languages that are not rewritten. */
export function dialectOf(path: string, text: string, framework: Framework = null): Dialect | undefined {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  if (extension === 'py') return 'python';
  if (extension === 'astro') return 'astro';
  if (['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx'].includes(extension)) {
    if (framework === 'astro' || (framework === 'sveltekit' && hasRoomForEnv(text))) return framework;
    const isTyped = /^(?:ts|mts|cts|tsx)$/.test(extension);
    if (/\bDeno\.(?:env|serve)\b|from\s+["']https:\/\/(?:deno\.land|esm\.sh)/.test(text))
      return isTyped ? 'deno' : 'deno-javascript';
    return isTyped ? 'typescript' : 'javascript';
  }
  const dialect = BY_EXTENSION[extension];
  return dialect === 'php' && framework === 'laravel' ? 'laravel' : dialect;
}

/** SvelteKit's variables are read from an object of this name, unless the module calls something else so. */
function hasRoomForEnv(text: string): boolean {
  return text.includes('$env/dynamic/private') || !/(?<![.\w])env\b/.test(text.replace(/["'`][^"'`\n]*["'`]/g, ''));
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
    case 'deno-javascript':
      return `Deno.env.get(${quote}${name}${quote})`;
    case 'astro':
      return `import.meta.env.${name}`;
    case 'sveltekit':
      return `env.${name}`;
    case 'ruby':
      return `ENV.fetch(${quote}${name}${quote})`;
    case 'php':
      // Readers of `.env` fill `$_ENV` and mostly not the environment (PHP dotenv, "Putenv and Getenv"); php.ini may leave `$_ENV` empty.
      return `($_ENV['${name}'] ?? getenv('${name}'))`;
    case 'laravel':
      return `env('${name}')`;
    case 'java':
    case 'kotlin':
      return `System.getenv("${name}")`;
    case 'scala':
      return `sys.env("${name}")`;
    case 'csharp':
      return `System.Environment.GetEnvironmentVariable("${name}")!`;
    case 'go':
      return `os.Getenv("${name}")`;
    case 'rust':
      return `std::env::var("${name}").expect("${name} is not set")`;
    case 'elixir':
      return `System.fetch_env!("${name}")`;
    case 'prisma':
      return `env("${name}")`;
  }
}

/** Those that are JavaScript or TypeScript. */
export const SCRIPTS: ReadonlySet<Dialect> = new Set([
  'javascript',
  'typescript',
  'deno',
  'deno-javascript',
  'astro',
  'sveltekit',
]);
/** How two texts are joined, where they can be. */
const JOINS: Partial<Record<Dialect, string>> = {
  php: ' . ',
  laravel: ' . ',
  elixir: ' <> ',
  rust: '',
  prisma: '',
};

/** Puts a read in the place of `[from, to)` inside a literal: the whole literal, a hole of a template, or a part of a sum. Undefined where neither can be. */
export function replaceInLiteral(
  text: string,
  literal: LiteralSpan,
  [from, to]: readonly [number, number],
  name: string,
  dialect: Dialect,
): TextEdit | undefined {
  const joined = isJoined(text, literal);
  const inner = literal.quote === '"' ? "'" : '"';
  const quote = literal.quote.length === 1 && literal.quote !== '`' ? literal.quote : '"';
  if (!joined && from === literal.contentStart && to === literal.contentEnd) {
    return whole(text, literal, readExpression(name, dialect, quote), dialect);
  }
  if (dialect === 'python' && /f/i.test(literal.prefix))
    return { start: from, end: to, newText: `{${readExpression(name, dialect, inner)}}` };
  if (literal.quote === '`' && SCRIPTS.has(dialect))
    return { start: from, end: to, newText: `\${${readExpression(name, dialect, "'")}}` };
  return joined ? undefined : part(text, literal, [from, to], readExpression(name, dialect, quote), dialect);
}

function whole(text: string, literal: LiteralSpan, expression: string, dialect: Dialect): TextEdit {
  const isBytes = dialect === 'python' && /b/i.test(literal.prefix);
  // An attribute of JSX takes an expression in braces.
  const isAttribute =
    SCRIPTS.has(dialect) &&
    /<[A-Za-z][^<>]*\s[\w-]+=$/.test(text.slice(Math.max(0, literal.start - 200), literal.start));
  const newText = isBytes ? `${expression}.encode()` : isAttribute ? `{${expression}}` : expression;
  return { start: literal.start, end: literal.end, newText };
}

/** `"Bearer v"` → `("Bearer " + read)`. */
function part(
  text: string,
  literal: LiteralSpan,
  [from, to]: readonly [number, number],
  expression: string,
  dialect: Dialect,
): TextEdit | undefined {
  if (literal.prefix !== '' || literal.quote.length > 1) return undefined;
  const join = JOINS[dialect] ?? ' + ';
  if (join === '') return undefined;
  const before = text.slice(literal.contentStart, from);
  const after = text.slice(to, literal.contentEnd);
  const pieces = [
    before === '' ? '' : `${literal.quote}${before}${literal.quote}`,
    expression,
    after === '' ? '' : `${literal.quote}${after}${literal.quote}`,
  ];
  return { start: literal.start, end: literal.end, newText: `(${pieces.filter(Boolean).join(join)})` };
}
