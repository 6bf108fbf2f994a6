/** The decision matrix: value × position × place → what the value is here, before other files have a say. */
import type { FileFacts, FileView } from '../facts';
import type { Severity } from '../finding';
import type { SecretFact } from './facts';
import { isPasswordName, isServiceKeyName, isSigningName, namesExample } from './names';
import { isDatastore } from './datastores';
import { POSTGRES_MD5 } from './detect/password-hashes';
import { isDevelopmentPath, isSeedPath, isTranslationPath, placeOfPath, type PlaceKind } from './places';
import { providerRule } from './rules';

export type Label = 'secret' | 'default-secret';

export interface Ruling {
  label: Label;
  severity: Severity;
}

/** A file with its secrets. */
export type Holder = FileView & { parts: Pick<FileFacts['parts'], 'secrets'> };

/** Where a file's credentials stand: by path, and by what the text itself says it is for. */
export function placeOf(file: Holder): PlaceKind {
  const place = placeOfPath(file.path);
  if (file.fileClass === 'vendored' && place === 'code') return 'sample';
  const facts = file.parts.secrets;
  if (facts?.manifest === 'openapi') return 'docs';
  return facts?.test && place === 'code' ? 'test' : place;
}

/** A token that says itself that it ended in an earlier year opens nothing any more. */
export function hasEnded({ expires }: SecretFact, today = ''): boolean {
  return expires !== null && today !== '' && expires < Number(today.slice(0, 4));
}

/** A token that says itself that it is valid this year. */
function runsOn({ expires }: SecretFact, today: string): boolean {
  return expires !== null && today !== '' && expires >= Number(today.slice(0, 4));
}

/**
 * What one value is by itself, or undefined when it is no finding unless another place makes it one.
 * @param today `YYYY-MM-DD`; empty when nobody says
 */
export function rulingOf(fact: SecretFact, file: Holder, today = ''): Ruling | undefined {
  if (fact.value === 'public' || fact.position === 'comparison') return undefined;
  const place = placeOf(file);
  if (place === 'test' && TEST_VECTORS.has(fact.rule) && !runsOn(fact, today)) return undefined;
  if (isSelfEvident(fact))
    return { label: 'secret', severity: hasEnded(fact, today) ? 'low' : tokenSeverity(fact, place, file, today) };
  if (fact.value === 'hash') return hashRuling(fact, place, file.path);
  if (fact.value === 'strong') return strongRuling(fact, place, file);
  return defaultRuling(fact, place, file.path);
}

function isSelfEvident(fact: SecretFact): boolean {
  return fact.value === 'token' || (fact.value === 'strong' && fact.rule === 'url-password');
}

/** Credentials that anybody makes for an example, with a tool that every system has. */
const SELF_MADE: ReadonlySet<string> = new Set(['private-key', 'jwt', 'jwk-private-key', 'jwk-symmetric-key']);

/** What tests of signatures are made of. */
const TEST_VECTORS: ReadonlySet<string> = new Set(['jwt', 'jwk-private-key', 'jwk-symmetric-key']);

function tokenSeverity(fact: SecretFact, place: PlaceKind, file: Holder, today: string): Severity {
  if (place === 'test' || fact.shortLived || providerRule(fact.rule)?.test) return 'low';
  if (SELF_MADE.has(fact.rule)) {
    // What an API answers, in its description; what a name calls made up.
    if (file.parts.secrets?.manifest === 'openapi' || namesExample(fact.name ?? '')) return 'low';
    // One that says that it runs on is more than an example.
    if (place === 'docs' || isInComment(fact, file.path)) return runsOn(fact, today) ? 'high' : 'medium';
  }
  // A service container of a pipeline is thrown away with it.
  if (place === 'ci' && fact.rule === 'url-password' && isDatastore(fact) && !fact.host?.includes('.')) return 'low';
  return place === 'sample' || place === 'ci' ? 'high' : 'blocker';
}

function strongRuling(fact: SecretFact, place: PlaceKind, file: Holder): Ruling | undefined {
  if (fact.position === 'argument' && !isPasswordName(fact.name ?? '')) return undefined;
  switch (place) {
    case 'test':
      return undefined;
    case 'ci':
      return opensSomethingReal(fact) ? { label: 'secret', severity: 'high' } : undefined;
    case 'docs':
      if (file.parts.secrets?.manifest === 'openapi' || isTranslationPath(file.path)) return undefined;
      // `"token": "…"` in a document is a sample answer of an API.
      if (fact.rule === 'token' && !/^[A-Z]/.test(fact.name ?? '')) return undefined;
      return { label: 'secret', severity: 'medium' };
    case 'sample':
      return { label: 'secret', severity: 'medium' };
    default:
      return {
        label: 'secret',
        severity: fact.position === 'prose' || isSaltOfCode(fact) || fact.outsideProduction ? 'medium' : 'blocker',
      };
  }
}

/** A salt that a program mixes in for everybody opens nothing by itself; one that an installation is given may. */
function isSaltOfCode({ rule, position }: SecretFact): boolean {
  return rule === 'salt' && position === 'literal';
}

/**
 * In a pipeline: what is handed to a registry, a host or an API. Passwords of service containers and keys that sign for a test run are thrown away
 * with them.
 */
function opensSomethingReal(fact: SecretFact): boolean {
  if (fact.position === 'shell') return true;
  const name = fact.name ?? '';
  if (isDatastore(fact) || isSigningName(name) || /test|ci_|_ci\b|encryption|salt/i.test(name)) return false;
  return OPENS.has(fact.rule);
}

/** A comment of code shows how something is called; a file without a syntax of its own may be the key itself. */
function isInComment({ position }: SecretFact, path: string): boolean {
  return position === 'prose' && /\.(?:[cm]?[jt]sx?|py|go|java|kt|cs|php|rb|rs|swift)$/.test(path);
}

/** Rules whose values are shown to somebody else to get in. */
const OPENS: ReadonlySet<string> = new Set(['token', 'api-key', 'password', 'bearer-token', 'basic-auth']);

/** Guessable values count where something runs with them. */
function defaultRuling(fact: SecretFact, place: PlaceKind, path: string): Ruling | undefined {
  if (place !== 'code' && place !== 'config') return undefined;
  // `TEST_DATABASE_URL` is a database that is thrown away.
  if (fact.rule === 'url-password' && /^TEST_|_TEST(?:_|$)/i.test(fact.env ?? fact.name ?? '')) return undefined;
  if (!runsWith(fact) && !(isSeedPath(path) && isSeededLogin(fact))) return undefined;
  // A key of somebody else's service that nobody has filled in opens nothing.
  const isUnfilled = fact.value === 'placeholder' && isServiceKeyName(fact.env ?? fact.name ?? '');
  return fact.outsideProduction || isUnfilled
    ? { label: 'default-secret', severity: 'low' }
    : { label: 'default-secret', severity: isDevelopmentPath(path) || isOfOwnMachine(fact) ? 'medium' : 'blocker' };
}

/** The address of a server on the same machine, in a dotenv file or where nothing else is set: nobody else reaches what it opens. */
function isOfOwnMachine({ position, host }: SecretFact): boolean {
  const isSetElsewhere = position === 'dotenv' || position === 'fallback' || position === 'setting';
  return isSetElsewhere && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/.test(host ?? '');
}

/**
 * A hash opens nothing by itself, so it blocks nothing; where it makes a login, every installation has the same, and its password can be
 * guessed by trying.
 */
function hashRuling(fact: SecretFact, place: PlaceKind, path: string): Ruling | undefined {
  if (place !== 'code' && place !== 'config') return undefined;
  if (fact.rule === POSTGRES_MD5 && fact.position !== 'prose') return { label: 'secret', severity: 'high' };
  if (!makesLogin(fact, path)) return undefined;
  return { label: 'default-secret', severity: isDevelopmentPath(path) ? 'low' : 'medium' };
}

/** In code a hash may as well be there to be compared with, so that a missing user takes as long as a wrong password. */
function makesLogin({ position, login, name }: SecretFact, path: string): boolean {
  if (/dummy|fake|timing|invalid|never|example|sample/i.test(name ?? '')) return false;
  switch (position) {
    case 'prose':
    case 'comparison':
    case 'argument':
    case 'signing':
      return false;
    case 'literal':
      return login || isSeedPath(path);
    default:
      return true;
  }
}

/** `User.create!(email: …, password: 'v')` of a seed script: every installation that runs it has the login. */
function isSeededLogin({ value, position, login, name }: SecretFact): boolean {
  return (
    position === 'literal' &&
    login &&
    isPasswordName(name ?? '') &&
    (value === 'weak' || value === 'plain' || value === 'sample')
  );
}

function runsWith(fact: SecretFact): boolean {
  const { value, position } = fact;
  switch (position) {
    case 'fallback':
    case 'setting':
    case 'signing':
      return true;
    case 'compose':
    case 'manifest':
    case 'dockerfile':
      return value !== 'placeholder' || fact.operational;
    case 'sql':
      return value !== 'placeholder' && (value !== 'plain' || isPasswordName(fact.name ?? ''));
    case 'dotenv':
      return (
        value === 'weak' || value === 'sample' || (value === 'placeholder' && fact.operational) || value === 'plain'
      );
    case 'config':
      if (value === 'placeholder')
        return fact.operational && (isPasswordName(fact.name ?? '') || isSigning(fact.name ?? ''));
      // `jwt.secret: myTokenSecretExample…`: a sample by its words, and tokens are signed with it.
      if (value === 'sample' && isSigning(fact.name ?? '') && fact.length >= 8) return true;
      if (value === 'plain' && isSigning(fact.name ?? '') && /[a-z_-](?:secret|key)$/i.test(fact.name ?? ''))
        return true;
      return value === 'weak' || (value === 'plain' && (fact.rule === 'url-password' || fact.odd));
    case 'shell':
      return value === 'weak';
    case 'literal':
      if (fact.rule === 'url-password') return value === 'weak' || value === 'plain';
      return isUsedLogin(fact) || isSigningConstant(fact);
    default:
      return false;
  }
}

/** A weak password that somebody signs in with: beside a user's name, as a constant, or handed to a call by name. */
function isUsedLogin({ value, login, declared, name, rule }: SecretFact): boolean {
  if (value !== 'weak' || rule === 'salt') return false;
  return login || (declared && isHandedOver(name ?? '')) || /^[A-Z][A-Z0-9_]*$/.test(name ?? '');
}

/** Password or client secret: a person or a program signs in with it. */
function isHandedOver(name: string): boolean {
  return isPasswordName(name) || /client_?secret$/i.test(name);
}

function isSigning(name: string): boolean {
  return isSigningName(name) || /^Jwt/.test(name);
}

/** `JWT_SECRET = "shop-signing"`: whatever it looks like, tokens are signed with it. */
function isSigningConstant({ value, declared, name, operational, length }: SecretFact): boolean {
  if (!declared || name === null || !isSigningName(name)) return false;
  // `enc` names a field of a token's header; under a "session key" something is kept in a session.
  const isSlot = /session_?key$/i.test(name);
  return value === 'weak' || (value === 'plain' && length > 3 && !isSlot) || (value === 'placeholder' && operational);
}
