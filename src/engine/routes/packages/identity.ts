/**
 * What packages for sessions and sign-in of JavaScript frameworks answer, by symbol; documented behaviour of each. Most of them only tell
 * who is calling: whether anybody is refused is up to the code that asks.
 */
import type { EffectRule } from './effects';

export const IDENTITY: readonly EffectRule[] = [
  // Auth.js / NextAuth: https://authjs.dev, https://next-auth.js.org/configuration/nextjs
  { pattern: /^next-auth(?:\/next)?:(?:unstable_)?getServerSession$/, effect: 'identity' },
  // `decode` decrypts, and answers nothing where there is no token (authjs.dev/reference/core/jwt).
  {
    pattern: /^(?:next-auth|@auth\/core)\/jwt:(?:getToken|decode)$|^next-auth\/(?:react|client):getSession$/,
    effect: 'identity',
  },
  {
    pattern: /^next-auth\(\)\.auth$/,
    effect: 'identity',
    // https://authjs.dev/reference/nextjs#callbacks: `authorized` decides in middleware that exports `auth` itself.
    asks: { option: ['callbacks', 'authorized'], user: 'auth', request: 'request' },
  },
  { pattern: /^next-auth\(\)\.auth\(\)$/, effect: 'identity' },
  { pattern: /^next-auth\/middleware(?::(?:withAuth|default))?(?:\(\))?$/, effect: 'deny' },
  // Clerk: https://clerk.com/docs/references/nextjs
  { pattern: /^@clerk\/[\w-]+(?:\/\w+)*:currentUser$/, effect: 'identity' },
  { pattern: /^@clerk\/[\w-]+(?:\/\w+)*:(?:auth|getAuth)$/, effect: 'session' },
  { pattern: /^@clerk\/[\w-]+(?:\/\w+)*:auth\.protect$/, effect: 'deny' },
  { pattern: /^@clerk\/nextjs(?:\/server)?:(?:clerkMiddleware|withClerkMiddleware)\(\)$/, effect: 'optional' },
  // iron-session: https://github.com/vvo/iron-session
  { pattern: /^iron-session\/next:withIronSession\w+(?:\(\))?$/, effect: 'optional' },
  { pattern: /^iron-session(?:\/[\w/]+)?:(?:getIronSession|unsealData)$/, effect: 'session' },
  // Remix and React Router session storages: https://reactrouter.com/explanation/sessions-and-cookies
  {
    pattern: /^(?:@remix-run\/[\w-]+|react-router):create\w*SessionStorage\(\)\.getSession$/,
    effect: 'session',
  },
  { pattern: /^remix-auth:Authenticator\(\)\.isAuthenticated$/, effect: 'identity' },
  // Auth0: https://github.com/auth0/nextjs-auth0
  { pattern: /^@auth0\/nextjs-auth0(?:\/\w+)?:(?:Auth0Client\(\)\.)?getSession$/, effect: 'identity' },
  {
    pattern: /^@auth0\/nextjs-auth0(?:\/\w+)?:with(?:ApiAuth|PageAuth|MiddlewareAuth)Required(?:\(\))?$/,
    effect: 'deny',
  },
  // Kinde, WorkOS, Stack Auth, Lucia
  { pattern: /^@kinde-oss\/kinde-auth-nextjs(?:\/\w+)?:getKindeServerSession$/, effect: 'session' },
  { pattern: /^@kinde-oss\/kinde-auth-nextjs(?:\/\w+)?:withAuth(?:\(\))?$/, effect: 'deny' },
  { pattern: /^@workos-inc\/authkit-[\w-]+:withAuth$/, effect: 'session' },
  { pattern: /^@stackframe\/\w+:StackServerApp\(\)\.getUser$/, effect: 'identity' },
  {
    pattern: /^lucia:Lucia\(\)\.(?:validateSession|getSessionAndUser)$|^lucia:lucia\(\)\.handleRequest$/,
    effect: 'session',
  },
  // Nuxt: https://github.com/atinux/nuxt-auth-utils, https://supabase.nuxtjs.org
  { pattern: /^(?:nuxt-auth-utils|#imports|#auth):requireUserSession$/, effect: 'deny' },
  { pattern: /^(?:nuxt-auth-utils|#imports|#auth):getUserSession$/, effect: 'session' },
  { pattern: /^(?:#auth|#imports):getServerSession$|^#supabase\/server:serverSupabaseUser$/, effect: 'identity' },
];
