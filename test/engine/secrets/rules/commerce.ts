// Made-up values of the formats in `rules/commerce.ts`, and near misses.

import type { Examples } from '../../../support/examples';

export const COMMERCE: Examples = {
  'shopify-token': { value: 'shpat_{hex 32}', miss: 'shpat_{hex 31}' },
  'shopify-partner-token': { value: 'prtapi_{hex 32}', miss: 'prtapi_{hex 31}' },
  'woocommerce-secret': { value: 'cs_{hex 40}', miss: 'cs_{hex 39}' },
  'ebay-cert-id': {
    value: 'PRD-{hex 12}-{hex 4}-{hex 4}-{hex 4}-{hex 4}',
    miss: 'PRD-{hex 11}-{hex 4}-{hex 4}-{hex 4}-{hex 4}',
  },
  'salesforce-token': { value: '00D{an 12}!A{an 80}', miss: '00D{an 12}!A{an 79}' },
  'hubspot-token': {
    value: 'pat-na{digit 1}-{uuid}',
    miss: 'pat-na{digit 1}-{hex 8}-{hex 4}-{hex 4}-{hex 4}-{hex 11}',
  },
  'bigcommerce-token': { value: '{lower 31}', miss: '{lower 30}' },
  'printful-token': { value: '{an 40}', miss: '{an 39}' },
};
