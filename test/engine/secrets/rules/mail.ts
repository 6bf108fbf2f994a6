// Made-up values of the formats in `rules/mail.ts`, and near misses.

import type { Examples } from '../../../support/examples';

export const MAIL: Examples = {
  'sendgrid-key': { value: 'SG.{url 20}.{url 39}', miss: 'SG.{url 20}.{url 38}' },
  'mailgun-key': { value: 'key-{hex 32}', miss: 'key-{hex 31}' },
  'mailgun-private-key': { value: '{hex 32}-{hex 8}-{hex 8}', miss: '{hex 32}-{hex 8}-{hex 7}' },
  'mailchimp-key': { value: '{hex 32}-us{digit 1}', miss: '{hex 31}-us{digit 1}' },
  'mandrill-key': { value: 'md-{url 22}', miss: 'md-{url 21}' },
  'brevo-key': { value: 'xkeysib-{hex 64}-{an 16}', miss: 'xkeysib-{hex 64}-{an 15}' },
  'resend-key': { value: 're_{an 8}_{an 24}', miss: 're_{an 8}_{an 23}' },
  'mailersend-key': { value: 'mlsn.{hex 64}', miss: 'mlsn.{hex 63}' },
  'postmark-token': { value: '{uuid}', miss: '{hex 8}-{hex 4}-{hex 4}-{hex 4}-{hex 11}' },
  'mailjet-secret': { value: '{hex 32}', miss: '{hex 31}' },
  'sparkpost-key': { value: '{hex 40}', miss: '{hex 39}' },
  'mailtrap-token': { value: '{hex 32}', miss: '{hex 31}' },
  'klaviyo-private-key': { value: 'pk_{hex 34}', miss: 'pk_{hex 33}' },
  'elastic-email-key': { value: '{HEX 96}', miss: '{HEX 95}' },
  'smtp2go-key': { value: 'api-{HEX 32}', miss: 'api-{HEX 31}' },
};
