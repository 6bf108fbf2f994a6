/** Makes a function that answers as the one it is given, once for the same arguments (react.dev `cache`, nextjs.org `unstable_cache`). */
export const REMEMBERS =
  /^(?:react:(?:default\.|\*\.)?cache|next\/cache:unstable_cache|(?:lodash:(?:default\.)?|lodash\/|lodash\.)memoize(?::default)?|(?:p-memoize|memoizee|memoize-one|moize):default)$/;

/** What well-known npm packages do on the way to a handler, by symbol; documented behaviour of each. */
import type { EffectRule } from './effects';

export const JAVASCRIPT: readonly EffectRule[] = [
  // passport: a strategy answers 401 (or redirects); initialize() and session() only fill in the user.
  { pattern: /^(?:passport|koa-passport)(?::Passport\(\))?[:.](?:authenticate|authorize)\(\)$/, effect: 'deny' },
  { pattern: /^passport(?::Passport\(\))?[:.](?:initialize|session)\(\)$/, effect: 'none' },
  // express-jwt answers 401 through an UnauthorizedError unless told not to.
  {
    pattern: /^express-jwt(?::(?:expressjwt|expressJwt|jwt))?\(\)(?:\.unless\(\))?$/,
    effect: 'deny',
    unless: { name: 'credentialsRequired', value: false, effect: 'optional' },
  },
  {
    pattern: /^express-oauth2-jwt-bearer:auth\(\)$/,
    effect: 'deny',
    unless: { name: 'authRequired', value: false, effect: 'optional' },
  },
  { pattern: /^express-oauth2-jwt-bearer:(?:requiredScopes|scopeIncludesAny|claim\w+)\(\)$/, effect: 'deny' },
  { pattern: /^express-openid-connect:(?:requiresAuth|claim\w+)\(\)$/, effect: 'deny' },
  {
    pattern: /^express-openid-connect:auth\(\)$/,
    effect: 'deny',
    unless: { name: 'authRequired', value: false, effect: 'optional' },
  },
  { pattern: /^@clerk\/(?:express|clerk-sdk-node):(?:requireAuth|ClerkExpressRequireAuth)\(\)$/, effect: 'deny' },
  { pattern: /^@clerk\/(?:express|clerk-sdk-node):(?:clerkMiddleware|ClerkExpressWithAuth)\(\)$/, effect: 'optional' },
  {
    pattern: /^supertokens-node\/[\w/]+:verifySession\(\)$/,
    effect: 'deny',
    unless: { name: 'sessionRequired', value: false, effect: 'optional' },
  },
  { pattern: /^connect-ensure-login(?::(?:ensureLoggedIn|ensureAuthenticated))\(\)$/, effect: 'deny' },
  { pattern: /^express-basic-auth\(\)$/, effect: 'deny' },
  { pattern: /^keycloak-connect\(\)\.protect\(\)$/, effect: 'deny' },
  { pattern: /^(?:express-jwt-permissions\(\)\.check|express-jwt-authz|express-jwt-scope)\(\)$/, effect: 'deny' },
  // Token libraries throw (or call back with an error) on a signature that does not match.
  { pattern: /^jsonwebtoken:verify$/, effect: 'verify' },
  { pattern: /^jsonwebtoken:decode$|^jwt-decode(?::\w+)?$|^jose:decode(?:Jwt|ProtectedHeader)$/, effect: 'claims' },
  { pattern: /^jose(?:\/[\w/]+)?:(?:jwtVerify|jwtDecrypt|compactVerify|JWT\.verify)$/, effect: 'verify' },
  {
    pattern: /^(?:firebase-admin|firebase-admin\/auth)[:.].*\.(?:verifyIdToken|verifySessionCookie)$/,
    effect: 'verify',
  },
  { pattern: /^google-auth-library:OAuth2Client\(\)\.verifyIdToken$/, effect: 'verify' },
  {
    pattern: /^@okta\/jwt-verifier\(\)\.verifyAccessToken$|^aws-jwt-verify:\w+(?:\.create)?\(\)\.verify$/,
    effect: 'verify',
  },
  { pattern: /^paseto:\w+\.verify$|^fast-jwt:createVerifier\(\)$|^@clerk\/\w+:verifyToken$/, effect: 'verify' },
  // Whatever they are handed of a request: nobody else can sign its body (docs.stripe.com/webhooks, docs.svix.com/receiving).
  { pattern: /^stripe\(\)\.webhooks\.constructEvent(?:Async)?$|^svix:Webhook\(\)\.verify$/, effect: 'raises' },
  { pattern: /^@upstash\/qstash:Receiver\(\)\.verify$/, effect: 'verify' },
  { pattern: /^@upstash\/qstash\/(?:dist\/)?nextjs:verifySignature(?:AppRouter|Edge)?(?:\(\))?$/, effect: 'deny' },
  { pattern: /^(?:node:)?crypto:timingSafeEqual$|^(?:tsscmp|safe-compare|secure-compare|scmp)$/, effect: 'compare' },
  { pattern: /^(?:bcrypt|bcryptjs|argon2):(?:compare|compareSync|verify)$/, effect: 'compare' },
  // Middleware with other purposes.
  {
    pattern:
      /^(?:cors|helmet|morgan|compression|body-parser|cookie-parser|cookie-session|express-session|client-sessions|csurf|csrf-csrf|lusca|method-override|multer|express-fileupload|connect-busboy|serve-static|serve-favicon|serve-index|response-time|hpp|xss-clean|express-mongo-sanitize|connect-flash|connect-timeout|express-rate-limit|express-slow-down|express-brute|rate-limiter-flexible|express-validator|celebrate|swagger-ui-express|swagger-stats|express-winston|pino-http|express-pino-logger|express-http-context|express-useragent|express-device|i18next-http-middleware|i18n|apicache|errorhandler|express-async-errors|express-prom-bundle|prom-client|http-proxy-middleware|express-http-proxy|vhost|connect-history-api-fallback|express-status-monitor|@sentry\/\w+|express-request-id|cls-rtracer|nocache|feature-policy|permissions-policy|express-openapi-validator|express-graphql|graphql-http|@apollo\/server|webpack-dev-middleware|webpack-hot-middleware|connect-livereload|express-ejs-layouts|express-ws)(?:[:./(].*)?$/,
    effect: 'none',
  },
];
