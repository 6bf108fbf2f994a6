// Made-up values of the formats in `rules/payments.ts`, and near misses.

import type { Examples } from '../../../support/examples';

export const PAYMENTS: Examples = {
  'paystack-secret-key': {
    value: 'sk_live_{hex 40}',
    miss: 'sk_live_{hex 39}',
    line: 'const paystack = Paystack("$");',
  },
  'clerk-secret-key': { value: 'sk_live_{an 42}', miss: 'sk_live_{an 30}', line: 'CLERK_SECRET_KEY=$' },
  'stripe-secret-key': { value: 'sk_live_{an 16}', miss: 'sk_live_{an 15}' },
  'stripe-test-key': { value: 'sk_test_{an 16}', miss: 'sk_test_{an 15}' },
  'stripe-publishable-key': { value: 'pk_live_{an 16}', miss: 'pk_live_{an 15}' },
  'stripe-webhook-secret': { value: 'whsec_{an 24}', miss: 'whsec_{an 23}' },
  'stripe-organization-key': { value: 'sk_org_{an 24}', miss: 'sk_org_{an 23}' },
  'square-token': { value: 'sq0atp-{url 22}', miss: 'sq0atp-{url 21}' },
  'square-access-token': { value: 'EAAA{url 60}', miss: 'EAAA{url 59}' },
  'square-sandbox-secret': { value: 'sandbox-sq0{b32l 3}-{url 22}', miss: 'sandbox-sq0{b32l 3}-{url 21}' },
  'braintree-token': {
    value: 'access_token$production${lower 16}${hex 32}',
    miss: 'access_token$production${lower 16}${hex 31}',
  },
  'braintree-sandbox-token': {
    value: 'access_token$sandbox${lower 16}${hex 32}',
    miss: 'access_token$sandbox${lower 16}${hex 31}',
  },
  'paypal-secret': { value: 'E{url 79}', miss: 'E{url 78}' },
  'razorpay-key': { value: 'rzp_live_{an 14}', miss: 'rzp_live_{an 13}' },
  'razorpay-secret': { value: '{an 24}', miss: '{an 23}' },
  'razorpay-test-key': { value: 'rzp_test_{an 14}', miss: 'rzp_test_{an 13}' },
  'flutterwave-key': { value: 'FLWSECK-{an 32}-X', miss: 'FLWSECK-{an 31}-X' },
  'flutterwave-test-key': { value: 'FLWSECK_TEST-{an 32}-X', miss: 'FLWSECK_TEST-{an 31}-X' },
  'flutterwave-public-key': { value: 'FLWPUBK-{an 32}-X', miss: 'FLWPUBK-{an 31}-X' },
  'shippo-token': { value: 'shippo_live_{hex 40}', miss: 'shippo_live_{hex 39}' },
  'shippo-test-token': { value: 'shippo_test_{hex 40}', miss: 'shippo_test_{hex 39}' },
  'easypost-key': { value: 'EZAK{an 54}', miss: 'EZAK{an 53}' },
  'easypost-test-key': { value: 'EZTK{an 54}', miss: 'EZTK{an 53}' },
  'plaid-token': {
    value: 'access-production-{uuid}',
    miss: 'access-production-{hex 8}-{hex 4}-{hex 4}-{hex 4}-{hex 11}',
  },
  'plaid-test-token': {
    value: 'access-sandbox-{uuid}',
    miss: 'access-sandbox-{hex 8}-{hex 4}-{hex 4}-{hex 4}-{hex 11}',
  },
  'plaid-secret': { value: '{hex 30}', miss: '{hex 29}' },
};
