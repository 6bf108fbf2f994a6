/** Fallbacks in languages besides Python and JavaScript: what stands before and behind the literal, and what is left without it. */
import type { TextEdit } from '../../fix';
import type { Dialect } from './access';
import type { LiteralSpan } from './literal';

interface Form {
  /** Ends where the literal begins; its first group is the variable that is read. */
  before: RegExp;
  after: RegExp;
  write(read: string): string;
}

const CALL_END = /^\s*,?\s*\)/;
const NOTHING = /^/;

const RUBY: readonly Form[] = [
  { before: /ENV\.fetch\(\s*["'](\w+)["']\s*,\s*$/, after: CALL_END, write: (read) => `ENV.fetch("${read}")` },
  { before: /ENV\.fetch\(\s*["'](\w+)["']\s*\)\s*\{\s*$/, after: /^\s*\}/, write: (read) => `ENV.fetch("${read}")` },
  { before: /ENV\[\s*["'](\w+)["']\s*\]\s*(?:\|\||or)\s*$/, after: NOTHING, write: (read) => `ENV.fetch("${read}")` },
];
const LARAVEL: readonly Form[] = [
  { before: /\benv\(\s*["'](\w+)["']\s*,\s*$/, after: CALL_END, write: (read) => `env('${read}')` },
];
const PHP: readonly Form[] = [
  ...LARAVEL,
  {
    before: /getenv\(\s*["'](\w+)["']\s*\)\s*(?:\?:|\?\?)\s*$/,
    after: NOTHING,
    write: (read) => `(getenv('${read}') ?: ${thrown(read)})`,
  },
  // What fills these need not fill the environment: the same array is read.
  ...['ENV', 'SERVER'].map((array) => ({
    before: new RegExp(`\\$_${array}\\[\\s*["'](\\w+)["']\\s*\\]\\s*(?:\\?:|\\?\\?)\\s*$`),
    after: NOTHING,
    write: (read: string) => `($_${array}['${read}'] ?? ${thrown(read)})`,
  })),
];

/** `throw` is no expression before PHP 8 (PHP manual, "Exceptions"). */
function thrown(read: string): string {
  return `(function () { throw new \\RuntimeException('${read} is not set'); })()`;
}

const JAVA: readonly Form[] = [
  {
    before: /System\.getenv\(\s*\)\s*\.getOrDefault\(\s*"(\w+)"\s*,\s*$/,
    after: CALL_END,
    write: (read) => `java.util.Objects.requireNonNull(System.getenv("${read}"), "${read} is not set")`,
  },
  {
    before: /Optional\.ofNullable\(\s*System\.getenv\(\s*"(\w+)"\s*\)\s*\)\s*\.orElse\(\s*$/,
    after: CALL_END,
    write: (read) => `java.util.Objects.requireNonNull(System.getenv("${read}"), "${read} is not set")`,
  },
];
const KOTLIN: readonly Form[] = [
  {
    before: /System\.getenv\(\s*"(\w+)"\s*\)\s*\?:\s*$/,
    after: NOTHING,
    write: (read) => `System.getenv("${read}") ?: error("${read} is not set")`,
  },
  ...JAVA,
];
const CSHARP: readonly Form[] = [
  {
    before: /(?:System\.)?Environment\.GetEnvironmentVariable\(\s*"(\w+)"\s*\)\s*\?\?\s*$/,
    after: NOTHING,
    write: (read) =>
      `System.Environment.GetEnvironmentVariable("${read}") ?? throw new System.InvalidOperationException("${read} is not set")`,
  },
];
const RUST: readonly Form[] = [
  {
    before: /(?:std::)?env::var\(\s*"(\w+)"\s*\)\s*\.unwrap_or(?:_else)?\(\s*(?:\|_\w*\|\s*)?(?:String::from\(\s*)?$/,
    after: /^(?:\.to_string\(\)|\.to_owned\(\)|\.into\(\)|\))?\s*\)/,
    write: (read) => `std::env::var("${read}").expect("${read} is not set")`,
  },
];
const ELIXIR: readonly Form[] = [
  {
    before: /System\.get_env\(\s*"(\w+)"\s*,\s*$/,
    after: CALL_END,
    write: (read) => `System.fetch_env!("${read}")`,
  },
  {
    before: /System\.get_env\(\s*"(\w+)"\s*\)\s*\|\|\s*$/,
    after: NOTHING,
    write: (read) => `System.fetch_env!("${read}")`,
  },
];

const FORMS: Partial<Record<Dialect, readonly Form[]>> = {
  ruby: RUBY,
  php: PHP,
  laravel: LARAVEL,
  java: JAVA,
  kotlin: KOTLIN,
  csharp: CSHARP,
  rust: RUST,
  elixir: ELIXIR,
};

/** The edit that leaves the read alone; it fails, or is plainly missing, when the variable is not set. */
export function otherFallback(
  before: string,
  after: string,
  { start, end }: LiteralSpan,
  { variable, dialect, secret }: { variable: string; dialect: Dialect; secret: boolean },
): TextEdit | undefined {
  for (const form of FORMS[dialect] ?? []) {
    const lead = form.before.exec(before);
    const close = form.after.exec(after);
    if (!lead || !close) continue;
    const read = secret ? variable : (lead[1] ?? lead[2] ?? variable);
    return { start: start - (before.length - lead.index), end: end + close[0].length, newText: form.write(read) };
  }
  return undefined;
}
