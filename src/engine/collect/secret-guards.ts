/** Start-up guards on secrets, in Python, JavaScript and other languages with conditions. */
import type { Language } from '../facts';
import { guardsIn, type GuardFact } from '../secrets/guards';
import { defineWords, holdsAny } from '../text/words';
import { defineExtractor } from './extractor';
import { languageOf } from './language';

const SECRET = /secret|password|token|api_?key|_key\b|salt|_url\b|jwt/i;
const SECRET_WORDS = defineWords(['secret', 'password', 'token', 'api_key', 'apikey', '_key', 'salt', '_url', 'jwt'], {
  foldCase: true,
});
const REJECTS = defineWords([
  'raise',
  'throw',
  'exit',
  'Exit(',
  'panic',
  'atal',
  'abort',
  'die(',
  'error.',
  'errors.',
  '.min(',
  'errors.New(',
  'Errorf(',
]);

const READ = new Set<Language>(['python', 'javascript', 'typescript', 'go', 'java', 'ruby', 'php', 'csharp', 'other']);

export const secretGuards = defineExtractor({
  part: 'secretGuards',
  version: 3,
  notOf: ['vendored'],
  // By path and not by language: a language would have its parser loaded.
  accepts: (path) => READ.has(languageOf(path)),
  prefilter: (text) =>
    holdsAny(text, REJECTS) &&
    holdsAny(text, SECRET_WORDS) &&
    SECRET.test(text) &&
    /\b(?:raise|throw|exit|Exit|panic|[fF]atal|abort|die|errors?\.|Errorf\(|\.min\()/.test(text),
  extract(file): GuardFact[] | undefined {
    const guards = guardsIn(file);
    return guards.length > 0 ? guards : undefined;
  },
});
