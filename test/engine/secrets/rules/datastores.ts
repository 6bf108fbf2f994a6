// Made-up values of the formats in `rules/datastores.ts`, and near misses.

import { encoded, type Examples } from '../../../support/examples';

export const DATASTORES: Examples = {
  'supabase-secret-key': { value: 'sb_secret_{url 20}', miss: 'sb_secret_{url 19}' },
  'supabase-publishable-key': { value: 'sb_publishable_{url 20}', miss: 'sb_publishable_{url 19}' },
  'supabase-access-token': { value: 'sbp_{hex 40}', miss: 'sbp_{hex 39}' },
  'planetscale-token': { value: 'pscale_tkn_{an 32}', miss: 'pscale_tkn_{an 31}' },
  'neon-key': { value: 'napi_{lower 60}', miss: 'napi_{lower 59}' },
  'mongodb-atlas-secret': { value: 'mdb_sa_sk_{url 40}', miss: 'mdb_sa_sk_{url 39}' },
  'mongodb-atlas-key': { value: '{uuid}', miss: '{hex 8}-{hex 4}-{hex 4}-{hex 4}-{hex 11}' },
  'databricks-token': { value: 'dapi{hex 32}', miss: 'dapi{hex 31}' },
  'databricks-oauth-secret': { value: 'dose{hex 32}', miss: 'dose{hex 31}' },
  'pinecone-key': { value: 'pcsk_{an 40}', miss: 'pcsk_{an 39}' },
  'cockroach-key': { value: 'CCDB1_{an 22}_{an 40}', miss: 'CCDB1_{an 22}_{an 39}' },
  'aiven-password': { value: 'AVNS_{url 17}', miss: 'AVNS_{url 16}' },
  'upstash-token': { value: 'A{an 39}', miss: 'A{an 38}' },
  'algolia-admin-key': { value: '{hex 32}', miss: '{hex 31}' },
  'algolia-search-key': { value: '{hex 32}', miss: '{hex 31}' },
  'elastic-cloud-key': { value: 'essu_{an 40}', miss: 'essu_{an 39}' },
  'elasticsearch-api-key': {
    value: (seed) => `ApiKey ${encoded('{url 20}:{url 22}')(seed)}`,
    miss: 'ApiKey {an 60}',
    line: "headers: { Authorization: '$' }",
  },
  'confluent-secret': { value: '{b64 60}', miss: '{b64 59}' },
  'fauna-secret': { value: 'fn{url 38}', miss: 'fn{url 37}' },
  'xata-key': { value: 'xau_{an 32}', miss: 'xau_{an 31}' },
  'influxdb-token': { value: '{url 86}==', miss: '{url 85}==' },
  'tinybird-token': { value: 'p.eyJ{url 20}.{url 40}', miss: 'p.eyJ{url 20}.{url 39}' },
  'astra-token': { value: 'AstraCS:{an 24}:{hex 64}', miss: 'AstraCS:{an 24}:{hex 63}' },
  'materialize-password': { value: 'mzp_{hex 64}', miss: 'mzp_{hex 63}' },
  'appwrite-key': { value: 'standard_{hex 200}', miss: 'standard_{hex 199}' },
  'dbt-token': { value: 'dbtc_{url 30}', miss: 'dbtc_{url 29}' },
  'chroma-key': { value: 'ck-{an 40}', miss: 'ck-{an 39}' },
};
