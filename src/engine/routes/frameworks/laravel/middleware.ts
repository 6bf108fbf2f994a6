/**
 * Middleware as routes and controllers name it: a class, or an alias with arguments (`auth:sanctum`). Aliases of an application stand in
 * `bootstrap/app.php` or `app/Http/Kernel.php`; the framework has its own (laravel.com/docs, "Middleware", "Middleware aliases").
 */
import type { Expression, GuardUse } from '../../../code/model';
import type { Span } from '../../../span';

/** What the aliases are that Laravel and well-known packages bring. */
const BUILT_IN: Readonly<Record<string, string>> = {
  auth: 'Illuminate\\Auth\\Middleware\\Authenticate',
  'auth.basic': 'Illuminate\\Auth\\Middleware\\AuthenticateWithBasicAuth',
  'auth.session': 'Illuminate\\Session\\Middleware\\AuthenticateSession',
  'cache.headers': 'Illuminate\\Http\\Middleware\\SetCacheHeaders',
  can: 'Illuminate\\Auth\\Middleware\\Authorize',
  guest: 'Illuminate\\Auth\\Middleware\\RedirectIfAuthenticated',
  'password.confirm': 'Illuminate\\Auth\\Middleware\\RequirePassword',
  precognitive: 'Illuminate\\Foundation\\Http\\Middleware\\HandlePrecognitiveRequests',
  signed: 'Illuminate\\Routing\\Middleware\\ValidateSignature',
  throttle: 'Illuminate\\Routing\\Middleware\\ThrottleRequests',
  verified: 'Illuminate\\Auth\\Middleware\\EnsureEmailIsVerified',
  bindings: 'Illuminate\\Routing\\Middleware\\SubstituteBindings',
  web: 'Illuminate\\Foundation\\Http\\Middleware\\Web',
  api: 'Illuminate\\Foundation\\Http\\Middleware\\Api',
  // Sanctum, Passport: abilities and scopes ask for a token.
  abilities: 'Laravel\\Sanctum\\Http\\Middleware\\CheckAbilities',
  ability: 'Laravel\\Sanctum\\Http\\Middleware\\CheckForAnyAbility',
  scopes: 'Laravel\\Passport\\Http\\Middleware\\CheckScopes',
  scope: 'Laravel\\Passport\\Http\\Middleware\\CheckForAnyScope',
  client: 'Laravel\\Passport\\Http\\Middleware\\CheckClientCredentials',
  // tymon/jwt-auth
  'jwt.auth': 'Tymon\\JWTAuth\\Http\\Middleware\\Authenticate',
  'jwt.verify': 'Tymon\\JWTAuth\\Http\\Middleware\\Authenticate',
};

/** A middleware by its alias or class, as something that may be registered elsewhere. */
export function middlewareOf(value: Expression): Expression {
  if (value.e === 'text') return named(value.value);
  // `EnsureRole::class.':editor'`
  if (value.e === 'join') return middlewareOf(value.parts[0] ?? value);
  if (value.e === 'call' && value.callee.e === 'member' && /^(?:using|redirectTo|for|with)$/.test(value.callee.name))
    return value.callee.of;
  return value;
}

function named(written: string): Expression {
  const alias = written.split(':')[0] ?? written;
  if (alias.includes('\\')) return { e: 'name', name: alias.replace(/^\\/, '') };
  const otherwise = BUILT_IN[alias];
  return {
    e: 'named',
    key: { e: 'text', value: alias },
    ...(otherwise !== undefined && { otherwise: { e: 'import', from: otherwise, line: 1 } as const }),
  };
}

/** What an alias of the framework's own stands for. */
export function builtIn(alias: string): Expression[] {
  const from = BUILT_IN[alias];
  return from === undefined ? [] : [{ e: 'import', from, line: 1 }];
}

/** A middleware in a guard's place. */
export function guardOf(value: Expression, at: Span): GuardUse {
  return { as: 'middleware', value: middlewareOf(value), ...(value.e === 'text' && { name: value.value }), at };
}

/** Name by which a middleware is taken away again. */
export function nameOf(value: Expression): string {
  if (value.e === 'text') return value.value.split(':')[0] ?? value.value;
  if (value.e === 'named' && value.key.e === 'text') return value.key.value;
  return value.e === 'name' ? value.name : '';
}
