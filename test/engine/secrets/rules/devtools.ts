// Made-up values of the formats in `rules/devtools.ts`, and near misses.

import type { Examples } from '../../../support/examples';

export const DEVTOOLS: Examples = {
  'postman-key': { value: 'PMAK-{hex 24}-{hex 34}', miss: 'PMAK-{hex 24}-{hex 33}' },
  'postman-collection-token': { value: 'PMAT-{UPPER 26}', miss: 'PMAT-{UPPER 25}' },
  'jetbrains-token': { value: 'perm:{an 4}.{an 2}.{an 26}', miss: 'perm:{an 4}.{an 2}.{an 25}' },
  'wakatime-key': { value: 'waka_{uuid}', miss: 'waka_{hex 8}-{hex 4}-{hex 4}-{hex 4}-{hex 11}' },
  'rapidapi-key': { value: '{hex 10}msh{hex 15}p1{hex 5}jsn{hex 12}', miss: '{hex 10}msh{hex 15}p1{hex 5}jsn{hex 11}' },
  'unkey-root-key': { value: 'unkey_{an 20}', miss: 'unkey_{an 19}' },
  'retool-key': { value: 'retool_{lower 26}', miss: 'retool_{lower 25}' },
  'adafruit-key': { value: 'aio_{an 28}', miss: 'aio_{an 27}' },
  'lokalise-token': { value: '{hex 40}', miss: '{hex 39}' },
  'crowdin-token': { value: '{hex 80}', miss: '{hex 79}' },
  'transifex-token': { value: '1/{hex 40}', miss: '1/{hex 39}' },
  'virustotal-key': { value: '{hex 64}', miss: '{hex 63}' },
  'shodan-key': { value: '{an 32}', miss: '{an 31}' },
  'ifttt-key': {
    value: 'maker.ifttt.com/trigger/{url 1}/with/key/{url 20}',
    miss: 'maker.ifttt.com/trigger/{url 1}/with/key/{url 19}',
  },
  'tmdb-key': { value: '{hex 32}', miss: '{hex 31}' },
  'newsapi-key': { value: '{hex 32}', miss: '{hex 31}' },
  'giphy-key': { value: '{an 32}', miss: '{an 31}' },
  'unsplash-secret': { value: '{url 43}', miss: '{url 42}' },
  'zuplo-key': { value: 'zpka_{an 32}_{hex 8}', miss: 'zpka_{an 32}' },
};
