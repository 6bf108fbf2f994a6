// Made-up values of the formats in `rules/ai.ts`, and near misses.

import type { Examples } from '../../../support/examples';

export const AI: Examples = {
  'openai-key': { value: 'sk-proj-{url 40}', miss: 'sk-proj-{url 39}' },
  'openai-legacy-key': { value: 'sk-{an 20}T3BlbkFJ{an 20}', miss: 'sk-{an 20}T3BlbkFJ{an 19}' },
  'anthropic-key': { value: 'sk-ant-api{digit 2}-{url 80}', miss: 'sk-ant-api{digit 2}-{url 79}' },
  'anthropic-oauth-token': { value: 'sk-ant-oat{digit 2}-{url 80}', miss: 'sk-ant-oat{digit 2}-{url 79}' },
  'openrouter-key': { value: 'sk-or-v1-{hex 64}', miss: 'sk-or-v1-{hex 63}' },
  'groq-key': { value: 'gsk_{an 48}', miss: 'gsk_{an 47}' },
  'xai-key': { value: 'xai-{an 70}', miss: 'xai-{an 69}' },
  'perplexity-key': { value: 'pplx-{an 40}', miss: 'pplx-{an 39}' },
  'huggingface-token': { value: 'hf_{an 34}', miss: 'hf_{an 33}' },
  'replicate-token': { value: 'r8_{an 37}', miss: 'r8_{an 36}' },
  'nvidia-key': { value: 'nvapi-{url 60}', miss: 'nvapi-{url 59}' },
  'cerebras-key': { value: 'csk-{lower 44}', miss: 'csk-{lower 43}' },
  'together-key': { value: 'tgp_v1_{url 40}', miss: 'tgp_v1_{url 39}' },
  'fireworks-key': { value: 'fw_{an 22}', miss: 'fw_{an 21}' },
  'elevenlabs-key': { value: 'sk_{hex 48}', miss: 'sk_{hex 47}' },
  'cartesia-key': { value: 'sk_car_{url 20}', miss: 'sk_car_{url 19}' },
  'voyage-key': { value: 'pa-{url 43}', miss: 'pa-{url 42}' },
  'deepseek-key': { value: 'sk-{hex 32}', miss: 'sk-{hex 31}' },
  'stability-key': { value: 'sk-{an 48}', miss: 'sk-{an 47}' },
  'mistral-key': { value: '{an 32}', miss: '{an 31}' },
  'cohere-key': { value: '{an 40}', miss: '{an 39}' },
  'assemblyai-key': { value: '{hex 32}', miss: '{hex 31}' },
  'deepgram-key': { value: '{hex 40}', miss: '{hex 39}' },
  'wandb-key': { value: '{hex 40}', miss: '{hex 39}' },
  'azure-openai-key': { value: '{hex 32}', miss: '{hex 31}' },
  'runpod-key': { value: 'rpa_{an 40}', miss: 'rpa_{an 39}' },
  'fal-key': { value: '{uuid}:{hex 32}', miss: '{uuid}:{hex 31}' },
  'modal-token-secret': { value: 'as-{an 22}', miss: 'as-{an 21}' },
};
