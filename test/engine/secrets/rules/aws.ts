// Made-up values of the formats in `rules/aws.ts`, and near misses.

import type { Examples } from '../../../support/examples';

export const AWS: Examples = {
  'aws-access-key': { value: 'AKIA{b32 16}', miss: 'AKIA{b32 15}' },
  'aws-secret-key': { value: '{b64 40}', miss: '{b64 39}' },
  'aws-session-token': { value: '{an 100}', miss: '{an 99}' },
  'aws-bedrock-key': { value: 'ABSK{b64 100}', miss: 'ABSK{b64 99}' },
  'aws-mws-token': { value: 'amzn.mws.{uuid}', miss: 'amzn.mws.{hex 8}-{hex 4}-{hex 4}-{hex 4}-{hex 11}' },
  'amazon-oauth-secret': { value: 'amzn1.oa2-cs.v1.{hex 64}', miss: 'amzn1.oa2-cs.v1.{hex 63}' },
  'amazon-refresh-token': { value: 'Atzr|{an 100}', miss: 'Atzr|{an 99}' },
  'aws-appsync-key': { value: 'da2-{lower 26}', miss: 'da2-{lower 25}' },
};
