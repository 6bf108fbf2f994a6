/** Credentials of HTTP requests: authorization headers, API-key headers, and what curl is given. */
import type { Detection, Scan } from './detect';
import { bound, quotedAfter, type Reader } from './readers';
import { classifyValue, isDistinctive } from '../values/value';

/** Readers with their keys. */
export const REQUEST_READERS: readonly { keys: readonly string[]; read: Reader }[] = [
  { keys: ['basic '], read: basicAuth },
  { keys: ['bearer '], read: bearer },
  { keys: ['token '], read: tokenScheme },
  {
    keys: ['x-api-key', 'x-auth-token', 'x-auth-key', 'x-access-token', 'x-vault-token', 'private-token'],
    read: keyHeader,
  },
  { keys: ['_auth='], read: npmAuth },
  { keys: ['-u ', '--user '], read: curlUser },
  { keys: ['` / `', '** / **', '`/`'], read: loginPair },
];

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

const NPM_AUTH = /_auth=["']?([A-Za-z0-9+/]{8,400}={0,2})/iy;

/** User and password in base64, as npm kept them for a registry (npm documentation, "npmrc"). */
function npmAuth(scan: Scan, start: number): Detection | undefined {
  const found = quotedAfter(scan, NPM_AUTH, start);
  const pair = /^[\x21-\x7e]{1,64}?:([\x20-\x7e]{3,128})$/.exec(
    Buffer.from(found?.value ?? '', 'base64').toString('latin1'),
  );
  if (!found || classifyValue(pair?.[1] ?? '') !== 'strong') return undefined;
  return { ...bound(scan, start, 'basic-auth', 'strong', found.at, found.at + found.value.length), name: '_auth' };
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

const CURL_USER = /(?:-u|--user)\s{1,40}["']?[\w.@+-]{1,64}:([^\s"'@]{4,128})/y;

function curlUser(scan: Scan, start: number): Detection | undefined {
  if (scan.text[start - 1] === '-' || !/\bcurl\b[^\n]*$/.test(scan.text.slice(Math.max(0, start - 160), start)))
    return undefined;
  const found = quotedAfter(scan, CURL_USER, start);
  if (!found || classifyValue(found.value) !== 'strong') return undefined;
  return { ...bound(scan, start, 'basic-auth', 'strong', found.at, found.at + found.value.length), name: 'password' };
}

const TOKEN = /token\s{1,4}([A-Za-z0-9._~+/-]{20,255}={0,2})/iy;

/** `Authorization: Token v` (Django REST framework documentation, "TokenAuthentication"; GitHub's REST documentation). */
function tokenScheme(scan: Scan, start: number): Detection | undefined {
  if (!/["'`]$|authorization["']?\s{0,4}[:,=]\s{0,4}$/i.test(scan.text.slice(Math.max(0, start - 24), start)))
    return undefined;
  const found = quotedAfter(scan, TOKEN, start);
  if (!found || classifyValue(found.value) !== 'strong' || found.value.startsWith('eyJ')) return undefined;
  return {
    ...bound(scan, start, 'bearer-token', 'strong', found.at, found.at + found.value.length),
    name: 'Authorization',
  };
}

const KEY_HEADER =
  /(?:x-(?:api-key|auth-token|auth-key|access-token|vault-token)|private-token)["']?\s{0,4}[:,]\s{0,4}["'`]?([A-Za-z0-9._~+/-]{16,255}={0,2})/iy;

function keyHeader(scan: Scan, start: number): Detection | undefined {
  const found = quotedAfter(scan, KEY_HEADER, start);
  if (!found || classifyValue(found.value, 'api_key') !== 'strong') return undefined;
  const isProse = scan.isProse(start);
  const { at, value } = found;
  return {
    ...bound(scan, start, 'api-key', 'strong', at, at + value.length),
    position: isProse ? 'prose' : 'literal',
    name: 'X-Api-Key',
  };
}

/** `` `admin` / `v` `` and **admin** / **v** in a document: a user and the password, in this order. */
function loginPair(scan: Scan, start: number, end: number): Detection | undefined {
  const user = /[`*]{1,2}([\w.@+-]{2,64})$/.exec(scan.text.slice(Math.max(0, start - 70), start))?.[1];
  const value = /^[^\s`*"'][^\s`*]{7,63}(?=[`*]{1,2})/.exec(scan.text.slice(end, end + 70))?.[0];
  if (user === undefined || value === undefined || !scan.isProse(start)) return undefined;
  // `@FR-CART-01` / `@FR-CART-12` are two tags: what looks alike is a list of its kind.
  if ((user.startsWith('@') && value.startsWith('@')) || looksOf(user) === looksOf(value)) return undefined;
  // `Shop.carts` / `Cart#paid?` are two methods.
  if (!/\d/.test(value) && /^[A-Za-z][\w.]*(?:[#.(<=]|::)/.test(value)) return undefined;
  if (classifyValue(value, 'password') !== 'strong' || !isDistinctive(value)) return undefined;
  return { ...bound(scan, start, 'password', 'strong', end, end + value.length), position: 'prose', name: 'password' };
}

/** A text with letters and digits taken together by their kind. */
function looksOf(text: string): string {
  return text
    .replace(/[A-Z]+/g, 'A')
    .replace(/[a-z]+/g, 'a')
    .replace(/\d+/g, '0');
}
