/**
 * What well-known packages do, by the symbol under which they are known: the last resort of guard judgement, where no body can be read.
 * Each line states documented behaviour of the package it names.
 */
import { JAVASCRIPT } from './externals-javascript';
import type { Argument } from './model';

/**
 * `deny`: a guard that verifies and refuses · `presence`: refuses when nothing is sent, takes any value · `optional`: never refuses ·
 * `verify`: a function that raises when the value it is given is not genuine · `compare`: answers whether two values are equal ·
 * `claims`: reads what a token says without verifying it · `none`: has nothing to do with access.
 */
export type Effect = 'deny' | 'presence' | 'optional' | 'verify' | 'compare' | 'claims' | 'none';

export interface Rule {
  pattern: RegExp;
  effect: Effect;
  /** The call's own arguments can turn it around (`auto_error=False`, `optional=True`). */
  unless?: { name: string; value: boolean; effect: Effect };
}

const PYTHON: readonly Rule[] = [
  // fastapi.security: each scheme raises when its header is missing and returns whatever was sent.
  {
    pattern:
      /^fastapi\.security\.(\w+\.)?(OAuth2\w*|OpenIdConnect|HTTPBearer|HTTPBasic|HTTPDigest|APIKey(Header|Cookie|Query))\(\)$/,
    effect: 'presence',
    unless: { name: 'auto_error', value: false, effect: 'optional' },
  },
  { pattern: /^fastapi\.security\.(\w+\.)?OAuth2PasswordRequestForm/, effect: 'none' },
  // fastapi-users: current_user() raises 401 unless optional=True.
  {
    pattern: /^fastapi_users\..*\.current_user\(\)$/,
    effect: 'deny',
    unless: { name: 'optional', value: true, effect: 'optional' },
  },
  {
    pattern: /^fastapi_login\.LoginManager\(\)$/,
    effect: 'deny',
    unless: { name: 'auto_error', value: false, effect: 'optional' },
  },
  {
    pattern: /^fastapi_azure_auth\..*\(\)$/,
    effect: 'deny',
    unless: { name: 'auto_error', value: false, effect: 'optional' },
  },
  { pattern: /^fastapi_(clerk_auth|cloudauth|keycloak|auth0|oidc)\..*/, effect: 'deny' },
  { pattern: /^authx\..*(access_token_required|get_token_from_request)$/, effect: 'deny' },
  { pattern: /^starlette\.authentication\.requires\(\)$/, effect: 'deny' },
  // Token libraries raise on a signature that does not match.
  { pattern: /^(jwt|jose\.jwt|jose\.jws|authlib\.jose\.jwt|jwcrypto\.jwt)\.(decode|verify|JWT)$/, effect: 'verify' },
  { pattern: /^(jwt|jose\.jwt)\.(get_unverified_\w+)$/, effect: 'claims' },
  { pattern: /^firebase_admin\.auth\.verify_\w+$/, effect: 'verify' },
  { pattern: /^google\.oauth2\.id_token\.verify_\w+$/, effect: 'verify' },
  { pattern: /^stripe\.(Webhook|webhook\.Webhook)\.construct_event$/, effect: 'verify' },
  { pattern: /^svix\..*\.verify$/, effect: 'verify' },
  { pattern: /^itsdangerous\..*\.loads$/, effect: 'verify' },
  { pattern: /^cryptography\..*(verify|decrypt)$/, effect: 'verify' },
  { pattern: /^nacl\..*\.verify$/, effect: 'verify' },
  { pattern: /(^|\.)(hmac|secrets)\.compare_digest$/, effect: 'compare' },
  { pattern: /^(fastapi|starlette)\.middleware\./, effect: 'none' },
  { pattern: /^(slowapi|fastapi_limiter|fastapi_cache|prometheus_\w+)\b/, effect: 'none' },
];

const RULES: readonly Rule[] = [...PYTHON, ...JAVASCRIPT];

/** What a symbol does, or undefined when nothing is known of it. */
export function effectOf(symbol: string, args: readonly Argument[]): Effect | undefined {
  const rule = RULES.find(({ pattern }) => pattern.test(symbol));
  if (!rule) return undefined;
  const { unless } = rule;
  if (
    unless &&
    named(args).some(
      ({ name, value }) => name === unless.name && value.e === 'constant' && value.value === unless.value,
    )
  )
    return unless.effect;
  return rule.effect;
}

/** Named arguments, those of an options object included. */
function named(args: readonly Argument[]): Argument[] {
  return args.flatMap((arg) => {
    if (arg.name !== null || arg.value.e !== 'record') return [arg];
    return arg.value.entries.flatMap(({ key, value }) => (key.e === 'text' ? [{ name: key.value, value }] : []));
  });
}

/** Entry points of middleware and guard classes that packages define: the method that runs, and whether it sees websockets. */
export const ENTRIES: readonly { base: RegExp; method: string; sockets: boolean }[] = [
  { base: /BaseHTTPMiddleware$/, method: 'dispatch', sockets: false },
];
