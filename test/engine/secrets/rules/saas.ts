// Made-up values of the formats in `rules/saas.ts`, and near misses.

import { encoded, type Examples } from '../../../support/examples';

export const SAAS: Examples = {
  'linear-key': { value: 'lin_api_{an 40}', miss: 'lin_api_{an 39}' },
  'linear-oauth-token': { value: 'lin_oauth_{hex 64}', miss: 'lin_oauth_{hex 63}' },
  'linear-webhook-secret': { value: 'lin_wh_{an 20}', miss: 'lin_wh_{an 19}' },
  'notion-token': { value: 'ntn_{an 40}', miss: 'ntn_{an 39}' },
  'figma-token': { value: 'figd_{url 38}', miss: 'figd_{url 37}' },
  'airtable-token': { value: 'pat{an 14}.{hex 64}', miss: 'pat{an 14}.{hex 63}' },
  'contentful-token': { value: 'CFPAT-{url 43}', miss: 'CFPAT-{url 42}' },
  'typeform-token': { value: 'tfp_{url 40}', miss: 'tfp_{url 39}' },
  'asana-token': { value: '1/{digit 15}:{hex 32}', miss: '1/{digit 15}:{hex 31}' },
  'trello-token': { value: 'ATTA{hex 64}', miss: 'ATTA{hex 63}' },
  'clickup-token': { value: 'pk_{digit 4}_{UPPER 32}', miss: 'pk_{digit 4}_{UPPER 31}' },
  'intercom-token': { value: encoded('tok:{hex 8}_{hex 4}_{hex 20}:1:0'), miss: 'dG9rOn{an 50}=' },
  'zendesk-token': { value: '{an 40}', miss: '{an 39}' },
  'pipedrive-token': { value: '{hex 40}', miss: '{hex 39}' },
  'todoist-token': { value: '{hex 40}', miss: '{hex 39}' },
  'zoho-token': { value: '1000.{hex 32}.{hex 32}', miss: '1000.{hex 32}.{hex 31}' },
  'cal-com-key': { value: 'cal_live_{hex 32}', miss: 'cal_live_{hex 31}' },
  'dropbox-token': { value: 'sl.{url 130}', miss: 'sl.{url 129}' },
  'frameio-token': { value: 'fio-u-{an 64}', miss: 'fio-u-{an 63}' },
  'readme-key': { value: 'rdme_{lower 70}', miss: 'rdme_{lower 69}' },
  'webflow-token': { value: '{hex 64}', miss: '{hex 63}' },
  'ghost-admin-key': { value: '{hex 24}:{hex 64}', miss: '{hex 24}:{hex 63}' },
  'sanity-token': { value: 'sk{an 80}', miss: 'sk{an 79}' },
  'storyblok-token': { value: '{an 22}tt-{digit 4}-{url 20}', miss: '{an 22}tt-{digit 4}-{url 19}' },
  'zapier-webhook': {
    value: 'hooks.zapier.com/hooks/catch/{digit 7}/{lower 7}',
    miss: 'hooks.zapier.com/hooks/catch/{digit 3}/{lower 7}',
    line: 'https://$/',
  },
  'make-webhook': { value: 'hook.eu1.make.com/{lower 32}', miss: 'hook.eu1.make.com/{lower 31}', line: 'https://$' },
  'servarr-api-key': { value: '{hex 32}', miss: '{hex 31}' },
};
