/** The environment variable that a credential should live in. */
import type { SecretFact } from './facts';
import { upperSnake } from './detect/local-names';
import { isSecretName, wordsOf } from './names';
import { providerRule } from './rules';

/** A place of a value: what is known of it, and where it stands. */
export interface NamedPlace {
  path: string;
  fact: Pick<SecretFact, 'rule' | 'name' | 'env' | 'scheme' | 'position'>;
}

/**
 * One name for all places of a value: the variable that most of them read already, else what the provider documents, else a name made of
 * the first place. Passwords of URLs have a name of their own, because the URL moves as a whole.
 */
export function variableFor(own: NamedPlace, places: readonly NamedPlace[]): string {
  if (own.fact.rule === 'url-password')
    return WHOLE_URLS.has(own.fact.position)
      ? (own.fact.env ?? urlVariable(own.fact.scheme, own.fact.name))
      : passwordVariable(own.fact.scheme);
  const votes = new Map<string, number>();
  for (const { fact } of places) {
    const name = fact.rule === 'url-password' ? null : telling(fact);
    // A name that is read from the environment already counts for more than one in a document.
    if (name !== null)
      votes.set(name, (votes.get(name) ?? 0) + (fact.position === 'fallback' ? 10 : fact.position === 'prose' ? 1 : 3));
  }
  const mine = telling(own.fact);
  if (mine !== null && votes.has(mine)) votes.set(mine, (votes.get(mine) ?? 0) + 1);
  const [best] = [...votes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (best) return best[0];
  return providerRule(own.fact.rule)?.env ?? `${stemOf(own.path)}${genericName(own.fact)}`;
}

/** Positions in code, where a URL moves as a whole; elsewhere its password alone is replaced. */
const WHOLE_URLS: ReadonlySet<string> = new Set([
  'literal',
  'argument',
  'fallback',
  'setting',
  'signing',
  'dockerfile',
]);

/** `POSTGRES_PASSWORD`: what the images of datastores call it. */
export function passwordVariable(scheme: string | null): string {
  const base = (scheme ?? 'db')
    .replace(/\+.*$/, '')
    // Over TLS it is the same server with the same password.
    .replace(/^(redis|amqp|ldap|mqtt)s$/, '$1')
    .toUpperCase();
  return `${base === 'POSTGRESQL' ? 'POSTGRES' : /^HTTPS?$/.test(base) ? 'SERVICE' : base}_PASSWORD`;
}

/** A name of at least two words: PASSWORD alone says nothing where there are several. */
function telling({ env, name }: NamedPlace['fact']): string | null {
  const candidate = env ?? (name === null ? '' : upperSnake(name));
  return isSecretName(candidate) &&
    wordsOf(candidate).length > 1 &&
    candidate !== 'API_KEY' &&
    candidate !== 'ACCESS_TOKEN'
    ? candidate
    : null;
}

function genericName({ name, rule }: NamedPlace['fact']): string {
  if (name !== null && isSecretName(name)) return upperSnake(name);
  if (rule === 'private-key') return 'PRIVATE_KEY';
  if (rule === 'api-key') return 'API_KEY';
  return ['password', 'basic-auth', 'same-value'].includes(rule) ? 'PASSWORD' : 'TOKEN';
}

const SAYS_NOTHING = new Set(
  'test tests index main config settings client src app py fix auth login util utils helper helpers script run init readme values application appsettings'.split(
    ' ',
  ),
);

/** `clients/books.py` → `BOOKS_`. */
function stemOf(path: string): string {
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\..*$/, '');
  const words = wordsOf(stem).filter((word) => !SAYS_NOTHING.has(word));
  const prefix = words.slice(0, 2).join('_').toUpperCase();
  return prefix === '' || /^\d/.test(prefix) ? 'APP_' : `${prefix}_`;
}

const SCHEME_VARIABLES: Readonly<Record<string, string>> = {
  redis: 'REDIS_URL',
  rediss: 'REDIS_URL',
  amqp: 'AMQP_URL',
  amqps: 'AMQP_URL',
  mongodb: 'MONGODB_URL',
  smtp: 'SMTP_URL',
  smtps: 'SMTP_URL',
};

function urlVariable(scheme: string | null, name: string | null): string {
  if (name !== null && /url|uri|dsn|conn/i.test(name) && wordsOf(name).length > 1) return upperSnake(name);
  const base = (scheme ?? '').replace(/\+.*$/, '');
  if (SCHEME_VARIABLES[base] !== undefined) return SCHEME_VARIABLES[base];
  return /postgres|mysql|mariadb|mssql|sqlserver|oracle|clickhouse|sqlite/.test(base) ? 'DATABASE_URL' : 'SERVICE_URL';
}
