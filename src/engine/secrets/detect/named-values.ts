/** Values under a secret's name: `<name> <assigns> <value>` in any syntax. */
import type { Detection, Scan } from './detect';
import type { FoundValue } from './cursor';
import { valueBehind } from './expression';
import { readBehind } from './local-names';
import {
  isBehindString,
  isCaption,
  isCapitalStandIn,
  isComparedBelow,
  isExample,
  isFieldName,
  isGivenItsName,
  isForOneCommand,
  isLabel,
  isLoginBeside,
  isMachineLine,
  isOfPublicSite,
  isPhpConfiguration,
  isProjectToken,
  isPsqlVariable,
  isRemark,
  isResourceText,
  isSearchKey,
  isSentOnce,
  isSignedLink,
  isInUpdate,
  isToolsTest,
  namesKeyOfSecret,
  isSpelledName,
  sectionOf,
  signsTokens,
} from '../values/look-alikes';
import { isPasswordName, isSecretName, isSigningName, lastSegment, wordsOf } from '../names';
import { isPlainHash, PASSWORD_HASH } from './password-hashes';
import { tableValues } from './table-values';
import { characterClasses, entropy, isWordy } from '../values/entropy';
import { classifyValue, isDistinctive, isPassphrase, type ValueClass } from '../values/value';

/** Words that make a name worth reading; the rest of the name decides. */
export const NAME_KEYS: readonly string[] = [
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'senha',
  'contrase',
  'passwort',
  'motdepasse',
  'mot_de_passe',
  'mdp',
  'pwd',
  '_pass',
  '-pass',
  '.pass',
  'pass:',
  '"pass"',
  "'pass'",
  'pass"',
  "pass'",
  'pass=',
  'pass =',
  '_pw',
  'secret',
  'token',
  'apikey',
  'api_key',
  'api-key',
  'api key',
  'accesskey',
  'access_key',
  'access-key',
  'privatekey',
  'private_key',
  'private-key',
  'signing_key',
  'signingkey',
  'signing-key',
  'encryption_key',
  'encryptionkey',
  'encryption-key',
  'master_key',
  'masterkey',
  'session_key',
  'sessionkey',
  'auth_key',
  'authkey',
  'shared_key',
  'sharedkey',
  'presharedkey',
  'service_key',
  'servicekey',
  'role_key',
  'client_key',
  'jwt_key',
  'jwtkey',
  'account_key',
  'accountkey',
  'cookie_key',
  'fernet_key',
  'fernetkey',
  'hmac_key',
  'webhook_key',
  'deploy_key',
  'credential',
  'salt',
  'passkey',
  '_dsn',
  'pepper',
  'psk',
  'authtok',
];

const NONE: readonly Detection[] = [];
/** Longer names are no names. */
const MAX_NAME = 96;
/** How far behind a name its line is read. */
const MAX_REACH = 600;

/** Reads the name around a hit and the value behind it; `nameEnd` tells where the name ends, so that it is read once. */
export function namedValue(scan: Scan, hit: number, keyEnd: number): { nameEnd: number; found: readonly Detection[] } {
  const { text, family } = scan;
  const quoted = /["']/.test(text[hit] ?? '');
  const hitEnd = keyEnd - (quoted ? 0 : (/[:="' ]+$/.exec(text.slice(hit, keyEnd))?.[0].length ?? 0));
  const from = quoted ? hit + 1 : hit;
  const start = expandLeft(text, from);
  const end = quoted ? hitEnd - 1 : expandRight(text, hitEnd);
  if (end - start > MAX_NAME) return { nameEnd: end, found: NONE };
  const name = text.slice(hit, hitEnd).includes(' ') ? 'api_key' : text.slice(start, end);
  if (text[start - 1] === '/' && family !== 'prose') return { nameEnd: end, found: NONE };
  if (!isSecretName(name) && !(name === 'pass' && isBesideUser(text, start, end))) return { nameEnd: end, found: NONE };
  const line = text.slice(end, end + MAX_REACH).indexOf('\n');
  const value = valueBehind(text, start, end, line < 0 ? Math.min(text.length, end + MAX_REACH) : end + line, family);
  const column = family === 'prose' ? tableValues(scan, start, name) : NONE;
  if (column.length > 0) return { nameEnd: end, found: column };
  if (!value || value.dynamic || value.position === 'comparison') return { nameEnd: end, found: NONE };
  const found = toDetection(scan, name, start, value);
  return { nameEnd: end, found: found ? [found] : NONE };
}

/** `{ user: 'a', pass: 'v' }`: alone, the word is a test's or a ticket's. */
function isBesideUser(text: string, start: number, end: number): boolean {
  return /\buser(?:_?name)?["']?\s{0,4}:/i.test(
    text.slice(Math.max(0, start - 120), start) + text.slice(end, end + 120),
  );
}

function isNameUnit(unit: number): boolean {
  return (
    (unit >= 97 && unit <= 122) ||
    (unit >= 65 && unit <= 90) ||
    (unit >= 48 && unit <= 57) ||
    unit === 95 ||
    unit === 36 ||
    unit === 45 ||
    unit === 46 ||
    unit === 241 ||
    unit === 209
  );
}

function expandLeft(text: string, from: number): number {
  let at = from;
  while (at > 0 && from - at < MAX_NAME && isNameUnit(text.charCodeAt(at - 1))) at--;
  // `--password` is the option "password"; `${X:-password}` is no name.
  while (at < from && (text[at] === '-' || text[at] === '.')) at++;
  return at;
}

function expandRight(text: string, from: number): number {
  let at = from;
  while (at < text.length && at - from < MAX_NAME && isNameUnit(text.charCodeAt(at))) at++;
  while (at > from && /[-.]/.test(text[at - 1] ?? '')) at--;
  return at;
}

function toDetection(scan: Scan, name: string, nameStart: number, value: FoundValue): Detection | undefined {
  const text = scan.text.slice(value.start, value.end);
  const own = lastSegment(name);
  if (text.includes('://') || scan.isSealed || namesKeyOfSecret(scan, own, text, value)) return undefined;
  if (
    isPsqlVariable(scan, nameStart, value) ||
    isSignedLink(scan, nameStart, value.end) ||
    isSpelledName(scan, text) ||
    isRemark(scan, text) ||
    isLabel(scan, nameStart) ||
    isMachineLine(scan, nameStart)
  )
    return undefined;
  if (
    isBehindString(scan, value) ||
    isCapitalStandIn(scan, text) ||
    isFieldName(scan, own, text, nameStart) ||
    isCaption(scan, own, text) ||
    isSentOnce(own)
  )
    return undefined;
  if (value.position === 'literal' && isComparedBelow(scan.text, name, value.end)) return undefined;
  const isProse = scan.isProse(nameStart) && scan.isProse(value.start);
  if (isIdOfPair(scan, own, value)) return undefined;
  let kind: ValueClass =
    isLoginBeside(scan, text, value) || isGivenItsName(scan, own, text, value)
      ? 'weak'
      : isMailAppPassword(scan, own, text, value)
        ? 'strong'
        : classOf(scan.decoded(text), own, isProse ? { ...value, position: 'prose' } : value);
  if (kind === 'plain' && !isProse && signsTokens(scan, name, nameStart)) kind = 'weak';
  const position = isProse ? 'prose' : settled(scan, value);
  // `SECRET = "secrets"`: the kind of a resource, the name of a field.
  const echo = own.toLowerCase();
  if (position === 'literal' && !value.embedded && (text.toLowerCase() === echo || text.toLowerCase() === `${echo}s`))
    return undefined;
  if (value.embedded && kind !== 'strong' && connectionScheme(scan.text, nameStart) === undefined) return undefined;
  if (!isWorthKeeping(kind, position, text, value) || isToolsTest(scan, value.start)) return undefined;
  if (kind !== 'strong' && position === 'literal' && isExample(scan, nameStart)) return undefined;
  if (kind !== 'strong' && (isForOneCommand(scan, nameStart) || isResourceText(scan, nameStart))) return undefined;
  const section = sectionOf(scan, nameStart);
  if (section === 'test') return undefined;
  const isHash = isPasswordName(own) && isPlainHash(text) && isInUpdate(scan, nameStart);
  if (isHash && isProse) return undefined;
  const connection = value.embedded ? connectionScheme(scan.text, nameStart) : undefined;
  const published =
    kind === 'strong' && (isSearchKey(scan, value) || isOfPublicSite(scan, own) || isProjectToken(scan, own, value));
  return {
    ...(connection === undefined ? {} : { scheme: connection }),
    ...(isPhpConfiguration(scan, value) ? { used: true } : {}),
    rule: isHash ? PASSWORD_HASH : connection === undefined ? ruleOf(own) : 'url-password',
    value: isHash ? 'hash' : published ? 'public' : kind,
    position,
    name: own,
    env: value.env ?? environmentOf(scan.text, own, value),
    start: value.start,
    end: value.end,
    proven: false,
    ...(section === 'development' ? { outsideProduction: true } : {}),
  };
}

/**
 * The public half of a pair: who asks with an access key is told by its id, and the secret key beside it proves it (AWS IAM documentation, "Access
 * keys"; MinIO calls its own the root user). A guessable one is a user's name.
 */
function isIdOfPair({ text }: Scan, name: string, { start, end }: FoundValue): boolean {
  if (!/(?:^|_)access_?key$/i.test(name.replace(/[-.]/g, '_').replace(/([a-z])([A-Z])/g, '$1_$2'))) return false;
  if (wordsOf(name).includes('secret') || classifyValue(text.slice(start, end), name) === 'strong') return false;
  return /secret[-_.]?(?:access[-_.]?)?key/i.test(
    text.slice(Math.max(0, start - PAIR_REACH), start) + text.slice(end, end + PAIR_REACH),
  );
}

/** How far apart the halves of a pair, or an account and its server, may stand. */
const PAIR_REACH = 300;

/** App passwords of Google accounts are 16 letters, shown in groups of four (support.google.com/accounts/answer/185833). */
function isMailAppPassword({ text }: Scan, name: string, value: string, { start, end }: FoundValue): boolean {
  if (!/^(?:[a-z]{16}|[a-z]{4}(?: [a-z]{4}){3})$/.test(value) || !isPasswordName(name)) return false;
  if (/pass|word|mail|goog|code|secret|your|test|here|example/.test(value.replace(/ /g, '')) || entropy(value) < 2.8)
    return false;
  return /gmail/i.test(text.slice(Math.max(0, start - PAIR_REACH), start) + text.slice(end, end + PAIR_REACH));
}

/** A field of a settings class is a setting, whatever form its default has. */
function settled(scan: Scan, { position, start }: FoundValue): FoundValue['position'] {
  return position === 'literal' && scan.isSetting(start) ? 'setting' : position;
}

/**
 * Class of a value; a phrase (`keyboard cat`) is a value where it is a fallback, and a sentence everywhere else. A passphrase that a person
 * remembers is a real one under a password's name.
 */
function classOf(text: string, name: string, { position }: FoundValue): ValueClass {
  const kind = classifyValue(text, name);
  // What is fallen back to is no code of an error and no size.
  if (kind === 'no-value' && position === 'fallback' && isPasswordName(name) && /^\d{4,7}$/.test(text)) return 'weak';
  if (kind === 'plain' && position !== 'prose' && isPasswordName(name) && (isPassphrase(text) || isShortPassword(text)))
    return 'strong';
  // What signs with `---` signs with a key that everybody knows.
  if (position === 'fallback' && isSigningName(name) && /^([-_*x.#])\1*$/i.test(text)) return 'weak';
  const isFallback = position === 'fallback' || position === 'setting';
  return kind === 'no-value' && isFallback && /^\w+(?: \w+){1,3}$/.test(text) ? 'plain' : kind;
}

/** `kXvmTq#`: short, and no word with a sign in it is spelt like that. */
function isShortPassword(text: string): boolean {
  const { classes, symbol } = characterClasses(text);
  return symbol && classes > 2 && /^\w[\w!$%&*+^?#@]{5,6}$/.test(text) && !isWordy(text);
}

/** Variable that sets the value: the name itself in upper case, or what a local name was read from. */
function environmentOf(text: string, name: string, value: FoundValue): string | null {
  if (/^[A-Z][A-Z0-9_]+$/.test(name)) return name;
  return value.position === 'fallback' ? readBehind(text, name, value.start) : null;
}

/** Scheme of `Server=db;User Id=shop;Password=v` and of JDBC addresses; undefined for other strings. */
function connectionScheme(text: string, nameStart: number): string | undefined {
  const before = text.slice(Math.max(0, nameStart - 240), nameStart);
  const jdbc = /jdbc:(\w+):[^"'`\n]*$/i.exec(before);
  if (jdbc) return jdbc[1]?.toLowerCase();
  if (/\bhost=[^\s;"'`]{1,100}(?: [^;"'`\n]*)?$/i.test(before)) return 'postgresql';
  return /\b(?:server|data source|host|initial catalog|database|user ?id|uid)\s?=[^"'`\n]*$/i.test(before)
    ? 'sqlserver'
    : undefined;
}

/** Drops what no context makes a finding, so that facts stay small. */
function isWorthKeeping(kind: ValueClass, position: Detection['position'], text: string, value: FoundValue): boolean {
  switch (kind) {
    case 'reference':
    case 'cut-off':
    case 'masked':
    case 'no-value':
      return false;
    case 'strong':
      return position !== 'prose' || value.quoted || isDistinctive(text) || text.length >= 8;
    case 'placeholder':
    case 'sample':
      return position !== 'prose' && position !== 'argument';
    case 'weak':
    case 'plain':
      return position !== 'argument' && (position !== 'prose' || text.length >= 8);
  }
}

function ruleOf(name: string): string {
  if (isPasswordName(name) || name === 'pass') return 'password';
  const words = wordsOf(name);
  if (words.includes('salt')) return 'salt';
  if (words.includes('token') || words.includes('bearer')) return 'token';
  if (words.includes('api') || words.includes('apikey')) return 'api-key';
  return 'secret';
}
