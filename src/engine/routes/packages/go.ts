/** What well-known Go packages do on the way to a handler, by symbol; documented behaviour of each (pkg.go.dev has their pages). */
import type { EffectRule } from './effects';

export const GO: readonly EffectRule[] = [
  { pattern: /^(?:errors\.(?:New|Join)|fmt\.Errorf|github\.com\/pkg\/errors\.\w+)\(\)$/, effect: 'error' },
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
  { pattern: /^golang\.org\/x\/crypto\/bcrypt\.CompareHashAndPassword$/, effect: 'verify' },
  { pattern: /^crypto\/subtle\.ConstantTime(?:Compare|Eq)$|^crypto\/hmac\.Equal$|^bytes\.Equal$/, effect: 'compare' },
  // appleboy/gin-jwt: MiddlewareFunc() answers 401 without a valid token.
  {
    pattern: /^github\.com\/appleboy\/gin-jwt(?:\/v\d+)?\.(?:New|GinJWTMiddleware)\(\)(?:\.0)?\.MiddlewareFunc\(\)$/,
    effect: 'deny',
  },
  {
    pattern: /^github\.com\/gin-contrib\/[\w-]+\.\w+\(\)$/,
    effect: 'none',
  },
];
