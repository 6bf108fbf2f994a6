/** Credentials that need no provider's prefix: their structure tells. */
import { bindingBefore } from './binding';
import type { Detection, Scan } from './detect';
import { decodeJwt, jwtKind } from './jwt';
import { classifyValue, type ValueClass } from './value';

type Reader = (scan: Scan, start: number, end: number) => Detection | undefined;

const READERS: readonly { keys: readonly string[]; read: Reader }[] = [
  { keys: ['://'], read: urlPassword },
  { keys: ['eyj'], read: jwt },
  { keys: ['-----begin'], read: privateKey },
  { keys: ['requirepass'], read: requirepass },
  { keys: ['crypt('], read: sqlCrypt },
  { keys: ['identified by'], read: identifiedBy },
  { keys: ['create user', 'create role', 'alter user', 'alter role'], read: createUser },
  { keys: ['$2a$', '$2b$', '$2y$'], read: passwordHash },
  { keys: ['basic '], read: basicAuth },
  { keys: ['bearer '], read: bearer },
  { keys: ['-u '], read: curlUser },
  { keys: ['otpauth://'], read: otpauth },
];

const BY_KEY = READERS.flatMap(({ keys, read }) => keys.map((key) => ({ key, read })));

/** Keys of the automaton, by index. */
export const STRUCTURED_KEYS: readonly string[] = BY_KEY.map(({ key }) => key);

/** The value that the reader of a key finds at its hit. */
export function structuredValue(scan: Scan, key: number, end: number): Detection[] {
  const entry = BY_KEY[key];
  const found = entry?.read(scan, end - entry.key.length, end);
  return found ? [found] : [];
}

function bound(scan: Scan, at: number, rule: string, value: Detection['value'], start: number, end: number): Detection {
  const binding = bindingBefore(scan.text, at, scan.family);
  const position = scan.isProse(at) ? 'prose' : binding.position;
  const env = binding.env ?? (binding.name && /^[A-Z][A-Z0-9_]+$/.test(binding.name) ? binding.name : null);
  const isSetting = position === 'literal' && scan.isSetting(at);
  return {
    rule,
    value,
    position: isSetting ? 'setting' : position,
    name: binding.name,
    env,
    start,
    end,
    proven: false,
  };
}

const USERINFO = /([^\s:/?#@"'`<>(){}]{0,128}):([^\s/@"'`<>]{1,256})@([\w.[\]:-]{0,200}|[^\s/"'`]{0,100})/y;
const GENERIC_USERS = new Set([
  'user',
  'username',
  'usr',
  'login',
  'myuser',
  'your_user',
  'oauth2',
  'dbuser',
  'db_user',
  'u',
  'foo',
]);
const GENERIC_PASSWORDS = new Set([
  'pass',
  'password',
  'pwd',
  'passwd',
  'pw',
  'secret',
  'token',
  'mypassword',
  'p',
  'bar',
  'dbpass',
  'db_password',
  'key',
  'api_key',
  'apikey',
  'access_token',
]);

function urlPassword(scan: Scan, start: number, end: number): Detection | undefined {
  const { text } = scan;
  USERINFO.lastIndex = end;
  const match = USERINFO.exec(text);
  if (!match) return undefined;
  const scheme = /[a-z][a-z0-9+.-]{0,31}$/i.exec(text.slice(Math.max(0, start - 32), start))?.[0] ?? '';
  const [, user = '', password = '', host = ''] = match;
  if (scheme === '' || /\$\{[A-Za-z_]\w*$/.test(user)) return undefined;
  const at = end + user.length + 1;
  const from = start - scheme.length;
  const substituted = /^\$\{[A-Za-z_]\w*:?-([^}]{1,100})\}$/.exec(password);
  if (substituted) {
    const offset = password.length - 1 - (substituted[1] ?? '').length;
    const value = substituted[1] ?? '';
    return {
      ...bound(scan, from, 'url-password', urlClass(user, value, host), at + offset, at + offset + value.length),
      position: scan.isProse(from) ? 'prose' : 'fallback',
      host,
      scheme,
    };
  }
  const value = urlClass(user, password, host);
  if (value === 'reference' || value === 'cut-off' || value === 'masked' || value === 'no-value') return undefined;
  return { ...bound(scan, from, 'url-password', value, at, at + password.length), host, scheme: scheme.toLowerCase() };
}

/** Class of a URL's password: `user:password@host` is the placeholder of all documentation. */
function urlClass(user: string, password: string, host: string): ValueClass {
  if (/[{}$%<>[\]]|^\*+$/.test(password) && /^[{$<%*[]|\}/.test(password)) return 'reference';
  if (/^[A-Z][A-Z_]*$/.test(password) || /%s|%\(/.test(password))
    return /REPLACE|CHANGE/.test(password) ? 'placeholder' : 'reference';
  const lower = password.toLowerCase();
  if (GENERIC_USERS.has(user.toLowerCase()) && GENERIC_PASSWORDS.has(lower)) return 'placeholder';
  if (/(?:^|\.)example\.(?:com|org|net)$/i.test(host) && GENERIC_PASSWORDS.has(lower)) return 'placeholder';
  if (lower === user.toLowerCase() || GENERIC_PASSWORDS.has(lower)) return 'weak';
  const value = classifyValue(decodeURIComponentOr(password));
  return value === 'no-value' ? 'weak' : value;
}

function decodeURIComponentOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const JWT = /eyJ[\w-]{8,2000}\.eyJ[\w-]{4,8000}\.[\w-]{20,2000}/y;

function jwt(scan: Scan, start: number): Detection | undefined {
  const { text } = scan;
  if (/[A-Za-z0-9_+/]/.test(text[start - 1] ?? '')) return undefined;
  JWT.lastIndex = start;
  const match = JWT.exec(text);
  if (!match) return undefined;
  const token = match[0];
  const end = start + token.length;
  if (/^(?:\.\.\.|…)/.test(text.slice(end, end + 3))) return undefined;
  const kind = jwtKind(token);
  if (kind === 'unsigned' || kind === 'example') return undefined;
  const decoded = decodeJwt(token);
  const role = decoded?.payload.role;
  const exp = decoded?.payload.exp;
  const rule = role === 'service_role' ? 'supabase-service-role' : 'jwt';
  const detection = bound(scan, start, rule, kind === 'public' ? 'public' : 'token', start, end);
  const expires = typeof exp === 'number' && exp > 0 && exp < 32503680000 ? yearOf(exp) : undefined;
  return { ...detection, proven: true, ...(expires === undefined ? {} : { expires }) };
}

/** Calendar year of a Unix time: mean Gregorian years are exact enough for a message. */
function yearOf(seconds: number): number {
  return 1970 + Math.floor(seconds / 31_556_952);
}

const PEM = /-----BEGIN ((?:[A-Z0-9]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?)-----/y;

function privateKey(scan: Scan, start: number): Detection | undefined {
  PEM.lastIndex = start;
  const match = PEM.exec(scan.text);
  if (!match) return undefined;
  const bodyStart = start + match[0].length;
  const window = scan.text.slice(bodyStart, bodyStart + 400);
  const body = window.replace(/\\[nr]|[\s"'+,]/g, '').replace(/^(?:[A-Za-z-]+:[^=]{0,60}?)(?=[A-Za-z0-9+/]{40})/, '');
  if (!/^[^-]{0,80}?[A-Za-z0-9+/]{40}/.test(body) || /\.\.\.|…/.test(window.slice(0, 80))) return undefined;
  const key = /[A-Za-z0-9+/]{40,}/.exec(body)?.[0] ?? '';
  if (classifyValue(key) !== 'strong') return undefined;
  const rest = /^[^-]{0,12000}-----END [A-Z ]{0,40}-----/.exec(scan.text.slice(bodyStart, bodyStart + 12_100));
  const end = bodyStart + (rest?.[0].length ?? 0);
  return { ...bound(scan, start, 'private-key', 'token', start, end), proven: true };
}

const REQUIREPASS = /requirepass[\s=]+["']?([^\s"'\\,\]]{1,128})/iy;

function requirepass(scan: Scan, start: number): Detection | undefined {
  REQUIREPASS.lastIndex = start;
  const match = REQUIREPASS.exec(scan.text);
  const value = match?.[1];
  if (!match || value === undefined) return undefined;
  const substituted = /^\$\{([A-Za-z_]\w*):?-([^}]+)\}/.exec(value);
  const text = substituted?.[2] ?? value;
  const at = start + match[0].lastIndexOf(text);
  const kind = classifyValue(text);
  if (isNothing(kind)) return undefined;
  return {
    ...bound(scan, start, 'password', kind, at, at + text.length),
    name: 'requirepass',
    env: substituted?.[1] ?? null,
    scheme: 'redis',
  };
}

function isNothing(kind: ValueClass): boolean {
  return kind === 'reference' || kind === 'cut-off' || kind === 'masked' || kind === 'no-value';
}

function quotedAfter(scan: Scan, pattern: RegExp, start: number): { value: string; at: number } | undefined {
  pattern.lastIndex = start;
  const match = pattern.exec(scan.text);
  const value = match?.[1];
  return match && value !== undefined ? { value, at: start + match[0].lastIndexOf(value) } : undefined;
}

const CRYPT = /crypt\(\s{0,40}'([^'\n]{1,128})'\s{0,40},\s{0,40}gen_salt/iy;

function sqlCrypt(scan: Scan, start: number): Detection | undefined {
  const found = quotedAfter(scan, CRYPT, start);
  if (!found || isNothing(classifyValue(found.value))) return undefined;
  const position = scan.isProse(start) ? 'prose' : 'sql';
  return {
    rule: 'seeded-login',
    value: 'weak',
    position,
    name: 'password',
    env: null,
    start: found.at,
    end: found.at + found.value.length,
    proven: false,
  };
}

const IDENTIFIED = /identified by\s{1,40}(?:password\s{1,40})?["']([^"'\n]{1,128})["']/iy;

const CREATE_USER =
  /(?:create|alter)\s{1,40}(?:user|role)\b[^;\n']{0,120}?\bpassword\s{1,40}["']([^"'\n]{1,128})["']/iy;

function identifiedBy(scan: Scan, start: number): Detection | undefined {
  return userPassword(scan, start, IDENTIFIED, 'mysql');
}

function createUser(scan: Scan, start: number): Detection | undefined {
  return userPassword(scan, start, CREATE_USER, 'postgresql');
}

/** The password of a datastore's user, behind a pattern that ends with it in quotes. */
function userPassword(scan: Scan, start: number, pattern: RegExp, scheme: string): Detection | undefined {
  const found = quotedAfter(scan, pattern, start);
  if (!found) return undefined;
  const kind = classifyValue(found.value);
  if (isNothing(kind)) return undefined;
  const position = scan.isProse(start) ? 'prose' : 'sql';
  return {
    rule: 'password',
    value: kind,
    position,
    name: 'password',
    env: null,
    start: found.at,
    end: found.at + found.value.length,
    proven: false,
    scheme,
  };
}

const BCRYPT = /\$2[aby]\$\d\d\$[./A-Za-z0-9]{50,53}/y;

/** A hash seeded into a table by SQL: every installation that runs it has the same login. */
function passwordHash(scan: Scan, start: number): Detection | undefined {
  if (scan.family !== 'sql' || scan.isProse(start)) return undefined;
  BCRYPT.lastIndex = start;
  const match = BCRYPT.exec(scan.text);
  if (!match || !/\binsert\s{1,40}into\b/i.test(scan.text.slice(Math.max(0, start - 1500), start))) return undefined;
  return {
    rule: 'seeded-login',
    value: 'weak',
    position: 'sql',
    name: 'password_hash',
    env: null,
    start,
    end: start + match[0].length,
    proven: true,
  };
}

const BASIC = /basic\s{1,40}([A-Za-z0-9+/]{8,400}={0,2})/iy;

function basicAuth(scan: Scan, start: number): Detection | undefined {
  BASIC.lastIndex = start;
  const encoded = BASIC.exec(scan.text)?.[1];
  if (encoded === undefined || encoded.length % 4 === 1) return undefined;
  const decoded = Buffer.from(encoded, 'base64').toString('latin1');
  const pair = /^[\x20-\x7e]{1,64}?:([\x20-\x7e]{3,128})$/.exec(decoded);
  if (!pair?.[1]) return undefined;
  const kind = classifyValue(pair[1]);
  if (kind !== 'strong') return undefined;
  const at = scan.text.indexOf(encoded, start);
  return { ...bound(scan, start, 'basic-auth', 'strong', at, at + encoded.length), name: 'Authorization' };
}

const BEARER = /bearer\s{1,40}([A-Za-z0-9._~+/-]{20,1024}={0,2})/iy;

function bearer(scan: Scan, start: number): Detection | undefined {
  const found = quotedAfter(scan, BEARER, start);
  if (!found || classifyValue(found.value) !== 'strong') return undefined;
  if (/^eyJ/.test(found.value)) return undefined;
  return {
    ...bound(scan, start, 'bearer-token', 'strong', found.at, found.at + found.value.length),
    name: 'Authorization',
  };
}

const CURL_USER = /-u\s{1,40}["']?[\w.@+-]{1,64}:([^\s"'@]{4,128})/y;

function curlUser(scan: Scan, start: number): Detection | undefined {
  if (scan.text[start - 1] === '-' || !/\bcurl\b[^\n]*$/.test(scan.text.slice(Math.max(0, start - 160), start)))
    return undefined;
  const found = quotedAfter(scan, CURL_USER, start);
  if (!found || classifyValue(found.value) !== 'strong') return undefined;
  return { ...bound(scan, start, 'basic-auth', 'strong', found.at, found.at + found.value.length), name: 'password' };
}

const OTP = /otpauth:\/\/[ht]otp\/[^\s"'<>]{0,200}?[?&]secret=([A-Z2-7]{16,128})/iy;
const KNOWN_OTP = /^JBSWY3DPEHPK3PXP/;

function otpauth(scan: Scan, start: number): Detection | undefined {
  const found = quotedAfter(scan, OTP, start);
  if (!found || KNOWN_OTP.test(found.value)) return undefined;
  return bound(scan, start, 'totp-secret', 'strong', found.at, found.at + found.value.length);
}
