/** Files that name the header by which an answer says who may read it. */
import { defineExtractor } from '../../collect/extractor';
import { defineWords, holdsAny } from '../../text/words';

const WORDS = defineWords(['access-control-allow-origin'], { foldCase: true });

declare module '../../facts' {
  interface FactParts {
    corsHeaders: CorsHeaderFacts;
  }
}

/** A file that names the header. */
export interface CorsHeaderFacts {
  names: true;
}

export const corsHeaders = defineExtractor({
  part: 'corsHeaders',
  version: 1,
  languages: ['javascript', 'typescript', 'vue', 'svelte', 'astro', 'python', 'go', 'java', 'ruby', 'php', 'csharp'],
  notOf: ['vendored', 'test'],
  prefilter: (text) => holdsAny(text, WORDS),
  extract: (file): CorsHeaderFacts | undefined => (holdsAny(file.text, WORDS) ? { names: true } : undefined),
});
