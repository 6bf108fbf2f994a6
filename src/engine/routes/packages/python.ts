/** What well-known Python packages do on the way to a handler, by symbol; documented behaviour of each. */
import type { EffectRule } from './effects';

export const PYTHON: readonly EffectRule[] = [
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
  // Token libraries raise on a signature that does not match.
  { pattern: /^(jwt|jose\.jwt|jose\.jws|authlib\.jose\.jwt|jwcrypto\.jwt)\.(decode|verify|JWT)$/, effect: 'verify' },
  { pattern: /^(jwt|jose\.jwt)\.(get_unverified_\w+)$/, effect: 'claims' },
  { pattern: /^firebase_admin\.auth\.verify_\w+$/, effect: 'verify' },
  { pattern: /^google\.oauth2\.id_token\.verify_\w+$/, effect: 'verify' },
  // https://github.com/stripe/stripe-python: `StripeClient(key).construct_event` is the same.
  { pattern: /^stripe\.(Webhook|webhook\.Webhook|StripeClient\(\))\.construct_event$/, effect: 'verify' },
  { pattern: /^svix\..*\.verify$/, effect: 'verify' },
  { pattern: /^itsdangerous\..*\.loads$/, effect: 'verify' },
  { pattern: /^cryptography\..*(verify|decrypt)$/, effect: 'verify' },
  { pattern: /^nacl\..*\.verify$/, effect: 'verify' },
  { pattern: /(^|\.)(hmac|secrets)\.compare_digest$/, effect: 'compare' },
  { pattern: /^(slowapi|fastapi_limiter|fastapi_cache|prometheus_\w+)\b/, effect: 'none' },
];
