/** Credentials to findings: messages, related places, fixes. */
import type { FindingDraft, RelatedPlace } from '../finding';
import { isEnvTemplate } from '../env/environment';
import { shortHash } from '../hash';
import type { Credential, Judgement } from './judge';
import { providerRule } from './rules';
import { variableFor } from './variable';

const RULE_TITLES: Readonly<Record<string, string>> = {
  password: 'A password',
  secret: 'A secret',
  token: 'A token',
  'api-key': 'An API key',
  salt: 'A salt',
  'url-password': 'The password of a URL',
  jwt: 'A signed JSON Web Token',
  'supabase-service-role': 'A Supabase service-role key',
  'private-key': 'A private key',
  'basic-auth': 'A Basic authorization',
  'bearer-token': 'A bearer token',
  'totp-secret': 'A one-time-password secret',
  'key-file': 'A key',
  'seeded-login': 'The password of a seeded login',
  'password-hash': 'The hash of a password',
  'postgres-md5': 'An MD5 hash with which PostgreSQL lets its owner in',
  'same-value': 'A known secret',
};

/** Titles that are spoken with a vowel first, initialisms among them: "an npm access token". */
const VOWEL_SOUND = /^(?:[aeiou]|(?:npm|NVIDIA|SMTP\w*|HCP|X|xAI|LDAP|MQTT|RSA|SSH|HTTP)\b)/i;

/** "A GitHub personal access token", "A password". */
export function titleOf(rule: string): string {
  const provider = providerRule(rule);
  if (!provider) return RULE_TITLES[rule] ?? 'A secret';
  return `${VOWEL_SOUND.test(provider.title) ? 'An' : 'A'} ${provider.title}`;
}

/** Rules of the secret checks with a title each, for SARIF and suppressions. */
export function ruleTitles(rules: readonly string[]): Record<string, string> {
  return Object.fromEntries(rules.map((rule) => [rule, titleOf(rule)]));
}

/** Names of all rules that are no provider's. */
export const GENERIC_RULES: readonly string[] = Object.keys(RULE_TITLES);

/** Where a leaked value is revoked, in words for a sentence; null when no provider is known. */
export function rotatePage(rule: string): string | null {
  return providerRule(rule)?.rotate ?? null;
}

/** The other places of a credential's value, nearest kinds of place first. */
export function sameValuePlaces(credential: Credential, judgement: Judgement): RelatedPlace[] {
  const others = (judgement.byValue.get(credential.fact.hash) ?? []).filter((other) => other !== credential);
  return others.map(({ path, span }) => ({ path, span, kind: 'same-value', note: 'the same value stands here' }));
}

/**
 * Identity for fingerprints: a strong value by its salted hash, a guessable one by name and position, because its hash could be guessed. The
 * documented defaults of products are no secrets, so theirs tells places apart.
 */
export function identityOf({ fact, label }: Credential): string {
  return label === 'secret' || fact.vendor
    ? fact.hash
    : shortHash('default', fact.rule, fact.name ?? '', fact.position, fact.env ?? '');
}

/** What fixes need to know of a credential. */
export function dataOf({ fact, label }: Credential): Record<string, unknown> {
  return {
    label,
    rule: fact.rule,
    name: fact.name,
    env: fact.env,
    position: fact.position,
    hash: fact.hash,
    sha1: fact.sha1,
    host: fact.host,
    scheme: fact.scheme,
  };
}

/** "also in 5 other places" or nothing. */
export function alsoIn(count: number): string {
  return count === 0
    ? ''
    : count === 1
      ? ', and the same value stands in one other place'
      : `, and the same value stands in ${count} other places`;
}

/** A draft with everything but message and fixes. */
export function draftOf(credential: Credential, judgement: Judgement): FindingDraft & { related: RelatedPlace[] } {
  const related = sameValuePlaces(credential, judgement);
  const files = new Set([credential, ...related].map(({ path }) => path)).size;
  return {
    rule: credential.fact.rule,
    severity: credential.severity,
    place: { path: credential.path, span: credential.span },
    message: '',
    identity: identityOf(credential),
    group: credential.fact.hash,
    related,
    fixes: fixesFor(credential),
    data: {
      ...dataOf(credential),
      variable: variableFor(credential, judgement.byValue.get(credential.fact.hash) ?? []),
      files,
    },
  };
}

/** Fixes that apply to a credential where it stands, best first. */
export function fixesFor({ fact, label, path }: Credential): string[] {
  if (fact.position === 'file' || fact.value === 'hash' || /\.(?:pem|key|p8)$/.test(path)) return [];
  // A comment in a dotenv file as well: nothing there is rewritten.
  if ((fact.position === 'dotenv' || /(?:^|\/)\.env(?:\.\w+)?$/.test(path)) && !isEnvTemplate(path)) return [];
  if (label === 'secret') return MOVABLE.has(fact.position) ? ['move-secret-to-env'] : [];
  if (fact.position === 'compose' || fact.position === 'fallback' || fact.position === 'setting') {
    return fact.position === 'compose' || REQUIRABLE.test(path) ? ['require-secret'] : [];
  }
  return ['literal', 'signing', 'manifest', 'dockerfile', 'config'].includes(fact.position)
    ? ['move-secret-to-env']
    : [];
}

/** Languages and formats in which a fallback can be taken away. */
const REQUIRABLE = /\.(?:py|[cm]?[jt]sx?|rb|php|java|kt|cs|rs|exs?|properties|sh|bash|tf|tofu|ya?ml)$/i;

const MOVABLE: ReadonlySet<string> = new Set([
  'literal',
  'argument',
  'fallback',
  'setting',
  'signing',
  'compose',
  'config',
  'manifest',
  'dockerfile',
  'shell',
  'sql',
  'prose',
  'dotenv',
  'comparison',
]);
