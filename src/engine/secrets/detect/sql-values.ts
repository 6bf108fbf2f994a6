/** Credentials that SQL sets up: users with passwords, and logins seeded into tables. */
import type { Detection, Scan } from './detect';
import { isPasswordName, isSecretName } from '../names';
import { isPlainHash, PASSWORD_HASH, storedHashRule } from './password-hashes';
import { isNothing, quotedAfter, type Reader } from './readers';
import { classifyValue, isPassphrase } from '../values/value';

/** Readers with their keys. */
export const SQL_READERS: readonly { keys: readonly string[]; read: Reader }[] = [
  { keys: ['crypt('], read: sqlCrypt },
  { keys: ['identified by'], read: identifiedBy },
  { keys: ['create user', 'create role', 'alter user', 'alter role'], read: createUser },
  { keys: ["= password('"], read: setPassword },
  { keys: ['insert into'], read: seededRows },
];

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
  // Prose says "identified by" of anything.
  if (!/\b(?:create|alter|grant|set)\b[^;]*$/i.test(scan.text.slice(Math.max(0, start - 300), start))) return undefined;
  return userPassword(scan, start, IDENTIFIED, 'mysql');
}

function createUser(scan: Scan, start: number): Detection | undefined {
  return userPassword(scan, start, CREATE_USER, 'postgresql');
}

/** The password of a datastore's user, behind a pattern that ends with it in quotes. */
function userPassword(scan: Scan, start: number, pattern: RegExp, scheme: string): Detection | undefined {
  const found = quotedAfter(scan, pattern, start);
  if (!found) return undefined;
  const hash = storedHashRule(found.value);
  const kind = hash === undefined ? classifyValue(found.value) : 'hash';
  if (kind !== 'hash' && isNothing(kind)) return undefined;
  const position = scan.isProse(start) ? 'prose' : 'sql';
  return {
    rule: hash ?? 'password',
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

const SET_PASSWORD = /= password\('([^'\n]{1,128})'\)/iy;

/** `SET PASSWORD FOR u = PASSWORD('v')` (MariaDB documentation, "SET PASSWORD"). */
function setPassword(scan: Scan, start: number): Detection | undefined {
  return userPassword(scan, start, SET_PASSWORD, 'mysql');
}

const INSERT = /insert into\s{1,10}[\w."`[\]]{1,120}\s{0,10}\(([^()']{1,1000})\)\s{0,20}values\s{0,20}/iy;
/** More rows of one statement are data. */
const MAX_ROWS = 40;

/** Passwords in clear that an INSERT seeds: the column's name tells which field it is. */
function seededRows(scan: Scan, start: number): Detection[] {
  if (scan.family !== 'sql' || scan.isProse(start)) return [];
  INSERT.lastIndex = start;
  const head = INSERT.exec(scan.text);
  if (!head) return bareRow(scan, start);
  const columns = (head[1] ?? '').split(',').map((name) => name.replace(/["`[\]\s]/g, ''));
  const wanted = columns.flatMap((name, at) => (isSecretName(name) ? [{ name, at }] : []));
  if (wanted.length === 0) return [];
  const found: Detection[] = [];
  let at = INSERT.lastIndex;
  for (let rows = 0; rows < MAX_ROWS; rows++) {
    const tuple = tupleAt(scan.text, at);
    if (!tuple) break;
    for (const column of wanted) {
      const field = tuple.fields[column.at];
      const detection = field && seededValue(column.name, field.text, field.start);
      if (detection) found.push(detection);
    }
    at = tuple.end;
  }
  return found;
}

const BARE_INSERT =
  /insert into\s{1,10}[\w."`[\]]{0,80}?(?:user|account|admin|member)[\w"`\]]{0,20}\s{1,10}values\s{0,20}/iy;

/** A hash in a row of a table of users whose columns are not named. */
function bareRow(scan: Scan, start: number): Detection[] {
  BARE_INSERT.lastIndex = start;
  const tuple = BARE_INSERT.test(scan.text) ? tupleAt(scan.text, BARE_INSERT.lastIndex) : undefined;
  const field = tuple?.fields.find((literal) => literal !== undefined && isPlainHash(literal.text));
  const detection = field && seededValue('password', field.text, field.start);
  return detection ? [detection] : [];
}

interface Literal {
  text: string;
  start: number;
}

/** Longer tuples are data. */
const MAX_TUPLE = 8000;

/** The tuple at an offset: the quoted literal of each field, undefined where a field is something else; and where the next one may start. */
function tupleAt(text: string, from: number): { fields: (Literal | undefined)[]; end: number } | undefined {
  const open = /[\s,]{0,40}\(/y;
  open.lastIndex = from;
  if (!open.test(text)) return undefined;
  const fields: (Literal | undefined)[] = [undefined];
  let depth = 1;
  for (let at = open.lastIndex; at < Math.min(text.length, open.lastIndex + MAX_TUPLE); at++) {
    const sign = text[at];
    if (sign === "'") {
      const close = closingQuote(text, at + 1);
      if (depth === 1) fields[fields.length - 1] = { text: text.slice(at + 1, close), start: at + 1 };
      at = close;
    } else if (sign === '(') {
      depth++;
      fields[fields.length - 1] = undefined;
    } else if (sign === ')') {
      if (--depth === 0) return { fields, end: at + 1 };
    } else if (sign === ',' && depth === 1) fields.push(undefined);
  }
  return undefined;
}

/** Offset of the quote that ends a literal; doubled quotes and backslashes escape. */
function closingQuote(text: string, from: number): number {
  const limit = Math.min(text.length, from + MAX_TUPLE);
  for (let at = from; at < limit; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === "'") {
      if (text[at + 1] !== "'") return at;
      at++;
    }
  }
  return limit;
}

function seededValue(name: string, text: string, start: number): Detection | undefined {
  // `X'24…'` is the hexadecimal form of a hash that begins with a dollar sign.
  const isHash = isPasswordName(name) && (isPlainHash(text) || /^24[0-9a-f]{40,400}$/i.test(text));
  const plain = classifyValue(text, name);
  const kind = isHash ? 'hash' : plain === 'plain' && isPasswordName(name) && isPassphrase(text) ? 'strong' : plain;
  if (kind !== 'hash' && (isNothing(kind) || (kind !== 'strong' && !isPasswordName(name)))) return undefined;
  return {
    rule: isHash ? PASSWORD_HASH : 'seeded-login',
    value: kind,
    position: 'sql',
    name,
    env: null,
    start,
    end: start + text.length,
    proven: false,
  };
}
