// Made-up values of the formats in `rules/ci.ts`, and near misses.

import type { Examples } from '../../../support/examples';

export const CI: Examples = {
  'circleci-token': { value: 'CCIPAT_{an 20}_{hex 40}', miss: 'CCIPAT_{an 20}_{hex 39}' },
  'circleci-legacy-token': { value: '{hex 40}', miss: '{hex 39}' },
  'buildkite-token': { value: 'bkua_{hex 40}', miss: 'bkua_{hex 39}' },
  'buildkite-agent-token': { value: 'bkaa_{an 40}', miss: 'bkaa_{an 39}' },
  'travis-token': { value: '{url 22}', miss: '{url 21}' },
  'jenkins-token': { value: '11{hex 32}', miss: '11{hex 31}' },
  'codecov-token': { value: '{uuid}', miss: '{hex 8}-{hex 4}-{hex 4}-{hex 4}-{hex 11}' },
  'coveralls-token': { value: '{an 32}', miss: '{an 31}' },
  'snyk-token': { value: '{uuid}', miss: '{hex 8}-{hex 4}-{hex 4}-{hex 4}-{hex 11}' },
  'sonar-token': { value: 'sqp_{hex 40}', miss: 'sqp_{hex 39}' },
  'launchdarkly-key': { value: 'sdk-{uuid}', miss: 'sdk-{hex 8}-{hex 4}-{hex 4}-{hex 4}-{hex 11}' },
  'launchdarkly-mobile-key': { value: 'mob-{uuid}', miss: 'mob-{hex 8}-{hex 4}-{hex 4}-{hex 4}-{hex 11}' },
  'harness-token': { value: 'pat.{url 22}.{hex 24}.{an 20}', miss: 'pat.{url 22}.{hex 24}.{an 19}' },
  'stackhawk-key': { value: 'hawk.{url 20}.{url 20}', miss: 'hawk.{url 20}.{url 19}' },
  'octopus-key': { value: 'API-{UPPER 26}', miss: 'API-{UPPER 25}' },
  'prefect-key': { value: 'pnu_{an 36}', miss: 'pnu_{an 35}' },
  'chromatic-token': { value: 'chpt_{hex 14}', miss: 'chpt_{hex 13}' },
  'cypress-record-key': { value: '{uuid}', miss: '{hex 8}-{hex 4}-{hex 4}-{hex 4}-{hex 11}' },
  'browserstack-key': { value: '{an 20}', miss: '{an 19}' },
  'saucelabs-key': { value: '{uuid}', miss: '{hex 8}-{hex 4}-{hex 4}-{hex 4}-{hex 11}' },
  'inngest-signing-key': { value: 'signkey-prod-{hex 64}', miss: 'signkey-prod-{hex 63}' },
  'trigger-dev-key': { value: 'tr_dev_{an 20}', miss: 'tr_dev_{an 19}' },
  'configcat-sdk-key': { value: 'configcat-sdk-1/{url 22}/{url 22}', miss: 'configcat-sdk-1/{url 22}/{url 21}' },
  'flagsmith-server-key': { value: 'ser.{hex 22}', miss: 'ser.{hex 21}' },
  'statsig-secret-key': { value: 'secret-{an 40}', miss: 'secret-{an 39}' },
  'socket-token': { value: 'sktsec_{url 40}', miss: 'sktsec_{url 39}' },
  'vercel-prefixed-token': { value: 'vcp_{an 56}', miss: 'vcx_{an 56}' },
};
