/** What well-known Go packages do on the way to a handler, by symbol; documented behaviour of each (pkg.go.dev has their pages). */
import type { EffectRule } from './effects';

export const GO: readonly EffectRule[] = [
  {
    pattern: /^(?:errors\.(?:New|Join)|fmt\.Errorf|github\.com\/(?:pkg\/errors|cockroachdb\/errors)\.\w+)\(\)$/,
    effect: 'error',
  },
  // golang-jwt: Parse verifies the signature, ParseUnverified says that it does not.
  {
    pattern:
      /^github\.com\/(?:golang-jwt|dgrijalva)\/jwt(?:-go)?(?:\/v\d+)?\.(?:NewParser\(\)\.|Parser\(\)\.)?ParseUnverified$/,
    effect: 'claims',
  },
  {
    pattern:
      /^github\.com\/(?:golang-jwt|dgrijalva)\/jwt(?:-go)?(?:\/v\d+)?\.(?:NewParser\(\)\.|Parser\(\)\.)?Parse(?:WithClaims)?$/,
    effect: 'verify',
  },
  {
    pattern:
      /^github\.com\/(?:golang-jwt|dgrijalva)\/jwt(?:-go)?(?:\/v\d+)?\/request\.ParseFromRequest(?:WithClaims)?$/,
    effect: 'raises',
  },
  { pattern: /^golang\.org\/x\/crypto\/bcrypt\.CompareHashAndPassword$/, effect: 'verify' },
  { pattern: /^crypto\/subtle\.ConstantTime(?:Compare|Eq)$|^crypto\/hmac\.Equal$|^bytes\.Equal$/, effect: 'compare' },
  // github.com/appleboy/gin-jwt: MiddlewareFunc() answers 401 without a valid token.
  {
    pattern: /^github\.com\/appleboy\/gin-jwt(?:\/v\d+)?\.(?:New|GinJWTMiddleware)\(\)(?:\.0)?\.MiddlewareFunc\(\)$/,
    effect: 'deny',
  },
  // github.com/gofiber/contrib/jwt, keyauth; github.com/gofiber/jwt before it: New() refuses without a valid token.
  { pattern: /^github\.com\/gofiber\/(?:contrib\/(?:v\d+\/)?|)(?:jwt|paseto)(?:\/v\d+)?\.New\(\)$/, effect: 'deny' },
  { pattern: /^github\.com\/gofiber\/keyauth(?:\/v\d+)?\.New\(\)$/, effect: 'deny' },
  { pattern: /^github\.com\/gofiber\/contrib\/(?:v\d+\/)?\w+(?:\/v\d+)?\.New\(\)$/, effect: 'none' },
  // github.com/labstack/echo-jwt: JWT() and WithConfig() answer 401 unless ContinueOnIgnoredError is set.
  {
    pattern: /^github\.com\/labstack\/echo-jwt(?:\/v\d+)?\.(?:JWT|WithConfig)\(\)$/,
    effect: 'deny',
    unless: { name: 'ContinueOnIgnoredError', value: true, effect: 'optional' },
  },
  // github.com/go-chi/jwtauth: Verifier finds a token and never refuses, Authenticator refuses what Verifier found wanting.
  { pattern: /^github\.com\/go-chi\/jwtauth(?:\/v\d+)?\.(?:Verifier|Verify)\(\)$/, effect: 'none' },
  { pattern: /^github\.com\/go-chi\/jwtauth(?:\/v\d+)?\.Authenticator(?:\(\))?$/, effect: 'deny' },
  { pattern: /^github\.com\/go-chi\/jwtauth(?:\/v\d+)?\.FromContext$/, effect: 'identity' },
  // github.com/go-chi/chi middleware: BasicAuth refuses, the others do not look at callers.
  { pattern: /^github\.com\/go-chi\/chi(?:\/v\d+)?\/middleware\.BasicAuth\(\)$/, effect: 'deny' },
  { pattern: /^github\.com\/go-chi\/chi(?:\/v\d+)?\/middleware\.\w+(?:\(\))?$/, effect: 'none' },
  {
    pattern: /^github\.com\/go-chi\/(?:cors|httplog|httprate|render|metrics)(?:\/v\d+)?\.\w+(?:\(\))*(?:\.Handler)?$/,
    effect: 'none',
  },
  // github.com/auth0/go-jwt-middleware: CheckJWT refuses unless credentials are optional.
  {
    pattern:
      /^github\.com\/auth0\/go-jwt-middleware(?:\/v\d+)?\.New\(\)\.(?:CheckJWT|Handler|HandlerWithNext)(?:\(\))?$/,
    effect: 'deny',
  },
  {
    pattern: /^github\.com\/goji\/httpauth\.\w+\(\)$|^github\.com\/abbot\/go-http-auth\..*\.Wrap(?:\(\))?$/,
    effect: 'deny',
  },
  // Sessions: what is kept for a caller is nothing for one who is nobody.
  { pattern: /^github\.com\/gin-contrib\/sessions\.Default$/, effect: 'session' },
  { pattern: /^github\.com\/labstack\/echo-contrib\/session\.Get$/, effect: 'none' },
  { pattern: /^github\.com\/casbin\/casbin(?:\/v\d+)?\..*\.Enforce$/, effect: 'none' },
  { pattern: /^github\.com\/gin-contrib\/[\w-]+(?:\/[\w-]+)*\.\w+\(\)$/, effect: 'none' },
  {
    pattern:
      /^github\.com\/(?:rs\/cors|unrolled\/secure|justinas\/nosurf|gorilla\/(?:handlers|csrf)|NYTimes\/gziphandler|klauspost\/compress\/gzhttp|didip\/tollbooth(?:\/v\d+)?|ulule\/limiter(?:\/v\d+)?)(?:[./(].*)?$/,
    effect: 'none',
  },
  { pattern: /^go\.opentelemetry\.io\/|^github\.com\/prometheus\/client_golang\//, effect: 'none' },
];
