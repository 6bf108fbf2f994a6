/**
 * What a value is by itself. First match wins, from "names something else" over "stands for a value" to "is one". Position and context
 * decide later what follows from it.
 */
import { characterClasses, entropy, isWordy, runShare } from './entropy';
import { isPasswordName, isSecretName, isSigningName, wordsOf } from '../names';
import { jwtKind } from './jwt';
import { VENDOR_DEFAULTS, WEAK_WORDS } from './weak';

export type ValueClass =
  /** Names another place: a variable, a call, a template hole, a vault path. */
  | 'reference'
  /** Ends in dots, or a token with parts missing. */
  | 'cut-off'
  /** An identifier, an event or error name, an algorithm, a sentence: no credential at all. */
  | 'no-value'
  /** Blanked out. */
  | 'masked'
  /** Tells people to put a value here. */
  | 'placeholder'
  /** Data of tests and code samples: `ValidPassword1!`. */
  | 'sample'
  /** On every list of default passwords, or nearly so. */
  | 'weak'
  /** Random enough to be somebody's real credential. */
  | 'strong'
  /** Anything else. */
  | 'plain';

/**
 * Names what holds the value: a variable (`$$X` in compose, where the container's shell reads it), a template's expression, a manager's address. `[parameters('x')]` is one of Azure's templates
 * (learn.microsoft.com, "ARM template syntax"), `?attr/x` one of Android's themes (developer.android.com, "Styles and themes").
 */
const REFERENCE =
  /^\$\$\{?[A-Z_][A-Z0-9_]*\}?$|^\$\d$|\\\([a-zA-Z]|^(?:#\/\w+\/|\?(?:\w+:)?\w+\/[a-z]|\$[A-Za-z_{(]|[<%]|\{(?![)\]!@^&*~])|@(?:\S*\(|[{(]|\w+[/.]|[^\s\d]+$)|\[\[|`|\\?\$\{|os\.environ|process\.env|import\.meta|settings\.|config\.|secrets\.|env\.|ENV[.[]|vault:|ssm:|op:\/\/|arn:|file:|sm:\/\/|keyring:|ENC\[|@Microsoft\.KeyVault)|\$\{|\{\{|\}\}|%[A-Za-z_]+%|\$\(|^[A-Za-z_][\w.?]*\([^)]*\)?$|^\[[a-z][A-Za-z.]{1,30}\(.*\)[^[\]]*\]$|#\{|%\(|%s|%[dv](?!\w)/;
const CUT_OFF = /\.\.\.|…|\[\.{2,}|^\.+$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Address of an Ethereum account or contract: public by design. */
const ADDRESS = /^0x[0-9a-f]{40}$/i;
/** Validation rules: `required|string|max:255` (Laravel documentation, "Validation"). */
const RULES =
  /^[a-z_]{3,20}(?::[\w,.]{1,40})?(?:\|[a-z_]{2,20}(?::[\w,.]{1,40})?){1,12}$|^(?:required|nullable|sometimes|confirmed|string|bail)\|[a-z]/;
/** A regular expression: a class of characters or a look ahead at its start, a class that is counted anywhere. */
const PATTERN = /^\^?(?:\(\?[:=!<]|\[\^?[^\]\s]{3,}\](?:[+*?$]|\{\d))|[\w?]\]\{\d{1,2}(?:,\d{0,2})?\}/;
/** Pseudo-language in which a translation can be edited in place (Crowdin documentation, "In-Context"). */
const IN_CONTEXT = /^crwdns\d+:\d+\S*crwdne\d+:\d+$/;
/** Password hashes: not the password (crypt(5), PHC string format). */
const HASHED =
  /^(?:\$(?:2[abxy]?|argon2\w*|pbkdf2[\w-]*|scrypt|[156yPHS]|apr1)\$|pbkdf2(?:_sha\d+\$|:sha)|scrypt:\d|bcrypt\$|argon2\$|\{(?:SSHA|SHA|bcrypt|CRYPT)\w*\}|SCRAM-SHA-256\$\d|md5[0-9a-f]{32}$|\*[0-9A-F]{40}$)/i;
/** Published values of emulators and documentation: Azurite's account key, the one-time-password example, reCAPTCHA's test key. */
const WELL_KNOWN = /^(?:Eby8vdM02x|JBSWY3DPEHPK3PXP|6LeIxAcTAAAAA)/;
const DURATION =
  /^\d+(?:\.\d+)?\s?(?:ms|s|m|h|d|w|y|sec(?:ond)?s?|min(?:ute)?s?|hours?|days?|weeks?|months?|years?|[kmg]i?b)$/i;
const PLACEHOLDER =
  /change[-_ ]?(?:me|this|it|in|before)|replace|placeholder|your[-_ ]|^your|^(?:tu|su|sua|seu|votre|ton|dein|ihr)[-_]|^my[-_](?:api|secret|token|password|key)|\bexample|example(?:key)?$|dummy|sample|insert|\btodo\b|redacted|removed|hidden|[-_ ]here$|goes[-_]here|set[-_ ]me|fill[-_ ]?(?:in|me)|to[-_]be[-_]|^use[-_]|^generate|^enter|^put[-_ ]|^add[-_ ]|^some[-_ ]|^some(?:api)?(?:key|token|secret|password|pass)|^not[-_ ]?set|^none$|^null$|^undefined$|^n\/a$|^tbd$|^xxx|fixme|changeit|do[-_ ]?not[-_ ]?(?:use|commit)|dev[-_ ]?only|not[-_ ]for[-_ ]prod|if[-_]you[-_]see/i;
const TEST_WORDS = new Set(
  'test tests testing tester valid invalid wrong bad incorrect mock fake stub fixture sample example strong secure weak new old another different current initial foo bar baz qux'.split(
    ' ',
  ),
);
const ENUM_WORDS = new Set(
  'env include omit same-origin bearer basic digest none true false yes no on off null required optional string number boolean password token secret apikey oauth oauth2 jwt unknown session cookie header query body cookie sha256 sha512 sha1 md5 hs256 rs256 es256 scram-sha-256 bcrypt argon2 argon2id pbkdf2 plain text hidden disabled enabled default auto access refresh id_token access_token refresh_token authorization_code client_credentials'.split(
    ' ',
  ),
);

/** `^(?=.*[a-z]).{8,}$`: what a value has to look like. */
const EXPRESSION = /^\^.*[[(\\].*\$$/;

/** Class of a value under a name (empty when there is none); the name tells look-alikes of itself. */
export function classifyValue(value: string, name = ''): ValueClass {
  const text = value.trim();
  if (text.length < 2) return 'no-value';
  if (EXPRESSION.test(text)) return 'no-value';
  if (isSalt(text)) return 'strong';
  if (REFERENCE.test(text)) return 'reference';
  if (CUT_OFF.test(text)) return 'cut-off';
  if (/^[-_]+\w{0,12}[-_]+$/.test(text)) return 'no-value';
  // `123456` and `Aa12345678` are numbers and counting anywhere but where a password is set.
  if (isCountingPassword(text, name)) return 'weak';
  if (isMasked(text)) return 'masked';
  if (isClientSecret(text, name)) return 'strong';
  if (namesSomething(text, name)) return 'no-value';
  if (isTestWord(text.toLowerCase().replace(/[\d!@#$._-]+$/, ''))) return 'sample';
  if (WEAK_WORDS.has(text.toLowerCase()) || WEAK_WORDS.has(text.toLowerCase().replace(/^[!@#$*.]{1,2}/, '')))
    return 'weak';
  // The prefix that Django's own project template writes (Django documentation, "SECRET_KEY").
  if (text.startsWith('django-insecure-')) return 'weak';
  if (PLACEHOLDER.test(text) || isEmptyKey(text)) return 'placeholder';
  const words = wordsOf(text.replace(/([A-Za-z])([0-9])/g, '$1_$2'));
  if (isSamplePassword(text, words)) return words.some(isTestWord) ? 'sample' : 'weak';
  if (isSpelledPassword(text)) return 'weak';
  if (words.some(isTestWord) && (isWordy(text) || words.length >= 3)) return 'sample';
  if (isWordAndDigits(text)) return 'weak';
  if (text.startsWith('eyJ') && jwtKind(text) === 'published') return 'weak';
  if (isStrong(text)) return encodedClass(text, name) ?? 'strong';
  return /^[A-Za-z]{2,12}\d{0,2}[_@-]?\d{1,4}[!@#$]?$/.test(text) ? 'weak' : 'plain';
}

/** Class of a guessable value or placeholder behind base64, if one stands there: encoding makes it no better. */
function encodedClass(text: string, name: string): ValueClass | undefined {
  if (text.length < 8 || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]{6,}={0,2}$/.test(text)) return undefined;
  const plain = Buffer.from(text, 'base64').toString('latin1');
  if (!/^[\x20-\x7e]{4,}$/.test(plain)) return undefined;
  const kind = classifyValue(plain, name);
  return kind === 'weak' || kind === 'placeholder' || kind === 'sample' ? kind : undefined;
}

/** Values that vendors ship and document: never promoted, because their appearance elsewhere says nothing. */
export function isVendorDefault(value: string): boolean {
  return VENDOR_DEFAULTS.has(value.toLowerCase());
}

/** Words that stand for a role or a place: a phrase with one of them was made up for a machine, not remembered by a person. */
const ROLE_WORDS =
  /^(?:pass|passw|password|passwd|passphrase|pwd|secret|secrets|key|token|auth|admin|root|user|login|db|database|postgres|postgresql|mysql|mongo|redis|rabbitmq|server|service|client|app|api|web|dev|devel|development|local|localhost|prod|production|staging|stage|test|tests|testing|demo|default|sample|example|change|changeme|your|insert|enter|replace|this|confirm|placeholder|step|min|max|char|chars|characters|value|string|field|label|input|button|form|version|release)$/;

/**
 * `Kestrel-71-Harbour`: a passphrase that a person remembers. Two words of four letters or more, at least one of them with a capital or a third
 * word, and digits as a part of their own; no word says what the value is for.
 */
export function isPassphrase(text: string): boolean {
  if (text.length < 12 || text.length > 64 || !/^[A-Za-z0-9]+(?:[-_.!@#$%&*+~ ][A-Za-z0-9]+)*[!?.#$%&*]?$/.test(text))
    return false;
  const parts = text
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .split(/[^A-Za-z0-9]+|(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])/)
    .filter(Boolean);
  const words = parts.filter((part) => /^[A-Za-z]{4,}$/.test(part));
  const digits = parts.filter((part) => /^[0-9]{1,6}$/.test(part));
  if (digits.length === 0 || words.length < 2 || words.some((word) => ROLE_WORDS.test(word.toLowerCase())))
    return false;
  return (words.length >= 3 || words.some((word) => /^[A-Z]/.test(word))) && isWordy(text);
}

/** Random enough for the same-value pass, where one wrong value would be found everywhere. */
export function isDistinctive(value: string): boolean {
  if (value.length < 10) return false;
  const { classes, symbol } = characterClasses(value);
  return (classes >= 3 && symbol) || ((classes >= 3 || (value.length >= 24 && entropy(value) >= 3)) && !isWordy(value));
}

function isCountingPassword(text: string, name: string): boolean {
  if (name === '' || !/^[A-Za-z]{0,10}\d{4,12}[A-Za-z]{0,6}[!@#$.]?$/.test(text)) return false;
  if (!isPasswordName(name) && !isSigningName(name)) return false;
  return WEAK_WORDS.has(text.toLowerCase()) || /1234|4321/.test(text);
}

/**
 * `4f0c…` under `client_secret`: identity servers give out secrets in the form of a UUID (Keycloak documentation, "Confidential client credentials");
 * under `JWT_SECRET` somebody has taken one to sign with.
 */
function isClientSecret(text: string, name: string): boolean {
  return (
    UUID.test(text) &&
    entropy(text) >= 3 &&
    (/client.?secret$/i.test(name) || (/\wsecret$/i.test(name) && isSigningName(name)))
  );
}

/** Blanked out, or a run over the keyboard. */
export function isMasked(text: string): boolean {
  return (
    /x{5,}|X{5,}|\*{3,}|•{2,}|0{8,}|#{4,}|_{5,}|\.{4,}|-{5,}$/.test(text) ||
    /^(.)\1+$/.test(text) ||
    (text.length >= 8 && runShare(text.replace(/[^A-Za-z0-9]/g, '')) >= 0.7) ||
    isTypedInTurns(text) ||
    /1234567890|abcdef(?:gh|12|01)|a1b2c3d4e5f6g7|1a2b3c4d5e6f7g|0123456789|deadbeef|cafebabe/i.test(text)
  );
}

/** `b2Cd3Ef4Gh5Jk6Lm7`: letters up the alphabet and digits in turns, typed to look random. */
function isTypedInTurns(text: string): boolean {
  const [turns] = /(?:[A-Za-z]{1,2}\d){6,}/.exec(text) ?? [''];
  const letters = [...turns.toLowerCase().replace(/\d/g, '')].slice(0, 10);
  return letters.length === 10 && letters.every((letter, at) => letter > (letters[at - 1] ?? ''));
}

/** A key in PEM whose body has less than its shortest form needs: what lies around it is shown, not the key. */
function isEmptyKey(text: string): boolean {
  return /^-----BEGIN/.test(text) && text.replace(/-----[^-]+-----|\\[nr]|\s/g, '').length < MIN_KEY;
}

/** Base64 characters of the shortest private key, one on a curve of 256 bits (RFC 5958, RFC 8410). */
const MIN_KEY = 60;

/** Identifiers, names, sentences, paths, addresses and other things that stand under secret-like names without being secrets. */
function namesSomething(text: string, name: string): boolean {
  const lower = text.toLowerCase();
  if (ENUM_WORDS.has(lower) && lower !== 'password' && lower !== 'secret' && lower !== 'default') return true;
  if (/^[A-Za-z_][\w.-]*=[^=]/.test(text)) return true;
  if (/\s/.test(text) && !/^-----BEGIN/.test(text)) return true;
  if (HASHED.test(text) || WELL_KNOWN.test(text) || DURATION.test(text)) return true;
  if (ADDRESS.test(text) || RULES.test(text) || PATTERN.test(text) || IN_CONTEXT.test(text)) return true;
  if (UUID.test(text) || /^sha(?:256|384|512)[-:]/.test(text)) return true;
  if (/^[\w.+-]+@[\w-]+\.[\w.]+$/.test(text)) return true;
  if (
    /^(?:\.{0,2}\/|~\/|[A-Za-z]:\\|https?:)/.test(text) ||
    /\.(?:ya?ml|json|txt|key|pem|py|[jt]sx?|md|env|crt|toml|ini|html|css|svg|png|local|dev|internal)$/.test(lower)
  )
    return true;
  if (/^[\w.-]+:\d{2,5}(?:\/|$)/.test(text) && !/^\d/.test(text)) return true;
  if (/^v?\d+(?:\.\d+)+(?:[-+].*)?$/.test(text) || /^[~^><=]+\s?\d/.test(text) || /^\d{1,7}$/.test(text)) return true;
  if (/^\d+(?:[:/,]\d+)+$/.test(text) || /^_[a-z]+(?:_[a-z]+)*$/.test(text) || OTHER_SCRIPT.test(text)) return true;
  if (CONTROLLER.test(text) || ESCAPES.test(text)) return true;
  if (/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(text))
    return (
      !/PASSWORD$|SECRET$|_(?:DEV|DEVELOPMENT)|^CHANGE_?ME/.test(text) ||
      text === name ||
      namesVariableOf(text, name) ||
      isOfAnother(text, name)
    );
  if (/^[a-z][\w-]*(?:\.[a-z][\w-]*)+$/.test(text) && !/\d{3,}/.test(text)) return true;
  if (/^[A-Za-z_][\w.]*[[(:]{1,2}[\w.'"]*/.test(text) && /[[(]|::/.test(text)) return true;
  if (/^[a-z]+(?:\/[\w.-]+)+$/.test(text)) return true;
  return name !== '' && echoesName(lower, name);
}

/** `Settings\PasswordController@update`: what answers a route (Laravel documentation, "Controllers"); `Shop\Token`: a class in its namespace (PHP manual, "Namespaces"). */
const CONTROLLER = /^(?:[A-Z]\w*\\{1,2})*[A-Z]\w*Controller@[a-z]\w*$|^(?:[A-Z][A-Za-z]*\\{1,2})+[A-Z][A-Za-z]*$/;

/** A picture or a letter, spelt as escapes of its code units. */
const ESCAPES = /^(?:\\u\{?[0-9a-f]{4,6}\}?)+$/i;

/** Words in Greek, Cyrillic, Chinese and other scripts: a text for people. */
const OTHER_SCRIPT = /[\u0370-\u1fff\u3040-\ud7ff]{3}/;

/** `password: TB_KAFKA_PASSWORD`: a setting and the variable that fills it, as node-config maps them. */
function namesVariableOf(text: string, name: string): boolean {
  // `EnvClusterPassword = "SHOP_CLUSTER_PASSWORD"` says so itself.
  const own = wordsOf(name)
    .join('_')
    .replace(/^env(?:_var)?_/, '');
  return name !== name.toUpperCase() && `_${text.toLowerCase()}`.endsWith(`_${own}`);
}

/** `api-key = OS_PASSWORD`: nothing but a password is guessed by that word. */
function isOfAnother(text: string, name: string): boolean {
  return (
    name !== '' && text.endsWith('PASSWORD') && isSecretName(name) && !isPasswordName(name) && !isSigningName(name)
  );
}

/** `auth-login-attempted` under LAST_LOGIN_SESSION_KEY: where in a session or among cookies something is kept. */
function namesSlotOfSession(text: string, words: readonly string[]): boolean {
  if (words.length < 4 || !/^(?:session|cookie) key$/.test(words.slice(-2).join(' '))) return false;
  const own = words.slice(0, -2).filter((word) => word.length >= 4);
  return /^[a-z]+(?:[-_.:][a-z]+){2,}$/.test(text) && wordsOf(text).some((word) => own.includes(word));
}

/** `password` under `flagNamePassword`, `fieldPassword` and `secretKeyPassword`: by this word the thing is found. */
const NAMED_PART = /(?:flag|flagname|option|param|field|column|header|claim|secretkey)$/;

/** `password_changed` under PASSWORD_CHANGED, `invalid_token` under INVALID_TOKEN, `apiKey` under api_key. */
function echoesName(lower: string, name: string): boolean {
  const words = wordsOf(name);
  if (namesSlotOfSession(lower, words)) return true;
  const own = words.join('');
  const value = lower.replace(/[^a-z0-9]/g, '');
  if (value.length > 3 && own.endsWith(value) && NAMED_PART.test(own.slice(0, -value.length))) return true;
  return (
    value.length > 3 &&
    (own === value ||
      (own.length > 6 && own.endsWith(value) && value.length >= 8 && !/^(?:password|secret)$/.test(value)))
  );
}

/** `valid`, `wrongpassword`, `TestSecret` as one word. */
function isTestWord(word: string): boolean {
  return TEST_WORDS.has(word) || TEST_WORDS.has(word.replace(/(?:password|passwd|pass|pwd|secret|token|key)$/, ''));
}

/** Word + "pass…" or "secret" + digits or punctuation: `DemoPassword123!`, `secret123`. */
function isSamplePassword(text: string, words: readonly string[]): boolean {
  if (!/^[A-Za-z][A-Za-z_-]*[\d!@#$%^&*._-]{0,8}$/.test(text)) return false;
  return words.some((word) => /^(?:pass|passwd|pwd|passphrase)$|password$/.test(word));
}

/** `P@ssw0rd!`, `123Pa$$word`, `Pass@word1`: the word itself, spelt with signs so that a policy lets it pass. */
function isSpelledPassword(text: string): boolean {
  if (text.length > 20 || !/[@$0!]/.test(text)) return false;
  const plain = text
    .toLowerCase()
    .replace(/@/g, 'a')
    .replace(/\$/g, 's')
    .replace(/0/g, 'o')
    .replace(/[^a-z]/g, '');
  return /^(?:my|new|old|the|admin|root|user)?(?:passa?word|passwd|secret)(?:s|i)?$/.test(plain);
}

/** `MonitorDemo123!`: readable words, counting digits or a year, and the sign that a policy asked for. */
function isWordAndDigits(text: string): boolean {
  return /^[A-Za-z]{3,32}(?:1|12|123|1234|12345|123456|19\d\d|20\d\d|321)[!@#$%&*?.]{0,3}$/.test(text) && isWordy(text);
}

/** Letters alone, upper and lower case in no order: what generators give that leave digits out. Words begin with their capital. */
function isLetterSalad(text: string): boolean {
  if (text.length < 24 || !/^[A-Za-z]+$/.test(text) || entropy(text) < 3.8 || isWordy(text)) return false;
  const humps = text.match(/[a-z][A-Z]/g)?.length ?? 0;
  const falls = text.match(/[A-Z][a-z]/g)?.length ?? 0;
  return humps >= text.length / 8 && falls >= text.length / 8;
}

/**
 * Printable characters in no order, as the keys and salts of WordPress (wp-config.php, "Authentication Unique Keys and Salts"): blanks, braces and
 * percent signs among them mean nothing.
 */
function isSalt(text: string): boolean {
  return (
    /^.{40,128}$/.test(text) &&
    new Set(text.match(/[!-/:-@[-`{-~]/g)).size >= 8 &&
    !/[a-z]{6}/.test(text) &&
    entropy(text) >= 4.8
  );
}

function isStrong(text: string): boolean {
  const bits = entropy(text);
  if (/^[0-9a-f]+$/i.test(text)) return text.length >= 16 && bits >= 3 && /[0-9]/.test(text) && /[a-f]/i.test(text);
  const { classes, symbol, digit } = characterClasses(text);
  // `shop-signing-key-that-is-at-least-32-chars-long!` is told to people in words, whatever its length.
  if (text.length >= 8 && classes >= 3 && symbol && bits >= 2.9)
    return !/^[a-z]+([-_][a-z0-9]+){4,}[!.]?$/.test(text) || !isWordy(text);
  if (text.length >= 12 && classes >= 3 && bits >= 3 && !isWordy(text)) return true;
  if (text.length >= 20 && digit && bits >= 3.3 && !isWordy(text)) return true;
  return isLetterSalad(text);
}
