/**
 * Password hashes: not the password, but something that guesses can be tried on, and the same login wherever the text is used. Forms from
 * crypt(5), the PHC string format, RFC 2307, the documentation of Django, Werkzeug, phpass, Drupal, MySQL and PostgreSQL.
 */
import type { Detection, Scan } from './detect';
import { bound } from './readers';

/** Rule of hashes that only help guessing. */
export const PASSWORD_HASH = 'password-hash';
/**
 * Rule of PostgreSQL's MD5 form: its `md5` method proves knowledge of the hash and not of the password, so whoever has it gets in (PostgreSQL
 * documentation, "Password Authentication").
 */
export const POSTGRES_MD5 = 'postgres-md5';

const BODY = '[./A-Za-z0-9]';
/** By lower-case key: the whole hash from the key on. Compose doubles the sign: `$$2y$$05$$…`. */
const FORMS: readonly { keys: readonly string[]; pattern: RegExp }[] = [
  { keys: ['$2a$', '$2b$', '$2y$'], pattern: new RegExp(`\\$2[aby]\\$\\$?\\d\\d\\$\\$?${BODY}{50,53}`, 'y') },
  {
    keys: ['$argon2'],
    pattern: /\$argon2(?:id|i|d)\$(?:v=\d{1,3}\$)?[mtp=\d,]{5,40}\$[A-Za-z0-9+/]{8,88}\$[A-Za-z0-9+/]{16,128}/y,
  },
  {
    keys: ['$1$', '$5$', '$6$', '$y$', '$apr1$'],
    pattern: new RegExp(
      `\\$(?:1|apr1)\\$\\$?${BODY}{1,8}\\$\\$?${BODY}{22}(?!${BODY})|\\$[56]\\$\\$?(?:rounds=\\d{1,9}\\$\\$?)?${BODY}{1,16}\\$\\$?(?:${BODY}{86}|${BODY}{43})(?!${BODY})|\\$y\\$\\$?${BODY}{1,16}\\$\\$?${BODY}{1,86}\\$\\$?${BODY}{43}`,
      'y',
    ),
  },
  {
    keys: ['$p$', '$h$', '$s$'],
    pattern: new RegExp(`\\$(?:[PH]\\$${BODY}{31}|S\\$${BODY}{52})(?!${BODY})`, 'y'),
  },
  {
    keys: ['pbkdf2'],
    pattern:
      /pbkdf2_sha\d{1,3}\$\d{1,9}\$[^\s$"'`]{1,64}\$[A-Za-z0-9+/]{27,88}={0,2}|pbkdf2:sha\d{1,3}:\d{1,9}\$[^\s$"'`]{1,64}\$[0-9a-f]{40,128}/y,
  },
  { keys: ['scrypt:'], pattern: /scrypt:\d{1,9}:\d{1,3}:\d{1,3}\$[^\s$"'`]{1,64}\$[0-9a-f]{64,128}/y },
  { keys: ['{ssha', '{sha}'], pattern: /\{S?SHA(?:256|384|512)?\}[A-Za-z0-9+/]{27,160}={0,2}/y },
  {
    keys: ['scram-sha-256$'],
    pattern: /SCRAM-SHA-256\$\d{1,9}:[A-Za-z0-9+/]{8,64}={0,2}\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=/y,
  },
];

const BY_KEY = new Map(FORMS.flatMap(({ keys, pattern }) => keys.map((key) => [key, pattern] as const)));

/** Keys of the automaton. */
export const HASH_KEYS: readonly string[] = [...BY_KEY.keys()];

/** The hash that starts at a key, unless it stands in text for people. */
export function passwordHash(scan: Scan, start: number, end: number): Detection | undefined {
  const { text } = scan;
  const pattern = BY_KEY.get(text.slice(start, end).toLowerCase());
  if (!pattern || scan.isProse(start)) return undefined;
  pattern.lastIndex = start;
  const match = pattern.exec(text);
  if (!match) return undefined;
  const before = text.slice(Math.max(0, start - 80), start);
  const hash = bound(scan, start, PASSWORD_HASH, 'hash', start, start + match[0].length);
  // `admin:$apr1$…`, as basic authentication has it in files and labels.
  const isPair = /[\w.@-]{1,64}:(?:\{\w{1,12}\})?\$?$/.test(before);
  return {
    ...hash,
    ...(isPair ? { used: true } : {}),
    ...(scan.family === 'sql' ? { position: 'sql' } : {}),
    proven: true,
  };
}

/** Rule of a stored password that is a hash in a form of databases, or undefined: `md5…`, `SCRAM-SHA-256$…`, MySQL's `*…`. */
export function storedHashRule(value: string): string | undefined {
  if (/^md5[0-9a-f]{32}$/.test(value)) return POSTGRES_MD5;
  return /^(?:SCRAM-SHA-256\$\d|\*[0-9A-F]{40}$)/.test(value) || isPlainHash(value) ? PASSWORD_HASH : undefined;
}

/** Hexadecimal of the length of an MD5, SHA-1, SHA-256 or SHA-512: what stands in a column of passwords. */
export function isPlainHash(value: string): boolean {
  return /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})$/i.test(value);
}
