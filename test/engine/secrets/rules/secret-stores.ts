// Made-up values of the formats in `rules/secret-stores.ts`, and near misses.

import type { Examples } from '../../../support/examples';

export const SECRET_STORES: Examples = {
  'vault-token': { value: 'hvs.{url 24}', miss: 'hvs.{url 23}' },
  'vault-legacy-token': { value: 's.{an 24}', miss: 's.{an 23}' },
  'vault-unseal-key': { value: '{b64 43}', miss: '{b64 42}' },
  'terraform-token': { value: '{an 14}.atlasv1.{url 60}', miss: '{an 14}.atlasv1.{url 59}' },
  'pulumi-token': { value: 'pul-{hex 40}', miss: 'pul-{hex 39}' },
  'doppler-token': { value: 'dp.pt.{an 40}', miss: 'dp.pt.{an 39}' },
  'onepassword-token': { value: 'ops_eyJ{an 200}', miss: 'ops_eyJ{an 199}' },
  'onepassword-secret-key': {
    value: 'A3-{UPPER 6}-{UPPER 11}-{UPPER 5}-{UPPER 5}-{UPPER 5}',
    miss: 'A3-{UPPER 6}-{UPPER 10}-{UPPER 5}-{UPPER 5}-{UPPER 5}',
  },
  'bitwarden-token': { value: '0.{uuid}.{an 30}:{b64 22}==', miss: '0.{uuid}.{an 30}:{b64 21}==' },
  'infisical-token': { value: 'st.{hex 24}.{hex 32}.{hex 32}', miss: 'st.{hex 24}.{hex 32}.{hex 31}' },
};
