// Made-up values of the formats in `rules/ai-tools.ts`, and near misses.

import type { Examples } from '../../../support/examples';

export const AI_TOOLS: Examples = {
  'tavily-key': { value: 'tvly-{url 28}', miss: 'tvly-{url 27}' },
  'jina-key': { value: 'jina_{url 50}', miss: 'jina_{url 49}' },
  'firecrawl-key': { value: 'fc-{hex 32}', miss: 'fc-{hex 31}' },
  'langsmith-key': { value: 'lsv2_pt_{hex 32}_{hex 10}', miss: 'lsv2_pt_{hex 32}_{hex 9}' },
  'langfuse-secret-key': { value: 'sk-lf-{uuid}', miss: 'sk-lf-{hex 8}-{hex 4}-{hex 4}-{hex 4}-{hex 11}' },
  'langfuse-public-key': { value: 'pk-lf-{uuid}', miss: 'pk-lf-{hex 8}-{hex 4}-{hex 4}-{hex 4}-{hex 11}' },
  'helicone-key': { value: 'sk-helicone-{lower 7}-{lower 7}-{lower 7}-{lower 7}', miss: 'sk-helicone-{lower 19}' },
  'llamacloud-key': { value: 'llx-{an 40}', miss: 'llx-{an 39}' },
  'context7-key': { value: 'ctx7sk-{uuid}', miss: 'ctx7sk-{hex 8}-{hex 4}-{hex 4}-{hex 4}-{hex 11}' },
  'mem0-key': { value: 'm0-{an 38}', miss: 'm0-{an 37}' },
  'e2b-key': { value: 'e2b_{hex 40}', miss: 'e2b_{hex 39}' },
  'browserbase-key': { value: 'bb_live_{url 24}', miss: 'bb_live_{url 23}' },
  'exa-key': { value: '{uuid}', miss: '{hex 8}-{hex 4}-{hex 4}-{hex 4}-{hex 11}' },
  'serpapi-key': { value: '{hex 64}', miss: '{hex 63}' },
  'serper-key': { value: '{hex 40}', miss: '{hex 39}' },
  'apify-token': { value: 'apify_api_{an 36}', miss: 'apify_api_{an 35}' },
};
