/** Credentials that need no provider's prefix: their structure tells. */
import type { Detection, Scan } from './detect';
import { isCutShort } from '../values/der';
import { decodeJwt, jwtKind } from '../values/jwt';
import { isSecretName, wordsOf } from '../names';
import { HASH_KEYS, passwordHash } from './password-hashes';
import { bound, isNothing, quotedAfter, type Reader } from './readers';
import { REQUEST_READERS } from './request-values';
import { SQL_READERS } from './sql-values';
import { classifyValue, isPassphrase, type ValueClass } from '../values/value';

const READERS: readonly { keys: readonly string[]; read: Reader }[] = [
  { keys: ['://'], read: urlPassword },
  { keys: ['eyj'], read: jwt },
  { keys: ['-----begin'], read: privateKey },
  { keys: ['requirepass'], read: requirepass },
  { keys: ['otpauth://'], read: otpauth },
  { keys: ['@tcp(', '@unix('], read: goAddress },
  { keys: ['jdbc:oracle:thin:'], read: oracleAddress },
  { keys: ['"jwt'], read: dotnetJwtKey },
  { keys: ['app_key'], read: laravelKey },
  { keys: HASH_KEYS, read: passwordHash },
  ...REQUEST_READERS,
  ...SQL_READERS,
];

const BY_KEY = READERS.flatMap(({ keys, read }) => keys.map((key) => ({ key, read })));

/** Keys of the automaton, by index. */
export const STRUCTURED_KEYS: readonly string[] = BY_KEY.map(({ key }) => key);

/** The value that the reader of a key finds at its hit. */
export function structuredValue(scan: Scan, key: number, end: number): Detection[] {
  const entry = BY_KEY[key];
  const found = entry?.read(scan, end - entry.key.length, end);
  return found === undefined ? [] : Array.isArray(found) ? found : [found];
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
  'usuario',
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
  'contraseña',
  'senha',
  'mot_de_passe',
]);

/** A host of documentation: `example.com`, `host:port`, `your-host`. */
const STAND_IN_HOST =
  /(?:^|\.)example\.(?:com|org|net)$|^(?:host(?:name)?|domain)(?::\w+)?$|:p(?:or|uer)to?$|^your[-_.]/i;

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
  // `redis://[USER[:PASSWORD]@]HOST` says what may be left out.
  if (/^\[|\[$/.test(user)) return 'reference';
  if (/^[A-Z][A-Z_]*$/.test(password) || /%s|%\(/.test(password))
    return /REPLACE|CHANGE/.test(password) ? 'placeholder' : 'reference';
  const lower = password.toLowerCase();
  if (GENERIC_USERS.has(user.toLowerCase()) && GENERIC_PASSWORDS.has(lower)) return 'placeholder';
  if (STAND_IN_HOST.test(host) && GENERIC_PASSWORDS.has(lower)) return 'placeholder';
  if (isSpelledOut(user, password)) return 'placeholder';
  if (lower === user.toLowerCase() || GENERIC_PASSWORDS.has(lower)) return 'weak';
  const value = classifyValue(decodeURIComponentOr(password));
  if (value === 'plain' && isPassphrase(password)) return 'strong';
  return value === 'no-value' ? 'weak' : value;
}

/** `AccountSid:AuthToken`, `apiKey:apiSecret`: both say what stands in their place. */
function isSpelledOut(user: string, password: string): boolean {
  if (!/^[A-Za-z]+(?:[-_][A-Za-z]+)*$/.test(password) || wordsOf(password).length < 2 || !isSecretName(password))
    return false;
  return /^(?:sid|id|key|token|name)$/.test(wordsOf(user).pop() ?? '') && wordsOf(user).length > 1;
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
  if (kind !== 'token' && kind !== 'public') return undefined;
  const decoded = decodeJwt(token);
  const role = decoded?.payload.role;
  const exp = decoded?.payload.exp;
  const rule = role === 'service_role' ? 'supabase-service-role' : 'jwt';
  const detection = bound(scan, start, rule, kind === 'public' ? 'public' : 'token', start, end);
  const expires = typeof exp === 'number' && exp > 0 && exp < 32503680000 ? yearOf(exp) : undefined;
  return {
    ...detection,
    proven: true,
    ...(expires === undefined ? {} : { expires }),
    ...(typeof role === 'string' && /^[A-Za-z][\w-]{1,30}$/.test(role) ? { role } : {}),
    ...(isShortLived(decoded?.payload) ? { shortLived: true } : {}),
  };
}

/** Longest life of a token that has surely run out by the time somebody reads the repository, in seconds. */
const SHORT_LIFE = 7 * 86_400;

function isShortLived(payload: Record<string, unknown> | undefined): boolean {
  const { iat, nbf = iat, exp } = payload ?? {};
  return typeof nbf === 'number' && typeof exp === 'number' && exp - nbf <= SHORT_LIFE;
}

/** Calendar year of a Unix time: mean Gregorian years are exact enough for a message. */
function yearOf(seconds: number): number {
  return 1970 + Math.floor(seconds / 31_556_952);
}

const PEM = /-----BEGIN ((?:[A-Z0-9]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?)-----/y;

/** The key behind its first line; what says how it is encrypted holds hyphens (RFC 1421, 4.6). */
const PEM_REST =
  /^(?:(?:\s|\\[nr]){0,4}(?:Proc-Type|DEK-Info): ?[\w,-]{1,80}){0,2}[^-]{0,12000}-----END [A-Z ]{0,40}-----/;

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
  const rest = PEM_REST.exec(scan.text.slice(bodyStart, bodyStart + 12_400));
  if (rest && isCutShort(rest[0].slice(0, rest[0].lastIndexOf('-----END')))) return undefined;
  // The first line alone is the same in every key: one that is cut off goes as far as its first characters.
  const shown = /[A-Za-z0-9+/]{40,}/.exec(window);
  const end = bodyStart + (rest?.[0].length ?? (shown ? shown.index + shown[0].length : 0));
  return { ...bound(scan, start, 'private-key', 'token', start, end), proven: true };
}

const REQUIREPASS = /requirepass(?:[\s=]+|["']\s{0,4},\s{0,40})["']?([^\s"'\\,\]]{1,128})/iy;

function requirepass(scan: Scan, start: number): Detection | undefined {
  REQUIREPASS.lastIndex = start;
  const match = REQUIREPASS.exec(scan.text);
  const value = match?.[1];
  if (!match || value === undefined) return undefined;
  const substituted = /^\$\{([A-Za-z_]\w*):?-([^}]+)\}/.exec(value);
  const text = substituted?.[2] ?? value;
  const at = start + match[0].lastIndexOf(text);
  const kind = /^\d{4,}$/.test(text) ? 'weak' : classifyValue(text);
  if (isNothing(kind)) return undefined;
  return {
    ...bound(scan, start, 'password', kind, at, at + text.length),
    name: 'requirepass',
    env: substituted?.[1] ?? null,
    scheme: 'redis',
  };
}

const OTP = /otpauth:\/\/[ht]otp\/[^\s"'<>]{0,200}?[?&]secret=([A-Z2-7]{16,128})/iy;
const KNOWN_OTP = /^JBSWY3DPEHPK3PXP/;

function otpauth(scan: Scan, start: number): Detection | undefined {
  const found = quotedAfter(scan, OTP, start);
  if (!found || KNOWN_OTP.test(found.value)) return undefined;
  return bound(scan, start, 'totp-secret', 'strong', found.at, found.at + found.value.length);
}

/** `user:password@tcp(host)/db` (documentation of go-sql-driver/mysql, "DSN"). */
function goAddress(scan: Scan, start: number): Detection | undefined {
  const before = /["'`=\s]([\w.-]{1,64}):([^\s"'`@/]{1,128})$/.exec(scan.text.slice(Math.max(0, start - 200), start));
  return before ? addressPassword(scan, start, before[1] ?? '', before[2] ?? '', 'mysql') : undefined;
}

/** `jdbc:oracle:thin:user/password@host` (Oracle JDBC documentation, "Database URLs"). */
function oracleAddress(scan: Scan, _: number, end: number): Detection | undefined {
  const match = /^([\w$]{1,64})\/([^\s"'`@/]{1,128})@/.exec(scan.text.slice(end, end + 200));
  if (!match) return undefined;
  return addressPassword(scan, end + match[0].length - 1, match[1] ?? '', match[2] ?? '', 'oracle');
}

/** A password that ends at an offset, behind its user's name. */
function addressPassword(
  scan: Scan,
  end: number,
  user: string,
  password: string,
  scheme: string,
): Detection | undefined {
  const value = urlClass(user, password, '');
  if (isNothing(value)) return undefined;
  const start = end - password.length;
  return { ...bound(scan, start - user.length - 1, 'url-password', value, start, end), scheme };
}

const DOTNET_JWT =
  /"Jwt\w{0,20}"\s{0,10}:\s{0,10}\{[^{}]{0,400}?"(Key|SigningKey|SecurityKey)"\s{0,10}:\s{0,10}"([^"\n]{4,200})"/iy;

/** `"Jwt": { "Key": "v" }` of appsettings.json: the section says what the key is for. */
function dotnetJwtKey(scan: Scan, start: number): Detection | undefined {
  if (scan.family !== 'json') return undefined;
  DOTNET_JWT.lastIndex = start;
  const match = DOTNET_JWT.exec(scan.text);
  const value = match?.[2];
  if (!match || value === undefined) return undefined;
  const kind = classifyValue(value, match[1] ?? '');
  if (isNothing(kind)) return undefined;
  const at = start + match[0].length - 1 - value.length;
  const name = `Jwt${match[1] ?? ''}`;
  return { ...bound(scan, at, 'secret', kind, at, at + value.length), name, position: 'config' };
}

const LARAVEL_KEY = /APP_KEY["']?\s{0,4}(?:=|,|=>|:|"?\s{0,4}value=)\s{0,4}["']?(base64:[A-Za-z0-9+/]{42,88}={0,2})/iy;

/** Laravel's application key (Laravel documentation, "Encryption"). */
function laravelKey(scan: Scan, start: number): Detection | undefined {
  const found = quotedAfter(scan, LARAVEL_KEY, start);
  if (!found) return undefined;
  return {
    ...bound(scan, found.at, 'secret', 'strong', found.at, found.at + found.value.length),
    name: 'APP_KEY',
    env: 'APP_KEY',
  };
}
