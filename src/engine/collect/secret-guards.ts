/** Start-up guards on secrets, in Python and JavaScript. */
import { guardsIn, type GuardFact } from '../secrets/guards';
import { defineExtractor } from './extractor';

const SECRET = /secret|password|token|api_?key|_key\b|salt|_url\b|jwt/i;

export const secretGuards = defineExtractor({
  part: 'secretGuards',
  version: 1,
  languages: ['python', 'javascript', 'typescript'],
  prefilter: (text) => SECRET.test(text) && /\b(?:raise|throw|exit|errors?\.|\.min\()/.test(text),
  extract(file): GuardFact[] | undefined {
    const guards = guardsIn(file);
    return guards.length > 0 ? guards : undefined;
  },
});
