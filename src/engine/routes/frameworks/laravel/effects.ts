/** What Laravel's own middleware and that of well-known packages do on the way to an action, by class; documented behaviour of each. */
import type { EffectRule } from '../../packages/effects';

const name = (pattern: string): RegExp => new RegExp(`^(?:${pattern})(?:\\(\\))?$`);

export const LARAVEL_EFFECTS: readonly EffectRule[] = [
  // laravel.com/docs: "Authentication", "Authorization", "URL Generation" (signed URLs), "Email Verification"
  {
    pattern: name(
      'Illuminate\\\\Auth\\\\Middleware\\\\(?:Authenticate|AuthenticateWithBasicAuth|Authorize|EnsureEmailIsVerified)',
    ),
    effect: 'deny',
  },
  { pattern: name('Illuminate\\\\Routing\\\\Middleware\\\\ValidateSignature'), effect: 'deny' },
  { pattern: name('Illuminate\\\\.*'), effect: 'none' },
  // Sanctum, Passport: both ask for a token.
  { pattern: name('Laravel\\\\(?:Sanctum|Passport)\\\\Http\\\\Middleware\\\\Check\\w+'), effect: 'deny' },
  { pattern: name('Laravel\\\\(?:Sanctum|Passport)\\\\.*'), effect: 'none' },
  // spatie/laravel-permission: a caller who is nobody is refused (UnauthorizedException::notLoggedIn).
  {
    pattern: name('Spatie\\\\Permission\\\\Middlewares?\\\\(?:Role|Permission|RoleOrPermission)Middleware'),
    effect: 'deny',
  },
  { pattern: name('Zizaco\\\\Entrust\\\\Middleware\\\\\\w+|Laratrust\\\\Middleware\\\\\\w+'), effect: 'deny' },
  // tymon/jwt-auth and its successor
  {
    pattern: name(
      '(?:Tymon|PHPOpenSourceSaver)\\\\JWTAuth\\\\Http\\\\Middleware\\\\(?:Authenticate\\w*|BaseMiddleware)',
    ),
    effect: 'deny',
  },
  { pattern: name('Auth0\\\\Laravel\\\\Middleware\\\\Authenticat\\w+'), effect: 'deny' },
  {
    pattern: name('(?:Inertia|Fruitcake|Barryvdh|Spatie\\\\(?:Csp|ResponseCache|Honeypot)|Livewire)\\\\.*'),
    effect: 'none',
  },
  { pattern: /^php\\hash_equals$/, effect: 'compare' },
  { pattern: /^Stripe\\Webhook\.constructEvent$/, effect: 'verify' },
  { pattern: /^Firebase\\JWT\\JWT\.decode$/, effect: 'verify' },
];
