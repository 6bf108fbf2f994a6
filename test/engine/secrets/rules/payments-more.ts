// Made-up values of the formats in `rules/payments-more.ts`, and near misses.

import type { Examples } from '../../../support/examples';

export const PAYMENTS_MORE: Examples = {
  'duffel-token': { value: 'duffel_live_{url 43}', miss: 'duffel_live_{url 42}' },
  'duffel-test-token': { value: 'duffel_test_{url 43}', miss: 'duffel_test_{url 42}' },
  'gocardless-token': { value: 'live_{url 40}', miss: 'live_{url 39}' },
  'mollie-key': { value: 'live_{an 30}', miss: 'live_{an 29}' },
  'adyen-key': { value: 'AQE{an 80}', miss: 'AQE{an 79}' },
  'paddle-key': {
    value: 'pdl_live_apikey_{lower 26}_{an 22}_{an 3}',
    miss: 'pdl_live_apikey_{lower 26}_{an 21}_{an 3}',
  },
  'paddle-sandbox-key': {
    value: 'pdl_sdbx_apikey_{lower 26}_{an 22}_{an 3}',
    miss: 'pdl_sdbx_apikey_{lower 26}_{an 21}_{an 3}',
  },
  'paddle-webhook-secret': { value: 'pdl_ntfset_{lower 26}_{b64 32}', miss: 'pdl_ntfset_{lower 26}_{b64 31}' },
  'polar-token': { value: 'polar_oat_{an 40}', miss: 'polar_oat_{an 39}' },
  'lob-key': { value: 'live_{hex 35}', miss: 'live_{hex 34}' },
  'checkout-key': { value: 'sk_{b32l 26}{an 1}', miss: 'sk_{b32l 25}{an 1}' },
  'mercadopago-token': {
    value: 'APP_USR-{digit 12}-{digit 6}-{hex 32}-{digit 6}',
    miss: 'APP_USR-{digit 12}-{digit 6}-{hex 31}-{digit 6}',
  },
  'xendit-key': { value: 'xnd_production_{an 40}', miss: 'xnd_production_{an 39}' },
  'xendit-test-key': { value: 'xnd_development_{an 40}', miss: 'xnd_development_{an 39}' },
  'midtrans-key': { value: 'Mid-server-{url 24}', miss: 'Mid-server-{url 23}' },
  'omise-key': { value: 'skey_{lower 19}', miss: 'skey_{lower 18}' },
  'klarna-key': { value: 'klarna_live_api_{an 40}', miss: 'klarna_live_api_{an 39}' },
  'chargebee-key': { value: 'live_{an 30}', miss: 'live_{an 29}' },
  'recurly-key': { value: '{hex 32}', miss: '{hex 31}' },
  'wise-token': { value: '{uuid}', miss: '{hex 8}-{hex 4}-{hex 4}-{hex 4}-{hex 11}' },
  'conekta-key': { value: 'key_{an 20}', miss: 'key_{an 19}' },
  'brex-token': { value: 'bxt_{an 36}', miss: 'bxt_{an 35}' },
  'coinbase-secret': { value: '{b64 86}==', miss: '{b64 85}==' },
  'sumup-key': { value: 'sup_sk_{an 32}', miss: 'sup_sk_{an 19}' },
  'asaas-key': { value: '$aact_prod_{an 90}==', miss: '$aact_hmlg_{an 90}==' },
};
