// Made-up values of the formats in `rules/identity.ts`, and near misses.

import { encoded, type Examples } from '../../../support/examples';

export const IDENTITY: Examples = {
  'clerk-publishable-key': {
    value: encoded('fond-{lower 6}-42.clerk.accounts.dev$', 'pk_test_'),
    miss: 'pk_test_{an 47}',
  },
  'okta-token': { value: '00{url 40}', miss: '00{url 39}' },
  'okta-client-secret': { value: '{url 64}', miss: '{url 63}' },
  'auth0-client-secret': { value: '{url 64}', miss: '{url 63}' },
  'ory-token': { value: 'ory_pat_{an 32}', miss: 'ory_pat_{an 31}' },
  'stytch-secret': { value: 'secret-live-{an 36}', miss: 'secret-live-{an 35}' },
  'stytch-test-secret': { value: 'secret-test-{an 36}', miss: 'secret-test-{an 35}' },
  'onelogin-secret': { value: '{hex 64}', miss: '{hex 63}' },
  'duo-secret-key': { value: '{an 40}', miss: '{an 39}' },
  'hcaptcha-secret': { value: 'ES_{hex 32}', miss: 'ES_{hex 31}' },
  'turnstile-secret': { value: '0x4{url 30}', miss: '0x4{url 29}' },
  'facebook-token': { value: 'EAA{an 90}', miss: 'EAA{an 89}' },
  'facebook-app-secret': { value: '{hex 32}', miss: '{hex 31}' },
  'twitter-bearer-token': { value: 'AAAAAAAAAAAAAAAAAAAA{an 60}', miss: 'AAAAAAAAAAAAAAAAAAAA{an 59}' },
  'twitter-api-secret': { value: '{an 50}', miss: '{an 49}' },
  'twitter-access-token': { value: '{digit 8}-{an 40}', miss: '{digit 8}-{an 39}' },
  'linkedin-secret': { value: 'WPL_AP1.{an 16}', miss: 'WPL_AP1.{an 15}' },
  'spotify-secret': { value: '{hex 32}', miss: '{hex 31}' },
  'twitch-secret': { value: '{lower 30}', miss: '{lower 29}' },
  'pinterest-token': { value: 'pina_{url 60}', miss: 'pina_{url 59}' },
  'instagram-token': { value: 'IGQ{url 100}', miss: 'IGQ{url 99}' },
};
